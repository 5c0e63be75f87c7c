"""A web page that calls itself .xls, as many programs export "to Excel": its table, read without a browser.

A scanner of its own and no parser of the library: it goes through the text once, whatever stands in it, where that
parser takes minutes for 2 MB of tags that never close.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sessions.imports import columns
from sessions.imports.table import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Table, Unreadable, cells_of, too_many_rows

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?((?:utf-?8|iso-8859-\d+|windows-125\d|cp\d+|macintosh)\b)", re.IGNORECASE)
_TOKEN = re.compile(r"<!--|-->|<(/?)([a-zA-Z][\w:-]*+)([^<>]{0,4000}+)>")
#: What stands in these is never text of a cell.
_UNSEEN = frozenset({"style", "script", "title", "xml"})
_HIDDEN = re.compile(r"display\s*:\s*none|(?:^|\s)hidden(?=[\s=/]|$)", re.IGNORECASE)
_SPAN = re.compile(r"\b(colspan|rowspan|span)\s*=\s*[\"']?(\d{1,4})", re.IGNORECASE)


def is_page(data: bytes) -> bool:
    """Whether these bytes begin as HTML does, whatever the file is called."""
    start = data[:2000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body", b"<style", b"<div"))


def charset(data: bytes) -> str:
    """The encoding that a page says it has, or ""."""
    told = _CHARSET.search(data[:4096])
    return told[1].decode().lower() if told else ""


def read(page: str) -> Table:
    """The table of this page that has the best heading, of equals the longest.

    Raises:
        Unreadable: there is no table, or one with too many rows.
    """
    scanner = _Scanner()
    scanner.scan(page)
    tables = [table for table in scanner.tables if any(table.rows)]
    if not tables:
        raise Unreadable(
            _(
                "Dit is een webpagina zonder tabel, ook al heet het bestand anders. "
                "Open de lijst in Excel, bewaar hem als .xlsx en kies dat bestand."
            )
        )
    return max(tables, key=lambda table: (_known(table), len(table.rows)))


def _known(table: Table) -> int:
    head = columns.find_head(table.rows)
    return head.known if head else 0


@dataclass
class _Grid:
    """A table while it is read. `busy`: columns in which a cell of an earlier row goes on: its row, how many to go."""

    table: Table = field(default_factory=lambda: Table([]))
    row: dict[int, str] | None = None
    cell: list[str] | None = None
    column: int = 0
    next_column: int = 0
    busy: dict[int, tuple[int, int]] = field(default_factory=dict)
    described: int = 0

    def tag_row(self, closes: bool, attributes: str) -> None:
        self.end_row()
        if not closes:
            self.begin_row(attributes)

    def begin_row(self, attributes: str) -> None:
        if len(self.table.rows) >= MOST_ROWS:
            raise too_many_rows()
        number = len(self.table.rows)
        self.row, self.column = {}, 0
        if _HIDDEN.search(attributes):
            self.table.hidden_rows.add(number)
        for column, (top, left) in list(self.busy.items()):
            self.table.merged[number, column] = top
            self.busy[column] = (top, left - 1)

    def tag_cell(self, closes: bool, attributes: str) -> None:
        self.end_cell()
        if not closes:
            self.begin_cell(attributes)

    def begin_cell(self, attributes: str) -> None:
        if self.row is None:
            self.begin_row("")
        while self.column in self.busy:
            self.column += 1
        spans = {name.lower(): int(number) for name, number in _SPAN.findall(attributes)}
        self._cover(max(spans.get("colspan", 1), 1), spans.get("rowspan", 1))
        self.cell = []

    def _cover(self, width: int, height: int) -> None:
        number = len(self.table.rows)
        if width > 1 and self.column < MOST_COLUMNS:
            self.table.wide[number, self.column] = width
        self.next_column = self.column + width
        if height > 1:
            for column in range(self.column, min(self.next_column, MOST_COLUMNS)):
                self.busy[column] = (number, height - 1)

    def end_cell(self) -> None:
        if self.cell is None or self.row is None:
            return
        if self.column < MOST_COLUMNS:
            self.row[self.column] = "".join(self.cell)
        self.column, self.cell = self.next_column, None

    def end_row(self) -> None:
        self.end_cell()
        if self.row is None:
            return
        width = max(self.row, default=-1) + 1
        self.table.rows.append(cells_of(html.unescape(self.row.get(column, "")) for column in range(width)))
        self.row = None
        self.busy = {column: busy for column, busy in self.busy.items() if busy[1] > 0}

    def describe(self, attributes: str) -> None:
        """A <col>: only whether its columns are hidden matters."""
        spans = {name.lower(): int(number) for name, number in _SPAN.findall(attributes)}
        first, self.described = self.described, self.described + max(spans.get("span", 1), 1)
        if _HIDDEN.search(attributes):
            self.table.hidden_columns.update(range(first, min(self.described, MOST_COLUMNS)))


class _Scanner:
    """Goes through a page once. A table inside a cell is text of that cell."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self.grid: _Grid | None = None
        self.depth = 0
        self.unseen = ""

    def scan(self, page: str) -> None:
        at = 0
        for token in _TOKEN.finditer(page):
            self._text(page[at : token.start()])
            at = token.end()
            self._token(token)
        self._end_table()

    def _text(self, text: str) -> None:
        if self.grid and self.grid.cell is not None and not self.unseen:
            self.grid.cell.append(text[:LONGEST_CELL])

    def _token(self, token: re.Match[str]) -> None:
        name = (token[2] or token[0]).lower()
        if self.unseen:
            if token[0] == "-->" if self.unseen == "<!--" else token[1] and name == self.unseen:
                self.unseen = ""
        elif name == "<!--" or (name in _UNSEEN and not token[1] and not token[3].endswith("/")):
            self.unseen = name
        elif token[2]:
            self._tag(name, bool(token[1]), token[3])

    def _tag(self, name: str, closes: bool, attributes: str) -> None:
        if name == "table":
            self._table(closes)
        elif self.grid is None:
            return
        elif self.depth > 1 or name not in ("tr", "td", "th", "col"):
            self._text(" " if name in ("br", "p", "div", "tr", "td") else "")
        elif name == "tr":
            self.grid.tag_row(closes, attributes)
        elif name == "col":
            self.grid.describe(attributes)
        else:
            self.grid.tag_cell(closes, attributes)

    def _table(self, closes: bool) -> None:
        self.depth = max(self.depth + (-1 if closes else 1), 0)
        if self.depth == 0:
            self._end_table()
        elif self.grid is None:
            self.grid = _Grid()

    def _end_table(self) -> None:
        if self.grid:
            self.grid.end_row()
            self.tables.append(self.grid.table)
        self.grid, self.depth = None, 0
