"""A form makes one thing, for the browser that sent it: a seat, a place at the door, a workshop, a facilitator."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.test import Client
from lxml import html
from support.asserts import everything, nothing_changes, told
from support.people import (
    FLEURS_WORD,
    act,
    base_of,
    chair_of,
    find_fleur,
    invite_dirk,
    join,
    lay_table,
    open_workshop,
    seat,
    send,
)

from sessions.access import seat_cookie
from sessions.accounts import first_facilitator
from workshop.models import JournalEntry, Knock, ListedCustomer, Participant, Team, Workshop
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CHANGED = "Dit formulier was al verstuurd, met iets anders erin."
LONG = "een zin van dertig tekens lang"


def form_at(client: Client, address: str, action: str = "") -> dict[str, str]:
    """The hidden fields of the form at an address, as a browser would send them; `action`: where the form goes."""
    return fields_of(client.get(address), action)


def fields_of(answer: Any, action: str = "") -> dict[str, str]:
    forms = html.fromstring(answer.content.decode()).xpath("//main//form[@method='post']")
    form = next(one for one in forms if action in one.get("action", ""))
    return {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden'][@name]")}


def sits_at(client: Client) -> set[str]:
    """The seats whose key this browser has."""
    return {one.name for one in Participant.objects.all() if client.cookies.get(seat_cookie(one.id))}


# --- a seat ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Ana", "ANA", "Dirk"])
def test_the_same_form_with_a_colleagues_name_does_not_open_their_seat(name: str):
    """Mallory joins, and sends the same form again with a name that stands on the page."""
    workshop = lay_table(Step.TABLE)
    dirk = invite_dirk(workshop)
    door, mallory = f"/join/{workshop.code}/", Client()
    form = form_at(mallory, door)
    assert mallory.post(door, form | {"name": "Mallory"}).status_code == 302
    with nothing_changes():
        answer = mallory.post(door, form | {"name": name})
    assert (answer.status_code, sits_at(mallory)) == (409, {"Mallory"})
    assert {mallory.get(base_of(one)).status_code for one in (seat(workshop, "Ana"), dirk)} == {401}


def test_a_form_of_another_browser_gives_nothing_of_its_seat():
    """Whoever learns the id of Ana's form sends it from a browser of their own."""
    workshop = open_workshop()
    ana, thief = Client(), Client()
    door = f"/join/{workshop.code}/"
    form = form_at(ana, door) | {"name": "Ana"}
    ana.post(door, form)
    with nothing_changes():
        answer = thief.post(door, form)
    assert (answer.status_code, "Ben jij Ana?" in answer.content.decode(), sits_at(thief)) == (409, True, set())


def test_a_form_sent_twice_gives_the_same_seat():
    """Tapped twice on slow wifi, or the first answer was lost: no question for a code that nobody saw."""
    workshop = open_workshop()
    door, ana = f"/join/{workshop.code}/", Client()
    form = form_at(ana, door) | {"name": "Ana", "colour": "3"}
    first = ana.post(door, form)
    ana.cookies.pop(seat_cookie(seat(workshop, "Ana").id))  # the answer never came
    with nothing_changes():
        again = ana.post(door, form)
    assert (first.status_code, again.status_code, again.url) == (302, 302, first.url)
    assert sits_at(ana) == {"Ana"}


@pytest.mark.parametrize("door_now", ["lobby.close_door", "lobby.guard_door"])
def test_a_form_sent_again_gives_its_seat_also_when_the_door_was_shut_since(door_now: str):
    workshop = open_workshop()
    door, ana = f"/join/{workshop.code}/", Client()
    form = form_at(ana, door) | {"name": "Ana"}
    first = ana.post(door, form)
    act(workshop, door_now)
    again = ana.post(door, form)
    assert (again.status_code, again.url, Knock.objects.count()) == (302, first.url, 0)
    assert Client().post(door, form).status_code == (404 if door_now == "lobby.close_door" else 409)


def test_back_and_another_name_is_the_same_page_with_the_text_and_a_fresh_id():
    workshop = open_workshop()
    door, anna = f"/join/{workshop.code}/", Client()
    form = form_at(anna, door)
    anna.post(door, form | {"name": "Anna"})
    answer = anna.post(door, form | {"name": "Anouk", "colour": "5", "shape": "2"})
    page = html.fromstring(answer.content.decode())
    assert (answer.status_code, CHANGED in page.text_content()) == (409, True)
    assert page.xpath("//input[@name='name']/@value") == ["Anouk"]
    assert page.xpath("//input[@checked]/@value") == ["5", "2"]
    fresh = fields_of(answer)
    assert fresh["action_id"] not in ("", form["action_id"])
    assert anna.post(door, fresh | {"name": "Anouk"}).status_code == 302
    assert sits_at(anna) == {"Anna", "Anouk"}


def test_a_full_table_still_knows_who_sits_there():
    """Ana on a second device is asked whether she is Ana, and not sent away."""
    workshop = open_workshop()
    for name in ("Ana", *"BCDEFGH"):
        join(workshop, name)
    answer = Client().post(f"/join/{workshop.code}/", {"name": "Ana"})
    assert (answer.status_code, "Ben jij Ana?" in answer.content.decode()) == (409, True)


def test_what_a_browser_is_known_by_stands_nowhere_but_in_its_cookie():
    workshop = open_workshop()
    door, ana = f"/join/{workshop.code}/", Client()
    ana.post(door, form_at(ana, door) | {"name": "Ana"})
    assert ana.cookies["kr_browser"].value not in everything()
    assert JournalEntry.objects.get(action="lobby.join").actor.startswith("door:")


def test_nothing_private_can_be_guessed_from_the_fingerprint_after_closing():
    workshop = lay_table(Step.SHEET)
    act(seat(workshop, "Ana"), "sheet.add", names=["Geheim BV"])
    assert JournalEntry.objects.get(action="sheet.add").fingerprint
    act(workshop, "steps.go", to=Step.CLOSING)
    act(workshop, "closing.close")
    assert set(JournalEntry.objects.exclude(private_to=None).values_list("fingerprint", flat=True)) == {""}


# --- at the door -----------------------------------------------------------------------------------------------------


def test_a_newcomer_who_knocks_twice_knocks_once_and_comes_in_by_the_same_form():
    workshop = open_workshop()
    act(workshop, "lobby.guard_door")
    door, ana = f"/join/{workshop.code}/", Client()
    form = form_at(ana, door) | {"name": "Ana"}
    first, again = ana.post(door, form), ana.post(door, form)
    assert (first.url, Knock.objects.count()) == (again.url, 1)
    act(workshop, "lobby.admit", knock=Knock.objects.get().id)
    assert ana.get(ana.post(door, form).url).url == base_of(seat(workshop, "Ana"))
    assert Client().get(first.url).status_code == 404


def test_who_lost_the_code_knocks_once_too():
    workshop = lay_table(Step.TABLE)
    door, ana = f"/join/{workshop.code}/", Client()
    asked = ana.post(door, form_at(ana, door) | {"name": "Ana"})
    form = fields_of(asked, "knock")
    first, again = (ana.post(f"{door}knock/", form) for _ in range(2))
    assert (first.status_code, first.url, Knock.objects.count()) == (302, again.url, 1)
    act(workshop, "lobby.admit", knock=Knock.objects.get().id)
    assert ana.get(first.url).url == base_of(seat(workshop, "Ana"))


def test_a_chair_is_taken_over_once_by_one_form():
    workshop = lay_table(Step.TABLE)
    second = Client()
    form = form_at(second, "/take-over/") | {"code": workshop.code, "takeover_code": workshop.takeover_code}
    answers = [second.post("/take-over/", form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert workshop.journal.filter(action="steps.take_chair").count() == 1


# --- a command -------------------------------------------------------------------------------------------------------


def test_an_id_that_stood_for_something_else_is_refused_and_the_first_stays_done():
    workshop = lay_table(Step.LOBBY)
    fleur = chair_of(workshop)
    invite = {"name": "Dirk", "action_id": "one"}
    assert send(fleur, workshop, "lobby.invite_guest", **invite).status_code == 200
    with nothing_changes():
        other = send(fleur, workshop, "lobby.invite_guest", **invite | {"name": "Mallory"})
        elsewhere = send(fleur, workshop, "lobby.seat_without_device", **invite)
        again = send(fleur, workshop, "lobby.invite_guest", **invite)
    assert (other.status_code, elsewhere.status_code, again.status_code) == (409, 409, 200)
    assert told(other) == (409, "already-sent")


def test_the_teams_list_is_filled_once_and_another_list_under_that_id_is_kept_on_the_page():
    workshop = lay_table(Step.LOBBY)
    fleur, address = chair_of(workshop), f"/console/{workshop.id}/team-list/"
    rows = '[["Molen", "customer", "Ana", ""]]'
    form = {"do": "team_list.fill", "action_id": "one"}
    assert [fleur.post(address, form | {"rows": rows}).status_code for _ in range(2)] == [302, 302]
    other = fleur.post(address, form | {"rows": rows.replace("Molen", "Haven")})
    page = html.fromstring(other.content.decode())
    assert (other.status_code, "Haven" in page.xpath("//input[@name='rows']/@value")[0]) == (409, True)
    assert "one" not in page.xpath("//input[@name='action_id']/@value")


def test_emptying_the_list_has_an_id_of_its_own():
    """It was cut to the id of filling, so that a page which had filled the list could not empty it."""
    workshop = lay_table(Step.LOBBY)
    fleur, address = chair_of(workshop), f"/console/{workshop.id}/team-list/"
    act(workshop, "team_list.fill", rows=[{"name": "Molen", "kind": "customer", "owner_name": "", "note": ""}])
    shown = html.fromstring(fleur.post(address, {"text": "Haven"}).content.decode())
    fill, clear = shown.xpath("//form[.//input[@name='action_id']]")
    for form, what in ((fill, "team_list.fill"), (clear, "team_list.clear")):
        sent = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
        assert fleur.post(address, sent | {"do": what}).status_code == 302
    assert not ListedCustomer.objects.exists()


# --- a workshop ------------------------------------------------------------------------------------------------------

NEW = {"team": "Noord", "title": "Najaar", "hours": "3", "retain_until": "2028-01-01"}


def fleurs_browser() -> Client:
    fleur = Client()
    fleur.force_login(find_fleur())
    return fleur


def test_a_workshop_is_made_once_by_one_form():
    fleur = fleurs_browser()
    form = form_at(fleur, "/dashboard/", "workshops") | NEW
    first, again = (fleur.post("/dashboard/workshops/", form) for _ in range(2))
    assert (first.status_code, first.url) == (again.status_code, again.url)
    assert (Workshop.objects.count(), Team.objects.count()) == (1, 1)
    fresh = form_at(fleur, "/dashboard/", "workshops") | NEW
    assert fleur.post("/dashboard/workshops/", fresh).url != first.url


def test_another_workshop_under_that_id_is_the_same_page_with_what_was_typed():
    fleur = fleurs_browser()
    form = form_at(fleur, "/dashboard/", "workshops") | NEW
    fleur.post("/dashboard/workshops/", form)
    answer = fleur.post("/dashboard/workshops/", form | {"title": "Winter", "hours": "4"})
    page = html.fromstring(answer.content.decode())
    assert (answer.status_code, Workshop.objects.count()) == (409, 1)
    assert page.xpath("//input[@name='title']/@value") == ["Winter"]
    assert page.xpath("//input[@name='hours'][@checked]/@value") == ["4"]
    assert CHANGED in page.text_content()
    fresh = fields_of(answer, "workshops")
    assert fleur.post("/dashboard/workshops/", fresh | NEW | {"title": "Winter"}).status_code == 302


def test_a_practice_is_played_once_by_one_form():
    fleur = fleurs_browser()
    form = form_at(fleur, "/dashboard/", "practice") | {"step": "1"}
    first, again = (fleur.post("/dashboard/practice/", form) for _ in range(2))
    assert (first.status_code, first.url, Workshop.objects.count()) == (302, again.url, 1)
    assert fleur.post("/dashboard/practice/", form | {"step": "2"}).status_code == 409


def test_an_erased_workshop_may_be_made_again_by_its_form():
    fleur = fleurs_browser()
    form = form_at(fleur, "/dashboard/", "workshops") | NEW
    fleur.post("/dashboard/workshops/", form)
    fleur.post(f"/dashboard/workshops/{Workshop.objects.get().id}/erase/")
    assert "Najaar" not in everything()
    assert fleur.post("/dashboard/workshops/", form).status_code == 302


def test_a_comeback_is_made_once_by_one_form():
    before = lay_table(Step.CLOSING)
    act(before, "closing.close")
    fleur = chair_of(before)
    form = form_at(fleur, "/dashboard/", "comeback")
    first = fleur.post(f"/console/{before.id}/comeback/", form)
    comeback = Workshop.objects.get(previous=before)
    Workshop.objects.filter(pk=comeback.pk).update(closed_at=before.created_at)
    again = fleur.post(f"/console/{before.id}/comeback/", form)
    assert (first.url, Workshop.objects.filter(previous=before).count()) == (again.url, 1)
    fleur.post(f"/console/{before.id}/comeback/", form_at(fleur, "/dashboard/", "comeback"))
    assert Workshop.objects.filter(previous=before).count() == 2


# --- the first facilitator -------------------------------------------------------------------------------------------


def test_the_first_facilitator_who_pressed_twice_is_in():
    address, marijke = f"/begin/{first_facilitator.make_token()}/", Client()
    form = form_at(marijke, address) | {"name": "marijke", "password": LONG}
    first = marijke.post(address, form)
    marijke.cookies.pop("kr_session")  # the first answer was lost
    again = marijke.post(address, form)
    assert (first.status_code, again.status_code, User.objects.count()) == (302, 302, 1)
    assert marijke.get("/dashboard/").status_code == 200


@pytest.mark.parametrize("other", [{"password": FLEURS_WORD}, {"action_id": "made up"}, {}])
def test_the_link_opens_for_nobody_else_after_that(other: dict[str, str]):
    address, marijke = f"/begin/{first_facilitator.make_token()}/", Client()
    form = form_at(marijke, address) | {"name": "marijke", "password": LONG}
    marijke.post(address, form)
    thief = marijke if other else Client()
    thief.cookies.pop("kr_session", None)
    assert thief.post(address, form | other).status_code == 410
    assert thief.get("/dashboard/").status_code == 302


# --- at the same moment ----------------------------------------------------------------------------------------------


def press_twice(client: Client, address: str, form: dict[str, Any]) -> list[str]:
    """Two requests of one browser at once; where each is sent."""
    cookies = {name: one.value for name, one in client.cookies.items()}

    def press(_number: int) -> str:
        try:
            one = Client()
            for name, value in cookies.items():
                one.cookies[name] = value
            answer = one.post(address, form)
            assert answer.status_code == 302, answer.content.decode()
            return str(answer.url)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(press, range(2)))


def joining() -> tuple[Client, str, dict[str, str]]:
    client, door = Client(), f"/join/{open_workshop().code}/"
    return client, door, form_at(client, door) | {"name": "Ana"}


def making() -> tuple[Client, str, dict[str, str]]:
    client = fleurs_browser()
    return client, "/dashboard/workshops/", form_at(client, "/dashboard/", "workshops") | NEW


def coming_back() -> tuple[Client, str, dict[str, str]]:
    before = lay_table(Step.CLOSING)
    client = chair_of(before)
    return client, f"/console/{before.id}/comeback/", form_at(client, "/dashboard/", "comeback")


def beginning() -> tuple[Client, str, dict[str, str]]:
    create_contenttypes(apps.get_app_config("auth"), verbosity=0)
    client, address = Client(), f"/begin/{first_facilitator.make_token()}/"
    return client, address, form_at(client, address) | {"name": "marijke", "password": LONG}


#: How many users, workshops, teams and seats.
MADE = {joining: [0, 0, 0, 1], making: [0, 1, 1, 0], coming_back: [0, 1, 0, 0], beginning: [1, 0, 0, 0]}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("arrange", [joining, making, coming_back, beginning])
def test_two_at_the_same_moment_make_one(arrange: Callable[[], tuple[Client, str, dict[str, str]]]):
    client, address, form = arrange()
    before = [model.objects.count() for model in (User, Workshop, Team, Participant)]
    first, second = press_twice(client, address, form)
    after = [model.objects.count() for model in (User, Workshop, Team, Participant)]
    assert first == second
    made = [now - then for then, now in zip(before, after, strict=True)]
    assert made == MADE[arrange]
