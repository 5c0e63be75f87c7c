"""Places that are shared out in turn, and the turns of guesses that wait on the loop."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import suppress

import pytest
from support.guess_clock import GuessClock

from sessions.rate_limits import guess_limit
from sessions.rate_limits.fair_queue import FairQueue, Full, Party
from sessions.rate_limits.guess_limit import Lane, TurnNeeded, Turns


class Work:
    """People who come for a place, and in which order they got one."""

    def __init__(self, queue: FairQueue) -> None:
        self.queue = queue
        self.order: list[str] = []
        self.refused: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []
        self.done = asyncio.Event()

    async def come(self, party: Party, times: int = 1) -> None:
        for number in range(times):
            self.tasks.append(asyncio.create_task(self._work(party, f"{party.name}{number + 1}")))
        await settle()

    async def _work(self, party: Party, name: str) -> None:
        try:
            async with self.queue.place(party):
                self.order.append(name)
                await self.done.wait()
        except Full:
            self.refused.append(name)

    async def finish(self) -> None:
        self.done.set()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_who_asks_much_waits_for_itself_only() -> None:
    work = Work(FairQueue(2, waiting=500))
    await work.come(Party("a", at_once=2), times=150)
    await work.come(Party("b"))
    await work.come(Party("c"))
    await work.finish()
    assert work.order[:6] == ["a1", "a2", "a3", "b1", "c1", "a4"]
    assert (len(work.order), work.queue.idle, work.queue.free) == (152, True, 2)


async def test_one_party_never_has_more_places_than_it_may() -> None:
    work = Work(FairQueue(12, waiting=500))
    await work.come(Party("a", at_once=4), times=150)
    before = list(work.order)
    await work.come(Party("b", at_once=4))
    assert (len(before), work.order[4:]) == (4, ["b1"])
    await work.finish()


async def test_kept_places_are_for_who_comes_first() -> None:
    work = Work(FairQueue(4, kept=2, waiting=500))
    for number in range(20):
        await work.come(Party(f"crowd {number} ", at_once=4))
    before = len(work.order)
    await work.come(Party("regie", first=True))
    assert (before, work.order[2:]) == (2, ["regie1"])
    await work.finish()
    assert len(work.order) == 21


async def test_when_too_many_wait_one_of_the_longest_line_is_sent_away() -> None:
    work = Work(FairQueue(1, waiting=3))
    await work.come(Party("a"), times=6)
    await work.come(Party("b"))
    await work.come(Party("c"))
    assert [name[0] for name in work.refused] == ["a"] * 4
    await work.finish()
    assert [name[0] for name in work.order] == ["a", "a", "b", "c"]


async def test_of_equal_lines_it_is_not_always_the_newcomer_who_is_sent_away() -> None:
    random.seed(15)
    refused = []
    for _ in range(200):
        work = Work(FairQueue(1, waiting=3))
        for name in "abcde":
            await work.come(Party(name))
        refused += work.refused
        await work.finish()
    assert all(30 <= refused.count(name) <= 70 for name in ("b1", "c1", "d1", "e1"))


async def test_within_a_line_it_is_not_always_the_newcomer_who_is_sent_away() -> None:
    random.seed(15)
    refused = []
    for _ in range(200):
        work = Work(FairQueue(1, waiting=3))
        await work.come(Party("a"), times=5)
        refused += work.refused
        await work.finish()
    assert all(30 <= refused.count(name) <= 70 for name in ("a2", "a3", "a4", "a5"))


async def test_who_leaves_while_waiting_or_at_work_frees_the_place() -> None:
    work = Work(FairQueue(1, waiting=9))
    await work.come(Party("a"), times=3)
    work.tasks[1].cancel()
    work.tasks[0].cancel()
    await settle()
    assert work.order == ["a1", "a3"]
    await work.finish()
    assert (work.queue.idle, work.queue.free) == (True, 1)


async def test_who_leaves_at_the_moment_of_the_turn_does_not_take_it_along() -> None:
    work = Work(FairQueue(1, waiting=9))
    await work.come(Party("a"), times=3)
    work.tasks[0].cancel()
    await asyncio.sleep(0)  # a2 has its place, and does not know yet
    work.tasks[1].cancel()
    await settle()
    assert work.order[-1] == "a3"
    await work.finish()
    assert (work.queue.idle, work.queue.free) == (True, 1)


# --- guesses ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def turns() -> Iterator[Turns]:
    found = Turns()
    yield found
    assert found.queues == {}


class Judge:
    """Judges guesses of one lane, and notes when each had its turn."""

    def __init__(self, turns: Turns, clock: GuessClock) -> None:
        self.turns, self.clock = turns, clock
        self.judged: list[tuple[str, float]] = []
        self.at_work = self.most_at_work = 0

    async def judge(self, visitor: str, rest: Lane | None = None, opened_form: bool = False) -> bool:
        async with self.turns.taken(TurnNeeded(Lane("hotel", 1.0), rest, opened_form)) as taken:
            if taken:
                self.at_work += 1
                self.most_at_work = max(self.at_work, self.most_at_work)
                await asyncio.sleep(0)
                self.judged.append((visitor, self.clock.now() - 1_000_000))
                self.at_work -= 1
            return taken


@pytest.fixture
def judge(turns: Turns, guess_clock: GuessClock) -> Judge:
    return Judge(turns, guess_clock)


async def test_guesses_of_one_lane_are_judged_one_at_a_time_one_a_second(judge: Judge) -> None:
    assert all(await asyncio.gather(*(judge.judge("x") for _ in range(5))))
    assert (judge.judged, judge.most_at_work) == ([("x", n) for n in range(5)], 1)


async def test_guesses_of_one_lane_are_judged_in_order_of_arrival(judge: Judge) -> None:
    assert all(await asyncio.gather(*(judge.judge(name) for name in "abcdef")))
    assert "".join(name for name, _at in judge.judged) == "abcdef"


async def test_who_opened_the_form_does_not_wait_behind_a_flood_without_cookies(judge: Judge) -> None:
    flood = [asyncio.create_task(judge.judge("")) for _ in range(200)]
    await settle()
    assert await judge.judge("ana", opened_form=True)
    await asyncio.gather(*flood)
    assert [visitor for visitor, _at in judge.judged].index("ana") < 6


async def test_of_a_flood_so_many_wait_and_the_others_are_told_to_come_again(judge: Judge) -> None:
    found = await asyncio.gather(*(judge.judge("") for _ in range(200)))
    assert found.count(True) == guess_limit.MOST_WAITING + 1


async def test_who_has_waited_too_long_is_told_so(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guess_limit, "PATIENCE", 0.05)
    monkeypatch.setattr(judge.clock, "wait", lambda seconds: asyncio.sleep(60))
    assert await judge.judge("ana")
    assert not await judge.judge("ana")


async def test_who_hangs_up_leaves_the_lane_to_the_others(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = [asyncio.create_task(judge.judge("gone")) for _ in range(30)]
    await settle()
    for task in gone:
        task.cancel()
    assert await judge.judge("ana")
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*gone)
    assert len(judge.judged) <= 3


async def test_who_waits_for_a_name_keeps_nobody_of_the_same_address(judge: Judge) -> None:
    found = [asyncio.create_task(judge.judge("fleur", Lane("name", 30.0))) for _ in range(2)]
    assert await judge.judge("ana")
    await asyncio.gather(*found)
    assert [visitor for visitor, _at in judge.judged].index("ana") < 2
