"""A table in hand, without a database: who feels what about which customer."""

from collections.abc import Iterable, Mapping

from workshop import load
from workshop.chances import Table
from workshop.models import Customer, EnergyRating, Participant, SwapProposal
from workshop.steps import Zone

NAMES = ("Ana", "Bas", "Cem", "Eva", "Gijs", "Hugo", "Iris", "Joke")
Feelings = Mapping[tuple[str, str], str]


def seats(number: int) -> list[Participant]:
    return [Participant(id=name.lower(), name=name, place=place) for place, name in enumerate(NAMES[:number])]


def table(feelings: Feelings, people: int = 3, slips: Iterable[tuple[str, str, str]] = ()) -> Table:
    """`feelings`: by (person, customer) the zone, empty: on nobody's table; `slips`: stuck ones (person, customer,
    outcome)."""
    sat = {seat.name: seat for seat in seats(people)}
    customers = {name: Customer(id=name, name=name) for _person, name in feelings}
    figures = [
        EnergyRating(id=f"{person} {name}", participant=sat[person], customer=customers[name], zone=zone or None)
        for (person, name), zone in feelings.items()
    ]
    by_id = {figure.id: figure for figure in figures}
    stuck = [_slip(by_id[f"{person} {name}"], outcome) for person, name, outcome in slips]
    return Table(list(sat.values()), figures, stuck, load.loads(sat.values(), figures, stuck))


def _slip(rating: EnergyRating, outcome: str) -> SwapProposal:
    return SwapProposal(
        id=f"slip {rating.id}",
        rating=rating,
        giver=rating.participant,
        stuck=True,
        opened=bool(outcome),
        outcome=outcome,
    )


COSTS, NEUTRAL, GIVES = (zone.value for zone in (Zone.COSTS, Zone.NEUTRAL, Zone.GIVES))
