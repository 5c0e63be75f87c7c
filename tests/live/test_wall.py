"""Live equals fresh on the page of the wall too."""

# ruff: noqa: F811 - an argument names a fixture that is imported

from typing import Any

import pytest
from live.case import CASES, Case
from live.screen import Screen
from live.test_fresh import FIRST, Tables, clean_process, differences, do, opened, tables  # noqa: F401 - their fixtures
from support.wide import some_of

from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TOUCHING = ("wall.", "thread.", "team.", "lobby.", "journal.", "closing.close", "closing.forget", "steps.take_chair")
SHOWN = [
    case
    for case in CASES
    if case.step in (Step.THREAD, Step.CLOSING) and not case.back and case.action.startswith(TOUCHING)
]


@pytest.mark.parametrize("case", some_of(SHOWN, always=FIRST), ids=str)
def test_a_wall_that_heard_the_news_equals_a_fresh_one(case: Case, tables: Tables, do: Any) -> None:
    workshop, screens = opened(tables, case)
    watching = {name: Wall(one.client, one.base, one.seat) for name, one in screens.items() if name in LOOKING}
    for one in (*case.first, case):
        do(one, workshop, screens | watching)

    assert differences(watching) == {}


#: A seat, the team lead and the console, as far as the case has them.
LOOKING = ("Ana", "Dirk", "Fleur")


class Wall(Screen):
    """The page below the workshop's own, with the same regions address."""

    def _get(self) -> Any:
        own, self.base = self.base, f"{self.base}wall/"
        try:
            return super()._get()
        finally:
            self.base = own
