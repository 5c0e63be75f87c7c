"""What all screens see is read once for all of them, and never kept longer than it is true."""

import ast
import inspect
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from support.people import TRIO, act, act_for, figure, go, lay_table, place_all, seat

from sessions.access import Viewer
from sessions.board import cache
from sessions.board.cache import shared
from sessions.board.shared import Public, public_of
from sessions.board.table import Table
from sessions.board.viewer import Board
from sessions.live import room
from sessions.panels import regions
from workshop.models import Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    """A table of three, of which this process has a room."""
    workshop = lay_table(Step.TABLE)
    place_all(workshop)
    cache.share_anew(workshop.id)
    yield workshop
    cache.end_sharing(workshop.id)


def now(workshop: Workshop) -> Workshop:
    return Workshop.objects.get(pk=workshop.pk)


def viewer(workshop: Workshop, name: str) -> Viewer:
    looking = seat(workshop, name)
    return Viewer(looking.workshop, "participant", looking, f"/seat/{looking.id}/")


def read(workshop: Workshop, name: str) -> list[str]:
    """The queries of painting this person's whole page."""
    looking = viewer(workshop, name)
    with CaptureQueriesContext(connection) as captured:
        regions.paint_page(looking)
    return [query["sql"] for query in captured.captured_queries]


def test_the_second_who_looks_reads_only_what_is_their_own(workshop: Workshop):
    first, second = read(workshop, "Ana"), read(workshop, "Bas")
    assert len(second) < len(first)
    everybodys = [sql for sql in first if "zone" in sql and "participant_id" not in sql.partition(" WHERE ")[2]]
    assert everybodys
    assert not set(everybodys) & set(second)


def test_what_the_second_sees_is_what_they_would_have_read(workshop: Workshop):
    regions.paint_page(viewer(workshop, "Ana"))
    after_ana = regions.paint_page(viewer(workshop, "Bas"))
    cache.share_anew(workshop.id)
    assert regions.paint_page(viewer(workshop, "Bas")) == after_ana


def test_after_a_change_everything_is_read_anew(workshop: Workshop):
    before = public_of(now(workshop))
    bakker = next(one for one in before.figures if (one.customer.name, one.zone) == ("Bakker", "costs"))
    act(bakker.participant, "table.place", figure=bakker.id, zone="neutral")
    after = public_of(now(workshop))
    assert after is not before
    assert (before.figure_by_id[bakker.id].zone, after.figure_by_id[bakker.id].zone) == ("costs", "neutral")


def test_who_looked_before_a_change_does_not_hand_on_what_is_old(workshop: Workshop):
    old = now(workshop)
    act(seat(workshop, "Ana"), "lobby.done", done=True)
    kept = public_of(now(workshop))
    assert public_of(old) is not kept
    assert public_of(now(workshop)) is kept


def test_a_viewer_that_reads_its_workshop_anew_changes_nothing_for_the_others(workshop: Workshop):
    mine = now(workshop)
    kept = public_of(mine)
    seq = mine.seq
    act(seat(workshop, "Ana"), "lobby.done", done=True)
    mine.refresh_from_db()
    assert (kept.workshop.seq, mine.seq) == (seq, seq + 1)


def test_without_a_room_nothing_is_kept():
    workshop = lay_table(Step.TABLE)
    assert public_of(now(workshop)) is not public_of(now(workshop))
    assert workshop.id not in cache._kept


def test_at_each_beat_of_the_room_it_is_forgotten(workshop: Workshop):
    kept = public_of(now(workshop))
    assert public_of(now(workshop)) is kept
    cache.share_anew(workshop.id)
    assert public_of(now(workshop)) is not kept


async def test_a_room_shares_as_long_as_it_is_open_and_forgets_at_each_beat(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "_read_first", lambda workshop_id: (0, {}))
    screen = Paper()
    place = room.enter("somewhere", screen)
    assert cache._kept == {"somewhere": None}
    cache._kept["somewhere"] = kept = Public(Workshop(id="somewhere"))
    assert public_of(Workshop(id="somewhere")) is kept
    place.beat()
    assert cache._kept == {"somewhere": None}
    place.leave(screen)
    assert cache._kept == {}


class Paper:
    """A screen that takes everything."""

    id, seat, leads, page = "paper", None, False, "participant"

    def is_silent(self, seconds: float) -> bool:
        return False

    def show(self, text: str) -> None:
        """Nobody reads it."""


def test_two_who_ask_at_the_same_moment_read_once():
    began, asked = threading.Barrier(2), []

    class Slow(cache.Sharer):
        @shared
        def figures(self) -> list[int]:
            asked.append(1)
            threading.Event().wait(0.05)
            return asked

    facts = Slow(Workshop(id="slow"))
    found: list[list[int]] = []
    threads = [threading.Thread(target=lambda: (began.wait(), found.append(facts.figures))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[1], [1]]


def test_who_has_no_rows_leaves_no_trace():
    lists = cache.Lists[int]()
    lists.add("a", 1)
    assert (lists["a"], lists["b"], dict(lists)) == ([1], [], {"a": [1]})


def test_what_is_shared_names_no_viewer_and_speaks_no_language():
    classes = [one for one in Public.__mro__ if issubclass(one, Table)]
    trees = [ast.parse(inspect.getsource(one)) for one in classes]
    methods = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert {"seats", "slips", "turns"} <= {method.name for method in methods}
    names = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for method in methods
        for node in ast.walk(method)
        if isinstance(node, ast.Attribute | ast.Name)
    }
    assert names.isdisjoint({"viewer", "me", "drafts", "notes", "own_lines", "wish_marks"})
    spoken = [
        method.name
        for method in methods
        if [ast.unparse(one) for one in method.decorator_list] == ["shared"]
        and any(isinstance(node, ast.Name) and node.id == "_" for node in ast.walk(method))
    ]
    assert spoken == []


def test_nobody_writes_on_what_is_shared():
    """A mark for one viewer on a row that all share would be seen by all: marks go into the context."""
    painters = [*Path(regions.__file__).parent.glob("*.py")]
    assert painters
    written = [
        f"{path.name}: {ast.unparse(target)}"
        for path in painters
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute)
        and ast.unparse(target.value) in ("figure", "slip", "thread", "seat", "one", "case", "claim")
    ]
    assert written == ["case.py: one.participant"]  # its own rows, read for this painting


def test_the_rows_of_a_board_are_those_that_all_share(workshop: Workshop):
    assert Board(viewer(workshop, "Ana")).figures is Board(viewer(workshop, "Bas")).figures
    go(workshop, Step.STORY)
    assert tuple(one.name for one in Board(viewer(workshop, "Ana")).seats) == TRIO


def test_who_joins_in_the_middle_of_a_read_is_found(workshop: Workshop):
    """The seats were read; then somebody sits down and lays a customer; then the figures are read."""
    board = Board(viewer(workshop, "Ana"))
    before = [seat.name for seat in board.seats]
    act(workshop, "lobby.seat_without_device", name="Gijs")
    act_for(seat(workshop, "Gijs"), "table.lay", name="Kiosk", zone="gives")
    assert [figure.participant.name for figure in board.figures if figure.customer.name == "Kiosk"] == ["Gijs"]
    assert [seat.name for seat in board.seats] == before


def test_a_direct_swap_of_a_figure_that_was_laid_in_the_middle_of_a_read_waits_for_the_next(workshop: Workshop):
    go(workshop, Step.STACK)
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    early = Board(viewer(workshop, "Bas"))
    assert early.figure_by_id
    act_for_late = act(workshop, "lobby.catch_up", seat=ana.id)
    assert act_for_late.change
    act(seat(workshop, "Ana"), "table.lay", name="Kiosk", zone="costs")
    mine, theirs = figure(workshop, "Ana", "Kiosk"), next(one for one in early.figures if one.participant_id == bas.id)
    act(seat(workshop, "Ana"), "stack.propose", mine=mine.id, theirs=theirs.id, expectation="gives")
    assert early.offered_swaps == []
    assert len(Board(viewer(workshop, "Bas")).offered_swaps) == 1
