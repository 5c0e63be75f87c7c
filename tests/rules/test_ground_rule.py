"""The ground rule (energielek-regel): you may not take a customer that is a leak for you, unless a colleague helps.

What is allowed is written down here a second time, in the words of docs/domain.md, and compared with the program for
every combination: how Bas, the taker, and Cem, the helper, feel about Ana's customer, and what they say.
"""

from itertools import product

import pytest
from django.db import transaction
from rules.energy import (
    HELP_LEAK,
    HELP_NEVER_RATED,
    HELPERS_LEAK,
    LEAK,
    NEVER_RATED,
    ZONES,
    Feeling,
    feelings,
    says,
    table_with,
    ways_to_settle,
)
from support.asserts import refused_with
from support.people import act, seat, slip
from support.wide import some_of

from workshop.models import Claim, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# --- what docs/domain.md says ----------------------------------------------------------------------------------------


def wrong_with_answer(answer: str, taker: Feeling, helper_zone: str) -> str:
    """Why Bas may not give this answer, asking Cem when it is for help; "" when he may."""
    if answer == "no":
        return ""
    if answer == "help" and helper_zone == "costs":
        return HELPERS_LEAK
    if not taker.energy:
        return NEVER_RATED
    return LEAK if answer == "take" and taker.energy == "costs" else ""


def wrong_with_yes(helper: Feeling) -> str:
    """Why Cem may not say yes; "" when he may."""
    if not helper.energy:
        return HELP_NEVER_RATED
    return HELP_LEAK if helper.energy == "costs" else ""


# --- every combination -----------------------------------------------------------------------------------------------


def try_combination(
    workshop: Workshop, answer: str, taker: Feeling, helper: Feeling, reply: str, for_seat: bool
) -> None:
    bas, cem, blom = seat(workshop, "Bas"), seat(workshop, "Cem"), slip(workshop, "Blom")
    if for_seat:
        act(workshop, "swap.open", slip=blom.id)
    asked = (cem.id,) if answer == "help" else ()
    data = {"slip": blom.id, "answer": answer, "expectation": taker.expectation, "helpers": asked}
    wrong = says(bas, for_seat, "swap.answer", **data)
    assert wrong == wrong_with_answer(answer, taker, helper.zone)
    if wrong:
        assert not Claim.objects.exists()
        return
    if not for_seat:
        act(workshop, "swap.open", slip=blom.id)
    claim = Claim.objects.get()
    stands = answer == "take"
    if answer == "help" and reply:
        wrong = says(cem, for_seat, "swap.help", claim=claim.id, yes=reply == "yes", expectation=helper.expectation)
        assert wrong == (wrong_with_yes(helper) if reply == "yes" else "")
        stands = reply == "yes" and not wrong
    for way, refusal in ways_to_settle(workshop, claim, for_seat):
        assert (refusal == "") == stands, f"{way}: {refusal}"


@pytest.mark.parametrize("for_seat", some_of([False, True], always=[False]), ids=["own device", "for a seat"])
@pytest.mark.parametrize("helper_zone", ["", *ZONES], ids=lambda zone: f"helper {zone or 'never rated'}")
@pytest.mark.parametrize("taker_zone", ["", *ZONES], ids=lambda zone: f"taker {zone or 'never rated'}")
def test_a_claim_can_be_settled_only_when_the_rule_holds(taker_zone: str, helper_zone: str, for_seat: bool):
    workshop = table_with(taker_zone, helper_zone)
    if for_seat:
        for name in ("Ana", "Bas", "Cem"):
            act(workshop, "lobby.without_device", seat=seat(workshop, name).id)
    calm = [Feeling(helper_zone, "")]
    tries = [("take", taker, helper, "") for taker, helper in product(feelings(taker_zone), calm)]
    tries += [("no", taker, helper, "") for taker, helper in product(feelings(taker_zone), calm)]
    tries += [("help", *rest) for rest in product(feelings(taker_zone), feelings(helper_zone), ("yes", "no", ""))]
    for answer, taker, helper, reply in tries:
        mark = transaction.savepoint()
        try_combination(workshop, answer, taker, helper, reply, for_seat)
        transaction.savepoint_rollback(mark)


def test_the_helper_who_cannot_help_is_named():
    workshop = table_with("neutral", "costs")
    asked = {"slip": slip(workshop, "Blom").id, "answer": "help", "helpers": (seat(workshop, "Cem").id,)}
    assert refused_with(seat(workshop, "Bas"), "swap.answer", **asked) == (
        "Voor Cem is deze klant ook een energielek; die kan hier niet helpen."
    )
