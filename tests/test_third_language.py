"""A language more is a folder in locale/ and nothing else: no line of code, no setting."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.asserts import assertInHTML
from support.people import base_of, beamer_of, browser_of, chair_of, lay_table, open_workshop, seat, send

from sessions.i18n import catalogue
from workshop import environment
from workshop.models import Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db

FRENCH = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Doe mee"
msgstr "Participez"

msgid "Op tafel"
msgstr "Sur la table"

msgid "%(n)s klant is nog niet verdeeld."
msgid_plural "%(n)s klanten zijn nog niet verdeeld."
msgstr[0] "%(n)s client"
msgstr[1] "%(n)s clients"
"""


@pytest.fixture
def french(tmp_path: Path, settings) -> None:
    """The server as it starts with a folder locale/fr beside the others."""
    po = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(FRENCH, encoding="utf-8")
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.LANGUAGES = environment.read_languages(tmp_path / "locale")
    catalogue.compile_stale()


def test_the_languages_are_dutch_and_the_folders_of_locale(tmp_path: Path):
    assert environment.read_languages(tmp_path) == [("nl", "Nederlands")]
    for name in ("pt_BR", "fr", "empty"):
        (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)
    for name in ("pt_BR", "fr"):
        (tmp_path / name / "LC_MESSAGES" / "django.po").touch()
    assert environment.read_languages(tmp_path) == [
        ("nl", "Nederlands"),
        ("fr", "Français"),
        ("pt-br", "Português brasileiro"),
    ]
    assert settings.LANGUAGES == [("nl", "Nederlands"), ("en", "English")]


@pytest.mark.usefixtures("french")
def test_a_device_can_choose_it_and_reads_it(client: Client):
    assertInHTML(
        '<button class="link" form="language" name="language" value="fr" lang="fr">Français</button>', read(client)
    )
    client.post("/language/", {"language": "fr", "next": "/"})
    page = read(client)
    assert ('<html lang="fr">' in page, "Participez" in page, "Doe mee" in page) == (True, True, False)
    assert "1 janvier 2040" in client.get(f"/join/{open_workshop().code}/").content.decode()


@pytest.mark.usefixtures("french")
def test_the_facilitator_can_give_it_to_the_projector_and_a_seat_keeps_its_own():
    workshop = lay_table(Step.TABLE)
    fleur = chair_of(workshop)
    assert 'value="fr"' in fleur.get(f"{base_of(workshop)}regions/?r=beamer").content.decode()
    send(fleur, workshop, "projector.look", size="M", theme="light", language="fr")
    assert Workshop.objects.get(pk=workshop.pk).language == "fr"
    assert "Sur la table" in Client().get(beamer_of(workshop)).content.decode()
    ana = browser_of(seat(workshop, "Ana"))
    ana.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
    assert "Op tafel" in ana.get(base_of(seat(workshop, "Ana"))).content.decode()


def test_make_messages_gathers_the_sentences_for_it(tmp_path: Path, monkeypatch, settings):
    (tmp_path / "locale" / "fr").mkdir(parents=True)
    wanted = catalogue.gather()
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(catalogue, "gather", lambda: wanted)
    assert catalogue.translations() == ["fr"]
    path = catalogue.po_path("fr")
    catalogue.update(path)
    faults = catalogue.faults(path)
    assert "onvertaald: Doe mee" in faults
    assert {fault.split(":")[0] for fault in faults} == {"onvertaald"}


def read(client: Client) -> str:
    return client.get("/").content.decode()
