"""Text that was pasted or uploaded: which encoding, which delimiter, which cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from sessions.imports import columns
from sessions.imports.table import MOST_COLUMNS, MOST_ROWS, Table, Unreadable, cells_of, too_many_rows
from workshop.names import unbulleted

DELIMITERS = ("\t", ";", "|", ",")
#: So many rows tell how a text is built.
_SAMPLE = 50
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: What our own exports put a quote before, so that no spreadsheet calculates it; here it goes off again.
#: A name that really begins with "'=" comes out as "''=", so one quote is taken and the others stay.
_DISARMED = re.compile(r"\A'(?='*[=+\-@\t\r＝＋－＠])")
#: A cell in quotation marks, as CSV has it.
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
#: So many bytes are enough to guess an encoding from, and guessing is slow.
_GUESSED_FROM = 20_000
#: A quoted cell of more lines than this was never meant to be one.
_TALLEST_CELL = 20


def decode(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 by its mark or by its bytes, else Windows-1252, else what it looks like.

    Raises:
        Unreadable: this is no text.
    """
    wide = any(data.startswith(mark) for mark, _encoding in _BOMS[1:]) or _wide(data)
    text = data[:4096].decode("latin-1") if not wide else ""
    if len(_CONTROL.findall(text)) > 2 or len(_CONTROL.findall(text := _decoded(data))) > 2:
        raise Unreadable(
            _("Dit is geen tekst en geen spreadsheet. Bewaar je lijst als .xlsx of als CSV en kies dat bestand.")
        )
    return text


def _decoded(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = from_bytes(data[:_GUESSED_FROM]).best()
    return data.decode(best.encoding if best else "latin-1", errors="replace")


def _encodings(data: bytes) -> list[str]:
    """In the order in which they are tried. Text in UTF-8 or UTF-16 seldom passes for the other by chance; anything
    passes for Windows-1252, so that comes last."""
    marked = [encoding for mark, encoding in _BOMS if data.startswith(mark)]
    return [*marked, *_wide(data), "utf-8", "cp1252"]


def _wide(data: bytes) -> list[str]:
    """UTF-16 without a mark: in western text every other byte is empty."""
    even, odd = data[0:2000:2].count(0), data[1:2000:2].count(0)
    enough = len(data[:2000]) // 4
    return [name for name, count in (("utf-16-le", odd), ("utf-16-be", even)) if count > enough]


def table_of(text: str, *, pasted: bool = False) -> Table:
    """Text as rows. What was pasted has columns when it has tabs or a known heading; a comma may belong to a name."""
    text, told = _delimiter_told(text.removeprefix("\ufeff"))
    if text.count("\n") > MOST_ROWS:
        raise too_many_rows()
    delimiter = told or _headed(text)
    if not delimiter:  # bullets go before cutting: a numbered list from a word processor has a tab behind its number
        text = "\n".join(map(unbulleted, text.splitlines()))
        delimiter = _guessed(text, pasted=pasted)
    if not delimiter:
        return Table([cells_of([armed(_unquoted(line))]) for line in text.splitlines()], lines=True)
    return Table([cells_of(map(armed, row[:MOST_COLUMNS])) for row in _split(text, delimiter)])


def _unquoted(line: str) -> str:
    """The only cell of a row, without the quotation marks that a spreadsheet put around it because of a mark in it."""
    quoted = _QUOTED.fullmatch(line.strip())
    return quoted[1].replace('""', '"') if quoted and any(mark in quoted[1] for mark in (*DELIMITERS, '""')) else line


def armed(cell: str) -> str:
    """A cell without the quote that kept a spreadsheet from calculating it (exports.swap_list_csv.disarmed)."""
    return _DISARMED.sub("", cell)


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
    alike = [] if pasted else [mark for mark, rows in _samples(text).items() if _cuts_alike(rows)]
    return alike[0] if alike else "\t" if "\t" in text else ""


def _samples(text: str) -> dict[str, list[list[str]]]:
    sample = "\n".join(text.splitlines()[:_SAMPLE])
    marks = [mark for mark in DELIMITERS if mark in sample]
    return {mark: [cells_of(row[:MOST_COLUMNS]) for row in _split(sample, mark)] for mark in marks}


def _cuts_alike(rows: list[list[str]]) -> bool:
    """Nearly all rows that are not empty have the same number of cells, more than one."""
    widths = Counter(len(row) for row in rows if row)
    if not widths:
        return False
    width, often = widths.most_common(1)[0]
    return width > 1 and often >= 2 and often >= 0.8 * widths.total()


def _split(text: str, delimiter: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        # A lone quotation mark makes one cell of all that follows; then the marks are part of the text.
        if not any(cell.count("\n") > _TALLEST_CELL for row in rows for cell in row):
            return rows
    except csv.Error:
        pass
    return [line.split(delimiter) for line in text.splitlines()]
