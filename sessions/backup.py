"""The whole database in one file, made while people work on; and back again.

For the SQLite default. What runs on PostgreSQL is backed up with PostgreSQL's own tools (docs/faults.md). For one
workshop that moves to another machine there is copying.py.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

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
    file = to or folder() / f"klanten-ruilen-{timezone.localtime():%Y%m%d-%H%M%S}{SUFFIX}"
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


def restore(file: Path) -> Path:
    """Put a backup in the place of the present database, also while the server runs; returns a backup of what was.

    Pages that are open see within seconds that the workshop was put back, and load anew.

    Raises:
        Unfit: no whole backup of ours. OSError, sqlite3.Error: no room, no right.
    """
    target = _database()
    _check(file)
    before = back_up(folder() / f"before-restore-{timezone.localtime():%Y%m%d-%H%M%S}{SUFFIX}")
    connection.close()
    _copy(file, target)
    call_command("migrate", interactive=False, verbosity=0)  # a backup may be older than this program
    return before


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
    with closing(_open(source, "ro")) as old, closing(_open(target, "rw")) as new:
        old.backup(new)


def _check(file: Path) -> None:
    try:
        with closing(_open(file, "ro")) as database:
            whole = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            linked = database.execute("PRAGMA foreign_key_check").fetchall() == []
            database.execute("SELECT count(*) FROM workshop_workshop")
    except sqlite3.DatabaseError as problem:
        raise Unfit(_("Deze kopie is niet heel.")) from problem
    if not (whole and linked):
        raise Unfit(_("Deze kopie is niet heel."))
