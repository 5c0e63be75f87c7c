"""The viewer's own region, step by step: what is private to this seat, and what it may do now."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.board.figures import name_with_owner, options
from sessions.board.viewer import Board
from sessions.panels import case, chances, shared
from sessions.panels.shared import is_done
from workshop import load
from workshop.actions import team_list
from workshop.actions.closing import nameless
from workshop.energy import is_leak
from workshop.looks import COLOUR_NAMES, SHAPE_NAMES
from workshop.models import Agreement, Customer, EnergyRating, Participant, SwapProposal
from workshop.steps import SHEET_ORDER, TABLE_ORDER, Answer, Heading, Size, Step, Zone
from workshop.texts import AIM, DOUBT_QUESTION, HOUSE_RULES, THREAD_NUMBER

Context = dict[str, object]

#: The word of a step all the way through: its panel's template and stylesheet bear it.
WORDS = {
    Step.LOBBY: "lobby",
    Step.SHEET: "sheet",
    Step.TABLE: "table",
    Step.STORY: "story",
    Step.THREAD: "thread",
    Step.STACK: "stack",
    Step.SWAP: "swap",
    Step.CLOSING: "closing",
}


def panel(board: Board) -> Context | None:
    """The viewer's own region: the panel of this step, or of a guest; nobody else's page has it."""
    seat = board.viewer.seat
    if seat is None:
        return None
    step = Step(board.workshop.step)
    if seat.guest:
        return {"panel": "steps/guest.html"} | _guest(board)
    context = {
        "panel": f"steps/{WORDS[step]}.html",
        "seat": seat,
        "movable": _movable(board),
        "done": is_done(board, seat),
        "asks_done": shared.asks_done(board),
        "sizes_of_customers": list(Size),
        "catching_up": shared.catches_up(board),
    }
    return context | (_sheet(board) if context["catching_up"] else {}) | OWN[step](board)


def _movable(board: Board) -> str:
    """Which own figures this page lets move: own, doubt (the speaker's neutral ones) or none."""
    if board.workshop.step == Step.STORY and not (board.viewer.seat and board.viewer.seat.catching_up):
        speaking = board.turn
        doubt = speaking is not None and speaking.participant_id == board.me and speaking.question == DOUBT_QUESTION
        return "doubt" if doubt else "none"
    return "own" if board.may("table.place") else "none"


def _lobby(board: Board) -> Context:
    taken = {seat.colour for seat in board.colleagues}
    colours = [{"number": n, "name": name, "taken": n in taken} for n, name in enumerate(COLOUR_NAMES)]
    return {"aim": AIM, "house_rules": HOUSE_RULES, "colours": colours, "shapes": list(enumerate(SHAPE_NAMES)),
            "table_zones": TABLE_ORDER}  # fmt: skip


def _sheet(board: Board) -> Context:
    lines, seat = board.own_lines, board.viewer.seat
    assert seat is not None  # panel() looked
    columns = [{"zone": zone, "lines": [line for line in lines if line.column == zone]} for zone in SHEET_ORDER]
    return {
        "lines": lines,
        "columns": columns,
        "offers": team_list.offers(board.workshop, seat) if board.may("team_list.accept") else {},
        "suggestions": team_list.suggestions(board.workshop, seat) if board.may("sheet.add") else [],
        "unsorted": [line for line in lines if not line.column],
        "sorted_lines": [line for line in lines if line.column],
        "unplaced": [line for line in lines if not line.public],
        "sills": [
            (zone, [line for line in lines if not line.public and (line.column or Zone.NEUTRAL) == zone])
            for zone in TABLE_ORDER
        ],
        "sorted": [line for line in lines if line.column and not line.public],
        "placed": [line for line in lines if line.public],
        "table_zones": TABLE_ORDER,
    }


def _story(board: Board) -> Context:
    speaking = board.turn
    mine = speaking is not None and speaking.participant_id == board.me
    zone = board.question.zone if board.question else None
    cues = [line for line in board.own_lines if line.public and line.zone == zone] if mine else []
    return {
        "mine": mine,
        "cues": cues,
        "asked_zone": zone,
        "notes": board.notes,
        "table_zones": TABLE_ORDER,
    }


def _thread(board: Board) -> Context:
    question = board.asked(THREAD_NUMBER).text
    return {"notes": board.notes, "headings": list(Heading), "question": question} | case.own(board)


class Card(NamedTuple):
    """A card of a deck, as its strip shows it: the id of its place on the page, its state, and that in a word.

    `state`: a word for the style sheet; empty while the card has no answer.
    """

    id: str
    customer: Customer
    state: str
    word: str
    giver: Participant | None = None


def _stack(board: Board) -> Context:
    """Own customers, leaks first: kept, given away in private, or stuck on the stack. Deciding changes no order."""
    lines = [line for line in board.own_lines if line.public]
    lines.sort(key=lambda line: TABLE_ORDER.index(Zone(str(line.zone))))
    for line in lines:
        line.slip = board.drafts.get(line.id)  # type: ignore[attr-defined]  # for the template
        line.wished = board.wished_leaks[line.id]  # type: ignore[attr-defined]  # for the template
        line.state = _state(_slip(line))  # type: ignore[attr-defined]  # for the template
    drafts = [line for line in lines if (slip := _slip(line)) and not slip.stuck]
    words = {"": "", "give": _("ligt klaar"), "stick": _("op de stapel")}
    given = [line for line in lines if _slip(line)]
    return (
        {
            "lines": lines,
            "drafts": drafts,
            "cards": [Card(f"l-{one.id}", one.customer, state, words[state])
                      for one in lines for state in (_state(_slip(one)),)],
            "so_far": _("Je geeft %(n)d van de %(all)d weg") % {"n": len(given), "all": len(lines)},
            "zones": list(Zone),
        }
        | _others(board)
        | chances.own(board)
    )  # fmt: skip


def _state(slip: SwapProposal | None) -> str:
    if slip is None:
        return ""
    return "stick" if slip.stuck else "give"


def _slip(line: EnergyRating) -> SwapProposal | None:
    return getattr(line, "slip", None)


def _others(board: Board) -> Context:
    """Colleagues' figures: which of them this person wished for, and which could come in a direct swap: not those of
    which one's own figure costs energy."""
    others = [figure for figure in board.figures if figure.participant_id != board.me]
    others.sort(key=lambda figure: (figure.participant.place, figure.customer.name.casefold()))
    marks, drain = board.wish_marks, {line.customer_id for line in board.own_lines if line.leak}
    return {
        "others": [(one, one.id in marks) for one in others],
        "obtainable": options((one.id, name_with_owner(one)) for one in others if one.customer_id not in drain),
    }


def _swap(board: Board) -> Context:
    """The colleagues' slips with this viewer's own answers, and the requests for help."""
    slips = [slip for slip in board.unsettled if slip.giver_id != board.me and not slip.direct_swap_id]
    requests = [{"help": one, "rated": _rated(board, one.claim.slip.rating.customer_id)} for one in board.help_requests]
    cards = [_card(board, slip) for slip in slips]
    answered = sum(bool(card.state) for card in cards)
    asking = sum(one.yes is None for one in board.help_requests)
    take_requests = chances.take_requests_to(board)
    return (
        {
            "answers": [_answer(board, slip) for slip in slips],
            "cards": cards,
            "so_far": _("%(n)d van %(asked)d beantwoord") % {"n": answered, "asked": len(cards)},
            "complete": answered == len(cards),
            "unanswered": sum(not slip.opened and slip.id not in board.own_claims for slip in slips),
            "asking": asking + len(take_requests),
            "own_slips": [slip for slip in board.slips if slip.giver_id == board.me],
            "requests": requests,
            "lines": [line for line in board.own_lines if line.public],
            "zones": list(Zone),
            "choices": list(Answer),
            "take_requests": take_requests,
        }
        | _others(board)
        | chances.own(board)
    )


#: An answer in the strip, where there is little room.
ANSWER_WORDS: Final = {
    Answer.TAKE: gettext_lazy("pak ik op"),
    Answer.HELP: gettext_lazy("met hulp"),
    Answer.NO: gettext_lazy("niet"),
}


def _card(board: Board, slip: SwapProposal) -> Card:
    claim = board.own_claims.get(slip.id)
    word = str(ANSWER_WORDS[Answer(claim.answer)]) if claim else ""
    return Card(f"a-{slip.id}", slip.rating.customer, claim.answer if claim else "", word, slip.giver)


def _answer(board: Board, slip: SwapProposal) -> Context:
    claim = board.own_claims.get(slip.id)
    helping = {one.helper_id for one in claim.helps.all()} if claim else set()
    leaks = {f.participant_id for f in board.figures_of[slip.rating.customer_id] if f.leak}
    energy = board.own_energy(slip)
    return {
        "slip": slip,
        "claim": claim,
        "energy": Zone(energy) if energy else "",
        "leak": is_leak(energy),
        "helpers": [(seat, seat.id in helping) for seat in board.colleagues if seat.id not in leaks],
        "serves": bool(energy),
        "lit": slip.opened and board.workshop.spotlight == slip.rating.customer_id,
        "signals": board.told_of(slip.rating.customer_id),
    }


def _rated(board: Board, customer_id: str) -> bool:
    return any(figure.participant_id == board.me for figure in board.figures_of[customer_id])


def _guest(board: Board) -> Context:
    """A team lead without a seat of the eight makes agreements too; the first one is theirs."""
    agrees = board.workshop.step == Step.CLOSING and not board.workshop.closed_at
    return {
        "aim": AIM,
        "house_rules": HOUSE_RULES,
        "agrees": agrees and bool(board.viewer.seat and board.viewer.seat.team_lead),
        "asked_agreements": _asked_agreements(board),
        "may_be_forgotten": _may_be_forgotten(board),
    }


def _own_agreements(board: Board) -> list[Agreement]:
    return [agreement for agreement in board.agreements if agreement.owner_id == board.me]


def _asked_agreements(board: Board) -> list[Agreement]:
    """What others would have the viewer do, as long as there is no answer."""
    return [] if board.workshop.closed_at else [one for one in _own_agreements(board) if not one.accepted]


def _closing(board: Board) -> Context:
    gone = {slip.rating_id for slip in board.slips if slip.outcome in load.LEFT}
    taken = [slip.rating for slip in board.slips if slip.outcome in load.PASSED_ON and slip.taker_id == board.me]
    kept = [line for line in board.own_lines if line.zone == Zone.GIVES and line.id not in gone]
    return {
        "choices": _each_once(kept + taken),
        "mine": [one for one in _own_agreements(board) if one.accepted],
        "asked_agreements": _asked_agreements(board),
        "load": next((one for one in board.loads if one.seat and one.seat.id == board.me), None),
        "attention": board.figure_by_id.get(board.viewer.seat.attention_id or "") if board.viewer.seat else None,
        "gets": [slip for slip in board.slips if slip.outcome in load.PASSED_ON and slip.taker_id == board.me],
        "gives": [slip for slip in board.slips if slip.outcome in load.PASSED_ON and slip.giver_id == board.me],
        "lets_go": _let_go(board),
        "may_be_forgotten": _may_be_forgotten(board),
    } | case.own(board)


def _each_once(figures: list[EnergyRating]) -> list[EnergyRating]:
    """A colleague's customer that one takes may be one's own already."""
    found: dict[str, EnergyRating] = {}
    for figure in figures:
        found.setdefault(figure.customer_id, figure)
    return list(found.values())


def _let_go(board: Board) -> list[tuple[SwapProposal, list[Participant]]]:
    """One's own slips that went to nobody, each with who keeps serving the customer."""
    gone = [one for one in board.slips if one.giver_id == board.me and one.outcome in load.LEFT - load.PASSED_ON]
    return [(one, board.who_stays(one)) for one in gone]


def _may_be_forgotten(board: Board) -> bool:
    """Whether this name can still go (*vergeet mij*)."""
    seat = board.viewer.seat
    return bool(board.workshop.closed_at and seat and seat.name != nameless(seat))


OWN = {
    Step.LOBBY: _lobby,
    Step.SHEET: _sheet,
    Step.TABLE: _sheet,
    Step.STORY: _story,
    Step.THREAD: _thread,
    Step.STACK: _stack,
    Step.SWAP: _swap,
    Step.CLOSING: _closing,
}
