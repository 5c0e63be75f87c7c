"""Who did what, when: one entry for every accepted change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression

from workshop.models.workshop import Participant, Workshop
from workshop.models.written_names import changes_as_written, changes_now
from workshop.steps import Step

#: Field → [before, after].
Fields = dict[str, list[Any]]  # type: ignore[explicit-any]  # JSON of columns of every kind
#: What one change did to one row: its model, its id and its fields.
Written = tuple[str, str, Fields]


class ChangesField(models.JSONField):  # type: ignore[explicit-any]  # a column of JSON
    """Changes of rows: under the names of written_names.py in the database, under those of today in Python."""

    def from_db_value(self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper) -> object:
        return changes_now(super().from_db_value(value, expression, connection))

    def get_prep_value(self, value: Iterable[Written]) -> object:
        return super().get_prep_value(changes_as_written(value))

    def deconstruct(self) -> tuple[str, str, Sequence[object], dict[str, object]]:
        """A plain column of JSON: no migration hears of the names."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class JournalEntry(models.Model):
    """One change. `changes` is a list of `[model, id, {field: [before, after]}]`; before is null for a new row,
    after for a deleted one. Unique on workshop, actor and action id, so that a retry is never done twice;
    `fingerprint` is that of what was asked (workshop.perform), so that the id is good for nothing else. Empty: what was
    asked has been forgotten."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="journal")
    seq = models.PositiveBigIntegerField()
    step = models.PositiveSmallIntegerField(choices=Step)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    acted_for = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=32)
    action_id = models.CharField(max_length=40)
    # The default stands in the table too: a process of the version before this one writes entries without it.
    fingerprint = models.CharField(max_length=64, blank=True, default="", db_default="")
    private_to = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+")
    about = models.CharField(max_length=200, blank=True)
    changes = ChangesField(default=list, encoder=DjangoJSONEncoder)
    #: The seq of the entry that undid this one.
    undone_by = models.PositiveBigIntegerField(null=True, db_column="taken_back")

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "actor", "action_id"], name="one_entry_per_action"),
            models.UniqueConstraint(fields=["workshop", "seq"], name="one_entry_per_seq"),
        ]

    @property
    def created(self) -> tuple[str, ...]:
        """The ids of the rows that the action made."""
        return created_in(self.changes)


def created_in(changes: Iterable[Written]) -> tuple[str, ...]:
    """The ids of the rows that these changes made."""
    return tuple(row_id for _model, row_id, fields in changes if fields.get("id") == [None, row_id])


def was_erased(row_id: str, fields: Fields) -> bool:
    """Whether a row has gone for good, and the journal knows only that (ActionContext.erase)."""
    return fields == {"id": [row_id, None]}


class Submission(models.Model):
    """A form that made something outside every workshop: the workshop itself, or the first facilitator (`user`).

    Unique on `sender` (a facilitator, a console or a browser) and the form's action id, so that it makes one, however
    often it is sent. It goes with what it made.
    """

    sender = models.CharField(max_length=40)
    action_id = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64, blank=True)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey("auth.User", on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "action_id"], name="one_thing_per_submission"),
        ]
