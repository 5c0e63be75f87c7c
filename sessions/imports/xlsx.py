"""The first visible sheet of a workbook as rows of text."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from itertools import islice

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from sessions.imports import guard, number_format
from sessions.imports.sheet_part import SheetPart
from sessions.imports.table import MOST_COLUMNS, MOST_ROWS, Table, Unreadable, cells_of, too_many_rows

ZIP = b"PK\x03\x04"
#: The container of old .xls files, and of .xlsx files with a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
#: The names that ISO 29500 strict has for what everybody else calls by those of Ecma.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_ECMA = rb"http://schemas.openxmlformats.org/\1/2006/"
_CALCULATES_ON_OPENING = re.compile(rb"fullCalcOnLoad\s*=\s*[\"'](?:1|true)[\"']")


def read(data: bytes) -> Table:
    """The rows of the first visible sheet that has any.

    Raises:
        Unreadable: broken, protected, hostile, or no workbook.
    """
    guard.check_workbook(data)
    try:
        return _read(_without_strict_names(data))
    except Unreadable:
        raise
    except Exception as problem:  # whatever a library says to a file that lies about itself
        raise guard.broken() from problem


def refuse_ole(data: bytes) -> Unreadable:
    """Why a file in the old container is not read."""
    if _PASSWORD in data:
        return guard.protected()
    if _WORD in data:
        return Unreadable(
            _("Dit is een Word-document. Zet de lijst in een spreadsheet, of kopieer hem en plak hem hier.")
        )
    return old_excel()


def old_excel() -> Unreadable:
    return Unreadable(_("Dit is een oud Excel-bestand (.xls). Bewaar het als .xlsx of als CSV en kies dat bestand."))


def _without_strict_names(data: bytes) -> bytes:
    """A workbook saved as "Strict Open XML" with the usual names: the library knows no others, and finds no sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as file, zipfile.ZipFile(out, "w") as usual:
        if not _STRICT.search(file.read("xl/workbook.xml")):
            return data
        for part in file.infolist():
            usual.writestr(part.filename, _STRICT.sub(_ECMA, file.read(part)))
    return out.getvalue()


def _read(data: bytes) -> Table:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in visible:
            rows = _rows(sheet)
            described = _described(data, sheet)
            if any(rows) or described.uncalculated:
                others = [other.title for other in visible if other is not sheet]
                table = described.table(rows, sheet.title, others)
                table.hidden_sheets = [other.title for other in book.worksheets if other.sheet_state == "hidden"]
                return table
    finally:
        book.close()
    return Table([])


def _rows(sheet: ReadOnlyWorksheet) -> list[list[str]]:
    sheet.reset_dimensions()  # a file may say that it is one cell, or a million
    rows = islice(sheet.iter_rows(max_col=MOST_COLUMNS), MOST_ROWS + 1)
    read = [cells_of(map(as_text, row)) for row in rows]
    if len(read) > MOST_ROWS:
        raise too_many_rows()
    return read


def as_text(cell: ReadOnlyCell) -> str:
    """What a cell shows: a number in its format, a date in Dutch, an error or nothing is empty."""
    value = cell.value
    if value is None or (isinstance(value, str) and value.startswith("#") and value in _ERRORS):
        return ""
    if isinstance(value, bool):
        return _("waar") if value else _("onwaar")
    if isinstance(value, (int, float)):
        return number_format.number(value, cell.number_format)
    return number_format.date(value, cell.number_format) if isinstance(value, dt.date) else str(value)


_ERRORS = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})


def _described(data: bytes, sheet: ReadOnlyWorksheet) -> SheetPart:
    """What a read-only worksheet does not tell, from the part itself."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        part = SheetPart(calculates_on_opening=bool(_CALCULATES_ON_OPENING.search(file.read("xl/workbook.xml"))))
        with file.open(sheet._worksheet_path) as stream:
            part.read(stream)
    return part
