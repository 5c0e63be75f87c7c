"""The order in which closed slips are offered to open: as they were stuck, until the facilitator begins.

Then they are sorted once, as the form wants it: those with one taker first, then several, then none. An order that
followed the answers would tell them before a slip is open, beside the counts of who has answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from workshop.models import Claim, SwapProposal, Workshop
from workshop.steps import Answer


def sort_closed(workshop: Workshop) -> list[str]:
    """The ids of the slips that are still closed, by the takers that each has now."""
    closed = SwapProposal.objects.filter(workshop=workshop, stuck=True, opened=False, outcome="", direct_swap=None)
    takers = Counter(Claim.objects.filter(slip__in=closed).exclude(answer=Answer.NO).values_list("slip", flat=True))
    return [slip.id for slip in sorted(closed, key=lambda slip: _rank(takers[slip.id]))]


def _rank(takers: int) -> int:
    return {0: 2, 1: 0}.get(takers, 1)


def in_order(slips: Iterable[SwapProposal], order: list[str]) -> list[SwapProposal]:
    """Slips as they were sorted when opening began; what was stuck later comes last, as it was stuck."""
    place = {slip_id: number for number, slip_id in enumerate(order)}
    return sorted(slips, key=lambda slip: place.get(slip.id, len(place)))
