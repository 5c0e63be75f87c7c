"""Undo, an action like any other: an entry can be undone while its rows still bear its seq (docs/live.md, *Undo*)."""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.db.models.deletion import RestrictedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext
from workshop.actions.fields import Number
from workshop.actions.registry import NEVER, action
from workshop.actions.telling import describe_entry
from workshop.actions.undo_guards import built_on, column_of, guard_kind, guard_undo, last_of, undo_of
from workshop.bidi import isolated
from workshop.journal import words_before
from workshop.models import (
    Claim,
    DirectSwap,
    DirectSwapLeg,
    EnergyRating,
    JournalEntry,
    SwapProposal,
)
from workshop.models.base import Row
from workshop.models.journal import Fields, was_erased
from workshop.permissions import Who
from workshop.refusals import Missing, Refusal
from workshop.steps import Zone


# The name "take_back" is kept: templates send it, and the journals of earlier workshops hold it.
@action(
    "journal.take_back",
    who=Who.SEAT | Who.FACILITATOR,
    fields={"entry": Number(0, 10**9)},
    told=gettext_lazy("%(who)s draaide iets terug: %(about)s"),
    undo=NEVER,
)
def undo(act: ActionContext, *, entry: int) -> None:
    """Undo one entry: a participant their own last move of this step, the facilitator anyone's public one.

    `entry`: its number; 0 is a participant's own last one.

    Raises:
        Refusal: later acts rest on it; the sentence names the first of them.
    """
    past = _entry(act, entry)
    guard_kind(past)
    _guard_last(act, past)
    if any(model == "Team" for model, _row, _fields in past.changes):
        act.lock_team()
    guard_undo(act.workshop, past)
    others = _shown_to(past)
    if _is_opened(past):
        act.invalidate("spotlight")
    for model, row_id, fields in reversed(past.changes):
        if model == "Workshop":
            _undo_workshop(act, fields)
        elif model == "Team":
            act.update_team(**{name: before for name, (before, _after) in fields.items()})
        elif not was_erased(row_id, fields):
            _undo_row(act, past, model, row_id, fields)
    if undo_of(past).restores_drafts:
        _restore_drafts(act, past)
    JournalEntry.objects.filter(pk=past.pk).update(undone_by=act.seq)
    _show(act, past)
    act.invalidate_seats(*others)
    act.sentence = _("Teruggedraaid: %(what)s.") % {"what": _told(act, past)} if act.about else _("Teruggedraaid.")


def _told(act: ActionContext, past: JournalEntry) -> str:
    """What was undone; of what the journal only counts, what it was about."""
    seats = {seat.id: seat for seat in act.workshop.participants.all()}
    return describe_entry(past, seats, mark=isolated) or act.about


def _entry(act: ActionContext, number: int) -> JournalEntry:
    if number == 0 and not act.actor.facilitates:
        last = last_of(act.workshop, act.actor.key)
        if last is None:
            raise Refusal("nothing-to-undo", _("Er is niets van jou om ongedaan te maken."))
        return last
    entry = JournalEntry.objects.filter(workshop=act.workshop, seq=number).first()
    if entry is None:
        raise Missing()
    if entry.private_to_id and (act.actor.facilitates or entry.private_to_id != act.seat.id):
        raise Refusal("undo-is-private", _("Dit is privé. Alleen wie het deed, kan het terugdraaien."))
    return entry


def _guard_last(act: ActionContext, past: JournalEntry) -> None:
    """A participant undoes only their own last act, while its step is open, and never what others built on."""
    if act.actor.facilitates:
        return
    last = last_of(act.workshop, act.actor.key)
    if past.actor != act.actor.key or last is None or last.pk != past.pk:
        raise Refusal("undo-own-last", _("Je kunt alleen je eigen laatste stap terugdraaien."))
    if past.step != act.workshop.step:
        raise Refusal(
            "undo-earlier-step", _("Dit was in een eerdere stap. Vraag de begeleider om het terug te draaien.")
        )
    if past.action == "stack.accept" and not past.private_to_id:
        raise Refusal(
            "undo-swap-of-both", _("Deze ruil is van jullie samen. Vraag de begeleider om hem terug te draaien.")
        )


# --- row by row ---------------------------------------------------------------------------------------------------


def _undo_workshop(act: ActionContext, fields: Fields) -> None:
    """Slips stay in the order in which they were sorted: to sort them anew would tell the answers since."""
    fields = {name: values for name, values in fields.items() if name != "opening_order"}
    act.update_workshop(**_as_fields(type(act.workshop), {name: before for name, (before, _after) in fields.items()}))


def _undo_row(act: ActionContext, past: JournalEntry, model: str, row_id: str, fields: Fields) -> None:
    kind = apps.get_model("workshop", model)
    row = kind._default_manager.filter(pk=row_id).first()
    before = {name: pair[0] for name, pair in fields.items()}
    if row is None:
        act.create(_revived(kind, before))
    elif column := undo_of(past).column:
        _undo_unseen(act, row, column, fields)
    elif before.get("id", row_id) is None:
        _forget_answers(act, past, row)
        _remove(act, row)
    elif fields:
        _forget_answers(act, past, row)
        act.update(row, **_as_fields(kind, before))


def _undo_unseen(act: ActionContext, line: EnergyRating, name: str, fields: Fields) -> None:
    """A public figure keeps its seq when what is private of it changes."""
    shown = line.seq
    act.update(line, **{name: fields[name][0]})
    if line.public:
        EnergyRating.objects.filter(pk=line.pk).update(seq=shown)


def _forget_answers(act: ActionContext, past: JournalEntry, row: Row) -> None:
    """Answers that nobody has seen fall away with the slip: a refusal would betray that they exist."""
    if isinstance(row, SwapProposal) and undo_of(past).drops_answers:
        act.erase(*row.claims.all())


def _restore_drafts(act: ActionContext, past: JournalEntry) -> None:
    """A draft that lay on the stack in other words gets back its own, which only private entries hold."""
    slips = [row_id for model, row_id, _fields in past.changes if model == "SwapProposal"]
    for draft in SwapProposal.objects.filter(pk__in=slips, stuck=False):
        act.forget(draft, **words_before(past, draft))


def _remove(act: ActionContext, row: Row) -> None:
    if isinstance(row, EnergyRating):
        row.reason = row.signal = ""  # its owner's alone: the entry of this undo is read by others
    try:
        act.delete(row)
    except RestrictedError:
        raise built_on() from None


def _revived(kind: type[models.Model], values: dict[str, object]) -> Row:
    row = kind(**_as_fields(kind, values))
    assert isinstance(row, Row)
    return row


def _as_fields(kind: type[models.Model], written: dict[str, object]) -> dict[str, object]:
    """Values as the journal wrote them (JSON), as the model's fields hold them: a date is a date again, no text."""
    fields = {name: column_of(kind, name) for name in written}
    return {fields[name].attname: fields[name].to_python(value) for name, value in written.items()}


# --- who sees it --------------------------------------------------------------------------------------------------


def _show(act: ActionContext, past: JournalEntry) -> None:
    act.about = past.about
    if past.action == "stack.accept":
        _decline(act, past)
    if past.private_to_id:
        act.mark_private()
    else:
        act.invalidate("own")  # whoever did it


def _decline(act: ActionContext, past: JournalEntry) -> None:
    """A direct swap that is undone has not been agreed; who still wants it offers it anew."""
    for model, row_id, fields in past.changes:
        if model == "DirectSwap" and fields["state"][1] == DirectSwap.State.AGREED:
            act.update(act.find(DirectSwap.objects.all(), row_id), state=DirectSwap.State.DECLINED)


def _is_opened(past: JournalEntry) -> bool:
    """Whether all see by now what this entry answered, in private perhaps."""
    answers = [row_id for model, row_id, _fields in past.changes if model == "Claim"]
    return Claim.objects.filter(pk__in=answers, slip__opened=True).exists()


def _shown_to(past: JournalEntry) -> set[str]:
    """Whose own region shows a private entry too: the other party of a direct swap, the owner of a wished leak."""
    ids = {model: row_id for model, row_id, _fields in past.changes}
    leg = DirectSwapLeg.objects.filter(pk=ids.get("DirectSwapLeg", "")).first()
    direct_swap = ids.get("DirectSwap") or (leg.direct_swap_id if leg else "")
    parties = DirectSwapLeg.objects.filter(direct_swap=direct_swap).values_list("taker", flat=True)
    marked = [fields["rating"] for model, _id, fields in past.changes if model == "WishMark"]
    leaks = EnergyRating.objects.filter(pk__in=[one for pair in marked for one in pair if one], zone=Zone.COSTS)
    return {*parties, *leaks.values_list("participant", flat=True)}
