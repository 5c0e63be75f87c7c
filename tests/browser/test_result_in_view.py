"""What is compared can be compared: load bars of two people have one scale, and an outcome looks like an outcome."""

from collections.abc import Callable

from browser.people import MEASURED, PHONE, seat_url, wait_live, wait_settled
from playwright.sync_api import Page, expect
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
    regie = open_page(practice["facilitator"])
    wait_live(regie, laptop, beamer, phone)
    assert len(beamer.locator(".swaps .outcome:is(.taken, .kept, .open)").evaluate_all(HEIGHTS)) == 1
    regie.locator('[data-command="projector.view"]').first.click()
    wait_settled(regie, beamer)
    for page in (laptop, beamer, phone):
        found = scales(page, ".loads > li:not(.team) :is(.bars, .blocks)")
        assert (len(found), len(set(found))) == (5, 1), found
    for page in (laptop, phone):
        assert len(page.locator("table .outcome").evaluate_all(HEIGHTS)) == 1
        air, margin, same_size = page.locator(".outcome").first.evaluate(AIR)
        assert (air < 30, margin, same_size) == (True, "0px", True), air


#: The smallest letters of a slide, in 1/90 of the height of the screen, and what stands outside it or outside its box.
SLIDE = """(slide) => {
  const unit = innerHeight / 90, edge = slide.getBoundingClientRect();
  const isText = (one) => [...one.childNodes].some((node) => node.data?.trim()) && !one.closest('.unseen, i');
  const texts = [...slide.querySelectorAll('*')].filter((one) => one.checkVisibility() && isText(one));
  const letters = texts.map((one) => parseFloat(getComputedStyle(one).fontSize) * one.currentCSSZoom / unit);
  const out = texts.filter((one) => {
    const { top, left, right, bottom } = one.getBoundingClientRect();
    return top < edge.top - 1 || left < edge.left - 1 || right > edge.right + 1 || bottom > edge.bottom + 1
      || one.scrollWidth > one.clientWidth + 1 && one.clientWidth;
  });
  return [Math.round(100 * Math.min(...letters)) / 100, out.map((one) => one.textContent.trim())];
}"""


def test_the_last_step_is_turned_in_slides_that_are_read_from_afar(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "7", "--people", "8", "--customers", "15")
    regie, beamer = open_page(practice["facilitator"]), open_page(practice["projector"], width=1280, height=720)
    wait_live(regie, beamer)
    shown = []
    while True:
        shown.append(beamer.locator(".slide").get_attribute("data-slide"))
        beamer.evaluate(MEASURED)
        smallest, outside = beamer.locator(".slide").evaluate(SLIDE)
        assert (smallest >= 2.75, outside) == (True, []), (shown, smallest)
        if not regie.locator('[data-shortcut="next"]').count():
            break
        regie.keyboard.press("PageDown")
        expect(beamer.locator(".slide")).not_to_have_attribute("data-slide", shown[-1] or "")
        wait_settled(regie, beamer)
    assert list(dict.fromkeys(str(one).partition("-")[0] for one in shown)) == [
        "swaps", "loads", "attention", "agreements",
    ]  # fmt: skip
    regie.keyboard.press("PageUp")
    expect(beamer.locator(".slide")).to_have_attribute("data-slide", shown[-2] or "")


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
