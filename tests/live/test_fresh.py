"""Live equals fresh: what a page became by the news equals what a GET of it gives."""

import copy
import difflib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from live import afternoon, cases_grid  # noqa: F401 - the cases are entered
from live.case import CASES, Case, entry, figure
from live.screen import Screen
from support import people
from support.wide import some_of

from sessions.access import chair_cookie
from sessions.board import figures
from sessions.board.news import News, news_of
from sessions.panels import console, regions
from workshop.actions.registry import ACTIONS
from workshop.models import Participant, Team, Workshop
from workshop.perform import Change, changed, perform
from workshop.permissions import Actor
from workshop.steps import Step

pytestmark = pytest.mark.django_db

Screens = dict[str, Screen]
Table = tuple[Workshop, Screens]
Tables = dict[tuple[Step, bool], Table]
Lose = Callable[[News], News]


@pytest.fixture(autouse=True)
def clean_process() -> None:
    """No sockets here, so nothing to empty."""


@pytest.fixture(scope="module")
def tables(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Tables]:
    """An afternoon in the middle of each step that the file SHOWs, and back at some of them from the end, with all
    screens; played once."""
    with django_db_blocker.unblock():
        wanted = sorted({(case.step, case.back) for case in getattr(request.module, "SHOWN", CASES)})
        plays = {(step, back): afternoon.back(step) if back else afternoon.play(step) for step, back in wanted}
        yield {key: (workshop, open_screens(workshop)) for key, workshop in plays.items()}
        Workshop.objects.all().delete()
        Team.objects.all().delete()
        User.objects.all().delete()


def open_screens(workshop: Workshop) -> Screens:
    """A screen of every kind: each seat's, the guest's, both consoles and the projector."""
    seats = Participant.objects.filter(workshop=workshop)
    screens = {one.name: Screen(people.browser_of(one), people.base_of(one), one.id) for one in seats}
    second = Client()
    second.cookies[chair_cookie(workshop.id)] = workshop.second_token
    for name, browser in {"Fleur": people.chair_of(workshop), "second": second}.items():
        screens[name] = Screen(browser, people.base_of(workshop))
    return screens | {"beamer": Screen(Client(), people.beamer_of(workshop))}


def opened(tables: Tables, case: Case) -> Table:
    """The table of a case, with pages of its own; who acts has one more, in hand, than the one that only hears."""
    workshop, screens = tables[case.step, case.back]
    workshop.refresh_from_db()
    doers = {name for one in (*case.first, case) for name in one.who.split("/")} - {"door"}
    return workshop, {name: again(screens[name]) for name in case.eyes | doers}


def again(screen: Screen) -> Screen:
    """The same page in one more window."""
    window = copy.copy(screen)
    window.page, window.asked = copy.deepcopy(screen.page), []
    return window


@pytest.fixture
def do(django_capture_on_commit_callbacks: Any) -> Iterator[Callable[..., list[News]]]:
    """Do a case in the window of who does it; every screen hears what the signal said of its workshop, as `lose`
    leaves it."""
    said: list[tuple[str, News]] = []

    def listen(change: Change, **kwargs: Any) -> None:
        said.append((change.workshop_id, news_of(change)))

    def act(case: Case, workshop: Workshop, screens: Screens, lose: Lose = lambda news: news) -> list[News]:
        said.clear()
        with django_capture_on_commit_callbacks(execute=True):
            play(case, workshop, screens)
        heard = [news for workshop_id, news in said if workshop_id == workshop.id]
        for news in heard:
            for screen in screens.values():
                screen.hear(lose(news))
        return heard

    changed.connect(listen)
    yield act
    changed.disconnect(listen)


def play(case: Case, workshop: Workshop, screens: Screens) -> None:
    fields = case.make(workshop)
    if case.who == "door":
        come_to_door(workshop, case.action, fields)
        return
    who, _, seat = case.who.partition("/")
    screens["in hand"] = again(screens[who])
    fields |= {"for_seat": people.seat(workshop, seat).id} if seat else {}
    response = screens["in hand"].send(case.action, **fields)
    assert response.status_code == 200, response.content.decode()


def come_to_door(workshop: Workshop, action: str, fields: dict[str, Any]) -> None:
    data = fields | ({"secret": "x" * 26} if action == "lobby.knock" else {})
    perform(workshop_id=workshop.id, actor=Actor("door"), action=action, data=data, action_id="stranger")


def differences(screens: Screens) -> dict[str, list[str]]:
    """Per screen: the lines in which the page differs from a fresh one."""
    fresh: dict[Client, list[str]] = {}
    found = {}
    for name, screen in screens.items():
        if screen.client not in fresh:
            fresh[screen.client] = screen.fresh()
        live, truth = screen.lines(), fresh[screen.client]
        if live != truth:
            found[name] = list(difflib.unified_diff(live, truth, "live", "fresh", n=1, lineterm=""))
    return found


# --- live equals fresh ---------------------------------------------------------------------------------------------


#: Every action once; and in the wide run in each step, by whoever may.
FIRST = [case for case in CASES if case.by_all]


def first_of_each_family(cases: list[Case]) -> list[Case]:
    """Of the actions with one noun – swap.open, swap.settle, … – the first."""
    return [*{case.action.split(".")[0]: case for case in reversed(cases)}.values()]


#: At these every kind of screen looks on in every run; in the wide one at the first case of each action.
ALL_LOOK = first_of_each_family(FIRST)


@pytest.mark.fault("T-P1")
@pytest.mark.parametrize("case", some_of(CASES, always=FIRST), ids=str)
def test_every_page_that_heard_the_news_equals_a_fresh_one(
    case: Case, tables: Tables, do: Any, pytestconfig: pytest.Config
) -> None:
    if not pytestconfig.getoption("--wide") and case not in ALL_LOOK:
        case = replace(case, by_all=False)
    workshop, screens = opened(tables, case)
    for one in case.first:
        do(one, workshop, screens)
    (news,) = do(case, workshop, screens)

    assert differences(screens) == {}
    assert {*news["stale"]} <= {*regions.REGIONS, "all"}


def undone() -> list[Case]:
    """The first case of each action that can be undone; nothing is once the workshop is closed."""
    first = {case.action: case for case in reversed(CASES) if "closing.close" not in {one.action for one in case.first}}
    return [replace(case, by_all=True) for name, case in first.items() if ACTIONS[name].undo.allowed]


#: The first of each family, and those whose undo gives words back.
UNDONE_ALWAYS = [
    *first_of_each_family(undone()),
    *[case for case in undone() if case.action in ("stack.lay", "stack.accept")],
]


@pytest.mark.parametrize("case", some_of(undone(), always=UNDONE_ALWAYS), ids=str)
def test_every_page_that_heard_of_an_undo_equals_a_fresh_one(case: Case, tables: Tables, do: Any) -> None:
    workshop, screens = opened(tables, case)
    for one in (*case.first, case):
        do(one, workshop, screens)
    private = workshop.journal.latest("seq").private_to_id
    do(Case("journal.take_back", case.step, case.who if private else "Fleur", entry(case.action)), workshop, screens)

    assert differences(screens) == {}


def test_every_action_has_a_case_that_is_looked_at_by_all() -> None:
    of_comeback = {action for action in ACTIONS if action.startswith("comeback.")}  # test_comeback.py
    assert {case.action for case in CASES if case.by_all} == {*ACTIONS} - of_comeback


def find(action: str, who: str, step: Step) -> Case:
    return next(case for case in CASES if (case.action, case.who, case.step, case.first) == (action, who, step, ()))


DONE, ADDED = find("lobby.done", "Ana", Step.SHEET), find("sheet.add", "Cem", Step.SHEET)
MOVED = find("table.place", "Ana", Step.TABLE)


@pytest.mark.parametrize(
    ("case", "lost", "blind"),
    [
        (DONE, {"stale": []}, {"Ana", "Bas", "Cem", "Dirk", "Fleur", "beamer"}),
        (DONE, {"stale": ["seats", "desk"]}, {"Ana", "Bas", "Cem", "Dirk", "Fleur", "beamer"}),
        (ADDED, {"seats": []}, {"Cem"}),
        (MOVED, {"html": ""}, {"Ana", "Bas", "Fleur", "beamer"}),
    ],
)
def test_news_that_says_too_little_is_seen(
    case: Case, lost: dict[str, Any], blind: set[str], tables: Tables, do: Any
) -> None:
    workshop, screens = opened(tables, case)
    do(case, workshop, screens, lose=lambda news: news | lost)

    # The page in hand heard it from the answer.
    assert {*differences(screens)} == blind


# --- and says no more than it must ---------------------------------------------------------------------------------


def test_a_move_is_one_small_fragment_and_nobody_fetches_anything(
    tables: Tables, do: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[Any] = []
    paint = figures.figure_fragment
    monkeypatch.setattr(figures, "figure_fragment", lambda figure: painted.append(figure) or paint(figure))
    workshop, screens = opened(tables, MOVED)
    (news,) = do(MOVED, workshop, screens)

    assert len(painted) == 1
    assert (len(news["html"].encode()) < 2000, news["stale"], news["seats"]) == (True, [], [])
    assert {name: screen.asked for name, screen in screens.items()} == {name: [] for name in screens}


def test_a_first_placement_is_news_for_its_owner_and_the_desk(tables: Tables, do: Any) -> None:
    case = Case("table.place", Step.TABLE, "Bas", figure("Bas", "Hotel", zone="costs"), by_all=True)
    workshop, screens = opened(tables, case)
    do(case, workshop, screens)

    asked = {name: screen.asked for name, screen in screens.items() if screen.asked}
    fleurs = asked.pop("Fleur")
    assert asked == {"in hand": ["own"], "Bas": ["own"]}
    assert {*fleurs} - {*console.FOLLOWS} == {"desk"}


LIST = [case for case in CASES if case.action.startswith("sheet.") and case.step == Step.SHEET]


@pytest.mark.parametrize("case", LIST, ids=str)
def test_what_somebody_does_on_a_list_is_a_count_for_all_others(case: Case, tables: Tables, do: Any) -> None:
    workshop, screens = opened(tables, Case(**vars(case) | {"by_all": True}))
    for one in case.first:
        do(one, workshop, screens)
    for screen in screens.values():
        screen.asked.clear()
    do(case, workshop, screens)

    others = {name: {*screen.asked} for name, screen in screens.items() if screen.seat != screens[case.who].seat}
    assert all(asked <= {"counts"} for asked in others.values()), others
