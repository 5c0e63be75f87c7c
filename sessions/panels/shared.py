"""What the regions show that all pages have, for this viewer, in the steps in which they may (workshop/staleness.py).

None: nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Final, NamedTuple, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.board.viewer import Board
from sessions.panels import case
from workshop import load, wording
from workshop.bidi import isolated
from workshop.models import Customer, EnergyRating, Participant, Turn
from workshop.plan import planned_end
from workshop.projector_views import SEAT
from workshop.staleness import may_show
from workshop.steps import LAST_CATCH_UP, Heading, Step, StoryMode
from workshop.texts import AIM, HEADING_QUESTIONS, HOUSE_RULES, TASK_WORDS, TASKS, THREAD_NUMBER

Context = dict[str, object]


def head(board: Board) -> Context:
    look_up = bool(_shown(board)) and board.viewer.role in ("participant", "guest")
    shown = {"task": task(board), "steps": list(Step), "look_up": look_up}
    return shown | ({"aim": AIM, "house_rules": HOUSE_RULES} if board.workshop.step == Step.LOBBY else {})


def tabs(board: Board) -> Context:
    """The views of a page, each with its word; `beside`: those that stand beside the task on a large screen."""
    step = Step(board.workshop.step)
    views = [View("task", str(TASK_WORDS[step]), "task"), View("mine", _("Mijn lijst"), "list"),
             View("threads", _("Rode draad"), "threads"), View("case", _("Gevallen"), "case"),
             View("stack", _("Stapel"), "stack"), View("result", _("Ruillijst"), "list"),
             View("back", _("Toen en nu"), "back"), View("table", _("Tafel"), "table"),
             View("asks", _("Vragen"), "asks"), View("people", _("Mensen"), "people")]  # fmt: skip
    there = [view for view in views if _is_there(board, view.name)]
    further = [view.name for view in there if view.name not in NEAR.get(step, ())]
    return {"views": there, "beside": BESIDE.get(step, ()), "further": further}


def more(board: Board) -> Context:
    """What few ask for: the views that have no tab on a phone, the own seat, sound and language."""
    seat = board.viewer.seat
    return tabs(board) | {"return_code": seat.return_code if seat and board.viewer.role == "participant" else ""}


def _is_there(board: Board, name: str) -> bool:
    if name == "mine":
        return board.workshop.step == Step.SHEET and board.viewer.role == "participant"
    regions = {"back": ("review", "then_now"), "asks": ("same",), "task": ("own",), "people": ("seats",)}
    return any(may_show(one, board.workshop) for one in regions.get(name, (name,)))


#: The views that have a tab on a phone too; the others are a tap further.
NEAR: Final = {
    Step.LOBBY: ("task", "back", "people"),
    Step.SHEET: ("task", "mine", "people"),
    Step.TABLE: ("task", "table", "asks", "people"),
    Step.STORY: ("task", "table", "asks", "people"),
    Step.THREAD: ("task", "threads", "case", "table", "people"),
    Step.STACK: ("task", "stack", "table", "asks", "people"),
    Step.SWAP: ("task", "stack", "table", "asks", "people"),
    Step.CLOSING: ("task", "result", "case", "threads", "people"),
}
#: The views that a large screen shows beside the task.
BESIDE: Final = {Step.SHEET: ("mine",), Step.TABLE: ("table",), Step.STORY: ("table",), Step.THREAD: ("threads",)}


class View(NamedTuple):
    """A view of a page: its name, its word, and the sign before it."""

    name: str
    word: str
    sign: str


def task(board: Board) -> str:
    """What to do now, in one sentence; of a step that is over: that it is."""
    step = Step(board.workshop.step)
    if board.workshop.closed_at:
        return ""  # the line below it says so
    if board.viewer.role == "projector" and (seat := board.by_id.get(board.workshop.projector_view.removeprefix(SEAT))):
        return _("De klanten van %(name)s") % {"name": isolated(seat.name)}
    if board.viewer.role == "projector" and step == Step.TABLE:
        return _("Zet je klanten op tafel.")  # the zones say their names themselves
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
    if step == Step.SWAP and board.spotlit:
        with wording.about(board.spotlit[0].rating.customer):
            return _("Wie pakt deze klant op?")
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
    rows = [_row(board, seat) for seat in board.seats]
    return {
        "rows": rows,
        "most": max((row["ready"] + row["unready"] for row in rows), default=0),
        "done": sum(row["done"] for row in rows),
        "asks_done": asks_done(board) or (board.workshop.step == Step.LOBBY and board.viewer.facilitates),
    }


def asks_done(board: Board) -> bool:
    """Whether each says when it is done: not while one tells and the others listen."""
    return board.workshop.step not in (Step.LOBBY, Step.STORY) and not board.workshop.closed_at


class Row(TypedDict):
    """How far somebody is."""

    seat: Participant
    text: str
    ready: int
    unready: int
    done: bool


def _row(board: Board, seat: Participant) -> Row:
    ready, all_ = _progress(board, seat)
    done = is_done(board, seat)
    return {"seat": seat, "text": _count(board, seat), "ready": ready, "unready": all_ - ready, "done": done}


def is_done(board: Board, seat: Participant) -> bool:
    return seat.done_step == board.workshop.step


def _count(board: Board, seat: Participant) -> str:
    step, (ready, all_) = board.workshop.step, _progress(board, seat)
    if step == Step.SHEET:
        return _("%(sorted)d van %(all)d verdeeld") % {"sorted": ready, "all": all_}
    if board.asked_case and case.is_time(board):
        return _("heeft geantwoord") if seat.id in board.case_answered else ""
    if step == Step.STACK:
        return ngettext("%(n)d briefje", "%(n)d briefjes", ready) % {"n": ready}
    if step == Step.SWAP:
        return _("%(n)d van %(asked)d beantwoord") % {"n": ready, "asked": all_}
    return ""


def _progress(board: Board, seat: Participant) -> tuple[int, int]:
    """How much of this step somebody has done, and how much there is: customers sorted, slips stuck or answered."""
    if board.workshop.step == Step.SHEET:
        numbers = board.list_counts.get(seat.id, Counter())
        return numbers["sorted"], numbers["all"]
    if board.workshop.step == Step.STACK:
        stuck = sum(slip.giver_id == seat.id for slip in board.slips)
        return stuck, stuck
    if board.workshop.step == Step.SWAP:
        asked = sum(slip.giver_id != seat.id and not slip.direct_swap_id for slip in board.slips)
        return board.answer_counts.get(seat.id, 0), asked
    return 0, 0


# --- step 3: the turn ---------------------------------------------------------------------------------------------


def turn(board: Board) -> Context:
    speaking = board.turn
    mine = speaking is not None and speaking.participant_id == board.me
    return {
        "turn": speaking,
        "question": board.question,
        "told": _told(board),
        "mine": mine,
        "signals": [(figure, board.signals[figure.id]) for figure in board.figures if figure.id in board.signals],
        "by_person": board.workshop.story_mode == StoryMode.PERSON,
        "next_turns": board.next_turns,
    }


def _told(board: Board) -> list[EnergyRating]:
    """The speaker's figures that the question is about, in the order of the table."""
    if not (board.turn and board.question and board.question.zone):
        return []
    speaker = board.turn.participant_id
    return [figure for figure in board.zones[board.question.zone] if figure.participant_id == speaker]


# --- step 4 -------------------------------------------------------------------------------------------------------


def threads(board: Board) -> Context:
    heads = [thread for thread in board.threads if not thread.under_id]
    own = board.viewer.role != "projector" or str(THREAD_NUMBER) in board.workshop.questions
    columns = [
        (heading, [thread for thread in heads if thread.heading == heading], "" if own else HEADING_QUESTIONS[heading])
        for heading in Heading
    ]
    question = board.asked(THREAD_NUMBER).text if own else ""
    return {"columns": columns, "harvesting": board.may("thread.write"), "question": question}


# --- steps 5 and 6 ------------------------------------------------------------------------------------------------


def stack(board: Board) -> Context:
    on_stack = [slip for slip in board.slips if not slip.settled]
    settled = [slip for slip in board.slips if slip.settled]
    return {"on_stack": on_stack, "settled": settled, "dropping": board.may("stack.stick") and bool(board.me)}


# --- step 7 -------------------------------------------------------------------------------------------------------


def result(board: Board) -> Context | None:
    if board.workshop.step != Step.CLOSING and not any(slip.settled for slip in board.slips):
        return None
    closing = board.workshop.step == Step.CLOSING
    rows = [
        {
            "slip": slip,
            "outcome": load.shown_outcome(slip),
            "stays": board.who_stays(slip),
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
