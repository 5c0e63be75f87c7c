"""The tables of the load: workshops with eight screens each, and the wire between them and one server."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import defaultdict
from collections.abc import Awaitable
from dataclasses import dataclass
from itertools import cycle

import aiohttp
from frames import Frame, Sent
from laid_tables import Laid, LaidSeat
from page_reader import TOKEN
from robot_log import clock
from servers import Server

ZONES = ("costs", "neutral", "gives")
#: Seconds after which a page gives up waiting for an answer (static/js/command.js); here that move is lost.
PATIENCE = 8.0
#: As in static/js/regions.js: news is gathered so long before a GET, and counts are fetched once in so long.
FOLD, COUNTS = 0.03, 1.0
#: The regions of a page.
SHOWN = {"who", "head", "clock", "turn", "spotlight", "own", "same", "counts", "seats", "review", "then_now"}
SHOWN |= {"threads", "table", "stack", "result"}


@dataclass
class Moved:
    """A figure, and the number of its zone."""

    id: str
    zone: int


class Wire:
    """What goes between all screens and one server.

    `complete`: changes that all screens of their table have seen; `fetched`: the regions asked for, a query each.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.tasks: set[asyncio.Future[None]] = set()
        self.complete = self.refused = self.bytes = self.bytes_answered = 0
        self.fetched: list[str] = []

    def open(self) -> None:
        """Begin the session, in the loop that it belongs to."""
        self.web = aiohttp.ClientSession(
            base_url=self.server.address,
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=PATIENCE),
        )

    def start(self, work: Awaitable[None]) -> asyncio.Future[None]:
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def get(self, path: str, cookie: str) -> aiohttp.ClientResponse:
        async with self.web.get(path, headers={"Cookie": cookie}, allow_redirects=False) as answer:
            await answer.read()
            return answer


class Screen:
    """One seat's page on one socket, for moves and for news; ours sends its other commands by POST."""

    def __init__(self, table: Table, seat: LaidSeat) -> None:
        self.table, self.id, self.token = table, seat["id"], seat["token"]
        self.figures = cycle([Moved(figure, ZONES.index(zone)) for figure, zone in seat["figures"]])
        self.cookie = f"kr_seat_{self.id}={self.token}"
        self.head = 0
        self.behind: set[str] = set()
        self.fetching: asyncio.Future[None] | None = None

    async def open(self) -> None:
        """Open the socket and wait for its greeting."""
        wire = self.table.wire
        heads = {"Cookie": self.cookie, "Origin": wire.server.address}
        self.socket = await wire.web.ws_connect(self.table.live(self), headers=heads, compress=0)
        self.head = (await self.socket.receive_json())["hello"]
        self.reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self.socket:
            self._hear(json.loads(message.data), clock(), len(message.data))

    def _hear(self, frame: Frame, now: float, size: int) -> None:
        if "beat" in frame:
            self.table.wire.start(self.socket.send_str(json.dumps({"beat": self.head})))
        elif "done" in frame:
            self.table.wire.bytes_answered += size
            self._note_answer(frame["done"], frame)
        elif "seq" in frame:
            self.table.wire.bytes += size
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
        self.behind |= SHOWN if "all" in stale else SHOWN & {*stale}
        if self.fetching is None:
            self.fetching = self.table.wire.start(self._fetch())

    async def _fetch(self) -> None:
        while self.behind:
            await asyncio.sleep(COUNTS if self.behind == {"counts"} else FOLD)
            names, self.behind = self.behind, set()
            query = "&".join(f"r={name}" for name in sorted(names))
            answer = await self.table.wire.get(f"{self.table.page(self)}regions/?{query}", self.cookie)
            self.table.wire.fetched.append(query)
            self.see(int(answer.headers["X-Seq"]), clock())
        self.fetching = None

    async def move(self, due: float) -> None:
        """Put the next own figure in the next zone."""
        figure = next(self.figures)
        figure.zone = (figure.zone + 1) % 3
        sent = {"figure": figure.id, "zone": ZONES[figure.zone], "step": self.table.step}
        action_id = secrets.token_hex(10)
        self.table.sent[action_id] = due
        if self.table.wire.server.variant == "ours":
            fields = [[name, str(value)] for name, value in {**sent, "action_id": action_id}.items()]
            await self.socket.send_str(json.dumps({"do": "table.place", "fields": fields}))
        else:
            await self.socket.send_str(json.dumps({**sent, "action_id": action_id}))

    async def do(self, action: str, *, action_id: str, **fields: Sent) -> None:
        """A command as command.js sends it."""
        answer = await self.table.post(f"{self.table.page(self)}do/{action}/", self.cookie, action_id, fields)
        self._note_answer(action_id, answer)

    def _note_answer(self, action_id: str, answer: Frame) -> None:
        if "seq" in answer and (answer.get("html") or answer.get("stale")):
            self.table.seq_of[action_id] = answer["seq"]
        else:
            self.table.wire.refused += 1


class Table:
    """One workshop with its eight screens."""

    def __init__(self, wire: Wire, laid: Laid) -> None:
        self.wire, self.workshop, self.step, self.console = wire, laid["workshop"], laid["step"], laid["console"]
        self.screens = [Screen(self, seat) for seat in laid["seats"]]
        self.sent: dict[str, float] = {}
        self.seq_of: dict[str, int] = {}
        self.seen: defaultdict[int, list[float]] = defaultdict(list)
        self.csrf, self.csrf_cookie = "", ""

    async def enter(self) -> None:
        """Everybody comes in by their link; a page is loaded once, for its token, and then the sockets open."""
        if self.wire.server.variant == "ours":
            links = (f"/seat/{screen.id}/enter/{screen.token}/" for screen in self.screens)
            await asyncio.gather(*(self.wire.get(link, "") for link in links))
            page = await self.wire.get(self.page(self.screens[0]), self.screens[0].cookie)
            found = TOKEN.search(await page.text())
            assert found, "a page without a token"
            self.csrf = found[1]
            self.csrf_cookie = page.cookies["kr_csrf"].value
        await asyncio.gather(*(screen.open() for screen in self.screens))

    def live(self, screen: Screen) -> str:
        """The address of a screen's socket."""
        if self.wire.server.variant == "ours":
            return f"{self.page(screen)}live/"
        return f"/seat/{self.workshop}/{screen.id}/live/"

    def page(self, screen: Screen) -> str:
        return f"/seat/{screen.id}/"

    async def post(self, path: str, cookie: str, action_id: str, fields: dict[str, Sent]) -> Frame:
        """One command with the page's token and an id of its own: the answer."""
        heads = {"Cookie": f"{cookie}; kr_csrf={self.csrf_cookie}", "X-CSRFToken": self.csrf}
        data = {"step": self.step} | fields | {"action_id": action_id}
        async with self.wire.web.post(path, data=data, headers=heads) as answer:
            self.wire.bytes_answered += int(answer.headers["Content-Length"])
            said: Frame = await answer.json()
            return said

    def note_seen(self, seq: int, now: float) -> None:
        self.seen[seq].append(now)
        if len(self.seen[seq]) == len(self.screens):
            self.wire.complete += 1

    def delays(self) -> list[float]:
        """Seconds from each move to the last of all screens, of those that all have seen."""
        known = [(sent, self.seen[self.seq_of[one]]) for one, sent in self.sent.items() if one in self.seq_of]
        return [max(seen) - sent for sent, seen in known if len(seen) == len(self.screens)]

    def forget(self) -> None:
        self.sent, self.seq_of, self.seen = {}, {}, defaultdict(list)
