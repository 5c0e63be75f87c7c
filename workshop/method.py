"""The workshop form as data: steps, zones, questions and times; what each step permits stands in `permissions.py`.

Nothing here decides about one person or one customer; that is `rules.py`. The source of every table is
PRODUCT.md ("The steps", "Questions for steps 3 and 4", "Time").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


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


#: On the private list the columns run the other way: the mirror of the form (PRODUCT.md, "Mirror").
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

    GIVER = "giver", _("gever")
    TAKER = "taker", _("nemer")


#: What to do now, one line per step, for all screens.
TASKS: Final = {
    Step.LOBBY: _("Kom binnen, kies je kleur en oefen met een poppetje."),
    Step.SHEET: _("Zet al je klanten op je eigen lijst. Alleen jij ziet wat erop staat."),
    Step.TABLE: _("Zet je klanten op tafel: kost energie, neutraal of geeft energie."),
    Step.STORY: _("Eén vertelt, de anderen luisteren en reageren niet."),
    Step.THREAD: _("Praat samen: wat horen we steeds terug?"),
    Step.STACK: _("Beslis in stilte welke klanten je weggeeft. Plak daarna je briefjes."),
    Step.SWAP: _("Beantwoord elk briefje in stilte. Daarna gaan ze één voor één open."),
    Step.CLOSING: _("Bekijk de ruillijst en maak afspraken."),
}

HOUSE_RULES: Final = (
    _("Vertel wat het met jou doet, niet hoe erg de klant is."),
    _("Luister, reageer niet."),
    _("Wat hier ligt, blijft hier."),
)

AIM: Final = _("Meer bereiken met minder klanten: aandacht gaat naar waar energie zit.")


@dataclass(frozen=True)
class Question:
    """One of the questions of steps 3 and 4; `zone` is the zone whose figures are lit (None: nothing is lit)."""

    number: int
    title: object
    text: object
    zone: Zone | None


#: The four questions of a story. The fourth looks at what stays in the middle, so the neutral zone is lit twice.
QUESTIONS: Final = (
    Question(1, _("Geeft energie"),
             _("Wat hebben deze klanten van je nodig? Waarin geef je hun meer dan ze hadden verwacht?"), Zone.GIVES),
    Question(2, _("Kost energie"),
             _("Waar dwingen deze klanten je toe? Wat krijg je bij hen maar niet voor elkaar?"), Zone.COSTS),
    Question(3, _("Neutraal"),
             _("Geeft een van deze klanten bij nader inzien toch energie, of kost hij juist energie?"), Zone.NEUTRAL),
    Question(4, _("Blijft in het midden"),
             _("Wat willen deze klanten van je? Wat heb je hun te bieden?"), Zone.NEUTRAL),
)  # fmt: skip

#: While this question is answered the speaker may move own neutral figures (step 3).
DOUBT_QUESTION: Final = 3

THREAD_QUESTION: Final = _(
    "Wat horen we steeds terug? Waar laden we van op, waar lopen we op leeg? "
    "Wat gaan we vaker doen? Waar houden we gewoon mee op?"
)

#: Its number among the questions that a facilitator can put in own words.
THREAD_NUMBER: Final = len(QUESTIONS) + 1

#: What the taker asks a customer that went over, before the comeback.
CUSTOMER_QUESTION: Final = _("Wat merkt u ervan dat een andere collega u nu helpt?")
CUSTOMER_NUMBER: Final = THREAD_NUMBER + 1

#: One last look in the customer's shoes before a drop, one question at a time.
LAST_LOOK: Final = (
    _("Waar wordt deze klant blij van?"),
    _("Waar ligt deze klant wakker van?"),
    _("Ligt het aan ons?"),
)

#: Minutes for steps 0 to 7 and the break after step 3, by the hours that the facilitator picks.
PLANS: Final = {
    2: (5, 15, 10, 30, 15, 10, 25, 10),
    3: (10, 20, 10, 50, 20, 15, 35, 10),
    4: (15, 25, 15, 70, 30, 20, 40, 10),
}
BREAKS: Final = {2: 0, 3: 10, 4: 15}

FEWEST_SEATS: Final = 2
MOST_SEATS: Final = 8
#: Who waits at the door for the facilitator's yes: more is somebody playing.
MOST_KNOCKS: Final = 12
#: From this many people on a turn goes through all four questions (*persoon voor persoon*).
PERSON_BY_PERSON_FROM: Final = 5
MOST_CUSTOMERS: Final = 80
#: On the list that the facilitator makes for the whole team.
MOST_LISTED: Final = 500
#: Hours per week that one customer may weigh.
MOST_HOURS: Final = 60
#: People in a ring of swaps, at most: more is a plan, not a chance that four people can talk about.
LONGEST_RING: Final = 4
LONGEST_NAME: Final = 200
LONGEST_TEXT: Final = 1000
#: Of a colleague and of a note on the team's list; longer ones are cut.
LONGEST_OWNER: Final = 40
LONGEST_NOTE: Final = 300
#: A sentence that a customer said.
LONGEST_SIGNAL: Final = 300
#: Until this step ends the facilitator can let one seat do steps 1 and 2 for itself (*inhalen*).
LAST_CATCH_UP: Final = Step.STACK

#: Eight colours that colour-blind people tell apart on a washed-out beamer (DESIGN.md), always with initials and a
#: shape.
COLOURS: Final = ("#222288", "#22eebb", "#882222", "#3377ee", "#eeaadd", "#ccdd55", "#889955", "#997788")
COLOUR_NAMES: Final = (_("nachtblauw"), _("mint"), _("steenrood"), _("hemelsblauw"), _("roze"), _("limoen"), _("olijf"),
                       _("mauve"))  # fmt: skip
SHAPES: Final = ("round", "square", "hat", "cap", "bun", "curls", "crown", "flat")
SHAPE_NAMES: Final = (_("rond"), _("vierkant"), _("hoed"), _("pet"), _("knot"), _("krullen"), _("kroon"), _("plat"))


def default_mode(seats: int) -> StoryMode:
    """How stories are told unless the facilitator says otherwise, for this many seats."""
    return StoryMode.PERSON if seats >= PERSON_BY_PERSON_FROM else StoryMode.ROUND
