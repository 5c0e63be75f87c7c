"""Step 7 on the beamer in slides, which the facilitator turns: each is read from the back of the room.

A slide takes as many pages as its lines need at that size; how long a text becomes is estimated here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar, cast

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sessions.board.viewer import Board
from workshop import load
from workshop.models import Participant, SwapProposal
from workshop.projector_views import SLIDES
from workshop.steps import Outcome

Context = dict[str, object]
Row = TypeVar("Row")

#: How many rows of the swap list stand in one column, and on one slide in two.
ONE_COLUMN, TWO_COLUMNS = 12, 28
#: How high a slide is, and in it a line and what is between two rows, in 1/90 of the beamer (slides.css).
ROOM, LINE, BETWEEN = 66, 3.3, 1.2
#: How many letters stand beside each other on half a slide and on a whole one.
HALF, WHOLE = 52, 100


@dataclass(frozen=True)
class Slide:
    """`view`: its name in `Workshop.projector_view`. `kind`: what it shows; `rows`: of what, by the name of a list."""

    view: str
    kind: str
    title: str
    page: int
    pages: int
    rows: Context = field(default_factory=dict)


def slides(board: Board) -> Context:
    """The slide that the beamer shows now, and what all slides need."""
    deck, place = deck_of(board)
    return {
        "slide": deck[place],
        "place": place + 1,
        "many": len(deck),
        "team": load.team_load(board.loads),
        "most": board.most,
    }


def deck_of(board: Board) -> tuple[list[Slide], int]:
    """All slides, and the place of the one that is shown; one that has gone makes room for the first of its kind."""
    deck = [slide for kind in SLIDES for slide in _pages(kind, board)]
    shown, _page, _number = board.workshop.projector_view.partition("-")
    by_view = {slide.view: place for place, slide in enumerate(deck)}
    return deck, by_view.get(board.workshop.projector_view, by_view.get(shown, 0))


def _pages(kind: str, board: Board) -> Iterator[Slide]:
    title, contents = _CONTENTS[kind](board)
    for number, rows in enumerate(contents, 1):
        view = kind if number == 1 else f"{kind}-{number}"
        yield Slide(view, kind, title, number, len(contents), rows)


def _swaps(board: Board) -> tuple[str, list[Context]]:
    rows = [
        {"slip": slip, "outcome": load.shown_outcome(slip), "stays": board.who_stays(slip)} for slip in board.results
    ]
    if len(rows) <= ONE_COLUMN:
        return _("Ruillijst"), [{"swaps": rows, "columns": 1}]
    return _("Ruillijst"), [{"swaps": page, "columns": 2} for page in _paged(rows, _swap_height, room=2 * ROOM)]


def _swap_height(row: Context) -> float:
    """In two columns; with TWO_COLUMNS of the lowest a slide is full."""
    slip, stays = cast(SwapProposal, row["slip"]), cast(list[Participant], row["stays"])
    beside = slip.helper or row["outcome"] == Outcome.ENDED
    below = " " * 11 + ", ".join(one.name for one in stays) if stays else slip.decide_who and slip.decide_who + " " * 24
    lines = max(_lines(22, slip.rating.customer.name), 2 if beside else 1, 1 + _lines(19, below) if below else 1)
    return max(2 * ROOM / TWO_COLUMNS, lines * 3.14 + 0.6)


def _loads(board: Board) -> tuple[str, list[Context]]:
    return _("%(many)s per persoon") % {"many": capfirst(board.counted)}, [{"loads": board.loads}]


def _attention(board: Board) -> tuple[str, list[Context]]:
    """More attention at the left, and successes at the right."""
    named = [(seat, board.figure_by_id.get(seat.attention_id or "")) for seat in board.seats]
    attentive = [(seat, figure) for seat, figure in named if figure]
    told = [seat for seat in board.seats if seat.success]
    left = _paged(attentive, lambda row: _height(HALF, row[1].customer.name + row[0].name, row[0].attention_with))
    right = _paged(told, lambda seat: _height(HALF, seat.name, seat.success))
    many = max(len(left), len(right), 1)
    left += [[]] * (many - len(left))
    right += [[]] * (many - len(right))
    return _("Meer aandacht"), [{"attentive": one, "told": other} for one, other in zip(left, right, strict=True)]


def _agreements(board: Board) -> tuple[str, list[Context]]:
    room = ROOM - 8 * bool(board.workshop.comeback_on)
    pages = _paged(board.agreements, lambda one: _height(WHOLE, one.text, one.first_step + " " * 45) + 1, room)
    return _("Afspraken"), [{"agreements": page} for page in pages or [[]]]


_CONTENTS: dict[str, Callable[[Board], tuple[str, list[Context]]]] = {
    "swaps": _swaps,
    "loads": _loads,
    "attention": _attention,
    "agreements": _agreements,
}


def _paged(rows: Iterable[Row], height_of: Callable[[Row], float], room: float = ROOM) -> list[list[Row]]:
    """The rows in as few pages as hold them, about equally full; a row higher than a page has one of its own."""
    measured = [(row, height_of(row)) for row in rows]
    pages = _filled(measured, room)
    total = sum(height for _row, height in measured)
    tried = (total / len(pages) + more for more in range(int(room))) if pages else ()
    even = (_filled(measured, least) for least in tried if least < room)
    return next((better for better in even if len(better) == len(pages)), pages)


def _filled(rows: Iterable[tuple[Row, float]], room: float) -> list[list[Row]]:
    pages: list[list[Row]] = []
    left = 0.0
    for row, height in rows:
        if not pages or height > left + 1e-6:
            pages.append([])
            left = room
        pages[-1].append(row)
        left -= height
    return pages


def _height(letters: int, *texts: str) -> float:
    """Of a row with a head, that is as high as two lines, and texts that begin on a line of their own."""
    return max(2, sum(_lines(letters, text) for text in texts if text)) * LINE + BETWEEN


def _lines(letters: int, text: str) -> int:
    return 1 + (len(text) - 1) // letters
