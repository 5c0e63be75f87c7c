"""The forms on all pages: a button sends the form that it belongs to, and stands below the fields that it needs."""

from collections.abc import Iterator
from typing import Any

import pytest
from lxml import html
from support.people import act, base_of, browser_of, chair_of, figure, invite_dirk, lay_table, seat, slip

from workshop.actions.fields import Line
from workshop.actions.registry import ACTIONS
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FIELD = ".//input[not(@type='hidden')] | .//select | .//textarea"
SENDS = ".//button[not(@type) or @type='submit']"


def pages(step: Step) -> Iterator[Any]:
    """What everybody sees in a step in which there is much to fill in: read as HTML."""
    workshop = lay_table(step)
    dirk, cem = invite_dirk(workshop), seat(workshop, "Cem")
    act(workshop, "lobby.without_device", seat=cem.id)
    if step == Step.STACK:
        act(seat(workshop, "Ana"), "stack.give_away", figure=figure(workshop, "Ana", "Slager").id, why="Leeg")
    if step == Step.SWAP:
        act(workshop, "swap.open", slip=slip(workshop, "Hotel").id)
    if step in (Step.TABLE, Step.STORY, Step.THREAD, Step.STACK):
        act(workshop, "lobby.catch_up", seat=seat(workshop, "Bas").id)
    for who in (seat(workshop, "Ana"), seat(workshop, "Bas"), cem, dirk):
        yield html.fromstring(browser_of(who).get(base_of(who)).content)
    yield html.fromstring(chair_of(workshop).get(base_of(workshop)).content)
    if step == Step.CLOSING:
        for who in (seat(workshop, "Ana"), dirk):
            yield html.fromstring(browser_of(who).get(f"{base_of(who)}follow-up/").content)


@pytest.mark.parametrize("step", Step)
def test_no_button_stands_above_the_fields_that_it_needs(step: Step):
    found = [form for page in pages(step) for form in page.xpath("//form[@data-command]")]
    assert [html.tostring(form, encoding="unicode") for form in found if _hurries(form)] == []


def _hurries(form: Any) -> bool:
    """Whether a field comes after the first button that sends the form."""
    order = list(form.iter())
    buttons, fields = form.xpath(SENDS), form.xpath(FIELD)
    return bool(buttons and fields) and order.index(buttons[0]) < max(order.index(field) for field in fields)


@pytest.mark.parametrize("step", Step)
def test_a_button_that_takes_words_stands_in_the_form_in_which_they_are_typed(step: Step):
    """Beside a form with a field for words, no button of its own sends an action without the words that it takes."""
    lines = [line for page in pages(step) for line in page.xpath("//li[.//form]")]
    assert [
        line.get("id") for line in lines for one in line.xpath(".//button[@data-command]") if _forgets(line, one)
    ] == []


def _forgets(line: Any, button: Any) -> bool:
    fields = ACTIONS[button.get("data-command")].fields
    takes = {name for name, field in fields.items() if isinstance(field, Line)}
    typed = {field.get("name") for field in line.xpath(FIELD)}
    sent = {name for name in takes if f'"{name}"' in button.get("data-fields", "")}
    own = button.xpath("ancestor::form") and button.get("type") != "button"
    return bool(takes & typed - sent) and not own
