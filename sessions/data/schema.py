"""How far the tables of a database are, beside how far this program can bring them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from workshop.version import VERSION, as_number, as_text

#: A migration as Django records it: its app and its name.
Migration = tuple[str, str]


def known() -> set[Migration]:
    """The migrations that this program has."""
    return set(MigrationLoader(None).disk_migrations)


def newer_than_program(applied: Iterable[Migration]) -> bool:
    """Whether a database was brought up to date by a newer program: it knows migrations of our apps that we do not."""
    ours = known()
    apps = {app for app, _name in ours}
    return any(app in apps and (app, name) not in ours for app, name in applied)


def applied_here() -> set[Migration]:
    """The migrations of the present database; none when it is new. Raises DatabaseError."""
    return set(MigrationLoader(connection).applied_migrations)


def applied_in(file: sqlite3.Connection) -> set[Migration]:
    """The migrations of an SQLite file; none when it keeps no account of them."""
    kept = file.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone()
    return set(file.execute("SELECT app, name FROM django_migrations").fetchall()) if kept else set()


def version_in(file: sqlite3.Connection) -> str:
    """The version of the program that last changed the tables of an SQLite file; "" when it did not say."""
    return as_text(file.execute("PRAGMA user_version").fetchone()[0])


def sign() -> None:
    """Write the version of this program into its SQLite file, so that every backup bears it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA user_version = {as_number(VERSION)}")


def told_apart(theirs: str) -> str:
    """*versie 0.2.0, en dit programma is versie 0.1.0*, for a refusal."""
    return _("versie %(theirs)s, en dit programma is versie %(ours)s") % {
        "theirs": theirs or _("onbekend"),
        "ours": VERSION,
    }
