"""What is on disk, read past the server: from the SQLite file, or from PostgreSQL."""

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

ZONES = ("costs", "neutral", "gives")
#: The servers that were given, else this machine's own, for databases of our own; never stopped, only reached through
#: a proxy. Of Redis a number that nobody else uses: it is emptied.
POSTGRES = os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = urlunsplit(urlsplit(os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379")._replace(path="/9"))


class Disk:
    """One installation's database. `where`: the file, or the address of a PostgreSQL database."""

    def __init__(self, where: Path | str) -> None:
        self.where = where

    def ask(self, sql: str, *values: Any) -> list[Any]:
        """Rows of a question with `?` for each value; each question sees all that was committed before it."""
        if isinstance(self.where, Path):
            database = sqlite3.connect(f"file:{self.where}?mode=ro", uri=True, timeout=20)
            try:
                return database.execute(sql, values).fetchall()
            finally:
                database.close()
        with psycopg.connect(self.where) as connection:
            return connection.execute(sql.replace("%", "%%").replace("?", "%s"), values).fetchall()

    def write(self, sql: str, *values: Any) -> None:
        """Change something behind the back of all servers."""
        if isinstance(self.where, Path):
            with closing(sqlite3.connect(self.where, timeout=20)) as database, database:
                database.execute(sql, values)
        else:
            with psycopg.connect(self.where) as connection:
                connection.execute(sql.replace("?", "%s"), values)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another program holds the right to write; one may still read."""
        if isinstance(self.where, Path):
            with closing(sqlite3.connect(self.where, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                yield
                other.rollback()
        else:
            with psycopg.connect(self.where) as other:
                other.execute("LOCK TABLE workshop_workshop IN EXCLUSIVE MODE")
                yield
                other.rollback()

    def seq(self, workshop: str) -> int:
        return int(self.ask("SELECT seq FROM workshop_workshop WHERE id = ?", workshop)[0][0])

    def table(self, workshop: str) -> dict[str, list[str]]:
        """The figures of each zone in their order, as every screen must have them."""
        sql = """SELECT figure.zone, figure.customer_id, seat.place, seat.id, figure.placed, figure.id
            FROM workshop_energyrating AS figure JOIN workshop_participant AS seat ON seat.id = figure.participant_id
            WHERE figure.workshop_id = ? AND figure.zone IS NOT NULL"""
        rows = self.ask(sql, workshop)
        owners = Counter(customer for _zone, customer, *_place in rows)

        def order(row: tuple[Any, ...]) -> tuple[Any, ...]:
            """Customers of several owners first, then by seat, then by time (docs/live.md, *Applying*)."""
            _zone, customer, *place = row
            return (owners[customer] == 1, customer if owners[customer] > 1 else "", *place)

        return {zone: [str(row[-1]) for row in sorted(rows, key=order) if row[0] == zone] for zone in ZONES}

    def done(self, workshop: str) -> Counter[str]:
        """How often each action id was applied."""
        sql = "SELECT action_id FROM workshop_journalentry WHERE workshop_id = ? AND action_id NOT LIKE 'practice-%'"
        return Counter(str(row[0]) for row in self.ask(sql, workshop))

    def steps(self, workshop: str) -> dict[str, int]:
        """In which step each action id was applied."""
        sql = "SELECT action_id, step FROM workshop_journalentry WHERE workshop_id = ?"
        return {str(action): int(step) for action, step in self.ask(sql, workshop)}

    def is_whole(self) -> bool:
        """Whether the database finds itself in order."""
        return not isinstance(self.where, Path) or self.ask("PRAGMA integrity_check") == [("ok",)]
