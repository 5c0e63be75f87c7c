"""What the team agrees at the end."""

from __future__ import annotations

from django.db import models

from workshop.limits import LONGEST_TEXT
from workshop.models.base import Row
from workshop.models.workshop import Participant, Workshop


class Agreement(Row):
    """An agreement: owner, first small step, date. Anyone proposes it; it stands when its owner has said yes."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="agreements")
    owner = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="agreements")
    text = models.CharField(max_length=LONGEST_TEXT)
    first_step = models.CharField(max_length=LONGEST_TEXT)
    on = models.DateField()
    accepted = models.BooleanField(default=False)
    written = models.PositiveBigIntegerField(default=0)
    #: The follow-up: when somebody last looked after it (from then on it cools, see `workshop.teapot`), and since when
    #: it is done.
    touched_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ["written", "id"]


class Success(Row):
    """Something that went well since the workshop. `teller` is null when the facilitator wrote it.

    `by`: who told it, of one that a comeback took along from the workshop before it.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="successes")
    teller = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, related_name="successes")
    by = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=LONGEST_TEXT)
    on = models.DateField()
    written = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["written", "id"]
