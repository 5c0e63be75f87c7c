"""The ground rule at the moment of settling, after something moved; and who can help."""

import pytest
from rules.energy import LEAK, NO_HELPER, NOBODY_SAID_YES, claimed, lay_leak, refusals, table_with
from support.asserts import refused
from support.people import act, figure, go, join, open_workshop, seat, slip

from workshop.models import Claim, SwapProposal
from workshop.steps import Step

pytestmark = pytest.mark.django_db


def test_a_taker_whose_leak_comes_to_light_by_joining_cannot_take():
    workshop, claim = claimed("", "take", "gives")
    lay_leak(workshop, "Bas")
    assert refusals(workshop, claim) == {
        "settle": "taker-leak",
        "draw_lots": "nobody-to-draw",
        "choose": "taker-leak",
    }


def test_a_helper_whose_leak_comes_to_light_by_joining_helps_nobody():
    workshop, claim = claimed("costs", "help")
    lay_leak(workshop, "Cem")
    assert refusals(workshop, claim) == {
        "settle": NOBODY_SAID_YES,
        "draw_lots": "nobody-to-draw",
        "choose": NOBODY_SAID_YES,
    }


def test_a_rating_that_goes_by_splitting_asks_for_an_expectation():
    workshop, claim = claimed("gives", "take")
    act(workshop, "table.split", pair=workshop.same_customers.get().id)
    assert refusals(workshop, claim) == {
        "settle": "taker-without-expectation",
        "draw_lots": "nobody-to-draw",
        "choose": "taker-without-expectation",
    }


@pytest.mark.parametrize(("answer", "expectation", "who"), [("take", "gives", "Bas"), ("help", "costs", "Cem")])
def test_a_leak_is_not_joined_under_a_result(answer: str, expectation: str, who: str):
    workshop, claim = claimed("", answer, expectation)
    act(workshop, "swap.settle", claim=claim.id)
    go(workshop, Step.TABLE)
    act(seat(workshop, who), "table.lay", name="Blom", zone="costs")
    kept, other = (figure(workshop, name, "Blom").customer_id for name in ("Ana", who))
    assert refused(workshop, "table.join", kept=kept, other=other) == "joins-a-taken-leak"
    assert refused(workshop, "table.join", kept=other, other=kept) == "joins-a-taken-leak"


def test_a_leak_is_not_joined_under_a_result_by_undoing_a_split():
    workshop, claim = claimed("costs", "help", helper="gives")
    pair = workshop.same_customers.get(moved=[figure(workshop, "Bas", "Blom").id])
    split = act(workshop, "table.split", pair=pair.id).seq
    act(seat(workshop, "Bas"), "swap.answer", slip=claim.slip_id, answer="take", expectation="gives")
    act(workshop, "swap.settle", claim=claim.id)
    assert refused(workshop, "journal.take_back", entry=split) == "result-rests-on-it"


@pytest.mark.parametrize(
    ("taker", "answer", "helper", "who"), [("neutral", "take", "", "Bas"), ("costs", "help", "neutral", "Cem")]
)
def test_a_zone_does_not_move_under_a_claim_or_a_promise_of_help(taker: str, answer: str, helper: str, who: str):
    workshop, _claim = claimed(taker, answer, helper=helper)
    go(workshop, Step.TABLE)
    moved = {"figure": figure(workshop, who, "Blom").id, "zone": "costs" if who == "Cem" else "gives"}
    assert refused(seat(workshop, who), "table.place", **moved) == "answered-already"


def test_a_zone_does_not_move_under_a_result():
    workshop, claim = claimed("neutral", "take")
    act(workshop, "swap.settle", claim=claim.id)
    go(workshop, Step.TABLE)
    for name in ("Ana", "Bas"):
        moved = {"figure": figure(workshop, name, "Blom").id, "zone": "gives"}
        assert refused(seat(workshop, name), "table.place", **moved) == "result-stands"


def test_once_the_answer_is_withdrawn_the_zone_moves_again():
    workshop, claim = claimed("neutral", "take")
    act(seat(workshop, "Bas"), "swap.answer", slip=claim.slip_id, answer="no")
    go(workshop, Step.TABLE)
    act(seat(workshop, "Bas"), "table.place", figure=figure(workshop, "Bas", "Blom").id, zone="costs")
    go(workshop, Step.SWAP)
    leak = {"slip": claim.slip_id, "answer": "take", "expectation": "gives"}
    assert refused(seat(workshop, "Bas"), "swap.answer", **leak) == LEAK


def test_who_said_no_gets_nothing():
    workshop, claim = claimed("gives", "no")
    assert refusals(workshop, claim) == {
        "settle": "not-a-taker",
        "draw_lots": "nobody-to-draw",
        "choose": "not-a-taker",
    }


def test_a_helper_who_leaves_the_table_helps_nobody():
    workshop, claim = claimed("costs", "help", helper="gives")
    act(workshop, "lobby.remove", seat=seat(workshop, "Cem").id)
    assert refusals(workshop, claim)["settle"] == NOBODY_SAID_YES


def test_a_taker_who_leaves_the_table_takes_nothing():
    workshop, claim = claimed("gives", "take")
    act(workshop, "lobby.remove", seat=seat(workshop, "Bas").id)
    assert refusals(workshop, claim)["settle"] == "not-a-taker"


def test_a_yes_that_is_withdrawn_no_longer_carries():
    workshop, claim = claimed("costs", "help", helper="gives")
    act(seat(workshop, "Cem"), "swap.help", claim=claim.id, yes=False)
    assert refusals(workshop, claim)["settle"] == NOBODY_SAID_YES


def test_help_is_asked_of_a_colleague_at_the_table():
    workshop = table_with("costs", "")
    bas, blom = seat(workshop, "Bas"), slip(workshop, "Blom")
    act(workshop, "lobby.invite_guest", name="Dirk")
    ask = {"slip": blom.id, "answer": "help"}
    assert refused(bas, "swap.answer", **ask, helpers=()) == NO_HELPER
    for nobody in (bas, seat(workshop, "Dirk")):
        assert refused(bas, "swap.answer", **ask, helpers=(nobody.id,)) == "helper-not-at-table"
    stranger = join(open_workshop("Elders"), "Mallory")
    assert refused(bas, "swap.answer", **ask, helpers=(stranger.id,)) == "missing"


def test_only_the_one_who_was_asked_says_yes():
    workshop, claim = claimed("costs", "help", helper="gives")
    answer = {"claim": claim.id, "yes": True, "expectation": "gives"}
    for name in ("Ana", "Bas"):
        assert refused(seat(workshop, name), "swap.help", **answer) == "missing"


def test_of_two_helpers_one_yes_is_enough():
    workshop = table_with("costs", "gives")
    ana, cem, blom = seat(workshop, "Ana"), seat(workshop, "Cem"), slip(workshop, "Blom")
    eva = join(workshop, "Eva")
    act(seat(workshop, "Bas"), "swap.answer", slip=blom.id, answer="help", helpers=(cem.id, eva.id))
    act(workshop, "swap.open", slip=blom.id)
    claim = Claim.objects.get()
    act(eva, "swap.help", claim=claim.id, yes=False)
    act(cem, "swap.help", claim=claim.id, yes=True)
    act(workshop, "swap.settle", claim=claim.id)
    settled = SwapProposal.objects.get()
    assert (settled.outcome, settled.taker.name, settled.helper.name, settled.taker_energy) == (
        "helped", "Bas", "Cem", "costs",
    )  # fmt: skip
    assert ana.name == settled.giver.name
