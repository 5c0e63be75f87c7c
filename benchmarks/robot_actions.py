"""What a robot does next: something that its page offers in this step, at the pace of people.

Buttons and lists are read off the regions' HTML; what somebody would type is invented.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import html
import json
import random
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator

from robot_log import clock
from robot_screen import Screen

#: What a robot sends: the action and its fields.
Act = tuple[str, dict[str, object]]

BUTTON = re.compile(r'data-command="([\w.]+)" data-fields="([^"]*)"')
SORTED = re.compile(r'data-choice="(\w+)" aria-pressed="(true|false)" data-command="sheet.sort" data-fields="([^"]*)"')
LINE = re.compile(r'data-item="(\w+)"')
TO_PLACE = re.compile(r'data-place="(\w+)" data-of="(\w+)"')
SLIP = re.compile(r'<li\s+id="a-(\w+)"\s+class="deck-card slip-answer".*?</form>', re.DOTALL)
SLIP_SEQ = re.compile(r'name="slip_seq" value="(\d+)"')
THREAD = re.compile(r'data-thread="(\w+)"')
NOTE = re.compile(r'name="note" value="(\w+)"')
GIVES_ENERGY = re.compile(r'<select id="at-figure".*?</select>', re.DOTALL)
OPTION = re.compile(r'<option value="(\w+)"')

#: Which part of the whole time each step takes: about PLANS[3] of workshop/limits.py, without the break.
SHARES = (0.04, 0.16, 0.12, 0.26, 0.12, 0.10, 0.15, 0.05)
ZONES = ("costs", "neutral", "gives")
#: Where each puts what is pasted: energy given, energy cost, and what is still to be sorted.
COLUMNS = ("gives", "costs", "")
HEADINGS = ("returns", "gives", "costs", "more", "no_more")
#: Customers that each pastes into a column in step 1, slips that each gives away.
CUSTOMERS, SLIPS = 3, 3
#: Figures that each puts on the table by hand before all others follow at once.
BY_HAND = 3
#: Of those who only listen one in so many writes something down.
SELDOM = 4


class Hands(ABC):
    """Common to all: a screen, and a pause before each act. `pace`: seconds between two acts, on average."""

    def __init__(self, screen: Screen, pace: float) -> None:
        self.screen, self.pace = screen, pace
        self.luck = random.Random(screen.source)
        self.typed: dict[str, int] = {}

    async def play(self, until: float) -> None:
        while clock() < until and not self.screen.sentence:
            pause = self.pace * (0.3 + min(3.0, self.luck.expovariate(1 / 0.7)))
            await asyncio.sleep(min(pause, max(0.0, until - clock())))
            offers = [*self.offers(int(self.screen.step))] if not self.is_over else []
            if offers and clock() < until:
                action, fields = self.luck.choice(offers)
                if self.screen.send(action, fields):
                    self.typed[action] = self.typed.get(action, 0) + 1

    @abstractmethod
    def offers(self, step: int) -> Iterator[Act]:
        """What this page's person could do now."""

    @property
    def is_over(self) -> bool:
        """Whether the workshop was closed."""
        return "data-closed" in self.screen.shown.text("head")

    def count(self, action: str) -> int:
        """How often this one did it."""
        return self.typed.get(action, 0)

    def buttons(self, region: str, *actions: str) -> list[Act]:
        """The buttons of these actions in a region."""
        found = BUTTON.findall(self.screen.shown.text(region))
        return [(name, _fields(sent)) for name, sent in found if name in actions]

    def words(self, what: str) -> str:
        return f"{what} {self.luck.randrange(10_000)}"


class Seat(Hands):
    """Somebody at the table. `place`: which of the eight; each keeps their own colour."""

    def __init__(self, screen: Screen, pace: float, place: int) -> None:
        super().__init__(screen, pace)
        self.place = place

    def offers(self, step: int) -> Iterator[Act]:
        own = self.screen.shown.text("own")
        steps: tuple[Callable[[str], Iterator[Act]], ...]
        steps = (self._look, self._list, self._lay, self._tell, self._harvest, self._give, self._swap, self._close)
        return steps[step](own)

    def _look(self, own: str) -> Iterator[Act]:
        if self.count("lobby.choose_look") < 2:
            yield "lobby.choose_look", {"colour": self.place, "shape": self.luck.randrange(8)}

    def _list(self, own: str) -> Iterator[Act]:
        if self.count("sheet.add") < len(COLUMNS):
            names = (self.words("Bakkerij") for _ in range(CUSTOMERS))
            yield "sheet.add", {"names": "\n".join(names), "column": COLUMNS[self.count("sheet.add")]}
            return
        unsorted = [one for one in _grouped(SORTED.findall(own)) if not any(pressed for _, pressed, _ in one)]
        for choices in unsorted:
            _, _, sent = self.luck.choice(choices)
            yield "sheet.sort", sent
        if not unsorted:
            if self.count("sheet.reason") < 2:
                for line in LINE.findall(own):
                    yield "sheet.reason", {"figure": line, "reason": self.words("Altijd haast")}
            yield from self._done(own)

    def _lay(self, own: str) -> Iterator[Act]:
        if self.count("table.lay") < 1:
            yield "table.lay", {"name": self.words("Vergeten"), "zone": self.luck.choice(ZONES), "kind": "customer"}
        everything = self.buttons("own", "table.place_all")
        if everything and self.count("table.place") >= BY_HAND:
            yield from everything
            return
        waiting = own.partition("forgotten")[0] if everything else own
        for zone, figure in TO_PLACE.findall(waiting):
            yield "table.place", {"figure": figure, "zone": zone}

    def _tell(self, own: str) -> Iterator[Act]:
        turn = self.screen.shown.text("turn")
        if f'data-lit-owner="{self.screen.me}"' in turn:
            yield from (self.buttons("turn", "story.next_question") or self.buttons("turn", "story.pass_word"))
            for zone, figure in TO_PLACE.findall(own):
                yield "table.place", {"figure": figure, "zone": zone}
        elif self.luck.randrange(SELDOM) == 0:
            yield "story.keep_note", {"text": self.words("Dat heb ik ook")}

    def _harvest(self, own: str) -> Iterator[Act]:
        if self.count("thread.write") < 3:
            text = self.words("Wij bellen te laat terug")
            yield "thread.write", {"heading": self.luck.choice(HEADINGS), "text": text}
        for note in NOTE.findall(own):
            yield "thread.share_note", {"note": note, "heading": self.luck.choice(HEADINGS)}
        if self.luck.randrange(SELDOM) == 0:
            yield from self.buttons("threads", "thread.improve")

    def _give(self, own: str) -> Iterator[Act]:
        if self.count("stack.stick") < SLIPS:
            yield from self.buttons("own", "stack.stick")
            for _, fields in self.buttons("own", "stack.give_away")[:2]:
                yield "stack.give_away", fields | {"why": self.words("Ik kom er niet aan toe"), "wish": "Geduld"}
        elif self.count("stack.wish") < 2:
            yield from self.buttons("own", "stack.wish")
        else:
            yield from self._done(own)

    def _swap(self, own: str) -> Iterator[Act]:
        for found in SLIP.finditer(own):
            if 'aria-pressed="true"' not in found.group():
                yield self._answer(found[1], found.group())
        yield from self.buttons("spotlight", "swap.choose")
        if self.luck.randrange(SELDOM) == 0:
            yield from self._done(own)

    def _answer(self, slip: str, form: str) -> Act:
        answer = "no" if "hint leak" in form else self.luck.choice(("take", "no", "no"))
        fields: dict[str, object] = {"slip": slip, "slip_seq": _first(SLIP_SEQ, form), "answer": answer}
        return "swap.answer", fields | ({"expectation": self.luck.choice(ZONES[1:])} if answer == "take" else {})

    def _close(self, own: str) -> Iterator[Act]:
        if self.count("closing.success") < 1:
            yield "closing.success", {"success": self.words("Twee klanten geruild")}
        figures = OPTION.findall(_first(GIVES_ENERGY, own, 0))
        if figures and self.count("closing.attention") < 1:
            yield "closing.attention", {"figure": self.luck.choice(figures), "attention_with": "Een bezoek"}
        if self.count("closing.agree") < 1:
            day = dt.date.today() + dt.timedelta(days=14)  # noqa: DTZ011 - a date as the browser sends it
            agreed = {"text": self.words("Elke maand bellen"), "first_step": "Morgen", "on": day.isoformat()}
            yield "closing.agree", {"owner": self.screen.me, **agreed}
        yield from self.buttons("own", "closing.accept")

    def _done(self, own: str) -> Iterator[Act]:
        return (act for act in self.buttons("own", "lobby.done") if str(act[1].get("done")) == "1")


class Console(Hands):
    """Fleur: she goes on when the time of a step is over, and leads what happens in it."""

    def __init__(self, screen: Screen, pace: float, begin: float, seconds: float) -> None:
        super().__init__(screen, pace)
        edges = [sum(SHARES[: number + 1]) for number in range(len(SHARES))]
        self.ends = [begin + seconds * edge for edge in edges]

    def offers(self, step: int) -> Iterator[Act]:
        if clock() >= self.ends[step]:
            return iter(self._go_on(step))
        return iter(self._lead(step))

    def _go_on(self, step: int) -> list[Act]:
        return [("steps.go", {"to": step + 1})] if step < 7 else [("closing.close", {})]

    def _lead(self, step: int) -> list[Act]:
        if step == 2:
            return self.buttons("same", "table.join", "table.differ")
        if step == 3:
            return self.buttons("order", "story.draw")[:1] if self.count("story.draw") < 1 else []
        if step == 6 and clock() > self.ends[5] + (self.ends[6] - self.ends[5]) * 0.3:
            return self._settle()
        if step == 7 and self.count("closing.comeback") < 1:
            day = dt.date.today() + dt.timedelta(days=60)  # noqa: DTZ011
            return [("closing.comeback", {"on": day.isoformat()})]
        return []

    def _settle(self) -> list[Act]:
        """The slip that is open is settled; else the next is opened."""
        for action in ("swap.settle", "swap.let_go", "swap.look", "swap.leave_open"):
            if found := self.buttons("spotlight", action):
                return found
        return self.buttons("desk", "swap.open")[:1]


def _fields(sent: str) -> dict[str, object]:
    return dict(json.loads(html.unescape(sent)))


def _grouped(found: list[tuple[str, str, str]]) -> Iterator[list[tuple[str, bool, dict[str, object]]]]:
    """The choices of each line together."""
    lines: dict[str, list[tuple[str, bool, dict[str, object]]]] = {}
    for zone, pressed, sent in found:
        fields = _fields(sent)
        lines.setdefault(str(fields["figure"]), []).append((zone, pressed == "true", fields))
    return iter(lines.values())


def _first(pattern: re.Pattern[str], text: str, group: int = 1) -> str:
    found = pattern.search(text)
    return found[group] if found else ""
