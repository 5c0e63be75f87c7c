"""`manage.py start`: brings the database up to date, says where the workshop is found, and serves. It asks nothing."""

import os
import sqlite3
import sys
from contextlib import nullcontext
from socket import socket

import psycopg
from django.conf import settings
from django.core.management import BaseCommand
from django.db import DatabaseError, connection
from django.urls import reverse

from sessions import network
from sessions.accounts import first_facilitator
from sessions.data import backup, retention
from sessions.management.commands import prepare
from sessions.middleware.database_unavailable import line_of
from sessions.server import daphne_server, process_lock


class Command(BaseCommand):
    """Bring the database up to date, say where the workshop is to be found, and serve."""

    help = "Bring everything up to date and serve, until Ctrl-C."

    def handle(self, *args: object, **options: object) -> None:
        """Refuse with one sentence, or serve until somebody ends it."""
        # The database holds what people confide: what is made here is for its owner only.
        os.umask(0o077)
        held = self.take_port()
        place = self.take_place()
        prepare.make_files()
        with place.one_at_a_time():
            self.migrate()
        retention.keep_erasing()
        daphne_server.serve(held, ready=self.welcome)

    def take_port(self) -> socket:
        """The port, before anything is changed: a second start in another window must do nothing."""
        # While DEBUG is on, errors show secrets: then this machine is the only one that may look.
        host = "127.0.0.1" if settings.DEBUG else "0.0.0.0"  # noqa: S104
        try:
            return daphne_server.take_port(host, settings.PORT)
        except PermissionError:
            raise SystemExit(
                f"Poort {settings.PORT} is voorbehouden aan het systeem: kies een hogere, "
                "bijvoorbeeld: make start PORT=8080"
            ) from None
        except OSError:
            raise SystemExit(
                f"Poort {settings.PORT} is al in gebruik (draait Klanten ruilen al?): kies een andere, "
                f"bijvoorbeeld: make start PORT={settings.PORT % 65535 + 1}"
            ) from None

    def take_place(self) -> process_lock.FilePlace | process_lock.SessionPlace:
        """A place at the data, kept until this process ends."""
        try:
            return process_lock.take_place()
        except process_lock.Taken as taken:
            raise SystemExit(taken.sentence) from None
        except psycopg.Error as problem:
            raise SystemExit(f"De database is niet te gebruiken: {line_of(problem)}") from None

    def migrate(self) -> None:
        """Bring the tables up to date; of older ones a backup is made first, and put back when it fails."""
        try:
            before = backup.before_update()
            if before is not None:
                self.stdout.write(f"De gegevens zijn van een oudere versie. Een reservekopie staat in {before}.")
            with backup.put_back_if_it_fails(before) if before else nullcontext():
                backup.bring_up_to_date()
        except backup.Unfit as problem:
            raise SystemExit(problem.sentence) from None
        except (DatabaseError, sqlite3.Error) as problem:
            raise SystemExit(f"De database is niet te gebruiken: {line_of(problem)}") from None
        except OSError as problem:
            raise SystemExit(f"De reservekopie van de oudere gegevens is niet gemaakt: {problem.strerror}") from None
        finally:
            connection.close()

    def welcome(self) -> None:
        """Say where to go. A terminal that cannot draw a sign gets a question mark in its place."""
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="replace")
        self.stdout.write("\n".join(greeting()))
        self.stdout.flush()


def greeting() -> list[str]:
    """The lines that greet whoever started the server."""
    return ["", "Klanten ruilen draait.", "", *places(), "", *first_link(), "Stoppen: Ctrl-C", ""]


def places() -> list[str]:
    """The addresses of this installation, with a QR code of the one for guests."""
    lines = [f"  Op deze computer:  http://localhost:{settings.PORT}/"]
    shared = [f"{address}/" for address in network.shared_addresses()]
    if settings.DEBUG or not shared:
        return lines
    lines += [f"  Voor de anderen:   {address}" for address in shared]
    return [*lines, "", network.terminal_code(shared[0]).rstrip("\n")]


def first_link() -> list[str]:
    """The one-time link, as long as nobody can sign in."""
    if first_facilitator.facilitator_exists():
        return []
    link = network.own_address() + reverse("begin", args=[first_facilitator.make_token()])
    connection.close()
    return [
        "  Er is nog geen begeleider. Kies gebruikersnaam en wachtwoord op deze link (werkt één keer):",
        f"  {link}",
        "",
    ]
