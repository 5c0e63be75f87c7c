"""The *ruilvoorstel*: exact, fair, small, and the same every time; held against trying everything."""

import random
from collections.abc import Iterator
from itertools import product

import hypothesis.strategies as st
from chances.hands import COSTS, GIVES, NEUTRAL
from hypothesis import given, settings

from workshop.assignment import Case, Left, Plan, Reason, fits, propose
from workshop.steps import Zone

PEOPLE = ("ana", "bas", "cem")
COLLEAGUES = (*PEOPLE, "eva", "gijs")


def left(*slips: tuple[str, str, str]) -> tuple[Left, ...]:
    """Slips as (giver, customer, zone)."""
    return tuple(Left(f"{giver} {customer}", giver, customer, zone) for giver, customer, zone in slips)


def score(case: Case, plan: Plan) -> tuple[int, int, int]:
    """Better is smaller: energy first, then the largest number that anybody gets, then the number of changes."""
    return (-plan.energy(case), max(plan.gets(case).values(), default=0), len(plan.placed))


def keeps_the_rules(case: Case, plan: Plan) -> bool:
    slips = {slip.slip: slip for slip in case.slips}
    gets = plan.gets(case)
    return all(fits(case, slips[slip], person) for slip, person in plan.placed.items()) and all(
        gets[person] <= case.room[person] for person in case.room
    )


def every_plan(case: Case) -> Iterator[Plan]:
    choices = [[None, *(person for person in case.room if fits(case, slip, person))] for slip in case.slips]
    for people in product(*choices):
        plan = Plan({slip.slip: person for slip, person in zip(case.slips, people, strict=True) if person})
        if keeps_the_rules(case, plan):
            yield plan


def greedy(case: Case) -> Plan:
    """What somebody in a hurry would do: slip by slip, whoever gets most energy and still has room."""
    placed: dict[str, str] = {}
    for slip in case.slips:
        for person in sorted(case.room, key=lambda one: case.energy.get((one, slip.customer), "") != GIVES):
            tried = Plan(placed | {slip.slip: person})
            if fits(case, slip, person) and keeps_the_rules(case, tried):
                placed[slip.slip] = person
                break
    return Plan(placed)


# --- in words --------------------------------------------------------------------------------------------------------


def test_a_slip_goes_to_who_gets_energy_from_it():
    case = Case(
        left(("ana", "Blom", COSTS)), {("bas", "Blom"): GIVES, ("cem", "Blom"): NEUTRAL}, dict.fromkeys(PEOPLE, 3)
    )
    assert propose(case) == Plan({"ana Blom": "bas"})


def test_nobody_is_given_a_leak_or_a_customer_they_never_spoke_of():
    case = Case(left(("ana", "Blom", COSTS)), {("bas", "Blom"): COSTS}, dict.fromkeys(PEOPLE, 3))
    assert propose(case) == Plan({}, {"ana Blom": Reason.LEAKS})


def test_what_finds_no_place_is_told_with_its_reason():
    slips = left(("ana", "Blom", COSTS), ("ana", "Zuid", NEUTRAL), ("ana", "Oost", COSTS), ("ana", "West", COSTS))
    energy = {("bas", "Zuid"): NEUTRAL, ("bas", "Oost"): COSTS, ("cem", "West"): GIVES}
    assert propose(Case(slips, energy, {"bas": 5, "cem": 0})).unplaced == {
        "ana Blom": Reason.UNKNOWN,
        "ana Zuid": Reason.NO_GAIN,
        "ana Oost": Reason.LEAKS,
        "ana West": Reason.NO_ROOM,
    }


def test_of_two_that_are_equally_good_the_load_is_shared():
    slips = left(*(("ana", name, COSTS) for name in ("Blom", "Zuid", "Oost", "West")))
    energy = {(person, slip.customer): GIVES for person in ("bas", "cem") for slip in slips}
    case = Case(slips, energy, dict.fromkeys(PEOPLE, 4))
    assert propose(case).gets(case) == {"bas": 2, "cem": 2}


def test_who_serves_the_customer_takes_it_over_without_room():
    case = Case(left(("ana", "Blom", COSTS)), {("bas", "Blom"): GIVES}, {"bas": 0}, frozenset({("bas", "Blom")}))
    assert (propose(case).placed, propose(case).gets(case)) == ({"ana Blom": "bas"}, {})


def test_two_slips_of_one_customer_are_one_customer_to_serve():
    slips = left(("ana", "Blom", COSTS), ("cem", "Blom", COSTS))
    case = Case(slips, {("bas", "Blom"): GIVES}, {"bas": 1})
    assert (propose(case).placed, propose(case).gets(case)) == ({"ana Blom": "bas", "cem Blom": "bas"}, {"bas": 1})


def test_all_slips_of_a_customer_go_to_one_person():
    slips = left(("ana", "Blom", COSTS), ("cem", "Blom", COSTS))
    energy = {("bas", "Blom"): GIVES, ("eva", "Blom"): GIVES}
    plan = propose(Case(slips, energy, {"bas": 2, "eva": 2}))
    assert (len(plan.placed), len({*plan.placed.values()})) == (2, 1)


def test_what_brings_one_taker_nothing_waits_for_one_with_room():
    slips = left(("ana", "Blom", COSTS), ("cem", "Blom", NEUTRAL))
    energy = {("bas", "Blom"): NEUTRAL, ("eva", "Blom"): GIVES}
    plan = propose(Case(slips, energy, {"bas": 1, "eva": 0}))
    assert plan == Plan({"ana Blom": "bas"}, {"cem Blom": Reason.NO_ROOM})


def test_who_serves_a_customer_leaves_it_to_who_gets_more_energy():
    energy = {("bas", "Blom"): NEUTRAL, ("eva", "Blom"): GIVES}
    serves = frozenset({("bas", "Blom")})
    case = Case(left(("ana", "Blom", COSTS)), energy, {"bas": 0, "eva": 1}, serves)
    assert propose(case).placed == {"ana Blom": "eva"}


def test_who_gives_a_customer_away_does_not_get_it_back_from_a_colleague():
    slips = left(("ana", "Blom", COSTS), ("bas", "Blom", NEUTRAL))
    assert propose(Case(slips, {("bas", "Blom"): NEUTRAL}, dict.fromkeys(PEOPLE, 3))).placed == {}


def test_without_slips_there_is_nothing_to_propose():
    assert propose(Case((), {}, {"ana": 3})) == Plan()
    assert propose(Case((), {}, {})) == Plan()


# --- for any case ----------------------------------------------------------------------------------------------------

names = st.sampled_from(PEOPLE)
customers = st.sampled_from(("Blom", "Zuid", "Oost", "West"))
zones = st.sampled_from([zone.value for zone in Zone])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    slips = draw(st.dictionaries(st.tuples(names, customers), zones, max_size=6))
    energy = draw(st.dictionaries(st.tuples(names, customers), zones, max_size=12))
    room = {person: draw(st.integers(0, 3)) for person in PEOPLE}
    serves = (
        draw(st.frozensets(st.sampled_from(sorted(energy)), max_size=3)) if energy else frozenset[tuple[str, str]]()
    )
    return Case(left(*((giver, customer, zone) for (giver, customer), zone in slips.items())), energy, room, serves)


@st.composite
def joined_cases(draw: st.DrawFn) -> Case:
    """Few customers, each given away by several people and some by one person twice, and several who could take it."""
    giver, customer = st.sampled_from(PEOPLE), st.sampled_from(("Blom", "Zuid"))
    given_away = draw(st.lists(st.tuples(giver, customer, zones), min_size=2, max_size=5))
    contacts = st.tuples(st.sampled_from(COLLEAGUES), customer)
    energy = draw(st.dictionaries(contacts, zones, min_size=4))
    room = {person: draw(st.integers(0, 2)) for person in COLLEAGUES}
    serves = draw(st.frozensets(contacts, max_size=3))
    slips = tuple(Left(f"slip {number}", *slip) for number, slip in enumerate(given_away))
    return Case(slips, energy, room, serves)


@given(cases() | joined_cases())
@settings(max_examples=240, deadline=None)
def test_no_plan_at_all_is_better(case: Case):
    plan = propose(case)
    assert keeps_the_rules(case, plan)
    assert score(case, plan) == min(score(case, other) for other in every_plan(case))
    assert {*plan.placed, *plan.unplaced} == {slip.slip for slip in case.slips}


@given(cases() | joined_cases(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_same_case_in_any_order_gives_the_same_answer(case: Case, chance: random.Random):
    slips, energy, room = list(case.slips), list(case.energy.items()), list(case.room.items())
    for one in (slips, energy, room):
        chance.shuffle(one)
    plan, again = propose(case), propose(Case(tuple(slips), dict(energy), dict(room), case.serves))
    assert (again.placed, again.unplaced) == (plan.placed, plan.unplaced)


def test_on_a_large_table_it_is_no_worse_than_slip_by_slip():
    chance = random.Random(7)
    people = [f"person {number}" for number in range(8)]
    slips = left(*((chance.choice(people), f"klant {number}", chance.choice([COSTS, NEUTRAL])) for number in range(60)))
    energy = {(one, slip.customer): chance.choice(list(Zone)).value for one in people for slip in slips}
    case = Case(slips, energy, {one: chance.randint(0, 8) for one in people})
    plan = propose(case)
    assert keeps_the_rules(case, plan)
    assert plan.energy(case) >= greedy(case).energy(case) > 0
