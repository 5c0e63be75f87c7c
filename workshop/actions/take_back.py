"""Undo: an action like any other. An entry can be taken back while its rows still bear its seq (DESIGN.md, rule 11)."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.deletion import RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop.actions.act import Act, action
from workshop.bidi import isolated
from workshop.journal import about
from workshop.method import Outcome, Step, Zone
from workshop.models import (
    CaseAnswer,
    Claim,
    EnergyRating,
    Exchange,
    ExchangeLeg,
    HardCase,
    Help,
    JournalEntry,
    Participant,
    SwapProposal,
    ThreadLink,
)
from workshop.models.base import Row
from workshop.rules import Missing, Refusal, guard_no_later_result, guard_unsettled, on_table

#: What is led, not done: a step, a lock or a removed seat is not turned back through the journal.
_LED = ("steps.", "lobby.", "journal.", "closing.close", "swap.close", "story.", "projector.", "comeback.begin",
        "case.ask", "case.reveal", "case.withdraw",
        "team_list.fill", "team_list.clear")  # fmt: skip
#: The note went when it was shared: to turn that back would lose the words.
_LOSES_WORDS = "thread.share_note"
#: What is private of a figure that may be public.
_UNSEEN = {"sheet.reason": "reason", "sheet.signal": "signal", "sheet.weigh": "weight"}


@action("journal.take_back")
def take_back(act: Act, *, entry: int) -> None:
    """Turn back one entry: a participant their own last move of this step, the facilitator anyone's public one.

    Raises:
        Refusal: later acts rest on it; the sentence names the first of them.
    """
    past = _entry(act, entry)
    if past.taken_back or not past.changes or past.action.startswith(_LED) or past.action == _LOSES_WORDS:
        raise Refusal(_("Dit kan niet worden teruggedraaid."))
    _guard_last(act, past)
    others = _shown_to(past)
    for model, row_id, fields in reversed(past.changes):
        if model == "Workshop":
            _turn_back_workshop(act, fields)
        elif not _was_erased(row_id, fields):
            _turn_back(act, past, model, row_id, fields)
    JournalEntry.objects.filter(pk=past.pk).update(taken_back=act.seq)
    _show(act, past)
    act.shows_seats(*others)


def _was_erased(row_id: str, fields: dict[str, list[Any]]) -> bool:
    """What was erased is gone for good (Act.erase)."""
    return fields == {"id": [row_id, None]}


def _entry(act: Act, number: int) -> JournalEntry:
    entry = JournalEntry.objects.filter(workshop=act.workshop, seq=number).first()
    if entry is None:
        raise Missing()
    if entry.private_to_id and (act.actor.facilitates or entry.private_to_id != act.seat.id):
        raise Refusal(_("Dit is privé. Alleen wie het deed, kan het terugdraaien."))
    return entry


def _guard_last(act: Act, past: JournalEntry) -> None:
    """A participant takes back only their own last act, while its step is open: nobody undoes what others built on."""
    if act.actor.facilitates:
        return
    mine = JournalEntry.objects.filter(workshop=act.workshop, actor=act.actor.key, taken_back=None)
    last = mine.exclude(action="journal.take_back").order_by("-seq").first()
    if past.actor != act.actor.key or last is None or last.pk != past.pk:
        raise Refusal(_("Je kunt alleen je eigen laatste stap terugdraaien."))
    if past.step != act.workshop.step:
        raise Refusal(_("Dit was in een eerdere stap. Vraag de begeleider om het terug te draaien."))
    if past.action == "stack.accept" and not past.private_to_id:
        raise Refusal(_("Deze ruil is van jullie samen. Vraag de begeleider om hem terug te draaien."))


# --- row by row ---------------------------------------------------------------------------------------------------


def _turn_back_workshop(act: Act, fields: dict[str, list[Any]]) -> None:
    """The workshop's own row bears no seq of its last change: it still says what the entry wrote, or something
    came after."""
    for name, (_before, after) in fields.items():
        if _as_written(getattr(act.workshop, name)) != after:
            raise Refusal.changed()
    act.update_workshop(**_as_fields(type(act.workshop), {name: before for name, (before, _after) in fields.items()}))


def _as_written(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _turn_back(act: Act, past: JournalEntry, model: str, row_id: str, fields: dict[str, list[Any]]) -> None:
    kind = apps.get_model("workshop", model)
    row = kind._default_manager.filter(pk=row_id).first()
    before = {name: pair[0] for name, pair in fields.items()}
    if row is None:
        if "id" not in fields or fields["id"][1] is not None:
            raise Refusal.changed()  # what the entry made or changed has gone since
        if kind is ThreadLink and not on_table(act.workshop.id, before["customer"]).exists():
            raise Refusal.changed()  # its name is private again
        act.create(_revived(kind, before))
        return
    if past.action in _UNSEEN:
        _turn_back_unseen(act, row, _UNSEEN[past.action], fields)
        return
    _guard_unbuilt(act, past, row, fields)
    if before.get("id", row_id) is None:
        _remove(act, row)
    elif fields:
        act.update(row, **_as_fields(kind, before))


def _turn_back_unseen(act: Act, line: EnergyRating, name: str, fields: dict[str, list[Any]]) -> None:
    """A public figure keeps its seq when what is private of it changes, so the value itself tells what came after."""
    before, after = fields[name]
    if getattr(line, name) != after:
        raise Refusal.changed()
    shown = line.seq
    act.update(line, **{name: before})
    if line.public:
        EnergyRating.objects.filter(pk=line.pk).update(seq=shown)


def _guard_unbuilt(act: Act, past: JournalEntry, row: Row, fields: dict[str, list[Any]]) -> None:
    # One entry may hold two changes of one row: the second one was turned back a moment ago.
    if row.seq not in (past.seq, act.seq):
        later = JournalEntry.objects.filter(workshop=act.workshop, seq=row.seq).first()
        if later is None or later.action != "journal.take_back" or not _is_as_left(row, fields):
            raise Refusal(_later_sentence(later))
    if isinstance(row, EnergyRating):
        _guard_figure(act, row, fields)
    if isinstance(row, CaseAnswer) and row.case.state == HardCase.State.OPEN:
        raise Refusal(_("De antwoorden op dit geval liggen al open."))
    if isinstance(row, ExchangeLeg) and row.exchange.state != Exchange.State.PROPOSED:
        raise Refusal.changed()
    if isinstance(row, (Claim, Help)):
        guard_unsettled(row.slip if isinstance(row, Claim) else row.claim.slip)
    if isinstance(row, SwapProposal) and past.action.startswith("stack.") and past.action != "stack.accept":
        _free_slip(act, row)


def _is_as_left(row: Row, fields: dict[str, list[Any]]) -> bool:
    """What came after was turned back too: the row is again as the entry left it."""
    return all(
        _as_written(getattr(row, _field(type(row), name).attname)) == after for name, (_before, after) in fields.items()
    )


def _later_sentence(later: JournalEntry | None) -> str:
    """The later act by who, what and when; nothing of one that is private."""
    if later is None or later.private_to_id:
        return _("Hierna is nog iets gebeurd dat privé is. Wie dat deed, draait het eerst terug.")
    seat = Participant.objects.filter(pk=later.actor.removeprefix("seat:")).first()
    told = {
        "who": isolated(seat.name) if seat else _("de begeleider"),
        "about": isolated(about(later)) or _("dezelfde plek"),
    }
    told["at"] = timezone.localtime(later.at).strftime("%H:%M")
    return _("Hierna gebeurde nog iets: %(who)s, om %(at)s uur, %(about)s. Draai dat eerst terug.") % told


def _guard_figure(act: Act, figure: EnergyRating, fields: dict[str, list[Any]]) -> None:
    guard_no_later_result(figure)
    if "customer" in fields and "id" not in fields:
        _guard_no_result(act, fields["customer"])
    leaves_table = figure.public and "zone" in fields and fields["zone"][0] is None
    if leaves_table and act.workshop.furthest_step >= Step.STACK:
        # Drafts, wish marks and proposals may hang on it: to refuse only then would betray them.
        raise Refusal(_("Sinds stap 5 blijft liggen wat op tafel ligt."), figure=figure)
    if leaves_table and _is_spoken_of(figure):
        raise _built_on(figure)


def _is_spoken_of(figure: EnergyRating) -> bool:
    """Whether the others would go on reading its name: it was laid before them, or a thread is about it alone."""
    if HardCase.objects.filter(rating=figure).exists():
        return True
    links = ThreadLink.objects.filter(thread__workshop=figure.workshop_id, customer=figure.customer_id)
    return links.exists() and not on_table(figure.workshop_id, figure.customer_id).exclude(pk=figure.pk).exists()


def _guard_no_result(act: Act, customers: list[str]) -> None:
    """Joining or splitting changes what a result rests on: the ground rule looked at the customer as it was."""
    slips = SwapProposal.objects.filter(workshop=act.workshop, rating__customer__in=customers, stuck=True)
    if slips.exclude(outcome__in=("", Outcome.OPEN)).exists():
        raise Refusal(_("Er is al iets besloten dat hierop steunt. Draai dat eerst terug."))


def _free_slip(act: Act, row: SwapProposal) -> None:
    """Answers that nobody has seen fall away with the slip: a refusal would betray that they exist."""
    if act.workshop.step > Step.STACK or row.opened:
        raise Refusal(_("Vanaf stap 6 blijft een briefje liggen; de gever kan zeggen dat de klant blijft."))
    act.erase(*row.claims.all())


def _remove(act: Act, row: Row) -> None:
    if isinstance(row, EnergyRating):
        row.reason = row.signal = ""  # its owner's alone: the entry of this undo is read by others
    try:
        act.delete(row)
    except RestrictedError:
        raise _built_on() from None


def _built_on(figure: EnergyRating | None = None) -> Refusal:
    return Refusal(_("Hier hangt al iets aan vast. Draai dat eerst terug."), figure=figure)


def _revived(kind: type[models.Model], values: dict[str, Any]) -> Row:
    row = kind(**_as_fields(kind, values))
    assert isinstance(row, Row)
    return row


def _as_fields(kind: type[models.Model], written: dict[str, Any]) -> dict[str, Any]:
    """Values as the journal wrote them (JSON), as the model's fields hold them: a date is a date again, no text."""
    fields = {name: _field(kind, name) for name in written}
    return {fields[name].attname: fields[name].to_python(value) for name, value in written.items()}


def _field(kind: type[models.Model], name: str) -> models.Field[Any, Any]:
    """A column of the model; its `attname` takes the plain value: for a foreign key the id."""
    field = kind._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


# --- who sees it --------------------------------------------------------------------------------------------------


def _show(act: Act, past: JournalEntry) -> None:
    act.about = past.about
    if past.action == "stack.accept":
        _decline(act, past)
    if not past.private_to_id:
        act.shows("all")
    elif past.action == "swap.answer":
        act.keeps_private("counts", "spotlight", "desk")  # the slip may have been opened since
    elif past.action == "case.answer":
        act.keeps_private("counts")
    elif past.action == "sheet.signal":
        act.keeps_private("turn")  # the figure may be lit
    else:
        act.keeps_private("counts", "desk")  # a proposal to a seat without a device waits there


def _decline(act: Act, past: JournalEntry) -> None:
    """A direct swap that is turned back has not been agreed; who still wants it proposes it anew."""
    for model, row_id, fields in past.changes:
        if model == "Exchange" and fields["state"][1] == Exchange.State.AGREED:
            act.update(act.find(Exchange.objects.all(), row_id), state=Exchange.State.DECLINED)


def _shown_to(past: JournalEntry) -> set[str]:
    """Whose own region shows a private entry too: the other party of a direct swap, the owner of a wished leak."""
    ids = {model: row_id for model, row_id, _fields in past.changes}
    leg = ExchangeLeg.objects.filter(pk=ids.get("ExchangeLeg", "")).first()
    exchange = ids.get("Exchange") or (leg.exchange_id if leg else "")
    parties = ExchangeLeg.objects.filter(exchange=exchange).values_list("taker", flat=True)
    marked = [fields["rating"] for model, _id, fields in past.changes if model == "WishMark"]
    leaks = EnergyRating.objects.filter(pk__in=[one for pair in marked for one in pair if one], zone=Zone.COSTS)
    return {*parties, *leaks.values_list("participant", flat=True)}
