"""`manage.py restore FILE`: bring the copy of a workshop back on this machine, or a backup of everything."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandParser

from sessions import backup, copying, links
from sessions.copying import Unreadable


class Command(BaseCommand):
    """Restore, and say where the regie is."""

    help = "Bring back the copy of one workshop, or a backup of everything."

    def add_arguments(self, parser: CommandParser) -> None:
        """One file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Refuse with one sentence, or restore. What a file is, it says itself."""
        os.umask(0o077)
        try:
            restored = self.restore_all(file) if backup.is_backup(file) else self.restore_one(file)
        except OSError as problem:
            raise SystemExit(f"Dit bestand is niet te lezen: {problem.strerror}") from None
        except sqlite3.Error as problem:
            raise SystemExit(f"De kopie is niet teruggezet: {problem}") from None
        except (Unreadable, backup.Unfit) as problem:
            raise SystemExit(problem.sentence) from None
        self.stdout.write(restored)

    def restore_one(self, file: Path) -> str:
        """One workshop, beside those that are here."""
        facilitator = User.objects.filter(is_active=True).order_by("pk").first()
        if facilitator is None:
            raise SystemExit("Er is hier nog geen begeleider. Start eerst, en kies een gebruikersnaam en wachtwoord.")
        workshop = copying.restore(file.read_bytes(), facilitator)
        return f"De workshop is terug: {links.console_link(workshop)}"

    def restore_all(self, file: Path) -> str:
        """Everything, in the place of what is here."""
        before = backup.restore(file)
        return f"Alles is terug zoals in de reservekopie. Wat hier eerst stond, staat in {before}."
