"""A workshop and its seats."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from workshop.limits import PLANS
from workshop.models.base import Row, new_code, new_id, new_token
from workshop.models.team import Team
from workshop.steps import ONE_OF, Form, Step, StoryMode, WeighBy


class Workshop(models.Model):
    """One afternoon. `seq` rises by one for every accepted change, private ones too (docs/live.md, *Sequence*)."""

    id = models.CharField(primary_key=True, max_length=10, default=new_id, editable=False)
    seq = models.PositiveBigIntegerField(default=0)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="workshops")
    facilitator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workshops")
    title = models.CharField(max_length=120)
    form = models.CharField(max_length=9, choices=Form, default=Form.CUSTOMERS)
    practice = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    retain_until = models.DateField()
    language = models.CharField(max_length=5, default="nl")

    code = models.CharField(max_length=6, unique=True, default=new_code)
    door_open = models.BooleanField(default=True)
    #: The facilitator lets in each newcomer by hand.
    door_asks = models.BooleanField(default=False)
    #: When somebody last stood before a shut door or a full table; the door's next turn forgets it.
    outside_at = models.DateTimeField(null=True)
    #: Wrong codes over all addresses of this installation, when there were many lately, and when that was told.
    #: With a default in the table: a process of the version before this one makes workshops too, during an update.
    wrong_codes = models.PositiveIntegerField(default=0, db_default=0)
    wrong_codes_at = models.DateTimeField(null=True)
    #: The address that the QR shows; empty: the likeliest one of this installation.
    address = models.CharField(max_length=200, blank=True)
    wifi_name = models.CharField(max_length=64, blank=True)
    wifi_password = models.CharField(max_length=64, blank=True)
    projector_token = models.CharField(max_length=26, unique=True, default=new_token)
    #: What the projector is asked to show besides the step: "join", or a kind and an id ("figure:…").
    projector_shows = models.CharField(max_length=32, blank=True)
    #: Which part of the step it shows (projector_views.py); empty: what it shows by itself.
    projector_view = models.CharField(max_length=32, blank=True, default="", db_default="")
    projector_size = models.CharField(max_length=1, default="M")
    projector_theme = models.CharField(max_length=5, default="light")
    console_token = models.CharField(max_length=26, unique=True, default=new_token)
    #: The second facilitator's way in: the code is on the printable sheet, the token in their cookie.
    takeover_code = models.CharField(max_length=6, default=new_code)
    second_token = models.CharField(max_length=26, default=new_token)
    #: Whose console leads: "first" or "second"; the other one is read-only.
    chair = models.CharField(max_length=6, default="first")

    step = models.PositiveSmallIntegerField(choices=Step, default=Step.LOBBY)
    furthest_step = models.PositiveSmallIntegerField(default=Step.LOBBY)
    locked_because = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)

    hours = models.PositiveSmallIntegerField(choices=[(hours, str(hours)) for hours in PLANS], default=3)
    minutes = models.JSONField(default=list)
    break_minutes = models.PositiveSmallIntegerField(default=0)
    #: Questions in the facilitator's own words, by number as text; what is not here is the form's own.
    questions = models.JSONField(default=dict)
    started_at = models.DateTimeField(null=True)
    step_ends_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)

    #: How owners say what a customer weighs; empty: nobody is asked.
    weigh_by = models.CharField(max_length=5, choices=WeighBy, blank=True)
    story_mode = models.CharField(max_length=6, choices=StoryMode, blank=True)
    #: The customer whose slips are open on all screens in step 6; empty: none.
    spotlight = models.CharField(max_length=10, blank=True)
    #: Slips in the order in which step 6 opens them, by id; empty until the facilitator begins.
    # The default stands in the table too: a process of the version before this one makes workshops without it.
    opening_order = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    comeback_on = models.DateField(null=True)

    #: Of a comeback: the workshop before it, until that is erased; and, once it has begun, the team's energy at each
    #: earlier one, the oldest first: `{"on": day, "costs": n, "neutral": n, "gives": n}`.
    previous = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="comebacks")
    energy_before = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.title

    @property
    def one(self) -> str:
        """What lies on the table, in this variant of the form: one of them."""
        return str(ONE_OF[Form(self.form)])

    @property
    def comes_back(self) -> bool:
        """Whether this is a comeback."""
        return bool(self.previous_id or self.energy_before)

    @property
    def shows_then(self) -> bool:
        """Whether *toen* may stand beside *nu*: everybody has judged again, in private and on the table."""
        return bool(self.energy_before) and self.furthest_step >= Step.STORY


class Participant(Row):
    """A seat: one of the two to eight, or a guest (`guest`: no customers, sees what the beamer shows).

    `token` is the secret of the seat's cookie, `return_code` gives the same seat back on another device.
    `last_seen` and `device` are a lease written by the room, not by an action (docs/live.md, *Fleeting*).
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(max_length=40)
    colour = models.PositiveSmallIntegerField(default=0)
    shape = models.PositiveSmallIntegerField(default=0)
    place = models.PositiveSmallIntegerField(default=0)
    token = models.CharField(max_length=26, unique=True, default=new_token)
    return_code = models.CharField(max_length=6, default=new_code)
    guest = models.BooleanField(default=False)
    team_lead = models.BooleanField(default=False)
    without_device = models.BooleanField(default=False)
    catching_up = models.BooleanField(default=False)
    done_step = models.SmallIntegerField(default=-1)
    last_seen = models.DateTimeField(null=True)
    #: On what it looked last (sessions.live.presence.Device); written by the room too, and no part of the journal.
    device = models.CharField(max_length=6, blank=True)
    removed_at = models.DateTimeField(null=True)

    attention = models.ForeignKey("workshop.EnergyRating", on_delete=models.SET_NULL, null=True, related_name="+")
    attention_with = models.CharField(max_length=1000, blank=True)
    success = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                "workshop",
                Lower("name"),
                name="one_seat_per_name",
                condition=models.Q(removed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def removed(self) -> bool:
        return self.removed_at is not None

    def sees_to(self, *people: str | None) -> bool:
        """What is one of these people's (ids) is seen to by that person, and by the team lead."""
        return self.team_lead or self.id in people


class Knock(Row):
    """Somebody who knocks: without a return code for the seat that is theirs, or new at a door where each is let in.

    `participant` is the seat; null for a newcomer called `name` until the facilitator lets them in.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="knocks")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, related_name="knocks")
    name = models.CharField(max_length=40, blank=True)
    secret = models.CharField(max_length=26, default=new_token)
    admitted = models.BooleanField(null=True)
