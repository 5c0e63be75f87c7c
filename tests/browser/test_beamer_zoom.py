"""More customers than can be read: the beamer opens one zone, or what the regie chooses; numbers never stand alone."""

from collections.abc import Callable

import pytest
from browser.people import MEASURED, seat_url, wait_live, wait_settled
from playwright.sync_api import Page, expect
from support.server import AppServer

#: The names that show, by zone; those that are cut; and the smallest letter.
NAMES = """() => {
  const seen = [...document.querySelectorAll('#region-table ol > li:not([data-follows]) bdi')].filter((name) =>
    getComputedStyle(name.closest('li')).clipPath === 'none' && parseFloat(getComputedStyle(name).fontSize) > 1);
  const zones = {};
  for (const name of seen) (zones[name.closest('ol').dataset.zone] ??= []).push(name.dataset.name);
  const cut = seen.filter((name) => name.scrollWidth > name.clientWidth + 1).map((name) => name.dataset.name);
  return [zones, cut, Math.min(...seen.map((name) => parseFloat(getComputedStyle(name).fontSize)))];
}"""
#: How many figures stand in each zone, and those of one person.
STAND = """(owner) => Object.fromEntries([...document.querySelectorAll('#region-table ol')].map((list) => {
  const own = [...list.children].filter((node) => !owner || node.firstElementChild.dataset.owner === owner);
  return [list.dataset.zone, own.length];
}))"""


@pytest.fixture
def pages(server: AppServer, open_page: Callable[..., Page]) -> tuple[Page, Page, Page]:
    """The regie, the beamer and Anouk, with 320 customers on the table."""
    practice = server.practice("--step", "2", "--people", "8", "--customers", "40")
    regie, beamer = open_page(practice["facilitator"]), open_page(practice["projector"], width=1280, height=720)
    anouk = open_page(seat_url(practice, "Anouk"))
    wait_live(regie, beamer, anouk)
    beamer.wait_for_selector(".table[data-zoom]")
    beamer.evaluate(MEASURED)
    return regie, beamer, anouk


def test_a_table_that_is_too_full_opens_its_first_zone(pages: tuple[Page, Page, Page]):
    _regie, beamer, _anouk = pages
    zones, cut, smallest = beamer.evaluate(NAMES)
    assert ({zone: len(names) for zone, names in zones.items()}, cut) == (
        {"costs": beamer.evaluate(STAND)["costs"]},
        [],
    )
    assert smallest >= 11
    heads = beamer.locator('[data-zone="gives"] > [data-cluster]')
    assert (
        sum(int(many) for many in heads.evaluate_all("(all) => all.map((one) => one.dataset.many)"))
        == (beamer.evaluate(STAND)["gives"])
    )


def test_the_regie_opens_a_zone_by_its_number_and_a_person_by_name(pages: tuple[Page, Page, Page]):
    regie, beamer, _anouk = pages
    regie.keyboard.press("3")
    wait_settled(regie, beamer)
    expect(beamer.locator(".screen")).to_have_attribute("data-view", "")
    regie.locator('[data-zoom-key="Escape"]').focus()
    regie.keyboard.press("3")
    expect(beamer.locator(".screen")).to_have_attribute("data-view", "gives")
    wait_settled(regie, beamer)
    assert list(beamer.evaluate(NAMES)[0]) == ["gives"]
    regie.locator(".side .seats").get_by_role("button", name="Femke").click()
    expect(beamer.locator("[data-shown]")).to_contain_text("Femke")
    wait_settled(regie, beamer)
    zones, cut, smallest = beamer.evaluate(NAMES)
    femke = beamer.locator("[data-shown]").get_attribute("data-seat")
    assert ({zone: len(names) for zone, names in zones.items()}, cut) == (beamer.evaluate(STAND, femke), [])
    assert smallest >= 20
    regie.locator("[data-zoom-keys] button").first.focus()
    regie.keyboard.press("Escape")
    expect(beamer.locator('.table[data-zoom="zone"]')).to_be_visible()


def test_a_move_into_a_closed_zone_opens_nothing(pages: tuple[Page, Page, Page]):
    _regie, beamer, anouk = pages
    before = beamer.evaluate(STAND)
    anouk.locator('#region-table [data-zone="costs"] .mine button').first.press("3")
    wait_settled(anouk, beamer)
    after = beamer.evaluate(STAND)
    assert (after["costs"], after["gives"]) == (before["costs"] - 1, before["gives"] + 1)
    expect(beamer.locator('.zone:not([data-counted]) [data-zone="costs"]')).to_be_visible()
    assert list(beamer.evaluate(NAMES)[0]) == ["costs"]
    expect(beamer.locator('[data-zone="gives"] > [data-cluster][data-arrived]')).to_have_count(1)
    expect(beamer.locator('[data-count-of="gives"][data-arrived]')).to_have_count(1)
    expect(beamer.locator(".arrival")).to_contain_text("→ geeft energie")
