"""What stands between robots, processes, PostgreSQL and Redis: a process of its own that is told what to do on stdin.

    python benchmarks/fault_proxy.py '{"front": [8100, [8001, 8002, 8003]], "redis": [6400, [6379]]}'

`cut redis`: every connection ends with a reset and new ones are refused, as if Redis had been stopped; `heal redis`.
A line with several targets keeps each source address with the target that it had, as deploy/Caddyfile keeps a browser
with its process, and takes any other one when that is gone.
"""

from __future__ import annotations

import asyncio
import json
import random
import socket
import struct
import sys
from functools import partial
from typing import cast

RESET = struct.pack("ii", 1, 0)


class End(asyncio.Protocol):
    """One end of a connection: what comes in here goes out at the other end."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.other: End | None = None
        self.early: list[bytes] = []
        self.task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.line.ends.add(self)
        if self.other is not None:  # the far end: the near one waits for it
            return
        if self.line.is_cut:
            self.reset()
            return
        self.task = asyncio.ensure_future(self._meet())

    async def _meet(self) -> None:
        far = End(self.line)
        far.other = self
        source = self.transport.get_extra_info("peername")[0]
        try:
            await self.line.reach(source, far)
        except OSError:
            self.reset()
            return
        self.other = far
        for data in self.early:
            far.transport.write(data)
        if self.line.is_cut or self.transport.is_closing():
            far.reset()

    def data_received(self, data: bytes) -> None:
        if self.other is None:
            self.early.append(data)
        else:
            self.other.transport.write(data)

    def pause_writing(self) -> None:
        if self.other is not None:
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.other is not None:
            self.other.transport.resume_reading()

    def connection_lost(self, error: Exception | None) -> None:
        self.line.ends.discard(self)
        if self.other is None:
            return
        if error is None:
            self.other.transport.close()
        else:
            self.other.reset()

    def reset(self) -> None:
        """End it rudely: who is killed says no goodbye."""
        held = self.transport.get_extra_info("socket")
        if held is not None:
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.transport.abort()


class Line:
    """A port, and what it leads to."""

    def __init__(self, targets: list[int]) -> None:
        self.targets = targets
        self.target_of: dict[str, int] = {}
        self.is_cut = False
        self.ends: set[End] = set()

    async def reach(self, source: str, far: End) -> None:
        """Connect to the target of this source, or to another that takes it."""
        first = self.target_of.setdefault(source, len(self.target_of) % len(self.targets))
        others = [number for number in range(len(self.targets)) if number != first]
        for number in (first, *random.sample(others, len(others))):
            try:
                await asyncio.get_running_loop().create_connection(lambda: far, "127.0.0.1", self.targets[number])
            except OSError:
                continue
            self.target_of[source] = number
            return
        raise ConnectionRefusedError

    def cut(self) -> None:
        self.is_cut = True
        for end in tuple(self.ends):
            end.reset()

    def heal(self) -> None:
        self.is_cut = False


async def main(asked: dict[str, tuple[int, list[int]]]) -> None:
    loop = asyncio.get_running_loop()
    lines = {name: Line(targets) for name, (_, targets) in asked.items()}
    for name, (port, _) in asked.items():
        await loop.create_server(partial(End, lines[name]), "127.0.0.1", port, backlog=1024)
    print("ready", flush=True)
    while words := (await loop.run_in_executor(None, sys.stdin.readline)).split():
        act, name = words
        getattr(lines[name], act)()
        print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
