"""The journal offers to undo what would be undone, and nothing else; the rule stands in
workshop/actions/undo_guards.py."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from lxml import html
from support.asserts import nothing_changes, told, zones
from support.people import (
    act,
    again,
    base_of,
    browser_of,
    chair_of,
    figure,
    go,
    lay_table,
    seat,
    send,
    slip,
)
from support.snapshots import once

from sessions import practice
from sessions.access import chair_cookie
from workshop.models import JournalEntry, PrivateNote, Workshop
from workshop.refusals import Refusal
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def offered(workshop: Workshop, browser: Client | None = None) -> set[int]:
    """The entries beside which Fleur's journal has a button, by number."""
    page = (browser or chair_of(workshop)).get(f"{base_of(workshop)}journal/").content.decode()
    buttons = html.fromstring(page).xpath("//button[@data-command='journal.take_back']/@data-fields")
    return {int("".join(filter(str.isdigit, fields))) for fields in buttons}


class Undone(Exception):
    """It would have been accepted; nothing of it stays."""


def refusal_of(workshop: Workshop, entry: int) -> Refusal | None:
    """Why this entry cannot be undone now; None: it can."""
    try:
        with transaction.atomic():
            act(workshop, "journal.take_back", entry=entry)
            raise Undone
    except Undone:
        return None
    except Refusal as refusal:
        return refusal


@once
def played(to: Step) -> Workshop:
    return practice.play(facilitator=None, to=to, people=4, customers=4)


@pytest.mark.parametrize("step", list(Step))
def test_in_every_step_the_journal_offers_what_would_be_accepted(step: Step):
    workshop = played(step)
    console = Client()
    console.cookies[chair_cookie(workshop.id)] = workshop.console_token
    buttons = offered(workshop, console)
    # Private entries are a count on the console: it can undo none of them.
    newest = workshop.journal.filter(private_to=None).order_by("-seq").values_list("seq", flat=True)[:60]
    refusals = {entry: refusal_of(workshop, entry) for entry in newest}
    accepted = {entry for entry, refusal in refusals.items() if refusal is None}
    assert buttons == accepted


def test_after_closing_nothing_is_offered():
    workshop = lay_table(Step.CLOSING)
    act(seat(workshop, "Ana"), "closing.success", success="Nee gezegd")
    assert offered(workshop)
    act(workshop, "closing.close")
    act(workshop, "wall.add", column="more", text="Bellen")
    assert offered(workshop) == set()


def test_a_shared_note_is_not_offered():
    workshop = lay_table(Step.STORY)
    ana = seat(workshop, "Ana")
    act(ana, "story.keep_note", text="Later")
    go(workshop, Step.THREAD)
    shared = act(ana, "thread.share_note", note=PrivateNote.objects.get().id, heading="more").seq
    written = act(ana, "thread.write", heading="more", text="Bellen").seq
    assert offered(workshop) & {shared, written} == {written}


def test_what_something_public_was_built_on_is_not_offered_until_that_is_undone():
    workshop = lay_table(Step.TABLE)
    ana, line = seat(workshop, "Ana"), figure(workshop, "Ana", "Slager").id
    first, second = (act(ana, "table.place", figure=line, zone=zone).seq for zone in ("costs", "gives"))
    assert offered(workshop) & {first, second} == {second}
    act(workshop, "journal.take_back", entry=second)
    assert offered(workshop) & {first, second} == {first}


@pytest.mark.parametrize("answers", [True, False])
def test_neither_a_button_nor_a_refusal_tells_what_somebody_did_in_private(answers: bool):
    """Bas answers a slip of his own customer in silence, or not: Fleur learns it when the slip is opened."""
    workshop = lay_table(Step.TABLE)
    bas = seat(workshop, "Bas")
    line = figure(workshop, "Bas", "Bakker").id
    for zone in ("neutral", "gives"):
        moved = act(bas, "table.place", figure=line, zone=zone).seq
    ana = seat(workshop, "Ana")
    act(ana, "table.place", figure=figure(workshop, "Ana", "Bakker").id, zone="costs")
    act(workshop, "table.join", kept=figure(workshop, "Ana", "Bakker").customer_id,
        other=figure(workshop, "Bas", "Bakker").customer_id)  # fmt: skip
    moved = act(bas, "table.place", figure=line, zone="neutral").seq
    go(workshop, Step.STACK)
    act(ana, "stack.stick", figure=figure(workshop, "Ana", "Bakker").id)
    go(workshop, Step.SWAP)
    bakker = slip(workshop, "Bakker")
    if answers:
        act(bas, "swap.answer", slip=bakker.id, answer="take")
    refusal = refusal_of(workshop, moved)
    assert refusal is not None
    assert refusal.code == "answered-in-silence"
    assert moved not in offered(workshop)
    act(workshop, "swap.open", slip=bakker.id)
    assert (moved in offered(workshop), refusal_of(workshop, moved) is None) == (not answers, not answers)


def test_who_only_looks_on_is_offered_nothing():
    workshop = lay_table(Step.TABLE)
    act(seat(workshop, "Ana"), "table.place_all")
    second = Client()
    second.cookies[chair_cookie(workshop.id)] = workshop.second_token
    assert (bool(offered(workshop)), offered(workshop, second)) == (True, set())


# --- a participant's own button ---------------------------------------------------------------------------------------


def press_undo(workshop: Workshop, name: str) -> tuple[int, str]:
    """The button under *Mijn plek*."""
    one = seat(workshop, name)
    browser = browser_of(one)
    page = html.fromstring(browser.get(f"{base_of(one)}regions/?r=more").content.decode())
    (fields,) = page.xpath("//button[@data-command='journal.take_back']/@data-fields")
    answer: Any = send(browser, one, "journal.take_back", entry=int("".join(filter(str.isdigit, fields))))
    return told(answer)


def test_my_last_step_is_undone_by_its_button_and_then_the_one_before():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    for name in ("Slager", "Bakker"):
        act(ana, "table.place", figure=figure(workshop, "Ana", name).id, zone="costs")
    act(ana, "lobby.done", done=True)
    act(seat(workshop, "Bas"), "table.place", figure=figure(workshop, "Bas", "Hotel").id, zone="costs")
    assert press_undo(workshop, "Ana") == (200, "Teruggedraaid: Ana zette Bakker neer.")
    assert set(zones(workshop)) == {("Ana", "Slager"), ("Bas", "Hotel")}
    assert press_undo(workshop, "Ana") == (200, "Teruggedraaid: Ana zette Slager neer.")
    assert set(zones(workshop)) == {("Bas", "Hotel")}
    assert again(ana).done_step == Step.TABLE  # *klaar* is said, not done


def test_who_did_nothing_in_this_step_is_told_so():
    workshop = lay_table(Step.TABLE)
    with nothing_changes():
        assert press_undo(workshop, "Ana") == (409, "undo-earlier-step")
    JournalEntry.objects.all().delete()
    with nothing_changes():
        assert press_undo(workshop, "Ana") == (409, "nothing-to-undo")
