"""Signed out in another tab: what a form of this one holds is kept through signing in, and works on."""

import re

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from support.people import FLEURS_WORD, base_of, find_fleur, lay_table

from sessions.accounts import signed_out
from workshop.models import ListedCustomer, Workshop
from workshop.steps import Step

HTML = {"Accept": "text/html"}
MADE = {"team": "Noord", "title": "Ruilen in mei", "hours": "3", "retain_until": "2027-01-01", "action_id": "f" * 20}


@pytest.fixture
def workshop(db: None) -> Workshop:
    return lay_table(Step.LOBBY)


def hidden(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return [(name, value) for name, value in found if name != "csrfmiddlewaretoken"]


def form_to(page: str, address: str) -> str:
    return page.split(f'action="{address}"')[1].split("</form>")[0]


def sign_in_with(client: Client, page: str, password: str = FLEURS_WORD):
    find_fleur()
    sent = dict(hidden(form_to(page, "/sign-in/"))) | {"name": "fleur", "password": password}
    return client.post(reverse("sign_in"), sent)


def test_a_new_workshop_that_was_typed_is_made_after_signing_in(workshop: Workshop):
    client = Client()
    asked = client.post(reverse("make_workshop"), MADE, headers=HTML)
    assert (asked.status_code, "wat je invulde is bewaard" in asked.content.decode()) == (401, True)

    wrong = sign_in_with(client, asked.content.decode(), "geraden")
    offered = sign_in_with(client, wrong.content.decode()).content.decode()
    assert f'action="{reverse("make_workshop")}"' in offered
    assert not Workshop.objects.filter(title="Ruilen in mei").exists()

    kept = dict(hidden(form_to(offered, reverse("make_workshop"))))
    assert kept == MADE
    client.post(reverse("make_workshop"), kept)
    assert Workshop.objects.get(title="Ruilen in mei").team.name == "Noord"


def test_a_list_that_was_pasted_is_there_after_signing_in(workshop: Workshop):
    client, address = Client(), f"{base_of(workshop)}team-list/"
    asked = client.post(address, {"text": 'Molen "De Hoop"\n<b>Vuurtoren</b>', "column": ""}, headers=HTML)
    offered = sign_in_with(client, asked.content.decode()).content.decode()

    assert ("text", "Molen &quot;De Hoop&quot;\n&lt;b&gt;Vuurtoren&lt;/b&gt;") in hidden(offered)
    assert f'action="{address}"' in offered
    assert not ListedCustomer.objects.exists()


def test_a_script_hears_a_sentence_as_ever(workshop: Workshop):
    answer = Client().post(f"{base_of(workshop)}do/steps.go/", {"to": "1"})
    said = {"code": "not-signed-in", "sentence": "Log in als begeleider van deze workshop."}
    assert (answer.status_code, answer.json()) == (401, said)


def test_what_held_no_words_just_asks_to_sign_in(workshop: Workshop):
    client = Client()
    asked = client.post(reverse("erase_workshop", args=[workshop.id]), headers=HTML).content.decode()
    assert 'name="kept"' not in asked
    assert sign_in_with(client, asked).url == reverse("dashboard")
    assert Workshop.objects.filter(pk=workshop.pk).exists()


@pytest.mark.parametrize(
    "forged",
    ["", "x", signing.dumps({"path": "/", "fields": []}, salt="another")],
    ids=["nothing", "nonsense", "signed for another purpose"],  # the last one bears the time; a name may not
)
def test_nobody_else_lays_a_form_ready(workshop: Workshop, forged: str):
    find_fleur()
    answer = Client().post(reverse("sign_in"), {"name": "fleur", "password": FLEURS_WORD, "kept": forged})
    assert (answer.status_code, answer.url) == (302, reverse("dashboard"))


def test_a_form_is_not_kept_for_ever(workshop: Workshop, monkeypatch: pytest.MonkeyPatch):
    client = Client()
    asked = client.post(reverse("make_workshop"), MADE, headers=HTML).content.decode()
    monkeypatch.setattr(signed_out, "LONGEST_WAIT", -1)
    assert sign_in_with(client, asked).url == reverse("dashboard")
