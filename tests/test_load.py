"""Customers per person before and after, and the order of the swap list. No database: rows in hand."""

from workshop import load
from workshop.models import Customer, EnergyRating, Participant, SwapProposal
from workshop.steps import Outcome, Zone

ANA, BAS, CEM = (Participant(id=name, name=name.title()) for name in ("ana", "bas", "cem"))


def figure(owner: Participant, name: str, zone: Zone | None) -> EnergyRating:
    """One figure; figures with the same name are of one joined customer."""
    customer = Customer(id=name, name=name)
    return EnergyRating(id=f"{owner.id} {name}", participant=owner, customer=customer, zone=zone)


def slip(rating: EnergyRating, outcome: str = "", taker: Participant | None = None, energy: str = "",
         *, expects: bool = False) -> SwapProposal:  # fmt: skip
    return SwapProposal(id=f"slip {rating.id}", rating=rating, giver=rating.participant, stuck=True, outcome=outcome,
                        taker=taker, taker_energy=energy, taker_expects=expects)  # fmt: skip


def numbers(one: load.Load) -> tuple[int, int, int]:
    return (one.costs, one.neutral, one.gives)


def told(change: load.Change) -> tuple[tuple[int, int, int], tuple[int, int, int], int]:
    return numbers(change.before), numbers(change.after), change.difference


def test_without_slips_after_equals_before():
    figures = [figure(ANA, "Blom", Zone.COSTS), figure(ANA, "Zuid", Zone.GIVES), figure(BAS, "Noord", Zone.NEUTRAL)]
    changes = load.loads([ANA, BAS, CEM], figures, [])
    assert [told(change) for change in changes] == [
        ((1, 0, 1), (1, 0, 1), 0),
        ((0, 1, 0), (0, 1, 0), 0),
        ((0, 0, 0), (0, 0, 0), 0),
    ]


def test_what_lies_on_a_private_list_has_no_weight():
    (change,) = load.loads([ANA], [figure(ANA, "Blom", None)], [])
    assert told(change) == ((0, 0, 0), (0, 0, 0), 0)


def test_a_customer_moves_from_giver_to_taker_with_the_takers_energy():
    blom = figure(ANA, "Blom", Zone.COSTS)
    changes = load.loads([ANA, BAS], [blom], [slip(blom, Outcome.TAKEN, BAS, Zone.GIVES)])
    assert [told(change) for change in changes] == [((1, 0, 0), (0, 0, 0), -1), ((0, 0, 0), (0, 0, 1), 1)]


def test_what_is_let_go_leaves_its_giver_and_comes_to_nobody():
    for outcome in (Outcome.DROPPED, Outcome.ENDED):
        blom = figure(ANA, "Blom", Zone.COSTS)
        assert told(load.loads([ANA], [blom], [slip(blom, outcome)])[0]) == ((1, 0, 0), (0, 0, 0), -1)


def test_what_is_kept_open_or_undecided_stays_with_its_giver():
    for outcome in (Outcome.KEPT, Outcome.OPEN, ""):
        blom = figure(ANA, "Blom", Zone.COSTS)
        assert told(load.loads([ANA], [blom], [slip(blom, outcome)])[0]) == ((1, 0, 0), (1, 0, 0), 0)


def test_taking_over_a_customer_that_one_serves_adds_nothing():
    blom, same = figure(ANA, "Blom", Zone.COSTS), figure(BAS, "Blom", Zone.GIVES)
    changes = load.loads([ANA, BAS], [blom, same], [slip(blom, Outcome.TAKEN, BAS, Zone.GIVES)])
    assert [told(change) for change in changes] == [((1, 0, 0), (0, 0, 0), -1), ((0, 0, 1), (0, 0, 1), 0)]


def test_what_a_taker_expects_is_told_apart_from_what_was_rated():
    blom, zuid = figure(ANA, "Blom", Zone.COSTS), figure(BAS, "Zuid", Zone.COSTS)
    slips = [slip(blom, Outcome.TAKEN, BAS, Zone.COSTS, expects=True)]
    ana, bas = load.loads([ANA, BAS], [blom, zuid], slips)
    team = load.team_load([ana, bas])
    assert [(one.after.costs, dict(one.after.expected)) for one in (ana, bas, team)] == [
        (0, {}), (2, {"costs": 1}), (2, {"costs": 1}),
    ]  # fmt: skip
    assert [one.after.hollow for one in (ana, bas, team)] == [[], [(1, 1)], [(1, 1)]]
    assert (team.before.expectations, team.after.expectations) == (0, 1)


def test_of_the_team_each_customer_counts_once_with_the_energy_of_all_who_serve_it():
    blom, same = figure(ANA, "Blom", Zone.COSTS), figure(BAS, "Blom", Zone.COSTS)
    zuid = figure(BAS, "Zuid", Zone.NEUTRAL)
    slips = [slip(blom, Outcome.ENDED), slip(zuid, Outcome.TAKEN, ANA, Zone.GIVES)]
    assert told(load.team_load(load.loads([ANA, BAS], [blom, same, zuid], slips))) == ((2, 1, 0), (1, 0, 1), 0)


def test_a_candidate_taker_sees_the_load_that_would_follow():
    blom, same, zuid = figure(ANA, "Blom", Zone.COSTS), figure(BAS, "Blom", Zone.GIVES), figure(CEM, "Zuid", Zone.GIVES)
    figures, offered = [blom, same, zuid], slip(blom)
    _ana, bas, cem = load.loads([ANA, BAS, CEM], figures, [offered])
    assert (load.if_taken(bas, offered, figures), load.if_taken(cem, offered, figures)) == (1, 2)


def test_nobody_is_dropped_by_silence():
    assert load.shown_outcome(slip(figure(ANA, "Blom", Zone.COSTS))) is Outcome.OPEN


def test_the_swap_list_runs_from_results_to_what_is_open_and_leaves_drafts_out():
    outcomes = ["", Outcome.KEPT, Outcome.DROPPED, Outcome.TAKEN, Outcome.SWAPPED, Outcome.HELPED, Outcome.ENDED]
    slips = [slip(figure(ANA, f"{place}", Zone.COSTS), outcome) for place, outcome in enumerate(outcomes)]
    early = slip(figure(ANA, "aa", Zone.COSTS), Outcome.TAKEN)
    draft = slip(figure(ANA, "draft", Zone.COSTS))
    draft.stuck = False
    names = [one.rating.customer.name for one in load.swap_list([*slips, early, draft])]
    assert names == ["4", "3", "aa", "5", "2", "6", "1", "0"]
