"""`manage.py messages`: gather the sentences of the screens; with --check only look."""

from argparse import ArgumentParser

from django.core.management import BaseCommand, CommandError

from sessions.i18n import catalogue


class Command(BaseCommand):
    """Keep every language in locale/ in step with the screens."""

    help = "Bring the languages in locale/ up to date with python and templates; translations stay."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option: only look."""
        parser.add_argument("--check", action="store_true", help="change nothing, fail when something is missing")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        """Write the catalogues, or fail with what is wrong with them."""
        paths = {language: catalogue.po_path(language) for language in catalogue.translations()}
        if not check:
            for path in paths.values():
                catalogue.update(path)
        faults = [f"{language}: {fault}" for language, path in paths.items() for fault in catalogue.faults(path)]
        if check and faults:
            raise CommandError("locale/ past niet bij de schermen (make messages):\n" + "\n".join(faults))
        for fault in faults:
            self.stdout.write(fault)
