"""What is kept of guesses, in this process and in Redis."""

from typing import Any

import pytest
import redis
from django.conf import settings

from sessions.rate_limits import guess_store
from sessions.rate_limits.guess_store import Memory, Shared, SharedOrOwn, Store


class Away:
    """A Redis that does not answer."""

    asked = 0

    def __getattr__(self, question: str) -> Any:
        self.asked += 1
        raise redis.ConnectionError


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest) -> Any:
    if request.param == "memory":
        return Memory()
    if not settings.REDIS_URL:
        pytest.skip("no REDIS_URL")
    found = Shared(settings.REDIS_URL, "test-guesses")
    found.clear()
    return found


def test_wrong_tries_count_until_they_are_forgotten(store: Store):
    for at in (10.0, 20.0, 30.0):
        store.add("ana", at, 60.0)
    assert [store.count("ana", since) for since in (0.0, 10.0, 20.0, 30.0)] == [3, 2, 1, 0]
    store.add("ana", 85.0, 60.0)
    assert (store.count("ana", 0.0), store.count("bas", 0.0)) == (2, 0)


def test_a_turn_is_taken_once(store: Store):
    first, second, other = (store.take_turn(key, 5.0, 10.0) for key in ("ana", "ana", "bas"))
    assert (first, 9.0 < second <= 10.0, other) == (0.0, True, 0.0)


def test_a_turn_begins_anew_for_who_comes_after(store: Store):
    store.take_turn("ana", 5.0, 10.0)
    store.begin_turn("ana", 9.0, 10.0)
    assert 9.0 < store.take_turn("ana", 9.0, 10.0) <= 10.0


def test_what_is_forgotten_counts_no_more(store: Store):
    store.add("ana", 10.0, 60.0)
    store.take_turn("ana", 10.0, 60.0)
    store.clear()
    assert (store.count("ana", 0.0), store.take_turn("ana", 10.0, 1.0)) == (0, 0.0)


def test_a_flood_of_keys_costs_a_bounded_amount_and_frees_nobody_who_goes_on(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guess_store, "MOST_KEYS", 100)
    store = Memory()
    for number in range(1000):
        store.add("guesser", float(number), 60.0)
        store.add(f"name {number}", float(number), 60.0)
        store.take_turn(f"name {number}", float(number), 60.0)
    assert (len(store.tries), len(store.turns), store.count("guesser", 940.0)) == (100, 100, 59)


def test_while_redis_is_away_the_process_counts_for_itself_and_does_not_ask_each_time():
    away = Away()
    store = SharedOrOwn(away)  # type: ignore[arg-type]
    for _ in range(5):
        store.add("ana", 10.0, 60.0)
    turns = [store.take_turn("ana", 10.0, 1.0) for _ in range(2)]
    store.begin_turn("ana", 20.0, 5.0)
    turns.append(store.take_turn("ana", 20.0, 1.0))
    assert (store.count("ana", 0.0), turns, away.asked) == (5, [0.0, 1.0, 5.0], 1)


def test_when_redis_goes_away_what_it_knew_is_still_known():
    store = SharedOrOwn(Memory())
    for _ in range(5):
        store.add("ana", 10.0, 60.0)
    store.shared = Away()  # type: ignore[assignment]
    assert store.count("ana", 0.0) == 5
