"""Slips on the stack, the answers to them, and direct swaps."""

from __future__ import annotations

from django.db import models

from workshop.limits import LONGEST_TEXT
from workshop.models.base import Row
from workshop.models.table import EnergyRating
from workshop.models.workshop import Participant, Workshop
from workshop.steps import Answer, Outcome, Zone


class DirectSwap(Row):
    """A direct swap (two legs) or ring: tied together, never open on the stack; all parties say yes or nothing happens.

    The slips are made at the last yes: a slip per figure exists once, and a colleague's private draft may not be
    betrayed.
    """

    class State(models.TextChoices):
        OFFERED = "proposed"
        AGREED = "agreed"
        DECLINED = "declined"

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="direct_swaps")
    offered_by = models.ForeignKey(Participant, on_delete=models.CASCADE, db_column="proposer_id", related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OFFERED)
    #: Who said no; nobody when it lapsed, or was agreed and undone.
    declined_by = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "workshop_exchange"


class DirectSwapLeg(Row):
    """One customer of a direct swap and who would take it. Private to the parties until all have said yes."""

    direct_swap = models.ForeignKey(DirectSwap, on_delete=models.CASCADE, db_column="exchange_id", related_name="legs")
    rating = models.ForeignKey(EnergyRating, on_delete=models.CASCADE, related_name="+")
    taker = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    expectation = models.CharField(max_length=7, choices=Zone, blank=True)
    yes = models.BooleanField(default=False)

    class Meta:
        db_table = "workshop_exchangeleg"
        ordering = ["id"]


class SwapProposal(Row):
    """A slip: a customer that its giver gives away.

    A draft is private to the giver; stuck, it lies on the stack for all. `outcome` is empty until it is settled;
    `taker` and `helper` are set by the result. `look` is the last-look question on all screens, 1 to 3 (0: not
    asked yet).
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="slips")
    rating = models.ForeignKey(EnergyRating, on_delete=models.RESTRICT, related_name="slips")
    giver = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="slips")
    why = models.CharField(max_length=LONGEST_TEXT, blank=True)
    wish = models.CharField(max_length=LONGEST_TEXT, blank=True)
    stuck = models.BooleanField(default=False)
    stuck_at = models.PositiveBigIntegerField(default=0)
    direct_swap = models.ForeignKey(
        DirectSwap, on_delete=models.SET_NULL, db_column="exchange_id", null=True, related_name="slips"
    )
    opened = models.BooleanField(default=False)
    giver_chooses = models.BooleanField(default=False)
    look = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    taker = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="taken")
    helper = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="helped")
    taker_energy = models.CharField(max_length=7, choices=Zone, blank=True)
    taker_expects = models.BooleanField(default=False)

    farewell_why = models.CharField(max_length=LONGEST_TEXT, blank=True)
    farewell_teller = models.CharField(max_length=80, blank=True)
    farewell_on = models.DateField(null=True)
    farewell_to = models.CharField(max_length=LONGEST_TEXT, blank=True)
    decide_who = models.CharField(max_length=80, blank=True)
    decide_on = models.DateField(null=True)
    #: The hand-over of a customer that a colleague takes: when giver and taker speak to the customer together, what the
    #: taker must know, and before when the taker calls. `farewell_teller` is who tells the customer, here too.
    talk_on = models.DateField(null=True)
    must_know = models.CharField(max_length=LONGEST_TEXT, blank=True)
    first_contact_before = models.DateField(null=True)
    #: The follow-up: since when it is done for the giver (handed over, or the farewell told) and for the taker.
    given_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    #: What the customer answered when asked how it goes (texts.CUSTOMER_QUESTION).
    heard = models.CharField(max_length=LONGEST_TEXT, blank=True)

    class Meta:
        ordering = ["stuck_at", "id"]
        constraints = [models.UniqueConstraint(fields=["rating"], name="one_slip_per_figure")]

    @property
    def settled(self) -> bool:
        """A result stands. *Nog open* is a result of the afternoon, but not of the slip: it can still be taken."""
        return bool(self.outcome) and self.outcome != Outcome.OPEN


class Claim(Row):
    """A colleague's answer to a slip; private until the slip is opened. `expectation`: how a taker who never rated this
    customer thinks it will be; kept apart from ratings."""

    slip = models.ForeignKey(SwapProposal, on_delete=models.CASCADE, related_name="claims")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="claims")
    answer = models.CharField(max_length=4, choices=Answer)
    expectation = models.CharField(max_length=7, choices=Zone, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["slip", "participant"], name="one_answer_per_slip")]


class Help(Row):
    """A colleague who was asked to help with a claim; `yes` is null until the colleague answers."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="helps")
    helper = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="helps")
    yes = models.BooleanField(null=True)
    expectation = models.CharField(max_length=7, choices=Zone, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["claim", "helper"], name="one_help_per_claim")]


class TakeRequest(Row):
    """The facilitator put a slip without a taker to somebody, out of a *ruilvoorstel*. Gone once they answer."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="take_requests")
    slip = models.ForeignKey(SwapProposal, on_delete=models.CASCADE, related_name="take_requests")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="take_requests")

    class Meta:
        db_table = "workshop_ask"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["slip", "participant"], name="one_ask_per_slip")]
