"""The process lock: without Redis news stays inside a process, so a second one on the same data may not start.

Who has Redis shares the place with others who have it; who has none wants it alone. The lock belongs to the kernel (a
file in the data folder) or to a session of PostgreSQL, so it goes with the process, however rudely that ends.
"""

from __future__ import annotations

import fcntl
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.rows import TupleRow

logger = logging.getLogger(__name__)

#: Our advisory locks: who serves, and who is changing the tables.
SERVING, CHANGING = (int.from_bytes(word, "big") for word in (b"ruil.1", b"ruil.2"))
#: Seconds that PostgreSQL may take to notice that the process before this one has ended.
GRACE = 3
#: Seconds between two looks whether the session that holds our place is still there.
LOOK_AGAIN = 10.0


class Taken(Exception):
    """Somebody else serves these data, and one of us would not hear the other."""

    sentence = (
        "Klanten ruilen draait al op deze gegevens, en zonder Redis hoort de een niet wat er bij de ander gebeurt: "
        "stop die eerst, of geef elk proces dezelfde REDIS_URL."
    )


class FilePlace:
    """A place at the data folder, kept as long as this object is."""

    def __init__(self, folder: Path, *, shared: bool) -> None:
        self.folder = folder
        self.file = (folder / "serving.lock").open("a")
        try:
            fcntl.flock(self.file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Taken from None

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Wait until nobody else changes the tables, and keep them out meanwhile."""
        with (self.folder / "changing.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class SessionPlace:
    """A place at PostgreSQL: a session beside the pool. When it is lost it is taken again, as soon as that works."""

    def __init__(self, *, shared: bool) -> None:
        self.take = "pg_advisory_lock_shared" if shared else "pg_advisory_lock"
        self.session = self._sit_down()
        threading.Thread(target=self._keep, name="place", daemon=True).start()

    def _sit_down(self) -> psycopg.Connection[TupleRow]:
        session = psycopg.connect(**connection.get_connection_params(), autocommit=True)
        # A machine that lost its power says no goodbye: PostgreSQL has to ask after us.
        session.execute("SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3")
        session.execute(f"SET lock_timeout = '{GRACE}s'")
        try:
            session.execute(f"SELECT {self.take}({SERVING})")
        except psycopg.errors.LockNotAvailable:
            session.close()
            raise Taken from None
        session.execute("SET lock_timeout = 0")
        return session

    def _keep(self) -> None:
        while True:
            time.sleep(LOOK_AGAIN)
            try:
                self.session.execute("SELECT 1")
            except psycopg.Error:
                self._sit_down_again()

    def _sit_down_again(self) -> None:
        self.session.close()
        try:
            self.session = self._sit_down()
        except Taken:
            # People are at work here: to end now would be worse than news that comes late.
            logger.error(Taken.sentence)
        except psycopg.Error:
            return  # PostgreSQL is still away

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Wait until nobody else changes the tables, and keep them out meanwhile."""
        self.session.execute(f"SELECT pg_advisory_lock({CHANGING})")
        try:
            yield
        finally:
            self.session.execute(f"SELECT pg_advisory_unlock({CHANGING})")


def take_place() -> FilePlace | SessionPlace:
    """Take a place among those who serve these data, until this process ends.

    Raises:
        Taken: there is none. psycopg.Error: PostgreSQL cannot be used.
    """
    shared = bool(settings.REDIS_URL)
    if connection.vendor == "sqlite":
        return FilePlace(Path(settings.DATA_DIR), shared=shared)
    return SessionPlace(shared=shared)
