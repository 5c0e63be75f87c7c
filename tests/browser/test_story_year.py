"""A whole year: the workshop ends, its swap list is taken home, hand-overs are ticked off; the team comes back, and
sees then beside now."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from browser.people import (
    PHONE,
    assert_fits,
    assert_fresh,
    go_on,
    join,
    lay_all,
    line,
    offered_sheet,
    open_sheet,
    press,
    seat_url,
    show,
    unfold,
    wait_live,
)
from playwright.sync_api import Locator, Page, expect
from support.server import AppServer
from support.wide import WIDE

Open = Callable[..., Page]


@dataclass
class Year:
    """The screens of a year; Youssef stays away from the comeback, Nadia is new."""

    fleur: Page
    anouk: Page
    willemijn: Page


@WIDE
def test_a_whole_year_from_the_swap_list_to_then_and_now(server: AppServer, open_page: Open):
    then = server.practice("--step", "7", "--people", "3", "--customers", "4")
    year = Year(
        open_page(then["facilitator"]), open_page(seat_url(then, "Anouk")), open_page(then["team_lead"], **PHONE)
    )
    wait_live(year.fleur, year.anouk, year.willemijn)
    take_home(year)
    follow_up(year)

    fleur, anouk, nadia, beamer = come_back(server, year, open_page)
    look_back(fleur, anouk, beamer)
    judge_again(fleur, anouk, nadia, beamer)
    see_then_and_now(fleur, anouk, nadia, beamer)


# --- the workshop ends -----------------------------------------------------------------------------------------------


def take_home(year: Year) -> None:
    """It is closed, and the team lead takes the swap list along on the phone."""
    press(year.fleur, "Sluit de workshop af", sure=True)
    expect(year.anouk.locator("#region-head")).to_contain_text("De workshop is afgesloten.")
    with year.willemijn.expect_download() as download:
        year.willemijn.get_by_role("link", name="Ruillijst als PDF (zonder energie en redenen)").click()
    assert re.fullmatch(r"ruillijst-.*\.pdf", download.value.suggested_filename)


# --- the months after ------------------------------------------------------------------------------------------------


def follow_up(year: Year) -> None:
    """Anouk ticks her side, the team lead sees it, ticks the other side and an agreement; somebody tells a success."""
    for page in (year.fleur, year.anouk):
        page.get_by_role("link", name="Naar de opvolging").click()
    year.willemijn.goto(f"{year.willemijn.url}follow-up/")
    wait_live(year.fleur, year.anouk, year.willemijn)
    own = year.anouk.locator("[data-hand-over]").filter(has=year.anouk.get_by_role("button", name="Anouk:")).first
    hand_over = own.get_attribute("id")
    own.get_by_role("button", name="Anouk:").click()
    for page in (year.anouk, year.willemijn):
        expect(page.locator(f"#{hand_over}").get_by_role("button", name="Anouk:")).to_have_attribute(
            "aria-pressed", "true"
        )
    year.willemijn.locator(f'#{hand_over} .ticks button[aria-pressed="false"]').tap()
    expect(year.anouk.locator(f"#{hand_over}")).to_have_class("done")
    press(year.willemijn.locator("[data-agreement]").first, "Klaar")
    expect(year.anouk.locator("[data-agreement]").first).to_contain_text("klaar op")
    expect(year.anouk.get_by_role("img", name="De theepot is heet: 100 procent")).to_be_visible()
    year.anouk.get_by_label("Wat ging er goed?").fill("De bakker belde zelf")
    press(year.anouk, "Deel")
    expect(year.fleur.get_by_text("De bakker belde zelf")).to_be_visible()
    assert_fresh(year.fleur, year.anouk, year.willemijn)
    assert_fits(year.willemijn)


# --- the comeback ----------------------------------------------------------------------------------------------------


def come_back(server: AppServer, year: Year, open_page: Open) -> tuple[Page, Page, Page, Page]:
    """One click; who comes in under the same name is here again."""
    press(year.fleur, "Begin de terugkomsessie")
    wait_live(year.fleur)
    review = open_sheet(year.fleur, "review").locator("#region-review")
    expect(review).to_contain_text("We komen terug op ‘Oefenworkshop’")
    beamer = open_page(year.fleur.get_by_role("link", name="Open de beamer").get_attribute("href"), height=720)
    code = re.search(r"\b[A-Z]{6}\b", unfold(year.fleur, "door").inner_text())
    assert code
    anouk, nadia = open_page(f"{server.url}/join/{code[0]}/"), open_page(f"{server.url}/join/{code[0]}/", **PHONE)
    join(anouk, "Anouk")
    join(nadia, "Nadia")
    wait_live(beamer, anouk, nadia)
    return year.fleur, anouk, nadia, beamer


def look_back(fleur: Page, anouk: Page, beamer: Page) -> None:
    """First what is still open, then the successes; one hand-over becomes a slip again."""
    press(open_sheet(fleur, "review"), "Begin met terugkijken")
    show(anouk, "back")
    for page in (fleur, anouk, beamer):
        expect(page.get_by_text("Overdrachten die nog openstaan").first).to_be_visible()
        expect(page.get_by_text("De bakker belde zelf").first).to_be_visible()
        expect(page.get_by_text("Er niet bij:").first).to_be_visible()
    unfinished = fleur.locator("#region-review [data-earlier]").first
    press(unfinished, "Maak er weer een briefje van")
    expect(beamer.get_by_text("wordt weer een briefje")).to_be_visible()
    assert_fresh(fleur, anouk, beamer)


def judge_again(fleur: Page, anouk: Page, nadia: Page, beamer: Page) -> None:
    """Anouk finds her customers without a zone, and puts all of them where they give energy."""
    go_on(fleur, anouk, nadia, beamer)
    press(anouk, "Ja, dit is mijn lijst")
    unsorted = anouk.locator("[data-unsorted] > li")
    expect(unsorted.first).to_be_visible()
    for left in range(unsorted.count(), 0, -1):
        unsorted.first.locator(".name").press("3")
        expect(unsorted).to_have_count(left - 1)
    add(nadia, "Vuurtoren Noord")
    go_on(fleur, anouk, nadia, beamer)
    lay_all(anouk)
    line(nadia, "Vuurtoren Noord").get_by_role("button", name="kost energie").tap()
    expect(beamer.locator('ol[data-zone="costs"] [data-figure]')).to_have_count(1)
    for page in (anouk, nadia, beamer):
        assert page.locator("#region-then_now *").count() == 0
    expect(offered_sheet(fleur, "then-now")).to_have_count(0)


def add(page: Page, name: str) -> None:
    page.get_by_label("Naam van een klant").fill(name)
    press(page, "Erbij")
    expect(line(page, name)).to_be_visible()


def see_then_and_now(fleur: Page, anouk: Page, nadia: Page, beamer: Page) -> None:
    """On everybody's own screen, and large on the beamer, as a picture and as tables."""
    go_on(fleur, anouk, nadia, beamer)
    open_sheet(fleur, "then-now")
    for page in (fleur, anouk, nadia):
        expect(page.locator("#region-then_now h2")).to_have_text("Toen → nu")
    expect(row(anouk, "Vuurtoren Noord")).to_contain_text("Nadia: kost energie")
    arrows = anouk.locator(".then-now-picture .arrow").count()
    assert arrows > 0
    press(fleur, "Toon het plaatje op de beamer")
    expect(beamer.locator('[data-shows="then_now"] .arrow')).to_have_count(arrows)
    press(fleur, "Toon de tabel op de beamer")
    expect(beamer.locator(".then-people tbody tr").filter(has_text="Nadia")).to_contain_text("–")
    assert_fresh(fleur, anouk, nadia, beamer)
    assert_fits(nadia)


def row(page: Page, name: str) -> Locator:
    return page.locator(".then-rows tbody tr").filter(has_text=name)
