"""The hand-over sheet: what one person gets and gives, who tells the customer, when they speak to them together, and
what this person agreed to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sessions.board.viewer import Board
from sessions.exports import content, typeset
from sessions.exports.content import Cell, Column, Table
from sessions.exports.swap_list_pdf import about, told
from workshop import load
from workshop.models import Agreement, Participant, SwapProposal


@dataclass(frozen=True)
class Sheet:
    """One person's hand-overs, as tables in the order of the sheet."""

    seat: Participant
    tables: list[Table]


def sheets(board: Board, *, of: str = "") -> list[Sheet]:
    """The sheets that this viewer may have: everyone's for facilitator and team lead, else one's own.

    `of`: only the one of this seat. What the viewer may not have is not there.
    """
    mine = [seat for seat in board.seats if board.viewer.may_export or seat.id == board.me]
    return [_sheet(board, seat) for seat in mine if of in ("", seat.id)]


def write(board: Board, shown: list[Sheet]) -> bytes:
    """The sheets as a PDF, each person on a page of their own."""
    people = [{"name": content.legal(one.seat.name), "tables": [told(table) for table in one.tables]} for one in shown]
    data = about(board, wide=False) | {"people": people, "comeback": content.comeback(board)}
    return typeset.pdf("hand_over.typ", data | {"heading": _("Overdracht"), "for": _("Overdrachtsblad van")})


def talks(board: Board, *, of: str = "") -> list[SwapProposal]:
    """The slips with a talk of giver, taker and customer; of one person, or of all."""
    passed = [slip for slip in board.results if slip.outcome in load.PASSED_ON and slip.talk_on]
    return [slip for slip in passed if of in ("", slip.giver_id, slip.taker_id)]


def _sheet(board: Board, seat: Participant) -> Sheet:
    passed = [slip for slip in board.results if slip.outcome in load.PASSED_ON]
    own = [slip for slip in board.results if slip.outcome in load.LEFT and slip.giver_id == seat.id]
    gone = [slip for slip in own if not slip.taker]
    helps = [slip for slip in passed if slip.helper_id == seat.id]
    tables = [
        _gets([slip for slip in passed if slip.taker_id == seat.id]),
        _gives([slip for slip in own if slip.taker]),
    ]
    tables += [_lets_go(board, gone)] if gone else []
    tables += [_helps(helps)] if helps else []
    agreed = [one for one in board.agreements if one.owner_id == seat.id]
    return Sheet(seat, tables + ([_agreed(agreed)] if agreed else []))


def _gets(slips: list[SwapProposal]) -> Table:
    columns = [Column(_("klant"), 24), Column(_("van"), 13, names=True), Column(_("met hulp van"), 13, names=True),
               Column(_("wat ik moet weten"), 30), Column(_("samen in gesprek"), 14),
               Column(_("eerste contact voor"), 14)]  # fmt: skip
    rows: list[list[Cell]] = [
        [slip.rating.customer.name, slip.giver.name, _name(slip.helper), slip.must_know, _day(slip.talk_on),
         _day(slip.first_contact_before)]
        for slip in slips
    ]  # fmt: skip
    if any(slip.rating.signal for slip in slips):
        columns.append(Column(_("wat de klant zei"), 24))
        for row, slip in zip(rows, slips, strict=True):
            row.append(slip.rating.signal)
    return Table(_("Wat ik krijg"), columns, rows, _("Ik krijg geen klanten."))


def _gives(slips: list[SwapProposal]) -> Table:
    columns = [Column(_("klant"), 24), Column(_("naar"), 15, names=True),
               Column(_("wie vertelt het"), 17, names=True),
               Column(_("samen in gesprek"), 14), Column(_("wat de ander moet weten"), 30)]  # fmt: skip
    rows: list[list[Cell]] = [
        [slip.rating.customer.name, _name(slip.taker), _teller(slip), _day(slip.talk_on), slip.must_know]
        for slip in slips
    ]
    return Table(_("Wat ik geef"), columns, rows, _("Ik geef geen klanten weg."))


def _lets_go(board: Board, slips: list[SwapProposal]) -> Table:
    columns = [Column(_("klant"), 24), Column(_("uitkomst"), 18),
               Column(_("wie vertelt het"), 17, names=True),
               Column(_("wanneer"), 14), Column(_("waar het heen kan"), 27)]  # fmt: skip
    rows: list[list[Cell]] = [
        [slip.rating.customer.name, content.ending(board, slip), _teller(slip), _day(slip.farewell_on),
         slip.farewell_to]
        for slip in slips
    ]  # fmt: skip
    return Table(_("Wat ik loslaat"), columns, rows)


def _helps(slips: list[SwapProposal]) -> Table:
    columns = [
        Column(_("klant"), 24),
        Column(_("van"), 14, names=True),
        Column(_("naar"), 14, names=True),
        Column(_("samen in gesprek"), 14),
    ]
    rows: list[list[Cell]] = [
        [slip.rating.customer.name, slip.giver.name, _name(slip.taker), _day(slip.talk_on)] for slip in slips
    ]
    return Table(_("Waar ik bij help"), columns, rows)


def _agreed(agreements: list[Agreement]) -> Table:
    columns = [Column(_("afspraak"), 34), Column(_("eerste stap"), 30), Column(_("datum"), 14), Column(_("stand"), 16)]
    rows: list[list[Cell]] = [[one.text, one.first_step, one.on, _state(one)] for one in agreements]
    return Table(_("Wat ik heb afgesproken"), columns, rows)


def _state(agreement: Agreement) -> str:
    if not agreement.accepted:
        return _("nog geen ja")
    return _("klaar") if agreement.done_on else _("loopt")


def _name(seat: Participant | None) -> str:
    return seat.name if seat else ""


def _teller(slip: SwapProposal) -> str:
    return slip.farewell_teller or _("nog in te vullen")


def _day(day: Cell) -> Cell:
    return day or _("nog in te vullen")
