"""One client that sleeps, and one that floods: the others do not notice."""

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults.bad_network import Room, Venue
from faults.plain_client import hands
from support.server import AppServer
from support.websocket import Line

Measure = Callable[..., None]
#: Changes of others while one sleeps; MB that the server may grow; seconds for an action.
CHANGES, GROWTH, P95 = 500, 20.0, 0.3


def memory(server: AppServer) -> float:
    """MB that the server has in memory."""
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def line_of(room: Room, name: str) -> Line:
    """One more socket of somebody, that nobody looks after."""
    person = room.people[name]
    return Line(person.web.address, f"{person.path}live/", person.web.cookies)


def work(room: Room, server: AppServer, measure: Measure, beside: Callable[[], Any] = lambda: None) -> None:
    """The others make 500 changes in about a minute, one each second a person."""
    before = memory(server)
    began = time.monotonic()
    threads = hands(room.seats, moves=CHANGES // 8 + 1, pause=0.95)
    while any(thread.is_alive() for thread in threads):
        beside()
        time.sleep(0.01)
    late = sorted(seconds for seat in room.seats for seconds in seat.late)
    measure("others' actions, p95", late[int(len(late) * 0.95)], most=P95)
    measure("the server grew", memory(server) - before, "MB", most=GROWTH)
    measure("changes a second", len(late) / (time.monotonic() - began), "")
    room.settle()


@pytest.fixture
def warm(room: Room, venue: Venue) -> AppServer:
    """A server that has been used: what it loads once is no growth."""
    room.play(10)
    room.count_anew()
    return venue.servers[0]


@pytest.mark.fault("T-F12")
@pytest.mark.long
def test_a_client_that_stops_reading_for_a_minute(room: Room, warm: AppServer, measure: Measure) -> None:
    sleeper = line_of(room, "Anouk")
    sleeper.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    work(room, warm, measure)
    sleeper.close()


@pytest.mark.fault("T-F12")
@pytest.mark.long
def test_a_client_that_sends_a_hundred_frames_a_second(
    room: Room, warm: AppServer, measure: Measure, stop: threading.Event
) -> None:
    ended: list[str] = []

    def flood() -> None:
        while not stop.is_set():
            line = line_of(room, "Anouk")
            try:
                line.socket.settimeout(0.01)
                while not stop.is_set():
                    line.say(beat=1)
                    _read_away(line)
            except OSError as end:
                ended.append(str(end))
            time.sleep(0.1)

    flooding = threading.Thread(target=flood, daemon=True)
    flooding.start()
    work(room, warm, measure)
    stop.set()
    flooding.join(10)
    assert "closed with 114d" in set(ended), set(ended)  # 4429
    measure("times that it was shown the door", len(ended), "")


def _read_away(line: Line) -> None:
    """Whatever came meanwhile; a close frame is told."""
    try:
        content = line.socket.recv(65536)
    except TimeoutError:
        return
    if b"\x11\x4d" in content or not content:
        raise ConnectionError("closed with 114d" if content else "cut off")
