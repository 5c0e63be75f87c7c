"""Rows into customers, one by one: what each cell says, and why a row may be no customer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from sessions.imports.columns import KIND, NAME, NOTE, OWNER, SIGNAL, Head
from sessions.imports.reading import Entry, LeftOut, Reading
from sessions.imports.table import Table
from workshop.limits import LONGEST_NAME, LONGEST_NOTE, LONGEST_OWNER, LONGEST_SIGNAL
from workshop.names import plain
from workshop.steps import Kind

_TASKS = ("werkz", "taak", "taken", "task", "activiteit", "klus")
_TITLE = re.compile(
    r"(mijn |onze )?(klant(en)?|relaties|werkzaamheden|klantenlijst|lijst|overzicht|customers)\b", re.IGNORECASE
)
_TOTAL = re.compile(r"(sub|eind)?tota(al|len|l)\b|aantal klanten\b", re.IGNORECASE)


def fill(reading: Reading, table: Table, head: Head) -> None:
    """Enter all rows below the heading. What can be seen comes first: a hidden row is never the first of two."""
    below = range(head.row + 1, len(table.rows))
    seen: set[tuple[str, str]] = set()
    for number in (number for number in below if number not in table.hidden_rows):
        entry = _entry(reading, table, head, number)
        if entry and entry.key in seen:
            reading.doubles.append(entry.name)
        elif entry:
            seen.add(entry.key)
            (reading.doubtful if entry.doubt else reading.entries).append(entry)
    # Of a hidden row nothing is said but that it is there: why it would be left out is nobody's question.
    for number in (number for number in below if number in table.hidden_rows):
        entry = _entry(Reading(), table, head, number)
        if entry and entry.key not in seen:
            seen.add(entry.key)
            reading.hidden.append(replace(entry, hidden=True))


def leave_out_titles(reading: Reading, table: Table, head: Head) -> None:
    """Count and name the rows above the heading."""
    for number, row in enumerate(table.rows[: max(head.row, 0)]):
        if row:
            reading.left_out.append(LeftOut(joined(row), _("staat boven de kop"), number + 1))
        else:
            reading.empty += 1


def joined(row: list[str]) -> str:
    """The cells of a row as one line, shortened."""
    return " · ".join(cell for cell in row if cell)[:80]


def _entry(reading: Reading, table: Table, head: Head, number: int) -> Entry | None:
    """The customer in a row; what is none is counted in the reading."""
    row = table.rows[number]
    cell = _reader(table, head, number)
    name = cell(NAME)
    if not any(row):
        reading.empty += 1
    elif not name:
        if (number, head.columns[NAME]) in table.merged:
            reading.empty += 1  # the rest of a merged name
        else:
            reading.left_out.append(LeftOut(joined(row), _("geen naam"), number + 1))
    elif len(name) > LONGEST_NAME:
        why = _("%(long)d tekens, hoogstens %(most)d kan") % {"long": len(name), "most": LONGEST_NAME}
        reading.left_out.append(LeftOut(name[:60] + "…", why, number + 1))
    elif row == (table.rows[head.row] if head.row >= 0 else None):
        reading.left_out.append(LeftOut(joined(row), _("nog eens de kop"), number + 1))
    else:
        doubt = _doubt(table, head, number, name)
        return Entry(name, kind_of(cell(KIND)), cell(OWNER)[:LONGEST_OWNER], cell(NOTE)[:LONGEST_NOTE], number + 1,
                     doubt, cell(SIGNAL)[:LONGEST_SIGNAL])  # fmt: skip
    return None


def _reader(table: Table, head: Head, number: int) -> Callable[[str], str]:
    """Reads a row by meaning. A merged area says its owner or kind once, for all rows that it covers."""

    def cell(meaning: str) -> str:
        column = head.columns.get(meaning)
        if column is None:
            return ""
        shown = number if meaning in (NAME, NOTE, SIGNAL) else table.merged.get((number, column), number)
        row = table.rows[shown]
        return row[column] if column < len(row) else ""

    return cell


def _doubt(table: Table, head: Head, number: int, name: str) -> str:
    """Why a row may be no customer; the person may still take it."""
    if _TOTAL.match(name):
        return _("lijkt een totaal")
    if sum(map(bool, table.rows[number])) > 1:
        return ""
    if _is_across(table, head, number) or (head.row < 0 and _is_title(table, number, name)):
        return _("lijkt een titel")
    return ""


def _is_across(table: Table, head: Head, number: int) -> bool:
    """One cell over several columns heads the rows below it, unless all rows of the list are made that way."""
    column = head.columns[NAME]
    if (number, column) not in table.wide:
        return False
    filled = [row for row in range(head.row + 1, len(table.rows)) if any(table.rows[row])]
    return sum((row, column) in table.wide for row in filled) <= len(filled) / 2


def _is_title(table: Table, number: int, name: str) -> bool:
    """The first row, when it says so and stands apart, or stands alone above rows of several cells."""
    if any(map(any, table.rows[:number])):
        return False
    rest = [sum(map(bool, row)) for row in table.rows[number + 1 :] if any(row)]
    if len(rest) > 1 and sum(filled > 1 for filled in rest) > 0.8 * len(rest):
        return True
    apart = number + 1 < len(table.rows) and not any(table.rows[number + 1])
    return bool(_TITLE.match(name)) and (apart or name.endswith(":"))


def kind_of(word: str) -> str:
    """A kind by the word in its column; what is no work is a customer."""
    return Kind.TASK if plain(word).startswith(_TASKS) else Kind.CUSTOMER
