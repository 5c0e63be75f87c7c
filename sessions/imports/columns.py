"""Which row is the heading, and which column is what: by meaning, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from workshop.names import plain

NAME, KIND, OWNER, NOTE, SIGNAL = "name", "kind", "owner", "note", "signal"
#: A heading stands among the first rows, below titles.
_LAST_HEAD = 25
#: Longer than this is no heading.
_LONGEST = 40

#: What people call a column, without accents and marks. A plain "naam" gives way to "klant" in the same heading.
_WORDS: dict[str, str] = {
    NAME: "klant klanten klantnaam naamklant naamvandeklant klantbedrijf bedrijf bedrijfsnaam organisatie "
    "organisatienaam relatie relaties relatienaam naamrelatie debiteur debiteurnaam opdrachtgever opdrachtgevers "
    "client clienten clientnaam customer customers customername client clients clientname account accountname "
    "accountnaam company companyname klantofwerkzaamheid klantwerkzaamheid",
    "naam": "naam namen name names omschrijving titel werkzaamheid werkzaamheden",
    KIND: "soort type kind categorie klantsoort klanttype soortklant category",
    OWNER: "collega eigenaar medewerker collegas medewerkernaam naamcollega naammedewerker accountmanager "
    "accounteigenaar accounthouder relatiebeheerder relatiemanager klantmanager behandelaar verantwoordelijke adviseur "
    "consultant wie owner accountowner colleague employee responsible assignedto toegewezenaan vanwie",
    NOTE: "notitie notities opmerking opmerkingen toelichting commentaar bijzonderheden aantekening aantekeningen note "
    "notes remark remarks comment comments",
    SIGNAL: "klantsignaal signaal feedback klantfeedback feedbackklant feedbackvanklant feedbackvandeklant "
    "klantreactie reactieklant reactievandeklant uitspraak klantuitspraak citaat quote watzeideklant "
    "customersignal customerfeedback",
}
_MEANING = {word: meaning for meaning, words in _WORDS.items() for word in words.split()}


@dataclass
class Head:
    """A heading: its row (-1: there is none) and the column of each meaning; `known`: how many of its cells we know."""

    row: int = -1
    columns: dict[str, int] = field(default_factory=dict)
    known: int = 0


def find_head(rows: Sequence[Sequence[str]]) -> Head | None:
    """The row of which most cells are known headings, the first one of equals; a name must be among them."""
    heads = [head for number, row in enumerate(rows[:_LAST_HEAD]) if (head := _head(number, row))]
    heads = [head for head in heads if head.known > 1 or not _comes_again(rows, head)]
    return max(heads, key=lambda head: head.known, default=None)


def _comes_again(rows: Sequence[Sequence[str]], head: Head) -> bool:
    """The word stands below itself: it is no heading, but the kind of customer that every row names."""
    column = head.columns[NAME]
    below = [row[column] for row in rows[head.row + 1 :] if len(row) > column]
    return rows[head.row][column] in below


def _head(number: int, row: Sequence[str]) -> Head | None:
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        if (meaning := meaning_of(cell)) and meaning not in found:
            found[meaning] = column
    known = len(found)
    plain_name = found.pop("naam", None)
    if NAME not in found and plain_name is not None:
        found[NAME] = plain_name
    # One word that we know among many that we do not is chance: "Klant" in a sentence of cells.
    filled = sum(bool(cell) for cell in row)
    return Head(number, found, known) if NAME in found and (known > 1 or filled <= 1 or number == 0) else None


@lru_cache(maxsize=1024)
def meaning_of(cell: str) -> str:
    """What a heading means, or ""."""
    if len(cell) > _LONGEST:
        return ""
    return _MEANING.get(re.sub(r"[^a-z0-9]", "", plain(re.sub(r"\(.*?\)", "", cell))), "")


def guess_name_column(rows: Sequence[Sequence[str]]) -> int:
    """Without a heading: the first column that mostly holds words, for numbers or dates are no names."""
    width = max((len(row) for row in rows), default=0)
    filled = [[row[column] for row in rows if len(row) > column and row[column]] for column in range(width)]
    for column, cells in enumerate(filled):
        if cells and sum(_is_word(cell) for cell in cells) > len(cells) / 2:
            return column
    return 0


def _is_word(cell: str) -> bool:
    return any(mark.isalpha() for mark in cell)
