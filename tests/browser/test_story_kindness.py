"""Applause that nobody counts, and a word of help that comes once."""

from collections.abc import Callable

from browser.people import seat_url, show, wait_live, wait_settled
from playwright.sync_api import Page, expect
from support.server import AppServer
from support.wide import WIDE

#: Applause is fetched after the page works.
CLAPS = "() => performance.getEntriesByType('resource').some((one) => /claps/.test(one.name) && one.responseEnd)"


@WIDE
def test_applause_is_seen_on_the_beamer_and_changes_nothing(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "5", "--people", "3", "--customers", "6")
    anouk, beamer = open_page(seat_url(practice, "Anouk")), open_page(practice["projector"], height=720)
    wait_live(anouk, beamer)
    before = wait_settled(anouk, beamer)
    beamer.wait_for_function(CLAPS)

    show(anouk, "stack")
    clap = anouk.locator("[data-slip] .clap").first
    expect(clap).to_have_accessible_name(
        "Applaus voor " + anouk.locator("[data-slip]:has(.clap) > b").first.inner_text()
    )
    clap.focus()
    anouk.keyboard.press("Enter")

    expect(beamer.locator("body > .hands")).to_have_count(1)
    expect(beamer.locator(".clap")).to_have_count(0)
    expect(beamer.locator("body > .hands")).to_have_count(0)
    expect(anouk.locator("#say")).to_have_text("Applaus gegeven")
    assert wait_settled(anouk, beamer) == before
