"""Every page is in our own letters, as wide as the table of widths says; without them names are still read whole."""

from collections.abc import Callable
from pathlib import Path

import pytest
from browser.people import MEASURED, PHONE, seat_url, wait_live
from browser.typefaces import FONT_SETS
from playwright.sync_api import Page
from support.server import AppServer
from support.wide import some_of

from sessions.typeface import widths

pytestmark = FONT_SETS

READ_NAMES = (Path(__file__).parent / "read_names.js").read_text()
READ_TEXT = (Path(__file__).parent / "read_text.js").read_text()
NAMES = ["Bäckerei Überschär & Zoon", "Ģirts Œuvre, Łódź", "WWW iii 1111", "„’t Hoekje” – € 10"]
#: px of names on a page, in letters of some size and width.
MEASURE = """([names, size, stretch]) => names.map((name) => {
  const node = Object.assign(document.createElement("span"), { textContent: name });
  document.querySelector("main").append(node);
  const style = { fontSize: `${size}px`, fontStretch: `${stretch}%`, fontWeight: 600, fontKerning: "none",
    fontVariantLigatures: "none", letterSpacing: 0, whiteSpace: "nowrap", position: "absolute" };
  Object.assign(node.style, style);
  const { width } = node.getBoundingClientRect();
  node.remove();
  return width;
})"""
#: The families that are not the first one of our own, by the element that has them.
OTHERS = """() => [...document.querySelectorAll("body, body *")]
  .filter((node) => node.checkVisibility() && !getComputedStyle(node).fontFamily.startsWith("Ruil"))
  .map((node) => `${node.localName}.${node.className}: ${getComputedStyle(node).fontFamily}`)"""


def loaded(page: Page) -> bool:
    page.evaluate(MEASURED)
    return bool(page.evaluate("document.fonts.check('600 20px Ruil') && [...document.fonts][0].status === 'loaded'"))


def test_every_page_is_in_our_own_letters(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "2")
    for address in (seat_url(practice, "Anouk"), practice["facilitator"], practice["projector"]):
        page = open_page(address)
        wait_live(page)
        assert (loaded(page), page.evaluate(OTHERS)) == (True, [])
    for path in ("", "sign-in/", f"join/{practice['code']}/", "nowhere/"):
        page = open_page(f"{server.url}/{path}")
        assert (loaded(page), page.evaluate(OTHERS)) == (True, [])


def test_letters_are_as_wide_on_the_page_as_in_the_table(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "2")
    page = open_page(seat_url(practice, "Anouk"))
    wait_live(page)
    assert loaded(page)
    for size in (13, 15.5, 28):
        for stretch in widths.table()["stretches"]:
            expected = [widths.text_width(name, size, stretch) for name in NAMES]
            assert page.evaluate(MEASURE, [NAMES, size, stretch]) == pytest.approx(expected, rel=0.002), (size, stretch)


@pytest.mark.parametrize("step", some_of([1, 2, 4, 5, 7], always=[2]))
def test_without_them_every_name_is_read_whole(server: AppServer, open_page: Callable[..., Page], step: int):
    practice = server.practice("--step", str(step), "--people", "5", "--customers", "8")
    beamer = without_letters(open_page(width=1280, height=720), practice["projector"])
    assert beamer.evaluate(f"({READ_NAMES}).faults()") == []
    seat = seat_url(practice, "Anouk")
    for page in (without_letters(open_page(width=1366, height=12000), seat), without_letters(open_page(**PHONE), seat)):
        assert page.evaluate(f"({READ_TEXT}).faults()") == []


def without_letters(page: Page, address: str) -> Page:
    """A page to which the file of the typeface never comes."""
    page.route("**/*.woff2", lambda route: route.abort())
    page.goto(address)
    wait_live(page)
    assert not loaded(page)
    return page
