"""Every page, in every step, at every size: nothing that axe-core calls a fault, and nothing that sticks out sideways.

axe finds no missing way around dragging, no lost focus and no silent change: the stories by keys, clicks and thumb do.
"""

from collections.abc import Callable, Iterator

import pytest
from browser import axe
from browser.people import READ, own_in, press, seat_url, wait_live
from playwright.sync_api import Page, expect
from support.server import AppServer
from support.wide import WIDE, some_of

#: A laptop of 1280 at 200 % is 640 wide (WCAG 1.4.4).
#: As high as a page is long, so that no bar lies over a button at the one place where axe looks.
SIZES = {
    "narrow": (320, 12000),
    "phone": (390, 12000),
    "tablet": (768, 12000),
    "zoomed": (640, 12000),
    "laptop": (1280, 720),
}
#: Which page at which sizes; all but the projector, which has a light of its own, also in the dark.
VISITS = {
    "seat": ("narrow", "zoomed", "laptop"),
    "facilitator": ("laptop", "phone"),
    "team_lead": ("phone",),
    "projector": ("phone", "laptop"),
}
#: A reader's own style (WCAG 1.4.12); a style sheet made by script, for the page lets no other in.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
WEAR = """(style) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
}"""


@pytest.mark.parametrize("step", some_of(range(8), always=[2]))
def test_no_page_of_a_workshop_has_a_fault(server: AppServer, open_page: Callable[..., Page], step: int):
    practice = server.practice("--step", str(step), "--people", "3", "--customers", "4")
    practice["seat"] = seat_url(practice, "Anouk")
    found = []
    for who, sizes in VISITS.items():
        page = open_page(practice[who])
        wait_live(page)
        found += [f"step {step}, {who}, {fault}" for fault in look(page, sizes)]
        page.context.close()
    assert not found, "\n".join(found)


def look(page: Page, sizes: tuple[str, ...]) -> Iterator[str]:
    """The faults of a page at these sizes, and in the dark."""
    beamer = page.locator("body").get_attribute("data-role") == "projector"  # as large as its window, by itself
    for size in sizes:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        yield from (f"{size}: {fault}" for fault in axe.faults(page))
        for style in ("", SPACED if width < 500 and not beamer else ""):
            page.evaluate(WEAR, style)
            yield from (f"{size}, {style}: sticks out: {node}" for node in page.evaluate(f"({READ}).tooWide()"))
        page.evaluate(WEAR, "")
    if beamer:
        return
    page.emulate_media(color_scheme="dark")
    yield from (f"dark: {fault}" for fault in axe.pale(page))


@WIDE
def test_no_page_around_a_workshop_has_a_fault(new_server: AppServer, open_page: Callable[..., Page]):
    begin = new_server.first_link()
    practice = new_server.practice("--step", "0", "--people", "2")
    fleur, other = open_page(begin, width=320), open_page(practice["facilitator"], width=320)
    found = list(look_once(fleur, "begin"))
    fleur.get_by_label("Naam").fill("fleur")
    fleur.get_by_label("Wachtwoord").fill("1234567890")
    press(fleur, "Begin")
    found += look_once(fleur, "begin, refused")
    fleur.get_by_label("Wachtwoord").fill("een lange zin om te onthouden")
    press(fleur, "Begin")
    found += look_once(fleur, "dashboard")
    fleur.goto(begin)
    found += look_once(fleur, "a spent link")
    console = other.url
    for path in ("", f"join/{practice['code']}/", f"hello/{practice['code']}/", "return/", "take-over/", "sign-in/",
                 "accessibility/", "nowhere/"):  # fmt: skip
        other.goto(f"{new_server.url}/{path}")
        found += look_once(other, path)
    for path in ("team-list/", "paper/", "hand-over/"):
        other.goto(console + path)
        found += look_once(other, path)
    other.goto(new_server.url)
    other.get_by_label("Doe mee").fill("XXXXXX")
    press(other, "Naar de tafel")
    found += look_once(other, "a wrong code")
    other.goto(f"{new_server.url}/join/{practice['code']}/")
    other.get_by_label("Hoe heet je?").fill("Anouk")
    press(other, "Aan tafel")
    found += look_once(other, "is it you")
    assert not found, "\n".join(found)


@WIDE
def test_no_state_of_a_seat_has_a_fault(server: AppServer, open_page: Callable[..., Page]):
    """The menu, the question, the line that is gone, the lock, and a seat that is somebody else's."""
    practice = server.practice("--step", "2", "--people", "2", "--customers", "3")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"), width=320, height=3000)
    wait_live(fleur, anouk)
    anouk.emulate_media(forced_colors="active")
    expect(anouk.locator('[data-card] [aria-pressed="true"]').first).to_have_css("border-top-style", "double")
    anouk.emulate_media(forced_colors="none")
    own_in(anouk, "costs").press("m")
    found = list(look_once(anouk, "the menu"))
    anouk.keyboard.press("Escape")
    fleur.locator('button[data-command="steps.go"][data-shortcut="previous"]').click()
    found += look_once(fleur, "the question")
    fleur.keyboard.press("Escape")
    anouk.context.set_offline(True)
    anouk.wait_for_selector('body[data-connection="offline"]', timeout=20_000)
    found += look_once(anouk, "offline")
    stranger = open_page(anouk.url, width=320)
    found += look_once(stranger, "a stranger")
    assert not found, "\n".join(found)


def look_once(page: Page, name: str) -> Iterator[str]:
    """The faults of a page as it is, by light and in the dark; narrow, it does not stick out."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        yield from (
            f"{name or 'home'}, {scheme}: {fault}" for fault in (axe.faults if scheme == "light" else axe.pale)(page)
        )
    yield from (f"{name or 'home'}: sticks out: {node}" for node in page.evaluate(f"({READ}).tooWide()"))
