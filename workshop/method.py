"""The workshop form as data: steps, zones, questions, times, and what each step permits.

Nothing here decides about one person or one customer; that is `rules.py`. The source of every table is
PRODUCT.md ("The steps", "Questions for steps 3 and 4", "Time").
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto
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


class Who(Flag):
    """Who may ask for an action. FOR_SEAT: the facilitator, for a seat without a device."""

    SEAT = auto()
    FACILITATOR = auto()
    FOR_SEAT = auto()


@dataclass(frozen=True)
class Permit:
    """In which steps an action exists, and for whom. `catch_up`: also for a seat that is catching up."""

    steps: frozenset[Step]
    who: Who
    catch_up: bool = False

    @property
    def names_step(self) -> bool:
        """Whether the action belongs to the step it was made in; what is open in all steps does not."""
        return len(self.steps) < len(Step)


def _permit(first: Step, last: Step | None = None, *, who: Who, catch_up: bool = False) -> Permit:
    last = first if last is None else last
    return Permit(frozenset(Step(number) for number in range(first, last + 1)), who, catch_up)


_ANY = (Step.LOBBY, Step.CLOSING)
_S, _F, _FOR = Who.SEAT, Who.FACILITATOR, Who.FOR_SEAT

#: Every action of the workshop: in which step, by whom. What stands nowhere here does not exist.
PERMITS: Final[dict[str, Permit]] = {
    # 0 Binnenkomen
    "lobby.choose_look": _permit(Step.LOBBY, who=_S),
    "lobby.done": _permit(Step.SHEET, Step.CLOSING, who=_S | _FOR),
    "lobby.back_on_device": _permit(*_ANY, who=_S),
    "lobby.admit": _permit(*_ANY, who=_F),
    "lobby.turn_away": _permit(*_ANY, who=_F),
    "lobby.open_door": _permit(*_ANY, who=_F),
    "lobby.close_door": _permit(*_ANY, who=_F),
    "lobby.guard_door": _permit(*_ANY, who=_F),
    "lobby.choose_address": _permit(*_ANY, who=_F),
    "lobby.share_wifi": _permit(*_ANY, who=_F),
    "lobby.seat_without_device": _permit(*_ANY, who=_F),
    "lobby.without_device": _permit(*_ANY, who=_F),
    "lobby.lead": _permit(*_ANY, who=_F),
    "lobby.invite_guest": _permit(*_ANY, who=_F),
    "lobby.rename": _permit(*_ANY, who=_F),
    "lobby.remove": _permit(*_ANY, who=_F),
    "lobby.catch_up": _permit(Step.TABLE, LAST_CATCH_UP, who=_F),
    # the facilitator leads
    "steps.go": _permit(*_ANY, who=_F),
    "steps.pause": _permit(*_ANY, who=_F),
    "steps.resume": _permit(*_ANY, who=_F),
    "steps.extend": _permit(*_ANY, who=_F),
    "steps.plan": _permit(*_ANY, who=_F),
    "steps.ask": _permit(*_ANY, who=_F),
    "steps.weigh": _permit(*_ANY, who=_F),
    "steps.take_chair": _permit(*_ANY, who=_F),
    "projector.show": _permit(*_ANY, who=_F),
    "projector.look": _permit(*_ANY, who=_F),
    "projector.renew": _permit(*_ANY, who=_F),
    "steps.lock": _permit(*_ANY, who=_F),
    "steps.unlock": _permit(*_ANY, who=_F),
    "journal.take_back": _permit(*_ANY, who=_F | _S),
    # 1 Mijn klanten
    "sheet.add": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    "sheet.sort": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    "sheet.rename": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    "sheet.remove": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    "sheet.reason": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    "sheet.signal": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    "sheet.weigh": Permit(frozenset({Step.SHEET, Step.TABLE, Step.STACK}), _S, catch_up=True),
    # the team's list that the facilitator made; its owners take their own part
    "team_list.fill": _permit(Step.LOBBY, Step.TABLE, who=_F),
    "team_list.clear": _permit(*_ANY, who=_F),
    "team_list.accept": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    "team_list.decline": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    # 2 Op tafel
    "table.place": _permit(Step.TABLE, Step.STORY, who=_S | _FOR, catch_up=True),
    "table.place_all": _permit(Step.TABLE, who=_S, catch_up=True),
    "table.lay": _permit(Step.TABLE, who=_S | _FOR, catch_up=True),
    "table.join": _permit(Step.TABLE, Step.CLOSING, who=_S | _F),
    "table.differ": _permit(Step.TABLE, Step.CLOSING, who=_S | _F),
    "table.split": _permit(Step.TABLE, Step.CLOSING, who=_S | _F),
    # 3 Verhalen
    "story.mode": _permit(Step.STORY, who=_F),
    "story.draw": _permit(Step.STORY, who=_F),
    "story.move": _permit(Step.STORY, who=_F),
    "story.next_question": _permit(Step.STORY, who=_S | _F),
    "story.previous_question": _permit(Step.STORY, who=_S | _F),
    "story.pass_word": _permit(Step.STORY, who=_S | _F),
    "story.skip": _permit(Step.STORY, who=_S | _F),
    "story.give_turn": _permit(Step.STORY, who=_F),
    "story.keep_note": _permit(Step.STORY, who=_S),
    # 4 Rode draad
    "thread.write": _permit(Step.THREAD, who=_S | _F | _FOR),
    "thread.share_note": _permit(Step.THREAD, who=_S),
    "thread.forget_note": _permit(Step.STORY, Step.THREAD, who=_S),
    "thread.reword": _permit(Step.THREAD, who=_S | _F),
    "thread.remove": _permit(Step.THREAD, who=_S | _F),
    "thread.improve": _permit(Step.THREAD, who=_S | _F),
    "thread.link": _permit(Step.THREAD, who=_S | _F),
    "thread.group": _permit(Step.THREAD, who=_F),
    # a difficult customer as a case: in step 4, and at the end of a comeback (actions/case.py)
    "case.park": Permit(frozenset({Step.THREAD, Step.CLOSING}), _S | _FOR),
    "case.ask": Permit(frozenset({Step.THREAD, Step.CLOSING}), _F),
    "case.answer": Permit(frozenset({Step.THREAD, Step.CLOSING}), _S),
    "case.reveal": Permit(frozenset({Step.THREAD, Step.CLOSING}), _F),
    "case.withdraw": Permit(frozenset({Step.THREAD, Step.CLOSING}), _S | _F),
    # 5 Weggeven
    "stack.give_away": _permit(Step.STACK, who=_S),
    "stack.keep": _permit(Step.STACK, who=_S),
    "stack.stick": _permit(Step.STACK, who=_S),
    "stack.stick_all": _permit(Step.STACK, who=_S),
    "stack.lay": _permit(Step.STACK, who=_FOR),
    "stack.take_back": _permit(Step.STACK, who=_S | _FOR),
    "stack.wish": _permit(Step.STACK, who=_S),
    "stack.propose": _permit(Step.STACK, Step.SWAP, who=_S | _FOR),
    "stack.ring": _permit(Step.STACK, Step.SWAP, who=_S | _FOR),
    "stack.accept": _permit(Step.STACK, Step.SWAP, who=_S | _FOR),
    "stack.decline": _permit(Step.STACK, Step.SWAP, who=_S | _FOR),
    # 6 Ruilen
    "swap.answer": _permit(Step.SWAP, who=_S | _FOR),
    "swap.help": _permit(Step.SWAP, who=_S | _FOR),
    "swap.open": _permit(Step.SWAP, who=_F),
    "swap.close": _permit(Step.SWAP, who=_F),
    "swap.settle": _permit(Step.SWAP, who=_F),
    "swap.draw_lots": _permit(Step.SWAP, who=_F),
    "swap.let_giver_choose": _permit(Step.SWAP, who=_F),
    "swap.choose": _permit(Step.SWAP, who=_S | _FOR),
    "swap.keep": _permit(Step.SWAP, who=_S | _FOR),
    "swap.look": _permit(Step.SWAP, who=_F),
    "swap.let_go": _permit(Step.SWAP, who=_F),
    "swap.leave_open": _permit(Step.SWAP, who=_F),
    "swap.ask": _permit(Step.SWAP, who=_F),
    # 7 Afsluiten
    "closing.attention": _permit(Step.CLOSING, who=_S | _FOR),
    "closing.success": _permit(Step.CLOSING, who=_S | _FOR),
    "closing.agree": _permit(Step.CLOSING, who=_S | _F | _FOR),
    "closing.accept": _permit(Step.CLOSING, who=_S | _FOR),
    "closing.withdraw": _permit(Step.CLOSING, who=_S | _F),
    "closing.farewell": _permit(Step.CLOSING, who=_S | _F),
    "closing.decide_by": _permit(Step.CLOSING, who=_S | _F),
    "closing.hand_over": _permit(Step.CLOSING, who=_S | _F),
    "closing.comeback": _permit(Step.CLOSING, who=_F),
    "closing.close": _permit(Step.CLOSING, who=_F),
    # a comeback looks back first
    "comeback.begin": _permit(Step.LOBBY, who=_F),
    "comeback.hand_over": _permit(Step.LOBBY, who=_S | _F),
    "comeback.again": _permit(Step.LOBBY, who=_S | _F),
    "comeback.hear": _permit(Step.LOBBY, who=_S | _F),
    # the wall of change, also after closing; at a comeback it is open again from the start
    "wall.tend": Permit(frozenset({Step.LOBBY, Step.CLOSING}), _S | _F),
    "wall.add": _permit(Step.CLOSING, who=_S | _F),
    # the follow-up, also after closing
    "follow_up.hand_over": _permit(Step.CLOSING, who=_S | _F),
    "follow_up.hear": _permit(Step.CLOSING, who=_S | _F),
    "follow_up.tend": _permit(Step.CLOSING, who=_S | _F),
    "follow_up.done": _permit(Step.CLOSING, who=_S | _F),
    "follow_up.tell": _permit(Step.CLOSING, who=_S | _F),
    "follow_up.untell": _permit(Step.CLOSING, who=_S | _F),
    "closing.forget": _permit(Step.CLOSING, who=_S),
}

#: What somebody without a seat does: nobody who has one does it, and the page of no role offers it.
AT_THE_DOOR: Final = frozenset({"lobby.join", "lobby.knock", "lobby.stand_outside"})
#: What a team lead without a seat of the eight (a guest) may do, besides looking and exporting.
GUEST_MAY: Final = frozenset(
    {"closing.farewell", "closing.decide_by", "closing.hand_over", "closing.forget"}
    | {"comeback.hand_over", "comeback.again", "comeback.hear"}
    | {name for name in PERMITS if name.startswith(("follow_up.", "wall."))}
)
#: What stays possible after closing: the follow-up.
AFTER_CLOSING: Final = frozenset(
    {
        "closing.farewell",
        "closing.decide_by",
        "closing.hand_over",
        "closing.accept",
        "closing.comeback",
        "lobby.invite_guest",
        "lobby.lead",
        "closing.forget",
        "lobby.remove",
        "steps.take_chair",
        "projector.show",
        "projector.look",
        "projector.renew",
    }
    | {name for name in PERMITS if name.startswith(("follow_up.", "wall."))}
)


def default_mode(seats: int) -> StoryMode:
    """How stories are told unless the facilitator says otherwise, for this many seats."""
    return StoryMode.PERSON if seats >= PERSON_BY_PERSON_FROM else StoryMode.ROUND
