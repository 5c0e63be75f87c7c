"""How the journal is told: who did what, in words; what is private is a count."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from sessions.board.viewer import Board
from workshop.actions import undo_guards
from workshop.actions.telling import describe_entry
from workshop.models import JournalEntry


def lines(entries: Iterable[JournalEntry | None], board: Board) -> list[dict[str, object]]:
    """The journal for the facilitator's eyes. Private entries (None) are a count: who did one and when, beside what
    changes on a screen, would tell what it was."""
    entries = list(entries)
    undone = {entry.undone_by: entry for entry in entries if entry and entry.undone_by}
    told_lines: list[dict[str, object]] = []
    for _private, group in groupby(entries, key=lambda entry: entry is None):
        together = list(group)
        public = [told(entry, board, undone.get(entry.seq)) for entry in together if entry]
        told_lines += public or [{"private": len(together)}]
    return told_lines


def told(entry: JournalEntry, board: Board, undone: JournalEntry | None) -> dict[str, object]:
    """One line of the journal; names in its text are marked. `undone`: what this entry undid."""
    undoable = board.viewer.leads and undo_guards.is_offered(board.workshop, entry)
    return {"entry": entry, "text": describe_entry(entry, board.by_id, undone), "undoable": undoable}
