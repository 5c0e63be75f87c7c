"""How the journal is told: who did what, in words; what is private is a count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from django.utils.translation import gettext as _

from sessions.board.viewer import Board
from workshop.actions import undo_guards
from workshop.actions.registry import ACTIONS
from workshop.bidi import isolate
from workshop.journal import about
from workshop.models import JournalEntry, Participant


def lines(entries: Iterable[JournalEntry | None], board: Board) -> list[dict[str, object]]:
    """The journal for the facilitator's eyes. Private entries (None) are a count: who did one and when, beside what
    changes on a screen, would tell what it was."""
    told_lines: list[dict[str, object]] = []
    for _private, group in groupby(entries, key=lambda entry: entry is None):
        together = list(group)
        public = [told(entry, board) for entry in together if entry]
        told_lines += public or [{"private": len(together)}]
    return told_lines


def told(entry: JournalEntry, board: Board) -> dict[str, object]:
    """One line of the journal; names in its text are marked."""
    words = {"who": _who(entry, board.by_id), "about": _about(entry)}
    undoable = board.viewer.leads and undo_guards.is_offered(board.workshop, entry)
    return {"entry": entry, "text": str(ACTIONS[entry.action].told) % words, "undoable": undoable}


def _about(entry: JournalEntry) -> str:
    """What the entry was about; a step and a number are no name."""
    said = about(entry)
    return said if entry.action in ("steps.go", "team_list.fill") else isolate(said)


def _who(entry: JournalEntry, seats: Mapping[str, Participant]) -> str:
    if entry.actor.startswith("seat:"):
        seat = seats.get(entry.actor.removeprefix("seat:"))
        return isolate(seat.name) if seat else _("iemand")
    if entry.acted_for_id:
        seat = seats.get(entry.acted_for_id)
        return _("de begeleider namens %(name)s") % {"name": isolate(seat.name) if seat else _("iemand")}
    return _("de begeleider")
