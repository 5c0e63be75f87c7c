"""A screen that nobody looks at for a while: hidden, frozen, left by Back and found again by Forward."""

import os
import time
from collections.abc import Callable, Iterator

import pytest
from browser.conftest import FLAGS
from browser.people import read_table
from faults.bad_network import Room
from faults.browser_screens import settle_page, wait_state
from playwright.sync_api import Browser, Page
from support.server import find_chromium

Measure = Callable[..., None]
pytestmark = pytest.mark.long
MINUTES = float(os.environ.get("FAULTS_HIDDEN_MINUTES", "5"))
#: A headless Chromium never hides a page, so the page is told so; freezing is done by the browser itself.
HIDE = """(hidden) => {
  const state = hidden ? "hidden" : "visible";
  Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
  Object.defineProperty(document, "visibilityState", { get: () => state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.mark.fault("T-F4")
def test_a_covered_beamer_and_a_frozen_tab(room: Room, open_page: Callable[..., Page], measure: Measure) -> None:
    anouk, beamer = open_page(room.address("Anouk")), open_page(room.address("beamer"), height=720)
    for page in (anouk, beamer):
        wait_state(page, "live")
        page.evaluate(HIDE, True)
    frozen = anouk.context.new_cdp_session(anouk)
    frozen.send("Page.setWebLifecycleState", {"state": "frozen"})
    youssef = room.people["Youssef"]
    for _ in range(30):
        youssef.play(1)
        measure("the covered beamer follows", settle_page(beamer, room), most=3)
        time.sleep(MINUTES * 60 / 30)
    frozen.send("Page.setWebLifecycleState", {"state": "active"})
    anouk.evaluate(HIDE, False)
    measure("the tab is right after it is seen again", settle_page(anouk, room), most=2)


@pytest.fixture
def browser_with_cache(browser: Browser) -> Iterator[Browser]:
    """A Chromium that keeps pages for Back and Forward; Playwright's own does not."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    keeping = browser.browser_type.launch(
        executable_path=find_chromium(), args=flags, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield keeping
    keeping.close()


@pytest.mark.fault("T-F5")
@pytest.mark.parametrize("who", ["Anouk", "Fleur"])
def test_back_and_forward(room: Room, browser_with_cache: Browser, measure: Measure, who: str) -> None:
    page = browser_with_cache.new_page()
    page.goto(room.address(who))
    wait_state(page, "live")
    page.goto(f"http://localhost:{room.lines[who].port}/sign-in/")
    room.people["Youssef"].play(2)
    page.go_back()
    measure("live and right after Back", settle_page(page, room), most=3)
    page.go_forward()
    room.people["Youssef"].play(1)
    page.go_back()
    measure("live and right after Back", settle_page(page, room), most=3)
    wait_state(page, "live")
    assert sum(map(len, read_table(page).values())) == sum(map(len, room.disk.table(room.id).values()))
