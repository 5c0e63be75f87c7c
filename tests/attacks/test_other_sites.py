"""What a page of another site gets done here with the browser of somebody who sits at the table: nothing."""

import re
from typing import Any

import pytest
from cast import base_of, beamer_of, browser_of, chair_of, find_fleur, lay_table, seat
from django.test import Client
from django.urls import get_resolver
from judge import nothing_changes, rows
from live.test_origin import scope
from screens import Socket

from sessions.origin import is_same_origin
from workshop.method import Step
from workshop.models import Workshop

# S16: forms from elsewhere


def addresses(workshop: Workshop) -> list[str]:
    """Every address of the house, filled in for this workshop."""
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
    assert (answer.status_code, "opnieuw" in answer.json()["sentence"]) == (403, True)


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


# S17: sockets from elsewhere


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", None, "http://localhost:9000", "https://localhost:8000",
     "http://localhost.evil.example:8000", "http://localhost:8000@evil.example"],
)  # fmt: skip
async def test_s17_a_page_of_another_site_gets_no_socket(origin: str | None):
    assert not is_same_origin(scope(origin))
    assert (await Socket("/seat/x/live/", origin=origin or "", host="localhost:8000").connect())[0] is False
