"""A list read: from a file or from pasted text, by its columns, into customers."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from django.utils.translation import gettext as _

from sessions.imports import columns, entries, files, text
from sessions.imports.columns import NAME, Head
from sessions.imports.reading import Reading
from sessions.imports.table import Table, Unreadable, cells_of


def read_file(data: bytes, name_column: int | None = None) -> Reading:
    """Read an uploaded file: text in any usual encoding, XLSX, or a table in HTML; what it is its bytes say, not its
    name.

    `name_column`: the person says which column holds the names, from 0; None: by meaning.

    Raises:
        Unreadable: too large, empty, broken, protected, hostile, or no list; the sentence says which and what to do.
    """
    return reading_of(files.table_of(data), name_column)


def read_text(pasted: str, name_column: int | None = None) -> Reading:
    """Read what was pasted: a name per line, or rows from a spreadsheet.

    Raises:
        Unreadable: far too long for a list, or nothing at all.
    """
    return reading_of(text.table_of(pasted, pasted=True), name_column)


def reading_of(table: Table, name_column: int | None = None) -> Reading:
    """What could be taken from these rows; `name_column`: where a person says that the names stand.

    Raises:
        Unreadable: nothing stands there, or nothing that was calculated.
    """
    whole_head = columns.find_head(table.rows) or Head()
    hidden = sorted(table.hidden_columns - {name_column})
    seen = _without_columns(table, hidden)
    head = columns.find_head(seen.rows) or _head_without_name(seen, whole_head)
    if name_column is not None:
        head = _with_names_in(seen, head, name_column)
    if not any(seen.rows) and any(table.rows):
        raise _all_hidden()
    _refuse_without_names(seen, head, chosen=name_column is not None)
    reading = Reading(sheet=table.sheet, other_sheets=table.other_sheets, head_row=head.row + 1)
    reading.hidden_sheets = table.hidden_sheets
    _name_columns(reading, seen, head)
    entries.leave_out_titles(reading, seen, head)
    entries.fill(reading, seen, head)
    _add_hidden_columns(reading, table, whole_head, hidden, name_column)
    return reading


def _without_columns(table: Table, hidden: list[int]) -> Table:
    """The table with nothing in these columns."""
    rows = [cells_of("" if column in hidden else cell for column, cell in enumerate(row)) for row in table.rows]
    return replace(table, rows=rows) if hidden else table


def _all_hidden() -> Unreadable:
    return Unreadable(
        _("Alle kolommen zijn in de spreadsheet verborgen. Maak ze zichtbaar, bewaar het bestand en kies het opnieuw.")
    )


def _add_hidden_columns(reading: Reading, table: Table, head: Head, hidden: list[int], name_column: int | None) -> None:
    """What the spreadsheet hides is named; where it would make a difference the whole reading stands ready."""
    filled = [column for column in hidden if any(column < len(row) and row[column] for row in table.rows)]
    reading.hidden_columns = [_heading(_headings(table, head), column) for column in filled]
    if not set(filled) & set(head.columns.values()):
        return
    with suppress(Unreadable):
        reading.whole = reading_of(replace(table, hidden_columns=set()), name_column)


def _head_without_name(table: Table, whole: Head) -> Head:
    """Where no heading means a name, or its column is hidden: the names are in the first column of words."""
    rows = table.rows[whole.row + 1 :]
    name = columns.guess_name_column(rows)
    filled = {column for row in rows for column, cell in enumerate(row) if cell} - {name}
    others = {meaning: column for meaning, column in whole.columns.items() if column in filled}
    return Head(whole.row, others | {NAME: name})


def _refuse_without_names(table: Table, head: Head, *, chosen: bool) -> None:
    """Formulas that nobody calculated are why names are missing; a list of half its names is worse than none."""
    below = {row for row in range(head.row + 1, len(table.rows)) if row not in table.hidden_rows}
    waiting = sorted(cell for cell in table.uncalculated if cell[0] in below or cell[0] >= len(table.rows))
    if head.row >= 0 or chosen:
        waiting = [cell for cell in waiting if cell[1] == head.columns[NAME]]
    if waiting:
        raise Unreadable(
            _(
                "In kolom ‘%(column)s’ staan formules die nog niet zijn uitgerekend, dus de namen ontbreken. "
                "Open het bestand in Excel, bewaar het en kies het daarna opnieuw."
            )
            % {"column": _heading(_headings(table, head), waiting[0][1])}
        )
    if not any(table.rows):
        raise files.empty()
    if not any(table.rows[head.row + 1 :]):
        raise Unreadable(_("Onder de kop staat niets: de lijst is leeg. Vul hem aan, of kies een ander bestand."))


def _with_names_in(table: Table, head: Head, column: int) -> Head:
    if not any(column < len(row) and row[column] for row in table.rows[head.row + 1 :]):
        raise Unreadable(
            _("In kolom %(column)s staat niets. Kies een andere kolom.") % {"column": _heading([], column)}
        )
    others = {meaning: where for meaning, where in head.columns.items() if where != column and meaning != NAME}
    return Head(head.row, {NAME: column} | others, head.known)


def _name_columns(reading: Reading, table: Table, head: Head) -> None:
    headings = _headings(table, head)
    used = {column: meaning for meaning, column in head.columns.items()}
    if not table.lines:
        reading.columns = {meaning: _heading(headings, column) for meaning, column in head.columns.items()}
    width = max((len(row) for row in table.rows), default=0)
    filled = {column for row in table.rows[head.row + 1 :] for column, cell in enumerate(row) if cell}
    reading.unread = [_heading(headings, column) for column in range(width) if column not in used and column in filled]
    waiting = {column for row, column in table.uncalculated if row > head.row and row not in table.hidden_rows}
    reading.uncalculated = [_heading(headings, column) for column in sorted(waiting & used.keys())]


def _headings(table: Table, head: Head) -> list[str]:
    """The heading of each column; one that covers two rows says it in the upper."""
    if head.row < 0:
        return []
    row = table.rows[head.row]
    above = {column: table.rows[top][column] for (at, column), top in table.merged.items()
             if at == head.row and column < len(table.rows[top])}  # fmt: skip
    width = max(len(row), max(above, default=-1) + 1)
    return [(row[column] if column < len(row) else "") or above.get(column, "") for column in range(width)]


def _heading(headings: list[str], column: int) -> str:
    letter = chr(ord("A") + column) if column < 26 else str(column + 1)
    return headings[column] if column < len(headings) and headings[column] else letter
