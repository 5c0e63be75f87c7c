"""What a participant feels about a customer."""

from __future__ import annotations

from django.db import models

from workshop.energy import is_leak
from workshop.limits import LONGEST_SIGNAL, LONGEST_TEXT
from workshop.models.base import Row
from workshop.models.team import Customer
from workshop.models.workshop import Participant, Workshop
from workshop.steps import Zone


class EnergyRating(Row):
    """One participant × one customer: a line of the private list, and the figure once it stands on the table.

    `column` is private (empty: *nog te verdelen*); `zone` is null until the figure is placed and public from then on;
    `weight` is what its owner says it weighs (0: not said), in the measure of `Workshop.weigh_by`; others see a
    person's sum only, until the slip lies open.
    `listed` and `placed` are the seq × 1000 of the change that made the line and of the last placement, plus its
    number among those of the same change; `reason` stays with its owner.
    `joined` is no column: the customer's id while other figures of it stand on this table too, else empty.
    `signal` (*klantsignaal*) is a sentence that the customer said: its owner's until the figure is talked about, in
    steps 3 and 6 (`Public.signals`).
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="ratings")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="ratings")
    customer = models.ForeignKey(Customer, on_delete=models.RESTRICT, related_name="ratings")
    column = models.CharField(max_length=7, choices=Zone, blank=True)
    zone = models.CharField(max_length=7, choices=Zone, null=True)
    placed = models.PositiveBigIntegerField(default=0)
    listed = models.PositiveBigIntegerField(default=0)
    weight = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=LONGEST_TEXT, blank=True)
    signal = models.CharField(max_length=LONGEST_SIGNAL, blank=True)

    joined: str = ""

    class Meta:
        ordering = ["placed", "listed", "id"]
        indexes = [models.Index(fields=["workshop", "zone"])]

    @property
    def public(self) -> bool:
        return self.zone is not None

    @property
    def leak(self) -> bool:
        """An energy leak: on the table in *kost energie*. What lies on the private list is not a leak yet."""
        return is_leak(self.zone)


class WishMark(Row):
    """*Daar zou ik energie van krijgen*: private to the marker; told to the owner of a leak, without a name."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="wish_marks")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="wish_marks")
    rating = models.ForeignKey(EnergyRating, on_delete=models.CASCADE, related_name="wish_marks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "rating"], name="one_wish_per_figure")]
