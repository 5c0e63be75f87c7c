"""The same faults on three servers with one PostgreSQL and one Redis (T-P3); and those two gone for a while."""

import os
import time
from collections.abc import Callable, Iterator

import pytest
from faults.bad_network import Room, wait_until
from faults.database_reader import REDIS
from faults.plain_client import hands
from faults.server_group import Several, several
from faults.test_line import test_a_line_that_is_cut_again_and_again  # noqa: F401 - the same suite
from faults.test_people import (  # noqa: F401 - the same suite
    test_a_lost_cookie_is_mended_by_the_personal_link,
    test_one_seat_on_two_devices,
    test_the_next_step_opens_under_eight_busy_hands,
    test_twenty_requests_that_are_given_up_half_way,
)
from faults.test_power import test_power_cuts_amid_eight_busy_people  # noqa: F401 - the same suite
from redis import Redis

Measure = Callable[..., None]
pytestmark = [pytest.mark.long, pytest.mark.fault("T-P3")]
AWAY = "De server kan even niet bij de gegevens. Je werk wacht in deze pagina en gaat vanzelf verder."


@pytest.fixture(scope="module")
def venue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Several]:
    with several(tmp_path_factory.mktemp("several") / "data") as venue:
        yield venue


@pytest.fixture(scope="module")
def afternoon(venue: Several) -> Iterator[Room]:
    found = venue.open().sit()
    yield found
    found.leave()


@pytest.mark.fault("T-F10")
@pytest.mark.parametrize("how", ["stopped", "silent"])
def test_redis_is_gone_for_20_seconds(venue: Several, room: Room, measure: Measure, how: str) -> None:
    venue.redis.refuse() if how == "stopped" else venue.redis.swallow()
    threads = hands(room.seats, moves=8, pause=1.5)
    time.sleep(20)
    Redis.from_url(REDIS).flushdb()
    venue.redis.heal()
    back = time.monotonic()
    for thread in threads:
        thread.join(30)
    room.settle()
    measure("equal screens", time.monotonic() - back, most=10)
    late = sorted(seconds for seat in room.seats for seconds in seat.late)
    measure("actions meanwhile, p95", late[int(len(late) * 0.95)])
    assert room.assert_once() == 64
    assert [(seat.said, seat.refused) for seat in room.seats] == [([], {})] * 8
    time.sleep(3)  # each process tries again every second
    room.play(2)
    measure("equal screens later", room.settle(), most=3)


@pytest.mark.fault("T-F11")
@pytest.mark.parametrize("how", ["stopped", "silent"])
def test_postgresql_is_gone_for_20_seconds(venue: Several, room: Room, measure: Measure, how: str) -> None:
    venue.postgres.refuse() if how == "stopped" else venue.postgres.swallow()
    threads = hands(room.seats, moves=1)
    time.sleep(20)
    assert room.done() == {}
    venue.postgres.heal()
    back = time.monotonic()
    for thread in threads:
        thread.join(30)
    wait_until(lambda: all(person.state == "live" for person in room.people.values()))
    room.settle()
    # Who waits for a connection does so for seven seconds at most, and a page tries again after five.
    measure("all done and equal screens", time.monotonic() - back, most=15)
    assert room.assert_once() == 8
    assert {said for seat in room.seats for said in seat.said} <= {AWAY}
    if how == "stopped":
        assert all(seat.said for seat in room.seats)


def test_the_servers_are_really_three(venue: Several) -> None:
    assert len({server.process.pid for server in venue.servers if server.process} - {os.getpid()}) == 3
