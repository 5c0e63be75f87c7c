"""A fair queue: so many places, shared out in turn between parties, so that who asks much waits for itself only.

It bounds how many work at once and knows no clock; how often and how fast is for rate_limit.py and guess_limit.py.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

One = TypeVar("One")


class Full(Exception):
    """So many wait that this one is better told so."""


@dataclass(frozen=True)
class Party:
    """Who asks. `at_once`: places it may have at the same time; `first`: the places that are kept are for it too."""

    name: str
    at_once: int = 1
    first: bool = False


class FairQueue:
    """`places` for work at the same time, `kept` of them for parties that come first; at most `waiting` wait.

    Each party has a line of its own, and the lines are served in turn. When too many wait, one of the longest line is
    sent away, by chance: a party may be many people behind one address, and else who fills the line would decide that
    it is always the newcomer. For one loop.
    """

    def __init__(self, places: int, *, waiting: int, kept: int = 0) -> None:
        self.free, self.kept, self.most_waiting = places, kept, waiting
        self.busy: Counter[Party] = Counter()
        self.lines: OrderedDict[Party, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def idle(self) -> bool:
        """Whether nobody works or waits."""
        return not self.busy and not self.lines

    @asynccontextmanager
    async def place(self, party: Party) -> AsyncIterator[None]:
        """A place for as long as the work takes.

        Raises:
            Full: sent away.
        """
        await self.enter(party)
        try:
            yield
        finally:
            self.leave(party)

    async def enter(self, party: Party) -> None:
        """Wait for a place, and take it until `leave`.

        Raises:
            Full: sent away.
        """
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.lines.setdefault(party, deque()).append(mine)
        self._admit()
        self._send_away()
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled() and mine.exception() is None:
                self.leave(party)  # it had its place already
            self._forget(party, mine)
            raise

    def leave(self, party: Party) -> None:
        """Give the place back."""
        self.free += 1
        self.busy[party] -= 1
        if not self.busy[party]:
            del self.busy[party]
        self._admit()

    def _admit(self) -> None:
        """Give the places that are free to the lines, in turn."""
        while party := next((party for party in self.lines if self._may_work(party)), None):
            first = self.lines[party][0]
            self.lines.move_to_end(party)
            self._forget(party, first)
            if not first.done():  # it may have been cancelled a moment ago
                self.free -= 1
                self.busy[party] += 1
                first.set_result(None)

    def _may_work(self, party: Party) -> bool:
        return self.free > (0 if party.first else self.kept) and self.busy[party] < party.at_once

    def _send_away(self) -> None:
        if sum(map(len, self.lines.values())) > self.most_waiting:
            most = max(map(len, self.lines.values()))
            longest = _one_of([party for party, line in self.lines.items() if len(line) == most])
            one = _one_of(self.lines[longest])
            self._forget(longest, one)
            if not one.done():
                one.set_exception(Full())

    def _forget(self, party: Party, one: asyncio.Future[None]) -> None:
        line = self.lines.get(party)
        if line is not None and one in line:
            line.remove(one)
            if not line:
                del self.lines[party]


def _one_of(found: Sequence[One]) -> One:
    return random.choice(found)  # noqa: S311 - no secret, and repeatable in a test
