"""Rows into customers: what could be taken, what is double, what was left out and why."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sessions.imports import columns, text, xlsx
from sessions.imports.columns import KIND, NAME, NOTE, OWNER, SIGNAL, Head
from sessions.imports.table import LARGEST_FILE, Table, Unreadable
from workshop.method import LONGEST_NAME, LONGEST_NOTE, LONGEST_OWNER, LONGEST_SIGNAL, Kind
from workshop.names import plain

_TASKS = ("werkz", "taak", "taken", "task", "activiteit", "klus")
_TITLE = re.compile(
    r"(mijn |onze )?(klant(en)?|relaties|werkzaamheden|klantenlijst|lijst|overzicht|customers)\b", re.IGNORECASE
)
_TOTAL = re.compile(r"(sub|eind)?tota(al|len|l)\b|aantal klanten\b", re.IGNORECASE)
_NOT_LISTS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


@dataclass(frozen=True)
class Entry:
    """One customer as the list has it. `row`: its number as the person sees it, from 1. `doubt`: why it may be none;
    `signal`: what the customer said."""

    name: str
    kind: str = Kind.CUSTOMER
    owner: str = ""
    note: str = ""
    row: int = 0
    doubt: str = ""
    signal: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Two colleagues may serve the same customer: that is no double."""
        return self.name.casefold(), self.owner.casefold()


@dataclass(frozen=True)
class LeftOut:
    """A row that is not taken, and why."""

    text: str
    why: str
    row: int


@dataclass
class Reading:
    """A list as it was read; nothing of it is stored.

    `columns`: the heading of the column that each meaning (name, kind, owner, note, signal) was read from; without
    headings its letter. `unread`: headings of columns that were not used. `head_row`: where the heading stands, from 1;
    0: there is none.
    """

    entries: list[Entry] = field(default_factory=list)
    doubtful: list[Entry] = field(default_factory=list)
    doubles: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    empty: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    head_row: int = 0
    sheet: str = ""
    other_sheets: list[str] = field(default_factory=list)


def read_file(data: bytes, name_column: int | None = None) -> Reading:
    """Read an uploaded file: CSV or other text in any usual encoding, or XLSX; what it is its bytes say, not its name.

    `name_column`: the person says which column holds the names, from 0; None: by meaning.

    Raises:
        Unreadable: too large, broken, protected, hostile, or no list; the sentence says which and what to do.
    """
    if len(data) > LARGEST_FILE:
        raise too_large(len(data))
    if data.startswith(xlsx.OLE):
        raise xlsx.refuse_ole(data)
    if data.startswith(_NOT_LISTS):
        raise Unreadable(_("Dit is geen spreadsheet. Bewaar je lijst als .xlsx of als CSV en kies dat bestand."))
    if data.startswith(xlsx.ZIP):
        return reading_of(xlsx.read(data), name_column)
    return reading_of(text.table_of(text.decode(data)), name_column)


def read_text(pasted: str, name_column: int | None = None) -> Reading:
    """Read what was pasted: a name per line, or rows from a spreadsheet.

    Raises:
        Unreadable: far too long for a list.
    """
    return reading_of(text.table_of(pasted, pasted=True), name_column)


def too_large(size: int) -> Unreadable:
    return Unreadable(
        _("Dit bestand is %(size)s MB; hoogstens 2 MB kan. Bewaar alleen de lijst zelf en kies die.")
        % {"size": f"{math.ceil(size / 1024 / 1024 * 10) / 10:.1f}".replace(".", ",")}
    )


def reading_of(table: Table, name_column: int | None = None) -> Reading:
    """What could be taken from these rows; `name_column`: where a person says that the names stand.

    Raises:
        Unreadable: nothing stands there.
    """
    head = columns.find_head(table.rows) or Head(columns={NAME: columns.guess_name_column(table.rows)})
    if name_column is not None:
        head = _with_names_in(table, head, name_column)
    reading = Reading(sheet=table.sheet, other_sheets=table.other_sheets, head_row=head.row + 1)
    _name_columns(reading, table, head)
    _leave_out_titles(reading, table, head)
    seen: set[tuple[str, str]] = set()
    for entry in _entries(reading, table, head):
        if entry.key in seen:
            reading.doubles.append(entry.name)
            continue
        seen.add(entry.key)
        (reading.doubtful if entry.doubt else reading.entries).append(entry)
    return reading


def _with_names_in(table: Table, head: Head, column: int) -> Head:
    if not any(column < len(row) and row[column] for row in table.rows[head.row + 1 :]):
        raise Unreadable(
            _("In kolom %(column)s staat niets. Kies een andere kolom.") % {"column": _heading([], column)}
        )
    others = {meaning: where for meaning, where in head.columns.items() if where != column and meaning != NAME}
    return Head(head.row, {NAME: column} | others, head.known)


def _name_columns(reading: Reading, table: Table, head: Head) -> None:
    headings = table.rows[head.row] if head.row >= 0 else []
    used = {column: meaning for meaning, column in head.columns.items()}
    if not table.lines:
        reading.columns = {meaning: _heading(headings, column) for meaning, column in head.columns.items()}
    width = max((len(row) for row in table.rows), default=0)
    filled = {column for row in table.rows[head.row + 1 :] for column, cell in enumerate(row) if cell}
    reading.unread = [_heading(headings, column) for column in range(width) if column not in used and column in filled]


def _heading(headings: list[str], column: int) -> str:
    letter = chr(ord("A") + column) if column < 26 else str(column + 1)
    return headings[column] if column < len(headings) and headings[column] else letter


def _leave_out_titles(reading: Reading, table: Table, head: Head) -> None:
    for number, row in enumerate(table.rows[: max(head.row, 0)]):
        if row:
            reading.left_out.append(LeftOut(_joined(row), _("staat boven de kop"), number + 1))
        else:
            reading.empty += 1


def _joined(row: list[str]) -> str:
    return " · ".join(cell for cell in row if cell)[:80]


def _entries(reading: Reading, table: Table, head: Head) -> Iterator[Entry]:
    """Row by row; what is no entry is counted in the reading."""
    for number in range(head.row + 1, len(table.rows)):
        row = table.rows[number]
        cell = _reader(table, head, number)
        name = cell(NAME)
        if not any(row):
            reading.empty += 1
        elif not name:
            if (number, head.columns[NAME]) in table.merged:
                reading.empty += 1  # the rest of a merged name
            else:
                reading.left_out.append(LeftOut(_joined(row), _("geen naam"), number + 1))
        elif len(name) > LONGEST_NAME:
            why = _("%(long)d tekens, hoogstens %(most)d kan") % {"long": len(name), "most": LONGEST_NAME}
            reading.left_out.append(LeftOut(name[:60] + "…", why, number + 1))
        elif row == (table.rows[head.row] if head.row >= 0 else None):
            reading.left_out.append(LeftOut(_joined(row), _("nog eens de kop"), number + 1))
        else:
            yield Entry(name, kind_of(cell(KIND)), cell(OWNER)[:LONGEST_OWNER], cell(NOTE)[:LONGEST_NOTE], number + 1,
                        _doubt(table, head, number, name), cell(SIGNAL)[:LONGEST_SIGNAL])  # fmt: skip


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
    if head.row >= 0 or sum(map(bool, table.rows[number])) > 1 or any(map(any, table.rows[:number])):
        return ""
    apart = number + 1 < len(table.rows) and not any(table.rows[number + 1])
    return _("lijkt een titel") if _TITLE.match(name) and (apart or name.endswith(":")) else ""


def kind_of(word: str) -> str:
    """A kind by the word in its column; what is no work is a customer."""
    return Kind.TASK if plain(word).startswith(_TASKS) else Kind.CUSTOMER
