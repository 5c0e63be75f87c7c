"""What the robots of `make robots` find out: nothing may slip through the one who judges."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import verdict
from page_reader import Table
from robot_log import Book, Command
from robots_report import logged_events
from support.server import ROOT, free_port
from verdict import Fault

SCREENS = {"w": {"a", "b"}}


def command(name: str, sent: float = 10.0, status: str = "done") -> Command:
    return Command(name, "w", "table.place", sent, status=status)


def book_of(*commands: Command, seen: dict[int, dict[str, float]], kind: str = "hot") -> Book:
    book = Book(commands=list(commands))
    for seq, screens in seen.items():
        book.seen["w"][seq] |= screens
        book.kinds["w"][seq] = kind
    return book


def test_a_delay_ends_at_the_last_screen() -> None:
    book = book_of(command("x"), seen={7: {"a": 10.2, "b": 10.4}})
    found = verdict.judge(book, {"w": {"x": [7]}}, SCREENS, [])
    assert [round(one.seconds, 3) for one in found.delays] == [0.4]
    assert (found.whole, found.holds) == (True, True)


@pytest.mark.parametrize(
    ("status", "seqs", "seen", "wrong"),
    [
        ("done", [], {}, "lost"),
        ("done", [7, 8], {}, "twice"),
        ("refused", [7], {}, "refused_yet_done"),
        ("waiting", [], {}, "unanswered"),
        ("done", [7], {7: {"a": 10.1}}, "unseen"),
    ],
)
def test_what_went_wrong_is_named(status: str, seqs: list[int], seen: dict[int, dict[str, float]], wrong: str) -> None:
    book = book_of(command("x", status=status), seen=seen)
    found = verdict.judge(book, {"w": {"x": seqs}}, SCREENS, [])
    named = {name for name in ("lost", "twice", "refused_yet_done", "unanswered", "unseen") if getattr(found, name)}
    assert (named, found.whole, found.holds) == ({wrong}, False, False)


def test_what_was_so_already_is_not_lost_but_what_adds_is() -> None:
    place, add = command("x"), command("y")
    add.action, place.empty, add.empty = "sheet.add", True, True
    assert verdict.judge(book_of(place, add, seen={}), {}, SCREENS, []).lost == ["sheet.add"]


def test_what_a_fault_touched_is_not_calm() -> None:
    calm, before, after = command("x", 10.0), command("y", 49.0), command("z", 75.0)
    seen = {1: {"a": 10.1, "b": 10.1}, 2: {"a": 50.5, "b": 71.0}, 3: {"a": 75.1, "b": 75.2}}
    book = book_of(calm, before, after, seen=seen)
    fault = Fault("gone", 50.0, 70.0)
    found = verdict.judge(book, {"w": {"x": [1], "y": [2], "z": [3]}}, SCREENS, [fault])
    assert [one.command.id for one in found.calm] == ["x"]
    assert verdict.right_again(found, book, fault) == 1.0
    book.dark.append(("b", 51.0, 73.5))
    assert verdict.right_again(found, book, fault) == 3.5


def test_a_count_waits_on_purpose_and_a_late_robot_proves_nothing() -> None:
    book = book_of(command("x"), seen={7: {"a": 10.2, "b": 11.9}}, kind="count")
    found = verdict.judge(book, {"w": {"x": [7]}}, SCREENS, [])
    assert (found.p99, found.holds) == (0.0, True)
    found.late = 0.2
    assert (found.void, found.holds) == (True, False)


def figure(name: str, zone: str, placed: int, seq: int) -> str:
    return (
        f'<li id="f-{name}" class="figure c1 s2" data-in="{zone}" data-placed="{placed}" data-seat-place="0">'
        f'<button type="button" data-figure="{name}" data-owner="ana" data-seq="{seq}">x</button></li>'
    )


def test_a_fragment_stands_where_a_page_would_put_it() -> None:
    zones = {"costs": [figure("x", "costs", 1, 1), figure("y", "costs", 4, 4)], "gives": [figure("z", "gives", 2, 2)]}
    table = Table("".join(f'<ol data-zone="{zone}">{"".join(found)}</ol>' for zone, found in zones.items()))
    table.place(figure("x", "gives", 5, 5))
    table.place(figure("z", "gives", 2, 6))  # joined: the same place
    table.place(figure("y", "gives", 3, 3))  # older than what is shown
    assert {zone: [one.id for one in found] for zone, found in table.zones.items()} == {
        "costs": ["y"],
        "gives": ["z", "x"],
    }


def test_the_log_is_counted_without_ids() -> None:
    lines = [
        {"level": "error", "from": "sessions.live.subscription", "event": f"Workshop abc{n}def hears no news"}
        for n in (1, 2)
    ]
    log = "\n".join(["Klanten ruilen draait.", *map(json.dumps, lines)])
    assert logged_events(log) == {"error sessions.live.subscription: Workshop hears no news": 2}


@pytest.fixture
def lines() -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """A line to nothing, and then to two echoes of which the first is not there."""
    front, gone, there = free_port(), free_port(), free_port()
    command = [
        sys.executable,
        str(Path(ROOT) / "benchmarks/fault_proxy.py"),
        json.dumps({"line": (front, [gone, there])}),
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.there = there  # type: ignore[attr-defined]
    assert process.stdout is not None
    process.stdout.readline()
    yield front, process
    process.kill()
    process.wait()


async def test_a_line_goes_on_to_the_next_and_can_be_cut(lines: tuple[int, subprocess.Popen[str]]) -> None:
    front, process = lines

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(100):
            writer.write(data)

    def tell(words: str) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{words}\n")
        process.stdin.flush()
        process.stdout.readline()

    server = await asyncio.start_server(echo, "127.0.0.1", process.there)  # type: ignore[attr-defined]
    reader, writer = await asyncio.open_connection("127.0.0.1", front)
    writer.write(b"hello")
    assert await reader.read(100) == b"hello"
    tell("cut line")
    with pytest.raises(ConnectionResetError):
        await reader.read(100)
    with pytest.raises(ConnectionResetError):
        await _ask(front)
    tell("heal line")
    assert await _ask(front) == b"again"
    server.close()


async def _ask(port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"again")
    answer = await reader.read(100)
    writer.close()
    return answer
