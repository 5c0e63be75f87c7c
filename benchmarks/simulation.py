"""One shard of workshops simulated, event by event: the check on capacity_model.py."""

from __future__ import annotations

import heapq
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from capacity_model import BACK_OFF, FOLD, JITTER, SCREENS, Assumed, Costs


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
                self.clock.later(FOLD, partial(self._request, place, each, database, done))

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
                    self.clock.later(pause, partial(self._request, new, costs.paint, costs.paint_database, back))
