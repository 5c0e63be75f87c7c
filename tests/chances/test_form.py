"""Variants of the form: what lies on the table is called by its own name."""

import re

import pytest
from babel.messages.catalog import Message
from django.test import Client
from django.utils.html import strip_tags
from support.people import (
    act,
    base_of,
    beamer_of,
    browser_of,
    chair_of,
    find_fleur,
    join,
    lay_table,
    open_workshop,
    seat,
)

from sessions.i18n import catalogue
from workshop.models import Workshop
from workshop.steps import Form, Step
from workshop.variants import reworded

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: Values that are filled in.
FILLED = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
#: What nobody reads: styles, scripts and titles of the app.
HIDDEN = re.compile(r"<(script|style|title)\b.*?</\1>", re.DOTALL)

FIELDS = {"team": "Zuid", "title": "Ruilen", "hours": "3", "retain_until": "2030-01-01"}


def made(**fields: str) -> Workshop:
    """What Fleur makes on her dashboard."""
    client = Client()
    client.force_login(find_fleur())
    assert client.post("/dashboard/workshops/", FIELDS | fields).status_code == 302
    return Workshop.objects.get()


@pytest.mark.parametrize(
    ("form", "one"), [("customers", "klant"), ("projects", "project"), ("suppliers", "leverancier")]
)
def test_the_facilitator_chooses_what_lies_on_the_table(form: str, one: str):
    workshop = made(form=form)
    assert (workshop.form, workshop.one) == (form, one)


def test_without_a_choice_they_are_customers():
    assert made().form == Form.CUSTOMERS


def test_the_own_list_and_the_result_speak_of_it():
    workshop = open_workshop()
    Workshop.objects.filter(pk=workshop.pk).update(form=Form.PROJECTS)
    ana = join(workshop, "Ana")
    join(workshop, "Bas")
    act(workshop, "steps.go", to=Step.SHEET)
    assert "Naam van een project" in browser_of(ana).get(f"{base_of(ana)}regions/?r=own").content.decode()
    act(workshop, "steps.go", to=Step.CLOSING)
    shown = chair_of(workshop).get(f"{base_of(workshop)}regions/?r=result").content.decode()
    assert "Projecten per persoon" in shown


# --- the words of a variant ------------------------------------------------------------------------------------------

#: What our sentences call a customer, in a language; the name of the app stays.
OURS = {"nl": re.compile(r"(?<!%\()klant", re.IGNORECASE), "en": re.compile(r"(?<!%\()customer", re.IGNORECASE)}


def sentences(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


@pytest.mark.parametrize("code", ["nl", "en"])
@pytest.mark.parametrize("form", [Form.PROJECTS, Form.SUPPLIERS])
def test_no_sentence_of_a_variant_speaks_of_customers(code: str, form: Form):
    said = [message for message in catalogue.variant(catalogue.read(catalogue.po_path()), code, form) if message.id]
    assert len(said) > 500
    assert [text for message in said for text in sentences(message) if OURS[code].search(text)] == []


@pytest.mark.parametrize("code", ["nl", "en"])
@pytest.mark.parametrize("form", [Form.PROJECTS, Form.SUPPLIERS])
def test_what_is_filled_in_keeps_its_name(code: str, form: Form):
    source = catalogue.read(catalogue.po_path())
    ours = {(message.id, message.context): message for message in source if message.id}
    for message in catalogue.variant(source, code, form):
        if message.id:
            before = ours[message.id, message.context]
            text = [before.string] if isinstance(before.string, str) else list(before.string)
            assert FILLED.findall(" ".join(sentences(message))) == FILLED.findall(
                " ".join(text if code == "en" else [before.id] if isinstance(before.id, str) else list(before.id))
            )


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (
            "Welke klant die je energie geeft, krijgt meer aandacht?",
            "Welk project dat je energie geeft, krijgt meer aandacht?",
        ),
        ("Klanten per persoon", "Projecten per persoon"),
        ("Is dit dezelfde klant?", "Is dit hetzelfde project?"),
        ("Oefenklant", "Oefenproject"),
        ("%(customer)s kost jou energie", "%(customer)s kost jou energie"),
    ],
)
def test_the_words_around_it_agree(ours: str, theirs: str):
    assert reworded(ours, "nl", Form.PROJECTS) == theirs


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_paper_and_file_speaks_of_projects(language: str):
    workshop = lay_table(Step.CLOSING)
    Workshop.objects.filter(pk=workshop.pk).update(form=Form.PROJECTS, language=language, title="Ruilen")
    chair, ana = chair_of(workshop), seat(workshop, "Ana")
    pages = [chair.get(base_of(workshop) + path) for path in ("", "paper/", "journal/", "swap-list.csv", "hand-over/")]
    pages += [browser_of(ana).get(base_of(ana)), Client().get(beamer_of(workshop))]
    for step in (Step.SHEET, Step.STORY, Step.STACK, Step.SWAP):
        act(workshop, "steps.go", to=step)
        pages += [chair.get(base_of(workshop)), browser_of(ana).get(base_of(ana)), Client().get(beamer_of(workshop))]
    for page in pages:
        text = strip_tags(HIDDEN.sub("", page.content.decode())).replace("Klanten ruilen", "")
        assert OURS[language].findall(text.replace("Swapping customers", "")) == []
    assert f'<html lang="{language}">' in pages[0].content.decode()
