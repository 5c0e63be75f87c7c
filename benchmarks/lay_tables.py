"""Laid tables for the load: `python benchmarks/lay_tables.py WORKSHOPS FIGURES [ENTRIES]` on the database of DATA_DIR.

Written straight into the database: people would need an hour to lay a hundred tables. Each is open at step 2 with eight
seats, `FIGURES` figures on it in all and a journal of `ENTRIES`. Prints what the load must know, as JSON.
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")

import django

django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from laid_tables import Laid

from sessions.practice.data import PEOPLE, PLACES, TRADES
from sessions.practice.game import day
from workshop.limits import PLANS
from workshop.models import Customer, EnergyRating, JournalEntry, Participant, Team, Workshop
from workshop.steps import Step, Zone

ZONES = [zone.value for zone in Zone]


def main(workshops: int, figures: int, entries: int = 0) -> None:
    call_command("migrate", verbosity=0)
    fleur, _ = User.objects.get_or_create(username="fleur")
    team, _ = Team.objects.get_or_create(name="Load", facilitator=fleur)
    tables = [lay(team, fleur, figures, entries) for _ in range(workshops)]
    print(json.dumps(tables))


def lay(team: Team, fleur: User, figures: int, entries: int) -> Laid:
    """One workshop, as the load sees it."""
    opened = {"step": Step.TABLE, "furthest_step": Step.TABLE, "seq": max(entries, figures)}
    workshop = Workshop(team=team, facilitator=fleur, title="Load", retain_until=day(30), minutes=list(PLANS[3]))
    for name, value in opened.items():
        setattr(workshop, name, value)
    workshop.save()
    seats = Participant.objects.bulk_create(
        Participant(workshop=workshop, name=name, place=place, colour=place, shape=place)
        for place, name in enumerate(PEOPLE)
    )
    placed = _place(workshop, seats, figures)
    _write_journal(workshop, seats, entries)
    return {
        "workshop": workshop.id,
        "step": int(workshop.step),
        "console": workshop.console_token,
        "seats": [
            {
                "id": seat.id,
                "token": seat.token,
                "figures": [(one.id, str(one.zone)) for one in placed if one.participant_id == seat.id],
            }
            for seat in seats
        ],
    }


def _place(workshop: Workshop, seats: list[Participant], figures: int) -> list[EnergyRating]:
    names = [f"{TRADES[number % len(TRADES)]} {PLACES[number % len(PLACES)]} {number}" for number in range(figures)]
    customers = Customer.objects.bulk_create(Customer(team_id=workshop.team_id, name=name) for name in names)
    return EnergyRating.objects.bulk_create(
        EnergyRating(
            workshop=workshop,
            participant=seats[number % len(seats)],
            customer=customer,
            column=ZONES[number % 3],
            zone=ZONES[number % 3],
            placed=number,
            listed=number,
        )
        for number, customer in enumerate(customers)
    )


def _write_journal(workshop: Workshop, seats: list[Participant], entries: int) -> None:
    JournalEntry.objects.bulk_create(
        JournalEntry(
            workshop=workshop,
            seq=number + 1,
            step=Step.TABLE,
            at=timezone.now(),
            actor=f"seat:{seats[number % len(seats)].id}",
            action="table.place",
            action_id=f"laid-{number}",
            changes=[["EnergyRating", "", {"zone": ["costs", "gives"]}]],
        )
        for number in range(entries)
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
