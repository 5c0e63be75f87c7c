"""The swap list as a workbook: the list, before → after, the agreements, and for the team the wall of change."""

from __future__ import annotations

import datetime as dt
import io
import re

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sessions.board.viewer import Board
from sessions.exports import content

DUTCH_DATE = "DD-MM-YYYY"
_HEAD = PatternFill("solid", fgColor="1F5A4A")
_HEAD_FONT = Font(bold=True, color="FFFFFF")
_LINE = Border(bottom=Side("thin", color="DCCFB9"))
#: How a workbook spells a character by number (ECMA-376, ST_Xstring); a name that looks so must not be read so.
_SPELLED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write(board: Board, *, inside: bool) -> bytes:
    """The workbook as bytes, in the form for the team (`inside`) or for outside."""
    book = Workbook()
    book.remove(book.worksheets[0])
    first = _("Tussenstand") if content.interim(board) else _("Ruillijst")
    _fill(book.create_sheet(first), content.swap_list(board, inside=inside), board)
    _fill(book.create_sheet(_("Voor en na")), content.loads(board, inside=inside), board)
    _fill(book.create_sheet(_("Afspraken")), content.agreements(board), board)
    wall = content.wall(board)
    if inside and wall.rows:
        _fill(book.create_sheet(wall.title), wall, board)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def unspelled(text: str) -> str:
    """The text of a cell of ours as openpyxl reads it; spreadsheets do this themselves."""
    return text.replace("_x005F_", "_")


def _fill(sheet: Worksheet, table: content.Table, board: Board) -> None:
    for number, column in enumerate(table.columns, start=1):
        _write_head(sheet.cell(1, number), column.name)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for line, row in enumerate(table.rows, start=2):
        for number, value in enumerate(row, start=1):
            _write(sheet.cell(line, number), value)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    _print_well(sheet, board)


def _write_head(cell: Cell, name: str) -> None:
    _write(cell, name[:1].upper() + name[1:])
    cell.fill, cell.font = _HEAD, _HEAD_FONT


def _write(cell: Cell, value: content.Cell) -> None:
    """A date is a date and a number a number; all else is text, whatever it looks like."""
    cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), _LINE
    if isinstance(value, dt.date):
        cell.value, cell.number_format = value, DUTCH_DATE
    elif isinstance(value, int):
        cell.value = value
    elif value:
        # The type says text to who reads it, the quote prefix to who edits the cell in a spreadsheet.
        cell.value, cell.data_type = _SPELLED.sub("_x005F_", content.legal(value)), "s"
        cell.quotePrefix = True


def _print_well(sheet: Worksheet, board: Board) -> None:
    """On paper: landscape, one page wide, the head on every page, the title above it."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"
    about = f"{board.workshop.title} · {board.workshop.team.name} · {date_format(content.held_on(board), 'j F Y')}"
    # An ampersand begins a code in a header; two are one.
    sheet.oddHeader.left.text = content.legal(about).replace("&", "&&")[:200]
