"""Rows of text, wherever they came from, and the one answer to a file that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from workshop.names import clean_line

#: Bytes of an uploaded file.
LARGEST_FILE = 2 * 1024 * 1024
#: Far more than any list of 500; what is longer is something else.
MOST_ROWS = 5_000
#: More text than a name or a note ever is; the rest of such a cell is not even looked at.
LONGEST_CELL = 2_000
#: What stands further to the right is no list of customers.
MOST_COLUMNS = 60


class Unreadable(Exception):
    """This cannot be read as a list; `sentence` says to a person why, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass
class Table:
    """A sheet or a text as rows of cleaned cells (names.clean_line); row 0 is the first one, empty rows included.

    `lines`: the text has no columns, each row is one cell. `merged`: cells (row, column) that a merged area covers,
    with the row whose value they show; `wide`: cells that cover several columns, with how many. What a person hid in
    the spreadsheet: `hidden_sheets`, `hidden_rows`, `hidden_columns`. `uncalculated`: cells whose formula has no
    outcome yet.
    """

    rows: list[list[str]]
    lines: bool = False
    sheet: str = ""
    other_sheets: list[str] = field(default_factory=list)
    merged: dict[tuple[int, int], int] = field(default_factory=dict)
    wide: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden_sheets: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)


def cells_of(row: Iterable[object]) -> list[str]:
    """A row's cells as cleaned text, without the empty ones at its end."""
    cells = [clean_line(str(cell)[:LONGEST_CELL]) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def too_many_rows() -> Unreadable:
    return Unreadable(
        _("Dit zijn meer dan %(most)s regels; dat is geen klantenlijst. Bewaar alleen de lijst zelf en kies die.")
        % {"most": thousands(MOST_ROWS)}
    )


def thousands(number: int) -> str:
    """A number as Dutch people write it: 5.000."""
    return f"{number:,}".replace(",", ".")
