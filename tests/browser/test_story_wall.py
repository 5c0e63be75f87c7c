"""The *verbetermuur*: kept between workshops, on paper, and open again when the team comes back."""

from collections.abc import Callable

from browser import axe
from browser.people import PHONE, assert_fits, assert_fresh, open_sheet, press, seat_url, show, unfold, wait_live
from playwright.sync_api import Locator, Page, expect
from support.server import AppServer
from support.wide import WIDE

Open = Callable[..., Page]


@WIDE
def test_the_team_keeps_its_wall_and_finds_it_again_at_the_comeback(server: AppServer, open_page: Open):
    practice = server.practice("--step", "7", "--people", "3", "--customers", "4")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    lead = open_page(practice["team_lead"], **PHONE)
    wait_live(fleur, anouk, lead)
    show(anouk, "result")
    for page in (anouk, lead):
        page.get_by_role("link", name="Verbetermuur").click() if page is anouk else page.goto(f"{page.url}wall/")
    wait_live(anouk, lead)
    hang(anouk, "Meer doen", "Samen beginnen")
    look_after(lead, "Samen beginnen", "Anouk", "mee bezig")
    expect(card(anouk, "Samen beginnen")).to_contain_text("mee bezig Anouk")
    assert_fresh(anouk, lead)
    assert_fits(lead)
    print_it(anouk)
    assert axe.faults(anouk) == []

    fleur.goto(f"{fleur.url}follow-up/")
    wait_live(fleur)
    press(fleur, "Begin de terugkomsessie")
    wait_live(fleur)
    press(open_sheet(fleur, "review"), "Begin met terugkijken")
    expect(card(fleur, "Samen beginnen")).to_contain_text("mee bezig Anouk")
    beamer = open_page(fleur.get_by_role("link", name="Open de beamer").get_attribute("href"), height=720)
    wait_live(beamer)
    unfold(fleur, "projector-desk")
    press(fleur, "Toon de verbetermuur")
    open_sheet(fleur, "review")
    look_after(fleur, "Samen beginnen", "Anouk", "gelukt")
    expect(card(beamer, "Samen beginnen")).to_contain_text("gelukt Anouk")
    assert_fresh(fleur, beamer)


def card(page: Page, text: str) -> Locator:
    return page.locator("[data-wall]").filter(has_text=text)


def hang(page: Page, column: str, text: str) -> None:
    field = page.get_by_label(column, exact=True)
    field.fill(text)
    press(page.locator('form[data-command="wall.add"]').filter(has=field), "Zet erbij")
    expect(card(page, text)).to_be_visible()


def look_after(page: Page, text: str, owner: str, state: str) -> None:
    card(page, text).locator("summary").click()
    card(page, text).get_by_label("Wie houdt dit in de gaten").select_option(owner)
    card(page, text).get_by_label("Hoe staat het ermee").select_option(label=state)
    press(card(page, text), "Bewaar")
    expect(card(page, text)).to_contain_text(state)


def print_it(page: Page) -> None:
    """On paper three columns stand beside each other, without a form or a button."""
    page.emulate_media(media="print")
    columns = page.locator(".wall > section").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert (len(columns), len({*columns})) == (3, 1)
    expect(page.locator("#region-wall").get_by_role("button", include_hidden=False)).to_have_count(0)
    page.emulate_media(media="screen")
