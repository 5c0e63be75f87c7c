"""A new version comes up process by process behind a balancer, and people work on."""

import json
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from faults.bad_network import Room, wait_until
from faults.plain_client import hands
from faults.proxy import Balancer
from faults.server_group import Several, several
from support.server import AppServer

Measure = Callable[..., None]
pytestmark = [pytest.mark.long, pytest.mark.fault("T-F20")]


@pytest.fixture(scope="module")
def venue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Several]:
    with several(tmp_path_factory.mktemp("rolling") / "data") as venue:
        yield venue


@pytest.fixture
def balancers(venue: Several) -> Iterator[list[Balancer]]:
    """One for each of ten screens, each with a first choice of its own."""
    ports = [server.port for server in venue.servers]
    found = [Balancer(*ports[first:], *ports[:first]) for first in (number % len(ports) for number in range(10))]
    yield found
    for balancer in found:
        balancer.close()


@pytest.fixture
def room(venue: Several, balancers: list[Balancer]) -> Iterator[Room]:
    """Eight people, console and projector, in that order behind the balancers."""
    practice = venue.servers[0].practice("--step", "2", "--people", "8", "--customers", "4")
    found = Room(practice, venue.disk, lambda number: balancers[number].port).sit()
    found.settle()
    yield found
    found.leave()


def is_ready(server: AppServer) -> bool:
    try:
        with urllib.request.urlopen(f"{server.url}/readyz", timeout=5) as answer:
            return all(json.load(answer).values())
    except OSError:
        return False


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_processes_are_replaced_one_by_one_under_eight_busy_people(
    venue: Several, balancers: list[Balancer], room: Room, measure: Measure, stop: threading.Event, end: str
) -> None:
    threads = hands(room.seats, until=stop.is_set, pause=0.1)
    moved = 0
    for server in venue.servers:
        there = [
            (person, person.lines)
            for person, balancer in zip(room.people.values(), balancers, strict=True)
            if balancer.target == server.port
        ]
        getattr(server, end)()
        gone = time.monotonic()
        wait_until(lambda: all(one.lines > lines and one.state == "live" for one, lines in there))  # noqa: B023
        measure("all screens at another process", time.monotonic() - gone, most=5)
        moved += len(there)
        server.start()
        wait_until(lambda: is_ready(server))  # noqa: B023
    assert moved >= len(room.people)  # everybody had to move at least once
    stop.set()
    for thread in threads:
        thread.join(30)
    measure("equal screens", room.settle(), most=5)
    acknowledged = {action for seat in room.seats for action in seat.acknowledged}
    assert room.assert_once() == len(acknowledged) > 100
    assert [seat.refused for seat in room.seats] == [{}] * 8
    measure("acknowledged actions, none lost, none done twice", len(acknowledged), "")
