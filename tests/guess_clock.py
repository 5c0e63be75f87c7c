"""A clock for guessing that a test moves on: who waits by it is there at once, and the test sees how long it was."""

import asyncio

from sessions.guess_limit import Clock


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
