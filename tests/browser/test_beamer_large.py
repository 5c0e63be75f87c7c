"""What the beamer says large, in steps in which one thing stands in the middle: the way in, and a heading of step 4."""

from collections.abc import Callable

from browser.people import MEASURED, wait_live, wait_settled
from playwright.sync_api import Locator, Page, expect
from support.server import AppServer

SIZE = "(node) => parseFloat(getComputedStyle(node).fontSize) * node.currentCSSZoom"


def size(text: Locator) -> float:
    return float(text.evaluate(SIZE))


def test_the_way_in_is_read_from_the_door(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "0", "--people", "5")
    beamer = open_page(practice["projector"], width=1280, height=720)
    wait_live(beamer)
    beamer.evaluate(MEASURED)
    assert [size(beamer.locator(f".welcome .{part}").first) for part in ("address", "code")] == [60, 60]
    code = beamer.locator(".qr-frame").first.bounding_box()
    assert code
    assert (round(code["width"]), code["x"] < 60) == (round(0.55 * 720), True)
    assert beamer.locator(".seats .face").count() == 5


def test_one_heading_is_large_and_the_others_are_titles_with_counts(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "4", "--people", "5", "--customers", "8")
    regie, beamer = open_page(practice["facilitator"]), open_page(practice["projector"], width=1280, height=720)
    wait_live(regie, beamer)
    for heading, asked in (("returns", "Wat horen we steeds terug?"), ("gives", "Waar laden we van op?")):
        large = beamer.locator(f".heading.{heading}")
        expect(large.locator(".question")).to_have_text(asked)
        expect(beamer.locator(".headings .question").locator("visible=true")).to_have_count(1)
        beamer.evaluate(MEASURED)
        assert (size(large.locator(".question")), size(large.locator(".thread").first)) == (40, 30)
        expect(beamer.locator(".heading h3 .count").locator("visible=true")).to_have_count(5)
        expect(beamer.locator(".thread").locator("visible=true")).to_have_count(large.locator(".thread").count())
        regie.get_by_role("button", name="Volgend kopje").click()
        wait_settled(regie, beamer)
    expect(beamer.locator(".heading.costs .thread").first).to_be_visible()
