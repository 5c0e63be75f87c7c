"""Who has which customers in a practice workshop, and what they cost or give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

from sessions.practice import data
from workshop.steps import Kind, Zone

#: A customer on several lists feels different to each: three colleagues next to each other never agree.
_IN_TURN = (Zone.COSTS, Zone.GIVES, Zone.NEUTRAL)
#: From this many customers on a list holds a task, and every second person leaves one unsorted.
_ROOMY = 6


@dataclass(frozen=True)
class Line:
    """One line of a list. `unsorted`: in step 1 it still lies under *nog te verdelen*."""

    name: str
    zone: Zone
    kind: Kind = Kind.CUSTOMER
    unsorted: bool = False


def compose(people: int, customers: int) -> list[list[Line]]:
    """The lists of all people: the same for the same numbers, whatever the step."""
    dice = Random(f"{people}x{customers}")  # noqa: S311 - repeatable on purpose
    names = _names(dice)
    return [_one_list(place, customers, names, dice) for place in range(people)]


def _names(dice: Random) -> Iterator[str]:
    """Each name once; shuffled in two heaps, so that small tables get the ones with character."""
    every = data.all_names()
    first, rest = every[: len(data.NAMED)], every[len(data.NAMED) :]
    dice.shuffle(first)
    dice.shuffle(rest)
    return iter([*first, *rest])


def _one_list(place: int, customers: int, names: Iterator[str], dice: Random) -> list[Line]:
    shared = _shared(place, customers)
    own = customers - len(shared)
    zones = _zones(own, dice)
    lines = [*shared, *(Line(name, zone) for name, zone in zip(islice(names, own), zones, strict=True))]
    if customers >= _ROOMY:
        lines[-1] = Line(data.TASKS[place], lines[-1].zone, Kind.TASK)
        if place % 2:
            lines[-2] = Line(lines[-2].name, Zone.NEUTRAL, unsorted=True)
    return lines


def _shared(place: int, customers: int) -> list[Line]:
    """The customers that colleagues have too; on a list of one or two only the one that all have."""
    count = 1 if customers < 3 else min(len(data.SHARED), 1 + customers // 3)
    mine = [number for number in range(count) if number == 0 or (place + number) % 3]
    return [Line(data.SHARED[number], _IN_TURN[(place + number) % 3]) for number in mine]


def _zones(count: int, dice: Random) -> list[Zone]:
    """Everybody has something of each kind, if the list is long enough; a leak first."""
    return [*_IN_TURN, *dice.choices(_IN_TURN, (3, 4, 3), k=max(0, count - 3))][:count]
