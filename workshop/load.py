"""Pure: customers per person before and after, and the rows of the swap list. Takes rows in hand, asks no database."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from workshop.models import EnergyRating, Participant, SwapProposal
from workshop.steps import TABLE_ORDER, Outcome, Zone

#: Outcomes after which the giver no longer serves the customer.
LEFT = frozenset({Outcome.SWAPPED, Outcome.TAKEN, Outcome.HELPED, Outcome.DROPPED, Outcome.ENDED})
#: Outcomes after which a colleague does.
PASSED_ON = frozenset({Outcome.SWAPPED, Outcome.TAKEN, Outcome.HELPED})


@dataclass
class Load:
    """Customers of one person, counted per zone (or per the expectation of a taker who never rated).

    `expected`: those among them that rest on an expectation. `customers`: whose; a team's colleagues may share one.
    `weight`: the sum of what their owners filled in, in the measure that the facilitator chose (steps.WeighBy).
    """

    zones: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    customers: set[str] = field(default_factory=set)
    weight: int = 0

    @property
    def total(self) -> int:
        """How many customers, each once."""
        return len(self.customers)

    @property
    def figures(self) -> int:
        """How often a customer is served: one that two colleagues serve counts twice."""
        return sum(self.zones.values())

    @property
    def shares(self) -> bool:
        return self.figures > self.total

    @property
    def costs(self) -> int:
        return self.zones[Zone.COSTS]

    @property
    def neutral(self) -> int:
        return self.zones[Zone.NEUTRAL]

    @property
    def gives(self) -> int:
        return self.zones[Zone.GIVES]

    @property
    def expectations(self) -> int:
        """How many of them rest on an expectation."""
        return self.expected.total()

    @property
    def hollow(self) -> list[tuple[int, int]]:
        """Where the expectations lie on a bar of the three zones: start and length, at the end of their zone."""
        ends = dict(zip(TABLE_ORDER, accumulate(self.zones[zone] for zone in TABLE_ORDER), strict=True))
        return [(ends[zone] - self.expected[zone], self.expected[zone]) for zone in TABLE_ORDER if self.expected[zone]]


@dataclass(frozen=True)
class Change:
    """One person (or the team) before and after the swaps."""

    seat: Participant | None
    before: Load
    after: Load

    @property
    def difference(self) -> int:
        return self.after.total - self.before.total


def loads(seats: Iterable[Participant], figures: Iterable[EnergyRating], slips: Iterable[SwapProposal]) -> list[Change]:
    """Before and after for each seat. `figures`: all that stand on the table; `slips`: all that are stuck.

    Taking over a customer that one already serves adds nothing: it is the same customer.
    """
    figures = [figure for figure in figures if figure.zone]
    slips = list(slips)
    return [Change(seat, _before(seat, figures), _after(seat, figures, slips)) for seat in seats]


def team_load(changes: Iterable[Change]) -> Change:
    """All persons together: each customer once, with the time and the energy of all who serve it."""
    changes = list(changes)
    return Change(None, _together(one.before for one in changes), _together(one.after for one in changes))


def _together(loads: Iterable[Load]) -> Load:
    team = Load()
    for one in loads:
        team.zones.update(one.zones)
        team.expected.update(one.expected)
        team.customers |= one.customers
        team.weight += one.weight
    return team


def _before(seat: Participant, figures: list[EnergyRating]) -> Load:
    own = [figure for figure in figures if figure.participant_id == seat.id]
    return _load({figure.customer_id: _Served(str(figure.zone), figure.weight) for figure in own})


def _after(seat: Participant, figures: list[EnergyRating], slips: list[SwapProposal]) -> Load:
    gone = {slip.rating_id for slip in slips if slip.outcome in LEFT}
    kept = {
        figure.customer_id: _Served(str(figure.zone), figure.weight)
        for figure in figures
        if figure.participant_id == seat.id and figure.id not in gone
    }
    taken = {
        slip.rating.customer_id: _Served(slip.taker_energy, slip.rating.weight, slip.taker_expects)
        for slip in slips
        if slip.outcome in PASSED_ON and slip.taker_id == seat.id
    }
    return _load(taken | kept)


class _Served(NamedTuple):
    """One customer of one person."""

    zone: str
    weight: int
    expected: bool = False


def _load(served: dict[str, _Served]) -> Load:
    every = served.values()
    expected = Counter(one.zone for one in every if one.expected)
    return Load(Counter(one.zone for one in every), expected, set(served), sum(one.weight for one in every))


def if_taken(change: Change, slip: SwapProposal, figures: Iterable[EnergyRating]) -> int:
    """How many customers this person would have after taking the slip."""
    return change.after.total + (0 if _serves(change, slip, figures) else 1)


def weight_if_taken(change: Change, slip: SwapProposal, figures: Iterable[EnergyRating]) -> int:
    """What this person's customers would weigh after taking the slip."""
    return change.after.weight + (0 if _serves(change, slip, figures) else slip.rating.weight)


def _serves(change: Change, slip: SwapProposal, figures: Iterable[EnergyRating]) -> bool:
    return any(
        figure.participant_id == (change.seat.id if change.seat else "")
        and figure.customer_id == slip.rating.customer_id
        for figure in figures
    )


# --- is it fair? Said to the person and the facilitator, never as a ranking ------------------------------------------

#: A load above this many times the team's mean is worth a word.
MUCH = 1.5


@dataclass(frozen=True)
class Strain:
    """A gentle one. `much`: more than MUCH times the team's mean; `leaks`: more leaks than before."""

    seat: Participant
    much: bool
    leaks: bool


def strains(changes: list[Change]) -> list[Strain]:
    """For whom the swaps end heavy; in the order of the seats."""
    found = [
        Strain(one.seat, _is_much(one, changes), one.after.costs > one.before.costs) for one in changes if one.seat
    ]
    return [one for one in found if one.much or one.leaks]


def _is_much(change: Change, changes: list[Change]) -> bool:
    by_weight = MUCH * sum(one.after.weight for one in changes) / len(changes)
    return change.after.total > MUCH * mean(changes) or change.after.weight > by_weight > 0


def mean(changes: list[Change]) -> float:
    """Customers per person, after."""
    return sum(one.after.total for one in changes) / len(changes) if changes else 0.0


def has_room(change: Change, changes: list[Change]) -> bool:
    """No more customers than the team's mean."""
    return change.after.total <= mean(changes)


def room(changes: list[Change]) -> dict[str, int]:
    """How many customers each person (by id) could get before it is much."""
    most = math.floor(MUCH * mean(changes))
    return {one.seat.id: max(0, most - one.after.total) for one in changes if one.seat}


def shown_outcome(slip: SwapProposal) -> Outcome:
    """The word for a slip on the swap list: undecided is *nog open*; nobody is dropped by silence."""
    return Outcome(slip.outcome) if slip.outcome else Outcome.OPEN


#: The order of the swap list: results first, then what stays, then what is open.
_RANK = {outcome: rank for rank, outcome in enumerate(Outcome)}


def swap_list(slips: Iterable[SwapProposal]) -> list[SwapProposal]:
    """All stuck slips in the order of the swap list."""
    stuck = [slip for slip in slips if slip.stuck]
    return sorted(stuck, key=lambda slip: (_RANK[shown_outcome(slip)], slip.rating.customer.name.casefold(), slip.id))
