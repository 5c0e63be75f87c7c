"""Agreements: proposed by anyone in step 7, accepted by their owner."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext
from workshop.actions.fields import Date, Id, Line
from workshop.actions.registry import action
from workshop.models import Agreement
from workshop.permissions import Who
from workshop.refusals import Refusal
from workshop.steps import Step


@action(
    "closing.agree",
    who=Who.SEAT | Who.FACILITATOR | Who.FOR_SEAT,
    steps={Step.CLOSING},
    guests=True,
    fields={
        "owner": Id(),
        "text": Line(),
        "first_step": Line(label=gettext_lazy("eerste stap")),
        "on": Date(),
    },
    told=gettext_lazy("een afspraak: %(about)s"),
)
def agree(act: ActionContext, *, owner: str, text: str, first_step: str, on: dt.date) -> None:
    """Propose an agreement. It stands when its owner says yes; one's own stands at once."""
    participant = act.participant(owner)
    if participant.guest and not participant.team_lead:
        raise Refusal("owner-not-at-table", _("Een afspraak is van iemand aan tafel, of van de teamleider."))
    if on < timezone.localdate(act.now):
        raise Refusal("date-in-past", _("Kies vandaag of een latere datum."))
    mine = act.actor.seat is not None and act.actor.seat.id == participant.id
    agreement = Agreement(workshop=act.workshop, owner=participant, text=text, first_step=first_step, on=on)
    agreement.accepted, agreement.written = mine, act.seq
    agreement.touched_on = timezone.localdate(act.now)
    act.create(agreement)
    act.tell_about(text)


@action(
    "closing.accept",
    who=Who.SEAT | Who.FOR_SEAT,
    steps={Step.CLOSING},
    guests=True,
    after_closing=True,
    fields={"agreement": Id()},
    told=gettext_lazy("%(who)s zei ja op: %(about)s"),
)
def accept(act: ActionContext, *, agreement: str) -> None:
    """The owner says yes."""
    mine = act.find(Agreement.objects.all(), agreement)
    if mine.owner_id != act.seat.id:
        raise Refusal("agreement-accepted-by-owner", _("Alleen de eigenaar zegt ja op een afspraak."))
    act.update(mine, accepted=True, touched_on=timezone.localdate(act.now))
    act.tell_about(mine.text)


@action(
    "closing.withdraw",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.CLOSING},
    guests=True,
    fields={"agreement": Id()},
    told=gettext_lazy("een afspraak ging weg: %(about)s"),
)
def withdraw(act: ActionContext, *, agreement: str) -> None:
    """The owner says no, or the facilitator takes it off."""
    one = act.find(Agreement.objects.all(), agreement)
    if not act.actor.facilitates and one.owner_id != act.seat.id:
        raise Refusal("agreement-withdrawn-by-owner", _("Alleen de eigenaar of de begeleider haalt een afspraak weg."))
    act.delete(one)
    act.tell_about(one.text)
