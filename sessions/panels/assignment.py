"""The *ruilvoorstel*: slips left without a taker, brought to `workshop.assignment` and back in words.

For the facilitator only, on request. Nothing of it is stored, and nothing happens by it until somebody concerned says
so on their own device.
"""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext_lazy as _

from sessions.board.viewer import Board
from sessions.panels.chances import said_no
from workshop import load
from workshop.assignment import Case, Left, Plan, Reason, propose
from workshop.models import SwapProposal, TakeRequest
from workshop.steps import Outcome, Zone

Context = dict[str, object]

WHY_NOT = {
    Reason.UNKNOWN: _("Niemand anders heeft deze klant beoordeeld of een verwachting gegeven."),
    Reason.LEAKS: _("Voor iedereen die deze klant kent is het een energielek."),
    Reason.NO_GAIN: _("Niemand krijgt er meer energie van dan wie weggeeft."),
    Reason.NO_ROOM: _("Wie er energie van krijgt, heeft geen ruimte meer voor nog een klant."),
}


def ruilvoorstel(board: Board) -> Context:
    """Slip by slip who would take it and why, and what finds no place; to be talked about."""
    slips = {slip.id: slip for slip in left_slips(board)}
    case = case_of(board, list(slips.values()))
    plan = propose(case)
    requested = set(TakeRequest.objects.filter(slip__in=slips).values_list("slip", "participant"))
    return {
        "placed": [
            _placed(board, case, slips[slip], seat, (slip, seat) in requested) for slip, seat in plan.placed.items()
        ],
        "unplaced": [(slips[slip], WHY_NOT[reason]) for slip, reason in plan.unplaced.items()],
        "loads": _loads(board, case, plan),
    }


def left_slips(board: Board) -> list[SwapProposal]:
    """Opened, undecided, and no colleague takes them. What is still closed is nobody's business yet."""
    return [
        slip for slip in board.undecided if not any(board.stands(claim, slip) for claim in board.open_claims[slip.id])
    ]


def case_of(board: Board, slips: list[SwapProposal]) -> Case:
    left = tuple(Left(slip.id, slip.giver_id, slip.rating.customer_id, str(slip.rating.zone)) for slip in slips)
    return Case(left, _energy(board, slips), load.room(board.loads), _serves(board))


def _energy(board: Board, slips: list[SwapProposal]) -> dict[tuple[str, str], str]:
    """What people said of these customers: an expectation with an opened answer, or, above it, their own rating."""
    said = {
        (claim.participant_id, slip.rating.customer_id): claim.expectation
        for slip in slips
        for claim in board.open_claims[slip.id]
        if claim.expectation
    }
    leaving = {slip.rating_id for slip in board.slips if slip.outcome != Outcome.KEPT}
    for slip in slips:
        for figure in board.figures_of[slip.rating.customer_id]:
            key = (figure.participant_id, figure.customer_id)
            said.pop(key, None)
            if figure.id not in leaving:
                said[key] = str(figure.zone)
    return said


def _serves(board: Board) -> frozenset[tuple[str, str]]:
    gone = {slip.rating_id for slip in board.slips if slip.outcome in load.LEFT}
    own = {(figure.participant_id, figure.customer_id) for figure in board.figures if figure.id not in gone}
    taken = {
        (slip.taker_id, slip.rating.customer_id)
        for slip in board.slips
        if slip.outcome in load.PASSED_ON and slip.taker_id
    }
    return frozenset(own | taken)


def _placed(board: Board, case: Case, slip: SwapProposal, seat_id: str, requested: bool) -> Context:
    rated = any(figure.participant_id == seat_id for figure in board.figures_of[slip.rating.customer_id])
    return {
        "slip": slip,
        "seat": board.by_id[seat_id],
        "giver_zone": Zone(str(slip.rating.zone)),
        "energy": Zone(case.energy[seat_id, slip.rating.customer_id]),
        "expects": not rated,
        "said_no": said_no(board, slip.id, seat_id),
        "requested": requested,
    }


def _loads(board: Board, case: Case, plan: Plan) -> list[Context]:
    """For those who would get something: now → if all of it is accepted."""
    gets = plan.gets(case)
    gives = Counter(slip.giver for slip in case.slips if slip.slip in plan.placed)
    weights = _weights(board, case, plan)
    return [
        {
            "seat": one.seat,
            "now": one.after.total,
            "then": one.after.total + gets[one.seat.id] - gives[one.seat.id],
            "weight": one.after.weight,
            "weight_then": one.after.weight + weights[one.seat.id],
        }
        for one in board.loads
        if one.seat and one.seat.id in gets
    ]


def _weights(board: Board, case: Case, plan: Plan) -> Counter[str]:
    """What each person's customers would weigh more, or less, by the plan; who serves a customer weighs it already."""
    slips = {slip.id: slip for slip in board.undecided}
    more: Counter[str] = Counter()
    heaviest: dict[tuple[str, str], int] = {}
    for slip_id, seat in plan.placed.items():
        slip = slips[slip_id]
        pair = (seat, slip.rating.customer_id)
        if pair not in case.serves:
            heaviest[pair] = max(heaviest.get(pair, 0), slip.rating.weight)
        more[slip.giver_id] -= slip.rating.weight
    for (seat, _customer), weight in heaviest.items():
        more[seat] += weight
    return more
