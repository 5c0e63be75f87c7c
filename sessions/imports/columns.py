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
    best = max(heads, key=lambda head: head.known, default=None)
    return best and _below_groups(rows, best)


def _below_groups(rows: Sequence[Sequence[str]], head: Head) -> Head:
    """A heading in two rows: one cell over several columns ("Klant" over "Naam" and "Plaats"), whose own headings stand
    below it. Then the lower row is the heading, with what stands beside such groups."""
    upper, lower = rows[head.row], rows[head.row + 1] if len(rows) > head.row + 1 else []
    grouped = _grouped(upper, lower)
    if not any(meaning_of(lower[column]) for column in grouped):
        return head
    width = max(len(upper), len(lower))
    above = ["" if column in grouped else cell for column, cell in enumerate(upper)]
    both = [_cell(lower, column) or _cell(above, column) for column in range(width)]
    return _head_of(head.row + 1, both) or head


def _grouped(upper: Sequence[str], lower: Sequence[str]) -> list[int]:
    """The filled columns of `lower` under a cell of `upper` that covers more than one of them."""
    found, stretches = [], False
    for column, cell in enumerate(lower):
        if _cell(upper, column):
            stretches = not _cell(upper, column + 1) and bool(_cell(lower, column + 1))
        if stretches and cell:
            found.append(column)
    return found


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _comes_again(rows: Sequence[Sequence[str]], head: Head) -> bool:
    """The word stands below itself: it is no heading, but the kind of customer that every row names."""
    column = head.columns[NAME]
    below = [row[column] for row in rows[head.row + 1 :] if len(row) > column]
    return rows[head.row][column] in below


def _head(number: int, row: Sequence[str]) -> Head | None:
    head = _head_of(number, row)
    # One word that we know among many that we do not is chance: "Klant" in a sentence of cells.
    sure = head and (head.known > 1 or number == 0 or sum(bool(cell) for cell in row) <= 1)
    return head if sure else None


def _head_of(number: int, row: Sequence[str]) -> Head | None:
    """What the cells of a row mean; None: none of them means a name."""
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        if (meaning := meaning_of(cell)) and meaning not in found:
            found[meaning] = column
    known = len(found)
    plain_name = found.pop("naam", None)
    if NAME not in found and plain_name is not None:
        found[NAME] = plain_name
    return Head(number, found, known) if NAME in found else None


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
