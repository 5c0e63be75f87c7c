"""Turns to speak, notes kept for later, and the threads that step 4 harvests."""

from __future__ import annotations

from django.db import models

from workshop.limits import LONGEST_OWNER, LONGEST_TEXT
from workshop.models.base import Row
from workshop.models.team import Customer
from workshop.models.workshop import Participant, Workshop
from workshop.steps import Heading, Progress


class Turn(Row):
    """Whose turn it is to speak. `question` is the one being answered, 1 to 4 (in round mode it is the round)."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SPEAKING = "speaking"
        DONE = "done"
        PASSED = "passed"

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="turns")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveSmallIntegerField()
    question = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]


class PrivateNote(Row):
    """*Bewaar voor straks*: what a listener thought while somebody else spoke. Private until shared as a thread."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="notes")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(max_length=LONGEST_TEXT)


class Thread(Row):
    """One line of the harvest. `writer` is null when the facilitator wrote it; `under` groups it with another.

    What is to be done about it hangs on the wall (workshop.wall): `owner` looks after it, by name, for who comes back
    gets a new seat; `since` is the day of the workshop that it was harvested in, of one that a comeback took along.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="threads")
    writer = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, related_name="threads")
    heading = models.CharField(max_length=8, choices=Heading)
    text = models.CharField(max_length=LONGEST_TEXT)
    improve = models.BooleanField(default=False)
    under = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="members")
    written = models.PositiveBigIntegerField(default=0)
    owner = models.CharField(max_length=LONGEST_OWNER, blank=True)
    state = models.CharField(max_length=4, choices=Progress, default=Progress.TODO)
    since = models.DateField(null=True)

    class Meta:
        ordering = ["written", "id"]


class ThreadLink(Row):
    """A customer of the table that a thread is about."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="links")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "customer"], name="one_link_per_customer")]
