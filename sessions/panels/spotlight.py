"""The slips in the spotlight of step 6: who takes them, who must still answer, and what it makes of the loads."""

from __future__ import annotations

from collections import Counter
from typing import TypedDict

from sessions.board.viewer import Board
from workshop import load
from workshop.models import Claim, Help, Participant, SwapProposal
from workshop.steps import Answer, Zone
from workshop.texts import LAST_LOOK

Context = dict[str, object]


def spotlight(board: Board) -> Context | None:
    slips = board.spotlit
    if not slips:
        return None
    return {
        "slips": [lit_slip(board, slip) for slip in slips],
        "together": len(slips) > 1,
        "alone": len(slips) == 1,
        "strip": _strip(board, slips),
    }


def _strip(board: Board, lit: list[SwapProposal]) -> Context:
    """All slips in a row, a word for the style sheet each: those with a result, those in the spotlight, the others."""
    done = [slip for slip in board.slips if slip.settled and slip not in lit]
    others = len(board.slips) - len(done) - len(lit)
    outcomes = Counter(slip.outcome for slip in board.slips if slip.settled)
    return {
        "slips": ["past"] * len(done) + ["now"] * len(lit) + [""] * others,
        "place": len(done) + 1,
        "outcomes": outcomes.most_common(),
    }


def lit_slip(board: Board, slip: SwapProposal) -> Context:
    """An opened slip with all answers at once, and the loads of the giver and the candidate takers only."""
    giver_load = next((change for change in board.loads if change.seat and change.seat.id == slip.giver_id), None)
    claims = sorted(board.open_claims[slip.id], key=lambda claim: board.by_id[claim.participant_id].place)
    figures = board.figures_of[slip.rating.customer_id]
    takers = [_taker(board, slip, claim) for claim in claims if claim.answer != Answer.NO]
    return {
        "slip": slip,
        "history": figures,
        "signals": board.told_of(slip.rating.customer_id),
        "takers": takers,
        "standing": [taker for taker in takers if taker["stands"]],
        "refusing": [claim for claim in claims if claim.answer == Answer.NO],
        "asked": _asked(takers),
        "waiting": _unanswered(board, slip, {claim.participant_id for claim in claims}),
        "giver_load": giver_load,
        "giver_then": giver_load.after.total - 1 if giver_load else 0,
        "look": LAST_LOOK[slip.look - 1] if slip.look else "",
        "looked": slip.look >= len(LAST_LOOK),
        "stays": board.who_stays(slip),
        "mine": slip.giver_id == board.me,
        "proxy": board.viewer.leads and slip.giver.without_device,
    }


class AskedHelp(TypedDict):
    """A help that somebody asked for, and of whom."""

    help: Help
    helper: Participant


class Taker(TypedDict):
    """Who takes a slip, how it stands with them, and what it makes of their load."""

    claim: Claim
    seat: Participant
    stands: bool
    helps: list[AskedHelp]
    energy: Zone | str
    expects: bool
    now: int
    then: int
    more: int
    load: load.Change | None
    weight_then: int


def _taker(board: Board, slip: SwapProposal, claim: Claim) -> Taker:
    change = next((one for one in board.loads if one.seat and one.seat.id == claim.participant_id), None)
    helps: list[AskedHelp] = [{"help": one, "helper": board.by_id[one.helper_id]} for one in claim.helps.all()]
    energy = next(
        (f.zone for f in board.figures_of[slip.rating.customer_id] if f.participant_id == claim.participant_id), ""
    )
    now, then = (change.after.total, load.if_taken(change, slip, board.figures)) if change else (0, 0)
    return {
        "claim": claim,
        "seat": board.by_id[claim.participant_id],
        "stands": board.stands(claim, slip),
        "helps": helps if claim.answer == Answer.HELP else [],
        "energy": Zone(energy or claim.expectation) if energy or claim.expectation else "",
        "expects": not energy,
        "now": now,
        "then": then,
        "more": then - now,
        "load": change,
        "weight_then": load.weight_if_taken(change, slip, board.figures) if change else 0,
    }


def _asked(takers: list[Taker]) -> list[Participant]:
    """Who was asked to help somebody at this table and has not said yes or no: nobody is let go before that."""
    pending = [one["helper"] for taker in takers if not taker["seat"].removed for one in taker["helps"]
               if one["help"].yes is None and not one["helper"].removed]  # fmt: skip
    return sorted({helper.id: helper for helper in pending}.values(), key=lambda helper: helper.place)


def _unanswered(board: Board, slip: SwapProposal, answered: set[str]) -> list[Participant]:
    return [seat for seat in board.seats if seat.id != slip.giver_id and seat.id not in answered]
