"""The beamer keeps the machine's screen on, where the browser can."""

from collections.abc import Callable

from browser.people import wait_live
from playwright.sync_api import Page
from support.server import AppServer
from support.wide import WIDE

COUNTED = """
window.asked = [];
window.hides = false;
const lock = { request: (kind) => { asked.push(kind); return ANSWER; } };
Object.defineProperty(navigator, "wakeLock", { value: SUPPORT, configurable: true });
Object.defineProperty(document, "hidden", { get: () => window.hides });
"""
HIDE = "(hides) => { window.hides = hides; document.dispatchEvent(new Event('visibilitychange')); }"


def open_beamer(server: AppServer, open_page: Callable[..., Page], support: str, answer: str) -> Page:
    """A beamer in a browser that answers so when it is asked to stay awake."""
    page = open_page()
    page.add_init_script(COUNTED.replace("SUPPORT", support).replace("ANSWER", answer))
    page.goto(server.practice("--step", "1", "--people", "2")["projector"])
    wait_live(page)
    return page


def test_the_beamer_asks_to_stay_awake_and_asks_again_when_it_is_seen_again(
    server: AppServer, open_page: Callable[..., Page]
):
    page = open_beamer(server, open_page, "lock", "Promise.resolve({})")
    assert page.evaluate("asked") == ["screen"]
    page.evaluate(HIDE, True)
    assert page.evaluate("asked") == ["screen"]
    page.evaluate(HIDE, False)
    assert page.evaluate("asked") == ["screen", "screen"]


@WIDE
def test_without_support_and_after_a_refusal_the_beamer_says_nothing(server: AppServer, open_page: Callable[..., Page]):
    """What a script throws fails the story (open_page)."""
    for support, answer in (("undefined", "null"), ("lock", "Promise.reject(new DOMException('low battery'))")):
        page = open_beamer(server, open_page, support, answer)
        page.evaluate(HIDE, False)
        assert page.locator("[role=alert]:visible").count() == 0
