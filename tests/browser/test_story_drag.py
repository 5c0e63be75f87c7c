"""Dragging with a mouse whose end nobody tells us of: let go of outside the window, a figure is in no hand any more."""

from collections.abc import Callable

from browser.people import own_in, standing, wait_live, wait_settled, zone
from playwright.sync_api import Page, expect
from support.server import AppServer

#: What a page hears when the pointer comes back with no button pressed.
COME_BACK = """([x, y]) => document.elementFromPoint(x, y).dispatchEvent(
    new PointerEvent("pointermove", { bubbles: true, pointerId: 1, buttons: 0, clientX: x, clientY: y }))"""


def lift(page: Page, key: str) -> tuple[float, float]:
    """Take a figure in hand and carry it over another zone; where the pointer is then."""
    start = page.locator(f"#f-{key} button").bounding_box()
    over = zone(page, "gives").bounding_box()
    assert start
    assert over
    page.mouse.move(start["x"] + 15, start["y"] + 10)
    page.mouse.down()
    at = (over["x"] + over["width"] / 2, over["y"] + 20)
    page.mouse.move(*at, steps=6)
    expect(page.locator(".ghost")).to_have_count(1)
    return at


def test_a_figure_that_was_let_go_outside_the_window_stays(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "4")
    anouk = open_page(practice["participants"][0]["url"])
    wait_live(anouk)
    before = wait_settled(anouk)
    key = own_in(anouk, "costs").get_attribute("data-figure") or ""

    at = lift(anouk, key)
    anouk.evaluate(COME_BACK, at)
    expect(anouk.locator(".ghost, .dragging, .is-dragging, [data-target]")).to_have_count(0)
    anouk.mouse.up()  # of a later click, which is about something else

    expect(standing(anouk, key, "costs")).to_have_count(1)
    assert wait_settled(anouk) == before

    lift(anouk, key)
    anouk.mouse.up()
    expect(standing(anouk, key, "gives")).to_have_count(1)
    assert wait_settled(anouk) == before + 1


def test_a_drag_that_never_ended_ends_when_the_next_begins(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "4")
    anouk = open_page(practice["participants"][0]["url"])
    wait_live(anouk)
    key = own_in(anouk, "costs").get_attribute("data-figure") or ""

    lift(anouk, key)
    anouk.evaluate(
        "document.dispatchEvent(new PointerEvent('pointerdown', { pointerId: 1, bubbles: true, button: 0 }))"
    )

    expect(anouk.locator(".ghost, .dragging, .is-dragging")).to_have_count(0)
    anouk.mouse.up()
