"""What a customer is for somebody: a zone, or "" for who never said. The ground rule (`ground_rule.py`) rests on it."""

from __future__ import annotations

from typing import Final

from workshop.steps import Zone

#: How far each zone lies to the side of energy; for comparing only.
WORTH: Final[dict[str, int]] = {Zone.COSTS: -1, Zone.NEUTRAL: 0, Zone.GIVES: 1}


def is_leak(energy: str | None) -> bool:
    """Whether the customer drains them."""
    return energy == Zone.COSTS


def can_carry(energy: str | None) -> bool:
    """Whether they can take the customer, or help with it, on their own strength: they said what it is for them, and it
    does not drain them."""
    return bool(energy) and not is_leak(energy)


def gain(given: str, taken: str) -> int:
    """How much more a customer is worth to the taker than to the giver."""
    return WORTH[taken] - WORTH[given]  # a zone equals its text; to make one of each text took half of the time


def is_better_placed(given: str, taken: str) -> bool:
    """Whether the taker can carry the customer and gets more energy from it than the giver."""
    return can_carry(taken) and gain(given, taken) > 0
