"""Two hundred figures: a drag touches only what it passes, and what others do pushes nothing about.

What the browser lays out and styles is counted, so the machine that plays this may be as slow as it likes.
"""

from collections.abc import Callable, Iterator
from typing import Any

from browser.people import assert_equal_tables, own_in, wait_live, wait_settled, zone
from playwright.sync_api import CDPSession, Page
from support.server import AppServer
from support.wide import WIDE

TRACE = {"includedCategories": ["devtools.timeline"]}
#: What one frame may lay out and style, of the 2,500 boxes of such a page; 35 and 29 were counted.
MOST_TOUCHED = 60
#: The share of the window that may shift where no move concerns it (web.dev/cls).
MOST_SHIFT = 0.02
MOVES = 50
WATCH_SHIFT = """
globalThis.shifts = [];
const isFigure = (node) => node?.closest ? node.closest("ol[data-zone] li") : node?.parentElement?.closest("li");
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    const outside = sources.map(({ node }) => node).filter((node) => node && !isFigure(node));
    if (outside.length) shifts.push({ value, what: outside.map((node) => (node.outerHTML ?? node.data).slice(0, 60)) });
  }
}).observe({ type: "layout-shift" });
"""
#: Moves own figures round the table, one at a time.
PLAY = """
async (moves) => {
  const own = [...document.querySelectorAll(`ol[data-zone] button[data-owner="${document.body.dataset.me}"]`)];
  for (let turn = 0; turn < moves; turn += 1) {
    const button = own[turn % own.length];
    const zone = ["costs", "neutral", "gives"].indexOf(button.closest("[data-zone]").dataset.zone);
    button.dispatchEvent(new KeyboardEvent("keydown", { key: String(((zone + 1) % 3) + 1), bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}
"""


def test_a_drag_among_two_hundred_figures_touches_only_what_it_passes(
    server: AppServer, open_page: Callable[..., Page]
):
    practice = server.practice("--step", "2", "--people", "8", "--customers", "25")
    anouk = open_page(practice["participants"][0]["url"])
    wait_settled(anouk)
    assert anouk.locator("ol[data-zone] > li").count() == 200
    chromium = anouk.context.new_cdp_session(anouk)

    for name in ("gives", "costs"):
        events = trace_drag(anouk, chromium, name)
        laid_out, styled = list(count_laid_out(events)), list(count_styled(events))

        assert laid_out
        assert styled
        assert max(laid_out + styled) <= MOST_TOUCHED, (laid_out, styled)


def trace_drag(page: Page, chromium: CDPSession, name: str) -> list[dict[str, Any]]:
    """Carry an own figure over the table to a zone and put it there: what the browser tells of its work.

    Nothing is asked of the page while it is carried: the questions of a test are work too.
    """
    figure = own_in(page, "neutral")
    key = figure.get_attribute("data-figure")
    figure.scroll_into_view_if_needed()
    start = figure.bounding_box()
    boxes = {one: zone(page, one).bounding_box() for one in ("costs", "neutral", "gives")}
    assert start
    events: list[dict[str, Any]] = []
    ended: list[object] = []
    chromium.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    chromium.on("Tracing.tracingComplete", lambda told: ended.append(told))
    chromium.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": TRACE})
    page.mouse.move(start["x"] + 20, start["y"] + 10)
    page.mouse.down()
    for over in (boxes["costs"], boxes["neutral"], boxes["gives"], boxes[name]):
        assert over
        page.mouse.move(over["x"] + 60, start["y"] + 20, steps=8)
    page.mouse.up()
    wait_settled(page)  # sent and answered
    chromium.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    assert zone(page, name).locator(f'[data-figure="{key}"]').count() == 1
    return events


def count_laid_out(events: list[dict[str, Any]]) -> Iterator[int]:
    """Of each time that the browser laid out: how many boxes had to be."""
    for event in events:
        if event["name"] == "Layout" and "beginData" in event["args"]:
            yield int(event["args"]["beginData"]["dirtyObjects"])


def count_styled(events: list[dict[str, Any]]) -> Iterator[int]:
    """Of each time that the browser looked up styles: for how many elements."""
    for event in events:
        if event["name"] == "UpdateLayoutTree" and "elementCount" in event["args"]:
            yield int(event["args"]["elementCount"])


@WIDE
def test_moves_by_others_push_nothing_about(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "4", "--customers", "10")
    anouk, youssef = (open_page(one["url"]) for one in practice["participants"][:2])
    phone = open_page(practice["participants"][2]["url"], width=390, height=844)
    wait_live(anouk, youssef, phone)
    for watched in (youssef, phone):
        watched.evaluate(WATCH_SHIFT)

    anouk.evaluate(f"({PLAY})({MOVES})")
    assert_equal_tables(anouk, youssef, phone)

    shifted = [sum(one["value"] for one in page.evaluate("shifts")) for page in (youssef, phone)]
    assert max(shifted) < MOST_SHIFT, [page.evaluate("shifts") for page in (youssef, phone)]
