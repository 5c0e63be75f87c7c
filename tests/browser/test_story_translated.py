"""A browser that translates the page, as Chrome and Edge do: names stay, nothing is loaded anew, the work goes on."""

from collections.abc import Callable

from browser.people import assert_equal_tables, go_on, own_in, read_ids, seat_url, wait_live, wait_settled
from playwright.sync_api import Page
from support.server import AppServer
from support.wide import WIDE

#: What Google Translate does to a page: its language changes, and each piece of text that may be translated stands in
#: two <font> elements, in other words.
TRANSLATE = """() => {
  document.documentElement.lang = 'en';
  document.documentElement.classList.add('translated-ltr');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(node);
  for (const text of texts) {
    if (!text.data.trim() || text.parentElement.closest("[translate=no], font, script, style, textarea")) continue;
    const inner = Object.assign(document.createElement('font'), { textContent: `~${text.data}` });
    const outer = document.createElement('font');
    outer.append(inner);
    text.replaceWith(outer);
  }
  globalThis.stillHere = true;
}"""


def translate(page: Page) -> None:
    page.evaluate(TRANSLATE)


@WIDE
def test_a_page_that_is_translated_goes_on(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "4")
    anouk, youssef = open_page(seat_url(practice, "Anouk")), open_page(seat_url(practice, "Youssef"))
    regie = open_page(practice["facilitator"])
    wait_live(anouk, youssef, regie)
    before = assert_equal_tables(anouk, youssef)
    translate(anouk)
    assert anouk.locator("font").count() > 20
    assert assert_equal_tables(anouk, youssef) == before, "names were translated"

    figure = own_in(youssef, "costs").get_attribute("data-figure")
    own_in(youssef, "costs").focus()
    youssef.keyboard.press("3")
    wait_settled(anouk, youssef)
    assert figure in read_ids(anouk)["gives"]
    own_in(anouk, "costs").click()
    anouk.locator("#menu").get_by_role("menuitem", name="geeft energie").click()
    assert_equal_tables(anouk, youssef)

    for _ in range(2):
        translate(anouk)
        go_on(regie, anouk, youssef)
        assert_equal_tables(anouk, youssef)
    assert anouk.evaluate("globalThis.stillHere") is True, "the page was loaded anew"
    assert anouk.locator("body").get_attribute("data-step") == "4"
