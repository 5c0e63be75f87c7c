"""Rate limits: token buckets for what may be done so often in so much time, such as the commands of one page.

Not the pace of guessing (guess_limit.py): that is counted over all processes, by when tries were wrong, and makes wait
instead of refusing. A bucket here lives in one process, costs no lock and no trip, and is asked for every command.
"""

from time import monotonic

#: Keys that a process counts for itself before it begins anew: more than look at any one server.
MOST_KEYS = 10_000


class TokenBucket:
    """Holds `size` tokens at most, and fills at a steady rate: from empty to full in so many seconds."""

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


class RateLimit:
    """Counts by key, in this process: `RateLimit(60, per=60.0)` lets sixty a minute pass."""

    def __init__(self, most: int, *, per: float) -> None:
        self.most, self.seconds = most, per
        self.buckets: dict[str, TokenBucket] = {}

    def allows(self, key: str) -> bool:
        """Use one token of this key; False when there is none."""
        if len(self.buckets) > MOST_KEYS:
            self.buckets.clear()
        return self.buckets.setdefault(key, TokenBucket(self.most, self.seconds)).take()

    @property
    def retry_after(self) -> int:
        """Seconds after which all may be done again: what Retry-After says."""
        return int(self.seconds)
