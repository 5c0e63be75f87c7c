"""`manage.py prepare`: makes what is made once for a checkout, so that nothing of it is left for a start."""

from django.core.management import BaseCommand

from sessions.i18n import catalogue
from sessions.typeface import files


class Command(BaseCommand):
    """Make the translations and the typeface, which a checkout that becomes read-only needs beforehand."""

    help = "Make the translations and the typeface; `start` does so too."

    def handle(self, *args: object, **options: object) -> None:
        """Make what is not there yet."""
        make_files()


def make_files() -> None:
    """Make what is not there yet; what cannot be made does not stop a start."""
    catalogue.compile_stale()
    files.prepare()
