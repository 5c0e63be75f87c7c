"""Who could swap what with whom: pure functions on a table in hand."""

from collections.abc import Iterable
from typing import Any

import hypothesis.strategies as st
from chances.hands import COSTS, GIVES, NAMES, NEUTRAL, Feelings, table
from hypothesis import given, settings

from workshop import chances
from workshop.chances import Chance, Kind, Table, find_legs, find_rings, own_chances, team_chances
from workshop.limits import LONGEST_RING
from workshop.steps import Zone

#: Ana and Bas each have what the other would like; Cem closes a ring with Blom, Zuid and Oost.
STRAIGHT: Feelings = {
    ("Ana", "Blom"): COSTS,
    ("Bas", "Blom"): GIVES,
    ("Bas", "Zuid"): COSTS,
    ("Ana", "Zuid"): NEUTRAL,
}
ROUND: Feelings = {
    ("Ana", "Blom"): COSTS,
    ("Bas", "Blom"): GIVES,
    ("Bas", "Zuid"): COSTS,
    ("Cem", "Zuid"): GIVES,
    ("Cem", "Oost"): NEUTRAL,
    ("Ana", "Oost"): GIVES,
}


def told(chances: Iterable[Chance]) -> list[tuple[Any, ...]]:
    return [
        (one.kind.value, *(f"{leg.giver.name} {leg.figure.customer.name} {leg.taker.name}" for leg in one.legs))
        if one.legs
        else (one.kind.value, one.figure and one.figure.customer.name, *(seat.name for seat in one.seats))
        for one in chances
    ]


def own(on: Table, name: str, marks: dict[str, int] | None = None, wished: Iterable[str] = ()) -> list[Any]:
    me = next(seat for seat in on.seats if seat.name == name)
    return told(own_chances(on, me, marks=marks or {}, wished=set(wished)))


def test_my_leak_that_gives_a_colleague_energy():
    leak = {("Ana", "Blom"): COSTS, ("Bas", "Blom"): GIVES, ("Cem", "Blom"): NEUTRAL}
    assert own(table(leak), "Ana") == [("gives", "Blom", "Bas")]
    assert own(table(leak), "Bas") == []


def test_a_straight_swap_is_one_chance_for_each_of_the_two():
    swap = ("swap", "Ana Blom Bas", "Bas Zuid Ana")
    assert (own(table(STRAIGHT), "Ana")[0], own(table(STRAIGHT), "Bas")[0], own(table(STRAIGHT), "Cem")) == (
        swap,
        swap,
        [],
    )


def test_a_ring_of_three_is_told_once():
    assert [one for one in told(team_chances(table(ROUND))) if one[0] == "ring"] == [
        ("ring", "Ana Blom Bas", "Bas Zuid Cem", "Cem Oost Ana")
    ]


def test_a_ring_names_a_customer_once():
    shared = {("Ana", "Blom"): COSTS, ("Bas", "Blom"): NEUTRAL, ("Cem", "Blom"): GIVES, ("Cem", "Zuid"): COSTS}
    on = table(shared | {("Ana", "Zuid"): GIVES})
    assert [one[1:] for one in told(team_chances(on)) if one[0] in ("swap", "ring")] == [
        ("Ana Blom Cem", "Cem Zuid Ana")
    ]


def test_what_nobody_else_rated_is_told_with_who_has_room():
    busy = {("Cem", f"Klant {number}"): GIVES for number in range(5)}
    on = table({("Ana", "Blom"): COSTS, ("Ana", "Zuid"): GIVES, ("Bas", "Oost"): GIVES} | busy)
    assert own(on, "Ana") == [("room", "Blom", "Bas")]


def test_a_wish_mark_is_told_to_the_owner_of_the_leak_without_a_name():
    on = table({("Ana", "Blom"): COSTS, ("Ana", "Zuid"): GIVES, ("Bas", "Oost"): GIVES})
    (wished,) = [
        one for one in own_chances(on, on.seats[0], marks={"Ana Blom": 2}, wished=()) if one.kind is Kind.WISHED
    ]
    assert (wished.marks, wished.seats, wished.parties) == (2, (), {"ana"})


def test_ones_own_wish_mark_makes_a_swap_for_ones_own_eyes_only():
    feelings = {("Ana", "Blom"): COSTS, ("Bas", "Blom"): GIVES, ("Bas", "Zuid"): COSTS}
    assert own(table(feelings), "Ana", wished=["Bas Zuid"])[0] == ("swap", "Ana Blom Bas", "Bas Zuid Ana")
    assert not [one for one in own(table(feelings), "Bas") if one[0] == "swap"]
    assert not [one for one in team_chances(table(feelings)) if one.kind is Kind.SWAP]


def test_where_somebody_rated_the_customer_the_rating_speaks_and_not_the_wish():
    feelings = STRAIGHT | {("Ana", "Zuid"): COSTS}
    assert not [one for one in own(table(feelings), "Ana", wished=["Bas Zuid"]) if one[0] == "swap"]


def test_what_is_decided_or_on_its_way_out_is_no_chance():
    for outcome in ("taken", "open", "dropped"):
        assert own(table(STRAIGHT, slips=[("Ana", "Blom", outcome)]), "Bas") == []
    assert own(table(STRAIGHT, slips=[("Bas", "Blom", "")]), "Ana") == []
    assert own(table(STRAIGHT, slips=[("Bas", "Blom", "kept")]), "Ana")[0][0] == "swap"


def test_what_is_not_on_the_table_takes_no_part():
    assert not [one for one in team_chances(table(STRAIGHT | {("Bas", "Blom"): ""})) if one.legs]


# --- for any table ---------------------------------------------------------------------------------------------------

CUSTOMERS = ("Blom", "Zuid", "Oost", "West", "Noord")
feelings_of_many = st.dictionaries(
    st.tuples(st.sampled_from(NAMES[:5]), st.sampled_from(CUSTOMERS)),
    st.sampled_from(["", COSTS, NEUTRAL, GIVES]),
    max_size=25,
)
some_slips = st.lists(
    st.tuples(st.sampled_from(NAMES[:5]), st.sampled_from(CUSTOMERS), st.sampled_from(["", "taken", "kept", "open"])),
    max_size=6,
    unique_by=lambda one: one[:2],
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    feelings = draw(feelings_of_many)
    return table(feelings, 5, [one for one in draw(some_slips) if feelings.get(one[:2])])


@given(tables(), st.sets(st.tuples(st.sampled_from(NAMES[:5]), st.sampled_from(CUSTOMERS))))
@settings(max_examples=60, deadline=None)
def test_no_chance_breaks_the_ground_rule_and_each_brings_energy(on: Table, wished: set[tuple[str, str]]):
    zones = {(figure.participant_id, figure.customer_id): figure.zone for figure in on.figures}
    marked = {" ".join(one) for one in wished}
    for me in on.seats:
        for leg in (leg for one in own_chances(on, me, marks={}, wished=marked) for leg in one.legs):
            rated = zones.get((leg.taker.id, leg.figure.customer_id))
            assert rated != Zone.COSTS
            assert leg.gain > 0
            assert leg.wished == (rated is None)
            assert not leg.wished or leg.taker.id == me.id


@given(tables())
@settings(max_examples=60, deadline=None)
def test_every_ring_is_a_cycle_of_different_people_and_customers_told_once(on: Table):
    rings = list(find_rings(find_legs(on)))
    for ring in rings:
        givers = [leg.giver.id for leg in ring]
        assert [leg.taker.id for leg in ring] == [*givers[1:], givers[0]]
        assert len(set(givers)) == len({leg.figure.customer_id for leg in ring}) == len(ring)
        assert 2 <= len(ring) <= LONGEST_RING
    ways = [tuple(leg.giver.id for leg in ring) for ring in rings]
    assert len({way[number:] + way[:number] for way in ways for number in range(len(way))}) == sum(map(len, ways))


@given(tables())
@settings(max_examples=40, deadline=None)
def test_where_two_could_swap_a_swap_is_found(on: Table):
    legs = list(find_legs(on))
    pairs = {
        frozenset((one.giver.id, one.taker.id))
        for one in legs
        for other in legs
        if (one.giver.id, one.taker.id) == (other.taker.id, other.giver.id)
        and one.figure.customer_id != other.figure.customer_id
    }
    found = {frozenset(leg.giver.id for leg in ring) for ring in find_rings(legs) if len(ring) == 2}
    assert found == pairs


@given(tables())
@settings(max_examples=40, deadline=None)
def test_chances_rest_on_the_table_alone(on: Table):
    """Nothing that is private goes in: what a figure holds besides its zone changes nothing, and the same table tells
    the same."""
    before = told(team_chances(on))
    for figure in on.figures:
        figure.column, figure.reason = "costs", "GEHEIM"
    for slip in on.slips:
        slip.why = "GEHEIM"
    again = Table(on.seats, on.figures, on.slips, on.loads)
    assert told(team_chances(again)) == before
    named = [chance for chance in team_chances(again) if chance.figure and not chance.figure.zone]
    assert named == []


def test_a_full_table_asks_for_a_bounded_amount_of_work(monkeypatch: Any):
    """8 people × 40 customers, all of them shared by all: what is looked at, counted."""
    zones = (COSTS, NEUTRAL, GIVES)
    feelings = {
        (name, f"Klant {number}"): zones[(place + number) % 3]
        for place, name in enumerate(NAMES)
        for number in range(40)
    }
    on = table(feelings, 8)
    fills = 0
    fill = chances._fill

    def counted(choices: Any) -> Any:
        nonlocal fills
        fills += 1
        return fill(choices)

    monkeypatch.setattr(chances, "_fill", counted)
    legs = list(find_legs(on))
    rings = list(find_rings(legs))
    assert len(legs) <= 40 * 8 * 7
    # Every cycle of two, three and four among eight people, once: 28 + 112 + 420.
    assert len(rings) <= fills <= 560
