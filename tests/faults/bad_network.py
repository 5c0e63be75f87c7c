"""A whole afternoon on a bad network: the real server, a line for each client, and the one who compares everything.

venue = Venue(server)
room = venue.open(people=8)                # a practice workshop; everybody sits
room.lines["Anouk"].cut()
room.settle()                              # all screens equal the database; the seconds it took
"""

import difflib
import time
from collections.abc import Callable, Iterable
from typing import Any

from faults.database_reader import Disk
from faults.plain_client import Person, hands
from faults.proxy import Proxy
from support.server import AppServer


def wait_until(so: Callable[[], bool], patience: float = 30.0, what: str = "it") -> float:
    """Return when it is so, with the seconds that it took."""
    began = time.monotonic()
    while not so():
        assert time.monotonic() - began < patience, f"{what} did not come true in {patience} s"
        time.sleep(0.02)
    return time.monotonic() - began


class Room:
    """One workshop with a plain client for every seat, the console and the projector, each behind a line of its own."""

    def __init__(self, practice: dict[str, Any], disk: Disk, port_of: Callable[[int], int]) -> None:
        self.practice, self.disk = practice, disk
        self.id: str = practice["workshop"]
        self.urls = {one["name"]: str(one["url"]) for one in practice["participants"]}
        self.urls |= {"Fleur": practice["facilitator"], "beamer": practice["projector"]}
        self.lines = {name: Proxy(port_of(number)) for number, name in enumerate(self.urls)}
        self.people: dict[str, Person] = {}
        self.before: frozenset[str] = frozenset()

    def sit(self, *names: str) -> "Room":
        """These (nobody named: all) come in and begin to listen."""
        for name in names or self.urls:
            self.people[name] = Person(self.urls[name], self.lines[name].port).sit()
        wait_until(lambda: all(one.state == "live" for one in self.people.values()), what="a greeting for all")
        return self

    @property
    def seats(self) -> list[Person]:
        """Those who may act at the table."""
        return [person for name, person in self.people.items() if name not in ("Fleur", "beamer")]

    @property
    def fleur(self) -> Person:
        return self.people["Fleur"]

    def address(self, name: str) -> str:
        """Somebody's link, through their line: for a real browser."""
        path = self.urls[name].split("/", 3)[3]
        return f"http://localhost:{self.lines[name].port}/{path}"

    def count_anew(self) -> None:
        """Forget what was done until now."""
        self.before = frozenset(self.disk.done(self.id))
        for person in self.people.values():
            for book in (person.acknowledged, person.refused, person.late, person.said):
                book.clear()

    def done(self) -> dict[str, int]:
        """How often each action id was applied, since counting began."""
        return {action: times for action, times in self.disk.done(self.id).items() if action not in self.before}

    def leave(self) -> None:
        """Everybody goes, and the lines with them."""
        for person in self.people.values():
            person.leave()
        for line in self.lines.values():
            line.close()

    # --- the checker ---

    def settle(self, *names: str) -> float:
        """Wait until the screens (of all, or of these) show what is on disk, and check all they show; the seconds."""
        people = [self.people[name] for name in names or self.people]
        seconds = wait_until(lambda: self._equal(people), what="equal screens")
        self.assert_fresh(people)
        return seconds

    def _equal(self, people: Iterable[Person]) -> bool:
        seq = self.disk.seq(self.id)
        return all(person.state in ("live", "polling") and person.board.seq == seq for person in people)

    def assert_fresh(self, people: Iterable[Person]) -> None:
        """The figures are those on disk, in their order; and every line of a screen is what a reload would bring."""
        table = self.disk.table(self.id)
        for person in people:
            with person.lock:
                live, fresh = person.board.lines(), person.board.fresh()
                assert person.board.table() in (table, {zone: [] for zone in table}), person.path
            assert live == fresh, "\n".join(difflib.unified_diff(live, fresh, "live", "fresh", n=1, lineterm=""))

    def assert_once(self, people: Iterable[Person] | None = None) -> int:
        """What was acknowledged is on disk, nothing was applied twice, nothing refused was; how many were done."""
        done = self.done()
        assert self.disk.is_whole()
        assert [action for action, times in done.items() if times > 1] == []
        for person in self.people.values() if people is None else people:
            assert {*person.acknowledged} <= {*done}, "acknowledged and lost"
            assert {*person.refused}.isdisjoint(done), "refused and yet done"
        return sum(done.values())

    def play(self, moves: int, pause: float = 0.0) -> None:
        """Everybody at the table moves figures, at the same time."""
        for thread in hands(self.seats, moves=moves, pause=pause):
            thread.join(120)


class Venue:
    """One installation, perhaps of several servers on one database."""

    def __init__(self, *servers: AppServer, disk: Disk | None = None) -> None:
        self.servers = servers
        self.disk = disk or Disk(servers[0].database)

    def open(self, *, people: int = 8, customers: int = 4, step: int = 2) -> Room:
        """A practice workshop; nobody sits in it yet."""
        words = ("--step", str(step), "--people", str(people), "--customers", str(customers))
        practice = self.servers[0].practice(*words)
        return Room(practice, self.disk, lambda number: self.servers[number % len(self.servers)].port)
