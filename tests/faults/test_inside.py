"""Something inside the server is wrong: the channel layer, a handler, the clock, another build."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.people import forgotten
from faults.bad_network import Room, Venue, wait_until
from faults.browser_screens import settle_page, wait_state
from faults.plain_client import hands
from playwright.sync_api import Page, expect
from support.server import ROOT, AppServer

Measure = Callable[..., None]
Build = Callable[..., tuple[AppServer, Room]]
BEAT = 5.0


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Build]:
    """A server with something wrong, and a room in it: `broken(people=8, FAULT_LAYER="Careless")`."""
    made: list[tuple[AppServer, Room]] = []

    def build(people: int = 8, **faults: Any) -> tuple[AppServer, Room]:
        extra = {name: str(value) for name, value in faults.items()}
        extra |= {"DJANGO_SETTINGS_MODULE": "faults.settings", "PYTHONPATH": str(ROOT / "tests")}
        server = AppServer(tmp_path / "data", **extra).with_tables().start()
        made.append((server, Venue(server).open(people=people).sit()))
        return made[-1]

    yield build
    for server, room in made:
        room.leave()
        server.stop()


@pytest.mark.fault("T-F8")
@pytest.mark.long
def test_a_layer_that_loses_doubles_and_mixes_up(broken: Build, measure: Measure) -> None:
    _, room = broken(FAULT_LAYER="Careless")
    room.play(12)
    measure("equal screens", room.settle(), most=BEAT)
    assert room.assert_once() == 96


@pytest.mark.fault("T-F9")
@pytest.mark.long
def test_a_listener_that_is_held_up_while_its_layer_is_full(broken: Build, tmp_path: Path, measure: Measure) -> None:
    hold = tmp_path / "hold"
    _, room = broken(FAULT_LAYER="Narrow", FAULT_HOLD=hold)
    hold.touch()
    room.play(4, pause=0.8)
    time.sleep(2)
    hold.unlink()
    measure("equal screens", room.settle(), most=10)
    room.play(2)
    measure("equal screens again", room.settle(), most=BEAT)


@pytest.mark.fault("T-F14")
@pytest.mark.long
@pytest.mark.parametrize("jump", [600, -600])
def test_the_clock_jumps(
    broken: Build, tmp_path: Path, open_page: Callable[..., Page], measure: Measure, jump: int
) -> None:
    clock = tmp_path / "clock"
    clock.write_text("0")
    _, room = broken(people=3, FAULT_CLOCK=clock)
    anouk = open_page(room.address("Anouk"))
    wait_state(anouk, "live")
    room.play(2)
    clock.write_text(str(jump))
    threads = hands(room.seats, moves=8, pause=1)
    for thread in threads:
        thread.join(60)
    measure("equal screens", room.settle(), most=10)
    settle_page(anouk, room)
    measure("a page's clock is wrong by", abs(_seconds_off(anouk, jump)), most=1)
    assert room.assert_once() == 6 + 24


def _seconds_off(page: Page, jump: int) -> float:
    """How far the page's idea of the server's time is from it."""
    script = 'import(`${document.querySelector("script[type=module]").src.replace(/[a-z]+.js$/, "connection.js")}`)'
    there = float(page.evaluate(f"{script}.then((one) => one.serverNow())")) / 1000
    return there - time.time() - jump


@pytest.mark.fault("T-F14")
@pytest.mark.long
def test_summer_time_begins_in_the_middle(broken: Build, tmp_path: Path, measure: Measure) -> None:
    change = dt.datetime(2027, 3, 28, 1, 0, tzinfo=dt.UTC).timestamp()
    clock = tmp_path / "clock"
    clock.write_text(str(change - 20 - time.time()))
    _, room = broken(people=3, FAULT_CLOCK=clock)
    states = {name: len(person.states) for name, person in room.people.items()}
    room.play(10, pause=3)
    measure("equal screens", room.settle(), most=3)
    assert {name: len(person.states) for name, person in room.people.items()} == states
    assert room.assert_once() == 30


@pytest.mark.fault("T-F16")
@pytest.mark.long
def test_a_handler_that_fails_for_one_seat(
    broken: Build, tmp_path: Path, open_page: Callable[..., Page], measure: Measure
) -> None:
    poison = tmp_path / "poison"
    poison.write_text("")
    _, room = broken(people=3, FAULT_POISON=poison)
    anouk, sockets = open_page(), []
    anouk.on("websocket", lambda socket: sockets.append(time.monotonic()))
    anouk.goto(room.address("Anouk"))
    wait_state(anouk, "live")
    poison.write_text(room.people.pop("Anouk").me)
    time.sleep(30)  # it has found out by now
    began = time.monotonic()
    others = [person for name, person in room.people.items() if name not in ("Fleur", "beamer")]
    for thread in hands(others, moves=12, pause=5):
        thread.join(90)
    minutes = (time.monotonic() - began) / 60
    late = sorted(seconds for person in others for seconds in person.late)
    measure("sockets of that seat", sum(one > began for one in sockets) / minutes, "per min", most=6)
    measure("others' actions, p95", late[int(len(late) * 0.95)], most=0.3)
    expect(anouk.locator("[data-connection-text]")).to_have_text("verbonden, iets trager")
    assert all(person.state == "live" for person in others)
    measure("that page follows all the same", settle_page(anouk, room), most=3)
    room.settle()


@pytest.mark.fault("T-F20")
@pytest.mark.long
def test_a_new_version_under_open_pages(broken: Build, open_page: Callable[..., Page], measure: Measure) -> None:
    server, room = broken(people=2, FAULT_BUILD="old-build")
    anouk, loads = open_page(), []
    anouk.on("load", lambda page: loads.append(page.url))
    anouk.goto(room.address("Anouk"))
    wait_state(anouk, "live")
    forgotten(anouk).press_sequentially("Half getypt")
    server.stop()
    server.env["FAULT_BUILD"] = "new-build"
    server.start()
    began = time.monotonic()
    anouk.wait_for_selector('body[data-build="new-build"][data-connection="live"]', timeout=30_000)
    measure("the page is the new one", time.monotonic() - began, most=10)
    expect(anouk.get_by_label("Een klant vergeten?")).to_have_value("Half getypt")
    time.sleep(2 * BEAT)
    assert len(loads) == 2


def _still(room: Room) -> bool:
    return all(person.state == "live" for person in room.people.values())


@pytest.mark.fault("T-F14")
@pytest.mark.long
def test_the_lid_is_closed_for_75_seconds(broken: Build, open_page: Callable[..., Page], measure: Measure) -> None:
    import signal

    server, room = broken(people=3)
    assert server.process is not None
    anouk = open_page(room.address("Anouk"))
    wait_state(anouk, "live")
    server.process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    measure("the page says so", wait_state(anouk, "offline", patience=20), most=12)
    threads = hands(room.seats, moves=1)
    time.sleep(began + 75 - time.monotonic())
    server.process.send_signal(signal.SIGCONT)
    back = time.monotonic()
    for thread in threads:
        thread.join(30)
    settle_page(anouk, room)
    room.settle()
    measure("equal screens", time.monotonic() - back, most=10)
    assert wait_until(lambda: _still(room)) < 10
    assert room.assert_once() == 3
