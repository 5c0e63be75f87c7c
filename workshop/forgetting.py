"""Taking somebody's name out of a workshop that is over: out of rows, other people's texts and the journal."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models

from workshop.models import JournalEntry, Knock, Participant, Workshop

#: Not the words of people: keys, and names of their own. A customer may be called what a colleague is called.
_NO_TEXT = {"token", "return_code", "secret", "actor", "action", "action_id", "fingerprint"}
_NAMES = {("Earlier", "name"), ("ListedCustomer", "name"), ("Customer", "name"), ("Participant", "name")}


def names_of(seat: Participant) -> set[str]:
    """All names that this seat ever had: it may have been renamed, and may have knocked under another one."""
    names = {seat.name, *Knock.objects.filter(participant=seat).values_list("name", flat=True)}
    for entry in JournalEntry.objects.filter(workshop=seat.workshop_id, action__startswith="lobby."):
        for model, row_id, fields in entry.changes:
            if (model, row_id) == ("Participant", seat.id):
                names.update(value for value in fields.get("name", ()) if value)
    return names - {""}


def forget_name(seat: Participant, instead: str) -> None:
    """Put `instead` wherever a name of this seat stands as words of their own, spelled as it was."""
    workshop = seat.workshop
    clean = _cleaner(seat, instead)
    for model in apps.get_app_config("workshop").get_models():
        for row in _rows(model, workshop):
            before = {field.name: getattr(row, field.name) for field in _texts(model)}
            after = {name: clean(text)[: _longest(model, name)] for name, text in before.items()}
            if after != before:
                model._default_manager.filter(pk=row.pk).update(**after)
    JournalEntry.objects.filter(workshop=workshop).update(fingerprint="")  # of what was asked, names too
    for entry in JournalEntry.objects.filter(workshop=workshop):
        changes = [_cleaned(change, seat, clean) for change in entry.changes]
        if changes != entry.changes:
            JournalEntry.objects.filter(pk=entry.pk).update(changes=changes)


def _cleaner(seat: Participant, instead: str) -> Callable[[str], str]:
    """Takes the seat's names out of a text. "Ana" leaves "Ana Maria" alone when she sits at the table too."""
    own = names_of(seat)
    others = set(seat.workshop.participants.exclude(pk=seat.pk).values_list("name", flat=True)) - own
    longest_first = sorted(own | others, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return lambda text: pattern.sub(lambda found: instead if found.group() in own else found.group(), text)


def _rows(model: type[models.Model], workshop: Workshop) -> models.QuerySet[Any]:
    if model is Workshop:
        return Workshop.objects.filter(pk=workshop.pk)
    if any(field.name == "workshop" for field in model._meta.concrete_fields) and _texts(model):
        return model._default_manager.filter(workshop=workshop)
    return model._default_manager.none()


def _texts(model: type[models.Model]) -> list[models.CharField[Any, Any]]:
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


def _cleaned(change: list[Any], seat: Participant, clean: Callable[[str], str]) -> list[Any]:
    model, row_id, fields = change
    told = {
        name: [clean(value) if isinstance(value, str) else value for value in values]
        for name, values in fields.items()
        if (model, name) not in _NAMES or row_id == seat.id
    }
    return [model, row_id, fields | told]
