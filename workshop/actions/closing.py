"""Step 7, Afsluiten: attention, agreements, successes, and what is still open."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Date, Id, Line
from workshop.actions.registry import NEVER, action
from workshop.actions.seats import erase_private
from workshop.actions.team_list import forget_list
from workshop.anonymize import forget_name
from workshop.edits import Was, edited
from workshop.journal import forget_private, forget_slips
from workshop.load import LEFT, PASSED_ON
from workshop.models import Agreement, JournalEntry, Participant, SwapProposal, Workshop
from workshop.permissions import Who
from workshop.refusals import Refusal
from workshop.steps import Outcome, Step, Zone

#: Longer ahead nobody plans; the retention date follows the comeback.
LATEST_COMEBACK = dt.timedelta(days=5 * 366)


@action(
    "closing.attention",
    who=Who.SEAT | Who.FOR_SEAT,
    steps={Step.CLOSING},
    fields={"figure": Id(), "attention_with": Line(required=False)},
    told=gettext_lazy("%(who)s geeft aandacht aan %(about)s"),
)
def give_attention(act: ActionContext, *, figure: str, attention_with: str = "", was: Was = None) -> None:
    """Name one energy-giving customer who gets more attention, and what with."""
    rating = act.public_figure(figure)
    taken = SwapProposal.objects.filter(rating=rating, taker=act.seat).exists()
    if not taken and rating.participant_id != act.seat.id:
        raise Refusal("attention-not-yours", _("Kies een klant die nu van jou is."))
    if not taken and rating.zone != Zone.GIVES:
        raise Refusal("attention-not-giving", _("Kies een klant die je energie geeft."))
    if not taken and SwapProposal.objects.filter(rating=rating, outcome__in=LEFT).exists():
        raise Refusal("attention-not-yours", _("Kies een klant die nu van jou is."))
    columns = {"figure": "attention_id"}
    act.change(act.seat, edited(act.seat, was, columns, figure=rating.id, attention_with=attention_with))
    _show(act, rating.customer.name)


@action(
    "closing.success",
    who=Who.SEAT | Who.FOR_SEAT,
    steps={Step.CLOSING},
    fields={"success": Line()},
    told=gettext_lazy("%(who)s vertelde een succes: %(about)s"),
)
def tell_success(act: ActionContext, *, success: str, was: Was = None) -> None:
    """One success each."""
    act.change(act.seat, edited(act.seat, was, success=success))
    _show(act, success)


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
    _show(act, text)


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
    _show(act, mine.text)


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
    _show(act, one.text)


@action(
    "closing.forget",
    who=Who.SEAT,
    steps={Step.CLOSING},
    guests=True,
    after_closing=True,
    told=gettext_lazy("een naam ging weg; die heet nu %(about)s"),
)
def forget(act: ActionContext) -> None:
    """*Vergeet mij*: after the workshop a name becomes a number, everywhere; what was agreed stays."""
    if not act.workshop.closed_at:
        raise Refusal("forget-after-closing", _("Je naam kan weg als de workshop is afgesloten."))
    number = nameless(act.seat)
    if act.seat.name == number:
        raise NothingToDo
    # Not through `act`: the journal would keep the name as what it was before.
    forget_name(act.seat, nameless)
    Participant.objects.filter(pk=act.seat.pk).update(seq=act.seq)
    act.seat.name = act.about = number
    act.invalidate("all")


def nameless(seat: Participant) -> str:
    """What somebody is called who wants to be forgotten: the place at the table, or a guest."""
    words = {"number": seat.place + 1}
    with translation.override(seat.workshop.language):
        number = _("Gast %(number)d") % words if seat.guest else _("Deelnemer %(number)d") % words
    others = Participant.objects.filter(workshop=seat.workshop_id, removed_at=None).exclude(pk=seat.pk)
    taken = {name.casefold() for name in others.values_list("name", flat=True)}
    return number if number.casefold() not in taken else f"{number} ({seat.id[:2]})"


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
    told=gettext_lazy("afscheid van %(about)s ingevuld"),
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
        raise Refusal("no-farewell", _("Van deze klant nemen we geen afscheid."))
    act.change(dropped, edited(dropped, was, _FAREWELL, why=why, teller=teller, on=on, to=to))
    _show(act, dropped.rating.customer.name)


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
    _show(act, still_open.rating.customer.name)


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
            "hand-over-by-parties", _("Alleen de gever, de nemer, de teamleider of de begeleider vult dit in.")
        )
    if passed.outcome not in PASSED_ON:
        raise Refusal("not-passed-on", _("Deze klant gaat niet naar een collega."))
    written = {"teller": teller, "talk_on": talk_on, "must_know": must_know}
    written["first_contact_before"] = first_contact_before
    act.change(passed, edited(passed, was, {"teller": "farewell_teller"}, **written))
    _show(act, passed.rating.customer.name)
    act.invalidate_seats(*(seat for seat in (passed.giver_id, passed.taker_id) if seat))


_FAREWELL = {"why": "farewell_why", "teller": "farewell_teller", "on": "farewell_on", "to": "farewell_to"}


def _result(act: ActionContext, slip_id: str) -> SwapProposal:
    """A slip whose aftermath this person may fill in: giver, team lead or facilitator."""
    slip = act.slip(slip_id)
    if not act.actor.sees_to(slip.giver_id):
        raise Refusal("result-by-giver", _("Alleen de gever, de teamleider of de begeleider vult dit in."))
    return slip


@action(
    "closing.comeback",
    who=Who.FACILITATOR,
    steps={Step.CLOSING},
    after_closing=True,
    fields={"on": Date()},
    told=gettext_lazy("de terugkomsessie kreeg een datum"),
)
def plan_comeback(act: ActionContext, *, on: dt.date, was: Was = None) -> None:
    """The date of the comeback. Past the retention date everything would be erased before it: the date moves, all
    see it. It moves back when an earlier comeback no longer needs it: longer than was promised is kept for a reason."""
    today = timezone.localdate(act.now)
    if not today < on <= today + LATEST_COMEBACK:
        raise Refusal("comeback-date", _("Kies een datum in de toekomst, hoogstens vijf jaar vooruit."))
    if not edited(act.workshop, was, {"on": "comeback_on"}, on=on):
        raise NothingToDo
    act.update_workshop(comeback_on=on)
    promised = _promised(act.workshop)
    retain_until = promised if on < promised else on + dt.timedelta(days=31)
    if retain_until != act.workshop.retain_until:
        moved_back = retain_until == promised
        act.update_workshop(retain_until=retain_until)
        act.sentence = (
            _("De bewaardatum is weer zoals afgesproken.")
            if moved_back
            else _("De bewaardatum schuift mee naar een maand na de terugkomsessie.")
        )


def _promised(workshop: Workshop) -> dt.date:
    """The retention date before a comeback moved it for the first time, as the journal holds it."""
    planned = JournalEntry.objects.filter(workshop=workshop, action="closing.comeback").order_by("seq")
    for entry in planned:
        for model, _row, fields in entry.changes:
            if model == "Workshop" and "retain_until" in fields:
                return dt.date.fromisoformat(fields["retain_until"][0])
    return workshop.retain_until


@action(
    "closing.close",
    who=Who.FACILITATOR,
    steps={Step.CLOSING},
    told=gettext_lazy("de workshop werd afgesloten"),
    undo=NEVER,
)
def close(act: ActionContext) -> None:
    """The swap list becomes read-only; private lists, notes and undecided slips are erased."""
    act.update_workshop(closed_at=act.now, door_open=False, paused_at=act.workshop.paused_at or act.now)
    erase_private(*Participant.objects.filter(workshop=act.workshop))
    forget_private(act.workshop)
    forget_slips(act.workshop)
    forget_list(act.workshop)


def _show(act: ActionContext, about: str) -> None:
    act.about = about
    if act.actor.seat is not None:
        act.invalidate_seats(act.actor.seat)
