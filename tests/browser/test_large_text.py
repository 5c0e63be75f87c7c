"""Letters twice as large on a screen of the same size (WCAG 1.4.4): no word cut off, none over another.

Not the same as a zoomed page, which is a narrower one and which test_axe.py looks at: here a wide layout gets large
letters.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.people import MEASURED, READ, press, seat_url, wait_live
from browser.typefaces import FONT_SETS
from playwright.sync_api import Page
from support.server import AppServer
from support.wide import WIDE, some_of

pytestmark = FONT_SETS

READ_TEXT = (Path(__file__).parent / "read_text.js").read_text()
#: As high as a page is long, so that what stays in view while one scrolls lies over nothing.
SIZE = {"width": 1280, "height": 12000}
TWICE = "document.documentElement.style.fontSize = '200%'"


@pytest.mark.parametrize("step", some_of(range(8), always=[5]))
def test_a_workshop_is_read_in_letters_twice_as_large(server: AppServer, open_page: Callable[..., Page], step: int):
    practice = server.practice("--step", str(step), "--people", "3", "--customers", "4")
    found = []
    for who in (seat_url(practice, "Anouk"), practice["facilitator"], practice["team_lead"]):
        page = open_page(who, **SIZE)
        wait_live(page)
        found += [f"{page.locator('body').get_attribute('data-role')}: {fault}" for fault in enlarge(page)]
    assert not found, "\n".join(found)


@WIDE
def test_the_pages_around_it_too(new_server: AppServer, open_page: Callable[..., Page]):
    fleur = open_page(new_server.first_link(), **SIZE)
    found = list(enlarge(fleur))
    fleur.get_by_label("Naam").fill("fleur")
    fleur.get_by_label("Wachtwoord").fill("een lange zin om te onthouden")
    press(fleur, "Begin")
    press(fleur, "Start een oefening")
    console = fleur.url
    ended = new_server.practice("--step", "7", "--people", "3", "--customers", "4")
    seat = open_page(seat_url(ended, "Anouk"), **SIZE)
    paths = ["", "sign-in/", "return/", "take-over/", "accessibility/", "nowhere/", f"join/{ended['code']}/"]
    addresses = [(fleur, f"{new_server.url}/dashboard/"), (fleur, f"{console}team-list/"), (fleur, f"{console}paper/")]
    addresses += [(seat, f"{seat.url}{path}/") for path in ("follow-up", "wall", "hand-over")]
    addresses += [(open_page(**SIZE), f"{new_server.url}/{path}") for path in paths]
    for page, address in addresses:
        page.goto(address)
        found += [f"{address}: {fault}" for fault in enlarge(page)]
    assert not found, "\n".join(found)


@WIDE
@pytest.mark.parametrize("step", [0, 2, 4, 5, 6, 7])
def test_the_beamer_on_a_screen_of_ones_own_grows_too(server: AppServer, open_page: Callable[..., Page], step: int):
    """Its letters follow its window, so a zoomed one, which is half as wide, must not shrink them again."""
    practice = server.practice("--step", str(step), "--people", "3", "--customers", "4")
    beamer = open_page(practice["projector"], width=1280, height=720)
    wait_live(beamer)
    before = letters(beamer)
    beamer.set_viewport_size({"width": 640, "height": 360})  # 1280 × 720 at 200 %
    assert letters(beamer) * 2 > before
    assert beamer.evaluate(f"({READ_TEXT}).faults()") == []
    assert beamer.evaluate(f"({READ}).tooWide()") == []


def letters(page: Page) -> float:
    """px"""
    return float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))


def enlarge(page: Page) -> Iterator[str]:
    """What goes wrong when all folds are open and the letters twice as large."""
    page.evaluate(TWICE)
    page.evaluate(MEASURED)
    yield from page.evaluate(f"({READ_TEXT}).faults()")
    yield from (f"sticks out sideways: {node}" for node in page.evaluate(f"({READ}).tooWide()"))
