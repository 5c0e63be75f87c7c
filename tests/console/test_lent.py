"""A lent screen: a seat without a device on somebody else's, opened with the return code, covered when it is left."""

import pytest
from django.test import Client
from lxml import html
from support.asserts import refused_for, zones
from support.people import act, act_for, again, base_of, chair_of, figure, go, lay_table, seat, send, write_lists

from sessions.access import lent_cookie, seat_cookie
from workshop.models import Participant, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Participant:
    workshop = lay_table(Step.STACK)
    act(workshop, "lobby.without_device", seat=seat(workshop, "Ana").id)
    return seat(workshop, "Ana")


def lend(workshop: Workshop, code: str) -> Client:
    """Somebody's browser, in which a return code is typed on the page that the regie opens."""
    screen = Client(enforce_csrf_checks=True)
    screen.post("/return/?lent", sent_from(screen, "/return/?lent", lent="1", code=workshop.code, return_code=code))
    return screen


def sent_from(screen: Client, page: str, of: str = "//form", **fields: str) -> dict[str, str]:
    """What a form on a page sends: its hidden fields, the token among them, and what is filled in."""
    form = html.fromstring(screen.get(page).content).xpath(of)[0]
    return {one.name: one.value for one in form.xpath(".//input[@type='hidden']")} | fields


def test_the_regie_offers_it_for_a_seat_without_a_device(ana: Participant):
    page = chair_of(ana.workshop).get(f"{base_of(ana.workshop)}regions/?r=proxies").content.decode()
    assert f'href="/return/?lent&amp;code={ana.workshop.code}"' in page


def test_the_own_code_opens_the_own_seat_until_the_browser_closes(ana: Participant):
    screen = lend(ana.workshop, ana.return_code)
    page = screen.get(base_of(ana)).content.decode()
    assert ("data-lent" in page, "Dek nu af" in page, "Ik heb weer een apparaat" in page) == (True, True, False)
    assert {screen.cookies[name(ana.id)]["max-age"] for name in (seat_cookie, lent_cookie)} == {""}


def test_a_covered_screen_shows_nothing_more_without_the_code(ana: Participant):
    screen = lend(ana.workshop, ana.return_code)
    button = html.fromstring(screen.get(base_of(ana)).content).xpath("//button[normalize-space()='Dek nu af']")[0]
    cover = f"//form[@id='{button.get('form')}']"
    answer = screen.post(f"{base_of(ana)}cover/", sent_from(screen, base_of(ana), cover))
    covered = screen.get(answer["Location"]).content.decode()
    looked = screen.get(base_of(ana))
    screen.handler.enforce_csrf_checks = False  # what is refused is the seat, not the token
    acted = screen.post(f"{base_of(ana)}do/stack.keep/", {"figure": "x", "step": 5, "action_id": "x"})
    assert ("Dit scherm is afgedekt" in covered, looked.status_code, acted.status_code) == (True, 401, 401)
    assert ana.name not in covered


def test_covering_leaves_a_seat_on_a_device_of_its_own_alone(ana: Participant):
    own = Client()
    own.get(f"/seat/{ana.id}/enter/{ana.token}/")
    own.post(f"{base_of(ana)}cover/")
    page = own.get(base_of(ana))
    assert (page.status_code, "data-lent" in page.content.decode()) == (200, False)


def test_a_lent_screen_that_becomes_the_own_device_is_covered_no_more(ana: Participant):
    screen = lend(ana.workshop, ana.return_code)
    screen.get(f"/seat/{ana.id}/enter/{ana.token}/")
    assert "data-lent" not in screen.get(base_of(ana)).content.decode()


def test_the_regie_learns_that_a_swap_waits_for_a_seat_without_a_device_and_not_which(ana: Participant):
    workshop = ana.workshop
    mine, theirs = figure(workshop, "Bas", "Hotel"), figure(workshop, "Ana", "Bakker")
    changed = act(seat(workshop, "Bas"), "stack.propose", mine=mine.id, theirs=theirs.id, expectation="gives").change
    page = chair_of(workshop).get(f"{base_of(workshop)}regions/?r=proxies").content.decode()
    waiting = page.partition("data-swaps-waiting>")[2].partition("</p>")[0]
    assert "desk" in changed.stale
    assert ("Ana" in waiting, "Bas" in waiting, "Hotel" in waiting, "Bakker" in waiting) == (True, False, False, False)


def test_of_a_swap_between_people_with_devices_the_regie_learns_nothing():
    workshop = lay_table(Step.STACK)
    mine, theirs = figure(workshop, "Bas", "Hotel"), figure(workshop, "Ana", "Bakker")
    changed = act(seat(workshop, "Bas"), "stack.propose", mine=mine.id, theirs=theirs.id, expectation="gives").change
    wished = act(seat(workshop, "Bas"), "stack.wish", figure=theirs.id).change
    page = chair_of(workshop).get(f"{base_of(workshop)}regions/?r=proxies").content.decode()
    # All private acts of this step name the same regions: the names tell that somebody did something, and not what.
    assert (changed.stale, "data-swaps-waiting" in page) == (wished.stale, False)


# --- step 2 ----------------------------------------------------------------------------------------------------------


def test_in_step_2_a_lent_screen_puts_the_private_list_on_the_table():
    workshop = lay_table(Step.SHEET)
    write_lists(workshop)
    ana = seat(workshop, "Ana")
    act(workshop, "lobby.without_device", seat=ana.id)
    go(workshop, Step.TABLE)
    desk = chair_of(workshop).get(f"{base_of(workshop)}regions/?r=proxies").content.decode()
    assert f"?lent&amp;code={workshop.code}" in desk
    screen = lend(workshop, ana.return_code)
    assert 'data-command="table.place_all"' in screen.get(base_of(ana)).content.decode()
    screen.handler.enforce_csrf_checks = False  # `send` knows of no token
    assert send(screen, ana, "table.place_all").status_code == 200
    assert {name for who, name in zones(workshop) if who == "Ana"} == {
        "Bakker", "Slager", "Kapper", "Gemeente", "Bloemist",
    }  # fmt: skip


def test_who_catches_up_without_a_device_is_lent_a_screen_too():
    workshop = lay_table(Step.STORY)
    ana = seat(workshop, "Ana")
    act(workshop, "lobby.without_device", seat=ana.id)
    desk = f"{base_of(workshop)}regions/?r=proxies"
    assert f"?lent&amp;code={workshop.code}" not in chair_of(workshop).get(desk).content.decode()
    act(workshop, "lobby.catch_up", seat=ana.id)
    assert f"?lent&amp;code={workshop.code}" in chair_of(workshop).get(desk).content.decode()


def test_paper_that_names_a_customer_of_the_private_list_lays_that_one():
    workshop = lay_table(Step.SHEET)
    write_lists(workshop)
    ana = seat(workshop, "Ana")
    act(workshop, "lobby.without_device", seat=ana.id)
    go(workshop, Step.TABLE)
    act_for(ana, "table.lay", name="bakker", zone="neutral")
    act_for(ana, "table.lay", name="Kiosk", zone="gives")
    assert refused_for(ana, "table.lay", name="Bakker", zone="gives") == "already-on-list"
    act(again(ana), "table.place_all")
    names = [line.customer.name for line in ana.ratings.select_related("customer")]
    assert sorted(names) == ["Bakker", "Bloemist", "Gemeente", "Kapper", "Kiosk", "Slager"]
    assert zones(workshop)["Ana", "Bakker"] == "neutral"
