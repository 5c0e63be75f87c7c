"""The order of figures inside a zone, and which of them share a customer (docs/live.md, *Applying*).

A figure's place follows from what its own node bears, so that a page that inserts one stands as a fresh page does:
static/js/table_order.js says the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from workshop import fast_sql
from workshop.models import EnergyRating

#: Joined ones first, then by seat, then by time; the ids only part what is equal in all of it.
Order = tuple[bool, str, int, str, int, str]


def order_of(figure: EnergyRating) -> Order:
    """What a figure is sorted by inside its zone."""
    owner = figure.participant
    return (not figure.joined, figure.joined, owner.place, owner.id, figure.placed, figure.id)


def in_order(figures: Iterable[EnergyRating]) -> list[EnergyRating]:
    return sorted(figures, key=order_of)


def mark_joined(figures: Collection[EnergyRating]) -> None:
    """Mark which figures share their customer. `figures`: all that stand on one table, and no private line."""
    standing = Counter(figure.customer_id for figure in figures)
    for figure in figures:
        figure.joined = figure.customer_id if standing[figure.customer_id] > 1 else ""


def look_up_joined(figure: EnergyRating) -> None:
    """Mark whether one public figure shares its customer with another one on the table."""
    key = {"workshop_id": figure.workshop_id, "customer_id": figure.customer_id}
    figure.joined = figure.customer_id if fast_sql.has_other(figure, given="zone", **key) else ""
