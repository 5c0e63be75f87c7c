"""`manage.py practice`: a practice workshop on the database of this installation, also while its server runs."""

import json
import os
from argparse import ArgumentParser

from django.core.management import BaseCommand
from django.db import DatabaseError

from sessions import network, practice
from sessions.middleware.database_unavailable import line_of
from workshop.limits import FEWEST_SEATS, MOST_CUSTOMERS, MOST_SEATS
from workshop.steps import Step


class Command(BaseCommand):
    """Play a workshop with invented people up to a step, and say where they get in."""

    help = "A practice workshop with invented people and customers, played up to a step."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read as text: what is odd gets a sentence, not a usage."""
        parser.add_argument("--step", default=str(int(Step.TABLE)), help="the step that is open: 0 to 7")
        parser.add_argument("--people", default="5", help="seats at the table: 2 to 8")
        parser.add_argument("--customers", default="8", help="customers per person: 1 to 80")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: object, **options: object) -> None:
        """Refuse with one sentence, or play."""
        os.umask(0o077)
        to = Step(number(options["step"], "--step", Step.LOBBY, Step.CLOSING))
        people = number(options["people"], "--people", FEWEST_SEATS, MOST_SEATS)
        customers = number(options["customers"], "--customers", 1, MOST_CUSTOMERS)
        try:
            workshop = practice.play(facilitator=None, to=to, people=people, customers=customers)
        except DatabaseError as problem:
            raise SystemExit(
                f"De database is niet te gebruiken ({line_of(problem)}): start eerst de server (make start)."
            ) from None
        found = practice.addresses(workshop, network.own_address())
        self.stdout.write(json.dumps(found, ensure_ascii=False) if options["json"] else "\n".join(told(found)))


def number(given: object, name: str, low: int, high: int) -> int:
    """A whole number within bounds; stops with a sentence when it is not."""
    text = str(given).strip()
    if text not in map(str, range(low, high + 1)):
        raise SystemExit(f"{name} moet een getal zijn van {low} tot en met {high}, niet {text[:20]!r}.")
    return int(text)


def told(found: practice.Addresses) -> list[str]:
    """The addresses for a reader."""
    title = f"Oefenworkshop in stap {found['step']} ({Step(found['step']).label}), code {found['code']}"
    places = [("Regie", found["facilitator"]), ("Beamer", found["projector"]), ("Teamleider", found["team_lead"])]
    places += [(seat["name"], seat["url"]) for seat in found["participants"]]
    return ["", title, "", *(f"  {name:<12}{url}" for name, url in places), ""]
