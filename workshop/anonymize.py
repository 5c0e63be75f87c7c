"""Taking somebody's name out of a workshop that is over: out of rows, other people's texts and the journal."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.apps import apps
from django.db import models, transaction
from django.dispatch import Signal

from workshop.models import Earlier, JournalEntry, Knock, ListedCustomer, Participant, Success, Thread, Workshop
from workshop.models.journal import Written

#: Not the words of people: keys, and names of their own. A customer may be called what a colleague is called.
_NO_TEXT = {"token", "return_code", "secret", "actor", "action", "action_id", "fingerprint"}
_NAMES = {("Earlier", "name"), ("ListedCustomer", "name"), ("Customer", "name"), ("Participant", "name")}


#: Sent on commit with `workshops`, the ids of those out of which a name went: what is kept of them elsewhere goes too.
forgotten = Signal()


def names_of(seat: Participant) -> set[str]:
    """All names that this seat ever had: it may have been renamed, and may have knocked under another one."""
    names = {seat.name, *Knock.objects.filter(participant=seat).values_list("name", flat=True)}
    for entry in JournalEntry.objects.filter(workshop=seat.workshop_id, action__startswith="lobby."):
        for model, row_id, fields in entry.changes:
            if (model, row_id) == ("Participant", seat.id):
                names.update(value for value in fields.get("name", ()) if value)
    return names - {""}


def forget_name(seat: Participant, instead: Callable[[Participant], str]) -> None:
    """Put a number wherever a name of this seat stands as words of their own, spelled as it was: in its workshop, in
    those before it and in all comebacks after it, where the person may have a seat under the same name.

    Args:
        instead: what a seat is called that is forgotten.
    """
    number = instead(seat)
    reached = _chain(seat.workshop)
    own = _names_of_nobody_else(seat, reached)
    others = _people_of(reached) - own
    for workshop in reached:
        again = [one for one in workshop.participants.all() if one.name in own]
        bearer = seat if workshop.pk == seat.workshop_id else next(iter(again), None)
        clean = _cleaner(own, others, instead(bearer) if bearer else number)
        _forget_in(workshop, {one.id for one in again}, clean)
        for one in again:
            Participant.objects.filter(pk=one.pk).update(name=instead(one))
    ids = [workshop.id for workshop in reached]
    # A comeback that is open sees by its seq that it changed; the own workshop gets its seq from the act.
    Workshop.objects.filter(pk__in=ids).exclude(pk=seat.workshop_id).update(seq=models.F("seq") + 1)
    transaction.on_commit(lambda: forgotten.send_robust(sender=Workshop, workshops=ids), robust=True)


def _names_of_nobody_else(seat: Participant, workshops: list[Workshop]) -> set[str]:
    """The name of this seat, and those that it had before and that nobody else bears now: who was Jan and is Jan Bakker
    since another Jan came takes that one's name along to nowhere."""
    seats = Participant.objects.filter(workshop__in=workshops, removed_at=None).exclude(pk=seat.pk)
    taken = set(seats.values_list("name", flat=True)) - {seat.name}
    return names_of(seat) - taken


def _chain(workshop: Workshop) -> list[Workshop]:
    """The first workshop of this team's series and all its comebacks, this one among them."""
    first = workshop
    while first.previous is not None:
        first = first.previous
    return [first, *_comebacks(first)]


def _comebacks(workshop: Workshop) -> list[Workshop]:
    """All workshops after this one, locked, so that nobody writes the name again meanwhile."""
    after = list(Workshop.objects.select_for_update().filter(previous=workshop).order_by("pk"))
    return [*after, *(later for one in after for later in _comebacks(one))]


def _people_of(workshops: list[Workshop]) -> set[str]:
    """Everybody's name in these workshops, also of who has no seat in a comeback and is only told about there."""
    told = ((Participant, "name"), (Earlier, "person"), (Earlier, "taker"), (ListedCustomer, "owner_name"),
            (Success, "by"), (Thread, "owner"))  # fmt: skip
    found: set[str] = set()
    for model, name in told:
        found.update(model._default_manager.filter(workshop__in=workshops).values_list(name, flat=True))
    return found - {""}


def _forget_in(workshop: Workshop, seats: set[str], clean: Callable[[str], str]) -> None:
    for model in apps.get_app_config("workshop").get_models():
        for row in _rows(model, workshop):
            before = {field.name: getattr(row, field.name) for field in _texts(model)}
            after = {name: clean(text)[: _longest(model, name)] for name, text in before.items()}
            if after != before:
                model._default_manager.filter(pk=row.pk).update(**after)
    JournalEntry.objects.filter(workshop=workshop).update(fingerprint="")  # of what was asked, names too
    for entry in JournalEntry.objects.filter(workshop=workshop):
        changes = [_cleaned(change, seats, clean) for change in entry.changes]
        if changes != entry.changes:
            JournalEntry.objects.filter(pk=entry.pk).update(changes=changes)


def _cleaner(own: set[str], others: set[str], instead: str) -> Callable[[str], str]:
    """Takes these names out of a text. "Ana" leaves "Ana Maria" alone when she is one of the others."""
    longest_first = sorted(own | others, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return lambda text: pattern.sub(lambda found: instead if found.group() in own else found.group(), text)


def _rows(model: type[models.Model], workshop: Workshop) -> models.QuerySet[models.Model]:
    if model is Workshop:
        return Workshop.objects.filter(pk=workshop.pk)
    if any(field.name == "workshop" for field in model._meta.concrete_fields) and _texts(model):
        return model._default_manager.filter(workshop=workshop)
    return model._default_manager.none()


def _texts(model: type[models.Model]) -> list[models.CharField[str, str]]:
    """The fields in which people write."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField)
        and not (field.primary_key or field.unique or field.choices or field.name in _NO_TEXT)
        and (model.__name__, field.name) not in _NAMES
    ]


def _longest(model: type[models.Model], name: str) -> int | None:
    """The new name may be longer than the old one, and a field is only so long."""
    return next(field.max_length for field in _texts(model) if field.name == name)


def _cleaned(change: Written, seats: set[str], clean: Callable[[str], str]) -> list[object]:
    model, row_id, fields = change
    told = {
        name: [clean(value) if isinstance(value, str) else value for value in values]
        for name, values in fields.items()
        if (model, name) not in _NAMES or row_id in seats
    }
    return [model, row_id, fields | told]
