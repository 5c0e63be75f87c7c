"""The load: screens that enter, listen and move figures as pages do, and note when the last of eight has seen a move.

Open loop: every move leaves at the moment that was drawn for it, whatever became of those before, and is counted from
that moment. A server that falls behind gets no mercy, and a slow load counts against the server (or is void).
"""

from __future__ import annotations

import asyncio
import gc
import random
import secrets
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from frames import Sent
from laid_tables import Laid
from load_screens import Table, Wire
from robot_log import clock
from servers import Server

#: Fewer moves than this say nothing of the slowest in a hundred; a busier load measures itself.
ENOUGH, BUSIEST = 2000, 0.9
#: Milliseconds in which 99 in 100 moves must have been seen by all.
LATE = 100
#: Seconds after the last move in which the last screen must have seen it; and behind by so much a run is given up.
GRACE, HOPELESS = 3.0, 1.5


@dataclass
class Run:
    """What one run showed. Times in ms; `p99` is None when too few moves were sent to know it."""

    sent: int
    applied: int = 0
    seen: int = 0
    refused: int = 0
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    slowest: float | None = None
    cpu_per_move: float = 0
    server_busy: float = 0
    load_busy: float = 0
    bytes_per_screen: float = 0
    void: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Nothing lost, and the slowest in a hundred under 100 ms."""
        return self.seen == self.sent and not self.void and self.p99 is not None and self.p99 < LATE

    def told(self) -> dict[str, object]:
        return {name: round(one, 2) if isinstance(one, float) else one for name, one in asdict(self).items()}


class Load:
    """All tables against one server; use it as a context."""

    def __init__(self, server: Server, laid: list[Laid]) -> None:
        self.server, self.wire = server, Wire(server)
        self.tables = [Table(self.wire, one) for one in laid]
        self.chance = random.Random(8)

    async def __aenter__(self) -> Load:
        self.wire.open()
        for table in self.tables:
            await table.enter()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.wire.web.close()

    async def lead(self, table: Table, action: str, **fields: Sent) -> int:
        """The facilitator of a table does something; the seq of it."""
        cookie = f"kr_chair_{table.workshop}={table.console}"
        path = f"/console/{table.workshop}/do/{action}/"
        answer = await table.post(path, cookie, secrets.token_hex(10), fields)
        assert "html" in answer, answer
        return int(answer["seq"])

    async def drive(self, rate: float, moves: int, *, strict: bool = False) -> Run:
        """Send so many moves at so many a second, at random moments, by random seats; look until all have seen them.

        `strict`: stop as soon as more than one in a hundred was later than 100 ms.
        """
        for table in self.tables:
            table.forget()
        self.wire.complete = self.wire.refused = self.wire.bytes = 0
        run = Run(sent=0)
        gc.collect()
        gc.disable()
        began, cpu, own = clock(), self.server.cpu(), time.process_time()
        await self._send_all(rate, moves, began, run, strict)
        await until(lambda: min(self.wire.complete, self._answered()) >= run.sent, GRACE)
        spent = clock() - began
        gc.enable()
        used = self.server.cpu() - cpu
        run.load_busy = (time.process_time() - own) / spent
        run.server_busy, run.cpu_per_move = used / spent, used / run.sent * 1000
        self._judge(run)
        await self.settle()
        return run

    async def rest(self, seconds: float) -> float:
        """What part of its core the server uses while nobody moves."""
        await self.settle()
        began, cpu = clock(), self.server.cpu()
        await asyncio.sleep(seconds)
        return (self.server.cpu() - cpu) / (clock() - began)

    async def settle(self) -> None:
        """Let a server that fell behind come to rest, so that the next run does not pay for this one."""
        heard = -1
        while self.wire.tasks or heard != self.wire.bytes:
            heard = self.wire.bytes
            await asyncio.sleep(0.3)

    async def _send_all(self, rate: float, moves: int, began: float, run: Run, strict: bool) -> None:
        due = began
        for _ in range(moves):
            due += self.chance.expovariate(rate)
            await asyncio.sleep(max(0.0, due - clock()))  # also when late: else the moves of before never leave
            self.wire.start(self.chance.choice(self.chance.choice(self.tables).screens).move(due))
            run.sent += 1
            if run.sent - self.wire.complete > max(20, rate * HOPELESS):
                run.void.append("given up: it fell behind")
                return
            if strict and run.sent % 100 == 0 and self._late() > moves / 100:
                run.void.append("given up: too many were late")
                return

    def _answered(self) -> int:
        """All may have seen a move before the one who made it has the answer."""
        return self.wire.refused + sum(len(table.seq_of) for table in self.tables)

    def _late(self) -> int:
        return sum(delay > LATE / 1000 for table in self.tables for delay in table.delays())

    def _judge(self, run: Run) -> None:
        delays = sorted(delay * 1000 for table in self.tables for delay in table.delays())
        run.applied = sum(len(table.seq_of) for table in self.tables)
        run.seen, run.refused = len(delays), self.wire.refused
        run.bytes_per_screen = self.wire.bytes / max(1, sum(len(table.screens) for table in self.tables[:1]) * run.sent)
        if delays:
            run.p50, run.p95, run.slowest = statistics.median(delays), rank(delays, 0.95), delays[-1]
            run.p99 = rank(delays, 0.99) if len(delays) >= ENOUGH else None
        if run.load_busy > BUSIEST:
            run.void.append("the load used up its own core")


def rank(ordered: list[float], part: float) -> float:
    """The value below which this part of all lies."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


async def until(so: Callable[[], bool], patience: float) -> bool:
    """Wait until it is so, but not longer than this."""
    limit = clock() + patience
    while not so() and clock() < limit:  # noqa: ASYNC110 - what it waits for is counted in many places
        await asyncio.sleep(0.002)
    return so()
