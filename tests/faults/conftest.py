"""A server, a room with eight people, and a book in which each fault writes what it measured."""

import threading
from collections.abc import Callable, Iterator

import pytest
from browser.conftest import browser, fonts, open_page  # noqa: F401 - fixtures
from faults.bad_network import Room, Venue
from support.server import AppServer

Measure = Callable[..., None]


@pytest.fixture(scope="session")
def venue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Venue]:
    """One server for all quick faults; a fault that ends it starts it again."""
    server = AppServer(tmp_path_factory.mktemp("server") / "data").with_tables().start()
    yield Venue(server)
    server.stop()


@pytest.fixture(scope="session")
def afternoon(venue: Venue) -> Iterator[Room]:
    """Eight people, console and projector, at the table in step 2; they sit there during all faults."""
    found = venue.open().sit()
    yield found
    found.leave()


@pytest.fixture
def room(afternoon: Room) -> Room:
    """The afternoon, with nothing counted yet: what went before is the business of the fault before."""
    afternoon.count_anew()
    return afternoon


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    """When hands that play on must rest: at the latest when the fault is over, also one that failed."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def measure(request: pytest.FixtureRequest) -> Measure:
    """Note a figure for the table of results, and hold it to its limit: `measure("healed in", 0.8, "s", 5)`.

    Seconds only to ten times that, but in `make faults`, which has the machine to itself.
    """
    alone = request.config.getoption("--faults")

    def note(what: str, value: float, unit: str = "s", most: float | None = None) -> None:
        request.node.user_properties.append(("figure", (what, round(value, 2), unit, most)))
        limit = most if alone or unit != "s" or most is None else 10 * most
        assert limit is None or value <= limit, f"{what}: {value:.2f} {unit}, at most {limit}"

    return note
