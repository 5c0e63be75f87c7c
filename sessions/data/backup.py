"""The whole database in one file, made while people work on; and back again.

For the SQLite default. What runs on PostgreSQL is backed up with PostgreSQL's own tools (docs/running.md). For one
workshop that moves to another machine there is workshop_file.py.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.data import schema
from workshop.version import VERSION

logger = logging.getLogger(__name__)

#: How every SQLite file begins.
MARK = b"SQLite format 3\0"
SUFFIX = ".sqlite3"
#: Seconds to wait for who has the file. Not the database's own setting: who moved to PostgreSQL has old backups too.
PATIENCE = 7.0


class Unfit(Exception):
    """No backup can be made here, or the file is none; `sentence` says so to a person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def folder() -> Path:
    """Where backups are kept unless somebody says otherwise; what has expired is taken away from here."""
    return Path(settings.DATA_DIR) / "backups"


def is_backup(file: Path) -> bool:
    """Whether this file is a whole database, and not the copy of one workshop. Raises OSError."""
    with file.open("rb") as content:
        return content.read(len(MARK)) == MARK


def back_up(to: Path | None = None) -> Path:
    """Write everything that was committed until now to a file, readable by its owner only; returns where.

    Raises:
        Unfit: the database is not SQLite, or the copy is not whole. OSError, sqlite3.Error: no room, no right.
    """
    source = _database()
    file = to or folder() / _named("klanten-ruilen")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _copy(source, draft)
        with closing(_open(draft, "rw")) as database:
            database.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        _check(draft)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return file


def restore(file: Path) -> Path | None:
    """Put a backup in the place of the present database, also while the server runs; returns a backup of what was, or
    None when nothing was here.

    Pages that are open see within seconds that the workshop was put back, and load anew. When the tables of an older
    backup cannot be brought up to date, everything stays as it was.

    Raises:
        Unfit: no whole backup of ours, or of a newer program. OSError, sqlite3.Error: no room, no right.
    """
    target = _database()
    _check(file)
    before = back_up(folder() / _named("before-restore")) if target.exists() else None
    connection.close()
    with put_back_if_it_fails(before):
        _copy(file, target)
        bring_up_to_date()
    return before


def bring_up_to_date() -> None:
    """Run the migrations that this database lacks, and sign it with this program's version."""
    call_command("migrate", interactive=False, verbosity=0)
    schema.sign()


def before_update() -> Path | None:
    """A backup of a database whose tables are about to change, or None when it is new, up to date or not SQLite's.

    Raises:
        Unfit: its tables are of a newer program. OSError, sqlite3.Error: no room, no right.
    """
    applied = schema.applied_here()
    if schema.newer_than_program(applied):
        raise Unfit(_("De gegevens zijn van %s. Werk het programma eerst bij.") % schema.told_apart(_version_here()))
    if not applied or schema.known() <= applied or connection.vendor != "sqlite":
        return None
    return back_up(folder() / _named("before-update"))


@contextmanager
def put_back_if_it_fails(before: Path | None) -> Iterator[None]:
    """Whatever goes wrong within, the database is afterwards as the backup `before` has it; without one it is gone
    again.

    Raises:
        Unfit: it went wrong; the sentence says what, and that everything is as it was.
    """
    try:
        yield
    except Exception as problem:
        logger.exception("the tables could not be brought up to date")
        connection.close()
        _put_back(before)
        sentence = _("Bijwerken lukte niet (%s). Alles staat er nog zoals het was.")
        raise Unfit(sentence % (str(problem).splitlines() or [type(problem).__name__])[0]) from problem


def _put_back(before: Path | None) -> None:
    target = _database()
    if before is not None:
        _copy(before, target)
        return
    for suffix in ("", "-wal", "-shm"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)


def _named(what: str) -> str:
    return f"{what}-{VERSION}-{timezone.localtime():%Y%m%d-%H%M%S}{SUFFIX}"


def _version_here() -> str:
    if connection.vendor != "sqlite":
        return ""
    with closing(_open(_database(), "ro")) as file:
        return schema.version_in(file)


def remove(ids: Collection[str] = (), today: dt.date | None = None) -> list[Path]:
    """Take away the backups that hold one of these workshops, or one whose retention date has passed by `today`."""
    gone = []
    for file in sorted(folder().glob(f"*{SUFFIX}")):
        kept = dict(_kept(file))
        expired = today is not None and any(until and until < today.isoformat() for until in kept.values())
        if expired or not kept.keys().isdisjoint(ids):
            file.unlink(missing_ok=True)
            gone.append(file)
    return gone


def _kept(file: Path) -> Iterator[tuple[str, str | None]]:
    try:
        with closing(_open(file, "ro")) as database:
            yield from database.execute("SELECT id, retain_until FROM workshop_workshop").fetchall()
    except sqlite3.Error:
        logger.error("the backup %s cannot be read", file.name)


def _database() -> Path:
    if connection.vendor != "sqlite":
        raise Unfit(_("Deze installatie gebruikt PostgreSQL: maak de reservekopie met pg_dump."))
    return Path(str(settings.DATABASES["default"]["NAME"]))


def _open(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE)


def _copy(source: Path, target: Path) -> None:
    """SQLite's own online copy: one moment of the source, whoever writes meanwhile; all of the target or nothing."""
    with closing(_open(source, "ro")) as old, closing(_open(target, "rwc")) as new:
        old.backup(new)


def _check(file: Path) -> None:
    try:
        with closing(_open(file, "ro")) as database:
            _check_content(database)
    except sqlite3.DatabaseError as problem:
        raise Unfit(_("Deze kopie is niet heel.")) from problem


def _check_content(database: sqlite3.Connection) -> None:
    # First of all, and by reading only what SQLite itself wrote: what acts by itself may act on any other question.
    if database.execute("SELECT 1 FROM sqlite_master WHERE type NOT IN ('table', 'index')").fetchone():
        raise Unfit(_("In deze kopie staat iets wat uit zichzelf werkt. Van ons is ze niet; ze is niet teruggezet."))
    whole = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    linked = database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.execute("SELECT count(*) FROM workshop_workshop")
    if not (whole and linked):
        raise Unfit(_("Deze kopie is niet heel."))
    if schema.newer_than_program(schema.applied_in(database)):
        told = schema.told_apart(schema.version_in(database))
        raise Unfit(_("Deze kopie is van %s. Werk het programma eerst bij.") % told)
