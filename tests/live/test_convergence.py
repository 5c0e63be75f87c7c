"""Whatever a bad channel layer loses, doubles and mixes up: all screens end with what the database says.

The real room and the real watcher on a clock that leaps: time passes only when nobody has anything to do.
"""

import asyncio
import json
import random
import selectors
from collections.abc import Callable
from typing import Any

import pytest
from channels.layers import channel_layers

from sessions.live import publish, room, watcher
from sessions.live.listening import Floor

WORKSHOP = "w"
FIGURES = 6


class LeapingClock(asyncio.SelectorEventLoop):
    """A loop that never waits: it sets its clock to the next thing to do."""

    def __init__(self) -> None:
        super().__init__(LeapingSelector(self))
        self.now = 0.0

    def time(self) -> float:
        return self.now


class LeapingSelector(selectors.SelectSelector):
    def __init__(self, loop: LeapingClock) -> None:
        super().__init__()
        self.loop = loop

    def select(self, timeout: float | None = None) -> Any:
        self.loop.now += timeout or 0
        return super().select(0)


class BadLayer:
    """A channel layer that keeps none of its promises."""

    def __init__(self, luck: random.Random, lost: float, doubled: float) -> None:
        self.luck, self.lost, self.doubled = luck, lost, doubled
        self.queues: dict[str, asyncio.Queue[dict[str, Any]]] = {}
        self.group: set[str] = set()

    async def new_channel(self) -> str:
        name = f"channel{len(self.queues)}"
        self.queues[name] = asyncio.Queue()
        return name

    async def group_add(self, group: str, channel: str) -> None:
        self.group.add(channel)

    async def group_discard(self, group: str, channel: str) -> None:
        self.group.discard(channel)

    async def receive(self, channel: str) -> dict[str, Any]:
        return await self.queues[channel].get()

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        copies = 0 if self.luck.random() < self.lost else 2 if self.luck.random() < self.doubled else 1
        for channel in self.group:
            for _ in range(copies):
                later = asyncio.get_running_loop().call_later
                later(self.luck.expovariate(20), self.queues[channel].put_nowait, message)


class Board:
    """The database: each change puts one figure somewhere."""

    def __init__(self) -> None:
        self.seq = 0
        self.figures: dict[int, int] = {}

    def move(self, figure: int) -> None:
        self.seq += 1
        self.figures[figure] = self.seq
        html = json.dumps([figure, self.seq])
        publish.whisper(WORKSHOP, {"type": "news", "seq": self.seq, "html": html, "stale": [], "seats": []})


class Page:
    """A screen that does what connection.js does."""

    seat, leads = None, False

    def __init__(self, board: Board, number: int) -> None:
        self.board, self.id = board, str(number)
        self.figures: dict[int, int] = {}
        self.seq = self.began = -1
        self.order: list[int] = []

    def show(self, text: str) -> None:
        frame = json.loads(text)
        if "seq" not in frame or self.began < 0:
            return
        self.order.append(frame["seq"])
        self.seq = max(self.seq, frame["seq"])
        if frame["stale"]:
            self.figures = dict(self.board.figures)
        if frame["html"]:
            figure, seq = json.loads(frame["html"])
            self.figures[figure] = max(seq, self.figures.get(figure, 0))

    def greet(self, text: str) -> None:
        self.seq = self.began = json.loads(text)["hello"]
        self.figures = dict(self.board.figures)

    def is_silent(self, seconds: float) -> bool:
        return False

    def find_viewer(self) -> None:
        return None

    def close(self, code: int) -> None:
        raise AssertionError(code)


async def play(board: Board, luck: random.Random, moves: int) -> list[Page]:
    """Pages that come at any moment, moves that come at any moment, and then three quiet rounds."""
    pages = [Page(board, number) for number in range(4)]
    for page in pages:
        asyncio.get_running_loop().call_later(luck.random() * 3, lambda page=page: asyncio.ensure_future(sit(page)))
    for _ in range(moves):
        await asyncio.sleep(luck.expovariate(15))
        board.move(luck.randrange(FIGURES))
    await asyncio.sleep(10)
    return pages


async def sit(page: Page) -> None:
    entered = room.enter(WORKSHOP, page)
    watcher.keep_watch()
    await entered.ready()
    entered.greet(page)


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Board:
    board = Board()

    async def ask(question: Callable[..., Any], *args: Any) -> Any:
        await asyncio.sleep(0.002)
        return question(*args)

    for module in (room, watcher):
        monkeypatch.setattr(module, "ask", ask)
    monkeypatch.setattr(room, "_read_first", lambda workshop: (board.seq, {}))
    monkeypatch.setattr(room, "read_floor", lambda workshop: Floor())
    monkeypatch.setattr(watcher, "_read", lambda workshops: ({WORKSHOP: board.seq}, {}))
    monkeypatch.setattr(room.presence, "read_leases", lambda workshops: {})
    return board


def run(board: Board, seed: int, lost: float, doubled: float = 0.2) -> list[Page]:
    luck = random.Random(seed)
    channel_layers.set("default", BadLayer(luck, lost, doubled))
    with asyncio.Runner(loop_factory=LeapingClock) as runner:
        pages = runner.run(play(board, luck, moves=40))
    room.rooms.clear()
    return pages


@pytest.fixture(autouse=True)
def clean_process() -> None:
    """These tests bring their own loop."""
    room.tally.clear()


@pytest.mark.fault("T-F8")
@pytest.mark.parametrize("seed", range(300))
def test_all_screens_converge(board: Board, seed: int) -> None:
    pages = run(board, seed, lost=random.Random(seed).choice([0, 0.02, 0.1, 0.5]))

    assert [(page.seq, page.figures) for page in pages] == [(40, board.figures)] * 4


def test_news_that_is_only_mixed_up_arrives_in_order_and_once(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PATIENCE", 60)
    monkeypatch.setattr(watcher, "GRACE", 60)

    pages = run(board, seed=1, lost=0, doubled=0.5)

    assert [page.order for page in pages] == [list(range(page.began + 1, 41)) for page in pages]


def test_a_layer_that_loses_everything_is_healed_by_the_watcher(board: Board) -> None:
    pages = run(board, seed=2, lost=1)

    assert [(page.seq, page.figures) for page in pages] == [(40, board.figures)] * 4
    assert room.tally["news"] == 0
    assert room.tally["healed"] > 0


def test_the_room_waits_100_ms_for_what_is_missing() -> None:
    async def story() -> list[tuple[float, str]]:
        place, told = room.Room.__new__(room.Room), []
        place.__dict__.update(workshop_id=WORKSHOP, screens=set(), order=room.Order(), patience=None)
        place.order.skip_to(5)
        place._tell = lambda news: told.append((round(asyncio.get_running_loop().time(), 3), news["stale"]))
        place.hear({"type": "news", "seq": 7, "html": "", "stale": ["turn"], "seats": []})
        await asyncio.sleep(1)
        return told

    with asyncio.Runner(loop_factory=LeapingClock) as runner:
        told = runner.run(story())

    assert told == [(0.1, ["all"])]
