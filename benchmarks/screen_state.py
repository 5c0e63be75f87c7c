"""What one screen shows, and which changes it has yet to show: as connection.js and regions.js, without a line."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from page_reader import FOLLOWS, SECTION, Table
from robot_log import Book, clock


class Shown:
    """The regions as text, and the table as figures in their order.

    `heard`: the seq up to which it was told what changed; `needed`: region → at which seq it must be painted; `owing`:
    seq → the regions that must be painted before this screen shows that change; `news`: set when `needed` may have
    grown.
    """

    def __init__(self, source: str, workshop: str, book: Book) -> None:
        self.source, self.workshop, self.book = source, workshop, book
        self.heard = 0
        self.news = asyncio.Event()
        self.regions: dict[str, tuple[int, str]] = {}
        self.follows: dict[str, set[str]] = {}
        self.table: Table | None = None
        self.needed: dict[str, int] = {}
        self.owing: dict[int, set[str]] = {}
        self.kept: list[tuple[int, str]] = []
        self.asked: list[str] = []

    def text(self, name: str) -> str:
        """What a region shows; empty for one that this page has not."""
        return self.regions.get(name, (0, ""))[1]

    # --- connection.js ---

    def take(self, seq: int, html: str, stale: list[str]) -> None:
        if seq > self.heard + 1:
            self.catch_up(seq)
            return
        self.heard = max(self.heard, seq)
        self._note(seq, html, stale)
        self._owe(seq, html, stale)

    def catch_up(self, seq: int) -> None:
        if seq > self.heard:
            self.note_fetched(seq)
            self._note(seq, "", ["all"])

    def note_fetched(self, seq: int) -> None:
        """Everything was fetched, and is as it stands at `seq` or later."""
        for missed in range(self.heard + 1, seq + 1):
            self._owe(missed, "", ["all"])
        self.heard = max(self.heard, seq)

    def accept(self, seq: int, html: str, stale: list[str]) -> None:
        """An own command was done."""
        if seq == self.heard + 1 and (html or stale):
            self.heard = seq
            self._owe(seq, html, stale)
        self._note(seq, html, stale)

    def take_back(self, seq: int, html: str, stale: list[str]) -> None:
        """An own command was refused: what was shown of it already goes."""
        self._note(min(seq, self.heard), html, stale, force=True)

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
        if "all" in stale:
            return [*self.regions]
        named = {*stale, *(name for name, others in self.follows.items() if others & {*stale})}
        return [name for name in self.regions if name in named]

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

    @contextmanager
    def fetching(self, names: list[str]) -> Iterator[None]:
        """While these regions are fetched, fragments are kept: they are put once more in the table that comes."""
        self.asked = names
        yield
        self.asked = []
        kept, self.kept = self.kept, []
        for seq, html in kept:
            self._place(seq, html)

    def paint(self, text: str) -> None:
        self.follows |= {name: {*others.split()} for name, others in FOLLOWS.findall(text)}
        for name, label, inner in SECTION.findall(text):
            if int(label) < self.regions.get(name, (0, ""))[0]:
                continue
            self.regions[name] = int(label), inner
            if name == "table":
                self.table = Table(inner)
            if int(label) >= self.needed.get(name, 0):
                self.needed.pop(name, None)
            self._painted(name, int(label))

    # --- the comparison ---

    def differences(self, page: str) -> list[str]:
        """The regions that are not what this fresh page shows."""
        fresh = {name: inner for name, _, inner in SECTION.findall(page)}
        mine = {name: inner for name, (_, inner) in self.regions.items()}
        if "table" in fresh and self.table is not None:
            fresh["table"], mine["table"] = ("\n".join(one.told()) for one in (Table(fresh["table"]), self.table))
        return sorted(name for name in fresh.keys() | mine.keys() if fresh.get(name) != mine.get(name))
