"""Slips: given away in private, stuck, answered in private, opened, and how each of them ends (steps 5 and 6)."""

import pytest
from support.asserts import nothing_changes, outcomes, refused, refused_for
from support.people import act, act_for, again, browser_of, figure, go, lay_table, seat, send, slip
from support.replay import assert_replays

from workshop.models import Claim, SwapProposal, WishMark, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db

LIES_THERE = "own-slip-on-stack"
DONE = "slip-settled"
NOT_OPEN = "slip-not-open"
WANTED = "has-a-taker"


def opened(customer: str = "Hotel") -> tuple[Workshop, SwapProposal]:
    """Step 6, with one slip open that nobody has answered."""
    workshop = lay_table(Step.SWAP)
    act(workshop, "swap.open", slip=slip(workshop, customer).id)
    return workshop, slip(workshop, customer)


# --- step 5: deciding in private, then sticking ----------------------------------------------------------------------


def test_giving_away_is_private_until_the_slip_is_stuck():
    workshop = lay_table(Step.STACK)
    ana, slager = seat(workshop, "Ana"), figure(workshop, "Ana", "Slager").id
    act(ana, "stack.give_away", figure=slager, why="Ik loop leeg", wish="Geduld")
    entry = workshop.journal.last()
    assert (outcomes(workshop), entry.private_to, entry.about) == ({}, ana, "")
    act(ana, "stack.stick", figure=slager)
    entry = workshop.journal.last()
    assert (outcomes(workshop), entry.private_to, entry.about) == ({"Slager": ("", None)}, None, "Slager")
    assert (slip(workshop, "Slager").why, slip(workshop, "Slager").wish) == ("Ik loop leeg", "Geduld")


def test_who_keeps_what_was_given_away_leaves_no_slip():
    workshop = lay_table(Step.STACK)
    ana, slager = seat(workshop, "Ana"), figure(workshop, "Ana", "Slager").id
    act(ana, "stack.give_away", figure=slager)
    act(ana, "stack.keep", figure=slager)
    assert not SwapProposal.objects.exists()
    with nothing_changes():
        assert act(ana, "stack.keep", figure=slager).change is None


def test_all_drafts_are_stuck_at_once():
    workshop = lay_table(Step.STACK)
    ana = seat(workshop, "Ana")
    for customer in ("Slager", "Bloemist"):
        act(ana, "stack.give_away", figure=figure(workshop, "Ana", customer).id)
    act(seat(workshop, "Bas"), "stack.give_away", figure=figure(workshop, "Bas", "Hotel").id)
    act(ana, "stack.stick_all")
    assert set(outcomes(workshop)) == {"Slager", "Bloemist"}


def test_a_slip_is_stuck_with_what_stands_in_its_form_and_else_with_what_was_saved():
    workshop = lay_table(Step.STACK)
    ana = seat(workshop, "Ana")
    slager, bakker = (figure(workshop, "Ana", name).id for name in ("Slager", "Bakker"))
    act(ana, "stack.give_away", figure=slager, why="Eerst", wish="Geduld")
    send(browser_of(ana), ana, "stack.stick", figure=slager, why="Ik loop leeg", wish="")
    assert (slip(workshop, "Slager").why, slip(workshop, "Slager").wish) == ("Ik loop leeg", "")
    assert "Eerst" not in str(workshop.journal.last().changes)
    act(ana, "journal.take_back", entry=workshop.journal.last().seq)
    assert (slip(workshop, "Slager").why, slip(workshop, "Slager").stuck) == ("Ik loop leeg", False)
    act(ana, "stack.give_away", figure=bakker, why="Bewaard")
    send(browser_of(ana), ana, "stack.stick", figure=bakker)
    assert (slip(workshop, "Bakker").why, slip(workshop, "Bakker").stuck) == ("Bewaard", True)
    assert_replays(workshop)


def test_all_drafts_are_stuck_with_what_stands_in_their_forms():
    workshop = lay_table(Step.STACK)
    ana = seat(workshop, "Ana")
    figures = [figure(workshop, "Ana", name).id for name in ("Slager", "Bakker", "Kapper")]
    for one in figures:
        act(ana, "stack.give_away", figure=one, why="Eerst")
    sent = {"figure": figures[:2], "why": ["Ik loop leeg", ""], "wish": ["", "Geduld"]}
    half = sent | {"why": ["Ik loop leeg"]}
    assert send(browser_of(ana), ana, "stack.stick_all", **half).status_code == 422
    assert send(browser_of(ana), ana, "stack.stick_all", **sent).status_code == 200
    texts = [(one.why, one.wish) for one in (slip(workshop, name) for name in ("Slager", "Bakker", "Kapper"))]
    assert texts == [("Ik loop leeg", ""), ("", "Geduld"), ("Eerst", "")]
    assert_replays(workshop)


def test_a_stuck_slip_is_changed_only_after_it_was_withdrawn():
    workshop = lay_table(Step.STACK)
    ana, slager = seat(workshop, "Ana"), figure(workshop, "Ana", "Slager").id
    act(ana, "stack.stick", figure=slager)
    assert refused(ana, "stack.give_away", figure=slager, why="Anders") == LIES_THERE
    assert refused(ana, "stack.keep", figure=slager) == LIES_THERE
    act(ana, "stack.take_back", figure=slager)
    act(ana, "stack.give_away", figure=slager, why="Anders")
    assert (slip(workshop, "Slager").stuck, slip(workshop, "Slager").why) == (False, "Anders")


def test_what_is_not_on_the_table_takes_no_part():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    go(workshop, Step.STACK)
    line = figure(workshop, "Ana", "Slager").id
    for action in ("stack.give_away", "stack.stick", "stack.take_back"):
        assert refused(ana, action, figure=line) == "not-on-table"
    assert refused(seat(workshop, "Bas"), "stack.wish", figure=line) == "missing"


def test_withdrawing_does_not_tell_that_somebody_had_answered():
    workshop = lay_table(Step.SWAP)
    hotel = slip(workshop, "Hotel")
    act(seat(workshop, "Ana"), "swap.answer", slip=hotel.id, answer="take", expectation="gives")
    go(workshop, Step.STACK)
    act(seat(workshop, "Bas"), "stack.take_back", figure=hotel.rating_id)
    assert (slip(workshop, "Hotel").stuck, Claim.objects.count()) == (False, 0)


def test_from_step_six_on_a_slip_stays():
    workshop = lay_table(Step.SWAP)
    assert refused(seat(workshop, "Bas"), "stack.take_back", figure=slip(workshop, "Hotel").rating_id) == "not-in-step"


def test_a_paper_slip_replaces_the_draft_of_a_lent_screen_and_is_laid_once():
    workshop = lay_table(Step.STACK)
    ana, slager = seat(workshop, "Ana"), figure(workshop, "Ana", "Slager").id
    act(workshop, "lobby.without_device", seat=ana.id)
    act(again(ana), "stack.give_away", figure=slager, why="Op het leenscherm")
    act_for(ana, "stack.lay", figure=slager, why="Op papier")
    assert (slip(workshop, "Slager").why, slip(workshop, "Slager").stuck) == ("Op papier", True)
    assert refused_for(ana, "stack.lay", figure=slager) == "slip-on-stack"


def test_a_wish_mark_comes_and_goes_and_is_told_to_the_owner_of_a_leak_only():
    workshop = lay_table(Step.STACK)
    bas, ana = seat(workshop, "Bas"), seat(workshop, "Ana")
    leak, sun = figure(workshop, "Ana", "Slager").id, figure(workshop, "Ana", "Bloemist").id
    assert act(bas, "stack.wish", figure=leak).change.seats == {ana.id, bas.id}
    assert act(bas, "stack.wish", figure=sun).change.seats == {bas.id}
    act(bas, "stack.wish", figure=leak, on=False)
    assert list(WishMark.objects.values_list("rating", flat=True)) == [sun]
    assert workshop.journal.last().private_to == bas


# --- step 6: answers -------------------------------------------------------------------------------------------------


def test_an_answer_is_private_until_the_slip_is_opened_and_can_change_until_it_is_settled():
    workshop = lay_table(Step.SWAP)
    ana, hotel = seat(workshop, "Ana"), slip(workshop, "Hotel")
    change = act(ana, "swap.answer", slip=hotel.id, answer="take", expectation="gives").change
    assert (change.seats, change.stale & {"spotlight", "stack"}, workshop.journal.last().private_to) == (
        {ana.id}, frozenset(), ana,
    )  # fmt: skip
    act(workshop, "swap.open", slip=hotel.id)
    act(ana, "swap.answer", slip=hotel.id, answer="no")
    assert (workshop.journal.last().private_to, Claim.objects.get().answer) == (None, "no")
    act(seat(workshop, "Bas"), "swap.keep", slip=hotel.id)
    assert refused(ana, "swap.answer", slip=hotel.id, answer="take", expectation="gives") == DONE


def test_an_answer_that_nobody_has_seen_does_not_exist_for_others():
    workshop = lay_table(Step.SWAP)
    hotel = slip(workshop, "Hotel")
    act(seat(workshop, "Ana"), "swap.answer", slip=hotel.id, answer="take", expectation="gives")
    claim = Claim.objects.get().id
    assert refused(workshop, "swap.settle", claim=claim) == "missing"
    assert refused(seat(workshop, "Bas"), "swap.choose", claim=claim) == "missing"


def test_a_draft_does_not_exist_for_others():
    workshop = lay_table(Step.STACK)
    act(seat(workshop, "Bas"), "stack.give_away", figure=figure(workshop, "Bas", "Museum").id)
    go(workshop, Step.SWAP)
    draft = slip(workshop, "Museum").id
    for who in (seat(workshop, "Ana"), seat(workshop, "Bas")):
        answer = {"slip": draft, "answer": "take", "expectation": "gives"}
        assert refused(who, "swap.answer", **answer) == "missing"
    for action in ("swap.open", "swap.look", "swap.let_go", "swap.draw_lots"):
        assert refused(workshop, action, slip=draft) == "missing"


def test_for_a_seat_without_a_device_the_facilitator_answers_openly_and_not_before():
    workshop = lay_table(Step.SWAP)
    ana, hotel = seat(workshop, "Ana"), slip(workshop, "Hotel")
    act(workshop, "lobby.without_device", seat=ana.id)
    answer = {"slip": hotel.id, "answer": "take", "expectation": "gives"}
    assert refused_for(ana, "swap.answer", **answer) == NOT_OPEN
    act(workshop, "swap.open", slip=hotel.id)
    act_for(ana, "swap.answer", **answer)
    entry = workshop.journal.last()
    assert (entry.acted_for, entry.private_to) == (ana, None)


# --- opening ---------------------------------------------------------------------------------------------------------


def test_nothing_is_decided_about_a_slip_that_is_not_open():
    workshop = lay_table(Step.SWAP)
    hotel = slip(workshop, "Hotel").id
    for action in ("swap.draw_lots", "swap.let_giver_choose", "swap.look", "swap.let_go", "swap.leave_open"):
        assert refused(workshop, action, slip=hotel) == NOT_OPEN


def test_slips_of_one_joined_customer_come_into_the_spotlight_together():
    workshop = lay_table(Step.STACK)
    kept, other = (figure(workshop, name, "Bakker") for name in ("Ana", "Cem"))
    act(workshop, "table.join", kept=kept.customer_id, other=other.customer_id)
    for one in (kept, other):
        act(one.participant, "stack.stick", figure=one.id)
    go(workshop, Step.SWAP)
    act(workshop, "swap.open", slip=SwapProposal.objects.get(rating=kept).id)
    workshop.refresh_from_db()
    assert set(SwapProposal.objects.filter(opened=True).values_list("rating", flat=True)) == {kept.id, other.id}
    assert workshop.spotlight == kept.customer_id


def test_what_goes_back_to_the_stack_stays_open_to_see():
    workshop, hotel = opened()
    act(workshop, "swap.close")
    workshop.refresh_from_db()
    assert (workshop.spotlight, slip(workshop, "Hotel").opened) == ("", True)
    act(workshop, "swap.open", slip=hotel.id)
    workshop.refresh_from_db()
    assert workshop.spotlight == hotel.rating.customer_id


# --- how it ends -----------------------------------------------------------------------------------------------------


def takers(workshop: Workshop, hotel: SwapProposal, *names: str) -> list[Claim]:
    for name in names:
        act(seat(workshop, name), "swap.answer", slip=hotel.id, answer="take", expectation="gives")
    return [Claim.objects.get(participant__name=name) for name in names]


def test_the_giver_chooses_when_the_facilitator_asks_for_it_and_nobody_else_does():
    workshop, hotel = opened()
    claim, _other = takers(workshop, hotel, "Ana", "Cem")
    assert refused(seat(workshop, "Bas"), "swap.choose", claim=claim.id) == "giver-not-asked"
    act(workshop, "swap.let_giver_choose", slip=hotel.id)
    assert refused(seat(workshop, "Ana"), "swap.choose", claim=claim.id) == "giver-not-asked"
    act(seat(workshop, "Bas"), "swap.choose", claim=claim.id)
    assert outcomes(workshop)["Hotel"] == ("taken", "Ana")


def test_lots_fall_among_the_takers_only():
    workshop, hotel = opened()
    takers(workshop, hotel, "Cem")
    act(seat(workshop, "Ana"), "swap.answer", slip=hotel.id, answer="no")
    act(workshop, "swap.draw_lots", slip=hotel.id)
    assert outcomes(workshop)["Hotel"] == ("taken", "Cem")


def test_a_result_names_what_the_taker_feels_and_whether_that_is_an_expectation():
    workshop, hotel = opened()
    (claim,) = takers(workshop, hotel, "Cem")
    act(workshop, "swap.settle", claim=claim.id)
    settled = slip(workshop, "Hotel")
    assert (settled.taker_energy, settled.taker_expects) == ("gives", True)


def test_a_yes_to_something_that_changed_meanwhile_is_refused():
    workshop, hotel = opened()
    (claim,) = takers(workshop, hotel, "Cem")
    seen = slip(workshop, "Hotel").seq
    act(workshop, "swap.let_giver_choose", slip=hotel.id)
    assert refused(workshop, "swap.settle", claim=claim.id, slip_seq=seen) == "changed"
    act(workshop, "swap.settle", claim=claim.id, slip_seq=slip(workshop, "Hotel").seq)


def test_the_giver_keeps_it_until_it_is_settled():
    workshop, hotel = opened()
    (claim,) = takers(workshop, hotel, "Cem")
    act(seat(workshop, "Bas"), "swap.keep", slip=hotel.id)
    assert outcomes(workshop)["Hotel"] == ("kept", None)
    assert refused(workshop, "swap.settle", claim=claim.id) == DONE


def test_nobody_lets_go_before_one_last_look():
    workshop, hotel = opened()
    assert refused(workshop, "swap.let_go", slip=hotel.id) == "no-last-look"
    for number in (1, 2, 3):
        act(workshop, "swap.look", slip=hotel.id)
        assert slip(workshop, "Hotel").look == number
    with nothing_changes():
        assert act(workshop, "swap.look", slip=hotel.id).change is None
    act(workshop, "swap.let_go", slip=hotel.id)
    assert outcomes(workshop)["Hotel"] == ("dropped", None)


def test_what_somebody_wants_is_not_let_go():
    workshop, hotel = opened()
    act(workshop, "swap.look", slip=hotel.id)
    takers(workshop, hotel, "Cem")
    assert refused(workshop, "swap.look", slip=hotel.id) == WANTED
    assert refused(workshop, "swap.let_go", slip=hotel.id) == WANTED


def test_when_a_colleague_keeps_serving_the_customer_only_this_contact_ends():
    workshop = lay_table(Step.STACK)
    mine, other = (figure(workshop, name, "Bakker") for name in ("Ana", "Cem"))
    act(workshop, "table.join", kept=mine.customer_id, other=other.customer_id)
    for one in (mine, other):
        act(one.participant, "stack.stick", figure=one.id)
    go(workshop, Step.SWAP)
    first, last = (SwapProposal.objects.get(rating=one) for one in (mine, other))
    act(workshop, "swap.open", slip=first.id)
    for one in (first, last):
        act(workshop, "swap.look", slip=one.id)
        act(workshop, "swap.let_go", slip=one.id)
    ends = [SwapProposal.objects.get(pk=one.pk).outcome for one in (first, last)]
    assert ends == ["ended", "dropped"]


def test_a_slip_that_is_left_open_stays_with_its_giver_and_can_still_be_taken():
    workshop, hotel = opened()
    act(workshop, "swap.leave_open", slip=hotel.id)
    assert outcomes(workshop)["Hotel"] == ("open", None)
    (claim,) = takers(workshop, hotel, "Cem")
    act(workshop, "swap.open", slip=hotel.id)
    act(workshop, "swap.settle", claim=claim.id)
    assert outcomes(workshop)["Hotel"] == ("taken", "Cem")
