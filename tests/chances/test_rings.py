"""Rings: A gives to B, B to C, C to A. All say yes on their own device or nothing happens; while it waits, nobody else
claims what its giver has promised."""

import pytest
from support.asserts import everything, refused, refused_with
from support.people import act, act_for, figure, go, lay_table, seat, slip

from workshop.models import Claim, DirectSwap, DirectSwapLeg, JournalEntry, SwapProposal, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db

CHANGED = "changed"
#: Ana gives Slager to Bas, Bas gives Hotel to Cem, Cem gives Notaris to Ana.
RING = (("Ana", "Slager"), ("Bas", "Hotel"), ("Cem", "Notaris"))
SWAPPED = {("Slager", "Bas"), ("Hotel", "Cem"), ("Notaris", "Ana")}


def figures(workshop: Workshop) -> tuple[str, ...]:
    return tuple(figure(workshop, *one).id for one in RING)


def offered(to: Step = Step.STACK) -> tuple[Workshop, str]:
    """Ana offers the ring."""
    workshop = lay_table(to)
    act(seat(workshop, "Ana"), "stack.ring", figures=figures(workshop), expectation="gives")
    return workshop, DirectSwap.objects.get().id


def says_yes(workshop: Workshop, name: str, direct_swap: str, expectation: str = "neutral") -> int:
    return act(seat(workshop, name), "stack.accept", direct_swap=direct_swap, expectation=expectation).seq


def swapped(workshop: Workshop) -> set[tuple[str, str]]:
    slips = SwapProposal.objects.filter(workshop=workshop, outcome="swapped")
    return {(one.rating.customer.name, one.taker.name) for one in slips if one.taker}


def test_a_ring_goes_round_at_the_last_yes_and_not_before():
    workshop, direct_swap = offered()
    says_yes(workshop, "Cem", direct_swap)
    assert swapped(workshop) == set()
    says_yes(workshop, "Bas", direct_swap)
    assert swapped(workshop) == SWAPPED


@pytest.mark.parametrize("refuser", ["Ana", "Bas", "Cem"])
def test_one_no_ends_it_for_all_also_after_a_yes(refuser: str):
    workshop, direct_swap = offered()
    says_yes(workshop, "Bas", direct_swap)
    act(seat(workshop, refuser), "stack.decline", direct_swap=direct_swap)
    assert refused(seat(workshop, "Cem"), "stack.accept", direct_swap=direct_swap, expectation="gives") == CHANGED
    assert swapped(workshop) == set()


def test_everybodys_yes_is_judged_again_at_the_last_one():
    workshop, direct_swap = offered()
    says_yes(workshop, "Bas", direct_swap, "gives")
    act(workshop, "lobby.catch_up", seat=seat(workshop, "Bas").id)
    act(seat(workshop, "Bas"), "table.lay", name="Slager BV", zone="costs")
    kept, other = figure(workshop, "Ana", "Slager").customer_id, figure(workshop, "Bas", "Slager BV").customer_id
    act(workshop, "table.join", kept=kept, other=other)
    cem = seat(workshop, "Cem")
    assert refused_with(cem, "stack.accept", direct_swap=direct_swap, expectation="gives") == (
        "Dit kan niet meer: voor Bas is Slager nu een energielek."
    )


def test_a_ring_is_of_three_or_four_with_one_customer_each_and_of_ones_own():
    workshop = lay_table(Step.STACK)
    slager, hotel, notaris = figures(workshop)
    ana, bakker = seat(workshop, "Ana"), figure(workshop, "Ana", "Bakker").id
    for wrong in ((slager, hotel), (slager, hotel, bakker), (slager,) * 3, ()):
        assert refused(ana, "stack.ring", figures=wrong, expectation="gives") == "ring-shape"
    act(workshop, "lobby.invite_guest", name="Dirk")
    fourth = seat(workshop, "Ana")
    act(workshop, "lobby.seat_without_device", name="Eva")
    go(workshop, Step.TABLE)
    act_for(seat(workshop, "Eva"), "table.lay", name="Lek", zone="costs")
    go(workshop, Step.STACK)
    without_ana = (hotel, notaris, figure(workshop, "Eva", "Lek").id)
    assert refused(fourth, "stack.ring", figures=without_ana) == "ring-without-you"


def test_the_same_ring_is_proposed_once():
    workshop, _direct_swap = offered()
    assert (
        refused(seat(workshop, "Bas"), "stack.ring", figures=figures(workshop), expectation="gives")
        == "already-offered"
    )


# --- while it waits --------------------------------------------------------------------------------------------------


def test_a_claim_is_taken_as_ever_and_betrays_no_talk():
    workshop, direct_swap = offered(Step.SWAP)
    for customer, name in (("Slager", "Cem"), ("Hotel", "Cem")):
        act(seat(workshop, name), "swap.answer", slip=slip(workshop, customer).id, answer="take", expectation="gives")
    for name in ("Bas", "Cem"):
        says_yes(workshop, name, direct_swap)
    assert swapped(workshop) == SWAPPED
    assert not Claim.objects.exists()  # nobody had seen these answers


def test_what_is_agreed_ends_other_offers_about_the_same_customers():
    workshop, direct_swap = offered()
    other = {"mine": figure(workshop, "Cem", "Theater").id, "theirs": figure(workshop, "Ana", "Slager").id}
    act(seat(workshop, "Cem"), "stack.propose", **other, expectation="gives")
    for name in ("Bas", "Cem"):
        says_yes(workshop, name, direct_swap)
    assert sorted(DirectSwap.objects.values_list("state", flat=True)) == ["agreed", "declined"]


def test_a_giver_who_keeps_the_customer_ends_the_offer():
    workshop, _direct_swap = offered(Step.SWAP)
    act(seat(workshop, "Bas"), "swap.keep", slip=slip(workshop, "Hotel").id)
    assert DirectSwap.objects.get().state == "declined"


def test_a_ring_that_waits_lapses_in_step_seven():
    workshop, direct_swap = offered(Step.SWAP)
    says_yes(workshop, "Bas", direct_swap)
    go(workshop, Step.CLOSING)
    assert (DirectSwap.objects.get().state, swapped(workshop)) == ("declined", set())


# --- the journal -----------------------------------------------------------------------------------------------------


def test_a_ring_is_one_entry_and_is_undone_as_one():
    workshop, direct_swap = offered()
    says_yes(workshop, "Bas", direct_swap)
    last = says_yes(workshop, "Cem", direct_swap)
    entry = JournalEntry.objects.get(seq=last)
    assert (entry.about.count(" ↔ "), entry.private_to) == (2, None)
    act(workshop, "journal.take_back", entry=last)
    assert (SwapProposal.objects.count(), DirectSwap.objects.get().state) == (0, "declined")


def test_undoing_a_ring_gives_every_giver_their_draft_back():
    workshop, direct_swap = offered()
    for name, customer in RING[:2]:
        act(seat(workshop, name), "stack.give_away", figure=figure(workshop, name, customer).id, why=f"Van {name}")
    says_yes(workshop, "Bas", direct_swap)
    act(workshop, "journal.take_back", entry=says_yes(workshop, "Cem", direct_swap))
    drafts = SwapProposal.objects.values_list("rating__customer__name", "why", "stuck")
    assert set(drafts) == {("Slager", "Van Ana", False), ("Hotel", "Van Bas", False)}


def test_a_yes_is_undone_by_who_said_it_while_the_ring_waits():
    workshop, direct_swap = offered()
    yes = says_yes(workshop, "Bas", direct_swap)
    done = act(seat(workshop, "Bas"), "journal.take_back", entry=yes)
    assert done.change is not None
    assert done.change.seats == {seat(workshop, name).id for name in ("Ana", "Bas", "Cem")}
    says_yes(workshop, "Cem", direct_swap)
    assert (swapped(workshop), DirectSwapLeg.objects.filter(yes=False).count()) == (set(), 1)


def test_a_yes_is_not_undone_once_the_ring_went_round():
    workshop, direct_swap = offered()
    yes = says_yes(workshop, "Bas", direct_swap)
    says_yes(workshop, "Cem", direct_swap)
    assert refused(seat(workshop, "Bas"), "journal.take_back", entry=yes) == CHANGED
    assert swapped(workshop) == SWAPPED


def test_the_public_journal_tells_nothing_of_a_ring_that_waits():
    workshop, direct_swap = offered()
    says_yes(workshop, "Bas", direct_swap)
    entries = workshop.journal.order_by("-seq")[:2]
    assert [one.private_to.name for one in entries] == ["Bas", "Ana"]


def test_who_leaves_takes_the_waiting_ring_along():
    workshop, direct_swap = offered()
    act(workshop, "lobby.remove", seat=seat(workshop, "Cem").id)
    assert not DirectSwap.objects.exists()
    assert f'"direct_swap_id": "{direct_swap}"' not in everything()
