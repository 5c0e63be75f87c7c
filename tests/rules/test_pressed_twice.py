"""What passes on, opens or takes away says from where: pressed twice, by one person or two, it is done once."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from lxml import html
from support.asserts import nothing_changes, told
from support.people import act, base_of, browser_of, chair_of, go, lay_table, seat, send, slip

from workshop.models import Participant, SwapProposal, Turn, Workshop
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CHANGED = "changed"
#: What each of these commands says about where it was pressed.
SAYS = {
    "story.next_question": {"turn", "question"},
    "story.previous_question": {"turn", "question"},
    "story.pass_word": {"turn"},
    "story.skip": {"turn"},
    "story.give_turn": {"speaking"},
    "swap.open": {"spotlight"},
    "swap.close": {"spotlight"},
    **dict.fromkeys(
        ("swap.settle", "swap.choose", "swap.keep", "swap.draw_lots", "swap.let_giver_choose", "swap.look",
         "swap.let_go", "swap.leave_open", "swap.help", "swap.answer"),
        frozenset({"slip_seq"}),
    ),
}  # fmt: skip


def speaking(workshop: Workshop) -> tuple[str, int]:
    turn = Turn.objects.select_related("participant").get(workshop=workshop, state="speaking")
    return turn.participant.name, turn.question


def button(who: Participant | Workshop, region: str, action: str, number: int = 0) -> dict[str, Any]:
    """What the button on somebody's page sends."""
    client = chair_of(who) if isinstance(who, Workshop) else browser_of(who)
    page = html.fromstring(client.get(f"{base_of(who)}regions/?r={region}").content.decode())
    found = page.xpath(f"//button[@data-command='{action}']")[number]
    return dict(json.loads(found.get("data-fields")))


def press(who: Participant | Workshop, action: str, fields: dict[str, Any]) -> tuple[int, str]:
    client = chair_of(who) if isinstance(who, Workshop) else browser_of(who)
    answer = send(client, who, action, **fields)
    return told(answer)


# --- step 3 ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def telling() -> Workshop:
    """Ana speaks, person by person."""
    workshop = lay_table(Step.STORY)
    act(workshop, "story.mode", mode="person")
    return workshop


def test_the_next_question_pressed_twice_is_one_question_on(telling: Workshop):
    fields = button(telling, "desk", "story.next_question")
    assert press(telling, "story.next_question", fields) == (200, "")
    with nothing_changes():
        assert press(telling, "story.next_question", fields) == (200, "")
    assert speaking(telling) == ("Ana", 2)


def test_speaker_and_facilitator_who_go_on_together_go_one_question_on(telling: Workshop):
    ana = seat(telling, "Ana")
    hers, fleurs = (button(*at, "story.next_question") for at in ((ana, "turn"), (telling, "desk")))
    press(ana, "story.next_question", hers)
    press(telling, "story.next_question", fleurs)
    assert speaking(telling) == ("Ana", 2)


def test_back_pressed_twice_is_one_question_back(telling: Workshop):
    for _ in range(2):
        act(telling, "story.next_question")
    fields = button(telling, "desk", "story.previous_question")
    for _ in range(2):
        assert press(telling, "story.previous_question", fields)[0] == 200
    assert speaking(telling) == ("Ana", 2)


def test_a_page_that_is_two_questions_behind_is_told_so(telling: Workshop):
    fields = button(telling, "desk", "story.next_question")
    for _ in range(2):
        act(telling, "story.next_question")
    with nothing_changes():
        assert press(telling, "story.next_question", fields) == (409, CHANGED)


@pytest.mark.parametrize("action", ["story.pass_word", "story.skip"])
def test_the_word_passed_on_twice_skips_nobody(telling: Workshop, action: str):
    ana = seat(telling, "Ana")
    place = {"story.pass_word": "desk", "story.skip": "order"}[action]
    hers, fleurs = (button(*at, action) for at in ((ana, "turn"), (telling, place)))
    assert press(ana, action, hers) == (200, "")
    with nothing_changes():
        assert press(ana, action, hers) == (200, "")
        assert press(telling, action, fleurs) == (200, "")
    assert speaking(telling) == ("Bas", 1)


def test_a_question_of_a_turn_that_is_over_is_refused(telling: Workshop):
    fields = button(telling, "desk", "story.next_question")
    act(telling, "story.pass_word")
    with nothing_changes():
        assert press(telling, "story.next_question", fields) == (409, CHANGED)


def test_the_word_is_given_from_whom_one_saw_speak(telling: Workshop):
    """Fleur gives the word to Cem while Ana has it; meanwhile Ana passed it to Bas, who has just begun."""
    fields = button(telling, "order", "story.give_turn", 1)
    act(seat(telling, "Ana"), "story.pass_word")
    with nothing_changes():
        assert press(telling, "story.give_turn", fields) == (409, CHANGED)
    assert speaking(telling) == ("Bas", 1)


# --- step 6 ----------------------------------------------------------------------------------------------------------


def test_a_slip_opened_twice_is_opened_once():
    workshop = lay_table(Step.SWAP)
    fields = button(workshop, "order", "swap.open", 0)
    assert press(workshop, "swap.open", fields) == (200, "")
    with nothing_changes():
        assert press(workshop, "swap.open", fields) == (200, "")


def test_opening_begins_once():
    workshop = lay_table(Step.SWAP)
    fields = button(workshop, "desk", "swap.open")
    assert fields["slip"] == ""
    assert press(workshop, "swap.open", fields) == (200, "")
    with nothing_changes():
        assert press(workshop, "swap.open", fields) == (200, "")


def test_a_slip_is_not_opened_over_one_that_was_not_seen():
    """The console on the phone is a moment behind the one on the laptop."""
    workshop = lay_table(Step.SWAP)
    first, second = (button(workshop, "order", "swap.open", number) for number in (0, 1))
    press(workshop, "swap.open", first)
    with nothing_changes():
        assert press(workshop, "swap.open", second) == (409, CHANGED)


def test_the_spotlight_is_closed_over_what_was_seen_in_it():
    workshop = lay_table(Step.SWAP)
    act(workshop, "swap.open", slip=slip(workshop, "Hotel").id)
    fields = button(workshop, "spotlight", "swap.close")
    act(workshop, "swap.open", slip=slip(workshop, "Notaris").id)
    with nothing_changes():
        assert press(workshop, "swap.close", fields) == (409, CHANGED)


def test_the_last_look_pressed_twice_is_one_question():
    workshop = lay_table(Step.SWAP)
    act(workshop, "swap.open", slip=slip(workshop, "Hotel").id)
    fields = button(workshop, "spotlight", "swap.look")
    press(workshop, "swap.look", fields)
    with nothing_changes():
        assert press(workshop, "swap.look", fields) == (409, CHANGED)
    assert SwapProposal.objects.get(rating__customer__name="Hotel").look == 1


@pytest.mark.parametrize("action", ["swap.let_go", "swap.leave_open"])
def test_nothing_is_decided_from_a_page_that_is_behind(action: str):
    workshop = lay_table(Step.SWAP)
    act(workshop, "swap.open", slip=slip(workshop, "Hotel").id)
    act(workshop, "swap.look", slip=slip(workshop, "Hotel").id)
    fields = button(workshop, "spotlight", action)
    act(workshop, "swap.look", slip=slip(workshop, "Hotel").id)
    with nothing_changes():
        assert press(workshop, action, fields) == (409, CHANGED)


def test_a_giver_keeps_what_the_giver_saw():
    workshop = lay_table(Step.SWAP)
    hotel, bas = slip(workshop, "Hotel"), seat(workshop, "Bas")
    fields = button(bas, "own", "swap.keep", 0)
    act(workshop, "swap.open", slip=hotel.id)
    with nothing_changes():
        assert press(bas, "swap.keep", fields | {"slip": hotel.id}) == (409, CHANGED)


def test_a_step_is_left_once():
    workshop = lay_table(Step.TABLE)
    fields = button(workshop, "desk", "steps.go")
    answers = [press(workshop, "steps.go", fields | {"step": Step.TABLE})[0] for _ in range(2)]
    workshop.refresh_from_db()
    assert (answers, workshop.step) == ([200, 409], Step.STORY)
    go(workshop, Step.TABLE)


# --- the pages -------------------------------------------------------------------------------------------------------


def test_every_page_says_from_where():
    """In all templates: the button, or the form, names what it was pressed over."""
    found: set[str] = set()
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        text = path.read_text()
        for action, fields in re.findall(r'{% command "([\w.]+)" ?([^%]*)%}', text):
            if action in SAYS:
                found.add(action)
                assert SAYS[action] <= set(re.findall(r"(\w+)=", fields)), f"{path.name}: {action}"
        for action, form in re.findall(r'<form\s+data-command="([\w.]+)"(.*?)</form>', text, re.DOTALL):
            if action in SAYS:
                found.add(action)
                assert SAYS[action] <= set(re.findall(r'name="(\w+)"', form)), f"{path.name}: {action}"
    assert found == set(SAYS)
