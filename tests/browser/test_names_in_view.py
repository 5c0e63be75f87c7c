"""On the beamer every name that shows is read whole: not cut by its frame or the screen, not broken, not covered."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.people import MEASURED, go_on, own_in, person, press, seat_url, unfold, wait_live, wait_settled
from browser.typefaces import FONT_SETS
from playwright.sync_api import CDPSession, Page, expect
from support.server import AppServer
from support.wide import WIDE, some_of

pytestmark = FONT_SETS

READ_NAMES = (Path(__file__).parent / "read_names.js").read_text()
#: People and customers each: all names show on the table, and heads with counts do.
SIZES = some_of([(5, 8), (8, 15)], always=[(8, 15)])
NEXT = '#region-desk [data-shortcut="next"]'


def cut_names(beamer: Page) -> list[str]:
    beamer.evaluate(MEASURED)
    return list(beamer.evaluate(f"({READ_NAMES}).faults()"))


@pytest.mark.parametrize("step", some_of([0, 1, 2, 4, 5, 7], always=[2]))
@pytest.mark.parametrize(("people", "customers"), SIZES)
def test_names_stand_whole(server: AppServer, open_page: Callable[..., Page], people: int, customers: int, step: int):
    practice = server.practice("--step", str(step), "--people", str(people), "--customers", str(customers))
    beamer = open_page(practice["projector"], width=1280, height=720)
    wait_live(beamer)
    assert cut_names(beamer) == []


@WIDE
@pytest.mark.parametrize(("people", "customers"), SIZES)
def test_so_do_the_speakers_at_each_question(
    server: AppServer, open_page: Callable[..., Page], people: int, customers: int
):
    practice = server.practice("--step", "3", "--people", str(people), "--customers", str(customers))
    beamer, regie = watch(practice, open_page)
    found = []
    for _ in range(8):  # of two people
        found += [f"{beamer.locator('.turn h2').inner_text()}: {fault}" for fault in cut_names(beamer)]
        assert beamer.locator(".lit").count() > 0
        regie.locator(NEXT).click()
        wait_settled(regie, beamer)
    assert found == []


@WIDE
@pytest.mark.parametrize(("people", "customers"), SIZES)
def test_so_do_slips_before_they_are_opened_and_in_the_light(
    server: AppServer, open_page: Callable[..., Page], people: int, customers: int
):
    practice = server.practice("--step", "5", "--people", str(people), "--customers", str(customers))
    beamer, regie = watch(practice, open_page)
    go_on(regie, beamer)
    assert cut_names(beamer) == []
    for _ in range(3):
        regie.locator('[data-command="swap.open"]').first.click()
        wait_settled(regie, beamer)
        beamer.wait_for_selector(".spotlight")
        assert cut_names(beamer) == []


def watch(practice: dict[str, Any], open_page: Callable[..., Page]) -> tuple[Page, Page]:
    """The beamer and the regie."""
    pages = open_page(practice["projector"], width=1280, height=720), open_page(practice["facilitator"])
    wait_live(*pages)
    return pages


#: Of the address and the code: whether a word or a number of them goes on in the next line, or over the edge.
BROKEN = """() => [...document.querySelectorAll('.welcome :is(.address, .code)')].flatMap((node) => {
  const texts = [...node.childNodes].filter((one) => one.data);
  const edge = node.closest('.welcome > *').getBoundingClientRect().right + 1;
  return texts.flatMap((text) => [...text.data.matchAll(/[\\w-]+/g)].filter(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const rects = [...range.getClientRects()].filter(({ width }) => width > 1);
    return rects.length !== 1 || rects[0].right > edge;
  }).map(([word]) => word));
})"""
LONG_ADDRESS = """() => document.querySelector('.welcome .address').replaceChildren(
  ...['klanten.', 'organisatieadviesbureau.', 'example'].flatMap((one) => [one, document.createElement('wbr')]))"""
LONG = {"Anouk": "Bartholomeus van den Berg-Langeveld", "Koen": "Wilhelminapetronella"}


@WIDE
@pytest.mark.parametrize("step", [0, 1, 2, 5])
def test_long_names_stay_inside_at_four_to_three(server: AppServer, open_page: Callable[..., Page], step: int):
    practice = server.practice("--step", str(step), "--people", "8", "--customers", "3")
    beamer, regie = watch(practice, open_page)
    beamer.set_viewport_size({"width": 1024, "height": 768})
    for name, longer in LONG.items():
        rename(regie, name, longer)
        wait_settled(regie, beamer)
    assert cut_names(beamer) == []


def rename(regie: Page, name: str, new: str) -> None:
    form = person(regie, name).locator('[data-command="lobby.rename"]')
    form.locator('[name="name"]').fill(new)
    form.locator("button").click()


#: Notes each size of letters that is written on the table.
NOTE_SIZES = """() => {
  globalThis.sizes = [];
  const { setProperty } = CSSStyleDeclaration.prototype;
  CSSStyleDeclaration.prototype.setProperty = function (name, ...values) {
    if (name === "--letter") sizes.push(values[0]);
    return setProperty.call(this, name, ...values);
  };
}"""
LETTER = "document.querySelector('#region-table .table').style.getPropertyValue('--letter')"


def test_letters_change_only_when_names_or_their_room_do(server: AppServer, open_page: Callable[..., Page]):
    """A colleague's new name repaints every region, and the table stands as it stood."""
    practice = server.practice("--step", "2", "--people", "3", "--customers", "4")
    beamer, regie = watch(practice, open_page)
    before = beamer.evaluate(LETTER)
    beamer.evaluate(NOTE_SIZES)
    rename(regie, "Femke", "Fenna")
    expect(beamer.locator("#region-seats")).to_contain_text("Fenna")
    wait_settled(regie, beamer)
    assert (beamer.evaluate(LETTER), set(beamer.evaluate("sizes")) - {before}) == (before, set())
    beamer.set_viewport_size({"width": 1024, "height": 600})
    beamer.wait_for_function(f"(before) => {LETTER} !== before", arg=before)
    assert len(beamer.evaluate("sizes")) <= 5
    assert cut_names(beamer) == []


def test_a_move_changes_the_letters_at_most_once(server: AppServer, open_page: Callable[..., Page]):
    """And the browser lays out the page a few times for it, not once for each size that is thought of."""
    practice = server.practice("--step", "2", "--people", "5", "--customers", "8")
    beamer, anouk = open_page(practice["projector"], width=1280, height=720), open_page(seat_url(practice, "Anouk"))
    wait_live(beamer, anouk)
    wait_settled(beamer, anouk)
    chromium = beamer.context.new_cdp_session(beamer)
    chromium.send("Performance.enable")
    beamer.evaluate(NOTE_SIZES)
    for name, key in (("costs", "3"), ("neutral", "3"), ("gives", "1"), ("neutral", "1")):
        beamer.evaluate("sizes.splice(0)")
        before = count_layouts(chromium)
        moved = own_in(anouk, name)
        moved.press(key)
        wait_settled(anouk, beamer)
        beamer.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
        assert len(beamer.evaluate("sizes")) <= 1
        assert count_layouts(chromium) - before <= 10
        assert cut_names(beamer) == []


def count_layouts(chromium: CDPSession) -> int:
    """How often the browser laid out the page so far."""
    told = {one["name"]: one["value"] for one in chromium.send("Performance.getMetrics")["metrics"]}
    return int(told["LayoutCount"])


@pytest.mark.parametrize(("width", "height"), some_of([(1280, 720), (1024, 768), (1920, 1080)], always=[(1024, 768)]))
def test_address_and_code_break_in_no_word_and_no_number(
    server: AppServer, open_page: Callable[..., Page], width: int, height: int
):
    practice = server.practice("--step", "0", "--people", "8", "--customers", "3")
    beamer, regie = watch(practice, open_page)
    unfold(regie, "door").locator("[name=wifi_name]").fill("Landgoed De Hoge Vuursche gasten")
    regie.locator("[name=wifi_password]").fill("Welkom-2026")
    press(regie.locator('[data-command="lobby.share_wifi"]'), "Bewaar")
    wait_settled(regie, beamer)
    beamer.set_viewport_size({"width": width, "height": height})
    assert beamer.locator(".welcome .address").count() == 2
    assert beamer.evaluate(BROKEN) == []
    beamer.evaluate(LONG_ADDRESS)
    beamer.evaluate("dispatchEvent(new Event('resize'))")
    assert beamer.evaluate(BROKEN) == []
