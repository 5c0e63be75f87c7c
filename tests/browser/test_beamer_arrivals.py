"""A colleague's move is read from six metres: a ring, the owner below, a line in the head; a burst has rings only."""

from collections.abc import Callable

from browser.people import seat_url, wait_live, wait_settled
from playwright.sync_api import Page, expect
from support.server import AppServer


def sit(server: AppServer, open_page: Callable[..., Page]) -> tuple[Page, Page]:
    practice = server.practice("--step", "2", "--people", "5", "--customers", "8")
    beamer, anouk = open_page(practice["projector"], width=1280, height=720), open_page(seat_url(practice, "Anouk"))
    wait_live(beamer, anouk)
    return beamer, anouk


def test_a_move_is_told_for_a_few_seconds(server: AppServer, open_page: Callable[..., Page]):
    beamer, anouk = sit(server, open_page)
    expect(beamer.locator("[data-arrived]")).to_have_count(0)
    own = anouk.locator('#region-table [data-zone="costs"] .mine button').first
    figure, name = own.get_attribute("data-figure"), own.locator("[data-name]").get_attribute("data-name")
    own.press("3")
    expect(beamer.locator(f'[data-zone="gives"] > [data-arrived] > [data-figure="{figure}"]')).to_be_visible()
    expect(beamer.locator(".seats [data-arrived]")).to_contain_text("Anouk")
    expect(beamer.locator(".arrival")).to_contain_text(f"{name} → geeft energie")
    expect(beamer.locator("[data-arrived]")).to_have_count(0, timeout=10_000)
    expect(beamer.locator(".arrival")).to_be_hidden()


def test_of_a_burst_only_rings_are_left(server: AppServer, open_page: Callable[..., Page]):
    beamer, anouk = sit(server, open_page)
    for _ in range(5):
        anouk.locator('#region-table [data-zone]:not([data-zone="neutral"]) .mine button').first.press("2")
    wait_settled(anouk, beamer)
    expect(beamer.locator("ol > [data-arrived]")).to_have_count(5)
    expect(beamer.locator(".arrival")).to_be_hidden()
