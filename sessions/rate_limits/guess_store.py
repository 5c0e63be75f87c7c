"""Stores what guessing leaves behind: when wrong codes were tried, and when the next try may be judged.

In this process; with several they count together in Redis, and while that is away each for itself.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from time import monotonic
from typing import Protocol, TypeVar

import redis

log = logging.getLogger(__name__)

Kept = TypeVar("Kept")
Answer = TypeVar("Answer")

#: Keys that a process keeps, the least used go first; and wrong tries of one key: nobody has to know more of them.
MOST_KEYS, MOST_TRIES = 10_000, 1000
#: Seconds that Redis gets for one answer, and for which it is not asked after one that did not come.
PATIENCE, REST = 1.0, 10.0


class Store(Protocol):
    """Times are seconds of the clock of whoever asks; `keep`: for how long it matters that a try was wrong."""

    def add(self, key: str, now: float, keep: float) -> None: ...
    def count(self, key: str, since: float) -> int: ...
    def take_turn(self, key: str, now: float, pace: float) -> float: ...
    def begin_turn(self, key: str, now: float, pace: float) -> None: ...
    def clear(self) -> None: ...


class Memory:
    """For one process."""

    def __init__(self) -> None:
        self.tries: OrderedDict[str, deque[float]] = OrderedDict()
        self.turns: OrderedDict[str, float] = OrderedDict()
        self.lock = threading.Lock()

    def add(self, key: str, now: float, keep: float) -> None:
        """Count one wrong try."""
        with self.lock:
            tries = self.tries.setdefault(key, deque(maxlen=MOST_TRIES))
            while tries and tries[0] <= now - keep:
                tries.popleft()
            tries.append(now)
            _keep_newest(self.tries, key)

    def count(self, key: str, since: float) -> int:
        """Wrong tries after this moment."""
        with self.lock:
            return sum(at > since for at in self.tries.get(key, ()))

    def take_turn(self, key: str, now: float, pace: float) -> float:
        """Take the turn: 0; or the seconds until somebody may. The next one comes `pace` seconds after this one."""
        with self.lock:
            free_at = self.turns.get(key, 0.0)
            if now < free_at:
                return free_at - now
            self.turns[key] = now + pace
            _keep_newest(self.turns, key)
            return 0.0

    def begin_turn(self, key: str, now: float, pace: float) -> None:
        """Begin the turn, also when it is another's: the next one comes `pace` seconds after this one."""
        with self.lock:
            self.turns[key] = now + pace
            _keep_newest(self.turns, key)

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self.tries.clear()
            self.turns.clear()


def _keep_newest(kept: OrderedDict[str, Kept], key: str) -> None:
    kept.move_to_end(key)
    if len(kept) > MOST_KEYS:
        kept.popitem(last=False)


class Shared:
    """For all processes of an installation, in Redis."""

    def __init__(self, url: str, prefix: str) -> None:
        self.redis = redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
        self.prefix = prefix

    def add(self, key: str, now: float, keep: float) -> None:
        """Count one wrong try."""
        name = f"{self.prefix}:tries:{key}"
        with self.redis.pipeline() as pipe:
            pipe.zadd(name, {secrets.token_hex(8): now})
            pipe.zremrangebyscore(name, "-inf", now - keep)
            pipe.zremrangebyrank(name, 0, -MOST_TRIES - 1)
            pipe.expire(name, int(keep) + 1)
            pipe.execute()

    def count(self, key: str, since: float) -> int:
        """Wrong tries after this moment."""
        return int(self.redis.zcount(f"{self.prefix}:tries:{key}", f"({since}", "+inf"))

    def take_turn(self, key: str, now: float, pace: float) -> float:
        """Take the turn: 0; or the seconds until somebody may. Redis' own clock counts them, the same for all."""
        name = f"{self.prefix}:turn:{key}"
        if self.redis.set(name, 1, nx=True, px=int(pace * 1000)):
            return 0.0
        return max(0.001, int(self.redis.pttl(name)) / 1000)

    def begin_turn(self, key: str, now: float, pace: float) -> None:
        """Begin the turn, also when it is another's: the next one comes `pace` seconds after this one."""
        self.redis.set(f"{self.prefix}:turn:{key}", 1, px=int(pace * 1000))

    def clear(self) -> None:
        """Forget everything."""
        for name in self.redis.scan_iter(f"{self.prefix}:*"):
            self.redis.delete(name)


class SharedOrOwn:
    """In Redis; in this process while Redis is away, for no limit at all is worse than one that counts less."""

    def __init__(self, shared: Store) -> None:
        self.shared, self.own = shared, Memory()
        self.ask_again_at = 0.0

    def add(self, key: str, now: float, keep: float) -> None:
        """Count one wrong try, here too: what Redis knew is not there when it goes away."""
        self.own.add(key, now, keep)
        self._ask(lambda store: store.add(key, now, keep), lambda: None)

    def count(self, key: str, since: float) -> int:
        """Wrong tries after this moment."""
        return self._ask(lambda store: store.count(key, since), lambda: self.own.count(key, since))

    def take_turn(self, key: str, now: float, pace: float) -> float:
        """Take the turn: 0; or the seconds until somebody may."""
        return self._ask(lambda store: store.take_turn(key, now, pace), lambda: self.own.take_turn(key, now, pace))

    def begin_turn(self, key: str, now: float, pace: float) -> None:
        """Begin the turn, also when it is another's."""
        self._ask(lambda store: store.begin_turn(key, now, pace), lambda: self.own.begin_turn(key, now, pace))

    def clear(self) -> None:
        """Forget everything."""
        self.own.clear()
        self._ask(lambda store: store.clear(), lambda: None)

    def _ask(self, question: Callable[[Store], Answer], otherwise: Callable[[], Answer]) -> Answer:
        """What Redis answers; `otherwise` while it is away."""
        if monotonic() >= self.ask_again_at:
            try:
                return question(self.shared)
            except redis.RedisError as error:
                self.ask_again_at = monotonic() + REST
                log.error("guesses are counted by each process for itself: %s", type(error).__name__)
        return otherwise()


def open_store(redis_url: str, prefix: str) -> Store:
    """The store of this installation."""
    return SharedOrOwn(Shared(redis_url, prefix)) if redis_url else Memory()
