"""The load that measures knows when it did not: too few moves, a load that was too busy, a server that fell behind."""

import asyncio
import math
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import load
from load import ENOUGH, LATE, Load, Run, rank

pytestmark = pytest.mark.slow

SEATS = [{"id": f"s{number}", "token": "t", "figures": [["f", "costs"]]} for number in range(8)]
LAID = [{"workshop": "w", "step": 2, "console": "c", "seats": SEATS}]


class Idle:
    """A server that uses no time."""

    variant, address = "ours", "http://127.0.0.1"

    def cpu(self) -> float:
        return 0.0


class Seen(Load):
    """A load on no server at all: each move is seen by all eight after so many milliseconds, or (None) never."""

    def __init__(self, after: float | None) -> None:
        super().__init__(Idle(), LAID)  # type: ignore[arg-type]
        for screen in self.tables[0].screens:
            screen.move = lambda due: self.show(due, after)  # type: ignore[method-assign]

    async def show(self, due: float, after: float | None) -> None:
        if after is not None:
            (table,) = self.tables
            seq = len(table.sent) + 1
            table.sent[f"a{seq}"], table.seq_of[f"a{seq}"] = due, seq
            for _ in table.screens:
                table.note_seen(seq, due + after / 1000)

    async def settle(self) -> None:
        """Nothing to wait for."""


class AnsweredLast(Seen):
    """As Seen, but who made a move has its answer only when all have seen it."""

    async def show(self, due: float, after: float | None) -> None:
        await super().show(due, after)
        (table,) = self.tables
        action_id, seq = table.seq_of.popitem()
        await asyncio.sleep(0.05)
        table.seq_of[action_id] = seq


@pytest.fixture(autouse=True)
def never_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy these tests are themselves."""
    monkeypatch.setattr(load, "BUSIEST", math.inf)


def drive(after: float | None, moves: int, **how: Any) -> Run:
    return asyncio.run(Seen(after).drive(20_000, moves, **how))


def test_each_move_counts_from_its_own_moment_to_the_last_screen():
    run = drive(40, 100)
    assert (run.sent, run.seen) == (100, 100)
    assert run.p50 == pytest.approx(40)
    assert run.slowest == pytest.approx(40)


def test_the_slowest_in_a_hundred_of_too_few_moves_is_not_told():
    few, enough = drive(40, ENOUGH - 1), drive(40, ENOUGH)
    assert (few.p99, few.holds) == (None, False)
    assert (enough.p99, enough.void) == (pytest.approx(40), [])
    assert enough.holds


def test_late_is_not_held():
    assert not drive(LATE + 1, ENOUGH).holds


def test_a_server_that_falls_behind_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(load, "GRACE", 0.01)
    monkeypatch.setattr(load, "HOPELESS", 0.01)
    run = drive(None, 5000)
    assert run.void == ["given up: it fell behind"]
    assert (run.seen, run.holds) == (0, False)
    assert run.sent == 201  # more than a hundredth of a second's moves unseen


def test_a_run_waits_for_the_last_answer():
    run = asyncio.run(AnsweredLast(40).drive(20_000, 100))
    assert (run.sent, run.seen, run.applied) == (100, 100, 100)


def test_a_strict_run_ends_when_too_many_were_late():
    run = drive(LATE + 1, 1000, strict=True)
    assert run.void == ["given up: too many were late"]
    assert run.sent == 100
    assert drive(LATE + 1, 1000).sent == 1000


def test_a_load_that_is_too_busy_measures_itself(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(load, "BUSIEST", 0.0)
    run = drive(40, ENOUGH)
    assert run.void == ["the load used up its own core"]
    assert not run.holds


def test_a_rank_is_the_value_below_which_that_part_lies():
    assert rank([1, 2, 3, 4], 0.5) == 3
    assert rank([1, 2, 3, 4], 0.99) == 4
