"""What the region `desk` of the regie shows: what the facilitator does next."""

from __future__ import annotations

from sessions.board.viewer import Board
from sessions.panels.slides import deck_of
from workshop.models import Participant, SwapProposal, Turn
from workshop.opening import in_order
from workshop.steps import Step, StoryMode
from workshop.texts import QUESTIONS

Context = dict[str, object]


def desk(board: Board) -> Context | None:
    """What to do next: the buttons under what the room does now. Nobody else's page asks for it, and nobody else gets
    it."""
    if not board.viewer.leads:
        return None
    step = board.workshop.step
    lit = step == Step.SWAP and any(not slip.settled for slip in board.spotlit)
    return (
        step_changes(board)
        | {
            "turn": board.turn if step == Step.STORY else None,
            "question": board.question,
            "by_person": board.workshop.story_mode == StoryMode.PERSON,
            "to_open": opening_order(board) if step == Step.SWAP else [],
            "may_begin": step == Step.SWAP and not board.workshop.opening_order and bool(board.unopened),
            "lit": lit,
            "proxies": len(proxies(board)),
        }
        | _slides_beside(board)
    )


def _slides_beside(board: Board) -> Context:
    """The slides before and after the one on the beamer."""
    if board.workshop.step != Step.CLOSING:
        return {}
    deck, place = deck_of(board)
    return {
        "slide_before": deck[place - 1] if place else None,
        "slide_after": deck[place + 1] if deck[place + 1 :] else None,
    }


def step_changes(board: Board) -> Context:
    """The steps before and after this one, and what is asked before the next."""
    workshop, step = board.workshop, Step(board.workshop.step)
    return {
        "previous": Step(step - 1) if step > Step.LOBBY and not workshop.closed_at else None,
        "next": Step(step + 1) if step < Step.CLOSING else None,
        # A presenter's keys go through turns and slips first, and through steps when those are done.
        "steps_inside": _goes_on_inside(board),
        "waiting_for": waiting_for(board),
        "unheard": len(untold(board)) if step == Step.STORY else 0,
        "undecided": sum(not slip.outcome for slip in board.slips) if step == Step.SWAP else 0,
    }


def _goes_on_inside(board: Board) -> bool:
    """Whether a turn, a slip or a slide comes next, and not a step."""
    if board.workshop.step == Step.STORY:
        return board.turn is not None
    if board.workshop.step == Step.CLOSING:
        return True
    lit = any(not slip.settled for slip in board.spotlit)
    return board.workshop.step == Step.SWAP and (bool(board.unopened) or lit)


def waiting_for(board: Board) -> list[Participant]:
    """Who is still at it, in steps in which each works alone and says when it is done; after closing nobody is."""
    step = board.workshop.step
    if step in (Step.LOBBY, Step.STORY, Step.SWAP) or board.workshop.closed_at:
        return []
    return [seat for seat in board.seats if seat.done_step != step]


def untold(board: Board) -> list[tuple[Participant, list[int]]]:
    """Coverage: who has not told yet, and in round mode in which rounds."""
    told = {(turn.participant_id, turn.question) for turn in board.turns if turn.state == Turn.State.DONE}
    rounds = [question.number for question in QUESTIONS] if board.workshop.story_mode == StoryMode.ROUND else []
    if not rounds:
        done = {seat for seat, _question in told}
        return [(seat, []) for seat in board.seats if seat.id not in done]
    missing = [(seat, [number for number in rounds if (seat.id, number) not in told]) for seat in board.seats]
    return [(seat, numbers) for seat, numbers in missing if numbers]


def opening_order(board: Board) -> list[SwapProposal]:
    """Closed slips in a fixed order, that of the form once the facilitator has begun, and then those to open again."""
    postponed = [slip for slip in board.slips if _can_open_again(slip, board.workshop.spotlight)]
    return in_order(board.unopened, board.workshop.opening_order) + postponed


def _can_open_again(slip: SwapProposal, spotlight: str) -> bool:
    """Left open, or put back on the stack without a result."""
    return slip.opened and not slip.settled and (bool(slip.outcome) or slip.rating.customer_id != spotlight)


def proxies(board: Board) -> list[Context]:
    """The seats without a device; after closing those whose yes to an agreement is still asked."""
    found = [_proxy(board, seat) for seat in board.seats if seat.without_device]
    return [one for one in found if one["agreements"] or not board.workshop.closed_at]


def _proxy(board: Board, seat: Participant) -> Context:
    """What the facilitator may do for a seat without a device: public matters only."""
    figures = [figure for figure in board.figures if figure.participant_id == seat.id]
    on_stack = {slip.rating_id for slip in board.slips}
    laid = {case.rating_id for case in board.cases}
    return {
        "seat": seat,
        "figures": figures,
        "leaks": [figure for figure in figures if figure.leak and figure.id not in laid],
        "keeps": [figure for figure in figures if figure.id not in on_stack],
        "stuck": [slip for slip in board.slips if slip.giver_id == seat.id and not slip.settled],
        "spotlit": [
            {"slip": slip, "colleagues": [other for other in board.seats if other.id != seat.id]}
            for slip in board.spotlit
            if slip.giver_id != seat.id and not slip.settled
        ],
        "swaps": board.unanswered_swaps[seat.id] if board.workshop.step in (Step.STACK, Step.SWAP) else 0,
        "agreements": [one for one in board.agreements if one.owner_id == seat.id and not one.accepted]
        if board.workshop.step == Step.CLOSING
        else [],
    }
