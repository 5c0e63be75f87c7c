"""The database is locked, or the disk is full: a sentence, no half change, and it goes on by itself."""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from browser.people import standing
from faults.bad_network import Room, Venue, wait_until
from faults.browser_screens import settle_page, wait_state
from faults.http_client import Web
from faults.plain_client import ZONES, hands
from playwright.sync_api import Page, expect
from support.server import AppServer
from support.wide import WIDE

Measure = Callable[..., None]
FULL = "De schijf van de server is vol."
AWAY = "De server kan even niet bij de gegevens."


@contextmanager
def full_disk(server: AppServer) -> Iterator[None]:
    """No file of the server may grow any more (`ulimit -f`)."""
    process = server.process
    assert process is not None
    limits = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        yield
    finally:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, limits)


@pytest.mark.fault("T-F11")
@pytest.mark.parametrize("seconds", [5, pytest.param(20, marks=pytest.mark.long)])
def test_another_program_locks_the_database(venue: Venue, room: Room, measure: Measure, seconds: int) -> None:
    with room.disk.locked():
        threads = hands(room.seats, moves=2)
        time.sleep(seconds)
        assert room.done() == {}
        began = time.monotonic()
        assert Web(room.fleur.web.address).get("/").status_code == 200
        measure("a page meanwhile", time.monotonic() - began, most=1)
    began = time.monotonic()
    for thread in threads:
        thread.join(30)
    measure("all done after it", time.monotonic() - began, most=10)
    measure("equal screens", room.settle(), most=3)
    assert room.assert_once() == 16
    assert {said for seat in room.seats for said in seat.said} <= {
        f"{AWAY} Je werk wacht in deze pagina en gaat vanzelf verder."
    }
    assert [seat.refused for seat in room.seats] == [{}] * 8


@WIDE
@pytest.mark.fault("T-F11")
@pytest.mark.sqlite("a file that may not grow")
def test_a_full_disk_is_said_and_nothing_is_lost(
    venue: Venue, room: Room, open_page: Callable[..., Page], measure: Measure
) -> None:
    anouk = open_page(room.address("Anouk"))
    wait_state(anouk, "live")
    with full_disk(venue.servers[0]):
        threads = hands(room.seats[1:], moves=1)
        moved = room.people["Anouk"].own_figures()[0]
        zone = next(name for name, figures in room.disk.table(room.id).items() if moved in figures)
        other = {"costs": "gives", "neutral": "costs", "gives": "neutral"}[zone]
        standing(anouk, moved, zone).focus()
        anouk.keyboard.press(str(ZONES.index(other) + 1))
        expect(anouk.locator("#refusal")).to_contain_text(FULL)
        wait_until(lambda: all(seat.said for seat in room.seats[1:]))
        assert room.done() == {}
        expect(standing(anouk, moved, other)).to_have_count(1)
    began = time.monotonic()
    for thread in threads:
        thread.join(30)
    expect(anouk.locator("#refusal")).to_be_hidden()
    measure("all done after it", time.monotonic() - began, most=10)
    settle_page(anouk, room)
    measure("equal screens", room.settle(), most=3)
    assert room.assert_once() == 8
    assert {said.split(".")[0] + "." for seat in room.seats[1:] for said in seat.said} == {FULL}
