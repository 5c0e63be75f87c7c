"""Live equals fresh at a comeback: looking back, judging again, then and now; on its pages and on the beamer."""

# ruff: noqa: F811 - an argument names a fixture that is imported

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from live.case import LOBBY, STORY, Case, figure, given, of, thread
from live.test_fresh import again as window
from live.test_fresh import clean_process, differences, do, open_screens  # noqa: F401 - its fixtures
from support import comeback, people

from workshop.actions.registry import ACTIONS
from workshop.models import Team, Workshop
from workshop.steps import Step, Zone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def earlier(**more: Any) -> Any:
    """The hand-over of Ana's Bakker to Bas."""
    return lambda workshop: {"earlier": comeback.earlier(workshop, "Ana", "Bakker").id} | more


begun = Case("comeback.begin", LOBBY, "Fleur")
ticked = Case("comeback.hand_over", LOBBY, "Ana", earlier(side="giver"), (begun,))
again = Case("comeback.again", LOBBY, "Bas", earlier(), (begun,))
hung = Case("wall.tend", LOBBY, "Dirk", thread("Samen beginnen", state="busy", owner="Bas"), (begun,))
on_screen = Case("projector.show", LOBBY, "Fleur", given(what="wall"), (begun,))
picture = Case("projector.show", STORY, "Fleur", given(what="then_now"))
table = Case("projector.show", STORY, "Fleur", given(what="then_table"))
CASES = [
    begun,
    ticked,
    again,
    Case("comeback.hand_over", LOBBY, "Dirk", earlier(side="taker"), (begun, ticked)),
    Case("comeback.again", LOBBY, "Fleur", earlier(again=0), (begun, again)),
    Case("comeback.hear", LOBBY, "Ana", earlier(said="Het scheelt een dag"), (begun,)),
    Case("steps.ask", LOBBY, "Fleur", given(number=6, text="Hoe bevalt het?"), (begun,)),
    hung,
    Case("wall.tend", LOBBY, "Fleur", thread("Samen beginnen", state="done"), (begun, hung, on_screen)),
    Case("lobby.remove", LOBBY, "Fleur", of("seat", "Bas"), (begun,)),
    Case("lobby.rename", LOBBY, "Fleur", lambda w: of("seat", "Dina")(w) | {"name": "Cem"}, (begun,)),
    Case("lobby.join", LOBBY, "door", given(name="Cem"), (begun,)),
    Case("steps.go", LOBBY, "Fleur", given(to=1)),
    picture,
    table,
    Case("table.place", STORY, "Ana", figure("Ana", "Kapper", zone="costs"), (picture,)),
    Case("lobby.join", STORY, "door", given(name="Cem"), (table,)),
]


@pytest.fixture(scope="module")
def tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A comeback in its lobby, and one whose stories have begun: Ana speaks, of what is neutral."""
    with django_db_blocker.unblock():
        plays = {LOBBY: comeback.come_back(comeback.close_first()), STORY: _judged()}
        yield {step: (workshop, open_screens(workshop)) for step, workshop in plays.items()}
        Workshop.objects.all().delete()
        Team.objects.all().delete()
        User.objects.all().delete()


def _judged() -> Workshop:
    workshop = comeback.come_back(comeback.close_first())
    comeback.judge_again(workshop, Zone.NEUTRAL)
    people.go(workshop, Step.STORY)
    people.act(workshop, "story.mode", mode="person")
    for _ in range(2):
        people.act(workshop, "story.next_question")
    return workshop


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_page_of_a_comeback_that_heard_the_news_equals_a_fresh_one(case: Case, tables: Any, do: Any) -> None:
    workshop, pages = tables[case.step]
    workshop.refresh_from_db()
    screens = {name: window(page) for name, page in pages.items()}
    for one in (*case.first, case):
        do(one, workshop, screens)

    assert differences(screens) == {}


def test_every_action_of_a_comeback_is_looked_at() -> None:
    assert {case.action for case in CASES} >= {action for action in ACTIONS if action.startswith("comeback.")}
