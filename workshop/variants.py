"""Variants of the form: the words that our sentences change when projects or suppliers lie on the table, and when a
sentence is about a task (*werkzaamheid*).

Every sentence is written for customers. A variant needs no sentence of its own, only these words: `reworded` puts them
in, once per sentence, when the catalogues are compiled (sessions/i18n/catalogue.py). What people type is never touched.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from workshop.steps import Form

#: What a sentence about one task is written in; what lies on the table beside it keeps the words of the form.
TASK: Final = "task"

#: Per language and form: our words → those of the variant. A project is *het* in Dutch, so words around it change too.
WORDS: Final[dict[str, dict[str, dict[str, str]]]] = {
    "nl": {
        Form.PROJECTS: {
            "klant": "project",
            "klanten": "projecten",
            "oefenklant": "oefenproject",
            "klantenlijst": "projectenlijst",
            "de klant": "het project",
            "deze klant": "dit project",
            "die klant": "dat project",
            "elke klant": "elk project",
            "welke klant": "welk project",
            "dezelfde klant": "hetzelfde project",
            "één klant die": "één project dat",
            "welke klant die": "welk project dat",
            "vertelt het de klant": "vertelt het de betrokkenen",
            "leg hem voor": "leg het voor",
            "wisselt, staat die hier": "wisselt, staat dat hier",
            "om elke klant te stellen": "om bij elk project te stellen",
            "de klant weet het": "de betrokkenen weten het",
            "om hem voor te leggen": "om het voor te leggen",
            "de klant zegt": "de betrokkenen zeggen",
            "wat zei de klant": "wat zeiden de betrokkenen",
            "wat de klant zei": "wat de betrokkenen zeiden",
            "wat zeggen de klanten": "wat zeggen de betrokkenen",
            "wat klanten ervan zeiden": "wat betrokkenen ervan zeiden",
            "vraag aan de klant": "vraag aan de betrokkenen",
            "aan elke klant die van hand wisselde": "bij elk project dat van hand wisselde",
            "nu een collega van mij u helpt": "nu een collega dit doet",
            "klantsignaal": "signaal",
            "waar wordt deze klant blij van": "waar heeft dit project baat bij",
            "waar ligt deze klant wakker van": "waar loopt dit project vast",
            "in de schoenen van de klant": "vanuit het project",
            "toch energie, of kost hij": "toch energie, of kost het",
            "en niemand anders kent hem": "en niemand anders kent het",
            "pakt hem op": "pakt het op",
            "voor wie hem overneemt": "voor wie het overneemt",
            "als jij de mijne neemt": "als jij het mijne neemt",
        },
        Form.SUPPLIERS: {
            "klant": "leverancier",
            "klanten": "leveranciers",
            "oefenklant": "oefenleverancier",
            "klantenlijst": "leverancierslijst",
            "klantsignaal": "signaal",
            "nu een collega van mij u helpt": "nu u met een collega van mij werkt",
        },
        TASK: {
            "klant": "werkzaamheid",
            "klanten": "werkzaamheden",
            "de klant weet het": "de betrokkenen weten het",
            "vertelt het de klant": "vertelt het de betrokkenen",
            "de klant zegt": "de betrokkenen zeggen",
            "wat zei de klant": "wat zeiden de betrokkenen",
            "wat de klant zei": "wat de betrokkenen zeiden",
            "vraag aan de klant": "vraag aan de betrokkenen",
            "waar kan de klant heen": "waar kan dit heen",
            "waar wordt deze klant blij van": "waar heeft deze werkzaamheid baat bij",
            "waar ligt deze klant wakker van": "waar loopt deze werkzaamheid vast",
            "in de schoenen van de klant": "vanuit de werkzaamheid",
            "klantsignaal": "signaal",
            "en niemand anders kent hem": "en niemand anders doet die",
        },
    },
    "en": {
        Form.PROJECTS: {
            "customer": "project",
            "customers": "projects",
            "customer who": "project that",
            "loses no energy to them": "loses no energy to it",
            "what makes this customer glad": "what does this project need most",
            "what keeps this customer awake": "where is this project stuck",
            "who tells the customer": "who tells those involved",
            "the customer knows": "those involved know",
            "the customer says": "those involved say",
            "the customer say": "those involved say",
            "the customer said": "those involved said",
            "the customers say": "those involved say",
            "customers said": "those involved said",
            "question for the customer": "question for those involved",
            "now that a colleague of mine helps you": "now that a colleague of mine does this",
            "one last look, in the customer’s shoes": "one last look, from the project’s side",
        },
        Form.SUPPLIERS: {
            "customer": "supplier",
            "customers": "suppliers",
            "now that a colleague of mine helps you": "now that you work with a colleague of mine",
        },
        TASK: {
            "customer": "task",
            "customers": "tasks",
            "what makes this customer glad": "what does this task need most",
            "what keeps this customer awake": "where is this task stuck",
            "who tells the customer": "who tells those involved",
            "the customer knows": "those involved know",
            "the customer says": "those involved say",
            "the customer say": "those involved say",
            "the customer said": "those involved said",
            "question for the customer": "question for those involved",
            "one last look, in the customer’s shoes": "one last look, from the task’s side",
        },
    },
}


def reworded(text: str, language: str, form: str) -> str:
    """One of our sentences in the words of a variant; capitals stay where they were. `language`: nl or en."""
    words = WORDS[language][form]
    return _any_of(tuple(words)).sub(lambda found: _as(found[0], words[found[0].lower()]), text)


def _as(ours: str, theirs: str) -> str:
    return theirs[0].upper() + theirs[1:] if ours[0].isupper() else theirs


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Whole words only, the longest that fits, and none that is the name of a value to be filled in."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!%\()\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
