"""Live equals fresh on the page of the follow-up too: whatever changes in steps 6 and 7 is seen on it."""

# ruff: noqa: F811 - an argument names a fixture that is imported

from typing import Any

import pytest
from live.case import CASES, Case
from live.screen import Screen
from live.test_fresh import (  # noqa: F401 - its fixtures
    FIRST,
    Tables,
    clean_process,
    differences,
    do,
    first_of_each_family,
    opened,
    tables,
)
from support.wide import some_of

from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SHOWN = [case for case in CASES if case.step in (Step.SWAP, Step.CLOSING) and not case.back]


#: What is done on this page, and the first of each family of what is done elsewhere.
SEEN = [case for case in SHOWN if case in FIRST]
ALWAYS = [case for case in SEEN if case.action.startswith("follow_up.")] + first_of_each_family(SEEN)


@pytest.mark.parametrize("case", some_of(SHOWN, always=ALWAYS), ids=str)
def test_a_follow_up_page_that_heard_the_news_equals_a_fresh_one(case: Case, tables: Tables, do: Any) -> None:
    workshop, screens = opened(tables, case)
    watching = {name: FollowUp(one.client, one.base, one.seat) for name, one in screens.items() if name in LOOKING}
    for one in (*case.first, case):
        do(one, workshop, screens | watching)

    assert differences(watching) == {}


#: A seat, the team lead and the console, as far as the case has them.
LOOKING = ("Ana", "Dirk", "Fleur")


class FollowUp(Screen):
    """The page below the workshop's own, with the same regions address."""

    def _get(self) -> Any:
        own, self.base = self.base, f"{self.base}follow-up/"
        try:
            return super()._get()
        finally:
            self.base = own
