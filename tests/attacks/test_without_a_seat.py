"""Who has no seat, and wants one that is not theirs."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from support.asserts import nothing_changes
from support.people import (
    act,
    again,
    base_of,
    browser_of,
    chair_of,
    find_fleur,
    join,
    lay_table,
    open_workshop,
    seat,
    send,
)

from sessions.access import chair_cookie, seat_cookie
from sessions.accounts import first_facilitator
from sessions.rate_limits.client_ip import address_of
from workshop.models import Participant
from workshop.models.base import new_code, new_id, new_token
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PROXY = ("HTTP_X_FORWARDED_PROTO", "https")
WRONG = "ZZZZZZ"
OUTSIDE = "stond er iemand met de code voor een dichte deur of een volle tafel"


# from where somebody asks


def test_s02_behind_a_proxy_the_last_address_counts_and_not_what_the_device_says():
    def seen(peer: str, forwarded: str) -> str:
        return address_of(RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded}))

    with override_settings(SECURE_PROXY_SSL_HEADER=PROXY):
        assert seen("127.0.0.1", "1.1.1.1, 203.0.113.9") == "203.0.113.9"
        assert seen("127.0.0.1", "nonsense") == "127.0.0.1"
        assert seen("93.184.216.34", "1.1.1.1") == "93.184.216.34"  # not our proxy
        assert seen("::1", "2001:db8:1:2:3::4") == seen("::1", "2001:db8:1:2:ffff::9")  # one household
    assert seen("127.0.0.1", "1.1.1.1") == "127.0.0.1"


# odd things in a form


@pytest.mark.parametrize("odd", ["\0", "a\0b", "é", "x" * 41])
def test_s12_the_id_of_a_form_that_no_page_of_ours_made_is_not_looked_for(odd: str):
    workshop = lay_table(Step.LOBBY)
    sent = {"name": "Eva", "seat": seat(workshop, "Ana").id, "action_id": odd}
    with CaptureQueriesContext(connection) as asked:
        found = [Client().post(f"/join/{workshop.code}/{door}", sent).status_code for door in ("", "knock/")]
    assert found == [302, 302]
    assert not [query for query in asked.captured_queries if odd[:40] in query["sql"]]


# the strength of codes


def test_s03_a_code_is_six_letters_out_of_23_and_ids_and_tokens_are_longer():
    codes = [new_code() for _ in range(400)]
    assert all(re.fullmatch("[A-HJKMNP-Z]{6}", code) for code in codes)
    assert len(set("".join(codes))) == 23
    assert len(set(codes)) == 400
    assert (len(new_id()), len(new_token())) == (10, 26)  # 49 and 128 bits


def test_s03_a_shut_door_answers_like_a_code_that_never_was():
    workshop = open_workshop()
    act(workshop, "lobby.close_door")
    shut, unknown = (Client().get(f"/join/{code}/") for code in (workshop.code, WRONG))
    texts = [re.sub(r'value="\w+"|content="\w+"|/join/\w+/', "", answer.content.decode()) for answer in (shut, unknown)]
    assert (shut.status_code, texts[0]) == (unknown.status_code, texts[1])


def test_s03_the_self_test_of_a_phone_says_nothing_about_doors():
    workshop, closed = open_workshop(), open_workshop()
    act(closed, "lobby.close_door")
    answers = [Client().get(f"/hello/{code}/") for code in (workshop.code, closed.code, WRONG)]
    texts = {re.sub(r"value=\"\w+\"|content=\"\w+\"|/hello/\w+/", "", answer.content.decode()) for answer in answers}
    assert ([answer.status_code for answer in answers], len(texts)) == ([200] * 3, 1)


# a locked room


def test_s04_nobody_comes_in_by_a_shut_door_and_the_facilitator_hears_of_it():
    workshop = open_workshop()
    act(workshop, "lobby.close_door")
    before = chair_of(workshop).get(f"{base_of(workshop)}regions/?r=notices").content.decode()
    assert Client().post(f"/join/{workshop.code}/", {"name": "Mallory"}).status_code == 404
    assert not Participant.objects.filter(workshop=workshop).exists()
    notices = chair_of(workshop).get(f"{base_of(workshop)}regions/?r=notices").content.decode()
    assert (OUTSIDE in before, OUTSIDE in notices) == (False, True)


def test_s04_there_is_no_ninth_chair_and_the_facilitator_hears_of_it():
    workshop = open_workshop()
    for name in "ABCDEFGH":
        join(workshop, name)
    answer = Client().post(f"/join/{workshop.code}/", {"name": "Mallory"})
    assert answer.status_code == 409
    assert Participant.objects.filter(workshop=workshop).count() == 8
    assert "Mallory" not in chair_of(workshop).get(f"{base_of(workshop)}regions/?r=seats").content.decode()
    assert OUTSIDE in chair_of(workshop).get(f"{base_of(workshop)}regions/?r=notices").content.decode()


def test_s04_a_crowd_at_the_door_is_told_to_wait():
    workshop = open_workshop()
    act(workshop, "lobby.guard_door")
    found = [Client().post(f"/join/{workshop.code}/", {"name": f"Mallory {n}"}).status_code for n in range(20)]
    assert found == [302] * 12 + [409] * 8


# somebody else's seat


@pytest.mark.parametrize("name", ["Ana", "ana", " A\u200bna ", "ANA"])
def test_s05_a_name_in_use_is_asked_about_and_gives_nothing(name: str):
    workshop = lay_table(Step.SHEET)
    client = Client()
    with nothing_changes():
        answer = client.post(f"/join/{workshop.code}/", {"name": name})
    assert (answer.status_code, "Ben jij Ana?" in answer.content.decode()) == (409, True)
    assert client.cookies.keys() <= {"kr_csrf", "kr_browser"}


def test_s06_a_cookie_opens_one_seat_of_one_workshop():
    here, there = lay_table(Step.TABLE), lay_table(Step.TABLE)
    ana, other = seat(here, "Ana"), seat(there, "Ana")
    thief = Client()
    thief.cookies[seat_cookie(other.id)] = ana.token
    assert thief.get(base_of(other)).status_code == 401
    assert Client().get(f"/seat/{other.id}/enter/{ana.token}/").status_code == 403
    assert Client().get(f"/console/{there.id}/enter/{here.console_token}/").status_code == 403


def test_s06_keys_are_kept_where_no_script_and_no_other_site_gets_them():
    workshop = lay_table(Step.LOBBY)
    answers = [
        Client().get(f"/seat/{seat(workshop, 'Ana').id}/enter/{seat(workshop, 'Ana').token}/"),
        Client().get(f"/console/{workshop.id}/enter/{workshop.console_token}/"),
        Client().post(f"/join/{workshop.code}/", {"name": "Eva"}),
    ]
    act(workshop, "lobby.guard_door")
    answers.append(Client().post(f"/join/{workshop.code}/", {"name": "Gijs"}))
    kept = [
        cookie
        for answer in answers
        for name, cookie in answer.cookies.items()
        if cookie.value and name not in ("kr_csrf", "kr_browser")
    ]
    assert len(kept) == 7  # a seat or a chair, three times its lane for guesses, and the last seat
    kept.append(answers[-1].cookies["kr_browser"])
    assert {(cookie["httponly"], cookie["samesite"]) for cookie in kept} == {(True, "Lax")}


def test_s06_over_https_every_cookie_is_secure():
    workshop = lay_table(Step.LOBBY)
    with override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True):
        joined = Client().post(f"/join/{workshop.code}/", {"name": "Eva"})
        act(workshop, "lobby.guard_door")
        knocked = Client().post(f"/join/{workshop.code}/", {"name": "Gijs"})
    kept = {
        name: cookie["secure"]
        for answer in (joined, knocked)
        for name, cookie in answer.cookies.items()
        if cookie.value
    }
    assert {name for name in kept if not name.startswith("kr_seat_")} == {
        "kr_last_seat",
        "kr_browser",
        "kr_known",
    }
    assert set(kept.values()) == {True}


# fixation


def test_s20_a_key_that_was_laid_ready_is_not_taken_over():
    workshop = open_workshop()
    victim = Client()
    victim.cookies[settings.SESSION_COOKIE_NAME] = planted = "a" * 32
    victim.post(f"/join/{workshop.code}/", {"name": "Ana"})
    ana = seat(workshop, "Ana")
    assert victim.cookies[seat_cookie(ana.id)].value == ana.token != planted
    find_fleur()
    victim.post("/sign-in/", {"name": "fleur", "password": "zeven groene fietsen"})
    assert victim.cookies[settings.SESSION_COOKIE_NAME].value != planted
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert thief.get("/dashboard/").status_code == 302


# the facilitator's chair


def test_s21_a_participant_never_leads():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    client = browser_of(ana)
    with nothing_changes():
        assert send(client, ana, "steps.go", to=7).status_code == 403
        assert (
            client.post(f"{base_of(workshop)}do/steps.go/", {"to": 7, "step": 2, "action_id": "x"}).status_code == 401
        )
        assert client.get(f"{base_of(workshop)}journal/").status_code in (302, 401)


def test_s21_nobody_registers():
    find_fleur()
    assert Client().get(f"/begin/{first_facilitator.make_token()}/").status_code == 410
    assert not first_facilitator.User.objects.exclude(username="fleur").exists()


def test_s21_the_second_chair_needs_its_own_code():
    workshop = lay_table(Step.LOBBY)
    client = Client()
    answer = client.post("/take-over/", {"code": workshop.code, "takeover_code": workshop.code})
    assert answer.status_code == 404
    client.cookies[chair_cookie(workshop.id)] = ""
    assert client.get(base_of(workshop)).status_code == 302


# the host that somebody names


def test_s28_links_and_qr_never_follow_the_host_header():
    workshop = lay_table(Step.LOBBY)
    assert Client().get("/", headers={"Host": "evil.example"}).status_code == 400
    chair = chair_of(workshop)
    told = chair.get(
        f"{base_of(workshop)}regions/?r=door&r=dock&r=on_beamer", headers={"Host": "localhost:9999"}
    ).content.decode()
    told += chair.get(f"{base_of(workshop)}paper/", headers={"X-Forwarded-Host": "evil.example"}).content.decode()
    assert "evil.example" not in told
    assert ":9999" not in told
    assert again(seat(workshop, "Ana")).id in told or "join" in told


@pytest.mark.parametrize(
    "wanted", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_s28_no_answer_sends_anybody_to_another_site(wanted: str):
    find_fleur()
    sent = {"name": "fleur", "password": "zeven groene fietsen", "next": wanted}
    assert Client().post("/sign-in/", sent)["Location"] == "/dashboard/"
    assert Client().post("/language/", {"language": "en", "next": wanted})["Location"] == "/"
