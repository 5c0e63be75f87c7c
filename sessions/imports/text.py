"""Text that was pasted or uploaded: which delimiter, which cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from sessions.imports import columns
from sessions.imports.table import MOST_COLUMNS, MOST_ROWS, Table, cells_of, too_many_rows
from workshop.names import unbulleted

DELIMITERS = ("\t", ";", "|", ",")
#: So many rows tell how a text is built.
_SAMPLE = 50
#: What our own exports put a quote before, so that no spreadsheet calculates it, and the tab that they put before what
#: would become a date or a number; here it goes off again.
#: A name that really begins with "'=" comes out as "''=", so one quote is taken and the others stay.
_DISARMED = re.compile(r"\A(?:\t|'(?='*[=+\-@\t\r＝＋－＠]))")
#: How other programs keep a spreadsheet from making a number of 00471: a formula that is nothing but a text.
_TEXT_FORMULA = re.compile(r'\A="((?:[^"]|"")*)"\Z')
#: A cell in quotation marks, as CSV has it.
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
#: A quoted cell of more lines than this was never meant to be one.
_TALLEST_CELL = 20


def table_of(text: str, *, pasted: bool = False) -> Table:
    """Text as rows. What was pasted has columns when it has tabs or a known heading; a comma may belong to a name."""
    text, told = _delimiter_told(_with_one_line_end(text.removeprefix("\ufeff")))
    text = _unindented(text)
    if text.count("\n") > MOST_ROWS:
        raise too_many_rows()
    delimiter = told or _headed(text)
    if not delimiter and (delimiter := _headed(bare := "\n".join(map(_unquoted, text.splitlines())))):
        text = bare  # every row was one cell in quotation marks: saved by a spreadsheet that cuts at another mark
    if not delimiter:  # bullets go before cutting: a numbered list from a word processor has a tab behind its number
        text = "\n".join(map(unbulleted, text.splitlines()))
        delimiter = _guessed(text, pasted=pasted)
    if not delimiter:
        return Table([cells_of([armed(_unquoted(line))]) for line in text.splitlines()], lines=True)
    return Table([cells_of(map(armed, row[:MOST_COLUMNS])) for row in _split(text, delimiter)])


def _with_one_line_end(text: str) -> str:
    """Windows, the old Mac, and what came through both, end a line in their own way.

    Each run of marks is read once: a pattern that may begin anew at every mark takes minutes for a long run.
    """
    return re.sub(r"\r+\n?", lambda run: "\n" if run[0].endswith("\n") else "\n" * len(run[0]), text)


def _unindented(text: str) -> str:
    """Text without tabs that are no columns: those in front of every line, and those around the only cell of a row."""
    lines = text.split("\n")
    if "\t" in text and not any("\t" in line.strip() for line in lines):
        return "\n".join(line.strip("\t") for line in lines)
    indent = min((len(line) - len(line.lstrip("\t")) for line in lines if line), default=0)
    return "\n".join(line[indent:] for line in lines)


def _unquoted(line: str) -> str:
    """The only cell of a row, without the quotation marks that a spreadsheet put around it because of a mark in it."""
    quoted = _QUOTED.fullmatch(line.strip())
    return quoted[1].replace('""', '"') if quoted and any(mark in quoted[1] for mark in (*DELIMITERS, '""')) else line


def armed(cell: str) -> str:
    """A cell without what kept a spreadsheet from calculating or converting it (exports.swap_list_csv.disarmed)."""
    formula = _TEXT_FORMULA.match(cell)
    return formula[1].replace('""', '"') if formula else _DISARMED.sub("", cell)


def _delimiter_told(text: str) -> tuple[str, str]:
    """Excel's own hint in a first line: “sep=;”."""
    first, _newline, rest = text.partition("\n")
    told = re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE)
    return (rest, told[1]) if told else (text, "")


def _headed(text: str) -> str:
    """The mark between the cells under which the most headings are found, if any of two words are."""
    heads = {mark: columns.find_head(rows) for mark, rows in _samples(text).items()}
    known = {mark: head.known for mark, head in heads.items() if head and head.known > 1}
    return max(known, key=lambda mark: known[mark], default="")


def _guessed(text: str, *, pasted: bool) -> str:
    """Without a heading: the mark that cuts the rows alike. A tab always cuts: it is in nobody's name."""
    alike = [] if pasted else [mark for mark in _marks(_sample(text)) if _cuts_alike(_split(_sample(text), mark))]
    return alike[0] if alike else "\t" if "\t" in text else ""


def _samples(text: str) -> dict[str, list[list[str]]]:
    sample = _sample(text)
    return {mark: [cells_of(row[:MOST_COLUMNS]) for row in _split(sample, mark)] for mark in _marks(sample)}


def _sample(text: str) -> str:
    return "\n".join(text.splitlines()[:_SAMPLE])


def _marks(sample: str) -> list[str]:
    return [mark for mark in DELIMITERS if mark in sample]


def _cuts_alike(rows: list[list[str]]) -> bool:
    """Nearly all rows have the same number of cells, more than one, with or without the empty ones at their ends."""
    filled = [len(cells_of(row[:MOST_COLUMNS])) for row in rows]
    return _alike([len(row) for row in rows if row]) or _alike([width for width in filled if width])


def _alike(widths: list[int]) -> bool:
    if not widths:
        return False
    width, often = Counter(widths).most_common(1)[0]
    return width > 1 and often >= 2 and often >= 0.8 * len(widths)


def _split(text: str, delimiter: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        # A lone quotation mark makes one cell of all that follows; then the marks are part of the text.
        if not any(cell.count("\n") > _TALLEST_CELL for row in rows for cell in row):
            return rows
    except csv.Error:
        pass
    return [line.split(delimiter) for line in text.splitlines()]
