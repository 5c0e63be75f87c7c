"""A move from finger to eight screens, counted (docs/live.md, *The way of a move*)."""

from typing import Any

import pytest
from channels.layers import get_channel_layer
from django.db import connection
from django.test.utils import CaptureQueriesContext
from support.people import browser_of, figure, lay_table, seat, send
from support.sockets import Socket, Table

from sessions.board import figures
from sessions.live.background import ask
from sessions.panels import regions
from workshop.models import Workshop
from workshop.steps import Step, Zone

pytestmark = pytest.mark.django_db(transaction=True)

#: What the ORM says around a transaction counts for nothing.
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def lay(step: Step) -> Table:
    workshop = lay_table(step)
    return Table(workshop, seat(workshop, "Ana"), seat(workshop, "Bas"))


async def open_all(table: Table) -> list[Socket]:
    sockets = [table.seat(table.ana), *(table.seat(table.bas) for _ in range(7)), table.console(), table.projector()]
    for socket in sockets:
        await socket.open()
    return sockets


def watch(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> list[Any]:
    """Every call of a function, which still does what it does."""
    real, calls = getattr(owner, name), []
    monkeypatch.setattr(owner, name, lambda *args: calls.append(args) or real(*args))
    return calls


def move(table: Table, customer: str, zone: Zone) -> dict[str, Any]:
    moved = figure(table.workshop, "Ana", customer)
    answer = send(browser_of(table.ana), table.ana, "table.place", figure=moved.id, zone=zone)
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


async def test_a_move_is_one_message_one_fragment_and_the_same_small_bytes_for_all(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = await ask(lay, Step.TABLE)
    await ask(move, table, "Bakker", Zone.COSTS)
    sockets = await open_all(table)
    fragments = watch(monkeypatch, figures, "figure_fragment")
    paintings = watch(monkeypatch, regions, "paint")
    messages = watch(monkeypatch, get_channel_layer(), "group_send")

    answer = await ask(move, table, "Bakker", Zone.GIVES)

    frames = [await socket.news() for socket in sockets]
    assert frames == [[{"seq": answer["seq"], "html": answer["html"], "stale": []}]] * 10
    assert 'data-in="gives"' in answer["html"]
    assert (len(messages), len(fragments), len(paintings)) == (1, 1, 0)
    assert len(answer["html"].encode()) < 2000


async def test_a_move_costs_at_most_eight_queries(transactional_db: None) -> None:
    table = await ask(lay, Step.TABLE)

    def count() -> list[str]:
        move(table, "Bakker", Zone.NEUTRAL)
        with CaptureQueriesContext(connection) as queries:
            move(table, "Bakker", Zone.GIVES)
        return [query["sql"] for query in queries if not query["sql"].startswith(FRAME)]

    # Two are of this test: it looks up the figure and the step.
    assert len(await ask(count)) - 2 <= 8


async def test_what_ana_does_on_her_list_is_a_count_for_everyone_else(transactional_db: None) -> None:
    table = await ask(lay, Step.SHEET)
    sockets = await open_all(table)
    before = await ask(lambda: Workshop.objects.get().seq)

    def add() -> Any:
        return send(browser_of(table.ana), table.ana, "sheet.add", names="Geheim BV").status_code

    assert await ask(add) == 200
    (own,), *others = [await socket.news() for socket in sockets]
    assert own == {"seq": before + 1, "html": "", "stale": ["counts", "own"]}
    assert others == [[{"seq": before + 1, "html": "", "stale": ["counts"]}]] * 9
