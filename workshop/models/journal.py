"""Who did what, when: one entry for every accepted change."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from workshop.method import Step
from workshop.models.workshop import Participant, Workshop


class JournalEntry(models.Model):
    """One change. `changes` is a list of `[model, id, {field: [before, after]}]`; before is null for a new row,
    after for
    a deleted one. Unique on workshop, actor and action id, so that a retry is never done twice (DESIGN.md, rule 9)."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="journal")
    seq = models.PositiveBigIntegerField()
    step = models.PositiveSmallIntegerField(choices=Step)
    at = models.DateTimeField()
    actor = models.CharField(max_length=16)
    acted_for = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=32)
    action_id = models.CharField(max_length=40)
    private_to = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+")
    about = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    taken_back = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "actor", "action_id"], name="one_entry_per_action"),
            models.UniqueConstraint(fields=["workshop", "seq"], name="one_entry_per_seq"),
        ]
