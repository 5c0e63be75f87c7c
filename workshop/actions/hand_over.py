"""How each customer leaves its giver: a farewell, a hand-over to a colleague, or who decides and when."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext
from workshop.actions.fields import Date, Id, Line
from workshop.actions.registry import action
from workshop.edits import Was, edited
from workshop.load import PASSED_ON
from workshop.models import SwapProposal
from workshop.permissions import Who
from workshop.refusals import Refusal
from workshop.steps import Outcome, Step

_FAREWELL = {"why": "farewell_why", "teller": "farewell_teller", "on": "farewell_on", "to": "farewell_to"}


@action(
    "closing.farewell",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.CLOSING},
    guests=True,
    after_closing=True,
    fields={
        "slip": Id(),
        "why": Line(required=False),
        "teller": Line(most=80, required=False),
        "on": Date(required=False),
        "to": Line(required=False),
    },
    told=gettext_lazy("loslaten van %(about)s ingevuld"),
)
def plan_farewell(
    act: ActionContext,
    *,
    slip: str,
    why: str = "",
    teller: str = "",
    on: dt.date | None = None,
    to: str = "",
    was: Was = None,
) -> None:
    """How a customer that is let go hears it: why, who tells, when, and where they can go. Can be filled in later."""
    dropped = _result(act, slip)
    if dropped.outcome not in (Outcome.DROPPED, Outcome.ENDED):
        raise Refusal("no-farewell", _("Deze klant laten we niet los."))
    act.change(dropped, edited(dropped, was, _FAREWELL, why=why, teller=teller, on=on, to=to))
    act.tell_about(dropped.rating.customer.name)


@action(
    "closing.decide_by",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.CLOSING},
    guests=True,
    after_closing=True,
    fields={"slip": Id(), "who": Line(most=80, label=gettext_lazy("wie")), "on": Date()},
    told=gettext_lazy("wie beslist over %(about)s"),
)
def decide_by(act: ActionContext, *, slip: str, who: str, on: dt.date, was: Was = None) -> None:
    """Who decides about a slip that is still open, and when; until then the giver keeps the customer."""
    still_open = _result(act, slip)
    if still_open.settled:
        raise Refusal("slip-decided", _("Over deze klant is al beslist."))
    act.change(still_open, edited(still_open, was, {"who": "decide_who", "on": "decide_on"}, who=who, on=on))
    act.tell_about(still_open.rating.customer.name)


@action(
    "closing.hand_over",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.CLOSING},
    guests=True,
    after_closing=True,
    fields={
        "slip": Id(),
        "teller": Line(most=80, required=False),
        "talk_on": Date(required=False),
        "must_know": Line(required=False),
        "first_contact_before": Date(required=False),
    },
    told=gettext_lazy("overdracht van %(about)s ingevuld"),
)
def plan_hand_over(
    act: ActionContext,
    *,
    slip: str,
    teller: str = "",
    talk_on: dt.date | None = None,
    must_know: str = "",
    first_contact_before: dt.date | None = None,
    was: Was = None,
) -> None:
    """How a customer goes over: who tells the customer, when giver and taker speak to them together, what the taker
    must know, and before when the taker is in touch. Can be filled in later, and by the taker too."""
    passed = act.slip(slip)
    if not act.actor.sees_to(passed.giver_id, passed.taker_id):
        raise Refusal(
            "hand-over-by-parties", _("Alleen wie weggeeft, wie overneemt, de teamleider of de begeleider vult dit in.")
        )
    if passed.outcome not in PASSED_ON:
        raise Refusal("not-passed-on", _("Deze klant gaat niet naar een collega."))
    written = {"teller": teller, "talk_on": talk_on, "must_know": must_know}
    written["first_contact_before"] = first_contact_before
    act.change(passed, edited(passed, was, {"teller": "farewell_teller"}, **written))
    act.tell_about(passed.rating.customer.name)
    act.invalidate_seats(*(seat for seat in (passed.giver_id, passed.taker_id) if seat))


def _result(act: ActionContext, slip_id: str) -> SwapProposal:
    """A slip whose aftermath this person may fill in: giver, team lead or facilitator."""
    slip = act.slip(slip_id)
    if not act.actor.sees_to(slip.giver_id):
        raise Refusal("result-by-giver", _("Alleen wie weggeeft, de teamleider of de begeleider vult dit in."))
    return slip
