"""A screen without a browser, in a thread of its own: it hears and sends as a page does, and never tires.

screen = Screen(practice["participants"][0]["url"]).sit()
screen.do("table.place_all")
"""

import secrets
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar
from typing import Any

from lxml import html
from plain import Line

ZONES = ("costs", "neutral", "gives")
PAUSE = 0.2  # seconds before another attempt


class Screen:
    """Enters by a link, shows the table, and stays: after each lost line it opens another."""

    def __init__(self, url: str) -> None:
        self.jar = CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        with self.browser.open(url, timeout=20) as answer:
            page, self.url = html.fromstring(answer.read()), answer.url
        parts = urllib.parse.urlsplit(self.url)
        self.address, self.path = f"{parts.scheme}://{parts.netloc}", parts.path
        self.me, self.step = page.xpath("string(//body/@data-me)"), page.xpath("string(//body/@data-step)")
        self.token = page.xpath("string(//meta[@name='csrf-token']/@content)")
        self.seq, self.table = -1, {zone: [] for zone in ZONES}
        self.live = threading.Event()
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        self.ended = False

    def sit(self) -> "Screen":
        """Begin to listen."""
        threading.Thread(target=self._stay, daemon=True).start()
        return self

    def _stay(self) -> None:
        while not self.ended:
            try:
                self._listen(Line(self.address, f"{self.path}live/", self._cookies()))
            except (OSError, ValueError):
                time.sleep(PAUSE)

    def _cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def _listen(self, line: Line) -> None:
        try:
            if line.read()["hello"] != self.seq:
                self.look()
            self.live.set()
            while not self.ended:
                self._hear(line, line.read())
        finally:
            self.live.clear()
            line.close()

    def _hear(self, line: Line, frame: dict[str, Any]) -> None:
        if "beat" in frame:
            line.say(beat=self.seq)
            if frame["beat"] > self.seq:
                self.look()
        elif frame.get("seq", -1) > self.seq:
            if frame["seq"] > self.seq + 1 or {"table", "all"} & set(frame["stale"]):
                self.look()
            elif frame["html"]:
                self._put(html.fromstring(frame["html"]))
            self.seq = max(self.seq, frame["seq"])

    def look(self) -> None:
        """A fresh look at the table."""
        with self.browser.open(f"{self.url}regions/?r=table", timeout=20) as answer:
            region, label = html.fromstring(answer.read()), int(answer.headers["X-Seq"])
        self.table = {zone: region.xpath(f"//ol[@data-zone='{zone}']//@data-figure") for zone in ZONES}
        self.own = region.xpath(f"//*[@data-owner='{self.me}']/@data-figure")
        self.seq = label

    def _put(self, node: Any) -> None:
        """Last in its zone, unless it stood there already: the order is that of placing."""
        (figure,), zone = node.xpath(".//@data-figure"), node.get("data-in")
        if figure not in self.table[zone]:
            self.table = {name: [one for one in figures if one != figure] for name, figures in self.table.items()}
            self.table[zone].append(figure)

    # Hands

    def play(self, moves: int) -> None:
        """Move own figures from zone to zone, one move after another; each is repeated until it has its answer."""
        figures = list(self.own)
        zones = {figure: next(zone for zone in ZONES if figure in self.table[zone]) for figure in figures}
        for turn in range(moves):
            figure = figures[turn % len(figures)]
            zones[figure] = ZONES[(ZONES.index(zones[figure]) + 1) % 3]
            self.do("table.place", figure=figure, zone=zones[figure])

    def do(self, action: str, **fields: str) -> None:
        """Send a command until it is answered; its id is noted."""
        action_id = secrets.token_hex(10)
        sent = urllib.parse.urlencode({**fields, "action_id": action_id, "step": self.step}).encode()
        request = urllib.request.Request(f"{self.url}do/{action}/", sent, {"X-CSRFToken": self.token})
        while not self.ended:
            try:
                self.browser.open(request, timeout=8).close()
                self.acknowledged.append(action_id)
                return
            except urllib.error.HTTPError as error:
                if error.code < 500 and error.code != 429:
                    self.refused.append(error.read().decode())
                    return
            except OSError:
                pass
            time.sleep(PAUSE)


def wait_for(so: Callable[[], bool], patience: float = 30) -> None:
    """Return as soon as it is so."""
    limit = time.monotonic() + patience
    while not so():
        assert time.monotonic() < limit, "it did not come true in time"
        time.sleep(0.02)
