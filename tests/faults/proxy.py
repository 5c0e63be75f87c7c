"""A bad network before anything that speaks TCP: it cuts, swallows, delays and throttles.

line = Proxy(port_of_server)      # clients talk to line.port
line.cut()                        # every connection ends with a reset
line.swallow(); line.heal()       # nothing passes, nobody is told, nobody gets in; then what waited passes after all
line.strand()                     # what is open is dead for ever (a phone that changed networks); new ones work
line.refuse(); line.heal()        # the other side is not there
line.weather = Weather(delay=0.3, jitter=0.2, loss=0.02, rate=32_000)
"""

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

CHUNK = 4096
#: Seconds after which TCP sends a lost packet again, about.
AGAIN = 0.3
#: Connections that may wait to be taken in.
WAITING = 100
RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Weather:
    """Of one direction: seconds of `delay` give or take `jitter`, share of chunks that are lost once, bytes per second
    (0: as fast as it goes)."""

    delay: float = 0.0
    jitter: float = 0.0
    loss: float = 0.0
    rate: float = 0.0


FAIR = Weather()


@cache
def loop() -> asyncio.AbstractEventLoop:
    """The loop of all proxies, in a thread of its own."""
    found = asyncio.new_event_loop()
    threading.Thread(target=found.run_forever, name="proxies", daemon=True).start()
    return found


class Proxy:
    """Passes what comes on `port` to `target` on this machine, as well as it is allowed to."""

    def __init__(self, target: int) -> None:
        self.target, self.weather = target, FAIR
        self.luck = random.Random(target)
        self.links: set[_Link] = set()
        self.refusing = False
        self.open = self._run(_make_event)
        self.door = socket.create_server(("127.0.0.1", 0), backlog=WAITING)
        self.door.setblocking(False)
        self.port: int = self.door.getsockname()[1]
        self.crowd: list[socket.socket] = []
        self.guests: set[asyncio.Task[None]] = set()
        self._run(self._welcome)

    async def _welcome(self) -> None:
        self.welcoming = asyncio.ensure_future(self._let_in())

    async def _let_in(self) -> None:
        while True:
            near, _ = await loop().sock_accept(self.door)
            guest = asyncio.ensure_future(self._serve(*await asyncio.open_connection(sock=near)))
            self.guests.add(guest)
            guest.add_done_callback(self.guests.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refusing:
            _reset(writer)
            return
        try:
            far = await self._reach()
        except OSError:
            _reset(writer)
            return
        link = _Link(self, (reader, writer), far)
        self.links.add(link)
        try:
            await link.run()
        finally:
            self.links.discard(link)

    async def _reach(self) -> Any:
        return await asyncio.open_connection("127.0.0.1", self.target)

    # --- faults, called from the tests' thread ---

    def cut(self) -> None:
        """Reset every connection that is open now."""
        self._run(self._cut)

    async def _cut(self) -> None:
        for link in tuple(self.links):
            link.reset()

    def strand(self) -> None:
        """What is open now never gets a byte through again, and is not told so."""
        self._run(self._strand)

    async def _strand(self) -> None:
        for link in self.links:
            link.stranded = True

    def swallow(self) -> None:
        """Nothing passes, in no connection, and nobody is told; nor does a new one open. Its first packet gets no
        answer, so the machine sends it again and again, ever more seldom; who gave up was never here."""
        self._run(self._swallow)

    async def _swallow(self) -> None:
        self.open.clear()
        if not self.crowd:
            self.welcoming.cancel()
            # The machine is silent to whoever comes to a full queue.
            self.door.listen(0)
            self.crowd = [_knock(self.door) for _ in range(3)]

    def refuse(self) -> None:
        """As if the other side had been stopped: all connections end, new ones are refused."""
        self.refusing = True
        self.cut()

    def heal(self) -> None:
        """Everything passes again; what was held back since `swallow` too, as TCP would send it once more."""
        self.refusing = False
        self._run(self._heal)

    async def _heal(self) -> None:
        self.open.set()
        if self.crowd:
            self.door.listen(WAITING)
            self._disperse()
            await self._welcome()

    def _disperse(self) -> None:
        for one in self.crowd:
            one.close()
        self.crowd = []

    def close(self) -> None:
        """Take the proxy away."""
        self._run(self._close)

    async def _close(self) -> None:
        self.welcoming.cancel()
        self._disperse()
        self.door.close()
        await self._cut()
        await _end(self.guests)

    def _run(self, act: Callable[[], Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(act(), loop()).result(10)


class Balancer(Proxy):
    """What stands before several servers: it stays with the first that takes a connection, and goes to the next when
    that one is gone. As deploy/Caddyfile says it for each browser."""

    def __init__(self, *targets: int) -> None:
        super().__init__(targets[0])
        self.targets = targets

    async def _reach(self) -> Any:
        first = self.targets.index(self.target)
        for target in (*self.targets[first:], *self.targets[:first]):
            try:
                far = await asyncio.open_connection("127.0.0.1", target)
            except OSError:
                continue
            self.target = target
            return far
        raise ConnectionRefusedError


class _Link:
    """One connection: two directions, each with a queue of chunks and the moment at which each is due."""

    def __init__(self, proxy: Proxy, near: Any, far: Any) -> None:
        self.proxy, self.near, self.far = proxy, near, far
        self.stranded = False
        self.tasks: list[asyncio.Task[None]] = []

    async def run(self) -> None:
        """Until one side ends."""
        for (reader, _), (_, writer) in ((self.near, self.far), (self.far, self.near)):
            queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=64)
            self.tasks += [
                asyncio.ensure_future(self._read(reader, queue)),
                asyncio.ensure_future(self._write(writer, queue)),
            ]
        try:
            await asyncio.wait(self.tasks, return_when=asyncio.FIRST_COMPLETED)
            # Whoever hears nothing does not hear the end either.
            await self.proxy.open.wait()
            if self.stranded:
                await asyncio.Event().wait()
        finally:
            await _end(self.tasks)
            for _, writer in (self.near, self.far):
                writer.close()

    async def _read(self, reader: asyncio.StreamReader, queue: asyncio.Queue[tuple[float, bytes]]) -> None:
        due = 0.0
        while chunk := await reader.read(CHUNK):
            due = max(due, loop().time() + self._lag(chunk))
            await queue.put((due, chunk))
        await queue.put((due, b""))
        await asyncio.Event().wait()  # the writer says when it is over: first the last bytes

    async def _write(self, writer: asyncio.StreamWriter, queue: asyncio.Queue[tuple[float, bytes]]) -> None:
        while True:
            due, chunk = await queue.get()
            await asyncio.sleep(due - loop().time())
            await self.proxy.open.wait()
            if self.stranded:
                await asyncio.Event().wait()
            if not chunk:
                return
            writer.write(chunk)
            await writer.drain()
            if self.proxy.weather.rate:
                await asyncio.sleep(len(chunk) / self.proxy.weather.rate)

    def _lag(self, chunk: bytes) -> float:
        weather, luck = self.proxy.weather, self.proxy.luck
        lost = AGAIN + weather.delay if luck.random() < weather.loss else 0.0
        return max(0.0, weather.delay + luck.uniform(-weather.jitter, weather.jitter) + lost)

    def reset(self) -> None:
        for _, writer in (self.near, self.far):
            _reset(writer)


async def _end(tasks: Collection[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _knock(door: socket.socket) -> socket.socket:
    """Stand before a door, without waiting for it."""
    found = socket.socket()
    found.setblocking(False)
    found.connect_ex(door.getsockname())
    return found


def _reset(writer: asyncio.StreamWriter) -> None:
    held = writer.get_extra_info("socket")
    if held is not None and held.fileno() >= 0:  # else it is closed already
        held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()


async def _make_event() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event
