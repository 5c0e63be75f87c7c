"""A comeback's own regions: the look back at its start, and *toen → nu* once everybody has judged again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.board.viewer import Board
from sessions.panels import then_now_picture, wall
from workshop.load import PASSED_ON
from workshop.models import Earlier
from workshop.names import plain
from workshop.steps import TABLE_ORDER, Zone
from workshop.texts import CUSTOMER_NUMBER
from workshop.then_now import Arrow, Person, arrows, energy, people

Context = dict[str, object]

#: The team's energy is drawn from this many workshops on: two points are no course.
FEWEST_FOR_COURSE = 3
_TURNS = ("better", "same", "worse", "gone", "ended", "away", "new")
#: Customers in the table on the beamer, and in which order.
MOST_TOLD = 18
_TOLD = ("better", "gone", "ended", "worse", "new", "away", "same")


# --- the look back -------------------------------------------------------------------------------------------------


def review(board: Board) -> Context:
    """In the lobby of a comeback: what comes along; and once it has begun who is here again, hand-overs, successes.

    Of the customers of then it names no zone.
    """
    workshop = board.workshop
    before = workshop.previous
    return look_back(board) | {
        "begun": bool(workshop.energy_before),
        "wall": wall.shown(board),
        "may_begin": board.viewer.leads and not workshop.energy_before,
        "held_on": localdate(before.started_at or before.created_at) if before else None,
        "title": before.title if before else "",
    }


def look_back(board: Board) -> Context:
    """Who is here again, and the hand-overs of then: the open ones first."""
    handed = [_hand_over(board, row) for row in board.earlier if row.outcome in PASSED_ON]
    names = dict.fromkeys(name for row in board.earlier for name in (row.person, row.taker) if name)
    back = {board.seat_of[name] for name in names if name in board.seat_of}
    return {
        # A success of this workshop's own can only be told at its end.
        "told": [one for one in board.successes if one.by],
        "again": [seat for seat in board.seats if seat.id in back],
        "new": [seat for seat in board.seats if seat.id not in back],
        "left": [name for name in names if name not in board.seat_of],
        "unfinished": [row for row in handed if not row["done"]],
        "finished": [row for row in handed if row["done"]],
        "asked": board.asked(CUSTOMER_NUMBER).text,
        "handed": handed,
    }


def _hand_over(board: Board, row: Earlier) -> Context:
    """A hand-over of then with the ticks of its two sides."""
    sees_to, seat_of = board.viewer.sees_to, board.seat_of
    sides = [("giver", row.person, row.given, _("overgedragen")), ("taker", row.taker, row.received, _("overgenomen"))]
    shown = [
        {
            "side": side,
            "name": name,
            "done": done,
            "words": words,
            "mine": sees_to(seat_of.get(name)),
        }
        for side, name, done, words in sides
    ]
    may_decide = sees_to(seat_of.get(row.person), seat_of.get(row.taker))
    return {"row": row, "done": row.given and row.received, "sides": shown, "may_decide": may_decide}


# --- toen → nu -----------------------------------------------------------------------------------------------------


def then_now(board: Board) -> Context | None:
    """The customers of then beside those of now; None before all have judged again, so that nobody is led by it."""
    if not board.workshop.shows_then:
        return None
    found = _arrows(board)
    turns = Counter(arrow.turn for arrow in found)
    rows = [_row(board, arrow) for arrow in found]
    # On the beamer there is room for some: what changed comes first.
    told = sorted(rows, key=lambda row: _TOLD.index(row["turn"]))[:MOST_TOLD]
    return {
        "told": told,
        "untold": len(rows) - len(told),
        "named": len(found) <= then_now_picture.MOST_NAMED,
        "turns": [(turn, _words(turn, turns[turn]), turns[turn]) for turn in _TURNS if turns[turn]],
        "picture": then_now_picture.draw(board, found),
        "rows": rows,
        "people": [_person(one) for one in people(found, {one.id: one.name for one in board.seats}, board.seat_of)],
        "zones": [Zone(zone) for zone in TABLE_ORDER],
        "course": course(board),
    }


def _words(turn: str, many: int = 1) -> str:
    """Which way the energy went, after a number of customers."""
    return {
        "better": ngettext("geeft meer energie dan toen", "geven meer energie dan toen", many),
        "same": _("hetzelfde als toen"),
        "worse": ngettext("kost meer energie dan toen", "kosten meer energie dan toen", many),
        "gone": _("losgelaten"),
        "ended": ngettext("contact beëindigd", "contacten beëindigd", many),
        "away": _("niet meer op tafel"),
        "new": _("nieuw"),
    }[turn]


def _arrows(board: Board) -> list[Arrow]:
    joined = {plain(one.other.name): one.kept_id for one in board.same_answers if one.same}
    return arrows(board.earlier, board.figures, board.seat_of, joined)


def _row(board: Board, arrow: Arrow) -> Context:
    then = f"{arrow.then.person}: {Zone(arrow.then.zone).label}" if arrow.then else "–"
    now = f"{arrow.now.participant.name}: {Zone(str(arrow.now.zone)).label}" if arrow.now else "–"
    return {"name": arrow.name, "then": then, "now": now, "turn": arrow.turn, "words": _words(arrow.turn)}


def _person(one: Person) -> Context:
    def counts(counted: Counter[str] | None) -> list[int | str]:
        return ["–"] * len(TABLE_ORDER) if counted is None else [counted[zone] for zone in TABLE_ORDER]

    return {"name": one.name, "then": counts(one.then), "now": counts(one.now)}


# --- the team through the years ------------------------------------------------------------------------------------


def course(board: Board) -> list[Context]:
    """The team's energy at each workshop, this one last; totals of the team, never of a person. Empty for fewer than
    three."""
    held = localdate(board.workshop.started_at or board.workshop.created_at).isoformat()
    now = {"on": held} | energy(str(figure.zone) for figure in board.figures)
    years = [*board.workshop.energy_before, now]
    return [_year(one) for one in years] if len(years) >= FEWEST_FOR_COURSE else []


def _year(counted: dict[str, Any]) -> Context:  # type: ignore[explicit-any]  # JSON of the database
    total = sum(counted[zone] for zone in TABLE_ORDER)
    bars, left = [], 0.0
    for zone in TABLE_ORDER:
        wide = round(100 * counted[zone] / total, 1) if total else 0.0
        bars.append({"zone": Zone(zone), "n": counted[zone], "left": f"{left:.1f}", "wide": f"{wide:.1f}"})
        left += wide
    return {"on": dt.date.fromisoformat(counted["on"]), "bars": bars, "total": total}
