"""Pure: the *ruilvoorstel*, an assignment of slips without a taker, to be talked about. The app decides nothing.

Solved exactly, by three criteria in this order: most energy, the smallest largest number of customers that somebody
gets, the fewest changes. Slips of one customer may go to different people, but no plan is lost when they may not:

1. What a slip brings is `gain`: what the customer is worth to the taker, less what it is worth to the giver.
2. Take a plan in which several people take slips of one customer, and let the one of them to whom it is worth most
   take all of these slips. Each fits (`fits`): that person can carry the customer and does not give it away, neither
   of which depends on the slip; and by 1 the slip brings no less than it did, which was more than nothing.
3. Nobody's room is exceeded: that person got this customer already, and the others get one customer fewer. The largest
   number that somebody gets has not grown, and there are as many changes as before.
4. So some best plan gives each customer to one person at most. When that person takes more of its slips that fit, the
   plan brings more energy, so it has them all.
5. Then a customer takes one unit of its taker's room, or none when the taker serves it already. A plan is a flow of
   whole customers to people, and the cheapest one is found without search (network simplex).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Final

from workshop.energy import gain, is_better_placed, is_leak


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


def propose(case: Case) -> Plan:
    """The best plan; the same case, in whatever order, gives the same one."""
    slips = sorted(case.slips, key=lambda slip: slip.slip)
    pairs = [(slip, person) for slip in slips for person in sorted(case.room) if fits(case, slip, person)]
    takers = _best(case, pairs) if pairs else {}
    placed = {slip.slip: person for slip, person in pairs if takers.get(slip.customer) == person}
    known = {slip.slip for slip, _person in pairs}
    return Plan(placed, {one.slip: _reason(case, one, known) for one in slips if one.slip not in placed})


def fits(case: Case, slip: Left, person: str) -> bool:
    """Whether this person may be given this slip.

    The person can carry the customer (`energy.py`), gets more energy from it than the giver of this slip, and does not
    give away the same (joined) customer. Room is not looked at.
    """
    gives_it = any(other.giver == person and other.customer == slip.customer for other in case.slips)
    return not gives_it and is_better_placed(slip.zone, case.energy.get((person, slip.customer), ""))


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
    return Reason.LEAKS if all(map(is_leak, zones)) else Reason.NO_GAIN


# --- the flow --------------------------------------------------------------------------------------------------------

Pair = tuple[Left, str]
#: By customer and person: what it costs that this person takes the customer, with all slips of it that fit.
Costs = Mapping[str, Mapping[str, int]]
#: The taker of each customer that has one.
Takers = dict[str, str]
#: (person, customer): a customer or a person alone has the other left empty, the end both.
Node = tuple[str, str]
END: Final[Node] = ("", "")


def _best(case: Case, pairs: list[Pair]) -> Takers:
    """Most energy; of what brings that, the smallest limit to what one person gets; within it the fewest changes."""
    costs = _costs(case, pairs)
    answer = cache(lambda limit: _cheapest(case, costs, limit))
    most = min(max(case.room.values()), len(costs))
    limit = bisect_left(range(most), answer(most)[0], key=lambda limit: answer(limit)[0])
    return answer(limit)[1]


def _costs(case: Case, pairs: list[Pair]) -> Costs:
    """A unit of energy outweighs all changes together."""
    costs: dict[str, Counter[str]] = defaultdict(Counter)
    for slip, person in pairs:
        costs[slip.customer][person] += 1 - _gain(case, slip, person) * _unit(case)
    return costs


def _unit(case: Case) -> int:
    return len(case.slips) + 1


def _cheapest(case: Case, costs: Costs, limit: int) -> tuple[int, Takers]:
    """The energy and the takers when nobody gets more than `limit` customers."""
    import networkx as nx  # half a second and twenty megabytes, which most afternoons never need

    network = nx.DiGraph()
    network.add_node(END, demand=len(costs))
    for customer in costs:
        network.add_node(("", customer), demand=-1)
    for start, end, capacity, cost in _edges(case, costs, limit):
        network.add_edge(start, end, capacity=capacity, weight=cost)
    cost, flow = nx.network_simplex(network)
    return -(cost // _unit(case)), {
        customer: person
        for customer, people in costs.items()
        for person in people
        if flow["", customer][_way(case, person, customer)]
    }


def _edges(case: Case, costs: Costs, limit: int) -> Iterator[tuple[Node, Node, int, int]]:
    """Where a customer can go: from, to, how many at most, and what each costs.

    What a person gives away makes no room here: a plan that is accepted in part may not end heavier than it said.
    """
    for person in sorted(case.room):
        yield (person, ""), END, min(case.room[person], limit), 0
    for customer, people in costs.items():
        yield ("", customer), END, 1, 0
        for person, cost in people.items():
            yield ("", customer), _way(case, person, customer), 1, cost
            if (person, customer) in case.serves:
                yield (person, customer), END, 1, 0


def _way(case: Case, person: str, customer: str) -> Node:
    """What a customer goes through to this person: their room, or past it when they serve the customer already."""
    return (person, customer if (person, customer) in case.serves else "")
