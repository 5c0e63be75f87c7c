"""Pure: *toen → nu*, the customers of the workshop before beside those that were judged again today."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workshop.energy import gain
from workshop.load import PASSED_ON
from workshop.models import Earlier, EnergyRating
from workshop.names import plain
from workshop.steps import Outcome, Zone

#: How a customer left that nobody took: the team let it go, or only this contact ended.
_LEFT: Mapping[str, str] = {Outcome.DROPPED: "gone", Outcome.ENDED: "ended"}


@dataclass(frozen=True)
class Arrow:
    """One customer of one person, then and now. `then` is None for a new one; `now` for one that is not on the table:
    let go, or just not there today."""

    name: str
    then: Earlier | None
    now: EnergyRating | None

    @property
    def turn(self) -> str:
        """Which way the energy went: better, worse, same; new, gone (let go), ended (that contact) or away."""
        if self.then is None:
            return "new"
        if self.now is None:
            return _LEFT.get(self.then.outcome, "away")
        by = gain(self.then.zone, str(self.now.zone))
        return "better" if by > 0 else "worse" if by < 0 else "same"


@dataclass
class Person:
    """Somebody's customers per zone, then and now. `then` is None for who is new, `now` for who is not there today."""

    name: str
    then: Counter[str] | None = None
    now: Counter[str] | None = None
    arrows: list[Arrow] = field(default_factory=list)


def arrows(
    earlier: Iterable[Earlier],
    figures: Iterable[EnergyRating],
    seat_of: Mapping[str, str],
    joined: Mapping[str, str] | None = None,
) -> list[Arrow]:
    """All arrows, in the order of then; what is new comes last.

    Args:
        earlier: the customers of then. figures: those on the table now.
        seat_of: the seat (id) of today for a name of then, as far as that person is here.
        joined: of customers that were joined today, the other's name (`names.plain`) → the id of the one that was kept.

    A customer that changed hands is looked for with the taker, else with the same person, else with anybody.
    """
    earlier, figures = list(earlier), list(figures)
    by_name: dict[str, list[EnergyRating]] = defaultdict(list)
    for figure in figures:
        by_name[plain(figure.customer.name)].append(figure)
    for name, customer_id in (joined or {}).items():
        by_name[name] += [figure for figure in figures if figure.customer_id == customer_id]
    found: dict[str, EnergyRating | None] = {}
    for row in earlier:
        seat = seat_of.get(_holder(row), "")
        same = by_name[plain(row.name)]
        found[row.id] = None if row.outcome in _LEFT else next((f for f in same if f.participant_id == seat), None)
    met = {figure.id for figure in found.values() if figure}
    for row in earlier:
        if found[row.id] is None and row.outcome not in _LEFT:
            found[row.id] = next((f for f in by_name[plain(row.name)] if f.id not in met), None)
    met |= {figure.id for figure in found.values() if figure}
    new = [Arrow(figure.customer.name, None, figure) for figure in figures if figure.id not in met]
    return [Arrow(row.name, row, found[row.id]) for row in earlier] + new


def _holder(row: Earlier) -> str:
    """Who had the customer when the workshop of then was over; a hand-over that begins anew has not happened."""
    return row.taker if row.outcome in PASSED_ON and not row.again else row.person


def people(found: Iterable[Arrow], names: Mapping[str, str], seat_of: Mapping[str, str]) -> list[Person]:
    """Per person: who sits here today (`names`: seat id → name) first, then who was there and is not."""
    here = {seat: Person(name, now=Counter()) for seat, name in names.items()}
    away: dict[str, Person] = {}
    for arrow in found:
        if arrow.then:
            person = here.get(seat_of.get(arrow.then.person, ""))
            person = person or away.setdefault(arrow.then.person, Person(arrow.then.person))
            person.then = (person.then or Counter()) + Counter([arrow.then.zone])
            person.arrows.append(arrow)
    counted = {arrow.now.id: arrow.now for arrow in found if arrow.now}
    for figure in counted.values():
        person = here.get(figure.participant_id)
        if person is not None and person.now is not None:
            person.now[str(figure.zone)] += 1
    return [*here.values(), *away.values()]


def energy(zones: Iterable[str]) -> dict[str, int]:
    """How many figures stand in each zone: all that is kept of a team's table for the years after."""
    counted = Counter(zones)
    return {str(zone): counted[zone] for zone in Zone}
