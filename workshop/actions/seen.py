"""What a page had seen when somebody acted on it, and who changed it since: a move that waited for a line may not undo
what another device of the same seat, or the facilitator, did meanwhile."""

from __future__ import annotations

from workshop.actions.act import Act
from workshop.models import JournalEntry
from workshop.models.base import Row

#: The first signs of an action id are the page's own (static/js/queue.js): what one page sends is one chain.
PAGE = 10
#: Later entries about one row that are looked at: nobody moves one customer so often without a line.
MOST_LATER = 50


def changed_elsewhere(act: Act, row: Row, field: str, seen: int | None) -> bool:
    """Whether another page than the acting one set `field` of this row after `seen`.

    `seen`: the row's seq as the acting page showed it; None: the page does not say what it saw, so nothing is asked.
    """
    if seen is None or row.seq <= seen:
        return False
    later = JournalEntry.objects.filter(workshop=act.workshop, seq__gt=seen, changes__icontains=row.pk)
    looked_at = list(later.order_by("-seq").only("actor", "action_id", "changes")[: MOST_LATER + 1])
    others = any(_sets(entry, row, field) and not _is_own(act, entry) for entry in looked_at)
    return others or len(looked_at) > MOST_LATER


def _sets(entry: JournalEntry, row: Row, field: str) -> bool:
    return any(
        model == row._meta.object_name and key == row.pk and field in fields for model, key, fields in entry.changes
    )


def _is_own(act: Act, entry: JournalEntry) -> bool:
    return entry.actor == act.actor.key and entry.action_id[:PAGE] == act.action_id[:PAGE]
