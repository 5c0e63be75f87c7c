"""`manage.py erase`: erase the workshops whose retention date has passed. Run it daily."""

from django.core.management import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from sessions import practice
from sessions.data import retention


class Command(BaseCommand):
    """Erase what was promised to be erased, with one line for each workshop and no name in it."""

    help = "Erase the workshops whose retention date has passed."

    def handle(self, *args: object, **options: object) -> None:
        """Erase, and say so."""
        try:
            erased = retention.erase_expired(timezone.localdate())
            practice.dismiss_idle()
        except DatabaseError as problem:
            raise SystemExit(f"De database is niet te gebruiken: {str(problem).strip()}") from None
        for workshop_id in erased:
            self.stdout.write(f"Workshop {workshop_id} is gewist: de bewaartermijn is voorbij.")
        if not erased:
            self.stdout.write("Er was niets te wissen.")
