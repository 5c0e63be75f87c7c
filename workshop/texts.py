"""What the workshop asks and says: a task per step, the house rules, the questions of steps 3, 4 and 6."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from workshop.steps import Heading, Step, Zone

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

#: The same in a word, for the tab of a phone.
TASK_WORDS: Final = {
    Step.LOBBY: _("Oefenen"),
    Step.SHEET: _("Verdelen"),
    Step.TABLE: _("Neerzetten"),
    Step.STORY: _("Vertellen"),
    Step.THREAD: _("Schrijven"),
    Step.STACK: _("Kiezen"),
    Step.SWAP: _("Antwoorden"),
    Step.CLOSING: _("Afsluiten"),
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
             _("Wat hebben deze klanten van je nodig? Waarmee verras je ze?"), Zone.GIVES),
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

#: The same for each heading, on the beamer, which shows one at a time.
HEADING_QUESTIONS: Final = {
    Heading.RETURNS: _("Wat horen we steeds terug?"),
    Heading.GIVES: _("Waar laden we van op?"),
    Heading.COSTS: _("Waar lopen we op leeg?"),
    Heading.MORE: _("Wat gaan we vaker doen?"),
    Heading.NO_MORE: _("Waar houden we gewoon mee op?"),
}
#: Its number among the questions that a facilitator can put in own words.
THREAD_NUMBER: Final = len(QUESTIONS) + 1

#: What the taker asks a customer that went over, before the comeback.
CUSTOMER_QUESTION: Final = _("Hoe gaat het, nu een collega van mij u helpt?")
CUSTOMER_NUMBER: Final = THREAD_NUMBER + 1

#: One last look in the customer's shoes before a drop, one question at a time.
LAST_LOOK: Final = (
    _("Waar wordt deze klant blij van?"),
    _("Waar ligt deze klant wakker van?"),
    _("Ligt het aan ons?"),
)
