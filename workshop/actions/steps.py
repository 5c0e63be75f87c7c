"""The facilitator leads: step, clock, lock."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.comeback import carry_over, stick_again
from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.direct_swap import expire_offers
from workshop.actions.fields import Choice, Line, Minutes, Number
from workshop.actions.lookups import seats_of
from workshop.actions.registry import NEVER, Switch, action
from workshop.actions.story import begin_stories
from workshop.edits import Overwritten, Was, edited, is_overwritten
from workshop.limits import FEWEST_SEATS
from workshop.models import EnergyRating, Turn, Workshop
from workshop.permissions import Who
from workshop.refusals import Refusal
from workshop.steps import Step, WeighBy
from workshop.texts import CUSTOMER_NUMBER


@action(
    "steps.go",
    who=Who.FACILITATOR,
    fields={"to": Number(Step.LOBBY, Step.CLOSING)},
    told=gettext_lazy("we gingen naar %(about)s"),
    undo=NEVER,
)
def go(act: ActionContext, *, to: int) -> None:
    """Go to a step, forward or back. What was shown stays shown, results stay; every screen shows the new step."""
    workshop = act.workshop
    if to == workshop.step:
        raise NothingToDo
    if to > Step.LOBBY and not workshop.practice and len(seats_of(workshop)) < FEWEST_SEATS:
        raise Refusal(
            "nobody-to-swap-with",
            _("Er is nog niemand om mee te ruilen. Wacht op de tweede deelnemer, of start een oefenworkshop."),
        )
    act.update_workshop(
        step=to,
        furthest_step=max(to, workshop.furthest_step),
        started_at=workshop.started_at or act.now,
        step_ends_at=act.now + dt.timedelta(minutes=workshop.minutes[to]),
        paused_at=None,
        spotlight="",
        projector_shows="",
        projector_view="",
        opening_order=workshop.opening_order if to >= Step.SWAP else [],  # slips that come or go meanwhile: begin anew
    )
    if to > Step.LOBBY:
        carry_over(act)
    if to == Step.STORY:
        begin_stories(act)
    if to == Step.STACK:
        stick_again(act)
    if to == Step.CLOSING:
        expire_offers(act)
    act.about = str(int(to))  # by number: each reader has its name in their own language (journal.about)


@action(
    "steps.pause",
    who=Who.FACILITATOR,
    told=gettext_lazy("de klok werd stilgezet"),
    undo=NEVER,
)
def pause(act: ActionContext) -> None:
    if act.workshop.paused_at:
        raise NothingToDo
    act.update_workshop(paused_at=act.now)


@action(
    "steps.resume",
    who=Who.FACILITATOR,
    told=gettext_lazy("de klok liep verder"),
    undo=NEVER,
)
def resume(act: ActionContext) -> None:
    """The clocks run on; what the pause took is given back to the step and to the speaker."""
    workshop = act.workshop
    if not workshop.paused_at:
        raise NothingToDo
    span = act.now - workshop.paused_at
    if workshop.step_ends_at:
        act.update_workshop(step_ends_at=workshop.step_ends_at + span)
    for turn, ends in _timed_turns(workshop):
        act.update(turn, ends_at=ends + span)
    act.update_workshop(paused_at=None)


@action(
    "steps.extend",
    who=Who.FACILITATOR,
    fields={"minutes": Number(-60, 60)},
    told=gettext_lazy("de tijd werd veranderd"),
    undo=NEVER,
)
def extend(act: ActionContext, *, minutes: int) -> None:
    """Give the step, and who is speaking, more time (or less: a negative number). What ran out counts from now."""
    workshop = act.workshop
    span = dt.timedelta(minutes=minutes)
    base = workshop.paused_at or act.now
    act.update_workshop(step_ends_at=_extended(workshop.step_ends_at or base, base, span))
    for turn, ends in _timed_turns(workshop):
        act.update(turn, ends_at=_extended(ends, base, span))


def _extended(ends: dt.datetime, base: dt.datetime, span: dt.timedelta) -> dt.datetime:
    return (max(ends, base) if span > dt.timedelta(0) else ends) + span


def _timed_turns(workshop: Workshop) -> list[tuple[Turn, dt.datetime]]:
    """Who is speaking against the clock, and until when, if it is step 3."""
    if workshop.step != Step.STORY:
        return []
    speaking = Turn.objects.filter(workshop=workshop, state=Turn.State.SPEAKING)
    return [(turn, turn.ends_at) for turn in speaking if turn.ends_at]


@action(
    "steps.plan",
    who=Who.FACILITATOR,
    fields={"minutes": Minutes(), "break_minutes": Number(0, 120)},
    told=gettext_lazy("het tijdplan werd veranderd"),
    undo=NEVER,
)
def plan(act: ActionContext, *, minutes: list[int], break_minutes: int, was: Was = None) -> None:
    """Change the minutes of the plan, also while it runs; the step that is open gains or loses what changed."""
    workshop = act.workshop
    changed = edited(workshop, was, minutes=minutes, break_minutes=break_minutes)
    if not changed:
        raise NothingToDo
    now = minutes if "minutes" in changed else workshop.minutes
    gained = dt.timedelta(minutes=now[workshop.step] - workshop.minutes[workshop.step])
    if workshop.step_ends_at and gained:
        act.update_workshop(step_ends_at=workshop.step_ends_at + gained)
    act.update_workshop(**changed)


@action(
    "steps.ask",
    who=Who.FACILITATOR,
    fields={"number": Number(1, CUSTOMER_NUMBER), "text": Line(required=False)},
    told=gettext_lazy("een vraag kreeg andere woorden"),
    undo=NEVER,
)
def ask(act: ActionContext, *, number: int, text: str = "", was: Was = None) -> None:
    """The facilitator's own words for a question (1 to 4: stories, 5: the thread, 6: what a customer that went over is
    asked); empty: the form's own again."""
    own = act.workshop.questions.get(str(number))
    if own and is_overwritten(own, was, "text", text):
        raise Overwritten([(own, text)])
    questions = {key: value for key, value in act.workshop.questions.items() if key != str(number)}
    act.update_workshop(questions=questions | ({str(number): text} if text else {}))


@action(
    "steps.weigh",
    who=Who.FACILITATOR,
    fields={"by": Choice(WeighBy, required=False)},
    told=Switch(
        fields=("weigh_by",),
        on=gettext_lazy("klanten worden gewogen"),
        off=gettext_lazy("klanten worden niet meer gewogen"),
    ),
    undo=NEVER,
)
def weigh(act: ActionContext, *, by: str = "") -> None:
    """Ask owners what their customers weigh, in this measure; empty: no longer. What they said in another measure
    means nothing in this one, so it goes."""
    if act.workshop.weigh_by == by:
        raise NothingToDo
    act.update_workshop(weigh_by=by)
    act.forget(*EnergyRating.objects.filter(workshop=act.workshop, weight__gt=0), weight=0)


@action(
    "steps.take_chair",
    who=Who.FACILITATOR,
    after_closing=True,
    told=gettext_lazy("een andere regie leidt nu"),
    undo=NEVER,
)
def take_chair(act: ActionContext) -> None:
    """Lead from this console; the other one is read-only until it takes the chair back."""
    chair = act.actor.chair or "first"
    if act.workshop.chair == chair:
        raise NothingToDo
    act.update_workshop(chair=chair)


@action(
    "steps.lock",
    who=Who.FACILITATOR,
    fields={"reason": Line(most=200, label=gettext_lazy("reden"))},
    told=gettext_lazy("de tafel werd stilgezet"),
    undo=NEVER,
)
def lock(act: ActionContext, *, reason: str) -> None:
    """Nobody moves anything; everyone sees why, so that it does not look broken."""
    act.update_workshop(locked_because=reason)


@action(
    "steps.unlock",
    who=Who.FACILITATOR,
    told=gettext_lazy("de tafel werd vrijgegeven"),
    undo=NEVER,
)
def unlock(act: ActionContext) -> None:
    act.update_workshop(locked_because="")
