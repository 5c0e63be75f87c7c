"""A clock for guessing that a test moves on: who waits by it is there at once, and the test sees how long it was."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from heapq import heappop, heappush
from typing import Any

from sessions.rate_limits.guess_limit import Clock


class GuessClock(Clock):
    """Begins anywhere; `waited`: every wait in seconds."""

    def __init__(self) -> None:
        self.time = 1_000_000.0
        self.waited: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.waited.append(round(seconds, 3))
        self.time += seconds

    async def wait(self, seconds: float) -> None:
        self.sleep(seconds)
        await asyncio.sleep(0)


class CommonClock(GuessClock):
    """For many who wait at the same time: when nobody has anything else to do, it goes on to whose wait ends first."""

    def __init__(self) -> None:
        super().__init__()
        self.alarms: list[tuple[float, int, Callable[[], None]]] = []
        self.set = 0

    async def wait(self, seconds: float) -> None:
        over = asyncio.Event()
        self._at(seconds, over.set)
        await over.wait()

    def timeout(self, seconds: float) -> asyncio.Timeout:
        limit = asyncio.timeout(None)

        def end() -> None:
            with suppress(RuntimeError):  # left in time
                limit.reschedule(0)

        self._at(seconds, end)
        return limit

    def _at(self, seconds: float, ring: Callable[[], None]) -> None:
        self.set += 1
        heappush(self.alarms, (self.time + seconds, self.set, ring))

    async def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """What comes of this work."""
        task = asyncio.create_task(work)
        while not await self._settled(task):
            self.time, _, ring = heappop(self.alarms)
            ring()
        return task.result()

    @staticmethod
    async def _settled(task: asyncio.Task[Any]) -> bool:
        for _ in range(20):
            if not task.done():
                await asyncio.sleep(0)
        return task.done()
