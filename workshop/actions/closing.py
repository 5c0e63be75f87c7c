"""Step 7, Afsluiten: attention, successes, the comeback, and the end of the workshop."""

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
from workshop.load import LEFT
from workshop.models import JournalEntry, Participant, SwapProposal, Workshop
from workshop.permissions import Who
from workshop.refusals import Refusal
from workshop.steps import Step, Zone

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
    act.tell_about(rating.customer.name)


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
    act.tell_about(success)


@action(
    "closing.forget",
    who=Who.SEAT,
    steps={Step.CLOSING},
    guests=True,
    after_closing=True,
    told=gettext_lazy("een naam werd gewist; het is nu %(about)s"),
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
    paused_at = act.workshop.paused_at or act.now
    act.update_workshop(closed_at=act.now, door_open=False, paused_at=paused_at, locked_because="")
    erase_private(*Participant.objects.filter(workshop=act.workshop))
    forget_private(act.workshop)
    forget_slips(act.workshop)
    forget_list(act.workshop)
