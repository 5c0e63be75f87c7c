"""Where a figure stands on the table: live as after a reload; and its name, whole wherever it is not drawn."""

from collections.abc import Callable
from typing import Any

from browser.people import (
    assert_equal_tables,
    assert_fresh,
    forgotten,
    press,
    read_ids,
    seat_url,
    unfold,
    wait_live,
    wait_settled,
)
from playwright.sync_api import Page, expect
from support.server import AppServer

SOFT_HYPHEN = "\u00ad"
#: A module of the page itself, with all that it remembers.
MODULE = "document.querySelector('script[type=module]').src.replace(/[^/]*$/, '')"


def call(page: Page, module: str, function: str, *values: Any) -> None:
    page.evaluate(f"async (values) => (await import({MODULE} + '{module}')).{function}(...values)", list(values))


def own_figures(page: Page) -> list[str]:
    me = page.locator("body").get_attribute("data-me")
    figures = page.locator(f'ol[data-zone] button[data-owner="{me}"]')
    return [str(figure.get_attribute("data-figure")) for figure in figures.all()]


def move(page: Page, figure: str, zone: str) -> dict[str, list[str]]:
    """Move an own figure; the table as it is before anybody can have answered."""
    call_and_read = f"""async ([figure, zone]) => {{
        const {{ move }} = await import({MODULE} + 'place.js');
        move(figure, zone);
        const lists = [...document.querySelectorAll("ol[data-zone]")];
        const ids = (list) => Array.from(list.children, (one) => one.firstElementChild.dataset.figure);
        return Object.fromEntries(lists.map((list) => [list.dataset.zone, ids(list)]));
    }}"""
    found: dict[str, list[str]] = page.evaluate(call_and_read, [figure, zone])
    return found


def test_a_figure_that_comes_live_stands_where_a_reload_puts_it(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "3", "--customers", "4")
    fleur, anouk, youssef = (
        open_page(practice["facilitator"]), *(open_page(seat_url(practice, name)) for name in ("Anouk", "Youssef"))
    )  # fmt: skip
    pages = (fleur, anouk, youssef)
    wait_live(*pages)

    def assert_same_order() -> None:
        wait_settled(*pages)
        assert_equal_tables(*pages)
        assert_fresh(*pages)

    unfold(fleur, "region-same").get_by_role("button", name="Ja, dezelfde").first.click()
    expect(anouk.locator("ol[data-zone] > [data-joined]")).not_to_have_count(0)
    assert_same_order()

    # Single and joined ones, to every zone: each stands at once where it stays.
    for page in (anouk, youssef):
        for figure in own_figures(page):
            for zone in ("gives", "costs", "neutral"):
                at_once = move(page, figure, zone)
                wait_settled(*pages)
                assert read_ids(page) == at_once
        assert_same_order()

    # Taken back, by its owner: the figure stands where it stood.
    before = read_ids(anouk)
    figure = own_figures(anouk)[0]
    move(anouk, figure, "gives")
    wait_settled(*pages)
    call(anouk, "command.js", "send", "journal.take_back", {"entry": 0})
    wait_settled(*pages)
    assert read_ids(anouk) == before
    assert_same_order()

    # Refused: the page puts it back by itself.
    unfold(fleur, "lock").get_by_role("button", name="Zet stil").click()
    expect(anouk.locator("#region-head")).to_contain_text("even stil")
    move(anouk, figure, "gives")
    expect(anouk.locator("#refusal")).to_be_visible()
    wait_settled(*pages)
    assert read_ids(anouk) == before
    press(fleur, "Tafel weer open")
    assert_same_order()

    # Parted again.
    unfold(fleur, "joined").get_by_role("button", name="terugdraaien").first.click()
    expect(youssef.locator("ol[data-zone] > [data-joined]")).to_have_count(0)
    assert_same_order()


def test_a_figure_goes_along_when_its_seat_or_its_customer_changes_place(
    server: AppServer, open_page: Callable[..., Page]
):
    practice = server.practice("--step", "3", "--people", "2", "--customers", "4")
    beamer = open_page(practice["projector"])
    wait_live(beamer)
    node = beamer.locator("ol[data-zone=costs] > li").first
    list_ = beamer.locator("ol[data-zone=costs]")
    figure = node.locator("button").get_attribute("data-figure")
    markup = node.evaluate("(node) => node.outerHTML")

    def place_of(**marks: str) -> int:
        """Where it stands once it bears these marks."""
        set_marks = "([markup, marks]) => { const box = document.createElement('template'); box.innerHTML = markup;"
        set_marks += " Object.assign(box.content.firstElementChild.dataset, marks); return box.innerHTML; }"
        call(beamer, "place.js", "applyFragment", beamer.evaluate(set_marks, [markup, marks]))
        return read_ids(beamer)["costs"].index(str(figure))

    last = list_.locator("> li").count() - 1
    assert last > 1
    assert place_of(joined="", seatPlace="99") == last
    assert place_of(joined="abc", seatPlace="99") < last
    assert place_of(joined="", seatPlace="99") == last


def test_a_long_name_is_whole_when_it_is_copied_or_read_aloud(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "4")
    anouk = open_page(seat_url(practice, "Anouk"))
    wait_live(anouk)
    forgotten(anouk).fill("Verzekeringsmaatschappij Noord")
    press(anouk, "Zet op tafel")
    name = anouk.locator('ol[data-zone] [data-name="Verzekeringsmaatschappij Noord"]')
    expect(name).to_have_count(1)
    assert SOFT_HYPHEN in str(name.text_content())

    assert SOFT_HYPHEN not in str(spoken(anouk))
    assert "Verzekeringsmaatschappij Noord" in spoken(anouk)
    assert SOFT_HYPHEN not in copied(anouk, "ol[data-zone]")
    assert SOFT_HYPHEN not in anouk.locator("#menu, [role=status]").all_inner_texts()


def spoken(page: Page) -> list[str]:
    """The names of all buttons, as Chromium hands them to a screen reader."""
    line = page.context.new_cdp_session(page)
    nodes = line.send("Accessibility.getFullAXTree")["nodes"]
    return [one["name"]["value"] for one in nodes if one.get("role", {}).get("value") == "button" and "name" in one]


def copied(page: Page, selector: str) -> str:
    """What comes on the clipboard when all of a place is selected and copied."""
    text: str = page.evaluate(
        """(selector) => new Promise((resolve) => {
            const range = document.createRange();
            for (const name of document.querySelectorAll(selector)) range.selectNodeContents(name.closest(".table"));
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            addEventListener("copy", (event) => resolve(event.clipboardData.getData("text/plain")), { once: true });
            document.execCommand("copy");
        })""",
        selector,
    )
    return text
