"""What a page had seen when somebody acted on it, and who changed it since: a move that waited for a line may not undo
what another device of the same seat, or the facilitator, did meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet

from workshop.actions.context import ActionContext
from workshop.models import EnergyRating, JournalEntry, SwapProposal, WishMark
from workshop.models.base import Row

#: The first signs of an action id are the page's own (static/js/queue.js): what one page sends is one chain.
PAGE = 10
#: Later entries about one row that are looked at: nobody moves one customer so often without a line.
MOST_LATER = 50


def changed_elsewhere(act: ActionContext, row: Row, field: str, seen: int | None) -> bool:
    """Whether another page than the acting one set `field` of this row after `seen`.

    `seen`: the row's seq as the acting page showed it; None: the page does not say what it saw, so nothing is asked.
    """
    if seen is None or row.seq <= seen:
        return False
    later = _since(act, seen).filter(changes__icontains=row.pk)
    return _others(act, later, lambda model, key, fields: (model, key) == (_name(row), row.pk) and field in fields)


def decided_elsewhere(
    act: ActionContext, kind: type[SwapProposal | WishMark], about: EnergyRating, seen: int | None
) -> bool:
    """Whether another page of the acting seat, or the facilitator for it, made or removed a row of `kind` about this
    figure after `seen`, or changed one (a decision of a seat may be a row that comes and goes).

    `seen`: the seq of all that the acting page showed; None: it does not say.
    """
    if seen is None:
        return False
    standing = kind._default_manager.filter(rating=about).values_list("pk", flat=True)
    ids = {about.pk, *standing}
    mine = _since(act, seen).filter(Q(actor=f"seat:{act.seat.id}") | Q(acted_for=act.seat))
    named = Q()
    for one in ids:
        named |= Q(changes__icontains=one)
    return _others(
        act,
        mine.filter(named),
        lambda model, key, fields: (
            model == kind._meta.object_name
            and (("stuck" in fields and key in ids) or about.pk in fields.get("rating", ()))
        ),
    )


def _since(act: ActionContext, seen: int) -> QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(workshop=act.workshop, seq__gt=seen)


#: Whether a change, as the journal holds it (model, id of the row, fields), is one of those looked for.
Touches = Callable[[str, str, dict[str, list[object]]], bool]


def _others(act: ActionContext, later: QuerySet[JournalEntry], touches: Touches) -> bool:
    """Whether another page than the acting one made such a change; more entries than are looked at count as one."""
    looked_at = list(later.order_by("-seq").only("actor", "action_id", "changes")[: MOST_LATER + 1])
    changed = any(
        not _is_own(act, entry) and any(touches(model, key, fields) for model, key, fields in entry.changes)
        for entry in looked_at
    )
    return changed or len(looked_at) > MOST_LATER


def _name(row: Row) -> str:
    return row._meta.object_name or ""


def _is_own(act: ActionContext, entry: JournalEntry) -> bool:
    return entry.actor == act.actor.key and entry.action_id[:PAGE] == act.action_id[:PAGE]
