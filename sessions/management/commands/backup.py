"""`manage.py backup [FILE]`: the whole database in one file, also while its server runs."""

import os
import sqlite3
from pathlib import Path

from django.core.management import BaseCommand, CommandParser

from sessions.data import backup


class Command(BaseCommand):
    """Write and check a backup, and say where it is."""

    help = "Write everything to one file, while people work on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to; without it the folder of backups, which is cleared of what has expired."""
        parser.add_argument("file", type=Path, nargs="?")

    def handle(self, *args: object, file: Path | None, **options: object) -> None:
        """Refuse with one sentence, or write."""
        os.umask(0o077)
        try:
            written = backup.back_up(file)
        except backup.Unfit as problem:
            raise SystemExit(problem.sentence) from None
        except (OSError, sqlite3.Error) as problem:
            raise SystemExit(f"De reservekopie is niet gemaakt: {problem}") from None
        self.stdout.write(f"De reservekopie staat in {written}. Bewaar haar zorgvuldig: alles staat erin.")
