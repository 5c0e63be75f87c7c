"""The order of figures in a zone: joined customers first, then seat by seat, then by time; and who is joined."""

import pytest
from live.page import order_of as order_on_page
from lxml import html
from support.people import act, figure, go, lay_table, seat

from sessions.board.figures import figure_fragment
from sessions.board.shared import Public
from workshop.models import EnergyRating, Participant, Workshop
from workshop.steps import Step, Zone
from workshop.table_order import order_of

pytestmark = pytest.mark.django_db


def zone_of(workshop: Workshop, zone: Zone) -> list[str]:
    """Whose and what stands there, in order."""
    figures = Public(Workshop.objects.get(pk=workshop.pk)).zones[zone]
    return [f"{one.participant.name} {one.customer.name}" for one in figures]


def place(workshop: Workshop, name: str, *customers: str, zone: Zone = Zone.COSTS) -> None:
    for customer in customers:
        act(seat(workshop, name), "table.place", figure=figure(workshop, name, customer).id, zone=zone)


def join(workshop: Workshop, *owners: str) -> None:
    kept, other = (figure(workshop, name, "Bakker").customer_id for name in owners)
    act(workshop, "table.join", kept=kept, other=other)


def joined(workshop: Workshop) -> dict[str, str]:
    """Whose figures of the bakery are joined, and the id that they bear."""
    figures = Public(Workshop.objects.get(pk=workshop.pk)).figures
    return {one.participant.name: one.joined for one in figures if one.customer.name == "Bakker"}


def bakers() -> Workshop:
    """Ana, Bas and Cem each have a bakery; Ana and Bas have put theirs on the table."""
    workshop = lay_table(Step.TABLE)
    place(workshop, "Bas", "Hotel", "Bakker")
    place(workshop, "Ana", "Slager", "Bakker")
    return workshop


def test_figures_stand_seat_by_seat_and_then_by_time() -> None:
    workshop = bakers()
    assert zone_of(workshop, Zone.COSTS) == ["Ana Slager", "Ana Bakker", "Bas Hotel", "Bas Bakker"]


def test_what_is_placed_at_once_keeps_the_order_of_the_list() -> None:
    workshop = lay_table(Step.SHEET, names=("Ana", "Bas"))
    names = [f"Klant {number}" for number in (3, 1, 2, 5, 4)]
    act(seat(workshop, "Bas"), "sheet.add", names=names, column=Zone.COSTS)
    go(workshop, Step.TABLE)
    act(seat(workshop, "Bas"), "table.place_all")
    assert zone_of(workshop, Zone.COSTS) == [f"Bas {name}" for name in names]


def test_joined_ones_come_first_and_a_moved_one_comes_last_of_its_seat() -> None:
    workshop = bakers()
    join(workshop, "Ana", "Bas")
    assert zone_of(workshop, Zone.COSTS) == ["Ana Bakker", "Bas Bakker", "Ana Slager", "Bas Hotel"]
    place(workshop, "Ana", "Kapper")
    place(workshop, "Ana", "Slager", zone=Zone.GIVES)
    place(workshop, "Ana", "Slager")
    assert zone_of(workshop, Zone.COSTS) == ["Ana Bakker", "Bas Bakker", "Ana Kapper", "Ana Slager", "Bas Hotel"]


def test_a_joined_figure_comes_first_in_a_zone_where_it_stands_alone() -> None:
    workshop = bakers()
    join(workshop, "Ana", "Bas")
    place(workshop, "Bas", "Bakker", zone=Zone.GIVES)
    place(workshop, "Ana", "Slager", zone=Zone.GIVES)
    assert zone_of(workshop, Zone.GIVES) == ["Bas Bakker", "Ana Slager"]


def test_figures_follow_their_seat_to_another_place() -> None:
    workshop = bakers()
    Participant.objects.filter(pk=seat(workshop, "Ana").pk).update(place=7)
    assert zone_of(workshop, Zone.COSTS) == ["Bas Hotel", "Bas Bakker", "Ana Slager", "Ana Bakker"]


def test_only_what_stands_on_the_table_is_joined() -> None:
    workshop = bakers()
    assert joined(workshop) == {"Ana": "", "Bas": ""}
    join(workshop, "Ana", "Bas")
    one = figure(workshop, "Ana", "Bakker").customer_id
    assert joined(workshop) == {"Ana": one, "Bas": one}

    # Back on Ana's private list, still the same customer: Bas' figure says nothing of it.
    taken = workshop.journal.filter(action="table.place", actor=f"seat:{seat(workshop, 'Ana').id}").last()
    assert taken
    assert "table" in act(workshop, "journal.take_back", entry=taken.seq).change.stale
    assert joined(workshop) == {"Bas": ""}
    change = act(seat(workshop, "Bas"), "table.place", figure=figure(workshop, "Bas", "Bakker").id, zone="gives").change
    assert ("data-joined" in figure_fragment(change.figure), change.stale) == (False, frozenset())

    change = act(seat(workshop, "Ana"), "table.place", figure=figure(workshop, "Ana", "Bakker").id, zone="costs").change
    assert (change.figure.joined, "table" in change.stale) == (one, True)
    assert joined(workshop) == {"Ana": one, "Bas": one}


def test_a_move_of_a_joined_figure_is_still_its_fragment_alone() -> None:
    workshop = bakers()
    join(workshop, "Ana", "Bas")
    change = act(seat(workshop, "Bas"), "table.place", figure=figure(workshop, "Bas", "Bakker").id, zone="gives").change
    assert (f'data-joined="{change.figure.customer_id}"' in figure_fragment(change.figure), change.stale) == (
        True,
        frozenset(),
    )


def test_split_figures_are_joined_no_more() -> None:
    workshop = bakers()
    join(workshop, "Ana", "Bas")
    act(workshop, "table.split", pair=workshop.same_customers.get().id)
    assert joined(workshop) == {"Ana": "", "Bas": ""}


def test_a_node_bears_all_that_its_place_follows_from() -> None:
    workshop = bakers()
    join(workshop, "Ana", "Bas")
    figures: list[EnergyRating] = Public(Workshop.objects.get(pk=workshop.pk)).figures
    assert len(figures) == 4
    for one in figures:
        assert order_on_page(html.fragment_fromstring(figure_fragment(one))) == (*order_of(one)[:-1], f"f-{one.id}")
