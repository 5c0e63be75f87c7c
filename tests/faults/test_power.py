"""The server ends: by a power cut, by SIGTERM, by a night's sleep."""

import signal
import threading
import time
from collections.abc import Callable

import pytest
from faults.bad_network import Room, Venue, wait_until
from faults.browser_screens import settle_page, wait_state
from faults.plain_client import hands
from playwright.sync_api import Page
from support.wide import WIDE

Measure = Callable[..., None]
MOVES = 25  # each
RESTART, SHUTDOWN = 5.0, 10.0

#: Marks the page, so that a reload would show, and notes what the server has acknowledged and when the line came back.
MARK = """
globalThis.stayed = true;
globalThis.answers = [];
globalThis.backAt = 0;
document.addEventListener("kr:connection", ({ detail }) => detail.state === "live" && (backAt ||= Date.now() / 1000));
document.addEventListener("kr:answered", ({ detail: { id, ok } }) => answers.push({ id, ok }));
"""
#: Presses 1, 2 and 3 on own figures, faster than hands.
PLAY = """
async (moves) => {
  const own = document.querySelectorAll(`ol[data-zone] button[data-owner="${document.body.dataset.me}"]`);
  const ids = Array.from(own, (button) => button.dataset.figure);
  for (let turn = 0; turn < moves; turn += 1) {
    const button = document.querySelector(`ol[data-zone] button[data-figure="${ids[turn % ids.length]}"]`);
    const zone = ["costs", "neutral", "gives"].indexOf(button.closest("[data-zone]").dataset.zone);
    const key = String(((zone + 1) % 3) + 1);
    button.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
"""


@WIDE
@pytest.mark.fault("T-F6")
def test_a_power_cut_amid_two_hundred_moves_in_real_browsers(
    venue: Venue, open_page: Callable[..., Page], measure: Measure
) -> None:
    room = venue.open(customers=5)
    names = list(room.practice["participants"])[:2]
    pages = [open_page(room.address(one["name"]), reduced_motion="reduce") for one in names]
    room.sit(*list(room.urls)[2:])
    beamer = open_page(room.address("beamer"), reduced_motion="reduce")
    for page in (*pages, beamer):
        wait_state(page, "live", patience=60)
        page.evaluate(MARK)
    threads = hands(room.seats, moves=MOVES, pause=0.1)
    for page in pages:
        page.evaluate(f"void ({PLAY})({MOVES})")
    pages[1].wait_for_function("() => answers.length >= 5", timeout=30_000)
    for server in venue.servers:
        server.kill()
    room.assert_once()
    assert {action for page in pages for action in heard(page)} <= {*room.done()}
    assert len(room.done()) < MOVES * 8
    for server in venue.servers:
        server.start()
    up = time.time()
    for page in (*pages, beamer):
        page.wait_for_function("() => backAt", timeout=60_000)
    # By the pages' own word: this process has six people's hands to move, and is told of it seconds late.
    took = max(page.evaluate("backAt") for page in (*pages, beamer)) - up
    measure("real pages are live after a restart", took, most=RESTART)
    for thread in threads:
        thread.join(60)
    for page in pages:
        page.wait_for_function(f"() => answers.length === {MOVES}", timeout=60_000)
    for page in (*pages, beamer):
        settle_page(page, room)
    room.settle()
    assert room.assert_once() == MOVES * 8
    assert len({action for page in pages for action in heard(page)}) == MOVES * 2
    assert [page.evaluate("stayed") for page in (*pages, beamer)] == [True] * 3
    room.leave()


def heard(page: Page) -> list[str]:
    """The ids of a page's own moves to which the server said yes."""
    return list(page.evaluate("answers.filter(({ ok }) => ok).map(({ id }) => id)"))


@pytest.mark.fault("T-F6")
@pytest.mark.parametrize("kills", [1, pytest.param(5, marks=pytest.mark.long)])
def test_power_cuts_amid_eight_busy_people(
    venue: Venue, room: Room, measure: Measure, stop: threading.Event, kills: int
) -> None:
    threads = hands(room.seats, until=stop.is_set)
    for _ in range(kills):
        done = len(acknowledged(room))
        wait_until(lambda: len(acknowledged(room)) >= done + 60)  # noqa: B023
        for server in venue.servers:
            server.kill()
        room.assert_once()
        for server in venue.servers:
            server.start()
        back = time.monotonic()
        wait_until(lambda: all(one.state == "live" and one.lines for one in room.people.values()))
        measure("all are live after a restart", time.monotonic() - back, most=RESTART)
    stop.set()
    back = time.monotonic()
    for thread in threads:
        thread.join(20)
    room.settle()
    measure("equal screens", time.monotonic() - back, most=10)
    assert room.assert_once() == len(acknowledged(room))
    assert [seat.refused for seat in room.seats] == [{}] * 8
    measure("acknowledged actions, none lost, none done twice", len(acknowledged(room)), "")


def acknowledged(room: Room) -> list[str]:
    """The ids of all actions to which the server said yes."""
    return [action for person in room.people.values() for action in list(person.acknowledged)]


@WIDE
@pytest.mark.fault("T-F7")
def test_sigterm_with_a_request_in_flight_and_ten_sockets(venue: Venue, room: Room, measure: Measure) -> None:
    (server,) = venue.servers
    anouk = room.people["Anouk"]
    with room.disk.locked():  # so this request cannot end
        (hand,) = hands([anouk], moves=1)
        time.sleep(1)
        began = time.monotonic()
        code = server.stop(signal.SIGTERM, patience=20)
        measure("the server is gone", time.monotonic() - began, most=SHUTDOWN)
        assert code == 0
    server.start()
    hand.join(20)
    measure("equal screens after the restart", room.settle(), most=RESTART)
    assert room.done() == dict.fromkeys(anouk.acknowledged, 1)
    assert len(anouk.acknowledged) == 1
