"""What goes into every file: the same rows, in the same order and words as the screen shows. Formats come after.

Two forms (docs/domain.md, *After the workshop*): `inside`, for the team, with energy and reasons; and for outside,
which holds no zone, no expectation and no why.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sessions.board.viewer import Board
from workshop import load
from workshop.models import SwapProposal
from workshop.steps import Outcome, Wall, Zone
from workshop.wall import cards, column_of

Cell = str | int | dt.date | None

#: What neither XML 1.0 nor a typesetter takes: control characters, halves of pairs, and two that are none.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Column:
    """A column of a table; `width` in characters, for files that must say how wide; `names`: it holds names."""

    name: str
    width: int
    names: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a title. `empty`: the sentence that stands there without rows."""

    title: str
    columns: list[Column]
    rows: list[list[Cell]]
    empty: str = field(default="")

    @property
    def by_row(self) -> list[tuple[Cell, list[tuple[Column, Cell]]]]:
        """Each row as its first cell and the other filled ones with their columns: a phone has no room for a table."""
        return [
            (row[0], [(column, cell) for column, cell in zip(self.columns[1:], row[1:], strict=True) if cell])
            for row in self.rows
        ]


def legal(text: str) -> str:
    """`text` without characters that a file may not hold."""
    return _ILLEGAL.sub("", text)


def shown(cell: Cell) -> str:
    """A cell as people read it: "21 nov 2026" for a date, a true minus before a number, else the text."""
    if isinstance(cell, dt.date):
        return date_format(cell, "j b Y")
    if isinstance(cell, int):
        return str(cell).replace("-", "−")
    return "" if cell is None else legal(cell)


# --- about the afternoon ---------------------------------------------------------------------------------------------


def interim(board: Board) -> bool:
    """Until the workshop is closed every file is a *tussenstand*: it can still change."""
    return board.workshop.closed_at is None


def held_on(board: Board) -> dt.date:
    """The day of the workshop."""
    return timezone.localdate(board.workshop.started_at or board.workshop.created_at)


def comeback(board: Board) -> str:
    day = board.workshop.comeback_on
    return _("Terugkomsessie: %(day)s") % {"day": date_format(day, "l j F Y")} if day else ""


# --- the swap list ---------------------------------------------------------------------------------------------------


def swap_list(board: Board, *, inside: bool) -> Table:
    """All rows of the swap list. `inside`: with energy and reasons; otherwise names, from, to and outcome only."""
    columns = _outside_columns() + (_inside_columns() if inside else [])
    rows = [_outside_cells(board, slip) + (_inside_cells(slip) if inside else []) for slip in board.results]
    if inside and any(slip.rating.signal for slip in board.results):
        columns.append(Column(_("klantsignaal"), 36))
        for row, slip in zip(rows, board.results, strict=True):
            row.append(slip.rating.signal)
    return Table(_("Ruillijst"), columns, rows, _("Er is nog niets geruild of losgelaten."))


def _outside_columns() -> list[Column]:
    return [
        Column(_("klant"), 28),
        Column(_("soort"), 21),
        Column(_("van"), 13),
        Column(_("naar"), 13),
        Column(_("hulp van"), 13),
        Column(_("uitkomst"), 18),
        Column(_("eerste stap"), 22),
        Column(_("datum"), 15),
    ]


def _inside_columns() -> list[Column]:
    return [
        Column(_("energie van wie weggeeft"), 15),
        Column(_("energie van wie overneemt"), 18),
        Column(_("waarom"), 34),
    ]


def _outside_cells(board: Board, slip: SwapProposal) -> list[Cell]:
    first_step, day = _first_step(slip)
    return [
        slip.rating.customer.name,
        slip.rating.customer.get_kind_display(),
        slip.giver.name,
        slip.taker.name if slip.taker else "",
        slip.helper.name if slip.helper else "",
        ending(board, slip),
        first_step,
        day,
    ]


def _inside_cells(slip: SwapProposal) -> list[Cell]:
    return [_energy(slip.rating.zone or ""), _taker_energy(slip), slip.why]


def _first_step(slip: SwapProposal) -> tuple[str, dt.date | None]:
    """What happens first with this customer, and when; in the words of the screen."""
    if not slip.settled:
        if slip.decide_who:
            return _("%(who)s beslist") % {"who": slip.decide_who}, slip.decide_on
        return _("%(who)s houdt de klant voorlopig") % {"who": slip.giver.name}, None
    if slip.talk_on:
        return _("samen in gesprek"), slip.talk_on
    if slip.farewell_teller:
        return _("%(who)s vertelt het") % {"who": slip.farewell_teller}, slip.farewell_on
    return (_("eerste contact"), slip.first_contact_before) if slip.first_contact_before else ("", slip.farewell_on)


def _energy(zone: str) -> str:
    return str(Zone(zone).label) if zone else ""


def _taker_energy(slip: SwapProposal) -> str:
    energy = _energy(slip.taker_energy)
    return _("verwachting: %(energy)s") % {"energy": energy} if energy and slip.taker_expects else energy


# --- what stands beside it -------------------------------------------------------------------------------------------


def loads(board: Board, *, inside: bool) -> Table:
    """Customers per person and of the team, before → after; per zone only for the team."""
    columns = [
        Column(_("naam"), 24),
        Column(_("aantal voor"), 14),
        Column(_("aantal na"), 14),
        Column(_("verschil"), 12),
    ]
    if inside:
        moments = (_("voor"), _("na"), _("verwacht na"))
        columns += [Column(f"{zone.label}, {when}", 20) for zone in Zone for when in moments]
    changes = [*board.loads, load.team_load(board.loads)]
    title = _("%(many)s per persoon") % {"many": capfirst(board.counted)}
    return Table(title, columns, [_load_cells(change, inside) for change in changes])


def _load_cells(change: load.Change, inside: bool) -> list[Cell]:
    """What was rated and what a taker expects stand apart."""
    before, after = change.before, change.after
    name = change.seat.name if change.seat else _("Het team")
    cells: list[Cell] = [name, before.total, after.total, change.difference]
    zones = [(before.zones[zone], after.zones[zone] - after.expected[zone], after.expected[zone]) for zone in Zone]
    return cells + ([number for zone in zones for number in zone] if inside else [])


def agreements(board: Board) -> Table:
    """The agreements, the team lead's own first."""
    columns = [Column(_("afspraak"), 44), Column(_("eerste stap"), 34), Column(_("datum"), 14),
               Column(_("van wie"), 16), Column(_("ja gezegd"), 14)]  # fmt: skip
    rows: list[list[Cell]] = [
        [one.text, one.first_step, one.on, one.owner.name, _("ja") if one.accepted else _("nog geen ja")]
        for one in board.agreements
    ]
    return Table(_("Afspraken"), columns, rows, _("Er zijn nog geen afspraken."))


def farewells(board: Board, *, inside: bool) -> Table:
    """The customers that are let go: who tells them, when, and where they can go. Why is for the team."""
    columns = [Column(_("klant"), 28), Column(_("van"), 14), Column(_("uitkomst"), 24),
               Column(_("wie vertelt het"), 18), Column(_("wanneer"), 18),
               Column(_("waar de klant heen kan"), 30)]  # fmt: skip
    columns += [Column(_("waarom"), 30)] if inside else []
    slips = [slip for slip in board.results if slip.outcome in (Outcome.DROPPED, Outcome.ENDED)]
    return Table(_("Afscheid"), columns, [_farewell_cells(board, slip, inside) for slip in slips])


def _farewell_cells(board: Board, slip: SwapProposal, inside: bool) -> list[Cell]:
    cells: list[Cell] = [
        slip.rating.customer.name,
        slip.giver.name,
        ending(board, slip),
        slip.farewell_teller or _("nog in te vullen"),
        slip.farewell_on or _("nog in te vullen"),
        slip.farewell_to,
    ]
    return [*cells, slip.farewell_why] if inside else cells


def ending(board: Board, slip: SwapProposal) -> str:
    """The outcome; if only this contact ends, with who keeps serving the customer (docs/domain.md, *Letting go*)."""
    label = str(load.shown_outcome(slip).label)
    stay = [seat.name for seat in board.who_stays(slip)]
    return _("%(outcome)s, blijft bij %(names)s") % {"outcome": label, "names": named(stay)} if stay else label


def attention(board: Board) -> Table:
    """Which energy-giving customers get more attention, and the successes; for the team, as it tells of energy."""
    columns = [Column(_("naam"), 16), Column(_("klant"), 28), Column(_("waarmee"), 40), Column(_("succes"), 40)]
    rows: list[list[Cell]] = []
    for seat in board.seats:
        figure = board.figure_by_id.get(seat.attention_id or "")
        if figure or seat.success:
            rows.append([seat.name, figure.customer.name if figure else "", seat.attention_with, seat.success])
    return Table(_("Meer aandacht"), columns, rows)


def wall(board: Board) -> Table:
    """The wall of change; for the team."""
    columns = [Column(_("soort"), 18), Column(_("wat"), 60), Column(_("van wie"), 18), Column(_("stand"), 14)]
    rows: list[list[Cell]] = [
        [str(column.label), head.text, head.owner, head.get_state_display()]
        for column in Wall
        for head, _under in cards(board.threads)
        if column_of(head) == column
    ]
    return Table(_("Verbetermuur"), columns, rows)


def named(names: Iterable[str]) -> str:
    """Names in a sentence: "Ana, Bas en Cem"."""
    *others, last = list(names) or [""]
    return _("%(others)s en %(last)s") % {"others": ", ".join(others), "last": last} if others else last
