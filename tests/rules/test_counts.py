"""How much a request costs, whatever the number of figures: a move 8 queries, a claim 12, a whole board 25."""

from typing import Any

import pytest
from django.test import Client
from support.asserts import counted
from support.people import act, base_of, beamer_of, browser_of, chair_of, figure, go, lay_table, seat, seats, send, slip
from support.snapshots import once
from support.wide import some_of

from sessions import practice
from workshop.models import Claim, EnergyRating, Participant, SwapProposal, Workshop
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: One of a move asks whether its customer stands there more than once.
MOVE, MOVE_AGAIN, CLAIM, BOARD = 9, 7, 12, 25
#: People and customers of each: 20 and 200 figures.
SMALL, LARGE = (4, 5), (8, 25)
#: Bytes of the table's HTML before compression.
HEAVIEST_TABLE = 90_000


@once
def played(step: Step, size: tuple[int, int]) -> Workshop:
    """A practice workshop of this size, in the middle of a step."""
    people, customers = size
    return practice.play(facilitator=None, to=step, people=people, customers=customers)


def ask(client: Client, who: Participant | Workshop, action: str, most: int, **fields: Any) -> None:
    """Send a command that is accepted, within so many queries."""
    step = Workshop.objects.values_list("step", flat=True).get()
    with counted(most):
        answer = client.post(f"{base_of(who)}do/{action}/", {"action_id": f"count-{action}", "step": step} | fields)
    assert answer.status_code == 200, answer.content


def own(workshop: Workshop, **which: Any) -> EnergyRating:
    """A figure of the first seat."""
    return EnergyRating.objects.filter(participant=seats(workshop)[0], **which).order_by("listed").first()


# --- a move ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["20 figures", "200 figures"])
def test_a_move_costs_the_same_on_a_small_and_on_a_large_table(size: tuple[int, int]):
    workshop = played(Step.TABLE, size)
    moved = own(workshop, zone="costs")
    ana = moved.participant
    ask(browser_of(ana), ana, "table.place", MOVE, figure=moved.id, zone="gives")


def test_a_move_soon_after_another_looks_the_seat_up_once():
    workshop = played(Step.TABLE, SMALL)
    moved = own(workshop, zone="costs")
    ana = moved.participant
    browser = browser_of(ana)
    send(browser, ana, "table.place", figure=moved.id, zone="neutral")
    ask(browser, ana, "table.place", MOVE_AGAIN, figure=moved.id, zone="gives")


def test_a_first_placement_looks_for_look_alikes_and_is_still_a_move():
    workshop = lay_table(Step.TABLE)
    for name in ("Bas", "Cem"):
        act(seat(workshop, name), "table.place_all")
    ana = seat(workshop, "Ana")
    ask(browser_of(ana), ana, "table.place", MOVE, figure=figure(workshop, "Ana", "Bakker").id, zone="costs")


def test_a_speakers_move_during_question_three_is_a_move():
    workshop = lay_table(Step.STORY)
    act(workshop, "story.mode", mode="person")
    ana = seat(workshop, "Ana")
    for _ in range(2):
        act(ana, "story.next_question")
    ask(browser_of(ana), ana, "table.place", MOVE, figure=figure(workshop, "Ana", "Kapper").id, zone="gives")


def test_a_move_after_the_slips_looks_at_what_rests_on_it_and_is_still_a_move():
    workshop = lay_table(Step.SWAP)
    bas, blom = seat(workshop, "Bas"), slip(workshop, "Bakker")
    act(workshop, "table.join", kept=blom.rating.customer_id, other=figure(workshop, "Cem", "Bakker").customer_id)
    act(bas, "swap.answer", slip=blom.id, answer="help", expectation="gives", helpers=(seat(workshop, "Cem").id,))
    go(workshop, Step.TABLE)
    cem = seat(workshop, "Cem")
    ask(browser_of(cem), cem, "table.place", MOVE, figure=figure(workshop, "Cem", "Bakker").id, zone="gives")


def test_a_move_for_a_seat_without_a_device_is_a_move_besides_knowing_who_is_signed_in():
    workshop = lay_table(Step.TABLE)
    act(seat(workshop, "Ana"), "table.place_all")
    act(workshop, "lobby.without_device", seat=seat(workshop, "Ana").id)
    moved = {"figure": figure(workshop, "Ana", "Kapper").id, "zone": "gives", "for_seat": seat(workshop, "Ana").id}
    ask(chair_of(workshop), workshop, "table.place", MOVE + 3, **moved)


# --- a claim ---------------------------------------------------------------------------------------------------------


def slip_and_helper(taker: Participant) -> tuple[str, str]:
    """A slip of a colleague about a customer that is no leak for the taker, and somebody else for whom it is none."""
    leaks = set(EnergyRating.objects.filter(zone="costs").values_list("customer", "participant"))
    for one in SwapProposal.objects.filter(stuck=True, outcome="").exclude(giver=taker).select_related("rating"):
        free = [who.id for who in seats(one.workshop) if (one.rating.customer_id, who.id) not in leaks]
        if taker.id in free and len(free) > 1:
            return one.id, next(who for who in free if who != taker.id)
    raise AssertionError("nothing to claim")


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["20 figures", "200 figures"])
@pytest.mark.parametrize("answer", ["take", "help", "no"])
def test_a_claim_costs_the_same_on_a_small_and_on_a_large_table(size: tuple[int, int], answer: str):
    taker = seats(played(Step.SWAP, size))[0]
    Claim.objects.all().delete()
    slip_id, helper = slip_and_helper(taker)
    sent = {"slip": slip_id, "answer": answer, "expectation": "gives", "helpers": helper if answer == "help" else ()}
    ask(browser_of(taker), taker, "swap.answer", CLAIM, **sent)


def test_a_claim_with_all_the_help_there_is_and_one_that_changes_are_still_claims():
    workshop = lay_table(Step.SWAP, ("Ana", "Bas", "Cem", "Eva", "Flip", "Gijs", "Hanna", "Ivo"))
    ana, hotel = seat(workshop, "Ana"), slip(workshop, "Hotel")
    helpers = tuple(one.id for one in seats(workshop) if one.name not in ("Ana", "Bas"))
    claim = {"slip": hotel.id, "answer": "help", "expectation": "costs"}
    ask(browser_of(ana), ana, "swap.answer", CLAIM, helpers=helpers, **claim)
    act(ana, "swap.answer", **claim, helpers=helpers[:1])
    claim["action_id"] = "changed"
    ask(browser_of(ana), ana, "swap.answer", CLAIM, helpers=helpers[1:], **claim)


def test_saying_yes_to_help_and_settling_cost_no_more_than_a_claim():
    workshop = lay_table(Step.SWAP)
    ana, cem, hotel = seat(workshop, "Ana"), seat(workshop, "Cem"), slip(workshop, "Hotel")
    act(ana, "swap.answer", slip=hotel.id, answer="help", expectation="costs", helpers=(cem.id,))
    act(workshop, "swap.open", slip=hotel.id)
    claim = Claim.objects.get()
    ask(browser_of(cem), cem, "swap.help", CLAIM, claim=claim.id, expectation="gives")
    ask(chair_of(workshop), workshop, "swap.settle", CLAIM + 3, claim=claim.id)


# --- a whole board ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["20 figures", "200 figures"])
@pytest.mark.parametrize("step", some_of(Step, always=[Step.TABLE, Step.SWAP, Step.CLOSING]))
def test_a_whole_board_costs_the_same_for_everybody_on_a_small_and_on_a_large_table(step: Step, size: tuple[int, int]):
    workshop = played(step, size)
    guest = Participant.objects.get(guest=True)
    pages = [
        (browser_of(seats(workshop)[0]), base_of(seats(workshop)[0])),
        (browser_of(guest), base_of(guest)),
        (chair_of(workshop), base_of(workshop)),
        (Client(), beamer_of(workshop)),
    ]
    for browser, base in pages:
        with counted(BOARD):
            answer = browser.get(base)
        assert answer.status_code == 200


def test_a_page_that_is_up_to_date_fetches_nothing():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    with counted(2):
        answer = browser_of(ana).get(f"{base_of(ana)}regions/?r=table", headers={"If-None-Match": f'"{workshop.seq}"'})
    assert (answer.status_code, answer.content) == (304, b"")


def test_the_table_with_two_hundred_figures_is_light():
    workshop = played(Step.STORY, LARGE)
    assert EnergyRating.objects.exclude(zone=None).count() == 200
    sizes = [len(Client().get(f"{base}regions/?r=table").content) for base in (beamer_of(workshop),)]
    ana = seats(workshop)[0]
    sizes.append(len(browser_of(ana).get(f"{base_of(ana)}regions/?r=table").content))
    assert max(sizes) <= HEAVIEST_TABLE


def test_a_hot_move_is_one_small_fragment():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    act(ana, "table.place_all")
    moved = figure(workshop, "Ana", "Kapper")
    answer = send(browser_of(ana), ana, "table.place", figure=moved.id, zone="gives").json()
    assert (answer["stale"], answer["html"].count("data-figure="), len(answer["html"]) < 2000) == ([], 1, True)
