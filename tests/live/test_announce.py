"""From a commit to the group: nobody waits for the channel layer, and nothing that fails is heard in the answer."""

import asyncio
import logging
import threading
from typing import Any

import pytest
from channels.layers import channel_layers
from support.sockets import Table

from sessions.board import figures
from sessions.board.news import News, news_of
from sessions.live import background, publish, watcher
from sessions.live.background import ask
from workshop.models import EnergyRating
from workshop.perform import Change

pytestmark = pytest.mark.django_db(transaction=True)


class Layer:
    """A channel layer that does with a message what the test says."""

    def __init__(self, fate: Any) -> None:
        self.fate = fate
        self.sent: list[dict[str, Any]] = []

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await self.fate()
        self.sent.append(message)


async def arrive() -> None:
    """All is well."""


async def hang() -> None:
    await asyncio.Event().wait()


async def fail() -> None:
    raise ConnectionError("Bakker BV is not reachable")


def use(fate: Any) -> Layer:
    layer = Layer(fate)
    channel_layers.set("default", layer)
    return layer


async def wait_sent() -> None:
    """Return when what was announced has left, or was given up."""
    await asyncio.sleep(0)
    async with asyncio.timeout(30):
        await asyncio.gather(*background._kept)


def change(seq: int = 1, **fields: Any) -> Change:
    return Change(
        **{"workshop_id": "w", "seq": seq, "figure": None, "stale": frozenset(), "seats": frozenset()} | fields
    )


async def test_a_change_is_one_message(table: Table) -> None:
    layer = use(arrive)

    await ask(table.change, "turn", "counts", seats=(table.ana,))
    await wait_sent()

    stale, seats = ["counts", "turn"], [table.ana.id]
    assert layer.sent == [{"type": "news", "seq": 1, "html": "", "stale": stale, "seats": seats}]


async def test_the_answer_does_not_wait_for_the_layer(table: Table) -> None:
    answered = asyncio.Event()
    layer = use(answered.wait)

    assert await ask(table.change, "turn") == 1
    answered.set()
    await wait_sent()

    assert [message["seq"] for message in layer.sent] == [1]


async def test_the_answer_is_a_good_one_though_the_layer_fails(table: Table) -> None:
    use(fail)

    assert await ask(table.change, "turn") == 1


async def test_a_layer_that_hangs_is_left_after_a_while(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(publish, "SEND_TIMEOUT", 0.05)
    use(hang)

    publish.announce(change())
    await wait_sent()

    assert "TimeoutError" in caplog.text


async def test_errors_are_logged_without_what_they_say(caplog: pytest.LogCaptureFixture) -> None:
    use(fail)

    publish.announce(change())
    await wait_sent()

    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "ConnectionError" in caplog.text
    assert "Bakker" not in caplog.text


async def test_a_dropped_request_does_not_take_its_news_along(table: Table) -> None:
    begun, dropped = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        begun.set()
        await dropped.wait()

    layer = use(wait)
    request = asyncio.create_task(ask(table.change, "turn"))
    await begun.wait()
    request.cancel()
    dropped.set()
    await wait_sent()

    assert [message["seq"] for message in layer.sent] == [1]


async def test_without_a_loop_nothing_is_sent(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = use(arrive)
    monkeypatch.setattr(publish, "_loop", None)

    await ask(table.change, "turn")
    await wait_sent()

    assert layer.sent == []


async def test_a_closed_loop_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = asyncio.new_event_loop()
    closed.close()
    monkeypatch.setattr(publish, "_loop", closed)

    publish.announce(change())


async def test_a_fragment_is_painted_once_for_screens_and_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[int] = []
    monkeypatch.setattr(figures, "figure_fragment", lambda figure: painted.append(1) or "<li></li>")
    layer = use(arrive)
    hot = change(figure=EnergyRating(id="f"))

    def view() -> News:
        publish.announce(hot)
        return news_of(hot)

    news = await ask(view)
    await wait_sent()

    assert (len(painted), layer.sent, news["html"]) == (1, [news], "<li></li>")


async def test_what_cannot_be_painted_is_fetched(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(figure: Any) -> str:
        raise ValueError("Bakker BV")

    monkeypatch.setattr(figures, "figure_fragment", stumble)

    news = news_of(change(figure=EnergyRating(id="f"), stale=frozenset({"head"})))

    assert (news["html"], news["stale"]) == ("", ["head", "table"])
    assert "Bakker" not in caplog.text


async def test_threads_do_not_mix_up_their_news() -> None:
    changes = [change(seq) for seq in range(50)]
    barrier, found = threading.Barrier(5), {}

    def read(part: list[Change]) -> None:
        barrier.wait()
        for each in part * 20:
            found.setdefault(each.seq, set()).add(news_of(each)["seq"])

    threads = [threading.Thread(target=read, args=(changes[i::5],)) for i in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {seq: {seq} for seq in range(50)}


async def test_the_room_hears_before_the_watcher_looks(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watcher, "LOOK", 3600.0)
    ana = table.seat(table.ana)
    await ana.open()

    await ask(table.change, "turn")

    assert (await ana.frame())["seq"] == 1
