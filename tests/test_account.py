"""Facilitators: in, out, and the first one."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse

from sessions.accounts import first_facilitator
from workshop.names import clean_line

PASSWORD = "een lange zin om te onthouden"


@pytest.fixture
def fleur(db) -> User:
    return User.objects.create_user("fleur", password=PASSWORD)


def test_signing_in_leads_to_the_page_that_was_asked_for(client: Client, fleur: User):
    answer = client.post(reverse("sign_in"), {"name": "fleur", "password": PASSWORD, "next": "/sign-in/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/")
    assert int(client.session["_auth_user_id"]) == fleur.pk


@pytest.mark.parametrize("next_page", ["https://mallory.example/", "//mallory.example/", "javascript:alert(1)", ""])
def test_signing_in_never_leads_to_another_site(client: Client, fleur: User, next_page: str):
    answer = client.post(reverse("sign_in"), {"name": "fleur", "password": PASSWORD, "next": next_page})
    assert answer.headers["Location"] == reverse("dashboard")


@pytest.mark.parametrize(
    ("name", "password"), [("fleur", "iets anders"), ("niemand", PASSWORD), ("", ""), ("x" * 9999, "y")]
)
def test_a_wrong_pair_is_refused_with_a_sentence(client: Client, fleur: User, name: str, password: str):
    answer = client.post(reverse("sign_in"), {"name": name, "password": password})
    assert (answer.status_code, "_auth_user_id" in client.session) == (422, False)


def test_signing_out_asks_for_a_post(client: Client, fleur: User):
    client.force_login(fleur)
    assert client.get(reverse("sign_out")).status_code == 405
    assert client.post(reverse("sign_out")).status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_practice_facilitators_do_not_count_as_facilitators():
    practice = User(username="oefening")
    practice.set_unusable_password()
    practice.save()
    User.objects.create(username="leeg", password="")
    assert not first_facilitator.facilitator_exists()
    User.objects.create_user("fleur", password=PASSWORD)
    assert first_facilitator.facilitator_exists()


@pytest.mark.django_db
def test_the_first_facilitator_is_signed_in_at_once(client: Client):
    answer = client.post(
        reverse("begin", args=[first_facilitator.make_token()]), {"name": "fleur", "password": PASSWORD}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("dashboard"))
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("", PASSWORD),
        ("fleur", ""),
        ("fleur", "kort"),
        ("fleur", "1234567890"),
        ("fl<b>eur", PASSWORD),
        ("\x00", PASSWORD),
    ],
)
def test_a_first_facilitator_needs_a_sound_name_and_password(client: Client, name: str, password: str):
    answer = client.post(reverse("begin", args=[first_facilitator.make_token()]), {"name": name, "password": password})
    assert (answer.status_code, User.objects.count()) == (422, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["Marijke de Wit", "  Marijke   de Wit ", "J. d'Été-Çelik", "علی\u200cرضا", "m@wit.nl"]
)
def test_a_persons_name_is_a_username_and_signs_in(client: Client, name: str):
    assert (
        client.post(
            reverse("begin", args=[first_facilitator.make_token()]), {"name": name, "password": PASSWORD}
        ).status_code
        == 302
    )
    assert User.objects.get().username == first_facilitator.clean_username(name) == clean_line(name)
    again = Client()
    answer = again.post(reverse("sign_in"), {"name": f" {name}", "password": PASSWORD})
    assert (answer.status_code, again.session["_auth_user_id"]) == (302, str(User.objects.get().pk))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["\u3164", "\u2800\ufe0f", "...", "😀", "Marijke\u2028<x>"])
def test_a_username_that_looks_like_nothing_or_has_odd_signs_is_refused(client: Client, name: str):
    answer = client.post(reverse("begin", args=[first_facilitator.make_token()]), {"name": name, "password": PASSWORD})
    assert (answer.status_code, User.objects.count()) == (422, 0)


@pytest.mark.parametrize("name", ["fleur", "Fleur", "FLEUR", " fleur "])
def test_capitals_do_not_matter_in_signing_in(client: Client, fleur: User, name: str):
    assert client.post(reverse("sign_in"), {"name": name, "password": PASSWORD}).status_code == 302


def test_two_accounts_that_differ_in_capitals_are_two(client: Client, fleur: User):
    other = User.objects.create_user("Fleur", password="nog een lange zin")
    client.post(reverse("sign_in"), {"name": "Fleur", "password": "nog een lange zin"})
    assert client.session["_auth_user_id"] == str(other.pk)
    assert Client().post(reverse("sign_in"), {"name": "FLEUR", "password": PASSWORD}).status_code == 422


@pytest.mark.django_db
def test_what_one_logs_in_with_is_called_a_username(client: Client):
    pages = [client.get(reverse("sign_in")), client.get(reverse("begin", args=[first_facilitator.make_token()]))]
    labels = [re.findall(r"<label[^>]*>\s*([^<]+?)\s*</label>", page.content.decode()) for page in pages]
    assert labels == [["Gebruikersnaam", "Wachtwoord"]] * 2


@pytest.mark.django_db
def test_an_old_link_and_a_link_for_something_else_open_nothing(client: Client, monkeypatch: pytest.MonkeyPatch):
    other = signing.dumps("", salt="something else")
    assert client.get(reverse("begin", args=[other])).status_code == 410
    token = first_facilitator.make_token()
    monkeypatch.setattr(first_facilitator, "LIFETIME", -1)
    assert client.get(reverse("begin", args=[token])).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_of_two_people_with_the_link_one_becomes_facilitator():
    from django.apps import apps
    from django.contrib.contenttypes.management import create_contenttypes

    create_contenttypes(apps.get_app_config("auth"), verbosity=0)
    token = first_facilitator.make_token()

    def begin(name: str) -> int:
        try:
            return Client().post(reverse("begin", args=[token]), {"name": name, "password": PASSWORD}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(begin, ["fleur", "mallory"]))
    assert (codes, User.objects.count()) == ([302, 410], 1)
