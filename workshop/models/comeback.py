"""What a comeback keeps of the workshop before it."""

from __future__ import annotations

from django.db import models

from workshop.limits import LONGEST_NAME, LONGEST_OWNER, LONGEST_TEXT
from workshop.models.base import Row
from workshop.models.workshop import Workshop
from workshop.steps import Kind, Outcome, Zone


class Earlier(Row):
    """One customer of one person then, and what became of it: copied, so that the earlier workshop can be erased.

    People are names: who comes back gets a new seat. `zone` is shown to nobody before all have judged again
    (`Workshop.shows_then`). `given`, `received`: which side of the hand-over is done; `again`: it becomes a slip again;
    `heard`: what the customer answered when asked how it goes.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="earlier")
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CUSTOMER)
    person = models.CharField(max_length=LONGEST_OWNER)
    zone = models.CharField(max_length=7, choices=Zone)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    taker = models.CharField(max_length=LONGEST_OWNER, blank=True)
    given = models.BooleanField(default=False)
    received = models.BooleanField(default=False)
    talk_on = models.DateField(null=True)
    again = models.BooleanField(default=False)
    heard = models.CharField(max_length=LONGEST_TEXT, blank=True)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["place", "id"]
