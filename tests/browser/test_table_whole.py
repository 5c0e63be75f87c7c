"""On the beamer's table every name stands whole, in letters that the back of the room reads, however many there are."""

from collections.abc import Callable
from pathlib import Path

import pytest
from browser.people import go_on, wait_live, wait_settled
from browser.typefaces import FONT_SETS
from playwright.sync_api import Page
from support.server import AppServer
from support.wide import WIDE, some_of

READ_TILES = (Path(__file__).parent / "read_tiles.js").read_text()
#: People, customers each, the window, and the letters in px that are wanted there, of which one may be lost.
WANTED = [
    (8, 15, 1280, 720, 15.5),
    (5, 8, 1280, 720, 26),
    (3, 6, 1280, 720, 28),
    (8, 40, 1920, 1080, 14.5),
    (5, 8, 1920, 1080, 42),
    (8, 15, 1920, 1080, 23.5),
    (8, 10, 1280, 720, 19),
    (8, 20, 1280, 720, 13),
    (8, 25, 1280, 720, 11.5),
]
#: Windows for which no size of letters is promised, but that they are legible.
OTHERS = [(8, 15, 1024, 768), (8, 15, 1366, 768), (5, 8, 1024, 768), (3, 6, 1366, 768)]


def open_beamer(server: AppServer, open_page: Callable[..., Page], people: int, customers: int, *size: int) -> Page:
    practice = server.practice("--step", "2", "--people", str(people), "--customers", str(customers))
    beamer = open_page(width=size[0], height=size[1])
    beamer.goto(practice["projector"])
    wait_live(beamer)
    wait_settled(beamer)
    beamer.wait_for_function("document.fonts.status === 'loaded'")
    return beamer


def faults(beamer: Page, least: float) -> list[str]:
    return list(beamer.evaluate(READ_TILES, least))


@pytest.mark.parametrize(("people", "customers", "width", "height", "letters"), some_of(WANTED, always=[WANTED[0]]))
def test_every_name_is_whole_in_letters_that_the_room_reads(
    server: AppServer,
    open_page: Callable[..., Page],
    people: int,
    customers: int,
    width: int,
    height: int,
    letters: float,
):
    beamer = open_beamer(server, open_page, people, customers, width, height)
    assert beamer.locator("#region-table [data-name]").count() == people * customers
    assert faults(beamer, letters - 1) == []


@WIDE
@pytest.mark.parametrize(("people", "customers", "width", "height"), OTHERS)
def test_so_it_is_in_other_windows(
    server: AppServer, open_page: Callable[..., Page], people: int, customers: int, width: int, height: int
):
    beamer = open_beamer(server, open_page, people, customers, width, height)
    assert faults(beamer, max(height / 76, 11)) == []


@FONT_SETS
@pytest.mark.parametrize(("people", "customers"), some_of([(5, 8), (8, 15)], always=[(5, 8)]))
def test_names_are_whole_without_our_letters(
    server: AppServer, open_page: Callable[..., Page], people: int, customers: int
):
    """The file of the typeface does not come: names are measured in the page."""
    practice = server.practice("--step", "2", "--people", str(people), "--customers", str(customers))
    beamer = open_page(width=1280, height=720)
    beamer.route("**/ruil.woff2", lambda route: route.abort())
    beamer.goto(practice["projector"])
    wait_live(beamer)
    beamer.wait_for_selector(".table:is([style], [data-counted])")
    if beamer.locator("[data-counted], [data-zoom]").count():
        assert people * customers > 100, "forty names fit in any letters"
    else:
        assert faults(beamer, 11) == []


def test_the_first_figures_on_an_empty_table_are_as_large_as_can_be(server: AppServer, open_page: Callable[..., Page]):
    """The beamer was there before the step began."""
    practice = server.practice("--step", "1", "--people", "2", "--customers", "3")
    beamer = open_page(practice["projector"], width=1280, height=720)
    regie, anouk = open_page(practice["facilitator"]), open_page(practice["participants"][0]["url"])
    wait_live(beamer, regie, anouk)
    go_on(regie, beamer, anouk)
    beamer.wait_for_selector(".table[style]")
    assert beamer.locator("[data-counted]").count() == 0
    for _ in range(2):
        anouk.locator("#region-own button[data-figure]").first.press("3")
        wait_settled(anouk, beamer)
    assert beamer.locator("#region-table [data-name]").count() == 2
    assert faults(beamer, 28) == []
