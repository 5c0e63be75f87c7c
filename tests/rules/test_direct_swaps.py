"""Direct swaps: *I take your X if you take my Y*. Both say yes or neither happens, and the rule holds for both."""

from collections.abc import Callable
from itertools import product

import pytest
from django.db import transaction
from rules.energy import LEAK_SWAPPED, NEVER_RATED, ZONES, Feeling, feelings, says
from support.asserts import refused, refused_for, refused_with
from support.people import act, act_for, figure, go, join, lay_table, open_workshop, seat, slip

from workshop.models import Claim, DirectSwap, SwapProposal, Workshop
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def two_customers(anas_view: str, bas_view: str) -> Workshop:
    """Step 5: Ana has Blom, Bas has Zuid; each may have rated the other's customer too ("": never)."""
    workshop = open_workshop()
    for name in ("Ana", "Bas"):
        join(workshop, name)
    go(workshop, Step.TABLE)
    for name, customer, zone in (("Ana", "Blom", "costs"), ("Bas", "Zuid", "costs"), ("Ana", "Zuid", anas_view),
                                 ("Bas", "Blom", bas_view)):  # fmt: skip
        if zone:
            act(seat(workshop, name), "table.lay", name=customer, zone=zone)
    for customer in ("Blom", "Zuid"):
        both = list(dict.fromkeys(figures_of(workshop, customer)))
        if len(both) == 2:
            act(workshop, "table.join", kept=both[0], other=both[1])
    go(workshop, Step.STACK)
    return workshop


def figures_of(workshop: Workshop, customer: str) -> list[str]:
    return list(workshop.ratings.filter(customer__name=customer).values_list("customer", flat=True))


def wrong_with_taking(feeling: Feeling) -> str:
    if not feeling.energy:
        return NEVER_RATED
    return LEAK_SWAPPED if feeling.energy == "costs" else ""


@pytest.mark.parametrize("bas_view", ["", *ZONES], ids=lambda zone: f"Bas {zone or 'never rated'}")
@pytest.mark.parametrize("anas_view", ["", *ZONES], ids=lambda zone: f"Ana {zone or 'never rated'}")
def test_a_direct_swap_stands_only_when_the_rule_holds_for_both(anas_view: str, bas_view: str):
    workshop = two_customers(anas_view, bas_view)
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    mine, theirs = figure(workshop, "Ana", "Blom").id, figure(workshop, "Bas", "Zuid").id
    for ana_feels, bas_feels in product(feelings(anas_view), feelings(bas_view)):
        mark = transaction.savepoint()
        asked = {"mine": mine, "theirs": theirs, "expectation": ana_feels.expectation}
        wrong = says(ana, False, "stack.propose", **asked)
        assert wrong == wrong_with_taking(ana_feels)
        if not wrong:
            direct_swap = workshop.direct_swaps.get()
            answer = {"direct_swap": direct_swap.id, "expectation": bas_feels.expectation}
            wrong = says(bas, False, "stack.accept", **answer)
            assert wrong == wrong_with_taking(bas_feels)
            done = {(one.giver.name, one.taker.name, one.outcome) for one in SwapProposal.objects.exclude(taker=None)}
            assert done == (set() if wrong else {("Ana", "Bas", "swapped"), ("Bas", "Ana", "swapped")})
        transaction.savepoint_rollback(mark)


def test_a_direct_swap_is_judged_again_at_the_last_yes():
    workshop = two_customers("gives", "")
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    mine, theirs = figure(workshop, "Ana", "Blom").id, figure(workshop, "Bas", "Zuid").id
    act(ana, "stack.propose", mine=mine, theirs=theirs)
    go(workshop, Step.TABLE)
    act(ana, "table.place", figure=figure(workshop, "Ana", "Zuid").id, zone="costs")
    go(workshop, Step.STACK)
    answer = {"direct_swap": workshop.direct_swaps.get().id, "expectation": "gives"}
    assert refused_with(bas, "stack.accept", **answer) == ("Dit kan niet meer: voor Ana is Zuid nu een energielek.")


# --- both or none ----------------------------------------------------------------------------------------------------


def offered(to: Step = Step.STACK, before: Callable[[Workshop], None] | None = None) -> tuple[Workshop, str]:
    """Ana asks Bas: my Slager for your Hotel. The workshop, and the id of the direct swap."""
    workshop = lay_table(to)
    if before:
        before(workshop)
    names = {"mine": figure(workshop, "Ana", "Slager").id, "theirs": figure(workshop, "Bas", "Hotel").id}
    act(seat(workshop, "Ana"), "stack.propose", **names, expectation="gives")
    return workshop, workshop.direct_swaps.get().id


def cem_claims(workshop: Workshop) -> None:
    answer = {"slip": slip(workshop, "Slager").id, "answer": "take", "expectation": "gives"}
    act(seat(workshop, "Cem"), "swap.answer", **answer)


def results(workshop: Workshop) -> set[tuple[str, str, str, str]]:
    slips = SwapProposal.objects.filter(workshop=workshop).exclude(outcome="").select_related("taker", "giver")
    return {(str(one.rating.customer), one.giver.name, one.taker.name, one.outcome) for one in slips if one.taker}


SWAPPED = {("Slager", "Ana", "Bas", "swapped"), ("Hotel", "Bas", "Ana", "swapped")}


@pytest.mark.parametrize("step", [Step.STACK, Step.SWAP])
def test_when_both_say_yes_both_customers_change_hands(step: Step):
    workshop, direct_swap = offered(step)
    act(seat(workshop, "Bas"), "stack.accept", direct_swap=direct_swap, expectation="neutral")
    assert results(workshop) == SWAPPED
    assert {(one.taker_energy, one.taker_expects) for one in DirectSwap.objects.get().slips.all()} == {
        ("gives", True),
        ("neutral", True),
    }


def test_until_then_nothing_lies_on_the_stack_and_no_line_of_the_journal_tells():
    workshop, _direct_swap = offered()
    assert not SwapProposal.objects.exists()
    assert workshop.journal.last().private_to == seat(workshop, "Ana")


def test_who_says_no_ends_it_for_both():
    workshop, direct_swap = offered()
    act(seat(workshop, "Bas"), "stack.decline", direct_swap=direct_swap)
    assert refused(seat(workshop, "Bas"), "stack.accept", direct_swap=direct_swap, expectation="gives") == "changed"
    assert not SwapProposal.objects.exists()


def test_nobody_else_answers():
    workshop, direct_swap = offered()
    assert refused(seat(workshop, "Cem"), "stack.accept", direct_swap=direct_swap) == "missing"


def test_a_drafts_why_is_not_shown_by_a_direct_swap():
    workshop, direct_swap = offered()
    for name, customer in (("Ana", "Slager"), ("Bas", "Hotel")):
        given = {"figure": figure(workshop, name, customer).id, "why": "GEHEIM"}
        act(seat(workshop, name), "stack.give_away", **given)
    act(seat(workshop, "Bas"), "stack.accept", direct_swap=direct_swap, expectation="neutral")
    assert (results(workshop), set(SwapProposal.objects.values_list("why", "wish"))) == (SWAPPED, {("", "")})


def test_answers_that_nobody_has_seen_are_not_shown_by_a_direct_swap():
    workshop, direct_swap = offered(Step.SWAP, before=cem_claims)
    act(seat(workshop, "Bas"), "stack.accept", direct_swap=direct_swap, expectation="neutral")
    assert (results(workshop), Claim.objects.count()) == (SWAPPED, 0)


def test_opening_the_slip_for_all_ends_an_offer_between_two_and_settling_does_not_wait_for_it():
    workshop, direct_swap = offered(Step.SWAP)
    slager = slip(workshop, "Slager")
    act(workshop, "swap.open", slip=slager.id)
    cem_claims(workshop)
    assert refused(seat(workshop, "Bas"), "stack.accept", direct_swap=direct_swap, expectation="gives") == "changed"
    act(workshop, "swap.settle", claim=Claim.objects.get().id)
    assert results(workshop) == {("Slager", "Ana", "Cem", "taken")}


@pytest.mark.parametrize("leaver", ["Ana", "Bas"])
def test_who_leaves_the_table_swaps_nothing_more(leaver: str):
    workshop, direct_swap = offered()
    act(workshop, "lobby.remove", seat=seat(workshop, leaver).id)
    stays = seat(workshop, "Bas" if leaver == "Ana" else "Ana")
    assert refused(stays, "stack.accept", direct_swap=direct_swap, expectation="gives") == "missing"
    if leaver == "Bas":
        again = {"mine": figure(workshop, "Ana", "Slager").id, "theirs": figure(workshop, "Bas", "Hotel").id}
        assert refused_with(stays, "stack.propose", **again, expectation="gives") == "Bas is niet meer aan tafel."


def test_a_settled_customer_is_out_of_reach():
    workshop = lay_table(Step.SWAP)
    act(seat(workshop, "Ana"), "swap.keep", slip=slip(workshop, "Slager").id)
    names = {"mine": figure(workshop, "Ana", "Slager").id, "theirs": figure(workshop, "Bas", "Hotel").id}
    ana = seat(workshop, "Ana")
    assert refused_with(ana, "stack.propose", **names, expectation="gives") == "Over Slager is al beslist."


def test_one_does_not_swap_with_oneself_nor_a_customer_for_itself():
    workshop = lay_table(Step.STACK)
    ana, slager = seat(workshop, "Ana"), figure(workshop, "Ana", "Slager").id
    own = figure(workshop, "Ana", "Bakker")
    assert refused(ana, "stack.propose", mine=slager, theirs=own.id) == "own-customer"
    theirs = figure(workshop, "Bas", "Bakker")
    act(workshop, "table.join", kept=own.customer_id, other=theirs.customer_id)
    assert refused(ana, "stack.propose", mine=own.id, theirs=theirs.id) == "same-customer"


def test_the_facilitator_answers_for_a_seat_without_a_device_under_the_same_rule():
    workshop, direct_swap = offered()
    bas = seat(workshop, "Bas")
    act(workshop, "lobby.without_device", seat=bas.id)
    assert refused_for(bas, "stack.accept", direct_swap=direct_swap) == NEVER_RATED
    assert refused_for(bas, "stack.accept", direct_swap=direct_swap, expectation="costs") == LEAK_SWAPPED
    act_for(bas, "stack.accept", direct_swap=direct_swap, expectation="gives")
    assert results(workshop) == SWAPPED


def test_what_is_offered_and_not_answered_has_lapsed_in_step_seven():
    workshop, _direct_swap = offered(Step.SWAP)
    go(workshop, Step.CLOSING)
    assert DirectSwap.objects.get().state == DirectSwap.State.DECLINED
