"""What came out of a list: customers, what is double, what was left out and why."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from workshop.steps import Kind


@dataclass(frozen=True)
class Entry:
    """One customer as the list has it. `row`: its number as the person sees it, from 1. `doubt`: why it may be none;
    `signal`: what the customer said; `hidden`: the spreadsheet hides its row, by hand or by a filter."""

    name: str
    kind: str = Kind.CUSTOMER
    owner: str = ""
    note: str = ""
    row: int = 0
    doubt: str = ""
    signal: str = ""
    hidden: bool = False

    @property
    def line(self) -> str:
        """The customer as *overnemen* sends it to the team's list, as JSON."""
        cells = [self.name, str(Kind(self.kind).value), self.owner, self.note, self.signal]
        return json.dumps(cells, ensure_ascii=False)

    @property
    def key(self) -> tuple[str, str]:
        """Two colleagues may serve the same customer: that is no double."""
        return self.name.casefold(), self.owner.casefold()


@dataclass(frozen=True)
class LeftOut:
    """A row that is not taken, and why."""

    text: str
    why: str
    row: int


@dataclass
class Reading:
    """A list as it was read; nothing of it is stored.

    `columns`: the heading of the column that each meaning (name, kind, owner, note, signal) was read from; without
    headings its letter. `unread`: headings of columns that were not used; `uncalculated`: of used ones in which a
    formula has no outcome yet. `head_row`: where the heading stands, from 1; 0: there is none. What the spreadsheet
    hides stays out unless the person wants it: `hidden_sheets` are titles, `hidden` are rows, `hidden_columns` are
    headings, and `whole` is the reading with those columns where that makes a difference.
    """

    entries: list[Entry] = field(default_factory=list)
    doubtful: list[Entry] = field(default_factory=list)
    doubles: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    hidden: list[Entry] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    whole: Reading | None = None
    uncalculated: list[str] = field(default_factory=list)
    empty: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    head_row: int = 0
    sheet: str = ""
    other_sheets: list[str] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
