"""The line between a screen and the server: cut, silent, gone for a minute, slow."""

import random
import threading
import time
from collections.abc import Callable

import pytest
from browser.people import forgotten
from faults.bad_network import Room, wait_until
from faults.browser_screens import settle_page, wait_state
from faults.plain_client import hands
from faults.proxy import FAIR, Weather
from playwright.sync_api import Page

Measure = Callable[..., None]

#: Seconds: until a screen says that the line is silent, and from the line's return until it is right.
NOTICED, RETURN = 12.0, 3.0


@pytest.mark.fault("T-F1")
@pytest.mark.parametrize("cuts", [5, pytest.param(20, marks=pytest.mark.long)])
def test_a_line_that_is_cut_again_and_again(room: Room, measure: Measure, stop: threading.Event, cuts: int) -> None:
    luck = random.Random(1)
    threads = hands(room.seats, pause=0.2, until=stop.is_set)
    victim = room.people["Anouk"]
    for _ in range(cuts):
        time.sleep(luck.uniform(0.05, 0.6))
        before = victim.lines
        room.lines["Anouk"].cut()
        measure("another line", wait_until(lambda: _again(victim, before)), most=RETURN)  # noqa: B023
    stop.set()
    for thread in threads:
        thread.join(20)
    measure("equal screens", room.settle(), most=RETURN)
    assert room.assert_once() == sum(len(seat.acknowledged) for seat in room.seats)
    assert [seat.refused for seat in room.seats] == [{}] * 8


def _again(victim, before: int) -> bool:
    return victim.lines > before and victim.state == "live"


@pytest.mark.fault("T-F1")
def test_a_cut_leaves_half_typed_text_alone(room: Room, open_page: Callable[..., Page], measure: Measure) -> None:
    anouk = open_page(room.address("Anouk"))
    wait_state(anouk, "live")
    field = forgotten(anouk)
    field.press_sequentially("Half ge")
    anouk.evaluate("globalThis.stayed = true")
    for _ in range(3):
        room.lines["Anouk"].cut()
        room.people["Youssef"].play(1)
        anouk.keyboard.type(".")
        measure("a browser is right", settle_page(anouk, room), most=RETURN)
    assert (field.input_value(), anouk.evaluate("stayed")) == ("Half ge...", True)


@pytest.mark.fault("T-F2")
@pytest.mark.long
def test_a_phone_that_changes_networks(room: Room, open_page: Callable[..., Page], measure: Measure) -> None:
    anouk = open_page(room.address("Anouk"))
    wait_state(anouk, "live")
    room.lines["Anouk"].strand()
    room.people["Youssef"].play(3)
    measure("the page says it is not live", wait_state(anouk, "offline", patience=20), most=NOTICED)
    measure("right after that", settle_page(anouk, room), most=RETURN)
    measure("equal screens", room.settle(), most=15)


@pytest.mark.fault("T-F3")
@pytest.mark.long
def test_everybody_is_in_the_dark_for_a_minute(room: Room, open_page: Callable[..., Page], measure: Measure) -> None:
    anouk, beamer = open_page(room.address("Anouk")), open_page(room.address("beamer"), height=720)
    for page in (anouk, beamer):
        wait_state(page, "live")
    began = time.monotonic()
    for line in room.lines.values():
        line.swallow()
    threads = hands(room.seats, moves=2)
    for page in (anouk, beamer):
        wait_state(page, "offline", patience=20)
        measure("a page says it is not live", time.monotonic() - began, most=NOTICED)
    for name, person in room.people.items():
        wait_until(lambda: person.state == "offline", what=f"{name} notices")  # noqa: B023
        measure("a client notices", person.states[-1][0] - began, most=NOTICED)
    time.sleep(max(0.0, began + 60 - time.monotonic()))
    for line in room.lines.values():
        line.heal()
    back = time.monotonic()
    for thread in threads:
        thread.join(30)
    for page in (anouk, beamer):
        settle_page(page, room)
        measure("a page is right after the return", time.monotonic() - back, most=RETURN)
    room.settle()
    measure("all are right after the return", time.monotonic() - back, most=RETURN)
    assert room.assert_once() == 16


@pytest.mark.fault("T-F15")
@pytest.mark.long
def test_hotel_wifi(room: Room, open_page: Callable[..., Page], measure: Measure) -> None:
    anouk = open_page(room.address("Anouk"))
    wait_state(anouk, "live")
    anouk.evaluate(
        "globalThis.states = []; document.addEventListener('kr:connection', (e) => states.push(e.detail.state))"
    )
    for line in room.lines.values():
        line.weather = Weather(delay=0.15, jitter=0.1, loss=0.02, rate=32_000)  # there and back: 300 ± 200 ms
    before = {name: len(person.states) for name, person in room.people.items()}
    room.play(8, pause=1.0)
    late = sorted(seconds for seat in room.seats for seconds in seat.late)
    measure("an action is on its own screen, p95", late[int(len(late) * 0.95)], most=1.5)
    time.sleep(15)
    for line in room.lines.values():
        line.weather = FAIR
    assert anouk.evaluate("states") == []
    assert {name: person.states[before[name] :] for name, person in room.people.items()} == {
        name: [] for name in before
    }
    measure("equal screens", room.settle(), most=RETURN)
