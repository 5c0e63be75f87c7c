"""What can be undone, said once: undo obeys it (workshop/actions/undo.py) and the journal offers no more than that."""

from __future__ import annotations

import json

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop.actions.registry import ACTIONS, Undo
from workshop.bidi import isolated
from workshop.ground_rule import on_table
from workshop.journal import about
from workshop.models import (
    CaseAnswer,
    Claim,
    DirectSwap,
    DirectSwapLeg,
    EnergyRating,
    HardCase,
    Help,
    JournalEntry,
    Participant,
    SameCustomer,
    SwapProposal,
    Team,
    ThreadLink,
    Workshop,
)
from workshop.models.base import Row
from workshop.models.journal import Fields, was_erased
from workshop.permissions import guard_no_later_result, guard_unsettled, has_namesake
from workshop.refusals import Refusal, already_undone
from workshop.steps import Outcome, Step


def is_offered(workshop: Workshop, past: JournalEntry) -> bool:
    """Whether the facilitator's journal offers to undo this entry: what would be refused it does not offer.

    Unless what stands in the way is private: a button that goes away would tell that somebody did something unseen.
    """
    if past.private_to_id or (workshop.closed_at and not ACTIONS["journal.take_back"].after_closing):
        return False
    try:
        guard_undo(workshop, past)
    except Refusal as refusal:
        return refusal.private
    return True


def guard_undo(workshop: Workshop, past: JournalEntry) -> None:
    """Refuse to undo what never is, and what later acts rest on; whoever asks. Only looks.

    Raises:
        Refusal: the sentence names the later act.
    """
    guard_kind(past)
    for (model, row_id), fields in _by_row(past).items():
        if model == "Workshop":
            _guard_unnumbered(workshop, fields)
        elif model == "Team":
            _guard_unnumbered(workshop.team, fields)
            _guard_old_name(workshop.team, str(fields["name"][0]))
        else:
            _guard_row(workshop, past, apps.get_model("workshop", model), row_id, fields)


def undo_of(past: JournalEntry) -> Undo:
    """How this entry is undone, as its action declares it."""
    return ACTIONS[past.action].undo


def guard_kind(past: JournalEntry) -> None:
    """Refuse what is never undone, or was already."""
    if past.undone_by:
        raise already_undone()
    if not past.changes or not undo_of(past).allowed:
        raise Refusal("undo-never", _("Dit kan niet worden teruggedraaid."))


def last_of(workshop: Workshop, actor: str) -> JournalEntry | None:
    """What this actor did last of what can be undone at all: *klaar* and the like do not count."""
    mine = JournalEntry.objects.filter(workshop=workshop, actor=actor, undone_by=None).order_by("-seq")
    return mine.exclude(action__in=[name for name, one in ACTIONS.items() if not one.undo.counts]).first()


def _by_row(past: JournalEntry) -> dict[tuple[str, str], Fields]:
    """What an entry changed of each row: from the value before its first change to the one after its last."""
    rows: dict[tuple[str, str], Fields] = {}
    for model, row_id, fields in past.changes:
        if was_erased(row_id, fields):
            continue
        row = rows.setdefault((model, row_id), {})
        for name, (before, after) in fields.items():
            row[name] = [row[name][0] if name in row else before, after]
    return rows


def _guard_unnumbered(row: models.Model, fields: Fields) -> None:
    """The rows of the workshop and its team bear no seq of their last change: they still say what the entry wrote, or
    something came after."""
    if any(as_written(getattr(row, name)) != after for name, (_before, after) in fields.items()):
        raise Refusal.changed()


def _guard_old_name(team: Team, name: str) -> None:
    if has_namesake(team, name):
        raise Refusal(
            "undo-name-taken",
            _("Een ander team van je heet nu %(name)s. Geef dat eerst een andere naam; dan kan dit terug.")
            % {"name": isolated(name)},
        )


def as_written(value: object) -> object:
    """A value as the journal holds it (JSON)."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _guard_row(workshop: Workshop, past: JournalEntry, kind: type[models.Model], row_id: str, fields: Fields) -> None:
    row = kind._default_manager.filter(pk=row_id).first()
    if row is None:
        if "id" not in fields or fields["id"][1] is not None:
            raise Refusal.changed()  # what the entry made or changed has gone since
        if kind is ThreadLink and not on_table(workshop.id, fields["customer"][0]).exists():
            raise Refusal.changed()  # its name is private again
        if kind is SameCustomer and SameCustomer.about(workshop.id, fields["kept"][0], fields["other"][0]).exists():
            raise Refusal.changed()  # it was asked and answered once more
    elif column := undo_of(past).column:
        # A public figure keeps its seq when what is private of it changes, so the value itself tells what came after.
        if getattr(row, column) != fields[column][1]:
            raise Refusal.changed()
    else:
        assert isinstance(row, Row)
        _guard_unbuilt(workshop, past, row, fields)


def _guard_unbuilt(workshop: Workshop, past: JournalEntry, row: Row, fields: Fields) -> None:
    if row.seq != past.seq:
        later = JournalEntry.objects.filter(workshop=workshop, seq=row.seq).first()
        if later is None or later.action != "journal.take_back" or not _is_as_left(row, fields):
            raise _built_on_later(later)
    if isinstance(row, EnergyRating):
        _guard_figure(workshop, row, fields)
    if isinstance(row, CaseAnswer) and row.case.state == HardCase.State.OPEN:
        raise Refusal("case-already-open", _("De antwoorden op dit geval liggen al open."))
    if isinstance(row, DirectSwapLeg) and row.direct_swap.state != DirectSwap.State.OFFERED and not _agreed(past, row):
        raise Refusal.changed()
    if isinstance(row, (Claim, Help)):
        guard_unsettled(row.slip if isinstance(row, Claim) else row.claim.slip)
    if isinstance(row, SwapProposal) and undo_of(past).drops_answers:
        _guard_slip(workshop, row)


def _agreed(past: JournalEntry, leg: DirectSwapLeg) -> bool:
    """Whether it was this entry that settled the swap: then the swap is undone with it."""
    return any((model, row_id) == ("DirectSwap", leg.direct_swap_id) for model, row_id, _fields in past.changes)


def _is_as_left(row: Row, fields: Fields) -> bool:
    """What came after was undone too: the row is again as the entry left it."""
    columns = {column_of(type(row), name).attname: after for name, (_before, after) in fields.items()}
    return all(as_written(getattr(row, column)) == after for column, after in columns.items())


def _built_on_later(later: JournalEntry | None) -> Refusal:
    """The later act by who, what and when; nothing of one that is private."""
    if later is None or later.private_to_id:
        unseen = _("Hierna is nog iets gebeurd dat privé is. Wie dat deed, draait het eerst terug.")
        return Refusal("undo-later-private", unseen, private=True)
    seat = Participant.objects.filter(pk=later.actor.removeprefix("seat:")).first()
    told = {
        "who": isolated(seat.name) if seat else _("de begeleider"),
        "about": isolated(about(later)) or _("dezelfde plek"),
    }
    told["at"] = timezone.localtime(later.at).strftime("%H:%M")
    sentence = _("Hierna gebeurde nog iets: %(who)s, om %(at)s uur, %(about)s. Draai dat eerst terug.")
    return Refusal("undo-later", sentence % told)


def _guard_figure(workshop: Workshop, figure: EnergyRating, fields: Fields) -> None:
    if "customer" in fields and "id" not in fields:
        _guard_no_result(workshop, fields["customer"])  # as when it is split
    else:
        guard_no_later_result(figure, in_silence=workshop.furthest_step >= Step.SWAP)
    leaves_table = figure.public and "zone" in fields and fields["zone"][0] is None
    if leaves_table and workshop.furthest_step >= Step.STACK:
        # Drafts, wish marks and offers of a direct swap may hang on it: to refuse only then would betray them.
        raise Refusal("undo-stays-on-table", _("Sinds stap 5 blijft liggen wat op tafel ligt."), figure=figure)
    if leaves_table and _is_spoken_of(figure):
        raise built_on(figure)


def _is_spoken_of(figure: EnergyRating) -> bool:
    """Whether the others would go on reading its name: it was laid before them, or a thread is about it alone."""
    if HardCase.objects.filter(rating=figure).exists():
        return True
    links = ThreadLink.objects.filter(thread__workshop=figure.workshop_id, customer=figure.customer_id)
    return links.exists() and not on_table(figure.workshop_id, figure.customer_id).exclude(pk=figure.pk).exists()


def _guard_slip(workshop: Workshop, slip: SwapProposal) -> None:
    if workshop.step > Step.STACK or slip.opened:
        raise Refusal(
            "undo-slip-stays", _("Vanaf stap 6 blijft een briefje liggen; wie weggeeft kan de klant nog houden.")
        )


def _guard_no_result(workshop: Workshop, customers: list[str]) -> None:
    """Joining or splitting changes what a result rests on: the ground rule looked at the customer as it was."""
    slips = SwapProposal.objects.filter(workshop=workshop, rating__customer__in=customers, stuck=True)
    if slips.exclude(outcome__in=("", Outcome.OPEN)).exists():
        raise Refusal("result-rests-on-it", _("Er is al iets besloten dat hierop steunt. Draai dat eerst terug."))


def built_on(figure: EnergyRating | None = None) -> Refusal:
    return Refusal("undo-built-on", _("Hier hangt al iets aan vast. Draai dat eerst terug."), figure=figure)


def column_of(kind: type[models.Model], name: str) -> models.Field[object, object]:
    """A column of the model; its `attname` takes the plain value: for a foreign key the id."""
    field = kind._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field
