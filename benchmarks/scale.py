"""The arithmetic to ten thousand workshops at once, and a simulation that checks it: `make scale`.

Inputs: costs.json (measured, by costs.py and robots.py) and what is assumed below. Prints docs/scale.md's tables, and
with `--write` puts them there. Workshops know nothing of each other, so one shard is simulated and then counted.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import random
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
COSTS, PAGE = HERE / "costs.json", HERE.parent / "docs" / "scale.md"
BEGIN, END = "<!-- figures of make scale -->", "<!-- end of figures -->"

#: What is asked: workshops at once, and sockets of each.
WORKSHOPS, SCREENS = 10_000, 8
#: Seconds in which a page gathers news before it fetches (static/js/regions.js).
FOLD = 0.03
#: Seconds of back-off after a lost socket, give or take nothing and 30 % more (static/js/line.js).
BACK_OFF, JITTER = 0.5, 0.3


@dataclass(frozen=True)
class Assumed:
    """What nobody measured: how people behave, what machines are rented, what they cost."""

    #: Acts a second of a whole workshop: some 1,000 in three hours, and four times that in its busiest quarter.
    acts: float = 0.1
    busy: float = 0.4
    #: Seconds between two steps of a workshop.
    step_seconds: float = 1350.0
    #: No server is loaded higher on average: half is for the unlucky moment.
    load: float = 0.5
    #: Cores and memory (MB) of a rented machine, and euros a month, for the processes.
    cores: int = 8
    memory: float = 16_000
    price: float = 60.0
    #: The same for PostgreSQL, which also wants a disk of its own.
    database_cores: int = 16
    database_price: float = 200.0
    #: Redis and the proxy of a shard together on one small machine.
    small_price: float = 15.0
    #: Connections that one PostgreSQL serves well, and how many of them a process may take (environment.py, alone.py).
    connections: int = 400
    pool: int = 11


@dataclass(frozen=True)
class Costs:
    """Seconds of CPU, from the measured milliseconds."""

    command: float
    command_database: float
    fetch: float
    fetch_database: float
    fetches: float
    paint: float
    paint_database: float
    idle: float
    enter: float
    message: float
    process_mb: float
    screen_mb: float

    @classmethod
    def read(cls, told: dict[str, Any]) -> Costs:
        """From what stands in costs.json. A fetch is what an act of a whole workshop costs beyond its command."""
        at = {name: float(one["value"]) for name, one in told.items()}
        fetches = at["act_fetches"]
        return cls(
            command=at["move_process_ms"] / 1000,
            command_database=at["move_postgres_ms"] / 1000,
            fetch=max(0.0, at["act_process_ms"] - at["move_process_ms"]) / fetches / 1000,
            fetch_database=max(0.0, at["act_postgres_ms"] - at["move_postgres_ms"]) / fetches / 1000,
            # Measured with ten screens: eight seats, a console and a projector.
            fetches=fetches * SCREENS / 10,
            paint=at["change_process_ms"] / 8 / 1000,
            paint_database=at["change_postgres_ms"] / 8 / 1000,
            idle=at["idle_process_ms"] / 1000,
            enter=at["enter_process_ms"] / 1000,
            message=at["message_redis_ms"] / 1000,
            process_mb=at["process_mb"],
            screen_mb=at["screen_mb"],
        )

    @property
    def act(self) -> float:
        """Seconds of processes for one act, with all that it makes others fetch."""
        return self.command + self.fetches * self.fetch

    @property
    def act_database(self) -> float:
        return self.command_database + self.fetches * self.fetch_database


# --- the arithmetic -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Need:
    """What so many workshops need."""

    workshops: int
    acts: float
    cores: float
    database_cores: float
    processes: int
    memory: float
    messages: float
    deliveries: float
    redis: float
    commits: float


def need(costs: Costs, assumed: Assumed, workshops: int, acts: float, per_shard: int = 0) -> Need:
    """Add it up; `acts` a second of one workshop. `per_shard`: workshops that share processes (0: all of them)."""
    every = workshops * acts
    steps = workshops / assumed.step_seconds
    screens = workshops * SCREENS
    cores = every * costs.act + steps * SCREENS * costs.paint + screens * costs.idle
    database = every * costs.act_database + steps * SCREENS * costs.paint_database
    processes = max(1, math.ceil(cores / assumed.load))
    shared = max(1, round(processes * (per_shard or workshops) / workshops))
    deliveries = every * spread_over(SCREENS, shared)
    return Need(
        workshops=workshops,
        acts=every,
        cores=cores,
        database_cores=database,
        processes=processes,
        memory=processes * costs.process_mb + screens * costs.screen_mb,
        messages=every,
        deliveries=deliveries,
        # One message to three listeners was measured: a publication and three deliveries, which cost about the same.
        redis=(every + deliveries) * costs.message / 4,
        commits=every + steps,
    )


def spread_over(screens: int, processes: int) -> float:
    """In how many processes a workshop has a screen, when each browser is given one by chance."""
    return processes * (1 - (1 - 1 / processes) ** screens)


def limits(costs: Costs, assumed: Assumed) -> list[tuple[float, str]]:
    """What is full at how many workshops, the first one first; all on one PostgreSQL and one Redis."""
    one = need(costs, assumed, 1000, assumed.busy)
    each = one.cores / 1000 / assumed.load
    found = [
        (1 / each, "one process (one core, half loaded)"),
        (assumed.cores / each, f"one machine of {assumed.cores} cores"),
        ((100 - 3) // assumed.pool / each, "connections of PostgreSQL as it comes (`max_connections` 100)"),
        (assumed.connections // assumed.pool / each, f"connections of PostgreSQL set to {assumed.connections}"),
        (assumed.database_cores * assumed.load / (one.database_cores / 1000),
         f"cores of PostgreSQL ({assumed.database_cores}, half loaded)"),
        (assumed.load / (one.redis / 1000), "the one core of Redis, half loaded"),
    ]  # fmt: skip
    return sorted(found)


def shard_size(costs: Costs, assumed: Assumed) -> int:
    """Workshops of one shard: what one PostgreSQL and one Redis bear when everybody is busy, in hundreds."""
    shared = [most for most, what in limits(costs, assumed) if "cores of PostgreSQL" in what or "Redis" in what
              or f"set to {assumed.connections}" in what]  # fmt: skip
    return max(100, int(min(shared) // 100 * 100))


def last_of(screens: int, mean: float, part: float) -> float:
    """The time in which the slowest of so many is done, in this part of all cases, when each is exponential."""
    return -mean * math.log(1 - part ** (1 / screens))


def predicted(costs: Costs, load: float, database_load: float) -> dict[str, float]:
    """Closed form, every server an M/M/1: a command, the fold, and the slowest fetch."""
    command = costs.command / (1 - load) + costs.command_database / (1 - database_load)
    fetch = costs.fetch / (1 - load) + costs.fetch_database / (1 - database_load)
    fetches = max(1, round(costs.fetches))
    middle, late = (command + FOLD + last_of(fetches, fetch, part) for part in (0.5, 0.99))
    return {"p50": middle, "p99": late}


# --- the simulation -----------------------------------------------------------------------------------------------


class Server:
    """So many cores and one queue, first come first served."""

    def __init__(self, clock: Simulation, cores: int = 1) -> None:
        self.clock, self.cores = clock, cores
        self.busy, self.work = 0, 0.0
        self.queue: deque[tuple[float, Callable[[], None]]] = deque()

    def do(self, seconds: float, then: Callable[[], None]) -> None:
        if self.busy < self.cores:
            self._begin(seconds, then)
        else:
            self.queue.append((seconds, then))

    def _begin(self, seconds: float, then: Callable[[], None]) -> None:
        self.busy += 1
        self.work += seconds

        def end() -> None:
            self.busy -= 1
            if self.queue:
                self._begin(*self.queue.popleft())
            then()

        self.clock.later(seconds, end)


class Simulation:
    """Events in their order."""

    def __init__(self, seed: int = 1) -> None:
        self.now, self.luck = 0.0, random.Random(seed)
        self.events: list[tuple[float, int, Callable[[], None]]] = []
        self.number = count()

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        heapq.heappush(self.events, (self.now + seconds, next(self.number), act))

    def run(self, until: float) -> None:
        while self.events and self.events[0][0] <= until:
            self.now, _, act = heapq.heappop(self.events)
            act()

    def drawn(self, mean: float) -> float:
        """An exponential time: as unlike each other as requests are."""
        return self.luck.expovariate(1 / mean) if mean > 0 else 0.0


@dataclass
class Shown:
    """What a simulated shard showed: seconds from act to the last screen, of acts and of new steps."""

    acts: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    load: float = 0.0
    database_load: float = 0.0
    redis_load: float = 0.0
    back: float = 0.0

    def rank(self, part: float) -> float:
        ordered = sorted(self.acts)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


class Shard:
    """Workshops at the pace of people on some processes, one PostgreSQL and one Redis."""

    def __init__(
        self, costs: Costs, assumed: Assumed, *, workshops: int, acts: float, processes: int, seed: int = 1
    ) -> None:
        self.costs, self.assumed, self.acts = costs, assumed, acts
        self.clock = Simulation(seed)
        self.processes = [Server(self.clock) for _ in range(processes)]
        self.database = Server(self.clock, assumed.database_cores)
        self.redis = Server(self.clock)
        self.places = [[self._any() for _ in range(SCREENS)] for _ in range(workshops)]
        self.shown = Shown()

    def _any(self) -> int:
        return self.clock.luck.randrange(len(self.processes))

    def play(self, seconds: float, *, dies_at: float | None = None) -> Shown:
        every = 1 / (len(self.places) * self.acts)
        self._again(every, self._act)
        self._again(self.assumed.step_seconds / len(self.places), self._step)
        self._beat()
        if dies_at is not None:
            self.clock.later(dies_at, self._die)
        self.clock.run(seconds)
        self.shown.load = sum(one.work for one in self.processes) / len(self.processes) / seconds
        self.shown.database_load = self.database.work / self.database.cores / seconds
        self.shown.redis_load = self.redis.work / seconds
        return self.shown

    def _again(self, mean: float, act: Callable[[], None]) -> None:
        """Do it at random moments, for ever."""

        def once() -> None:
            act()
            self._again(mean, act)

        self.clock.later(self.clock.drawn(mean), once)

    def _beat(self) -> None:
        """What screens cost that only listen, each second."""
        for process in self.processes:
            process.do(len(self.places) * SCREENS * self.costs.idle / len(self.processes), lambda: None)
        self.clock.later(1.0, self._beat)

    def _act(self) -> None:
        whole, rest = divmod(self.costs.fetches, 1)
        fetches = int(whole) + (self.clock.luck.random() < rest)
        self._change(self.shown.acts, fetches, self.costs.fetch, self.costs.fetch_database)

    def _step(self) -> None:
        self._change(self.shown.steps, SCREENS, self.costs.paint, self.costs.paint_database)

    def _change(self, book: list[float], fetches: int, each: float, database: float) -> None:
        """Somebody does something; it is told through Redis; so many screens fetch what became stale."""
        began, screens = self.clock.now, self.clock.luck.choice(self.places)
        waiting = fetches

        def done() -> None:
            nonlocal waiting
            waiting -= 1
            if waiting <= 0:
                book.append(self.clock.now - began)

        def told() -> None:
            if not fetches:
                done()
            for number in range(fetches):
                place = screens[number % len(screens)]
                self.clock.later(FOLD, lambda place=place: self._request(place, each, database, done))  # type: ignore[misc]

        def committed() -> None:
            self.redis.do(self.clock.drawn(self.costs.message * (1 + len({*screens})) / 4), told)

        self._request(self.clock.luck.choice(screens), self.costs.command, self.costs.command_database, committed)

    def _request(self, place: int, seconds: float, database: float, then: Callable[[], None]) -> None:
        # What was on its way to a process that died goes to another one.
        process = self.processes[place % len(self.processes)]
        process.do(self.clock.drawn(seconds), lambda: self.database.do(self.clock.drawn(database), then))

    def _die(self) -> None:
        """One process is gone: all its screens knock elsewhere within a second and fetch everything."""
        dead, began = len(self.processes) - 1, self.clock.now
        self.processes.pop()
        costs = self.costs

        def back() -> None:
            self.shown.back = max(self.shown.back, self.clock.now - began)

        for screens in self.places:
            for number, place in enumerate(screens):
                if place == dead:
                    screens[number] = new = self._any()
                    pause = BACK_OFF * (1 + JITTER * self.clock.luck.random())
                    self.clock.later(
                        pause,
                        lambda new=new: self._request(new, costs.paint, costs.paint_database, back),  # type: ignore[misc]
                    )


def predicted_back(costs: Costs, load: float, screens: float, processes: int) -> float:
    """Closed form: the work of painting everything anew, on what the others have left, after the back-off."""
    return BACK_OFF + screens * costs.paint / (processes - 1) / (1 - load)


# --- the report ---------------------------------------------------------------------------------------------------

#: Simulated seconds, and when a process dies in them.
SECONDS, DIES_AT = 300.0, 100.0


def arithmetic(costs: Costs, assumed: Assumed) -> list[str]:
    """Ten thousand workshops: an ordinary afternoon, and all of them busy at the same time."""
    shard = shard_size(costs, assumed)
    columns = [need(costs, assumed, WORKSHOPS, acts, shard) for acts in (assumed.acts, assumed.busy)]
    small = need(costs, assumed, 30, assumed.busy)
    rows: list[tuple[str, Callable[[Need], str]]] = [
        ("sockets", lambda one: f"{one.workshops * SCREENS:,}"),
        ("acts a second", lambda one: f"{one.acts:,.0f}"),
        ("cores of processes", lambda one: f"{one.cores:,.1f}"),
        (f"processes (each on a core, {assumed.load:.0%} loaded)", lambda one: f"{one.processes:,}"),
        ("memory of all, GB", lambda one: f"{one.memory / 1000:,.1f}"),
        ("commits a second", lambda one: f"{one.commits:,.0f}"),
        ("cores of PostgreSQL", lambda one: f"{one.database_cores:,.1f}"),
        ("messages a second to Redis", lambda one: f"{one.messages:,.0f}"),
        ("deliveries a second from Redis", lambda one: f"{one.deliveries:,.0f}"),
        ("cores of Redis", lambda one: f"{one.redis:,.2f}"),
    ]
    columns.insert(0, small)
    heads = ["30 workshops, busy", "10,000, an ordinary moment", "10,000, all busy at once"]
    lines = [f"| | {' | '.join(heads)} |", f"|{' --- |' * 4}"]
    return lines + [f"| {name} | {' | '.join(tell(one) for one in columns)} |" for name, tell in rows]


def breaking(costs: Costs, assumed: Assumed) -> list[str]:
    lines = ["| full at so many busy workshops | what |", "| --- | --- |"]
    return lines + [f"| {most:,.0f} | {what} |" for most, what in limits(costs, assumed)]


def shards(costs: Costs, assumed: Assumed) -> tuple[int, int, int, float]:
    """Workshops of a shard, its processes, the number of shards, and what all of it costs a month."""
    size = shard_size(costs, assumed)
    one = need(costs, assumed, size, assumed.busy)
    machines = max(math.ceil(one.processes / assumed.cores), math.ceil(one.memory / assumed.memory))
    number = math.ceil(WORKSHOPS / size)
    return (
        size,
        one.processes,
        number,
        number * (machines * assumed.price + assumed.database_price + assumed.small_price),
    )


def bill(costs: Costs, assumed: Assumed) -> str:
    size, processes, number, price = shards(costs, assumed)
    machines = math.ceil(processes / assumed.cores)
    return (
        f"**{number} shards** of {size:,} workshops, each {processes} processes on {machines} machines of "
        f"{assumed.cores} cores (€ {assumed.price:.0f} a month), a PostgreSQL of {assumed.database_cores} cores "
        f"(€ {assumed.database_price:.0f}) and a small machine for Redis and the proxy (€ {assumed.small_price:.0f}): "
        f"**€ {price:,.0f} a month**, € {price / WORKSHOPS:.2f} for each workshop that may run at the same time. Sized "
        f"for all being busy at once; by the ordinary moment some quarter of the processes would do."
    )


def checked(costs: Costs, assumed: Assumed) -> list[str]:
    """One shard simulated, beside what the arithmetic says."""
    size, processes, _, _ = shards(costs, assumed)
    lines = ["| one shard | arithmetic | simulated |", "| --- | --- | --- |"]
    for words, acts in (("ordinary", assumed.acts), ("busy", assumed.busy)):
        wanted = need(costs, assumed, size, acts)
        shard = Shard(costs, assumed, workshops=size, acts=acts, processes=processes)
        shown = shard.play(SECONDS)
        load, database = wanted.cores / processes, wanted.database_cores / assumed.database_cores
        told = predicted(costs, load, database)
        lines += [
            f"| {words}: load of a process | {load:.2f} | {shown.load:.2f} |",
            f"| {words}: load of PostgreSQL | {database:.2f} | {shown.database_load:.2f} |",
            f"| {words}: load of Redis | {wanted.redis:.3f} | {shown.redis_load:.3f} |",
            f"| {words}: act to the last screen, p50 ms | {told['p50'] * 1000:.0f} | {shown.rank(0.5) * 1000:.0f} |",
            f"| {words}: p99 ms | {told['p99'] * 1000:.0f} | {shown.rank(0.99) * 1000:.0f} |",
            f"| {words}: a new step on the last screen, p99 ms | – | {_rank(shown.steps, 0.99) * 1000:.0f} |",
        ]
    wanted = need(costs, assumed, size, assumed.busy)
    shown = Shard(costs, assumed, workshops=size, acts=assumed.busy, processes=processes).play(SECONDS, dies_at=DIES_AT)
    told = predicted_back(costs, wanted.cores / (processes - 1), size * SCREENS / processes, processes)
    lines.append(
        f"| busy, a process dies: all its screens are right elsewhere after s | {told:.1f} | {shown.back:.1f} |"
    )
    return lines


def _rank(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def crowd(costs: Costs) -> str:
    """All come in within the same five minutes."""
    cores = WORKSHOPS * SCREENS * costs.enter / 300
    people = f"{WORKSHOPS * SCREENS:,} people come in within the same five minutes"
    return f"If all {people}, entering alone takes {cores:,.1f} cores ({costs.enter * 1000:.0f} ms each)."


def inputs(told: dict[str, Any]) -> list[str]:
    lines = ["| measured | | meaning | by | on |", f"|{' --- |' * 5}"]
    return lines + [
        f"| `{name}` | {one['value']:g} | {one['meaning']} | {one['from']} | {one['on']} |"
        for name, one in told.items()
    ]


def told(costs: Costs, assumed: Assumed, read: dict[str, Any]) -> str:
    parts = [
        ["### What is put in", ""], inputs(read),
        ["", "### The arithmetic", ""], arithmetic(costs, assumed), ["", crowd(costs)],
        ["", "### What breaks first", ""], breaking(costs, assumed),
        ["", "### Shards, and what they cost", ""], [bill(costs, assumed)],
        ["", "### Checked by a simulation", ""], checked(costs, assumed),
    ]  # fmt: skip
    return "\n".join(line for part in parts for line in part)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables in docs/scale.md")
    given = parser.parse_args()
    read = json.loads(COSTS.read_text())
    report = told(Costs.read(read), Assumed(), read)
    print(report)
    if given.write:
        before, _, rest = PAGE.read_text().partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{report}\n{END}{rest.partition(END)[2]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
