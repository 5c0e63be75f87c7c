"""What each region shows, for this viewer, in the steps in which it may (workshop/staleness.py). None: nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.board.viewer import Board
from sessions.panels import case, chances, then_now, wall
from workshop import load
from workshop.actions.lookups import AnyRow
from workshop.actions.swap import who_stays
from workshop.models import Claim, Customer, EnergyRating, Help, Participant, SwapProposal, Turn
from workshop.plan import planned_end
from workshop.steps import LAST_CATCH_UP, Answer, Heading, Outcome, Step, StoryMode, Zone
from workshop.texts import AIM, HOUSE_RULES, LAST_LOOK, TASKS, THREAD_NUMBER

Context = dict[str, object]


def head(board: Board) -> Context:
    look_up = bool(_shown(board)) and board.viewer.role in ("participant", "guest")
    shown = {"task": task(board), "steps": list(Step), "look_up": look_up}
    return shown | ({"aim": AIM, "house_rules": HOUSE_RULES} if board.workshop.step == Step.LOBBY else {})


def task(board: Board) -> str:
    """What to do now, in one sentence; of a step that is over: that it is."""
    step = Step(board.workshop.step)
    if board.workshop.closed_at:
        return ""  # the line below it says so
    if catches_up(board):
        return _("Inhalen: zet eerst je eigen klanten op tafel. De anderen zijn al verder.")
    if (
        step == Step.STORY
        and board.turns
        and all(turn.state in (Turn.State.DONE, Turn.State.PASSED) for turn in board.turns)
    ):
        return _("Iedereen heeft verteld. De begeleider gaat verder.")
    if step == Step.SWAP and not board.unsettled:
        return _("Over alle briefjes is beslist. De begeleider gaat verder.")
    return str(TASKS[step])


def catches_up(board: Board) -> bool:
    """Whether the viewer does steps 1 and 2 while the others are further."""
    seat = board.viewer.seat
    return bool(seat and seat.catching_up and Step.STORY <= board.workshop.step <= LAST_CATCH_UP)


def _shown(board: Board) -> str:
    """What the facilitator put on the big screen, other than the way in."""
    return "" if board.workshop.projector_shows == "join" else board.workshop.projector_shows


def clock(board: Board) -> Context:
    """The server's end moment in milliseconds; each screen counts down with its own offset to the server's time."""
    workshop = board.workshop
    if workshop.closed_at:
        return {}
    speaking = board.turn if workshop.step == Step.STORY else None
    return {
        "ends": _milliseconds(workshop.step_ends_at),
        "planned": _milliseconds(planned_end(workshop, workshop.step)),
        "turn_ends": _milliseconds(speaking.ends_at if speaking else None),
        "paused": _milliseconds(workshop.paused_at),
    }


def _milliseconds(moment: dt.datetime | None) -> str:
    return str(int(moment.timestamp() * 1000)) if moment else ""


# --- counts: that something was done, never what ------------------------------------------------------------------


def counts(board: Board) -> Context:
    """Who is done; before the steps, for the facilitator only, who has moved the practice figure."""
    rows = [{"seat": seat, "text": _count(board, seat), "done": is_done(board, seat)} for seat in board.seats]
    begun = board.workshop.step > Step.LOBBY or board.viewer.facilitates
    asks_done = begun and not board.workshop.closed_at
    return {"rows": rows, "done": sum(is_done(board, seat) for seat in board.seats), "asks_done": asks_done}


def is_done(board: Board, seat: Participant) -> bool:
    return seat.done_step == board.workshop.step


def _count(board: Board, seat: Participant) -> str:
    step, numbers = board.workshop.step, board.list_counts.get(seat.id, Counter())
    if step == Step.SHEET:
        return _("%(sorted)d van %(all)d verdeeld") % {"sorted": numbers["sorted"], "all": numbers["all"]}
    if board.asked_case and case.is_time(board):
        return _("heeft geantwoord") if seat.id in board.case_answered else ""
    if step == Step.STACK:
        stuck = sum(slip.giver_id == seat.id for slip in board.slips)
        return ngettext("%(n)d briefje", "%(n)d briefjes", stuck) % {"n": stuck}
    if step == Step.SWAP:
        asked = sum(slip.giver_id != seat.id and not slip.direct_swap_id for slip in board.slips)
        return _("%(n)d van %(asked)d beantwoord") % {"n": board.answer_counts.get(seat.id, 0), "asked": asked}
    return ""


# --- step 3: the turn ---------------------------------------------------------------------------------------------


def turn(board: Board) -> Context:
    speaking = board.turn
    mine = speaking is not None and speaking.participant_id == board.me
    return {
        "turn": speaking,
        "question": board.question,
        "mine": mine,
        "leads": mine or board.viewer.leads,
        "signals": [(figure, board.signals[figure.id]) for figure in board.figures if figure.id in board.signals],
        "by_person": board.workshop.story_mode == StoryMode.PERSON,
        "next_turns": board.next_turns,
    }


# --- step 4 -------------------------------------------------------------------------------------------------------


def threads(board: Board) -> Context:
    heads = [thread for thread in board.threads if not thread.under_id]
    columns = [(heading, [thread for thread in heads if thread.heading == heading]) for heading in Heading]
    return {"columns": columns, "harvesting": board.may("thread.write"), "question": board.asked(THREAD_NUMBER).text}


# --- steps 5 and 6 ------------------------------------------------------------------------------------------------


def stack(board: Board) -> Context:
    on_stack = [slip for slip in board.slips if not slip.settled]
    settled = [slip for slip in board.slips if slip.settled]
    return {"on_stack": on_stack, "settled": settled, "dropping": board.may("stack.stick") and bool(board.me)}


def spotlight(board: Board) -> Context | None:
    slips = board.spotlit
    if not slips:
        return None
    return {"slips": [lit_slip(board, slip) for slip in slips], "together": len(slips) > 1}


def lit_slip(board: Board, slip: SwapProposal) -> Context:
    """An opened slip with all answers at once, and the loads of the giver and the candidate takers only."""
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
        "giver_load": next((change for change in board.loads if change.seat and change.seat.id == slip.giver_id), None),
        "look": LAST_LOOK[slip.look - 1] if slip.look else "",
        "looked": slip.look >= len(LAST_LOOK),
        "stays": [board.by_id[figure.participant_id] for figure in stays(slip)],
        "mine": slip.giver_id == board.me,
        "proxy": board.viewer.leads and slip.giver.without_device,
    }


def stays(slip: SwapProposal) -> list[EnergyRating]:
    """Who keeps serving the customer after this contact has ended."""
    return who_stays(slip) if slip.outcome == Outcome.ENDED else []


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
    load: load.Change | None
    weight_then: int


def _taker(board: Board, slip: SwapProposal, claim: Claim) -> Taker:
    change = next((one for one in board.loads if one.seat and one.seat.id == claim.participant_id), None)
    helps: list[AskedHelp] = [{"help": one, "helper": board.by_id[one.helper_id]} for one in claim.helps.all()]
    energy = next(
        (f.zone for f in board.figures_of[slip.rating.customer_id] if f.participant_id == claim.participant_id), ""
    )
    return {
        "claim": claim,
        "seat": board.by_id[claim.participant_id],
        "stands": board.stands(claim, slip),
        "helps": helps if claim.answer == Answer.HELP else [],
        "energy": Zone(energy or claim.expectation) if energy or claim.expectation else "",
        "expects": not energy,
        "now": change.after.total if change else 0,
        "then": load.if_taken(change, slip, board.figures) if change else 0,
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


# --- step 7 -------------------------------------------------------------------------------------------------------


def result(board: Board) -> Context | None:
    if board.workshop.step != Step.CLOSING and not any(slip.settled for slip in board.slips):
        return None
    closing = board.workshop.step == Step.CLOSING
    rows = [
        {
            "slip": slip,
            "outcome": load.shown_outcome(slip),
            "fills_in": closing and board.viewer.sees_to(slip.giver_id, slip.taker_id),
        }
        for slip in board.results
    ]
    attentive = [(seat, board.figure_by_id.get(seat.attention_id or "")) for seat in board.seats] if closing else []
    return {
        "rows": rows,
        "closing": closing,
        "loads": board.loads,
        "team": load.team_load(board.loads),
        "most": board.most,
        "attentive": [(seat, figure) for seat, figure in attentive if figure],
        "successes": [seat for seat in board.seats if seat.success] if closing else [],
        "agreements": board.agreements if closing else [],
        "may_export": board.viewer.may_export,
    }


def same(board: Board) -> Context | None:
    questions, joined = board.same_questions, board.joined
    if _listens(board) or not (questions or joined):
        return None
    asked = [
        {"kept": kept, "other": other, "kept_by": _owners(board, kept), "other_by": _owners(board, other)}
        for kept, other in questions
    ]
    return {"questions": asked, "joined": joined}


def _owners(board: Board, customer: Customer) -> list[Participant]:
    return [figure.participant for figure in board.figures_of[customer.id]]


def _listens(board: Board) -> bool:
    """In step 3 who does not speak is asked nothing (permissions.guard_listening)."""
    speaks = board.turn is None or board.turn.participant_id == board.me
    return board.workshop.step == Step.STORY and board.viewer.role == "participant" and not speaks


# --- the big screen ----------------------------------------------------------------------------------------------


def stage(board: Board) -> Context:
    """The big screen's own look, and what was put on it: the way in, or one figure, slip, thread or question."""
    kind, _colon, row_id = board.workshop.projector_shows.partition(":")
    found = STAGED[kind](board, row_id) if kind else None
    return {"kind": kind if found else "", "one": found}


def _find(rows: Iterable[AnyRow], row_id: str) -> AnyRow | None:
    return next((row for row in rows if row.id == row_id), None)


STAGED: dict[str, Callable[[Board, str], object]] = {
    "review": lambda board, _id: then_now.look_back(board) if board.workshop.energy_before else None,
    "then_now": lambda board, _id: then_now.then_now(board),
    "then_table": lambda board, _id: then_now.then_now(board),
    "energy": lambda board, _id: then_now.then_now(board),
    "join": lambda board, _id: board.workshop,
    "chances": lambda board, _id: chances.team(board),
    "case": lambda board, _id: case.on_stage(board),
    "wall": lambda board, _id: wall.shown(board),
    "leaks": lambda board, _id: chances.leaks(board),
    "figure": lambda board, row_id: _find(board.figures, row_id),
    "slip": lambda board, row_id: _find(board.slips, row_id),
    "thread": lambda board, row_id: _find(board.threads, row_id),
    "question": lambda board, row_id: board.asked(int(row_id)),
}
