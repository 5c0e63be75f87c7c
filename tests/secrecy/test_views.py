"""Who gets in where: a page, its regions, files and doors give a browser what is its own, and others a sentence."""

from typing import Any

import pytest
from django.test import Client
from secrecy.sight import look, seen
from support import people
from support.people import act, base_of, beamer_of, browser_of, chair_of, lay_table, seat

from sessions.panels.regions import REGIONS, SHOWN
from workshop.models import Knock, Participant, Workshop
from workshop.steps import Step, Zone

pytestmark = pytest.mark.django_db

NOBODY = "zzzzzzzzzz"


@pytest.fixture
def workshop() -> Workshop:
    """The table is laid; Dirk looks on as a guest."""
    workshop = lay_table(Step.TABLE)
    people.invite_dirk(workshop)
    return workshop


def regions_of(client: Client, base: str) -> list[str]:
    """The regions that a browser gets when it asks for all that there are."""
    answer = client.get(f"{base}regions/", {"r": [*REGIONS]})
    return [name for name in REGIONS if f'id="region-{name}"' in answer.content.decode()]


def test_a_page_gets_its_own_regions_and_no_others(workshop: Workshop) -> None:
    ana, dirk = seat(workshop, "Ana"), seat(workshop, "Dirk")
    got = {
        "participant": regions_of(browser_of(ana), base_of(ana)),
        "guest": regions_of(browser_of(dirk), base_of(dirk)),
        "facilitator": regions_of(chair_of(workshop), base_of(workshop)),
        "projector": regions_of(Client(), beamer_of(workshop)),
    }

    assert {role: {*names} for role, names in got.items()} == {role: {*names} for role, names in SHOWN.items()}
    private = {role: {*names} & {"own", "desk", "same", "people", "door"} for role, names in got.items()}
    assert private == {
        "participant": {"own", "same"},
        "guest": {"own"},
        "facilitator": {"desk", "same", "people", "door"},
        "projector": set(),
    }


# --- strangers -----------------------------------------------------------------------------------------------------

BELOW = ("", "regions/?r=own", "swap-list.csv", "table.svg", "hand-over/", "journal/", "paper/", "copy/")


@pytest.mark.parametrize("below", BELOW)
def test_a_cookie_opens_its_own_seat_and_nothing_else(below: str, workshop: Workshop) -> None:
    """Bas' browser asks for Ana's page, and for the console, with the names of their cookies and the value of his."""
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    client = browser_of(bas)
    client.cookies[f"kr_seat_{ana.id}"] = client.cookies[f"kr_chair_{workshop.id}"] = bas.token
    answers = [client.get(base_of(who) + below) for who in (ana, workshop)]

    assert [answer.status_code in (302, 401) for answer in answers] == [True, True]
    assert not [name for name in ("Ana", "Slager", "Kapper") for answer in answers if name in answer.content.decode()]


@pytest.mark.parametrize("kind", ["seat", "console"])
def test_the_cookie_of_another_workshop_opens_nothing(kind: str, workshop: Workshop) -> None:
    other = people.open_workshop("Een andere")
    mallory = people.join(other, "Mallory")
    client = Client()
    for one in workshop.participants.all():
        client.cookies[f"kr_seat_{one.id}"] = mallory.token
    client.cookies[f"kr_chair_{workshop.id}"] = other.console_token
    base = base_of(workshop if kind == "console" else seat(workshop, "Ana"))

    assert client.get(f"{base}regions/").status_code == 401
    assert client.post(f"{base}do/lobby.done/", {"done": 1}).status_code == 401


def test_an_empty_cookie_is_no_key(workshop: Workshop) -> None:
    ana = seat(workshop, "Ana")
    client = Client()
    client.cookies[f"kr_seat_{ana.id}"] = client.cookies[f"kr_chair_{workshop.id}"] = ""

    assert [client.get(f"{base_of(who)}regions/").status_code for who in (ana, workshop)] == [401, 401]


def test_a_removed_seat_sees_nothing_any_more(workshop: Workshop) -> None:
    bas = seat(workshop, "Bas")
    client = browser_of(bas)
    assert "Hotel" in client.get(base_of(bas)).content.decode()
    act(workshop, "lobby.remove", seat=bas.id)
    answers = [client.get(base_of(bas) + below) for below in BELOW]

    assert {answer.status_code for answer in answers} == {403}
    assert not [answer for answer in answers if "Hotel" in answer.content.decode()]


# --- what only some get --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("below", ["journal/", "paper/", "copy/"])
def test_what_the_console_has_does_not_exist_elsewhere(below: str, workshop: Workshop) -> None:
    for who in ("Ana", "Dirk"):
        one = seat(workshop, who)
        answer = browser_of(one).get(base_of(one) + below)
        assert (answer.status_code, answer.content) == (404, b"")
    assert Client().get(beamer_of(workshop) + below).status_code == 404
    assert chair_of(workshop).get(base_of(workshop) + below).status_code == 200


@pytest.mark.parametrize("below", ["swap-list.csv", "swap-list.csv?form=outside", "swap-list.xlsx", "table.svg"])
def test_files_are_for_the_facilitator_and_the_team_lead(below: str, workshop: Workshop) -> None:
    ana, dirk = seat(workshop, "Ana"), seat(workshop, "Dirk")
    codes = {
        "Ana": browser_of(ana).get(base_of(ana) + below).status_code,
        "beamer": Client().get(beamer_of(workshop) + below).status_code,
        "Dirk": browser_of(dirk).get(base_of(dirk) + below).status_code,
        "Fleur": chair_of(workshop).get(base_of(workshop) + below).status_code,
    }

    assert codes == {"Ana": 403, "beamer": 403, "Dirk": 200, "Fleur": 200}


def test_the_table_picture_shows_what_is_on_the_table_and_nothing_else(workshop: Workshop) -> None:
    act(seat(workshop, "Ana"), "table.place", figure=people.figure(workshop, "Ana", "Slager").id, zone=Zone.COSTS)
    picture = chair_of(workshop).get(f"{base_of(workshop)}table.svg").content.decode()

    assert ("Slager" in picture, "Kapper" in picture) == (True, False)


def test_a_preview_knows_the_own_list_only(workshop: Workshop) -> None:
    """Hotel stands on Bas' list: to Ana it is a new name."""
    ana, dirk = seat(workshop, "Ana"), seat(workshop, "Dirk")
    page = browser_of(ana).post(f"{base_of(ana)}preview/", {"text": "Hotel\nSlager"}).content.decode()

    assert ('value="Hotel"' in page, 'value="Slager"' in page) == (True, False)
    assert browser_of(dirk).post(f"{base_of(dirk)}preview/", {"text": "Hotel"}).status_code == 404
    assert chair_of(workshop).post(f"{base_of(workshop)}preview/", {"text": "Hotel"}).status_code == 404


def test_a_name_on_a_colleagues_private_list_is_taken_like_any_other(workshop: Workshop) -> None:
    ana = seat(workshop, "Ana")
    names = ("Hotel", "Nergens")  # the first stands on Bas' list, the second nowhere
    answers: list[Any] = [
        people.send(browser_of(ana), ana, "table.lay", name=name, zone="gives").json() for name in names
    ]

    assert [(answer["stale"], answer["sentence"]) for answer in answers] == [(answers[0]["stale"], "")] * 2


# --- codes, keys and doors -----------------------------------------------------------------------------------------


def test_keys_and_codes_stand_where_they_are_needed_and_nowhere_else(workshop: Workshop) -> None:
    ana, dirk = seat(workshop, "Ana"), seat(workshop, "Dirk")
    keys = {
        "Ana's token": ana.token,
        "Ana's return code": ana.return_code,
        "Dirk's token": dirk.token,
        "the console's token": workshop.console_token,
        "the second console's token": workshop.second_token,
        "the take-over code": workshop.takeover_code,
    }
    roles = ("Ana", "Bas", "Dirk", "Fleur", "beamer", "Mallory")
    sights = {role: look(workshop, role) for role in roles}
    papers = {"Fleur": chair_of(workshop).get(f"{base_of(workshop)}paper/").content.decode()}
    sights["Fleur"] |= papers
    holders = {what: {role for role in roles if seen(sights[role], key)} for what, key in keys.items()}

    assert holders == {
        "Ana's token": set(),
        "Ana's return code": {"Ana", "Fleur"},
        "Dirk's token": {"Fleur"},
        "the console's token": set(),
        "the second console's token": set(),
        "the take-over code": {"Fleur"},
    }


def test_a_knock_is_between_who_knocks_and_the_facilitator(workshop: Workshop) -> None:
    act(workshop, "lobby.guard_door")
    client = Client()
    asked = client.post(f"/join/{workshop.code}/", {"name": "Zwanneke", "action_id": "x"}, follow=True)
    assert "Zwanneke" in asked.content.decode()
    knock = Knock.objects.get(workshop=workshop)
    waiting = f"/join/{workshop.code}/wait/{knock.id}/"
    assert client.get(waiting).status_code == 200

    sees = {role for role in ("Bas", "Dirk", "Fleur", "beamer", "Mallory") if seen(look(workshop, role), "Zwanneke")}
    assert sees == {"Fleur"}
    stranger = Client().get(waiting, headers={"accept": "application/json"})
    assert (stranger.status_code, "Zwanneke" in stranger.content.decode(), "admitted" in stranger.content.decode()) == (
        404,
        False,
        False,
    )


def test_the_door_names_nobody_who_sits_at_the_table(workshop: Workshop) -> None:
    page = Client().get(f"/join/{workshop.code}/").content.decode()

    assert [name for name in ("Ana", "Bas", "Cem", "Dirk", "Slager") if f">{name}" in page or f" {name}<" in page] == []


def test_a_wrong_return_code_says_nothing_about_the_workshop(workshop: Workshop) -> None:
    pages = [Client().post("/return/", {"code": code, "return_code": "QQQQQQ"}) for code in (workshop.code, "QQQQQQ")]

    assert [page.status_code for page in pages] == [404, 404]
    assert len({plain(page).replace(workshop.code, "QQQQQQ") for page in pages}) == 1


def plain(page: Any) -> str:
    """A page without its CSRF token, which is another one each time."""
    lines = page.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrf" not in line)


@pytest.mark.parametrize("who", ["Ana", "Dirk", "Fleur", "beamer"])
def test_no_page_stays_in_a_cache(who: str, workshop: Workshop) -> None:
    client, base = {
        "Fleur": lambda: (chair_of(workshop), base_of(workshop)),
        "beamer": lambda: (Client(), beamer_of(workshop)),
    }.get(who, lambda: (browser_of(seat(workshop, who)), base_of(seat(workshop, who))))()
    for below in ("", "regions/?r=head"):
        kept = client.get(base + below)["Cache-Control"]
        assert {"no-store", "private"} <= {*kept.split(", ")}


def test_the_key_of_a_seat_goes_to_its_own_addresses_only_and_no_script_reads_it(workshop: Workshop) -> None:
    ana = Participant.objects.get(workshop=workshop, name="Ana")
    cookie = Client().get(f"/seat/{ana.id}/enter/{ana.token}/").cookies[f"kr_seat_{ana.id}"]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/seat/{ana.id}/", True, "Lax")


def test_a_wrong_key_and_no_such_seat_are_both_shut(workshop: Workshop) -> None:
    ana = seat(workshop, "Ana")
    other = "q" if ana.token[-1] != "q" else "r"
    answers = [Client().get(f"/seat/{one}/enter/{ana.token[:-1]}{other}/") for one in (ana.id, NOBODY)]

    assert [answer.status_code for answer in answers] == [403, 404]
    assert [name for answer in answers for name in answer.cookies if name.startswith("kr_seat")] == []
