"""`manage.py restore FILE`: bring the copy of a workshop back on this machine, or a backup of everything."""

import os
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandParser
from django.db import DatabaseError

from sessions import links
from sessions.accounts import first_facilitator
from sessions.data import backup, schema, workshop_file
from sessions.data.workshop_file import Unreadable


class Command(BaseCommand):
    """Restore, and say where the regie is."""

    help = "Bring back the copy of one workshop, or a backup of everything."

    def add_arguments(self, parser: CommandParser) -> None:
        """One file, and whose workshop it becomes when it is the copy of one."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--facilitator", metavar="NAME", help="who gets the workshop, if there are several")

    def handle(self, *args: object, file: Path, facilitator: str | None, **options: object) -> None:
        """Refuse with one sentence, or restore. What a file is, it says itself."""
        os.umask(0o077)
        try:
            restored = self.restore_all(file) if backup.is_backup(file) else self.restore_one(file, facilitator)
        except OSError as problem:
            raise SystemExit(f"Dit bestand is niet te lezen: {problem.strerror}") from None
        except (sqlite3.Error, DatabaseError) as problem:
            raise SystemExit(f"De kopie is niet teruggezet: {problem}") from None
        except (Unreadable, backup.Unfit) as problem:
            raise SystemExit(problem.sentence) from None
        self.stdout.write(restored)

    def restore_one(self, file: Path, facilitator: str | None) -> str:
        """One workshop, beside those that are here."""
        if schema.known() - schema.applied_here():
            raise SystemExit(
                "Hier staan nog geen gegevens, of van een oudere versie. Start eerst (make start), kies een "
                "gebruikersnaam en wachtwoord als daarom wordt gevraagd, en geef deze opdracht dan opnieuw."
            )
        workshop = workshop_file.restore(file.read_bytes(), find_facilitator(facilitator))
        return f"De workshop is terug: {links.console_link(workshop)}"

    def restore_all(self, file: Path) -> str:
        """Everything, in the place of what is here."""
        before = backup.restore(file)
        if before is None:
            return "Alles is terug zoals in de reservekopie. Hier stond nog niets."
        return f"Alles is terug zoals in de reservekopie. Wat hier eerst stond, staat in {before}."


def find_facilitator(name: str | None) -> User:
    """Who gets the workshop: who is named, else the only one who can sign in, else who is chosen in answer."""
    known = list(first_facilitator.facilitators())
    if not known:
        raise SystemExit(
            "Er is hier nog geen begeleider. Start eerst (make start), en kies een gebruikersnaam en wachtwoord."
        )
    if name is None:
        name = known[0].username if len(known) == 1 else _asked(known)
    found = first_facilitator.find_facilitator(name)
    if found not in known:
        raise SystemExit(f"Er is hier geen begeleider die zo heet. Kies uit: {_listed(known)}.")
    return found


def _asked(known: Iterable[User]) -> str:
    if not sys.stdin.isatty():
        raise SystemExit(f"Voor welke begeleider? Geef de naam mee met --facilitator. Kies uit: {_listed(known)}.")
    return input(f"Voor welke begeleider ({_listed(known)})? ")


def _listed(known: Iterable[User]) -> str:
    return ", ".join(user.username for user in known)
