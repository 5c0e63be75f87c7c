"""A difficult customer as a case: *wat zou jij doen?*"""

from __future__ import annotations

from django.db import models

from workshop.limits import LONGEST_TEXT
from workshop.models.base import Row
from workshop.models.table import EnergyRating
from workshop.models.workshop import Participant, Workshop


class HardCase(Row):
    """A leak that its owner laid before the others. Parked it waits; asked everybody answers; open all answers show."""

    class State(models.TextChoices):
        PARKED = "parked"
        ASKED = "asked"
        OPEN = "open"

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="cases")
    rating = models.ForeignKey(EnergyRating, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=6, choices=State, default=State.PARKED)
    written = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["written", "id"]
        constraints = [models.UniqueConstraint(fields=["rating"], name="one_case_per_figure")]


class CaseAnswer(Row):
    """What a colleague would do. Private to that colleague until the case is open."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(HardCase, on_delete=models.CASCADE, related_name="answers")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=LONGEST_TEXT)

    class Meta:
        ordering = ["participant__place", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "participant"], name="one_answer_per_case")]
