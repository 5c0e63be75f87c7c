"""The facilitator's chair: a second one takes over by code, the first is then read-only and can take it back."""

import pytest
from django.test import Client
from support.asserts import told
from support.people import base_of, chair_of, lay_table, send

from workshop.models import Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db

PASSIVE = "chair-elsewhere"


def take_over(workshop: Workshop, code: str | None = None) -> tuple[Client, int]:
    """A second facilitator with the codes of the printed sheet."""
    second = Client()
    codes = {"code": workshop.code.lower(), "takeover_code": code or workshop.takeover_code}
    return second, second.post("/take-over/", codes).status_code


def test_who_has_the_codes_leads_from_then_on():
    workshop = lay_table(Step.TABLE)
    second, status = take_over(workshop)
    moved = send(second, workshop, "steps.go", to=3, step=2)
    workshop.refresh_from_db()
    assert (status, moved.status_code, workshop.step, workshop.chair) == (302, 200, Step.STORY, "second")


def test_the_first_regie_sees_everything_and_does_nothing_until_it_takes_the_chair_back():
    workshop = lay_table(Step.TABLE)
    first = chair_of(workshop)
    take_over(workshop)
    looked = first.get(base_of(workshop)).content.decode()
    refused = send(first, workshop, "steps.go", to=3, step=2)
    taken = send(first, workshop, "steps.take_chair", step=2)
    moved = send(first, workshop, "steps.go", to=3, step=2)
    assert ("Neem terug" in looked, 'data-command="steps.go"' in looked) == (True, False)
    assert told(refused) == (409, PASSIVE)
    assert (taken.status_code, moved.status_code) == (200, 200)


def test_after_that_the_second_one_is_read_only():
    workshop = lay_table(Step.TABLE)
    second, _status = take_over(workshop)
    send(chair_of(workshop), workshop, "steps.take_chair", step=2)
    refused = send(second, workshop, "steps.go", to=3, step=2)
    assert told(refused) == (409, PASSIVE)


def test_a_wrong_code_gets_a_sentence_and_no_chair():
    workshop = lay_table(Step.TABLE)
    second, status = take_over(workshop, code="AAAAAA")
    workshop.refresh_from_db()
    assert (status, second.get(base_of(workshop)).status_code, workshop.chair) == (404, 302, "first")


def test_an_empty_code_opens_nothing():
    workshop = lay_table(Step.TABLE)
    answer = Client().post("/take-over/", {"code": workshop.code, "takeover_code": ""})
    assert answer.status_code == 404
