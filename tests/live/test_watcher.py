"""The safety net: whatever fails in silence, the database is right and the screens hear of it."""

import asyncio
import threading
from datetime import timedelta
from typing import Any

import pytest
from channels.layers import get_channel_layer
from django.db import OperationalError
from django.utils import timezone
from support.sockets import Table

from sessions.live import presence, room, subscription, watcher
from sessions.live.background import ask
from workshop.models import Participant, Workshop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests call the rounds themselves."""
    monkeypatch.setattr(watcher, "GRACE", 0.05)
    monkeypatch.setattr(watcher, "keep_watch", lambda: None)
    monkeypatch.setattr(watcher, "_renewer", presence.Renewer())


async def test_a_change_that_nobody_announced_is_noticed(table: Table) -> None:
    ana = table.seat(table.ana)
    await ana.open()

    await ask(table.write)
    await watcher.look()

    assert await ana.news() == [{"seq": 1, "html": "", "stale": ["all"]}]
    assert room.tally["healed"] == 1


async def test_a_layer_that_loses_everything_is_noticed(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    async def lose(group: str, message: Any) -> None:
        return None

    monkeypatch.setattr(get_channel_layer(), "group_send", lose)
    ana = table.seat(table.ana)
    await ana.open()

    for seq in (1, 2, 3):
        await ask(table.change, "turn")
        await watcher.look()
        assert await ana.news() == [{"seq": seq, "html": "", "stale": ["all"]}]


async def test_a_dead_listener_is_replaced(table: Table) -> None:
    ana = table.seat(table.ana)
    await ana.open()
    (place,) = room.rooms.values()
    place.subscription.listener.cancel()
    await asyncio.sleep(0)

    await ask(table.change, "turn")
    await watcher.look()
    assert await ana.news() == [{"seq": 1, "html": "", "stale": ["all"]}]

    await ask(table.change, "turn")
    assert await ana.news() == [{"seq": 2, "html": "", "stale": ["turn"]}]
    groups = get_channel_layer().groups.items()
    assert [len(channels) for group, channels in groups if group.endswith(f"workshop.{table.workshop.id}")] == [1]


async def test_news_on_its_way_is_no_reason_to_fetch_everything(table: Table) -> None:
    ana = table.seat(table.ana)
    await ana.open()
    seq = await ask(table.write)

    looking = asyncio.create_task(watcher.look())
    await asyncio.sleep(0.02)
    (place,) = room.rooms.values()
    place.hear({"type": "news", "seq": seq, "html": "", "stale": ["turn"], "seats": []})
    await looking

    assert await ana.news() == [{"seq": 1, "html": "", "stale": ["turn"]}]


async def test_one_look_is_two_queries_for_all_rooms(table: Table, django_assert_num_queries: Any) -> None:
    other = await ask(copy, table)
    for socket in (table.seat(table.ana), table.console(), other.projector()):
        await socket.open()

    def read() -> None:
        with django_assert_num_queries(2):
            watcher._read([table.workshop.id, other.workshop.id])

    await ask(read)


async def test_a_removed_seat_and_an_erased_workshop_are_closed(table: Table) -> None:
    ana, bas, projector = table.seat(table.ana), table.seat(table.bas), table.projector()
    for socket in (ana, bas, projector):
        await socket.open()

    await ask(lambda: Participant.objects.filter(id=table.bas.id).update(removed_at=timezone.now()))
    await watcher.look()
    assert await bas.closed() == 4403

    await ask(lambda: Workshop.objects.all().delete())
    await watcher.look()
    assert [await ana.closed(), await projector.closed()] == [4404, 4404]
    assert room.rooms == {}


async def test_who_sits_down_during_a_look_is_not_removed(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, bas = table.seat(table.ana), table.seat(table.bas)
    await ana.open()
    read = presence.read_leases

    async def sit_down() -> None:
        await bas.open()

    loop = asyncio.get_running_loop()

    def read_too_early(workshops: Any) -> Any:
        leases = read(workshops)
        leases[table.workshop.id].pop(table.bas.id, None)
        asyncio.run_coroutine_threadsafe(sit_down(), loop).result()
        return leases

    monkeypatch.setattr(watcher.presence, "read_leases", read_too_early)
    monkeypatch.setattr(room, "_read_first", lambda workshop: (0, read([workshop])[workshop]))
    await watcher.look()

    assert [frame for frame in await bas.frames() if "here" not in frame] == []
    assert len(room.rooms[table.workshop.id].screens) == 2
    assert table.bas.id in room.rooms[table.workshop.id].here


async def test_a_console_that_lost_its_right_is_closed(table: Table) -> None:
    console, ana = table.console(), table.seat(table.ana)
    await console.open()
    await ana.open()

    await ask(lambda: Workshop.objects.update(console_token="taken-over"))
    await watcher.revisit()

    assert await console.closed() == 4401
    assert "close" not in str(await ana.frames())


async def test_leases_are_written_in_one_update_and_seldom(table: Table, django_assert_num_queries: Any) -> None:
    renewer, seats = presence.Renewer(), {table.ana.id, table.bas.id}

    def renew_often() -> None:
        with django_assert_num_queries(1):
            for _ in range(5):
                renewer.renew(seats)

    await ask(renew_often)
    assert await ask(lambda: Participant.objects.filter(last_seen=None).count()) == 0

    renewer.at -= timedelta(seconds=11)
    await ask(renew_often)


async def test_a_seat_in_another_process_is_here_as_long_as_its_lease(table: Table) -> None:
    ana = table.seat(table.ana)
    await ana.open()
    both = sorted([table.ana.id, table.bas.id])

    for seconds, here in ((5, both), (20, [table.ana.id])):
        seen = timezone.now() - timedelta(seconds=seconds)
        await ask(lambda seen=seen: Participant.objects.filter(id=table.bas.id).update(last_seen=seen))
        await watcher.look()
        assert [frame["here"] for frame in await ana.frames() if "here" in frame] == [here]


async def test_the_watcher_starts_with_the_first_room_and_ends_with_the_last(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(watcher, "LOOK", 0.05)
    monkeypatch.setattr(watcher, "GRACE", 0.05)
    monkeypatch.setattr(room, "BEAT", 0.05)
    monkeypatch.setattr(watcher, "REVISIT", 0.05)
    ana = table.seat(table.ana)
    await ana.open()
    tasks = list(watcher._rounds.values())

    await ask(table.write)
    assert await ana.wait_for("seq") == {"seq": 1, "html": "", "stale": ["all"]}
    await ana.wait_for("beat")

    await ana.disconnect()
    async with asyncio.timeout(30):
        await asyncio.gather(*tasks)


async def test_a_watcher_that_stumbles_goes_on(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(watcher, "LOOK", 0.02)
    looked = asyncio.Queue[None]()

    async def look() -> None:
        looked.put_nowait(None)
        raise ZeroDivisionError

    monkeypatch.setattr(watcher, "look", look)
    ana = table.seat(table.ana)
    await ana.open()

    async with asyncio.timeout(30):
        for _ in range(3):
            await looked.get()


def copy(table: Table) -> Table:
    workshop = Workshop.objects.create(
        team=table.workshop.team,
        facilitator=table.workshop.facilitator,
        title="Nog een",
        retain_until=table.workshop.retain_until,
    )
    return Table(workshop, table.ana, table.bas)


async def test_a_layer_that_hangs_makes_no_room_wait_for_another(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    others = [await ask(copy, table) for _ in range(5)]
    beamers = [one.projector() for one in (table, *others)]
    for beamer in beamers:
        await beamer.open()

    async def hang(*given: Any) -> None:
        await asyncio.sleep(60)

    for name in ("group_add", "group_discard"):
        monkeypatch.setattr(get_channel_layer(), name, hang)
    monkeypatch.setattr(subscription, "LAYER_TIMEOUT", 0.5)
    for seq in (1, 2):  # the second time the lines of the first are still under way
        for one in (table, *others):
            await ask(one.write)

        began = asyncio.get_running_loop().time()
        looking = asyncio.create_task(watcher.look())
        for beamer in beamers:
            assert await beamer.frame() == {"seq": seq, "html": "", "stale": ["all"]}
        assert asyncio.get_running_loop().time() - began < 0.4
        await looking
        assert asyncio.get_running_loop().time() - began < 0.6


async def test_a_lease_that_cannot_be_renewed_keeps_nobody_from_the_truth(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = table.seat(table.ana)
    await ana.open()

    def fail(seats: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(watcher._renewer, "renew", fail)
    await ask(table.write)
    await watcher.look()

    assert await ana.news() == [{"seq": 1, "html": "", "stale": ["all"]}]


async def test_a_lease_that_waits_for_a_lock_holds_up_no_look(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = table.seat(table.ana)
    await ana.open()
    free = threading.Event()
    monkeypatch.setattr(watcher._renewer, "renew", lambda seats: free.wait(10))

    for seq in (1, 2):
        await ask(table.write)
        await asyncio.wait_for(watcher.look(), 2)
        assert await ana.news() == [{"seq": seq, "html": "", "stale": ["all"]}]
    free.set()
