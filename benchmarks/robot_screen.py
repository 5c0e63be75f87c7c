"""One screen without a browser, on one loop with hundreds of others: what command.js, connection.js, socket.js and
regions.js do, with their times. It never draws: what it would show stands in screen_state.py, what it sends in
outbox.py.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress

import aiohttp
from frames import Frame
from outbox import Outbox, Pairs
from page_reader import BODY, TOKEN
from robot_log import Book, Command, clock
from screen_state import Shown

#: Seconds, as in command.js, regions.js, socket.js and connection.js.
TIMEOUT = 8.0
FOLD, LAG, COUNTS = 0.03, 0.15, 1.0
OPENING, SILENCE, BEAT, STEADY, SLOW, BRIEF = 4.0, 10.0, 5.0, 8.0, 12.0, 3
POLL, MISSES = 2.5, 3
FINAL, TOO_MUCH = (4401, 4403, 4404), (4400, 4429)

Trouble = (aiohttp.ClientError, TimeoutError, OSError, ValueError)


class Screen:
    """Comes in by a link and stays. `source`: the address it comes from, by which it keeps its process."""

    def __init__(self, front: str, link: str, source: str, book: Book, workshop: str) -> None:
        self.front, self.link, self.source = front, link.split("/", 3)[3], source
        self.book, self.workshop = book, workshop
        self.shown = Shown(source, workshop, book)
        self.luck = random.Random(source)
        self.outbox = Outbox(self.shown, book, self.luck, self._ask)
        self.socket: aiohttp.ClientWebSocketResponse | None = None
        self.told: dict[str, asyncio.Future[Frame]] = {}
        self.heard_at = self.counts_at = clock()
        self.state, self.since = "offline", clock()
        self.failing = 0
        self.lagging = self.polling = False
        self.sentence = ""
        self.tasks: list[asyncio.Task[None]] = []

    async def come_in(self) -> None:
        """Enter by the link, read the page, and keep it fresh from now on."""
        connector = aiohttp.TCPConnector(limit=6, local_addr=(self.source, 0), keepalive_timeout=60)
        self.web = aiohttp.ClientSession(
            base_url=self.front,
            connector=connector,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            timeout=aiohttp.ClientTimeout(total=TIMEOUT),
        )
        while not await self._enter():  # noqa: ASYNC110 - until the door answers
            await asyncio.sleep(1)
        self.tasks = [asyncio.create_task(one) for one in (self._stay(), self._keep_fresh(), self.outbox.send_all())]

    async def _enter(self) -> bool:
        with suppress(*Trouble):
            async with self.web.get(f"/{self.link}") as answer:
                page = await answer.text()
            found, token = BODY.search(page), TOKEN.search(page)
            if found and token:
                self.base, self.me, self.step, self.token = found[1], found[2], found[3], token[1]
                self.shown.heard = int(found[4])
                self.shown.paint(page)
                return True
        return False

    @property
    def heard(self) -> int:
        """The seq up to which it was told what changed."""
        return self.shown.heard

    @property
    def waits(self) -> bool:
        """Whether something was not answered yet, or is not shown yet."""
        return bool(self.outbox.queue or self.shown.needed or self.shown.owing)

    async def leave(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.web.close()

    # --- socket.js ---

    async def _stay(self) -> None:
        misses = failures = brief = 0
        while not self.sentence:
            greeted, code = 0.0, 0
            self.heard_at = clock()
            try:
                async with asyncio.timeout(OPENING):
                    socket = await self._dial()
                async for frame in self._frames(socket):
                    greeted = greeted or clock()
                    await self._hear(socket, frame)
                code = socket.close_code or 0
                await socket.close()
            except Trouble:
                code = 0
            self._hang_up()
            steady = greeted and clock() - greeted > STEADY
            misses, failures = (0, 0) if steady else (misses + 1, failures + 1)
            brief = (0 if steady else brief + 1) if greeted else brief
            if code in FINAL:
                self.sentence = str(code)
                return
            if code:
                self.book.troubles.append(f"socket closed with {code}")
            if not self.polling:
                self._become("offline")
            if misses >= MISSES and not self.polling:
                self.polling = True
                self.tasks.append(asyncio.create_task(self._poll()))
            slow = brief >= BRIEF or code in TOO_MUCH or self.state == "polling"
            pause = SLOW if slow else min(2.0, 0.5 * 2 ** max(0, failures - 1))
            await asyncio.sleep(pause * (1 + self.luck.random() * 0.3))

    async def _dial(self) -> aiohttp.ClientWebSocketResponse:
        heads, patience = {"Origin": self.front}, aiohttp.ClientWSTimeout(ws_close=0.5)
        return await self.web.ws_connect(f"{self.base}live/", headers=heads, timeout=patience)

    def _hang_up(self) -> None:
        """What was asked by the socket gets no answer any more."""
        self.socket = None
        for waiting in self.told.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError())

    async def _frames(self, socket: aiohttp.ClientWebSocketResponse) -> AsyncIterator[Frame]:
        """Frames until it ends or is still for too long."""
        greeted = False
        while clock() - self.heard_at < SILENCE:
            try:
                message = await socket.receive(timeout=2.5)
            except TimeoutError:
                continue
            if message.type is not aiohttp.WSMsgType.TEXT:
                return
            self.heard_at = clock()
            frame: Frame = json.loads(message.data)
            greeted = greeted or "hello" in frame
            if greeted:
                self.book.frames += 1
                yield frame

    def _doubt(self) -> None:
        self.heard_at = min(self.heard_at, clock() - (SILENCE - BEAT - 0.5))

    # --- connection.js ---

    async def _hear(self, socket: aiohttp.ClientWebSocketResponse, frame: Frame) -> None:
        if "done" in frame:
            if (waiting := self.told.get(frame["done"])) and not waiting.done():
                waiting.set_result(frame)
        elif "hello" in frame:
            self.polling, self.socket = False, socket
            self.shown.catch_up(frame["hello"])
            self._become("live")
        elif "beat" in frame:
            await socket.send_str(json.dumps({"beat": self.heard}))
            self.shown.catch_up(frame["beat"])
        elif "seq" in frame:
            self.shown.take(frame["seq"], frame["html"], frame["stale"])

    def _become(self, state: str) -> None:
        if state == self.state:
            return
        now = clock()
        if self.state != "live":
            self.book.dark.append((self.source, self.since, now))
        self.state, self.since = state, now

    async def _poll(self) -> None:
        while self.polling:
            works = bool(self.shown.asked) or await self._fetch([*self.shown.regions], whole=True)
            if self.polling:
                self._become("polling" if works else "offline")
            await asyncio.sleep(POLL)

    # --- regions.js ---

    def _due(self) -> list[str]:
        rested = clock() - self.counts_at >= COUNTS
        return [name for name in self.shown.needed if name != "counts" or rested]

    async def _keep_fresh(self) -> None:
        while not self.sentence:
            if not self.shown.needed:
                await self.shown.news.wait()
            self.shown.news.clear()
            if not self._due():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.shown.news.wait(), max(0.01, self.counts_at + COUNTS - clock()))
                continue
            back_off = min(3.0, 0.25 * 2**self.failing) * (1 + self.luck.random() * 0.3) if self.failing else 0
            await asyncio.sleep(back_off or (LAG if self.lagging else FOLD))
            if names := self._due():
                await self._fetch(names)

    async def _fetch(self, names: list[str], whole: bool = False) -> bool:
        if "counts" in names:
            self.counts_at = clock()
        with self.shown.fetching(names):
            answered = await self._try_fetch(names, whole)
        self.failing = 0 if answered else self.failing + 1
        self.lagging = any(name in self.shown.needed for name in names)
        return answered

    async def _try_fetch(self, names: list[str], whole: bool) -> bool:
        self.book.fetches += 1
        try:
            async with self.web.get(f"{self.base}regions/", params=[("r", name) for name in names]) as answer:
                if answer.status in (401, 403, 404, 410):
                    self.sentence = (await answer.json())["sentence"]
                if answer.status != 200:
                    return False
                text = await answer.text()
        except Trouble:
            return False
        self.shown.paint(text)
        if whole:
            self.shown.note_fetched(int(answer.headers["X-Seq"]))
        self.step = answer.headers["X-Step"]
        return True

    # --- command.js ---

    def send(self, action: str, fields: Mapping[str, object]) -> bool:
        """Queue a command, unless the same one waits already."""
        return self.outbox.add(action, fields, self.step)

    async def _ask(self, command: Command, data: Pairs, quick: bool) -> tuple[int, Frame, float]:
        if quick and self.socket is not None:
            return await self._by_socket(self.socket, command, data)
        heads = {"X-CSRFToken": self.token, "Origin": self.front}
        try:
            async with self.web.post(f"{self.base}do/{command.action}/", data=data, headers=heads) as answer:
                said: Frame = await answer.json() if answer.content_type == "application/json" else {}
                pause = min(30, int(answer.headers.get("Retry-After", 5))) if answer.status == 429 else 0
                return answer.status, said, pause
        except Trouble:
            self._doubt()
            return 0, {}, 0

    async def _by_socket(
        self, socket: aiohttp.ClientWebSocketResponse, command: Command, data: Pairs
    ) -> tuple[int, Frame, float]:
        waiting = self.told[command.id] = asyncio.get_running_loop().create_future()
        try:
            await socket.send_str(json.dumps({"do": command.action, "fields": data}))
            said = await asyncio.wait_for(waiting, TIMEOUT)
        except Trouble:
            self._doubt()
            return 0, {}, 0
        finally:
            del self.told[command.id]
        return int(said["status"]), said, min(30, int(said.get("again") or 5)) if said["status"] == 429 else 0

    # --- the comparison ---

    async def differences(self) -> list[str]:
        """The regions in which this screen is not what a fresh one shows."""
        async with self.web.get(f"/{self.link}") as answer:
            return self.shown.differences(await answer.text())
