"""Motion that explains what somebody else did, on the screen of who looks on; none for who asked for none."""

from collections.abc import Callable

from browser.people import go_on, line, own_in, press, seat_url, show, standing, staying, stick, wait_live, wait_settled
from playwright.sync_api import Page, expect
from support.server import AppServer
from support.wide import WIDE

#: Keeps what a page sets in motion: a word for each kind of thing.
WATCH = """() => {
  globalThis.moved = [];
  const kinds = { figure: "ol[data-zone] *", sheet: ".heap i", slip: ".slips > .slip", goodbye: ".goodbye" };
  const note = (node) => moved.push(...Object.keys(kinds).filter((kind) => node.matches(kinds[kind])));
  document.addEventListener("transitionrun", ({ target }) => note(target));
  const { animate } = Element.prototype;
  Element.prototype.animate = function (...how) {
    note(this);
    return animate.apply(this, how);
  };
}"""


def watched(open_page: Callable[..., Page], url: str) -> tuple[Page, Page]:
    """Two screens of one seat: of somebody who likes motion, and of somebody who asked for none."""
    pages = open_page(url), open_page(url, reduced_motion="reduce")
    wait_live(*pages)
    for page in pages:
        page.evaluate(WATCH)
    return pages


def kinds(page: Page, *awaited: str) -> set[str]:
    """What moved since the last time, once these did."""
    page.wait_for_function("(kinds) => kinds.every((kind) => moved.includes(kind))", arg=awaited)
    return set(page.evaluate("moved.splice(0)"))


def test_a_figure_that_a_colleague_moves_travels_there(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "4")
    anouk = open_page(seat_url(practice, "Anouk"))
    wait_live(anouk)
    youssef, still = watched(open_page, seat_url(practice, "Youssef"))

    figure = own_in(anouk, "costs")
    key = str(figure.get_attribute("data-figure"))
    figure.press("3")

    for page in (youssef, still):
        expect(standing(page, key, "gives")).to_be_visible()
    assert (kinds(youssef, "figure"), kinds(still)) == ({"figure"}, set())


@WIDE
def test_a_slip_is_stuck_the_pile_grows_and_what_is_let_go_says_goodbye(
    server: AppServer, open_page: Callable[..., Page]
):
    practice = server.practice("--step", "4", "--people", "2", "--customers", "4")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)
    youssef, still = watched(open_page, seat_url(practice, "Youssef"))
    go_on(fleur, anouk, youssef, still)
    for page in (youssef, still):
        show(page, "stack")
    kinds(youssef)
    given = staying(anouk)[0]

    press(line(anouk, given), "Weggeven")
    stick(anouk, given)

    for page in (youssef, still):
        expect(page.locator(".slips > .slip")).to_have_count(1)
        expect(page.locator(".heap i")).to_have_count(1)
    assert (kinds(youssef, "slip", "sheet"), kinds(still)) == ({"slip", "sheet"}, set())

    go_on(fleur, anouk, youssef, still)
    fleur.locator(".to-open button").first.click()
    press(fleur, "Een laatste blik")
    press(fleur, "Het team laat los", sure=True)

    for page in (youssef, still):
        expect(page.locator(".goodbye")).to_be_visible()
    wait_settled(youssef, still)
    assert ("goodbye" in kinds(youssef, "goodbye"), kinds(still)) == (True, set())
