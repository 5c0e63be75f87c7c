"""Pure: the *ruilvoorstel*, an assignment of slips without a taker, to be talked about. The app decides nothing.

Solved exactly, by three criteria in this order: most energy, the smallest largest number of customers that somebody
gets, the fewest changes. It is a flow of whole customers to people, and the reason is this. Several slips of one
customer may go to several people, but the taker who gets most energy from that customer can take them all: who may
take a customer does not depend on the slip (`fits`), and what a slip brings is what the customer is worth to the taker
less what it is to the giver. The same slips then bring no less, and the other takers get one customer fewer. So some
best plan gives each customer to one person at most, with all its slips that bring something. To serve it is one unit
of that person's room, and a plan is a flow in whole numbers, of which the cheapest is found without search.
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
    """Whether this person could take it: the ground rule, and more energy than it gives now.

    Who gives the same (joined) customer away does not get it back from a colleague.
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
