"""The workshop form as data: its steps and zones, and what can be said of a customer, a slip, a thread.

What each step permits stands on the actions (`actions/registry.py`), the words in `texts.py`, how much and how long in
`limits.py`.
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from workshop.limits import PERSON_BY_PERSON_FROM


class Step(models.IntegerChoices):
    LOBBY = 0, _("Binnenkomen")
    SHEET = 1, _("Mijn klanten")
    TABLE = 2, _("Op tafel")
    STORY = 3, _("Verhalen")
    THREAD = 4, _("Rode draad")
    STACK = 5, _("Weggeven")
    SWAP = 6, _("Ruilen")
    CLOSING = 7, _("Afsluiten")


class Zone(models.TextChoices):
    """The three zones, in the order in which they lie on the table, from left to right."""

    COSTS = "costs", _("kost energie")
    NEUTRAL = "neutral", _("neutraal")
    GIVES = "gives", _("geeft energie")

    @property
    def key(self) -> int:
        """The number key that puts something there: the same on the table and on the mirrored list."""
        return TABLE_ORDER.index(self) + 1


#: On the private list the columns run the other way: the mirror of the form (docs/domain.md, *Mirror*).
SHEET_ORDER: Final = (Zone.GIVES, Zone.NEUTRAL, Zone.COSTS)
TABLE_ORDER: Final = (Zone.COSTS, Zone.NEUTRAL, Zone.GIVES)


class Kind(models.TextChoices):
    CUSTOMER = "customer", _("klant")
    TASK = "task", _("werkzaamheid")


class Form(models.TextChoices):
    """Variants of the form: what lies on the table. The steps and the ground rule are the same, the words differ
    (variants.py)."""

    CUSTOMERS = "customers", _("klanten")
    PROJECTS = "projects", _("projecten")
    SUPPLIERS = "suppliers", _("leveranciers")


#: One of them, for labels.
ONE_OF: Final = {Form.CUSTOMERS: _("klant"), Form.PROJECTS: _("project"), Form.SUPPLIERS: _("leverancier")}


class WeighBy(models.TextChoices):
    """How owners say what a customer weighs; nothing is asked unless the facilitator chooses one."""

    HOURS = "hours", _("uren per week")
    SIZE = "size", _("licht, gewoon of zwaar")


class Size(models.IntegerChoices):
    """The weights of WeighBy.SIZE."""

    LIGHT = 1, _("licht")
    USUAL = 2, _("gewoon")
    HEAVY = 3, _("zwaar")


class Heading(models.TextChoices):
    """Where a thread of step 4 is harvested."""

    RETURNS = "returns", _("Wat steeds terugkomt")
    GIVES = "gives", _("Wat ons energie geeft")
    COSTS = "costs", _("Wat ons energie kost")
    MORE = "more", _("Meer doen")
    NO_MORE = "no_more", _("Niet meer doen")


class Wall(models.TextChoices):
    """The columns of the *verbetermuur*: what becomes of threads after the workshop."""

    MORE = "more", _("Meer doen")
    NO_MORE = "no_more", _("Niet meer doen")
    IMPROVE = "improve", _("Verbeteren")


class Progress(models.TextChoices):
    """How it goes with something on the wall."""

    TODO = "todo", _("te doen")
    BUSY = "busy", _("mee bezig")
    DONE = "done", _("gelukt")
    NOT = "not", _("toch niet")


class StoryMode(models.TextChoices):
    PERSON = "person", _("persoon voor persoon")
    ROUND = "round", _("ronde voor ronde")


class Answer(models.TextChoices):
    """What a colleague says to a slip in step 6."""

    TAKE = "take", _("ik pak deze op")
    HELP = "help", _("met hulp")
    NO = "no", _("niet voor mij")


class Outcome(models.TextChoices):
    """How a slip ended, in the words of the swap list."""

    SWAPPED = "swapped", _("geruild")
    TAKEN = "taken", _("overgenomen")
    HELPED = "helped", _("met hulp")
    DROPPED = "dropped", _("afgestoten")
    ENDED = "ended", _("contact beëindigd")
    KEPT = "kept", _("gehouden")
    OPEN = "open", _("nog open")


class Side(models.TextChoices):
    """The two sides of a hand-over; each has a tick of its own."""

    GIVER = "giver", _("wie weggeeft")
    TAKER = "taker", _("wie overneemt")


#: Until this step ends the facilitator can let one seat do steps 1 and 2 for itself (*inhalen*).
LAST_CATCH_UP: Final = Step.STACK


def default_mode(seats: int) -> StoryMode:
    """How stories are told unless the facilitator says otherwise, for this many seats."""
    return StoryMode.PERSON if seats >= PERSON_BY_PERSON_FROM else StoryMode.ROUND
