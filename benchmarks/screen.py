"""One screen without a browser, on one loop with hundreds of others: what command.js, connection.js, socket.js and
regions.js do, with their times. It never draws; it keeps the regions as text, and the table as figures in their order.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import aiohttp
from book import Book, Command, clock
from page import BODY, SECTION, TOKEN, Table

#: Seconds, as in command.js, regions.js, socket.js and connection.js.
TIMEOUT, LONGEST, BROKEN = 8.0, 5.0, 4
FOLD, LAG, COUNTS = 0.03, 0.15, 1.0
OPENING, SILENCE, BEAT, STEADY, SLOW, BRIEF = 4.0, 10.0, 5.0, 8.0, 12.0, 3
POLL, MISSES = 2.5, 3
FINAL, TOO_MUCH = (4401, 4403, 4404), (4400, 4429)
#: What command.js sends by the socket as long as that is whole.
QUICK = "table.place"

Trouble = (aiohttp.ClientError, TimeoutError, OSError, ValueError)


class Screen:
    """Comes in by a link and stays. `source`: the address it comes from, by which it keeps its process."""

    def __init__(self, front: str, link: str, source: str, book: Book, workshop: str) -> None:
        self.front, self.link, self.source = front, link.split("/", 3)[3], source
        self.book, self.workshop = book, workshop
        self.luck = random.Random(source)
        self.queue: list[tuple[Command, list[tuple[str, str]], str]] = []
        self.work, self.news = asyncio.Event(), asyncio.Event()
        self.socket: aiohttp.ClientWebSocketResponse | None = None
        self.told: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.regions: dict[str, tuple[int, str]] = {}
        self.table: Table | None = None
        self.needed: dict[str, int] = {}
        self.owing: dict[int, set[str]] = {}
        self.kept: list[tuple[int, str]] = []
        self.asked: list[str] = []
        self.heard_at = self.counts_at = clock()
        self.state, self.since = "offline", clock()
        self.failures = self.failing = 0
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
        self.tasks = [asyncio.create_task(one) for one in (self._stay(), self._keep_fresh(), self._send_all())]

    async def _enter(self) -> bool:
        with suppress(*Trouble):
            async with self.web.get(f"/{self.link}") as answer:
                page = await answer.text()
            found, token = BODY.search(page), TOKEN.search(page)
            if found and token:
                self.base, self.me, self.step, self.token = found[1], found[2], found[3], token[1]
                self.heard = int(found[4])
                self._paint(page)
                return True
        return False

    async def leave(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.web.close()

    def text(self, name: str) -> str:
        """What a region shows; empty for one that this page has not."""
        return self.regions.get(name, (0, ""))[1]

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

    async def _frames(self, socket: aiohttp.ClientWebSocketResponse) -> Any:
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
            frame = json.loads(message.data)
            greeted = greeted or "hello" in frame
            if greeted:
                self.book.frames += 1
                yield frame

    def _doubt(self) -> None:
        self.heard_at = min(self.heard_at, clock() - (SILENCE - BEAT - 0.5))

    # --- connection.js ---

    async def _hear(self, socket: aiohttp.ClientWebSocketResponse, frame: dict[str, Any]) -> None:
        if "done" in frame:
            if (waiting := self.told.get(frame["done"])) and not waiting.done():
                waiting.set_result(frame)
        elif "hello" in frame:
            self.polling, self.socket = False, socket
            self._catch_up(frame["hello"])
            self._become("live")
        elif "beat" in frame:
            await socket.send_str(json.dumps({"beat": self.heard}))
            self._catch_up(frame["beat"])
        elif "seq" in frame:
            self._take(frame["seq"], frame["html"], frame["stale"])

    def _become(self, state: str) -> None:
        if state == self.state:
            return
        now = clock()
        if self.state != "live":
            self.book.dark.append((self.source, self.since, now))
        self.state, self.since = state, now

    def _take(self, seq: int, html: str, stale: list[str]) -> None:
        if seq > self.heard + 1:
            self._catch_up(seq)
            return
        self.heard = max(self.heard, seq)
        self._note(seq, html, stale)
        self._owe(seq, html, stale)

    def _catch_up(self, seq: int) -> None:
        if seq > self.heard:
            for missed in range(self.heard + 1, seq + 1):
                self._owe(missed, "", ["all"])
            self.heard = seq
            self._note(seq, "", ["all"])

    async def _poll(self) -> None:
        while self.polling:
            works = bool(self.asked) or await self._fetch([*self.regions], whole=True)
            if self.polling:
                self._become("polling" if works else "offline")
            await asyncio.sleep(POLL)

    # --- when has this screen shown a change? ---

    def _owe(self, seq: int, html: str, stale: list[str]) -> None:
        """Note which regions this screen must paint before it shows this change.

        Counts are fetched once a second on purpose, so they hold up only a change that is nothing but a count.
        """
        names = set(self._known(stale))
        kind = "hot" if html else "cold" if {*stale} - {"counts", "own"} else "count"
        if "all" in stale:  # missed, or everything changed: who heard it by name knows better
            kind = self.book.kinds[self.workshop].setdefault(seq, kind)
        self.book.kinds[self.workshop][seq] = kind
        if kind != "count":
            names.discard("counts")
        self.owing[seq] = {name for name in names if self.regions[name][0] < seq}
        if not self.owing[seq]:
            self._saw(seq)

    def _saw(self, seq: int) -> None:
        del self.owing[seq]
        self.book.seen[self.workshop][seq].setdefault(self.source, clock())

    def _painted(self, name: str, label: int) -> None:
        for seq in [seq for seq, names in self.owing.items() if seq <= label and name in names]:
            self.owing[seq].discard(name)
            if not self.owing[seq]:
                self._saw(seq)

    # --- regions.js ---

    def _known(self, stale: list[str]) -> Iterable[str]:
        return [*self.regions] if "all" in stale else [name for name in stale if name in self.regions]

    def _note(self, seq: int, html: str, stale: list[str], force: bool = False) -> None:
        if html:
            if "table" in self.asked:
                self.kept.append((seq, html))
            self._place(seq, html, force)
        for name in self._known(stale):
            if force or self.regions[name][0] < seq:
                self.needed[name] = max(seq, self.needed.get(name, 0))
        self.news.set()

    def _place(self, seq: int, html: str, force: bool = False) -> None:
        if self.table is not None and (force or self.regions["table"][0] < seq):
            self.table.place(html)

    def _due(self) -> list[str]:
        rested = clock() - self.counts_at >= COUNTS
        return [name for name in self.needed if name != "counts" or rested]

    async def _keep_fresh(self) -> None:
        while not self.sentence:
            if not self.needed:
                await self.news.wait()
            self.news.clear()
            if not self._due():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.news.wait(), max(0.01, self.counts_at + COUNTS - clock()))
                continue
            back_off = min(3.0, 0.25 * 2**self.failing) * (1 + self.luck.random() * 0.3) if self.failing else 0
            await asyncio.sleep(back_off or (LAG if self.lagging else FOLD))
            if names := self._due():
                await self._fetch(names)

    async def _fetch(self, names: list[str], whole: bool = False) -> bool:
        self.asked = names
        if "counts" in names:
            self.counts_at = clock()
        answered = await self._try_fetch(names, whole)
        self.failing = 0 if answered else self.failing + 1
        self.lagging = any(name in self.needed for name in names)
        self.asked = []
        kept, self.kept = self.kept, []
        for fragment in kept:
            self._place(*fragment)
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
        self._paint(text)
        if whole:
            self._catch_up_by_looking(int(answer.headers["X-Seq"]))
        self.step = answer.headers["X-Step"]
        return True

    def _catch_up_by_looking(self, seq: int) -> None:
        for missed in range(self.heard + 1, seq + 1):
            self._owe(missed, "", ["all"])
        self.heard = max(self.heard, seq)

    def _paint(self, text: str) -> None:
        for name, label, inner in SECTION.findall(text):
            if int(label) < self.regions.get(name, (0, ""))[0]:
                continue
            self.regions[name] = int(label), inner
            if name == "table":
                self.table = Table(inner)
            if int(label) >= self.needed.get(name, 0):
                self.needed.pop(name, None)
            self._painted(name, int(label))

    # --- command.js ---

    def send(self, action: str, fields: dict[str, Any]) -> bool:
        """Queue a command, unless the same one waits already."""
        pairs = [(name, str(value)) for name, value in fields.items()]
        if any(one.action == action and sent == pairs for one, sent, _ in self.queue):
            return False
        command = Command(secrets.token_hex(10), self.workshop, action, clock())
        self.book.commands.append(command)
        self.queue.append((command, pairs, self.step))
        self.work.set()
        return True

    async def _send_all(self) -> None:
        while not self.sentence:
            await self.work.wait()
            self.work.clear()
            self.failures = errors = 0
            while self.queue:
                command, pairs, step = self.queue[0]
                status, said, pause = await self._attempt(command, pairs, step)
                errors += status == 500
                if status and (status < 500 or errors >= BROKEN) and status != 429:
                    self.queue.pop(0)
                    self._settle(command, status, said)
                    self.failures = errors = 0
                    continue
                command.troubles += 1
                self.book.troubles.append(f"command answered with {status or 'nothing'}")
                await asyncio.sleep(pause or self._back_off())

    async def _attempt(
        self, command: Command, pairs: list[tuple[str, str]], step: str
    ) -> tuple[int, dict[str, Any], float]:
        data = [*pairs, ("action_id", command.id), ("step", step)]
        if command.action == QUICK and not self.failures and self.socket is not None:
            return await self._by_socket(self.socket, command, data)
        heads = {"X-CSRFToken": self.token, "Origin": self.front}
        try:
            async with self.web.post(f"{self.base}do/{command.action}/", data=data, headers=heads) as answer:
                said = await answer.json() if answer.content_type == "application/json" else {}
                pause = min(30, int(answer.headers.get("Retry-After", 5))) if answer.status == 429 else 0
                return answer.status, said, pause
        except Trouble:
            self._doubt()
            return 0, {}, 0

    async def _by_socket(
        self, socket: aiohttp.ClientWebSocketResponse, command: Command, data: list[tuple[str, str]]
    ) -> tuple[int, dict[str, Any], float]:
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

    def _back_off(self) -> float:
        self.failures += 1
        return min(LONGEST, 0.5 * 2 ** (self.failures - 1)) * (1 + self.luck.random() * 0.3)

    def _settle(self, command: Command, status: int, said: dict[str, Any]) -> None:
        command.answered = clock()
        done = status == 200 and "seq" in said
        command.status = "done" if done else "refused"
        command.empty = not (said.get("html") or said.get("stale"))
        command.sentence = said.get("sentence") or ("" if done else str(status))
        seq, html, stale = said.get("seq", self.heard), said.get("html", ""), said.get("stale", [])
        if done:
            if seq == self.heard + 1 and (html or stale):
                self.heard = seq
                self._owe(seq, html, stale)
            self._note(seq, html, stale)
        else:
            back = ["table"] if command.action == "table.place" else []
            self._note(min(seq, self.heard), html, [*stale, *back], force=True)

    # --- the comparison ---

    async def differences(self) -> list[str]:
        """The regions in which this screen is not what a fresh one shows."""
        async with self.web.get(f"/{self.link}") as answer:
            page = await answer.text()
        fresh = {name: inner for name, _, inner in SECTION.findall(page)}
        mine = {name: inner for name, (_, inner) in self.regions.items()}
        if "table" in fresh and self.table is not None:
            fresh["table"], mine["table"] = ("\n".join(one.told()) for one in (Table(fresh["table"]), self.table))
        return sorted(name for name in fresh.keys() | mine.keys() if fresh.get(name) != mine.get(name))
