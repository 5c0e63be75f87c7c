"""Pure: how warm the agreements still are. Energy cools when nobody looks after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from workshop.models import Agreement

#: Days in which an agreement that nobody touches grows cold.
COOLS_IN = 30


def warmth(agreements: Iterable[Agreement], today: dt.date) -> int | None:
    """The teapot in percent: the mean of all agreements that stand; None when there are none.

    One agreement: 100 on the day of a tick, one thirtieth less each day after; what is done stays warm.
    """
    standing = [_warmth(one, today) for one in agreements if one.accepted]
    return round(100 * sum(standing) / len(standing)) if standing else None


def _warmth(agreement: Agreement, today: dt.date) -> float:
    if agreement.done_on:
        return 1.0
    if agreement.touched_on is None:
        return 0.0
    return min(1.0, max(0.0, 1 - (today - agreement.touched_on).days / COOLS_IN))
