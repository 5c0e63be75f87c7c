"""The menu "Verplaats": the first way to move a figure, for mouse, thumb and keys, with the focus where it belongs."""

from collections.abc import Callable

from browser.people import (
    PHONE,
    go_on,
    item,
    press,
    seat_url,
    show,
    show_zone,
    standing,
    tap,
    wait_live,
    wait_settled,
    zone,
)
from playwright.sync_api import Locator, Page, expect
from support.server import AppServer


def test_the_menu_moves_a_figure_by_keys_and_gives_the_focus_back(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "3")
    anouk, youssef = (open_page(seat_url(practice, name)) for name in ("Anouk", "Youssef"))
    wait_live(anouk, youssef)
    first = own_figure(anouk, "costs")
    menu = anouk.get_by_role("menu", name=f"Verplaats {name_of(first)}")
    expect(first).to_have_attribute("aria-haspopup", "menu")
    first.focus()

    anouk.keyboard.press("m")
    expect(first).to_have_attribute("aria-expanded", "true")
    assert words_of(anouk) == ["neutraal", "geeft energie", "Laat staan"]
    expect(entry(anouk, "neutraal")).to_be_focused()
    walk(anouk, "ArrowDown", "geeft energie")
    walk(anouk, "End", "Laat staan")
    walk(anouk, "ArrowDown", "neutraal")
    walk(anouk, "ArrowUp", "Laat staan")
    walk(anouk, "Home", "neutraal")
    anouk.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(first).to_be_focused()
    assert first.get_attribute("aria-expanded") is None

    # Enter opens it too; a repaint in the meantime takes neither the menu nor the focus.
    anouk.keyboard.press("Enter")
    expect(entry(anouk, "neutraal")).to_be_focused()
    theirs = own_figure(youssef, "gives")
    theirs.focus()
    youssef.keyboard.press("1")
    wait_settled(youssef, anouk)
    expect(entry(anouk, "neutraal")).to_be_focused()
    walk(anouk, "ArrowDown", "geeft energie")
    anouk.keyboard.press("Enter")
    expect(zone(youssef, "gives").get_by_role("button", name=name_of(first))).to_be_visible()
    expect(first).to_be_focused()
    expect(anouk.locator("#say")).to_have_text(f"{name_of(first)} staat nu bij ‘geeft energie’")

    # A number chooses in the menu as it does on the figure; Tab leaves it and goes on from the figure.
    anouk.keyboard.press("M")
    anouk.keyboard.press("2")
    expect(zone(youssef, "neutral").get_by_role("button", name=name_of(first))).to_be_visible()
    expect(first).to_be_focused()
    anouk.keyboard.press("m")
    anouk.keyboard.press("Shift+Tab")
    expect(menu).to_be_hidden()
    assert anouk.evaluate("document.activeElement !== document.body")


def test_digits_work_on_a_keyboard_that_gives_them_with_shift_only(server: AppServer, open_page: Callable[..., Page]):
    """On AZERTY the keys of 1, 2 and 3 give & é " without Shift."""
    practice = server.practice("--step", "2", "--people", "2", "--customers", "3")
    anouk = open_page(seat_url(practice, "Anouk"))
    wait_live(anouk)
    first = own_figure(anouk, "costs")
    held = first.get_attribute("data-figure")
    here, there = (zone(anouk, name).locator(f'[data-figure="{held}"]') for name in ("gives", "neutral"))
    first.focus()
    azerty(anouk, '"', "Digit3")
    expect(here).to_be_visible()

    # In the menu too; a digit that a layout gives elsewhere is that digit, and with Shift or Ctrl a key is no digit.
    anouk.keyboard.press("m")
    azerty(anouk, "é", "Digit2", ctrlKey=True)
    azerty(anouk, "@", "Digit2", shiftKey=True)
    azerty(anouk, "End", "Numpad1")
    expect(anouk.get_by_role("menu", name=f"Verplaats {name_of(first)}")).to_be_visible()
    azerty(anouk, "é", "Digit2")
    expect(there).to_be_visible()
    azerty(anouk, "3", "Digit8", shiftKey=True)
    expect(here).to_be_visible()


def azerty(page: Page, key: str, code: str, **more: bool) -> None:
    """A key as such a keyboard gives it, to what has the focus."""
    event = {"key": key, "code": code, "bubbles": True, "cancelable": True, **more}
    page.evaluate("(event) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', event))", event)


def test_the_menu_closes_when_the_step_takes_its_figure_away(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "2")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)
    held = own_figure(anouk, "costs")
    held.click()
    expect(entry(anouk, "neutraal")).to_be_focused()
    go_on(fleur, anouk)
    expect(anouk.get_by_role("menu")).to_be_hidden()
    expect(anouk.get_by_role("heading", level=1)).to_be_focused()
    held.press("m")
    expect(anouk.locator("#say")).to_contain_text("In deze stap verzetten we niets.")


def test_a_thumb_moves_by_the_menu_and_a_mouse_leaves_it_by_a_click_beside(
    server: AppServer, open_page: Callable[..., Page]
):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "3")
    anouk, youssef = open_page(seat_url(practice, "Anouk"), **PHONE), open_page(seat_url(practice, "Youssef"))
    wait_live(anouk, youssef)
    show(anouk, "table")
    first = own_figure(anouk, "costs")
    key = first.get_attribute("data-figure") or ""
    tap(first)
    box = entry(anouk, "geeft energie").bounding_box()
    assert box
    assert box["height"] >= 44
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    entry(anouk, "geeft energie").tap()
    expect(standing(youssef, key, "gives")).to_be_visible()

    theirs = own_figure(youssef, "gives")
    key = theirs.get_attribute("data-figure") or ""
    theirs.click()
    expect(youssef.get_by_role("menu")).to_be_visible()
    youssef.locator("h1").click()
    expect(youssef.get_by_role("menu")).to_be_hidden()
    theirs.click()
    entry(youssef, "Laat staan").click()
    expect(youssef.get_by_role("menu")).to_be_hidden()
    theirs.click()
    youssef.locator("#z-neutral").click()
    show_zone(anouk, "neutral")
    expect(standing(anouk, key, "neutral")).to_be_visible()


def test_m_opens_the_menu_on_ones_own_list_too(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "0", "--people", "2")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)
    anouk.get_by_role("button", name="Oefenklant").press("Enter")
    assert words_of(anouk) == ["kost energie", "geeft energie", "Laat staan"]
    entry(anouk, "kost energie").click()
    expect(anouk.locator('[data-practice-zone="costs"] li')).to_have_count(1)
    expect(anouk.get_by_role("button", name="Oefenklant")).to_be_focused()
    go_on(fleur, anouk)
    anouk.get_by_label("Naam van een klant").fill("Alfa")
    press(anouk, "Erbij")
    item(anouk, "Alfa").press("m")
    assert words_of(anouk) == ["geeft energie", "neutraal", "kost energie", "Laat staan"]
    anouk.keyboard.press("Enter")
    expect(anouk.locator('[data-column="gives"]')).to_contain_text("Alfa")
    expect(item(anouk, "Alfa")).to_be_focused()


def name_of(one: Locator) -> str:
    return str(one.locator("[data-name]").get_attribute("data-name"))


def own_figure(page: Page, name: str) -> Locator:
    """An own figure in that zone, found again wherever it goes."""
    me = page.locator("body").get_attribute("data-me")
    key = zone(page, name).locator(f'button[data-owner="{me}"]').first.get_attribute("data-figure")
    return page.locator(f'ol[data-zone] button[data-figure="{key}"]')


def entry(page: Page, words: str) -> Locator:
    return page.get_by_role("menuitem", name=words, exact=True)


def words_of(page: Page) -> list[str]:
    return [one.split("\n")[0] for one in page.get_by_role("menuitem").all_inner_texts()]


def walk(page: Page, key: str, to: str) -> None:
    page.keyboard.press(key)
    expect(entry(page, to)).to_be_focused()
