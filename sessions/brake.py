"""A brake on guessing: so many failures in so much time, then wait."""

import logging
from time import monotonic

from django.conf import settings
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

log = logging.getLogger(__name__)

# With several processes they count together in Redis.
storage = storage_from_string(
    settings.REDIS_URL or "memory://", wrap_exceptions=True, key_prefix=f"ruilen-{settings.INSTALLATION}"
)
window = MovingWindowRateLimiter(storage)
#: Keys that a process counts for itself before it begins anew: more than look at any one server.
MOST_KEYS = 10_000


class Allowance:
    """A bucket of tokens that fills at a steady rate."""

    def __init__(self, size: int, seconds: float) -> None:
        self.size, self.rate = size, size / seconds
        self.left, self.at = float(size), monotonic()

    def take(self) -> bool:
        """Use one token; False when there is none."""
        now = monotonic()
        self.left = min(self.size, self.left + (now - self.at) * self.rate)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Brake:
    """Counts by key, for one kind of act: `Brake("sign in", "5/minute")`."""

    def __init__(self, name: str, rate: str) -> None:
        self.name = name
        self.rate: RateLimitItem = parse(rate)
        self.own: dict[str, Allowance] = {}

    def holds(self, *key: str) -> bool:
        """Whether this key has been counted too often lately; asking does not count."""
        try:
            return not window.test(self.rate, self.name, *key)
        except StorageError:
            # Better a door without a brake for a moment than nobody in at all.
            log.exception("the brake cannot count")
            return False

    def count(self, *key: str) -> None:
        """Count one more."""
        try:
            window.hit(self.rate, self.name, *key)
        except StorageError:
            log.exception("the brake cannot count")

    def takes(self, key: str) -> bool:
        """Count one more in this process; False when it is one too many.

        For what may not wait for Redis. Not in memory with `limits` either: that starts a thread for every count.
        """
        if len(self.own) > MOST_KEYS:
            self.own.clear()
        return self.own.setdefault(key, Allowance(self.rate.amount, self.rate.get_expiry())).take()

    @property
    def patience(self) -> int:
        """Seconds after which what was counted is forgotten: what Retry-After says."""
        return int(self.rate.get_expiry())

    def release(self, *key: str) -> None:
        """Forget what was counted for this key."""
        try:
            window.clear(self.rate, self.name, *key)
        except StorageError:
            log.exception("the brake cannot count")
