"""What is compared can be compared: load bars of two people have one scale, and an outcome looks like an outcome."""

from collections.abc import Callable

from browser.people import PHONE, seat_url, wait_live, wait_settled
from playwright.sync_api import Page
from support.server import AppServer
from support.wide import WIDE

#: px of one customer in each bar of a list of people.
SCALES = """(list) => [...document.querySelectorAll(list)].map((bar) =>
  Math.round(100 * bar.getBoundingClientRect().width / bar.viewBox.baseVal.width) / 100)"""
#: How wide an outcome is, besides its words.
AIR = """(node) => {
  node.className = 'outcome ended';
  const range = document.createRange();
  range.selectNodeContents(node);
  const { marginTop, fontSize } = getComputedStyle(node);
  return [Math.round(node.getBoundingClientRect().width - range.getBoundingClientRect().width), marginTop,
    fontSize === getComputedStyle(document.querySelector('.outcome:not(.ended)')).fontSize];
}"""


#: How many lines the result of the slip in the spotlight takes, and whether its outcome is as wide as its word.
DECIDED = """(line) => {
  const outcome = line.querySelector('.outcome');
  const words = document.createRange();
  words.selectNodeContents(outcome);
  return [Math.floor(line.offsetHeight / outcome.offsetHeight),
    outcome.offsetWidth < 1.5 * words.getBoundingClientRect().width];
}"""


#: How high the outcomes of the swap list are.
HEIGHTS = "(all) => [...new Set(all.map((one) => Math.round(one.getBoundingClientRect().height)))]"


def scales(page: Page, bars: str) -> list[float]:
    return list(page.evaluate(SCALES, bars))


def test_load_bars_of_people_have_one_scale_and_an_ended_contact_is_no_page(
    server: AppServer, open_page: Callable[..., Page]
):
    practice = server.practice("--step", "7", "--people", "5", "--customers", "12")
    laptop, beamer = open_page(seat_url(practice, "Anouk")), open_page(practice["projector"], width=1280, height=720)
    phone = open_page(seat_url(practice, "Koen"), **PHONE)
    for page in (laptop, beamer, phone):
        wait_live(page)
        found = scales(page, ".loads > li:not(.team) :is(.bars, .blocks)")
        assert (len(found), len(set(found))) == (5, 1), found
        assert len(page.locator("table .outcome").evaluate_all(HEIGHTS)) == 1
        air, margin, same_size = page.locator(".outcome").first.evaluate(AIR)
        assert (air < 30, margin, same_size) == (True, "0px", True), air


@WIDE
def test_so_have_those_of_two_takers(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "6", "--people", "5", "--customers", "12")
    regie, beamer = open_page(practice["facilitator"]), open_page(practice["projector"], width=1280, height=720)
    wait_live(regie, beamer)
    compared = 0
    for _ in range(regie.locator('.to-open [data-command="swap.open"]').count()):
        regie.locator('.to-open [data-command="swap.open"]').first.click()
        wait_settled(regie, beamer)
        for page in (regie, beamer):
            found = scales(page, ".lit:first-of-type .takers :is(.bars, .blocks)")
            assert len(set(found)) <= 1, found
            compared += len(found) > 1
    assert compared


@WIDE
def test_the_outcome_in_the_spotlight_is_one_line(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "6", "--people", "3", "--customers", "6")
    regie, beamer = open_page(practice["facilitator"]), open_page(practice["projector"], width=1280, height=720)
    laptop, phone = (open_page(practice["participants"][1]["url"], **size) for size in ({}, PHONE))
    pages = (regie, beamer, laptop, phone)
    wait_live(*pages)
    regie.locator('[data-command="swap.open"]').first.click()
    regie.locator('[data-command="swap.settle"]').first.click()
    wait_settled(*pages)
    for page in pages:
        assert page.locator(".lit p", has=page.locator(".outcome")).evaluate(DECIDED) == [1, True], page.url
