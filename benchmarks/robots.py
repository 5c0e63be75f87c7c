"""`make robots`: whole workshops at the speed of people, on three processes, PostgreSQL and Redis, while each breaks.

Eight seats, a console and a projector per workshop, all on one loop (robot_screen.py, robot_actions.py), come in by a
balancer and play all steps. On the way one process is killed and started again, and Redis and PostgreSQL are cut off
for 20 seconds each, through lines of our own (fault_proxy.py): the machine's own servers go on. At the end every
acknowledged act must stand in the journal once, and every screen must show what a fresh one shows.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import costs
from docs_writer import put_in_page
from faults.database_reader import POSTGRES
from installation import Installation, Meter
from robot_actions import Console, Hands, Seat
from robot_log import Book, clock
from robot_screen import Screen, Trouble
from robots_report import MARKS, report, troubles
from servers import ROOT
from support.server import drop_database, make_database
from verdict import Fault, Verdict, judge, rank

#: When each fault comes, as a part of the whole time, and how many seconds Redis and PostgreSQL are away.
KILL_AT, REDIS_AT, POSTGRES_AT, AWAY = 0.25, 0.45, 0.65, 20.0
#: Seconds over which workshops begin one after the other; seconds that all get to come to rest at the end.
SPREAD, REST = 30.0, 60.0
#: Seconds between two acts of one person, on average. In a real afternoon it is some 80, and 10 while all type lists.
PACE = 60.0


# --- the run ------------------------------------------------------------------------------------------------------


class Run:
    """One run: who plays, what is broken when, and what came of it."""

    def __init__(self, place: Installation, workshops: int, seconds: float, pace: float, calm: bool) -> None:
        self.place, self.seconds, self.pace, self.calm = place, seconds, pace, calm
        self.rooms = place.open_rooms(workshops)
        self.book = Book()
        self.faults: list[Fault] = []
        self.lags: list[float] = []
        self.waiting = os.getloadavg()[0]
        self.screens: dict[str, list[Screen]] = {}
        for number, room in enumerate(self.rooms, start=1):
            links = [room["facilitator"], room["projector"], *(one["url"] for one in room["participants"])]
            sources = [f"127.0.{number}.{place}" for place in range(1, len(links) + 1)]
            front, workshop = f"http://127.0.0.1:{self.place.front}", room["workshop"]
            self.screens[workshop] = [
                Screen(front, link, source, self.book, workshop) for link, source in zip(links, sources, strict=True)
            ]

    @property
    def everyone(self) -> list[Screen]:
        return [screen for screens in self.screens.values() for screen in screens]

    async def play(self) -> tuple[Verdict, dict[str, float]]:
        for screens in self.screens.values():
            await asyncio.gather(*(screen.come_in() for screen in screens))
        meter = Meter(self.place)
        self.began = clock()
        until = self.began + self.seconds
        watch = asyncio.create_task(self._watch_own_lag())
        breaking = asyncio.create_task(self._break_things())
        hands = [asyncio.create_task(one.play(until)) for one in self._people(until)]
        await asyncio.gather(*hands)
        told = meter.told() | {"memory": self.place.memory()}
        await breaking
        watch.cancel()
        await self._rest()
        return await self._judge(), told

    def _people(self, until: float) -> list[Hands]:
        people: list[Hands] = []
        for number, screens in enumerate(self.screens.values()):
            begin = self.began + min(SPREAD, self.seconds / 10) * number / len(self.screens)
            console, _beamer, *seats = screens
            people.append(Console(console, self.pace / 3, begin, until - begin - 2 * self.pace))
            people += [Seat(seat, self.pace, place) for place, seat in enumerate(seats)]
        return people

    async def _watch_own_lag(self) -> None:
        """How late this loop is itself: what it measures cannot be better."""
        while True:
            due = clock() + 0.05
            await asyncio.sleep(0.05)
            self.lags.append(clock() - due)

    async def _break_things(self) -> None:
        if self.calm:
            return
        await self._at(KILL_AT)
        begin = clock()
        await asyncio.to_thread(self.place.kill, 0)
        self.faults.append(Fault("one of three processes killed (`kill -9`), and started again", begin, begin))
        await asyncio.to_thread(self.place.servers[0].start)
        for line, words, part in (("redis", "Redis", REDIS_AT), ("postgres", "PostgreSQL", POSTGRES_AT)):
            await self._at(part)
            begin = clock()
            self.place.tell("cut", line)
            await asyncio.sleep(AWAY)
            self.place.tell("heal", line)
            self.faults.append(Fault(f"{words} cut off for {AWAY:.0f} s", begin, clock()))

    async def _at(self, part: float) -> None:
        await asyncio.sleep(max(0.0, self.began + self.seconds * part - clock()))

    async def _rest(self) -> None:
        """Until nobody waits for anything and every screen is at what the database has; or not."""
        limit = clock() + REST
        while clock() < limit:
            heads = dict(self.place.disk.ask("SELECT id, seq FROM workshop_workshop"))
            if all(self._is_at_rest(screen, heads[screen.workshop]) for screen in self.everyone):
                return
            await asyncio.sleep(0.5)

    def _is_at_rest(self, screen: Screen, head: int) -> bool:
        return not screen.waits and screen.heard == head and screen.state == "live"

    async def _judge(self) -> Verdict:
        journal: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        asked = "SELECT workshop_id, action_id, seq FROM workshop_journalentry"
        for workshop, action, seq in self.place.disk.ask(asked):
            journal[workshop][action].append(seq)
        sources = {workshop: {one.source for one in screens} for workshop, screens in self.screens.items()}
        found = judge(self.book, journal, sources, self.faults)
        for screens in self.screens.values():
            for screen, regions in zip(screens, await asyncio.gather(*map(_compare, screens)), strict=True):
                found.different += [f"{screen.base} {' '.join(regions)}"] * bool(regions)
        found.late = rank(self.lags, 0.99)
        await asyncio.gather(*(screen.leave() for screen in self.everyone))
        return found


async def _compare(screen: Screen) -> list[str]:
    """The regions that are not what a fresh page shows; or why there is nothing to compare."""
    if screen.sentence:
        return [f"was sent away: {screen.sentence}"]
    try:
        return await screen.differences()
    except Trouble as trouble:
        return [f"could not be compared: {type(trouble).__name__}"]


# --- the command -----------------------------------------------------------------------------------------------------


def costs_of(run: Run, used: dict[str, float]) -> dict[str, tuple[float, str]]:
    """What one act of a whole workshop costs, with all that it makes others fetch: an input of scale.py.

    Without the screens that only listen and the new steps, which scale.py counts by themselves.
    """
    known = costs.read()
    done = [command for command in run.book.commands if command.status == "done"]
    steps = sum(command.action == "steps.go" for command in done) / run.seconds
    acts, screens = len(done) / run.seconds - steps, len(run.everyone)
    process = (
        used["processes"] * 1000 - screens * known["idle_process_ms"] - steps * known["change_process_ms"] * 10 / 8
    )
    postgres = (
        used["postgres"] * 1000 - screens * known["idle_postgres_ms"] - steps * known["change_postgres_ms"] * 10 / 8
    )
    return {
        "act_process_ms": (process / acts, "CPU of the processes for an act of a whole workshop, with its repaints"),
        "act_postgres_ms": (postgres / acts, "CPU of PostgreSQL for one of them"),
        "act_fetches": (run.book.fetches / run.seconds / acts - steps * 10 / acts, "fetches of regions that it causes"),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workshops", type=int, default=30)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--pace", type=float, default=PACE, help="seconds between two acts of one person, on average")
    parser.add_argument("--calm", action="store_true", help="break nothing")
    parser.add_argument(
        "--write", action="store_true", help="put the report in docs/scale.md, what an act costs in costs.json"
    )
    given = parser.parse_args()
    address = make_database(POSTGRES)
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        try:
            place = Installation(Path(folder), address)
            try:
                run = Run(place, given.workshops, given.minutes * 60, given.pace, given.calm)
                gc.freeze()
                found, used = asyncio.run(run.play())
                told = report(run, found, used)
                trouble = troubles(run, found, place.servers[0].printed())
            finally:
                place.close()
        finally:
            drop_database(address)
    print(f"{told}\n\n{trouble}")
    (ROOT / "test-results").mkdir(exist_ok=True)
    (ROOT / "test-results" / "robots.md").write_text(f"{told}\n\n{trouble}\n")
    if given.write:
        put_in_page(ROOT / "docs" / "scale.md", MARKS, told)
        costs.write(costs_of(run, used), "benchmarks/robots.py")
    return 0 if found.holds else 1


if __name__ == "__main__":
    sys.exit(main())
