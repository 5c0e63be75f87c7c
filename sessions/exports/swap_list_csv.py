"""The swap list as CSV: semicolons and a byte order mark, so that Dutch Excel opens it; no cell becomes a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable

from sessions.board import Board
from sessions.exports import content

#: What a spreadsheet may read as the start of a formula (OWASP ASVS 1.2.10); full-width forms included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write(board: Board, *, inside: bool) -> bytes:
    """All rows of the swap list, in the form for the team (`inside`) or for outside."""
    table = content.swap_list(board, inside=inside)
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow(disarmed(column.name for column in table.columns))
    rows.writerows(disarmed(_plain(cell) for cell in row) for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def disarmed(cells: Iterable[str]) -> list[str]:
    """Cells that stay text: a quote before what a spreadsheet would calculate."""
    return [f"'{cell}" if _calculates(cell) else cell for cell in cells]


def rearmed(cell: str) -> str:
    """The text that `disarmed` made this cell of: an import takes the quote off again."""
    return cell[1:] if cell.startswith("'") and _calculates(cell[1:]) else cell


def _calculates(cell: str) -> bool:
    """Quotes before a formula count too: a name may begin with one itself, and it must be known which was ours."""
    return cell.lstrip("'").startswith(_FORMULA)


def _plain(cell: content.Cell) -> str:
    if isinstance(cell, dt.date):
        return f"{cell:%d-%m-%Y}"
    return "" if cell is None else content.legal(str(cell))
