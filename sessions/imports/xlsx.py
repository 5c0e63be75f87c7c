"""The first visible sheet of a workbook as rows of text."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import range_boundaries

from sessions.imports import guard
from sessions.imports.table import MOST_COLUMNS, MOST_ROWS, Table, Unreadable, cells_of, too_many_rows

ZIP = b"PK\x03\x04"
#: The container of old .xls files, and of .xlsx files with a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']")
#: Longer than any mergeCell element: what two pieces of a file share.
_OVERLAP = 200
_PIECE = 64 * 1024


def read(data: bytes) -> Table:
    """The rows of the first visible sheet that has any.

    Raises:
        Unreadable: broken, protected, hostile, or no workbook.
    """
    guard.check_workbook(data)
    try:
        return _read(data)
    except Unreadable:
        raise
    except Exception as problem:  # whatever a library says to a file that lies about itself
        raise guard.broken() from problem


def refuse_ole(data: bytes) -> Unreadable:
    """Why a file in the old container is not read."""
    if _PASSWORD in data:
        return guard.protected()
    return Unreadable(_("Dit is een oud Excel-bestand (.xls). Bewaar het als .xlsx of als CSV en kies dat bestand."))


def _read(data: bytes) -> Table:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in visible:
            rows = _rows(sheet)
            if any(rows):
                others = [other.title for other in visible if other is not sheet]
                return Table(rows, sheet=sheet.title, other_sheets=others, merged=_merged(data, sheet, len(rows)))
    finally:
        book.close()
    return Table([])


def _rows(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # a file may say that it is one cell, or a million
    rows = islice(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), MOST_ROWS + 1)
    read = [cells_of(map(as_text, row)) for row in rows]
    if len(read) > MOST_ROWS:
        raise too_many_rows()
    return read


def as_text(value: object) -> str:
    """What a cell shows: a number that is a name has no “.0”, a date is Dutch, an error or nothing is empty."""
    if value is None or (isinstance(value, str) and value.startswith("#") and value in _ERRORS):
        return ""
    if isinstance(value, bool):
        return _("waar") if value else _("onwaar")
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return f"{value:%d-%m-%Y}" if value.time() == dt.time() else f"{value:%d-%m-%Y %H:%M}"
    return f"{value:%d-%m-%Y}" if isinstance(value, dt.date) else str(value)


_ERRORS = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})


def _merged(data: bytes, sheet: Any, rows: int) -> dict[tuple[int, int], int]:
    """Cells below the first one of a merged area, with the row of that one.

    A read-only worksheet does not know its merged areas; they are gathered from the part itself.
    """
    merged = {}
    for area in _areas(data, sheet._worksheet_path):
        left, top, _right, bottom = range_boundaries(area)
        if left is None or top is None or bottom is None:
            continue
        for row in range(top, min(bottom, rows)):
            merged[row, left - 1] = top - 1
    return merged


def _areas(data: bytes, path: str) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as file, file.open(path) as stream:
        rest, seen = b"", set()
        while piece := stream.read(_PIECE):
            rest += piece
            for found in _MERGE.findall(rest):
                if found not in seen:
                    seen.add(found)
                    yield found.decode()
            rest = rest[-_OVERLAP:]
