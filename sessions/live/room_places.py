"""How many screens a workshop has in one process, and for whom places are kept among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Protocol

#: Screens of each seat for which there is always a place: the one it looks at, and the one that it is given up for.
ALWAYS = 2
#: Consoles, and beamers that a regie opened, together.
LEADING = 10
#: All other screens together; and how many of them may be of one seat (besides those above), or projectors that
#: anybody opened: their link stands on every page.
OTHERS, PER_SEAT, PROJECTORS = 24, 8, 12


class Placed(Protocol):
    """What is asked of a screen: its seat, and whether it leads (a console, or a beamer that a regie opened)."""

    @property
    def seat(self) -> str | None: ...
    @property
    def leads(self) -> bool: ...


def has_place(new: Placed, screens: Collection[Placed]) -> bool:
    """Whether there is a place for this screen beside those that are open."""
    if new.leads:
        return sum(screen.leads for screen in screens) < LEADING
    own = sum(screen.seat == new.seat and not screen.leads for screen in screens)
    if new.seat is None:
        return own < PROJECTORS and _others(screens) < OTHERS
    return own < ALWAYS or (own < ALWAYS + PER_SEAT and _others(screens) < OTHERS)


def _others(screens: Collection[Placed]) -> int:
    """Screens that stand on no place that is kept."""
    by_seat = Counter(screen.seat for screen in screens if not screen.leads)
    projectors = by_seat.pop(None, 0)
    return projectors + sum(max(0, number - ALWAYS) for number in by_seat.values())
