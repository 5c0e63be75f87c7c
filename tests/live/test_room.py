"""All screens of one workshop in this process."""

import asyncio
import gc
import weakref
from typing import Any

import pytest
from channels.layers import get_channel_layer
from support.sockets import Table

from sessions.live import background, room, watcher
from sessions.live.background import ask
from workshop.models import Participant, Workshop

pytestmark = pytest.mark.django_db(transaction=True)


async def test_one_message_on_the_layer_serves_all_screens(table: Table) -> None:
    sockets = [table.seat(table.ana) for _ in range(8)] + [table.console(), table.projector()]
    for socket in sockets:
        await socket.open()

    await ask(table.change, "turn")

    assert [await socket.news() for socket in sockets] == [[{"seq": 1, "html": "", "stale": ["turn"]}]] * 10
    assert room.tally["news"] == 1


async def test_the_same_bytes_go_to_all_and_are_encoded_once(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    place = await open_room(table, *(Paper(shown, seat) for seat in (None, "a", "b", "c")))
    encoded: list[Any] = []
    encode = room._encode
    monkeypatch.setattr(room, "_encode", lambda frame: encoded.append(frame) or encode(frame))

    place._tell({"type": "news", "seq": 1, "html": "<li></li>", "stale": ["turn"], "seats": ["a"]})

    assert len(encoded) == 2
    assert len({id(text) for text in shown[-4:]}) == 2


async def test_seats_never_leave_the_server(table: Table) -> None:
    shown: list[str] = []
    place = await open_room(table, Paper(shown, None))

    place._tell({"type": "news", "seq": 1, "html": "", "stale": [], "seats": [table.ana.id]})

    assert shown == ['{"seq":1,"html":"","stale":[]}']


async def test_a_closed_room_leaves_nothing(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watcher, "LOOK", 0.05)
    monkeypatch.setattr(room, "BEAT", 0.05)
    monkeypatch.setattr(watcher, "REVISIT", 0.05)
    sockets = [table.seat(table.ana), table.projector()]
    for socket in sockets:
        await socket.open()
    place = weakref.ref(room.rooms[table.workshop.id])
    await sockets[0].say(hold="figure")
    await ask(table.change, "turn")
    assert await sockets[1].wait_for("seq") == {"seq": 1, "html": "", "stale": ["turn"]}

    for socket in sockets:
        await socket.disconnect()
    assert room.rooms == {}

    async with asyncio.timeout(30):  # a watcher that saw a room behind waits for its news first
        while background._kept:  # noqa: ASYNC110 (who waits for a task holds on to it, and it to the room)
            await asyncio.sleep(0.05)
    layer = get_channel_layer()
    assert (layer.groups, layer.channels, background._kept) == ({}, {}, set())
    del sockets, socket
    gc.collect()
    assert place() is None


async def test_a_room_may_close_while_it_opens(table: Table) -> None:
    paper = Paper([], None)
    place = room.enter(table.workshop.id, paper)
    await asyncio.sleep(0)
    place.leave(paper)
    await place.ready()
    await asyncio.sleep(0.05)

    assert (room.rooms, get_channel_layer().groups, place.subscription.listener) == ({}, {}, None)


async def test_who_comes_while_a_room_closes_gets_a_new_one(table: Table) -> None:
    first, second = Paper([], None), Paper(shown := [], None)
    old = await open_room(table, first)

    old.leave(first)
    new = await open_room(table, second)
    await ask(table.change, "turn")
    await asyncio.sleep(0.1)

    assert old is not new
    assert shown == ['{"seq":1,"html":"","stale":["turn"]}']


async def test_a_missing_one_makes_everything_stale(table: Table) -> None:
    ana = table.seat(table.ana)
    await ana.open()

    await ask(table.write)
    await ask(table.change, "turn")

    assert await ana.news() == [{"seq": 2, "html": "", "stale": ["all"]}]
    assert room.tally["gaps"] == 1


async def test_a_message_that_cannot_be_read_does_not_end_the_listener(table: Table) -> None:
    ana = table.seat(table.ana)
    await ana.open()
    (place,) = room.rooms.values()

    await get_channel_layer().send(place.subscription.channel, {"type": "news"})
    await ask(table.change, "turn")

    assert [frame["seq"] for frame in await ana.news()] == [1]


async def test_a_removed_seat_is_closed_when_the_seats_change(table: Table) -> None:
    ana, bas = table.seat(table.ana), table.seat(table.bas)
    await ana.open()
    await bas.open()

    await ask(remove, table.bas)
    await ask(table.change, "seats")

    assert await bas.closed() == 4403
    assert [frame["here"] for frame in await ana.frames() if "here" in frame][-1] == [table.ana.id]


async def test_a_failing_layer_sends_nobody_away(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = get_channel_layer()

    async def fail(*args: Any) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(layer, "group_add", fail)
        ana = table.seat(table.ana)
        assert (await ana.open())["hello"] == 0
        assert [place.subscription.deaf for place in room.rooms.values()] == [True]

    await watcher.look()
    await ask(table.change, "turn")

    assert [frame["seq"] for frame in await ana.news()] == [1]


async def test_everyone_hears_who_is_here(table: Table) -> None:
    ana = table.seat(table.ana)
    assert (await ana.open())["here"] == [table.ana.id]

    bas = table.seat(table.bas)
    both = sorted([table.ana.id, table.bas.id])
    assert (await bas.open())["here"] == both
    assert [frame["here"] for frame in await ana.frames()] == [both]


async def open_room(table: Table, *papers: "Paper") -> room.Room:
    for paper in papers:
        place = room.enter(table.workshop.id, paper)
    await place.ready()
    for paper in papers:
        paper.shown.clear()
    return place


class Paper:
    """A screen that keeps what it is shown."""

    def __init__(self, shown: list[str], seat: str | None) -> None:
        self.shown, self.seat, self.id = shown, seat, str(id(self))
        self.leads = seat is None

    def show(self, text: str) -> None:
        self.shown.append(text)

    greet = show

    def close(self, code: int) -> None:
        self.shown.append(str(code))

    def is_silent(self, seconds: float) -> bool:
        return False

    def find_viewer(self) -> None:
        return None


def remove(seat: Participant) -> None:
    Participant.objects.filter(id=seat.id).update(removed_at=Workshop.objects.get().created_at)


async def test_each_room_beats_at_its_own_moments_and_stops_with_its_last_screen(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "BEAT", 0.1)
    now = asyncio.get_running_loop().time
    ana, begun = table.seat(table.ana), now()
    await ana.open()
    (place,) = room.rooms.values()
    for _ in range(4):
        await ana.wait_for("beat")
    assert now() - begun >= 4 * room.BEAT
    await ana.disconnect()
    assert place.pulse.cancelled()
