"""The follow-up: who ticks what, what is late, and who gets in when the workshop is over."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.utils.timezone import localdate
from lxml import html
from support.asserts import refused
from support.people import act, again, base_of, beamer_of, browser_of, chair_of, invite_dirk, lay_table, seat, slip

from workshop.models import Agreement, Participant, Success, SwapProposal, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db

NOT_YOURS = "tick-of-colleague"


@pytest.fixture
def workshop() -> Workshop:
    """Closed: Bas took Ana's Bakker; Bas has an agreement, and Ana one that she has not said yes to."""
    workshop = lay_table(Step.CLOSING)
    invite_dirk(workshop)
    terms = {"text": "Vaker nee zeggen", "first_step": "Oefenen", "on": localdate() + dt.timedelta(days=7)}
    act(seat(workshop, "Bas"), "closing.agree", owner=seat(workshop, "Bas").id, **terms)
    act(workshop, "closing.agree", owner=seat(workshop, "Ana").id, **terms | {"text": "Bellen"})
    act(workshop, "closing.close")
    return workshop


def page(client: Client, base: str) -> html.HtmlElement:
    return html.document_fromstring(client.get(f"{base}follow-up/").content.decode())


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def ticks(slip: SwapProposal) -> tuple[bool, bool]:
    slip.refresh_from_db()
    return bool(slip.given_on), bool(slip.received_on)


# --- ticking -------------------------------------------------------------------------------------------------------


def test_giver_and_taker_each_tick_their_own_side(workshop: Workshop):
    ana, bas, bakker = seat(workshop, "Ana"), seat(workshop, "Bas"), slip(workshop, "Bakker")
    act(ana, "follow_up.hand_over", slip=bakker.id, side="giver")
    assert ticks(bakker) == (True, False)
    assert refused(ana, "follow_up.hand_over", slip=bakker.id, side="taker") == NOT_YOURS
    act(bas, "follow_up.hand_over", slip=bakker.id, side="taker")
    assert ticks(bakker) == (True, True)
    act(ana, "follow_up.hand_over", slip=bakker.id, side="giver", done=False)
    assert ticks(bakker) == (False, True)


def test_the_team_lead_and_the_facilitator_tick_any_side_and_others_none(workshop: Workshop):
    bakker = slip(workshop, "Bakker")
    act(seat(workshop, "Dirk"), "follow_up.hand_over", slip=bakker.id, side="giver")
    act(workshop, "follow_up.hand_over", slip=bakker.id, side="taker")
    assert ticks(bakker) == (True, True)
    assert refused(seat(workshop, "Cem"), "follow_up.hand_over", slip=bakker.id, side="taker", done=False) == NOT_YOURS


def test_of_what_stays_nothing_is_handed_over_and_of_what_is_let_go_only_the_giver_ticks(workshop: Workshop):
    kept, gone = SwapProposal.objects.get(outcome="kept"), SwapProposal.objects.filter(outcome="dropped")[0]
    assert refused(workshop, "follow_up.hand_over", slip=kept.id, side="giver") == "nothing-to-hand-over"
    assert refused(workshop, "follow_up.hand_over", slip=gone.id, side="taker") == "nothing-to-hand-over"
    act(gone.giver, "follow_up.hand_over", slip=gone.id, side="giver")
    assert ticks(gone) == (True, False)


def test_an_agreement_is_tended_finished_and_taken_up_again_by_its_owner(workshop: Workshop):
    bas, agreed = seat(workshop, "Bas"), Agreement.objects.get(owner__name="Bas")
    Agreement.objects.update(touched_on=localdate() - dt.timedelta(days=20))
    later = localdate() + dt.timedelta(days=30)
    act(bas, "follow_up.tend", agreement=agreed.id, on=later)
    agreed.refresh_from_db()
    assert (agreed.touched_on, agreed.on, agreed.done_on) == (localdate(), later, None)
    act(bas, "follow_up.done", agreement=agreed.id)
    agreed.refresh_from_db()
    assert agreed.done_on == localdate()
    act(bas, "follow_up.done", agreement=agreed.id, done=False)
    agreed.refresh_from_db()
    assert agreed.done_on is None
    assert refused(seat(workshop, "Cem"), "follow_up.tend", agreement=agreed.id) == NOT_YOURS


def test_what_nobody_said_yes_to_is_not_ticked_until_its_owner_does_also_after_closing(workshop: Workshop):
    ana, asked = seat(workshop, "Ana"), Agreement.objects.get(owner__name="Ana")
    assert refused(ana, "follow_up.done", agreement=asked.id) == "agreement-not-accepted"
    act(ana, "closing.accept", agreement=asked.id)
    act(ana, "follow_up.done", agreement=asked.id)
    assert again(ana).agreements.get().done_on == localdate()


def test_a_success_is_told_by_anybody_and_taken_away_by_its_teller(workshop: Workshop):
    act(seat(workshop, "Cem"), "follow_up.tell", text="De klant belde zelf")
    act(workshop, "follow_up.tell", text="Minder overuren")
    assert list(Success.objects.values_list("text", "teller__name")) == [
        ("De klant belde zelf", "Cem"),
        ("Minder overuren", None),
    ]
    for one in Success.objects.all():
        assert refused(seat(workshop, "Ana"), "follow_up.untell", success=one.id) == "success-by-teller"
    act(seat(workshop, "Cem"), "follow_up.untell", success=Success.objects.get(teller__name="Cem").id)
    assert Success.objects.count() == 1


# --- the page ------------------------------------------------------------------------------------------------------


def test_late_is_what_should_have_been_done_yesterday(workshop: Workshop):
    yesterday = localdate() - dt.timedelta(days=1)
    bakker, gone = slip(workshop, "Bakker"), SwapProposal.objects.filter(outcome="dropped")[0]
    SwapProposal.objects.filter(pk=bakker.pk).update(talk_on=yesterday)
    SwapProposal.objects.filter(pk=gone.pk).update(farewell_on=yesterday)
    Agreement.objects.update(on=yesterday)
    fleur = chair_of(workshop)

    def late() -> list[str]:
        return [link.text_content() for link in page(fleur, base_of(workshop)).xpath("//*[@id='late']//li/a")]

    assert late() == ["Bakker", gone.rating.customer.name, "Vaker nee zeggen"]
    for side in ("giver", "taker"):
        act(workshop, "follow_up.hand_over", slip=bakker.id, side=side)
    act(workshop, "follow_up.hand_over", slip=gone.id, side="giver")
    act(workshop, "follow_up.done", agreement=Agreement.objects.get(owner__name="Bas").id)
    assert late() == []


def test_the_page_shows_the_pot_as_warm_as_the_rule_says(workshop: Workshop):
    Agreement.objects.update(touched_on=localdate() - dt.timedelta(days=15))
    seen = page(chair_of(workshop), base_of(workshop))
    assert seen.xpath("//svg[@class='teapot']")[0].get("aria-label") == "De theepot is warm: 50 procent"
    assert words(seen.xpath("//section[@class='card pot']")[0]).endswith(
        "50% warm Energie zakt vanzelf weg, net als de warmte uit een theepot."
        " Doe iets met een afspraak, dan wordt de pot weer warm."
    )


def test_everybody_has_the_buttons_of_what_is_theirs(workshop: Workshop):
    def sides(client: Client, base: str) -> list[str]:
        buttons = page(client, base).xpath("//*[@id='hand-overs']//*[@class='ticks']/button")
        return [json.loads(one.get("data-fields"))["side"] for one in buttons]

    people = Participant.objects.filter(workshop=workshop)
    assert {one.name: sides(browser_of(one), base_of(one)) for one in people} == {
        "Ana": ["giver"],
        "Bas": ["taker"],
        "Cem": [],
        "Dirk": ["giver", "taker"],
    }
    assert sides(chair_of(workshop), base_of(workshop)) == ["giver", "taker"]


def test_when_the_workshop_is_over_its_people_get_in_and_nobody_else(workshop: Workshop):
    dirk = seat(workshop, "Dirk")
    address = f"{base_of(dirk)}follow-up/"
    assert browser_of(dirk).get(address).status_code == 200
    assert Client().get(address).status_code == 401
    assert Client().get(f"{base_of(workshop)}follow-up/").status_code == 302
    assert 'id="hand-overs"' not in Client().get(f"{beamer_of(workshop)}follow-up/").content.decode()
    act(workshop, "lobby.remove", seat=dirk.id)
    assert browser_of(dirk).get(address).status_code == 403


def test_before_anything_changed_hands_the_page_says_what_it_is_for():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    assert words(page(browser_of(ana), base_of(ana)).find(".//div[@class='follow-up']")).endswith(
        "Zodra een klant van hand wisselt, staat die hier."
    )
