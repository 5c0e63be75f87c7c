"""An entry of the journal in words: who did what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from workshop.actions.registry import ACTIONS, Switch
from workshop.bidi import isolate
from workshop.journal import about
from workshop.models import JournalEntry, Participant


def describe_entry(
    entry: JournalEntry,
    seats: Mapping[str, Participant],
    undone: JournalEntry | None = None,
    *,
    mark: Callable[[str], str] = isolate,
) -> str:
    """The line of one entry. Empty for an action that the journal only counts.

    Args:
        undone: what this entry undid. Its whole line is told, for a name alone does not say what happened to it.
        mark: keeps a name apart from the words around it; `isolated` for plain text (workshop/bidi.py).
    """
    told = ACTIONS[entry.action].told
    line = told.told(entry.changes) if isinstance(told, Switch) else told
    said = describe_entry(undone, seats, mark=mark) if undone else _about(entry, mark)
    return str(line) % {"who": _who(entry, seats, mark), "about": said}


def _about(entry: JournalEntry, mark: Callable[[str], str]) -> str:
    """What the entry was about; a step and a number are no name."""
    said = about(entry)
    return said if entry.action in ("steps.go", "team_list.fill") else mark(said)


def _who(entry: JournalEntry, seats: Mapping[str, Participant], mark: Callable[[str], str]) -> str:
    by_itself = entry.actor.startswith("seat:")
    seat_id = entry.actor.removeprefix("seat:") if by_itself else entry.acted_for_id
    if not seat_id:
        return _("de begeleider")
    seat = seats.get(seat_id)
    name = mark(seat.name) if seat else _("iemand")
    return name if by_itself else _("de begeleider namens %(name)s") % {"name": name}
