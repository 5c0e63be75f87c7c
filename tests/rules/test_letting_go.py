"""Letting go waits for who was asked to help: a yes that may still come is not pressed away."""

import pytest
from django.test import Client
from lxml import html
from support.asserts import outcomes, refused, refused_with
from support.people import act, base_of, beamer_of, browser_of, chair_of, go, lay_table, seat, slip

from workshop.models import Claim, SwapProposal, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db

WANTED = "has-a-taker"
WAIT = "Er is nog om hulp gevraagd. Wacht op het antwoord van: {}."


def asked_for_help() -> tuple[Workshop, SwapProposal, Claim]:
    """Ana asked Cem and Eva to help her with Bas' Hotel, which costs her energy; the team has had its last look."""
    workshop = lay_table(Step.SWAP, ("Ana", "Bas", "Cem", "Eva"))
    hotel = slip(workshop, "Hotel")
    act(workshop, "swap.open", slip=hotel.id)
    asked = tuple(seat(workshop, name).id for name in ("Eva", "Cem"))
    act(seat(workshop, "Ana"), "swap.answer", slip=hotel.id, answer="help", expectation="costs", helpers=asked)
    act(workshop, "swap.look", slip=hotel.id)
    return workshop, hotel, Claim.objects.get()


def test_nobody_is_let_go_while_a_helpers_yes_may_still_come():
    workshop, hotel, claim = asked_for_help()
    assert refused_with(workshop, "swap.let_go", slip=hotel.id) == WAIT.format("Cem, Eva")
    act(seat(workshop, "Cem"), "swap.help", claim=claim.id, yes=False)
    assert refused_with(workshop, "swap.let_go", slip=hotel.id) == WAIT.format("Eva")
    act(seat(workshop, "Eva"), "swap.help", claim=claim.id, yes=False)
    act(workshop, "swap.let_go", slip=hotel.id)
    assert outcomes(workshop)["Hotel"] == ("dropped", None)


def test_a_yes_that_comes_while_the_team_waits_makes_a_taker():
    workshop, hotel, claim = asked_for_help()
    act(seat(workshop, "Eva"), "swap.help", claim=claim.id, yes=True, expectation="gives")
    assert refused(workshop, "swap.let_go", slip=hotel.id) == WANTED


def test_nobody_waits_for_who_has_left_or_for_who_is_no_longer_asked():
    workshop, hotel, _claim = asked_for_help()
    act(workshop, "lobby.remove", seat=seat(workshop, "Cem").id)
    assert refused_with(workshop, "swap.let_go", slip=hotel.id) == WAIT.format("Eva")
    act(seat(workshop, "Ana"), "swap.answer", slip=hotel.id, answer="no", expectation="costs")
    act(workshop, "swap.let_go", slip=hotel.id)


def test_nobody_waits_for_who_wanted_help_and_left():
    workshop, hotel, _claim = asked_for_help()
    act(workshop, "lobby.remove", seat=seat(workshop, "Ana").id)
    act(workshop, "swap.let_go", slip=hotel.id)
    assert outcomes(workshop)["Hotel"] == ("dropped", None)


def test_the_screen_names_who_is_waited_for_and_has_no_button_to_let_go():
    workshop, _hotel, claim = asked_for_help()

    def spotlight() -> str:
        return chair_of(workshop).get(f"{base_of(workshop)}regions/?r=spotlight").content.decode()

    waits = html.fromstring(spotlight()).xpath("//p[contains(., 'Loslaten kan nog niet')]")
    assert " ".join(waits[0].text_content().split()).endswith("We wachten op het antwoord van: Cem, Eva")
    assert "swap.let_go" not in spotlight()
    for name in ("Cem", "Eva"):
        act(seat(workshop, name), "swap.help", claim=claim.id, yes=False)
    assert "swap.let_go" in spotlight()
    assert "Loslaten kan nog niet" not in spotlight()


def test_every_screen_says_let_go_and_whose_customer_it_was_and_the_list_dropped():
    workshop = lay_table(Step.SWAP)
    hotel, chair = slip(workshop, "Hotel"), chair_of(workshop)
    for action in ("swap.open", "swap.look", "swap.let_go"):
        act(workshop, action, slip=hotel.id)

    def words(client: Client, base: str, region: str, path: str) -> str:
        page = html.fromstring(client.get(f"{base}regions/?r={region}").content.decode())
        return " ".join(page.xpath(path)[0].text_content().split())

    beamer = (Client(), beamer_of(workshop))
    for client, base in (beamer, (chair, base_of(workshop))):
        assert words(client, base, "spotlight", "//p[@class='decided']") == "losgelaten (was van Bas)"
    assert words(*beamer, "stack", f"//li[@id='s-{hotel.id}']/p") == "losgelaten (was van Bas)"
    bas = seat(workshop, "Bas")
    own = words(browser_of(bas), base_of(bas), "own", "//li[contains(., 'Hotel')]/span")
    assert own == "losgelaten"
    go(workshop, Step.CLOSING)
    assert words(chair, base_of(workshop), "result", "//td[contains(., 'afgestoten')]/span") == "afgestoten"
