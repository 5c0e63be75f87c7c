"""The load: screens that enter, listen and move figures as pages do, and note when the last of eight has seen a move.

Open loop: every move leaves at the moment that was drawn for it, whatever became of those before, and is counted from
that moment. A server that falls behind gets no mercy, and a slow load counts against the server (or is void).
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import re
import secrets
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import cycle
from typing import Any

import aiohttp
from servers import Server

ZONES = ("costs", "neutral", "gives")
#: Fewer moves than this say nothing of the slowest in a hundred; a busier load measures itself.
ENOUGH, BUSIEST = 2000, 0.9
#: Milliseconds in which 99 in 100 moves must have been seen by all.
LATE = 100
#: Seconds after the last move in which the last screen must have seen it; and behind by so much a run is given up.
GRACE, HOPELESS = 3.0, 1.5
#: Seconds after which a page gives up waiting for an answer (static/js/command.js); here that move is lost.
PATIENCE = 8.0
#: As in static/js/regions.js: news is gathered so long before a GET, and counts are fetched once in so long.
FOLD, COUNTS = 0.03, 1.0
SHOWN = ("who", "head", "clock", "turn", "spotlight", "own", "same", "counts", "seats", "review", "then_now")
SHOWN += ("threads", "table", "stack", "result")

clock = time.perf_counter


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

    def told(self) -> dict[str, Any]:
        return {name: round(one, 2) if isinstance(one, float) else one for name, one in asdict(self).items()}


class Screen:
    """One seat's page on one socket, for moves and for news; ours sends its other commands by POST."""

    def __init__(self, table: Table, seat: dict[str, Any]) -> None:
        self.table, self.id, self.token = table, seat["id"], seat["token"]
        self.figures = cycle([[figure, ZONES.index(zone)] for figure, zone in seat["figures"]])
        self.cookie = f"kr_seat_{self.id}={self.token}"
        self.head = 0
        self.behind: set[str] = set()
        self.fetching: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the socket and wait for its greeting."""
        load = self.table.load
        heads = {"Cookie": self.cookie, "Origin": load.server.address}
        self.socket = await load.web.ws_connect(self.table.live(self), headers=heads, compress=0)
        self.head = (await self.socket.receive_json())["hello"]
        self.reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self.socket:
            self._hear(json.loads(message.data), clock(), len(message.data))

    def _hear(self, frame: dict[str, Any], now: float, size: int) -> None:
        if "beat" in frame:
            self.table.load.start(self.socket.send_str(json.dumps({"beat": self.head})))
        elif "done" in frame:
            self.table.load.bytes_answered += size
            self._note_answer(frame["done"], frame)
        elif "seq" in frame:
            self.table.load.bytes += size
            if "action_id" in frame:
                self.table.seq_of[frame["action_id"]] = frame["seq"]
            if frame.get("stale"):
                self._fetch_later(frame["stale"])
            else:
                self.see(frame["seq"], now)

    def see(self, seq: int, now: float) -> None:
        """Everything up to here is on this page."""
        for one in range(self.head + 1, seq + 1):
            self.table.note_seen(one, now)
        self.head = max(self.head, seq)

    def _fetch_later(self, stale: list[str]) -> None:
        self.behind |= set(SHOWN) if "all" in stale else {name for name in stale if name in SHOWN}
        if self.fetching is None:
            self.fetching = self.table.load.start(self._fetch())

    async def _fetch(self) -> None:
        while self.behind:
            await asyncio.sleep(COUNTS if self.behind == {"counts"} else FOLD)
            names, self.behind = self.behind, set()
            query = "&".join(f"r={name}" for name in sorted(names))
            answer = await self.table.load.get(f"{self.table.page(self)}regions/?{query}", self.cookie)
            self.table.load.fetched.append(query)
            self.see(int(answer.headers["X-Seq"]), clock())
        self.fetching = None

    async def move(self, due: float) -> None:
        """Put the next own figure in the next zone."""
        figure = next(self.figures)
        figure[1] = (figure[1] + 1) % 3
        sent = {"figure": figure[0], "zone": ZONES[figure[1]], "step": self.table.step}
        action_id = secrets.token_hex(10)
        self.table.sent[action_id] = due
        if self.table.load.server.variant == "ours":
            fields = [[name, str(value)] for name, value in {**sent, "action_id": action_id}.items()]
            await self.socket.send_str(json.dumps({"do": "table.place", "fields": fields}))
        else:
            await self.socket.send_str(json.dumps({**sent, "action_id": action_id}))

    async def do(self, action: str, *, action_id: str, **fields: Any) -> None:
        """A command as command.js sends it."""
        answer = await self.table.post(f"{self.table.page(self)}do/{action}/", self.cookie, action_id, fields)
        self._note_answer(action_id, answer)

    def _note_answer(self, action_id: str, answer: dict[str, Any]) -> None:
        if "seq" in answer and (answer.get("html") or answer.get("stale")):
            self.table.seq_of[action_id] = answer["seq"]
        else:
            self.table.load.refused += 1


class Table:
    """One workshop with its eight screens."""

    def __init__(self, load: Load, laid: dict[str, Any]) -> None:
        self.load, self.workshop, self.step, self.console = load, laid["workshop"], laid["step"], laid["console"]
        self.screens = [Screen(self, seat) for seat in laid["seats"]]
        self.sent: dict[str, float] = {}
        self.seq_of: dict[str, int] = {}
        self.seen: defaultdict[int, list[float]] = defaultdict(list)
        self.csrf, self.csrf_cookie = "", ""

    async def enter(self) -> None:
        """Everybody comes in by their link; a page is loaded once, for its token, and then the sockets open."""
        if self.load.server.variant == "ours":
            links = (f"/seat/{screen.id}/enter/{screen.token}/" for screen in self.screens)
            await asyncio.gather(*(self.load.get(link, "") for link in links))
            page = await self.load.get(self.page(self.screens[0]), self.screens[0].cookie)
            self.csrf = re.search('name="csrf-token" content="([^"]+)"', await page.text())[1]
            self.csrf_cookie = page.cookies["kr_csrf"].value
        await asyncio.gather(*(screen.open() for screen in self.screens))

    def live(self, screen: Screen) -> str:
        """The address of a screen's socket."""
        if self.load.server.variant == "ours":
            return f"{self.page(screen)}live/"
        return f"/seat/{self.workshop}/{screen.id}/live/"

    def page(self, screen: Screen) -> str:
        return f"/seat/{screen.id}/"

    async def post(self, path: str, cookie: str, action_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        """One command with the page's token and an id of its own: the answer."""
        heads = {"Cookie": f"{cookie}; kr_csrf={self.csrf_cookie}", "X-CSRFToken": self.csrf}
        data = {"step": self.step} | fields | {"action_id": action_id}
        async with self.load.web.post(path, data=data, headers=heads) as answer:
            self.load.bytes_answered += int(answer.headers["Content-Length"])
            return dict(await answer.json())

    def note_seen(self, seq: int, now: float) -> None:
        self.seen[seq].append(now)
        if len(self.seen[seq]) == len(self.screens):
            self.load.complete += 1

    def delays(self) -> list[float]:
        """Seconds from each move to the last of all screens, of those that all have seen."""
        known = [(sent, self.seen[self.seq_of[one]]) for one, sent in self.sent.items() if one in self.seq_of]
        return [max(seen) - sent for sent, seen in known if len(seen) == len(self.screens)]

    def forget(self) -> None:
        self.sent, self.seq_of, self.seen = {}, {}, defaultdict(list)


class Load:
    """All tables against one server; use it as a context.

    `complete`: changes that all screens of their table have seen; `fetched`: the regions asked for, a query each.
    """

    def __init__(self, server: Server, laid: list[dict[str, Any]]) -> None:
        self.server = server
        self.tables = [Table(self, one) for one in laid]
        self.chance = random.Random(8)
        self.tasks: set[asyncio.Task[Any]] = set()
        self.complete = self.refused = self.bytes = self.bytes_answered = 0
        self.fetched: list[str] = []

    async def __aenter__(self) -> Load:
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
        self.web = aiohttp.ClientSession(
            base_url=self.server.address,
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=PATIENCE),
        )
        for table in self.tables:
            await table.enter()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.web.close()

    def start(self, work: Any) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def lead(self, table: Table, action: str, **fields: Any) -> int:
        """The facilitator of a table does something; the seq of it."""
        cookie = f"kr_chair_{table.workshop}={table.console}"
        path = f"/console/{table.workshop}/do/{action}/"
        answer = await table.post(path, cookie, secrets.token_hex(10), fields)
        assert "html" in answer, answer
        return int(answer["seq"])

    async def get(self, path: str, cookie: str) -> aiohttp.ClientResponse:
        async with self.web.get(path, headers={"Cookie": cookie}, allow_redirects=False) as answer:
            await answer.read()
            return answer

    async def drive(self, rate: float, moves: int, *, strict: bool = False) -> Run:
        """Send so many moves at so many a second, at random moments, by random seats; look until all have seen them.

        `strict`: stop as soon as more than one in a hundred was later than 100 ms.
        """
        for table in self.tables:
            table.forget()
        self.complete = self.refused = self.bytes = 0
        run = Run(sent=0)
        gc.collect()
        gc.disable()
        began, cpu, own = clock(), self.server.cpu(), time.process_time()
        await self._send_all(rate, moves, began, run, strict)
        await until(lambda: min(self.complete, self._answered()) >= run.sent, GRACE)
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
        while self.tasks or heard != self.bytes:
            heard = self.bytes
            await asyncio.sleep(0.3)

    async def _send_all(self, rate: float, moves: int, began: float, run: Run, strict: bool) -> None:
        due = began
        for _ in range(moves):
            due += self.chance.expovariate(rate)
            if (pause := due - clock()) > 0:
                await asyncio.sleep(pause)
            self.start(self.chance.choice(self.chance.choice(self.tables).screens).move(due))
            run.sent += 1
            if run.sent - self.complete > max(20, rate * HOPELESS):
                run.void.append("given up: it fell behind")
                return
            if strict and run.sent % 100 == 0 and self._late() > moves / 100:
                run.void.append("given up: too many were late")
                return

    def _answered(self) -> int:
        """All may have seen a move before the one who made it has the answer."""
        return self.refused + sum(len(table.seq_of) for table in self.tables)

    def _late(self) -> int:
        return sum(delay > LATE / 1000 for table in self.tables for delay in table.delays())

    def _judge(self, run: Run) -> None:
        delays = sorted(delay * 1000 for table in self.tables for delay in table.delays())
        run.applied = sum(len(table.seq_of) for table in self.tables)
        run.seen, run.refused = len(delays), self.refused
        run.bytes_per_screen = self.bytes / max(1, sum(len(table.screens) for table in self.tables[:1]) * run.sent)
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
