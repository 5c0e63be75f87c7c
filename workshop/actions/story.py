"""Step 3, Verhalen: people speak in turn, the others only listen."""

from __future__ import annotations

import datetime as dt
import secrets

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Choice, Id, Line, Number, Seen
from workshop.actions.lookups import find_by_id, seats_of
from workshop.actions.registry import NEVER, action
from workshop.models import Participant, PrivateNote, Turn
from workshop.permissions import Who, guard_speaker
from workshop.plan import turn_time
from workshop.refusals import Missing, Refusal
from workshop.steps import Step, StoryMode, default_mode
from workshop.texts import CUSTOMER_NUMBER, QUESTIONS

SPEAKING, WAITING, DONE, PASSED = Turn.State.SPEAKING, Turn.State.WAITING, Turn.State.DONE, Turn.State.PASSED


def begin_stories(act: ActionContext) -> None:
    """Lay out the turns when step 3 opens for the first time, in the default mode for this many seats; the team
    lead last."""
    if not act.workshop.story_mode:
        seats = seats_of(act.workshop)
        _lay_out(act, default_mode(len(seats)), sorted(seats, key=lambda seat: seat.team_lead))


@action(
    "story.mode",
    who=Who.FACILITATOR,
    steps={Step.STORY},
    fields={"mode": Choice(StoryMode)},
    told=gettext_lazy("een andere manier van vertellen"),
    undo=NEVER,
)
def choose_mode(act: ActionContext, *, mode: str) -> None:
    """*Persoon voor persoon* or *ronde voor ronde*; only while nobody has spoken."""
    turns = _turns(act)
    if mode == act.workshop.story_mode:
        raise NothingToDo
    if any(turn.state in (DONE, PASSED) for turn in turns):
        raise Refusal("order-stands", _("Er is al verteld; de volgorde van vertellen ligt nu vast."))
    order = _order(turns)
    act.delete(*turns)
    _lay_out(act, mode, order)


@action(
    "story.draw",
    who=Who.FACILITATOR,
    steps={Step.STORY},
    told=gettext_lazy("de volgorde werd geloot"),
    undo=NEVER,
)
def draw(act: ActionContext) -> None:
    """Draw the order of those who have not spoken, the team lead last."""
    turns = _turns(act)
    waiting = [turn for turn in turns if turn.state == WAITING]
    seats = _order(waiting)
    secrets.SystemRandom().shuffle(seats)
    rank = {seat.id: index for index, seat in enumerate(sorted(seats, key=lambda seat: seat.team_lead))}
    drawn = sorted(waiting, key=lambda turn: (_round(act, turn), rank[turn.participant_id]))
    for position, turn in zip([turn.position for turn in waiting], drawn, strict=True):
        act.update(turn, position=position)


@action(
    "story.move",
    who=Who.FACILITATOR,
    steps={Step.STORY},
    fields={"turn": Id(), "by": Number(-1, 1)},
    told=gettext_lazy("de volgorde werd veranderd"),
    undo=NEVER,
)
def move(act: ActionContext, *, turn: str, by: int) -> None:
    """Move somebody who has not spoken one place up (-1) or down (1) in the order."""
    waiting = [one for one in _turns(act) if one.state == WAITING]
    moved = find_by_id(waiting, turn)
    index = waiting.index(moved) + by
    if not 0 <= index < len(waiting) or _round(act, waiting[index]) != _round(act, moved):
        raise NothingToDo
    other = waiting[index]
    places = moved.position, other.position
    act.update(moved, position=places[1])
    act.update(other, position=places[0])


@action(
    "story.next_question",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.STORY},
    fields={"turn": Id(required=False), "question": Number(1, CUSTOMER_NUMBER, required=False)},
    told=gettext_lazy("de volgende vraag"),
    undo=NEVER,
)
def next_question(act: ActionContext, *, turn: str = "", question: int | None = None) -> None:
    """On to the next question. `turn` and `question`: whose turn and which question the person saw."""
    _turn_page(act, +1, turn, question)


@action(
    "story.previous_question",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.STORY},
    fields={"turn": Id(required=False), "question": Number(1, CUSTOMER_NUMBER, required=False)},
    told=gettext_lazy("de vorige vraag"),
    undo=NEVER,
)
def previous_question(act: ActionContext, *, turn: str = "", question: int | None = None) -> None:
    """Back to the question before it."""
    _turn_page(act, -1, turn, question)


def _turn_page(act: ActionContext, by: int, seen_turn: str, seen_question: int | None) -> None:
    turn = _speaking(_turns(act))
    if seen_turn and (turn is None or turn.id != seen_turn):
        raise Refusal.changed()
    if turn is not None and seen_question not in (None, turn.question):
        # Pressed twice, or by speaker and facilitator at the same moment: it is as they asked.
        raise NothingToDo if seen_question + by == turn.question else Refusal.changed()
    guard_speaker(turn, act.actor)
    if act.workshop.story_mode == StoryMode.ROUND:
        raise Refusal("one-question-a-round", _("In deze ronde hoort één vraag; geef het woord door."))
    question = turn.question + by if turn else 0
    if turn is None or not 1 <= question <= len(QUESTIONS):
        raise NothingToDo
    act.update(turn, question=question)
    act.invalidate_seats(turn.participant)


@action(
    "story.pass_word",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.STORY},
    fields={"turn": Id(required=False)},
    told=gettext_lazy("%(about)s gaf het woord door"),
    undo=NEVER,
)
def pass_word(act: ActionContext, *, turn: str = "") -> None:
    """The speaker is done; the next one has the word. `turn`: whose turn the person saw."""
    _hand_on(act, DONE, turn)


@action(
    "story.skip",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.STORY},
    fields={"turn": Id(required=False)},
    told=gettext_lazy("%(about)s paste"),
    undo=NEVER,
)
def skip(act: ActionContext, *, turn: str = "") -> None:
    """A speaker may pass, without saying why."""
    _hand_on(act, PASSED, turn)


def _hand_on(act: ActionContext, state: str, seen: str) -> None:
    turns = _turns(act)
    turn = _speaking(turns)
    if seen and (turn is None or turn.id != seen):
        # Pressed twice, or by speaker and facilitator at the same moment: a second press would skip a colleague.
        raise NothingToDo if find_by_id(turns, seen).state in (DONE, PASSED) else Refusal.changed()
    guard_speaker(turn, act.actor)
    if turn is not None:
        act.update(turn, state=state)
        act.about = turn.participant.name
    _begin_next(act, turns)
    act.invalidate_seats(*{turn.participant for turn in turns})


def _begin_next(act: ActionContext, turns: list[Turn]) -> None:
    for turn in turns:
        if turn.state == WAITING and not turn.participant.removed:
            _give_word(act, turn)
            return


def _give_word(act: ActionContext, turn: Turn) -> None:
    """The speaker's clock starts: an equal part of the plan's minutes for each."""
    act.update(turn, state=SPEAKING, ends_at=_turn_end(act))


def _turn_end(act: ActionContext) -> dt.datetime:
    return (act.workshop.paused_at or act.now) + turn_time(act.workshop, len(seats_of(act.workshop)))


@action(
    "story.give_turn",
    who=Who.FACILITATOR,
    steps={Step.STORY},
    fields={"turn": Id(), "speaking": Seen()},
    told=gettext_lazy("%(about)s kreeg het woord"),
    undo=NEVER,
)
def give_turn(act: ActionContext, *, turn: str, speaking: str | None = None) -> None:
    """Give the word to anyone, also to somebody who passed or was done. `speaking`: whose turn the person saw."""
    turns = _turns(act)
    chosen = find_by_id(turns, turn)
    if chosen.participant.removed:
        raise Missing()
    speaker = _speaking(turns)
    if chosen is speaker:
        raise NothingToDo
    if speaking not in (None, speaker.id if speaker else ""):
        raise Refusal.changed()
    if speaker is not None:
        act.update(speaker, state=WAITING)
    _give_word(act, chosen)
    act.about = chosen.participant.name
    act.invalidate_seats(*{turn.participant for turn in turns})


@action(
    "story.keep_note",
    who=Who.SEAT,
    steps={Step.STORY},
    fields={"text": Line()},
    undo=NEVER,
)
def keep_note(act: ActionContext, *, text: str) -> None:
    """*Bewaar voor straks*: a private note; the only thing a listener can do."""
    act.create(PrivateNote(workshop=act.workshop, participant=act.seat, text=text))
    act.mark_private()


def add_turns(act: ActionContext, seat: Participant) -> None:
    """A late joiner tells last, in every round that is still to come."""
    turns = _turns(act)
    if not turns:
        return
    if act.workshop.story_mode == StoryMode.PERSON:
        act.create(Turn(workshop=act.workshop, participant=seat, position=turns[-1].position + 1))
        return
    speaking = _speaking(turns)
    last_of_round = {turn.question: turn.position for turn in turns}
    to_come = [number for number in last_of_round if speaking is not None and number >= speaking.question]
    late = [
        Turn(workshop=act.workshop, participant=seat, question=number, position=last_of_round[number] + 1)
        for number in to_come
    ]
    if late:
        act.create(*late)


def leave_turn(act: ActionContext, seat: Participant) -> None:
    """Who is taken from the table hands on the word; turns that never came go with the seat."""
    turns = _turns(act)
    speaking = _speaking(turns)
    if speaking is not None and speaking.participant_id == seat.id:
        act.update(speaking, state=PASSED)
        _begin_next(act, [turn for turn in turns if turn.participant_id != seat.id])


def _lay_out(act: ActionContext, mode: str, order: list[Participant]) -> None:
    rounds = [1] if mode == StoryMode.PERSON else [question.number for question in QUESTIONS]
    turns = [
        Turn(workshop=act.workshop, participant=seat, question=question, position=index * 100 + place)
        for index, question in enumerate(rounds)
        for place, seat in enumerate(order)
    ]
    act.update_workshop(story_mode=mode)
    if turns:
        turns[0].state, turns[0].ends_at = SPEAKING, _turn_end(act)
        act.create(*turns)


def _turns(act: ActionContext) -> list[Turn]:
    turns = Turn.objects.filter(workshop=act.workshop).select_related("participant")
    return list(turns.order_by("position"))


def _speaking(turns: list[Turn]) -> Turn | None:
    return next((turn for turn in turns if turn.state == SPEAKING), None)


def _order(turns: list[Turn]) -> list[Participant]:
    seats: dict[str, Participant] = {}
    for turn in turns:
        seats.setdefault(turn.participant_id, turn.participant)
    return list(seats.values())


def _round(act: ActionContext, turn: Turn) -> int:
    return turn.question if act.workshop.story_mode == StoryMode.ROUND else 0
