"""On the beamer every name that shows is read whole: not cut by its frame or the screen, not broken, not covered."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.people import go_on, wait_live, wait_settled
from browser.typefaces import FONT_SETS
from house import House
from playwright.sync_api import Page

pytestmark = FONT_SETS

READ_NAMES = (Path(__file__).parent / "read_names.js").read_text()
#: People and customers each: all names show on the table, and heads with counts do.
SIZES = [(5, 8), (8, 15)]
NEXT = '#region-turn [data-shortcut="next"]'


def cut_names(beamer: Page) -> list[str]:
    return list(beamer.evaluate(f"({READ_NAMES}).faults()"))


@pytest.mark.parametrize("step", [0, 1, 2, 4, 5, 7])
@pytest.mark.parametrize(("people", "customers"), SIZES)
def test_names_stand_whole(server: House, open_page: Callable[..., Page], people: int, customers: int, step: int):
    practice = server.practice("--step", str(step), "--people", str(people), "--customers", str(customers))
    beamer = open_page(practice["projector"], width=1280, height=720)
    wait_live(beamer)
    assert cut_names(beamer) == []


@pytest.mark.parametrize(("people", "customers"), SIZES)
def test_so_do_the_speakers_at_each_question(
    server: House, open_page: Callable[..., Page], people: int, customers: int
):
    practice = server.practice("--step", "3", "--people", str(people), "--customers", str(customers))
    beamer, regie = watch(practice, open_page)
    found = []
    for _ in range(8):  # of two people
        found += [f"{beamer.locator('.turn h2').inner_text()}: {fault}" for fault in cut_names(beamer)]
        assert beamer.locator(".lit").count() > 0
        regie.locator(NEXT).click()
        wait_settled(regie, beamer)
    assert found == []


@pytest.mark.parametrize(("people", "customers"), SIZES)
def test_so_do_slips_before_they_are_opened_and_in_the_light(
    server: House, open_page: Callable[..., Page], people: int, customers: int
):
    practice = server.practice("--step", "5", "--people", str(people), "--customers", str(customers))
    beamer, regie = watch(practice, open_page)
    go_on(regie, beamer)
    assert cut_names(beamer) == []
    for _ in range(3):
        regie.locator('[data-command="swap.open"]').first.click()
        wait_settled(regie, beamer)
        beamer.wait_for_selector(".spotlight")
        assert cut_names(beamer) == []


def watch(practice: dict[str, Any], open_page: Callable[..., Page]) -> tuple[Page, Page]:
    """The beamer and the regie."""
    pages = open_page(practice["projector"], width=1280, height=720), open_page(practice["facilitator"])
    wait_live(*pages)
    return pages
