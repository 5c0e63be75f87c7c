"""Somebody with a plain client: the protocol of connection.js, regions.js and command.js, in threads of its own.

ana = Person(url_of_ana, line.port).sit()
ana.do("table.place", figure=figure, zone="gives")    # repeated until it is answered
"""

import secrets
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from faults.http_client import TIMEOUT, Answer, Web
from live.page import Page
from support.websocket import Line

ZONES = ("costs", "neutral", "gives")
#: Seconds: as in socket.js and connection.js.
OPENING, SILENCE, POLL = 4.0, 10.0, 2.5
MISSES = 3
#: What command.js sends by the line.
QUICK = "table.place"


class Lost(OSError):
    """No answer, or none that is one: the line or the server is gone for now."""


@dataclass
class Told:
    """An answer that came by the line."""

    frame: dict[str, Any]

    @property
    def status_code(self) -> int:
        return int(self.frame["status"])

    def json(self) -> Any:
        return self.frame


class Board(Page):
    """The page as it becomes; what it could not fetch, it still owes."""

    owed: set[str] = frozenset()  # type: ignore[assignment]

    def _fetch(self, names: list[str]) -> None:
        self.owed = {*self.owed, *names}
        wanted = sorted(self.owed)
        try:
            super()._fetch(wanted)
        except (AssertionError, OSError) as trouble:
            raise Lost(str(trouble)) from trouble
        self.owed = set()

    def catch_up(self, seq: int) -> None:
        """`catchUp`: what a greeting or a beat says about where the workshop is."""
        if seq > self.heard:
            self.take({"seq": seq, "html": "", "stale": ["all"]})
        elif self.owed:
            self._fetch([])

    def look(self) -> None:
        """`fetchAll`: what polling does."""
        answer = self.client.get(f"{self.base}regions/", {"r": self._shown()})
        if answer.status_code != 200:
            raise Lost(str(answer.status_code))
        self._paint(answer)
        self.heard = max(self.heard, int(answer["X-Seq"]))
        self._body.set("data-seq", str(self.heard))
        self.owed = set()

    @property
    def seq(self) -> int:
        """Up to where this page shows everything; -1 while it owes something."""
        return -1 if self.owed else self.heard

    @property
    def step(self) -> str:
        return str(self._body.get("data-step"))

    def table(self) -> dict[str, list[str]]:
        """The figures of each zone in their order."""
        found = {zone: self.page.xpath(f"//ol[@data-zone='{zone}']/li//@data-figure") for zone in ZONES}
        return {zone: [str(one) for one in figures] for zone, figures in found.items()}


class Person:
    """Enters by a link, through a line of their own when it is given by its port, and stays until `leave`.

    `states`: when the line became live, polling or offline, newest last; `late`: seconds from command to answer.
    `acknowledged` and `refused`: action id → what was answered.
    """

    def __init__(self, url: str, port: int | None = None, web: Web | None = None) -> None:
        parts = urlsplit(url)
        self.web = web or Web(f"http://localhost:{port or parts.port}")
        entered = self.web.get(parts.path)
        self.path = urlsplit(entered.url).path
        self.lock = threading.RLock()
        self.me = self.path.split("/")[2]
        self.board = Board(self.web, self.path, self.me)
        self.web.token = str(self.board.page.xpath("string(//meta[@name='csrf-token']/@content)"))
        self.states: list[tuple[float, str]] = []
        self.acknowledged: dict[str, Any] = {}
        self.refused: dict[str, str] = {}
        self.said: list[str] = []
        self.late: list[float] = []
        self.lines = 0
        self.closed = ""
        self.here: list[str] = []
        self.ended = False
        self.light = threading.Event()
        self.light.set()
        self.line: Line | None = None
        self.asked: dict[str, SimpleQueue[Told]] = {}

    # --- the line ---

    def sit(self) -> "Person":
        """Begin to listen."""
        threading.Thread(target=self._stay, daemon=True).start()
        return self

    def leave(self) -> None:
        """Stop listening and acting."""
        self.ended = True

    @property
    def state(self) -> str:
        return self.states[-1][1] if self.states else "offline"

    def _become(self, state: str) -> None:
        if state != self.state:
            self.states.append((time.monotonic(), state))

    def _stay(self) -> None:
        misses = 0
        while not self.ended and not self.board.sentence:
            try:
                self._listen()
                misses = 0
            except (OSError, ValueError) as trouble:
                misses = 0 if self.state == "live" else misses + 1
                self.closed = str(trouble)
                if self.state == "live":
                    self._become("offline")
                waited = isinstance(trouble, TimeoutError)
                if waited:
                    self.light.clear()
                elif misses >= MISSES:
                    self._poll()
                time.sleep(0.5 if waited else min(2.0, 0.5 * 2 ** max(0, misses - 1)))

    def _listen(self) -> None:
        self.line = line = Line(
            self.web.address, f"{self.path}live/", self.web.cookies, opening=OPENING, silence=SILENCE
        )
        self.lines += 1
        try:
            self._greet(line.read())
            while not self.ended:
                self._hear(line, line.read())
        finally:
            line.close()

    def _greet(self, frame: dict[str, Any]) -> None:
        with self.lock:
            self.here = frame["here"]
            self.board.catch_up(frame["hello"])
        self._become("live")
        self.light.set()

    def _hear(self, line: Line, frame: dict[str, Any]) -> None:
        if "done" in frame:
            self.asked[frame["done"]].put(Told(frame))
            return
        with self.lock:
            if "beat" in frame:
                line.say(beat=self.board.heard)
                self.board.catch_up(frame["beat"])
            elif "seq" in frame:
                self.board.take(frame)
            elif "here" in frame:
                self.here = frame["here"]

    def _poll(self) -> None:
        try:
            with self.lock:
                self.board.look()
            self._become("polling")
        except OSError:
            self._become("offline")
        time.sleep(POLL)

    # --- hands ---

    def do(self, action: str, **fields: Any) -> str:
        """Send a command until it is answered; its id. The same id is never used for another one."""
        action_id = secrets.token_hex(10)
        sent = {"step": self.board.step} | fields | {"action_id": action_id}
        began, pause = time.monotonic(), 0.25
        answer = self._try_by_line(action, sent) if action == QUICK else None
        while not self.ended:
            answer = answer or self._try(action, sent)
            if answer is not None and answer.status_code < 500 and answer.status_code != 429:
                self.late.append(time.monotonic() - began)
                self._settle(action_id, answer)
                break
            if answer is not None:
                self._note_trouble(answer)
                answer = None
            time.sleep(pause)
            pause = min(2.0, pause * 2)
        return action_id

    def _try_by_line(self, action: str, sent: dict[str, Any]) -> Told | None:
        """As long as the line is whole; None: it was not, or no longer."""
        line, waiting = self.line, self.asked.setdefault(sent["action_id"], SimpleQueue())
        if self.state != "live" or line is None:
            return None
        give_up = time.monotonic() + TIMEOUT
        try:
            line.say(do=action, fields=[[name, str(value)] for name, value in sent.items()])
            while time.monotonic() < give_up and line is self.line and self.state == "live":
                with suppress(Empty):
                    return waiting.get(timeout=0.05)
        except OSError:
            pass
        return None

    def _try(self, action: str, sent: dict[str, Any]) -> Answer | None:
        """By POST, when it is light: as http.js."""
        while not self.light.wait(0.1):
            if self.ended:
                return None
        try:
            return self.web.post(f"{self.path}do/{action}/", sent)
        except OSError:
            return None

    def _note_trouble(self, answer: Answer | Told) -> None:
        try:
            self.said.append(answer.json()["sentence"])
        except (ValueError, KeyError):
            self.said.append(f"{answer.status_code}")

    def _settle(self, action_id: str, answer: Answer | Told) -> None:
        said = answer.json()
        if answer.status_code != 200:
            self.refused[action_id] = said["sentence"]
            return
        self.acknowledged[action_id] = said
        with self.lock:
            try:
                self.board.answered(said)
            except Lost:
                return  # it owes; the next beat or greeting pays

    def own_figures(self) -> list[str]:
        with self.lock:
            return [
                str(one) for one in self.board.page.xpath(f"//ol[@data-zone]//*[@data-owner='{self.me}']/@data-figure")
            ]

    def play(
        self, moves: int = 0, pause: float = 0.0, until: Callable[[], bool] = lambda: False, figures: Sequence[str] = ()
    ) -> None:
        """Move figures (all own ones) from zone to zone: `moves` times (0: without end), or until it is so."""
        figures = figures or self.own_figures()
        with self.lock:
            zones = {figure: zone for zone, found in self.board.table().items() for figure in found}
        for turn, figure in enumerate(cycle(figures)):
            if self.ended or until() or (moves and turn >= moves):
                return
            zones[figure] = ZONES[(ZONES.index(zones[figure]) + 1) % 3]
            self.do("table.place", figure=figure, zone=zones[figure])
            time.sleep(pause)


def hands(people: Iterable[Person], **how: Any) -> list[threading.Thread]:
    """All of them play at once, each in a thread; `how` as `Person.play` has it."""
    threads = [threading.Thread(target=person.play, kwargs=how, daemon=True) for person in people]
    for thread in threads:
        thread.start()
    return threads
