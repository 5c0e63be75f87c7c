"""Pure: who could swap what with whom. Chances, never decisions; takes rows in hand, asks no database.

They rest on what is public: figures on the table, and slips that lie settled on the stack. Two private things come in,
each for the eyes of one person only: one's own wish marks, and how many colleagues marked one's own leaks (never who).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import product

from workshop.energy import gain, is_better_placed
from workshop.limits import LONGEST_RING
from workshop.load import Change, has_room
from workshop.models import EnergyRating, Participant, SwapProposal
from workshop.steps import Outcome, Zone

Ring = tuple["Leg", ...]


class Kind(Enum):
    """In the order in which a person reads them."""

    SWAP = "swap"
    RING = "ring"
    GIVES = "gives"
    WISHED = "wished"
    ROOM = "room"


@dataclass(frozen=True)
class Leg:
    """One customer that would change hands. `energy`: what it is for the taker; `wished`: by the taker's own mark."""

    figure: EnergyRating
    taker: Participant
    energy: Zone
    wished: bool = False

    @property
    def giver(self) -> Participant:
        return self.figure.participant

    @cached_property
    def gain(self) -> int:
        return gain(str(self.figure.zone), self.energy)


@dataclass(frozen=True)
class Chance:
    """SWAP and RING: `legs`, each taker being the next giver. The others: an own leak (`figure`) and who might take
    it (`seats`), or how many marked it (`marks`)."""

    kind: Kind
    legs: Ring = ()
    figure: EnergyRating | None = None
    seats: tuple[Participant, ...] = ()
    marks: int = 0

    @property
    def parties(self) -> set[str]:
        """Who is named in it."""
        owner = {self.figure.participant_id} if self.figure else set()
        return owner | {leg.taker.id for leg in self.legs} | {seat.id for seat in self.seats}

    @property
    def key(self) -> frozenset[tuple[str, str]]:
        """Which customers would go to whom: the same ring, wherever one begins to tell it."""
        return frozenset((leg.figure.id, leg.taker.id) for leg in self.legs)


@dataclass(frozen=True)
class Table:
    """What chances rest on. `figures`: all on the table, with their participants; `slips`: all that are stuck;
    `loads`: of the seats."""

    seats: list[Participant]
    figures: list[EnergyRating]
    slips: list[SwapProposal]
    loads: list[Change]
    free: list[EnergyRating] = field(init=False)
    willing: list[EnergyRating] = field(init=False)

    def __post_init__(self) -> None:
        seated = {seat.id for seat in self.seats}
        here = [figure for figure in self.figures if figure.zone and figure.participant_id in seated]
        decided = {slip.rating_id for slip in self.slips if slip.opened or slip.outcome}
        leaving = {slip.rating_id for slip in self.slips if slip.outcome != Outcome.KEPT}
        #: About which nothing is decided yet; and whose owner may take over a colleague's figure of that customer.
        object.__setattr__(self, "free", [figure for figure in here if figure.id not in decided])
        object.__setattr__(self, "willing", [figure for figure in here if figure.id not in leaving])


# --- for the team, and for one person --------------------------------------------------------------------------------


def team_chances(table: Table) -> list[Chance]:
    """What everybody may see: from the table alone, no wish mark among it."""
    legs = list(find_legs(table))
    return _rings(legs) + _givable(table, legs) + _roomy(table)


def own_chances(table: Table, me: Participant, *, marks: Mapping[str, int], wished: Collection[str]) -> list[Chance]:
    """What this person could do, for their eyes only.

    Args:
        marks: how many colleagues marked each of this person's leaks, by figure id.
        wished: ids of the figures that this person marked.
    """
    legs = list(find_legs(table))
    rings = [ring for ring in _rings([*legs, *_wished_legs(table, me, wished)]) if me.id in ring.parties]
    leaks = [one for one in _givable(table, legs) + _roomy(table) if one.figure and one.figure.participant_id == me.id]
    return sorted([*rings, *leaks, *_marked(table, me, marks)], key=lambda chance: list(Kind).index(chance.kind))


def _givable(table: Table, legs: Iterable[Leg]) -> list[Chance]:
    """Leaks that give a colleague energy."""
    takers: dict[str, list[Participant]] = defaultdict(list)
    for leg in legs:
        if leg.figure.leak and leg.energy == Zone.GIVES:
            takers[leg.figure.id].append(leg.taker)
    return [
        Chance(Kind.GIVES, figure=figure, seats=_in_order(takers[figure.id]))
        for figure in table.free
        if figure.id in takers
    ]


def _marked(table: Table, me: Participant, marks: Mapping[str, int]) -> list[Chance]:
    mine = [figure for figure in table.free if figure.participant_id == me.id and figure.leak]
    return [Chance(Kind.WISHED, figure=leak, marks=marks[leak.id]) for leak in mine if marks.get(leak.id)]


def _roomy(table: Table) -> list[Chance]:
    """Leaks that nobody else rated: who has room. In the order of the seats: nobody is ranked."""
    owners: dict[str, set[str]] = defaultdict(set)
    for figure in table.figures:
        owners[figure.customer_id].add(figure.participant_id)
    alone = [figure for figure in table.free if figure.leak and len(owners[figure.customer_id]) == 1]
    roomy = [one.seat for one in table.loads if one.seat and has_room(one, table.loads)]
    chances = [(leak, [seat for seat in roomy if seat.id != leak.participant_id]) for leak in alone]
    return [Chance(Kind.ROOM, figure=leak, seats=_in_order(seats)) for leak, seats in chances if seats]


def _in_order(seats: Iterable[Participant]) -> tuple[Participant, ...]:
    return tuple(sorted(seats, key=lambda seat: (seat.place, seat.id)))


# --- who could take what ---------------------------------------------------------------------------------------------


def find_legs(table: Table) -> Iterator[Leg]:
    """Every customer that would give a colleague, who rated it too, more energy than its giver."""
    others: dict[str, list[EnergyRating]] = defaultdict(list)
    for figure in table.willing:
        others[figure.customer_id].append(figure)
    for figure in table.free:
        for other in others[figure.customer_id]:
            if other.participant_id != figure.participant_id and is_better_placed(str(figure.zone), str(other.zone)):
                yield Leg(figure, other.participant, Zone(str(other.zone)))


def _wished_legs(table: Table, me: Participant, wished: Collection[str]) -> Iterator[Leg]:
    """What this person marked and never rated; where they did rate it, the rating speaks."""
    rated = {figure.customer_id for figure in table.figures if figure.participant_id == me.id}
    for figure in table.free:
        strange = figure.participant_id != me.id and figure.customer_id not in rated
        if figure.id in wished and strange and is_better_placed(str(figure.zone), Zone.GIVES):
            yield Leg(figure, me, Zone.GIVES, wished=True)


# --- swaps and rings -------------------------------------------------------------------------------------------------


def _rings(legs: Iterable[Leg]) -> list[Chance]:
    """Straight swaps first, then rings; those that bring most energy before the others."""
    rings = sorted(find_rings(legs), key=lambda ring: (len(ring), -sum(leg.gain for leg in ring), _names(ring)))
    return [Chance(Kind.SWAP if len(ring) == 2 else Kind.RING, ring) for ring in rings]


def find_rings(legs: Iterable[Leg], most: int = LONGEST_RING) -> Iterator[Ring]:
    """Each ring of two to `most` people once, beginning with whoever sits first, with the customers that bring most.

    A ring names a customer once: nobody gives and takes the same one.
    """
    between = _best_legs(legs, most)
    people = sorted({person for pair in between for person in pair})
    after = {giver: [taker for taker in people if (giver, taker) in between] for giver in people}
    for first in people:
        for path in _paths([first], after, most):
            ring = _fill([between[pair] for pair in zip(path, [*path[1:], first], strict=True)])
            if ring:
                yield ring


def _best_legs(legs: Iterable[Leg], most: int) -> dict[tuple[str, str], list[Leg]]:
    """Per giver and taker as many customers as a ring has people: enough to find one that no other leg has."""
    between: dict[tuple[str, str], list[Leg]] = defaultdict(list)
    for leg in legs:
        between[_seated(leg.giver), _seated(leg.taker)].append(leg)
    return {pair: sorted(several, key=_best_first)[:most] for pair, several in between.items()}


def _seated(seat: Participant) -> str:
    """Sorts as the seats do, and says who it is."""
    return f"{seat.place:05}{seat.id}"


def _best_first(leg: Leg) -> tuple[int, str, str]:
    return (-leg.gain, leg.figure.customer.name.casefold(), leg.figure.id)


def _paths(path: list[str], after: Mapping[str, list[str]], most: int) -> Iterator[list[str]]:
    """Ways through people who sit after the first one, that lead back to the first."""
    for taker in after.get(path[-1], ()):
        if taker == path[0] and len(path) > 1:
            yield path
        elif taker > path[0] and taker not in path and len(path) < most:
            yield from _paths([*path, taker], after, most)


def _fill(choices: list[list[Leg]]) -> Ring | None:
    rings = (ring for ring in product(*choices) if len({leg.figure.customer_id for leg in ring}) == len(ring))
    return next(rings, None)


def _names(ring: Ring) -> list[str]:
    return [leg.figure.customer.name.casefold() for leg in ring]
