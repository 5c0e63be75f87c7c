"""What is laid again row by row is the same afternoon, as long ago as when it was played."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from support import snapshots
from support.people import act, lay_table
from support.replay import assert_replays
from support.snapshots import once

from workshop.models import Team, Turn, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(minutes=40)


@once
def speaking() -> Workshop:
    return lay_table(Step.STORY)


def clear() -> None:
    Workshop.objects.all().delete()
    Team.objects.all().delete()
    User.objects.all().delete()


@pytest.fixture
def laid_late(monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """The table of step 3, played now and laid again when the speaker's time would be over."""
    speaking()
    clear()
    now = timezone.now
    monkeypatch.setattr(snapshots.timezone, "now", lambda: now() + LATER)
    return speaking()


def test_who_speaks_has_their_time_still_before_them(laid_late: Workshop):
    turn = Turn.objects.get(state="speaking")
    assert turn.ends_at > timezone.now()
    ends = turn.ends_at
    act(laid_late, "steps.extend", minutes=1)
    turn.refresh_from_db()
    assert turn.ends_at == ends + dt.timedelta(minutes=1)


def test_the_journal_moved_with_the_rows(laid_late: Workshop):
    assert_replays(laid_late)
