"""The swap list as CSV: semicolons and a byte order mark, so that Dutch Excel opens it; every name stays the text it
is.

A spreadsheet makes of a text what it looks like, and asks nobody. Two guards, for two dangers:

- What would *calculate* (=1+1, @SUM, +31 …) gets a quote in front (OWASP ASVS 1.2.10). The quote can be seen, and it
  keeps working when somebody copies the file's text into a sheet.
- What would become a *date, a number or a truth value* (1-2, 3/4, 00471, 1E5, MRT1, waar) gets a tab in front, inside
  the quotation marks. Excel and LibreOffice then keep the text and show nothing of the tab; lost on the way it costs
  nothing but that guard.

Our own import takes both off again (imports.text.armed), so a list that goes out and comes in is the same. Dates that
are dates stay dates: Dutch Excel reads 04-05-2039 as one.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable

from sessions.board.viewer import Board
from sessions.exports import content

#: What a spreadsheet may read as the start of a formula (OWASP ASVS 1.2.10); full-width forms included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_TAB = "\t"
#: Months as Excel knows them, Dutch and English, whole or in three or four letters.
_MONTH = (
    "jan(?:uari|uary)?|feb(?:ruari|ruary)?|mrt|maart|mar(?:ch)?|apr(?:il)?|mei|may|june?|juni|july?|juli|"
    "aug(?:ustus|ust)?|sept?(?:ember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
#: A date, a time, an amount, a fraction, a power of ten: digits with what may stand among them, and at most one word.
#: Wider than what Excel does: a tab too many costs nothing.
_CONVERTED = re.compile(
    rf"(?=.*\d)[\d\s.,:/%()€$£'’+-]*(?:{_MONTH}|(?<=\d)e|(?<=[\d ])[ap]m?|eur)?[\d\s.,:/%()€$£'’+-]*", re.IGNORECASE
)
#: Truth values and errors, Dutch and English.
_VALUES = re.compile(r"waar|onwaar|true|false|#[a-z0-9/]+[!?]?", re.IGNORECASE)


def write(board: Board, *, inside: bool) -> bytes:
    """All rows of the swap list, in the form for the team (`inside`) or for outside."""
    table = content.swap_list(board, inside=inside)
    text = io.StringIO()
    # Every cell in quotation marks: LibreOffice offers to cut at a bare tab.
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    rows.writerow(disarmed(column.name for column in table.columns))
    rows.writerows([_plain(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def disarmed(cells: Iterable[str]) -> list[str]:
    """Cells that stay text: a quote before what a spreadsheet would calculate, a tab before what it would convert."""
    return [f"{_guard(cell)}{cell}" for cell in cells]


def rearmed(cell: str) -> str:
    """The text that `disarmed` made this cell of: an import takes the guard off again."""
    if cell.startswith(_TAB):
        return cell[1:]
    return cell[1:] if cell.startswith("'") and _calculates(cell[1:]) else cell


def _guard(cell: str) -> str:
    if _calculates(cell):
        return "'"
    return _TAB if _CONVERTED.fullmatch(cell) or _VALUES.fullmatch(cell) else ""


def _calculates(cell: str) -> bool:
    """Quotes before a formula count too: a name may begin with one itself, and it must be known which was ours."""
    return cell.lstrip("'").startswith(_FORMULA)


def _plain(cell: content.Cell) -> str:
    """A text that stays one, a date that Excel may read as one."""
    if isinstance(cell, dt.date):
        return f"{cell:%d-%m-%Y}"
    if isinstance(cell, int):
        return str(cell)
    return disarmed([content.legal(cell)])[0] if cell else ""
