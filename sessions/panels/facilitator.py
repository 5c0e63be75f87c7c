"""What the region `desk` of the regie shows: the step, the door, the seats, the turns, the order of the stack."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sessions import links
from sessions.board.viewer import Board
from sessions.panels import chances
from workshop import wall
from workshop.limits import MOST_SEATS
from workshop.models import Participant, SwapProposal, Turn
from workshop.opening import in_order
from workshop.plan import advice
from workshop.run_sheet import RUN_SHEET
from workshop.steps import LAST_CATCH_UP, TABLE_ORDER, Heading, Step, StoryMode, WeighBy, Zone
from workshop.texts import CUSTOMER_NUMBER, QUESTIONS

Context = dict[str, object]


def desk(board: Board) -> Context | None:
    """The desk of the regie; nobody else's page asks for it, and nobody else gets it."""
    if not board.viewer.facilitates:
        return None
    workshop, step = board.workshop, Step(board.workshop.step)
    if not board.viewer.leads:
        return {"reads_only": True}
    return {
        "page": RUN_SHEET[step],
        # A presenter's keys go through turns and slips first, and through steps when those are done.
        "steps_inside": (step == Step.STORY and board.turn is not None) or (step == Step.SWAP and bool(board.unopened)),
        "questions": [board.asked(number) for number in range(1, CUSTOMER_NUMBER + 1)],
        "plan": [(one, workshop.minutes[one]) for one in Step],
        "advice": advice(workshop, len(board.seats), len(board.unsettled)),
        "addresses": links.choices(),
        "address": links.workshop_address(workshop),
        "hello_address": f"{links.workshop_address(workshop)}/hello/{workshop.code}/",
        "takeover_address": f"{links.workshop_address(workshop)}/take-over/",
        "sizes": (("S", _("klein")), ("M", _("gewoon")), ("L", _("groot"))),
        "themes": (("light", _("licht")), ("dark", _("donker"))),
        "languages": settings.LANGUAGES,
        "previous": Step(step - 1) if step > Step.LOBBY and not workshop.closed_at else None,
        "next": Step(step + 1) if step < Step.CLOSING else None,
        "waiting_for": _waiting_for(board),
        # Until there is a result, whose region has these links too, the desk offers the files as a *tussenstand*.
        "results_shown": step == Step.CLOSING or bool(board.results),
        "free_seats": MOST_SEATS - len(board.seats),
        "may_catch_up": Step.TABLE <= step <= LAST_CATCH_UP,
        "join_address": links.join_address(workshop),
        "guest_links": [(guest, links.seat_link(guest)) for guest in board.guests],
        "projector_link": links.projector_link(workshop),
        "modes": list(StoryMode),
        "speaking_turn": board.turn.id if board.turn else "",
        "headings": list(Heading),
        "table_zones": TABLE_ORDER,
        "zones": list(Zone),
        "untold": _untold(board) if step == Step.STORY else [],
        "wall_hangs": bool(wall.cards(board.threads)),
        "gathering": chances.leaks(board) if step == Step.THREAD else None,
        "strains": chances.strains(board),
        "take_requests": chances.unanswered_take_requests(board) if step == Step.SWAP else [],
        "measures": list(WeighBy),
        "to_open": opening_order(board) if step == Step.SWAP else [],
        "undecided": sum(not slip.outcome for slip in board.slips) if step == Step.SWAP else 0,
        "may_begin": step == Step.SWAP and not workshop.opening_order and bool(board.unopened),
        "proxies": _proxies(board),
    }


def _waiting_for(board: Board) -> list[Participant]:
    """Who is still at it, in steps in which each works alone and says when it is done; after closing nobody is."""
    step = board.workshop.step
    if step in (Step.LOBBY, Step.STORY, Step.SWAP) or board.workshop.closed_at:
        return []
    return [seat for seat in board.seats if seat.done_step != step]


def _untold(board: Board) -> list[tuple[Participant, list[int]]]:
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


def _proxies(board: Board) -> list[Context]:
    """The seats without a device; after closing those whose yes to an agreement is still asked."""
    proxies = [_proxy(board, seat) for seat in board.seats if seat.without_device]
    return [one for one in proxies if one["agreements"] or not board.workshop.closed_at]


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
