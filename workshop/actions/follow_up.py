"""The follow-up, after the afternoon: hand-overs and agreements are ticked off, successes told."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Choice, Date, Id, Line, OnOff
from workshop.actions.registry import Switch, action
from workshop.edits import Was, edited
from workshop.load import LEFT, PASSED_ON
from workshop.models import Agreement, Success
from workshop.permissions import Who
from workshop.refusals import Refusal
from workshop.steps import Side, Step


@action(
    "follow_up.hand_over",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.CLOSING},
    guests=True,
    after_closing=True,
    fields={"slip": Id(), "side": Choice(Side), "done": OnOff()},
    told=Switch(
        fields=("given_on", "received_on"),
        on=gettext_lazy("%(who)s vinkte de overdracht van %(about)s af"),
        off=gettext_lazy("%(who)s haalde het vinkje weg bij de overdracht van %(about)s"),
    ),
)
def tick_hand_over(act: ActionContext, *, slip: str, side: str, done: bool = True) -> None:
    """One side of a hand-over is done, or not after all. Of a customer that is let go the giver's side: it was told."""
    left = act.slip(slip)
    person, field = (left.giver_id, "given_on") if side == Side.GIVER else (left.taker_id, "received_on")
    if left.outcome not in LEFT or person is None:
        raise Refusal("nothing-to-hand-over", _("Hier valt niets over te dragen."))
    if not act.actor.sees_to(person):
        raise Refusal("tick-of-colleague", _("Dit vinkt je collega zelf af, of de teamleider of de begeleider."))
    if bool(getattr(left, field)) == done:
        raise NothingToDo
    act.update(left, **{field: _today(act) if done else None})
    act.about = left.rating.customer.name


@action(
    "follow_up.hear",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.CLOSING},
    guests=True,
    after_closing=True,
    fields={"slip": Id(), "said": Line(required=False)},
    told=gettext_lazy("%(who)s schreef op wat %(about)s zei"),
)
def write_answer(act: ActionContext, *, slip: str, said: str = "", was: Was = None) -> None:
    """What a customer that went over answered when asked how it goes."""
    passed = act.slip(slip)
    if passed.outcome not in PASSED_ON:
        raise Refusal("not-passed-on", _("Deze klant gaat niet naar een collega."))
    if not act.actor.sees_to(passed.giver_id, passed.taker_id):
        raise Refusal(
            "answer-by-parties", _("Dit schrijft op wie weggaf of wie overnam, of de teamleider of de begeleider.")
        )
    act.change(passed, edited(passed, was, {"said": "heard"}, said=said))
    act.about = passed.rating.customer.name


@action(
    "follow_up.tend",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.CLOSING},
    guests=True,
    after_closing=True,
    fields={"agreement": Id(), "on": Date(required=False)},
    told=gettext_lazy("%(who)s is bezig met: %(about)s"),
)
def tend(act: ActionContext, *, agreement: str, on: dt.date | None = None, was: Was = None) -> None:
    """Somebody is at work on it: it is warm again. `on`: and it gets another date."""
    one = _agreement(act, agreement)
    if on is not None and on < _today(act):
        raise Refusal("date-in-past", _("Kies vandaag of een latere datum."))
    act.update(one, touched_on=_today(act), **edited(one, was, on=on or one.on))
    act.about = one.text


@action(
    "follow_up.done",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.CLOSING},
    guests=True,
    after_closing=True,
    fields={"agreement": Id(), "done": OnOff()},
    told=Switch(
        fields=("done_on",),
        on=gettext_lazy("%(who)s meldde dat dit klaar is: %(about)s"),
        off=gettext_lazy("%(who)s meldde dat dit nog niet klaar is: %(about)s"),
    ),
)
def finish(act: ActionContext, *, agreement: str, done: bool = True) -> None:
    """It is done, or not after all; either way somebody looked after it."""
    one = _agreement(act, agreement)
    if bool(one.done_on) == done:
        raise NothingToDo
    act.update(one, done_on=_today(act) if done else None, touched_on=_today(act))
    act.about = one.text


@action(
    "follow_up.tell",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.CLOSING},
    guests=True,
    after_closing=True,
    fields={"text": Line()},
    told=gettext_lazy("%(who)s vertelde een succes: %(about)s"),
)
def tell(act: ActionContext, *, text: str) -> None:
    """A success since the workshop."""
    act.create(Success(workshop=act.workshop, teller=act.actor.seat, text=text, on=_today(act), written=act.seq))
    act.about = text


@action(
    "follow_up.untell",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.CLOSING},
    guests=True,
    after_closing=True,
    fields={"success": Id()},
    told=gettext_lazy("een succes ging weg: %(about)s"),
)
def untell(act: ActionContext, *, success: str) -> None:
    one = act.find(Success.objects.all(), success)
    if not act.actor.sees_to(one.teller_id):
        raise Refusal("success-by-teller", _("Alleen wie het schreef, de teamleider of de begeleider haalt dit weg."))
    act.delete(one)
    act.about = one.text


def _agreement(act: ActionContext, agreement_id: str) -> Agreement:
    """An agreement that stands and that this person may tick."""
    one = act.find(Agreement.objects.all(), agreement_id)
    if not act.actor.sees_to(one.owner_id):
        raise Refusal("tick-of-colleague", _("Dit vinkt je collega zelf af, of de teamleider of de begeleider."))
    if not one.accepted:
        raise Refusal("agreement-not-accepted", _("Op deze afspraak is nog geen ja gezegd."))
    return one


def _today(act: ActionContext) -> dt.date:
    return timezone.localdate(act.now)
