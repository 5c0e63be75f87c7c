"""The teapot: how warm the agreements are, by nothing but their ticks and the days since."""

import datetime as dt

import pytest

from workshop.models import Agreement
from workshop.teapot import COOLS_IN, warmth

TODAY = dt.date(2026, 11, 22)


def touched(days_ago: int, *, accepted: bool = True, done: bool = False) -> Agreement:
    then = TODAY - dt.timedelta(days=days_ago)
    return Agreement(accepted=accepted, touched_on=then, done_on=then if done else None)


@pytest.mark.parametrize(("days", "percent"), [(0, 100), (3, 90), (15, 50), (29, 3), (COOLS_IN, 0), (400, 0)])
def test_an_agreement_that_nobody_touches_cools_in_a_month(days: int, percent: int):
    assert warmth([touched(days)], TODAY) == percent


def test_a_tick_warms_it_and_what_is_done_stays_warm():
    assert warmth([touched(COOLS_IN), touched(0)], TODAY) == 50
    assert warmth([touched(400, done=True)], TODAY) == 100


def test_only_agreements_that_stand_are_in_the_pot():
    assert warmth([touched(400, accepted=False), touched(15)], TODAY) == 50
    assert warmth([touched(0, accepted=False)], TODAY) is None
    assert warmth([], TODAY) is None


def test_a_clock_that_was_set_back_does_not_make_it_boil_over():
    assert warmth([touched(-3)], TODAY) == 100
