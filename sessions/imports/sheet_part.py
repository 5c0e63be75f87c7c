"""What a worksheet says about its cells: merged, hidden, not yet calculated. Read by expat from the part itself, for a
read-only worksheet of the library keeps nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from openpyxl.utils import coordinate_to_tuple, range_boundaries

from sessions.imports.table import MOST_COLUMNS, Table

_HIDDEN = ("1", "true")


@dataclass
class SheetPart:
    """Rows and columns from 0. `calculates_on_opening`: the program that wrote it left the calculating to Excel, and a
    formula's outcome of 0 may be none."""

    calculates_on_opening: bool = False
    areas: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    row: int = -1
    column: int = -1
    kind: str = ""
    formula: bool = False
    inside: bool = False
    value: str = ""

    def read(self, stream: IO[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ParseFile(stream)

    def table(self, rows: list[list[str]], title: str, other_sheets: list[str]) -> Table:
        """The rows with what this part says about them."""
        table = Table(rows, sheet=title, other_sheets=other_sheets)
        table.hidden_rows, table.hidden_columns = self.hidden_rows, self.hidden_columns
        table.uncalculated = self.uncalculated
        for area in self.areas:
            _merge(table, area)
        return table

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        begin = {"row": self._row, "c": self._cell, "col": self._columns, "mergeCell": self._area}
        name = name.rpartition(":")[2]
        if name in begin:
            begin[name](attributes)
        elif name == "f":
            self.formula = True
        self.inside = name == "v"

    def _row(self, attributes: Mapping[str, str]) -> None:
        self.row = int(attributes.get("r", self.row + 2)) - 1
        self.column = -1
        if _is_hidden(attributes, "ht"):
            self.hidden_rows.add(self.row)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        told = attributes.get("r")
        self.column = coordinate_to_tuple(told)[1] - 1 if told else self.column + 1
        self.kind, self.formula, self.value = attributes.get("t", ""), False, ""

    def _columns(self, attributes: Mapping[str, str]) -> None:
        if _is_hidden(attributes, "width"):
            first, last = int(attributes["min"]) - 1, int(attributes["max"])
            self.hidden_columns.update(range(first, min(last, MOST_COLUMNS)))

    def _area(self, attributes: Mapping[str, str]) -> None:
        self.areas.append(attributes["ref"])

    def _text(self, text: str) -> None:
        if self.inside:
            self.value += text

    def _end(self, name: str) -> None:
        self.inside = False
        if name.rpartition(":")[2] == "c" and self.formula and not self._has_outcome():
            self.uncalculated.add((self.row, self.column))

    def _has_outcome(self) -> bool:
        """A formula may have an empty text for its outcome; nothing at all means that nobody calculated it."""
        if self.calculates_on_opening and self.value == "0":
            return False
        return bool(self.value) or self.kind == "str"


def _is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    """By its mark, or because it was dragged shut."""
    return attributes.get("hidden") in _HIDDEN or attributes.get(size) in ("0", "0.0")


def _merge(table: Table, area: str) -> None:
    """Enter a merged area: the cells below its first one, and how many columns that one covers."""
    left, top, right, bottom = range_boundaries(area)
    if left is None or top is None or right is None or bottom is None or left > MOST_COLUMNS:
        return
    if (top - 1, left - 1) in table.merged:
        return  # areas do not overlap; a file that says so could make us enter each cell thousands of times
    for row in range(top, min(bottom, len(table.rows))):
        table.merged[row, left - 1] = top - 1
    if right > left:
        table.wide[top - 1, left - 1] = right - left + 1
