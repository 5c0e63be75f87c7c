"""Wrong codes over all addresses: when there are many, the facilitators who are at work hear of it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from sessions.rate_limits.guess_store import Store
from sessions.submissions import new_action_id
from workshop.models import Workshop
from workshop.perform import perform
from workshop.permissions import Actor
from workshop.refusals import Refusal

#: So many wrong codes in so many seconds are no mistakes of people; it is told again after so many seconds.
MANY, WINDOW, TELL_AGAIN = 20, 600.0, 300.0
#: Workshops that are told at most: each is a change of its own.
MOST_TOLD = 50

KEY = "codes of all addresses"


def count(store: Store, now: float) -> None:
    """Count one more wrong code, and tell of it when it is time to."""
    store.add(KEY, now, WINDOW)
    found = store.count(KEY, now - WINDOW)
    if found >= MANY and not store.take_turn(f"{KEY}, told", now, TELL_AGAIN):
        _tell(found)


def _tell(found: int) -> None:
    for workshop_id in _at_work().values_list("id", flat=True)[:MOST_TOLD]:
        try:
            perform(workshop_id=workshop_id, actor=Actor("door"), action="lobby.count_wrong_codes",
                    data={"count": found}, action_id=new_action_id())  # fmt: skip
        except Refusal:
            continue  # closed or erased meanwhile


def _at_work() -> QuerySet[Workshop]:
    """Workshops that somebody may be at now: made today, or with somebody at the table within the hour."""
    now = timezone.now()
    lately = Q(participants__last_seen__gte=now - dt.timedelta(hours=1)) | Q(created_at__gte=now - dt.timedelta(days=1))
    return Workshop.objects.filter(lately, closed_at=None).order_by("-created_at").distinct()
