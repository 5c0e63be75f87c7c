"""What a page of another site gets done here with the browser of somebody who sits at the table: nothing."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from live.test_origin import scope
from support.asserts import nothing_changes, rows
from support.people import base_of, beamer_of, browser_of, chair_of, find_fleur, lay_table, seat
from support.sockets import Socket

from sessions.origin import is_same_origin
from workshop.models import Workshop
from workshop.steps import Step

# forms from elsewhere


def addresses(workshop: Workshop) -> list[str]:
    """Every address of the server, filled in for this workshop."""
    filled = {"kind": "console", "key": workshop.id, "code": workshop.code, "token": "x", "suffix": "csv",
              "action": "steps.go", "knock": "x", "file": "csv"}  # fmt: skip
    found = []
    for pattern in get_resolver("sessions.urls").url_patterns:
        found.append("/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda name: filled.get(name[1], "x"), str(pattern.pattern)))
    return found


@pytest.mark.django_db
def test_s16_no_form_of_another_site_does_anything():
    workshop = lay_table(Step.SHEET)
    client = Client(enforce_csrf_checks=True)
    client.force_login(find_fleur())
    with nothing_changes():
        for address in addresses(workshop):
            bare = client.post(address, {"code": workshop.code, "name": "Mallory", "step": 0, "action_id": "x"})
            assert bare.status_code in (403, 404, 405), address
            foreign = client.post(
                address, {"csrfmiddlewaretoken": "a" * 64}, headers={"Origin": "https://evil.example"}
            )
            assert foreign.status_code in (403, 404, 405), address


@pytest.mark.django_db
def test_s16_a_refused_form_gets_a_sentence_in_its_own_kind():
    workshop = lay_table(Step.SHEET)
    client = Client(enforce_csrf_checks=True)
    page = client.post(f"/join/{workshop.code}/", {"name": "Eva"}, headers={"Accept": "text/html"})
    assert (page.status_code, "Laad de pagina opnieuw" in page.content.decode()) == (403, True)
    answer = client.post(f"{base_of(workshop)}do/steps.go/", headers={"Accept": "*/*"})
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign-form")
    assert "Laad de pagina opnieuw" in answer.json()["sentence"]


OURS = "http://testserver"
VOUCHED = {"ours": {"Origin": OURS}, "and so says the browser": {"Origin": OURS, "Sec-Fetch-Site": "same-origin"}}
UNKNOWN = {"nobody": {}, "another port": {"Origin": f"{OURS}:81"}, "another scheme": {"Origin": "https://testserver"},
           "a page without a name": {"Origin": "null"}, "a neighbour": {"Origin": "http://x.testserver"},
           "an odd browser": {"Origin": OURS, "Sec-Fetch-Site": "cross-site"}}  # fmt: skip


def send_old_form(headers: dict[str, str], *, cookies: bool = True) -> int:
    """A form that stood open while its browser was given another token, by signing in in another tab."""
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    client = Client(enforce_csrf_checks=True)
    client.get(f"/seat/{ana.id}/enter/{ana.token}/", follow=True)
    old = client.cookies["kr_csrf"].value
    client.get("/account/sign-in/")
    client.cookies["kr_csrf"] = "n" * 32
    if not cookies:
        del client.cookies["kr_csrf"]
    sent = {"done": "1", "action_id": "x1", "step": int(Step.TABLE), "csrfmiddlewaretoken": old}
    return client.post(f"/seat/{ana.id}/do/lobby.done/", sent, headers=headers).status_code


@pytest.mark.django_db
@pytest.mark.parametrize("who", VOUCHED)
def test_s16_a_form_of_ours_outlives_a_sign_in_in_another_tab(who: str):
    assert send_old_form(VOUCHED[who]) == 200


@pytest.mark.django_db
@pytest.mark.parametrize("who", UNKNOWN)
def test_s16_a_form_with_an_old_token_counts_for_nobody_else(who: str):
    assert send_old_form(UNKNOWN[who]) == 403


@pytest.mark.django_db
def test_s16_who_keeps_no_cookies_is_refused_and_told_so():
    assert send_old_form(VOUCHED["ours"], cookies=False) == 403


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["seat", "console"])
def test_a_personal_link_without_cookies_says_so(kind: str):
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    link = {"seat": f"/seat/{ana.id}/enter/{ana.token}/",
            "console": f"/console/{workshop.id}/enter/{workshop.console_token}/"}[kind]  # fmt: skip
    keeps, keeps_none = Client(), Client()

    way = keeps_none.get(link).url
    keeps_none.cookies.clear()
    told = keeps_none.get(way)
    assert (told.status_code, "Je browser bewaart geen cookies" in told.content.decode()) == (401, True)

    shown = keeps.get(link, follow=True)
    assert (shown.status_code, shown.request["PATH_INFO"], shown.request["QUERY_STRING"]) == (
        200, link.split("enter/")[0], ""
    )  # fmt: skip


@pytest.mark.django_db
def test_s16_looking_changes_nothing():
    workshop = lay_table(Step.SWAP)
    ana = seat(workshop, "Ana")
    before = told(rows())
    for client, base in ((chair_of(workshop), base_of(workshop)), (browser_of(ana), base_of(ana)),
                         (Client(), beamer_of(workshop))):  # fmt: skip
        for address in addresses(workshop):
            if address.startswith("/console/"):
                address = base + address.split("/", 3)[3]
            client.get(address)
            client.head(address)
    assert told(rows()) == before


def told(found: dict[str, list[dict[str, Any]]]) -> list[Any]:
    """All rows without the leases, and without who stood before a shut door."""
    unsaid = {"last_seen", "device"}
    return [[{k: v for k, v in row.items() if k not in unsaid} for row in table] for table in found.values()]


# sockets from elsewhere


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", None, "http://localhost:9000", "https://localhost:8000",
     "http://localhost.evil.example:8000", "http://localhost:8000@evil.example"],
)  # fmt: skip
async def test_s17_a_page_of_another_site_gets_no_socket(origin: str | None):
    assert not is_same_origin(scope(origin))
    assert (await Socket("/seat/x/live/", origin=origin or "", host="localhost:8000").connect())[0] is False
