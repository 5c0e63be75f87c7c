"""What customers weigh, a gentle word to who ends heavy, and where leaks gather. No database: rows in hand."""

from chances.hands import COSTS, GIVES, NEUTRAL, table

from workshop import load
from workshop.leaks import gather
from workshop.steps import Kind, Outcome


def many(name: str, number: int, zone: str = NEUTRAL) -> dict[tuple[str, str], str]:
    return {(name, f"{name} {one}"): zone for one in range(number)}


def test_who_ends_with_more_than_one_and_a_half_times_the_mean_hears_it():
    on = table(many("Ana", 10) | many("Bas", 3) | many("Cem", 5))
    assert [(one.seat.name, one.much, one.leaks) for one in load.strains(on.loads)] == [("Ana", True, False)]
    assert load.room(on.loads) == {"ana": 0, "bas": 6, "cem": 4}


def test_who_ends_with_more_leaks_than_before_hears_it():
    on = table(many("Ana", 2) | many("Bas", 2), people=2, slips=[("Ana", "Ana 0", "helped")])
    on.slips[0].taker, on.slips[0].taker_energy = on.seats[1], COSTS
    loads = load.loads(on.seats, on.figures, on.slips)
    assert [(one.seat.name, one.much, one.leaks) for one in load.strains(loads)] == [("Bas", False, True)]


def test_nobody_is_heavy_on_an_even_table_nor_on_an_empty_one():
    for feelings in (many("Ana", 4) | many("Bas", 4) | many("Cem", 4), {}):
        assert load.strains(table(feelings).loads) == []


def test_weights_go_along_with_the_customer():
    on = table(many("Ana", 2) | many("Bas", 1), people=2, slips=[("Ana", "Ana 0", Outcome.TAKEN)])
    for weight, figure in enumerate(on.figures, start=1):
        figure.weight = weight
    on.slips[0].taker, on.slips[0].taker_energy = on.seats[1], GIVES
    loads = load.loads(on.seats, on.figures, on.slips)
    assert [(one.before.weight, one.after.weight) for one in loads] == [(3, 2), (3, 4)]
    team = load.team_load(loads)
    assert (team.before.weight, team.after.weight) == (6, 6)


def test_what_a_claim_would_weigh_is_told_unless_the_taker_serves_the_customer():
    shared = {("Ana", "Blom"): COSTS, ("Bas", "Blom"): GIVES, ("Cem", "Zuid"): GIVES}
    on = table(shared, slips=[("Ana", "Blom", "")])
    for figure in on.figures:
        figure.weight = 4
    _ana, bas, cem = on.loads
    weights = [load.weight_if_taken(one, on.slips[0], on.figures) - one.after.weight for one in (bas, cem)]
    assert weights == [0, 4]


def test_weights_count_for_the_gentle_word_too():
    on = table(many("Ana", 2) | many("Bas", 2) | many("Cem", 2))
    for figure in on.figures:
        figure.weight = 9 if figure.participant_id == "ana" else 1
    loads = load.loads(on.seats, on.figures, on.slips)
    assert [one.seat.name for one in load.strains(loads)] == ["Ana"]


def test_leaks_are_counted_by_kind_and_by_shared_customer_and_nobody_is_named():
    feelings = {("Ana", "Blom"): COSTS, ("Bas", "Blom"): COSTS, ("Cem", "Blom"): GIVES, ("Cem", "Zuid"): GIVES}
    on = table(feelings | {("Ana", "Rapport"): COSTS, ("Ana", "Geheim"): ""})
    on.figures[4].customer.kind = Kind.TASK
    counted = gather(on.figures, [])
    assert (counted.leaks, counted.of) == (3, 5)
    assert [(one.what, one.leaks, one.of) for one in counted.kinds] == [(Kind.CUSTOMER, 2, 4), (Kind.TASK, 1, 1)]
    assert [(str(one.what), one.leaks, one.of) for one in counted.shared] == [("Blom", 2, 3)]
