"""Pure: the *ruilvoorstel*, an assignment of slips without a taker, to be talked about. The app decides nothing.

Solved exactly, one solve per criterion, each keeping what the earlier ones reached: most energy, then the smallest
largest number of customers that somebody gets, then the fewest changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from workshop.chances import gain
from workshop.steps import Zone

#: Seconds for one criterion. Far more than a full table needs; beyond it there is no answer rather than a poor one.
PATIENCE = 5.0


@dataclass(frozen=True)
class Left:
    """A slip without a taker. `zone`: what the customer is for its giver."""

    slip: str
    giver: str
    customer: str
    zone: str


@dataclass(frozen=True)
class Case:
    """What is left, and who could take it. All ids.

    `energy`: what a customer is for a person who rated it or gave an expectation, by (person, customer); `serves`:
    who has that customer already, so that one more contact is no heavier load; `room`: how many customers each
    person could get.
    """

    slips: tuple[Left, ...]
    energy: Mapping[tuple[str, str], str]
    room: Mapping[str, int]
    serves: frozenset[tuple[str, str]] = frozenset()


class Reason(Enum):
    """Why a slip finds no place."""

    UNKNOWN = "nobody else rated it or gave an expectation"
    LEAKS = "a leak for everyone who knows it"
    NO_GAIN = "gives nobody more energy than its giver"
    NO_ROOM = "who would get energy from it has no room"


@dataclass(frozen=True)
class Plan:
    """Who would take which slip, and why the others find no place; by slip id."""

    placed: dict[str, str] = field(default_factory=dict)
    unplaced: dict[str, Reason] = field(default_factory=dict)

    def energy(self, case: Case) -> int:
        """What it brings: the sum over the placed slips of how much more each is worth to its taker."""
        return sum(_gain(case, slip, self.placed[slip.slip]) for slip in case.slips if slip.slip in self.placed)

    def gets(self, case: Case) -> Counter[str]:
        """How many customers each person gets, besides those they serve already."""
        new = {(self.placed[slip.slip], slip.customer) for slip in case.slips if slip.slip in self.placed}
        return Counter(person for person, _customer in new - case.serves)


class NoAnswer(Exception):
    """The solver did not come to an end in time."""


def propose(case: Case) -> Plan:
    """The best plan; the same case, in whatever order, gives the same one.

    Raises:
        NoAnswer: not solved to the end; nothing is proposed then.
    """
    slips = sorted(case.slips, key=lambda slip: slip.slip)
    pairs = [(slip, person) for slip in slips for person in sorted(case.room) if fits(case, slip, person)]
    placed = {slip.slip: person for slip, person in _best(case, pairs)} if pairs else {}
    known = {slip.slip for slip, _person in pairs}
    return Plan(placed, {one.slip: _reason(case, one, known) for one in slips if one.slip not in placed})


def fits(case: Case, slip: Left, person: str) -> bool:
    """Whether this person could take it: the ground rule, and more energy than it gives now.

    Who gives the same (joined) customer away does not get it back from a colleague.
    """
    gives_it = any(other.giver == person and other.customer == slip.customer for other in case.slips)
    zone = case.energy.get((person, slip.customer), "")
    return not gives_it and zone not in ("", Zone.COSTS) and gain(slip.zone, zone) > 0


def _gain(case: Case, slip: Left, person: str) -> int:
    return gain(slip.zone, case.energy[person, slip.customer])


def _reason(case: Case, slip: Left, known: set[str]) -> Reason:
    zones = {
        zone for (person, customer), zone in case.energy.items() if customer == slip.customer and person != slip.giver
    }
    if slip.slip in known:
        return Reason.NO_ROOM
    if not zones:
        return Reason.UNKNOWN
    return Reason.LEAKS if zones == {Zone.COSTS} else Reason.NO_GAIN


# --- the solver ------------------------------------------------------------------------------------------------------

Pair = tuple[Left, str]
Row = dict[int, float]


@dataclass
class _Model:
    """A 0/1 question for each pair, one for each (person, customer) that several slips share, and at the end the
    largest number that anybody gets. `rows`: (low, coefficients, high)."""

    size: int
    rows: list[tuple[float, Row, float]] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    @property
    def largest(self) -> int:
        return self.size - 1


def _best(case: Case, pairs: list[Pair]) -> list[Pair]:
    model = _model(case, pairs)
    energy = {number: float(_gain(case, *pair)) for number, pair in enumerate(pairs)}
    answer = _solve(model, {number: -worth for number, worth in energy.items()})
    model.rows.append((_total(energy, answer), energy, float("inf")))
    answer = _solve(model, {model.largest: 1.0})
    model.high[model.largest] = float(answer[model.largest])
    answer = _solve(model, dict.fromkeys(range(len(pairs)), 1.0))
    return [pair for number, pair in enumerate(pairs) if answer[number]]


def _total(row: Row, answer: list[int]) -> float:
    return sum(worth * answer[number] for number, worth in row.items())


def _model(case: Case, pairs: list[Pair]) -> _Model:
    by_slip: dict[str, list[int]] = defaultdict(list)
    by_contact: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (slip, person) in enumerate(pairs):
        by_slip[slip.slip].append(number)
        by_contact[person, slip.customer].append(number)
    new = {contact: numbers for contact, numbers in by_contact.items() if contact not in case.serves}
    shared = [contact for contact, numbers in new.items() if len(numbers) > 1]
    model = _Model(len(pairs) + len(shared) + 1)
    model.high = [1.0] * (model.size - 1) + [float(len(pairs))]
    model.rows = [(0, dict.fromkeys(numbers, 1.0), 1) for numbers in by_slip.values()]
    counted = {contact: numbers[0] for contact, numbers in new.items()}
    for number, contact in enumerate(shared, start=len(pairs)):
        counted[contact] = number  # several slips of one customer are one customer to serve
        model.rows += [(0, {number: 1.0, one: -1.0}, float("inf")) for one in new[contact]]
    _limit(model, case, counted)
    return model


def _limit(model: _Model, case: Case, counted: Mapping[tuple[str, str], int]) -> None:
    """Nobody gets more than they have room for, nor more than the largest number. What a person gives away makes no
    room here: a plan that is accepted in part may not end heavier than it said."""
    gets: dict[str, Row] = defaultdict(dict)
    for (person, _customer), number in counted.items():
        gets[person][number] = 1.0
    for person, row in gets.items():
        model.rows.append((0, row, case.room[person]))
        model.rows.append((-float("inf"), row | {model.largest: -1.0}, 0))


def _solve(model: _Model, cost: Row) -> list[int]:
    """The cheapest answer."""
    # Half a second to load and fifty megabytes, which most afternoons never need.
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    found: Any = milp(
        _dense([cost], model.size)[0],
        integrality=np.ones(model.size),
        bounds=Bounds(0, np.array(model.high)),
        constraints=LinearConstraint(
            csr_array(_dense([row for _low, row, _high in model.rows], model.size)),
            [low for low, _row, _high in model.rows],
            [high for _low, _row, high in model.rows],
        ),
        options={"time_limit": PATIENCE, "mip_rel_gap": 0},
    )
    if found.status != 0:
        raise NoAnswer(found.message)
    return [round(number) for number in found.x]


def _dense(rows: Iterable[Row], size: int) -> Any:
    import numpy as np

    rows = list(rows)
    table = np.zeros((len(rows), size))
    for number, row in enumerate(rows):
        table[number, list(row)] = list(row.values())
    return table
