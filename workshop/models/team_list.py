"""The team's list that the facilitator made before the workshop."""

from __future__ import annotations

from django.db import models

from workshop.limits import LONGEST_NAME, LONGEST_NOTE, LONGEST_OWNER, LONGEST_SIGNAL
from workshop.models.base import Row
from workshop.models.workshop import Participant, Workshop
from workshop.steps import Kind


class ListedCustomer(Row):
    """One line of it. `owner_name`: whose it is, as the facilitator spelled it (empty: nobody in particular);
    `taken`: the seat that has it on its own list, which nobody but that seat may know."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="listed")
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CUSTOMER)
    owner_name = models.CharField(max_length=LONGEST_OWNER, blank=True)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    signal = models.CharField(max_length=LONGEST_SIGNAL, blank=True)
    place = models.PositiveIntegerField(default=0)
    taken = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["place", "id"]


class ListRefusal(Row):
    """*Nee, dit is niet mijn lijst*: this owner's list is not offered to this seat any more. Private to the seat."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    owner_name = models.CharField(max_length=LONGEST_OWNER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "owner_name"], name="one_no_per_list")]
