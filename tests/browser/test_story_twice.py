"""Pressed twice by chance: the page is painted between the two halves of a double click, and nobody is skipped."""

import pytest
from browser.people import wait_live, wait_settled
from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

OTHER_QUESTION = "(before) => document.querySelector('#region-turn h2').textContent[0] !== before"
FEWER_SLIPS = "(before) => document.querySelectorAll('.to-open button').length < Number(before)"


def double_click(button: Locator, painted: str, before: str) -> None:
    """Two clicks at one place, as a mouse sends them, the second one after the page shows the answer to the first."""
    page, box = button.page, button.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for count in (1, 2):
        page.mouse.down(click_count=count)
        page.mouse.up(click_count=count)
        if count == 1:
            page.wait_for_function(painted, arg=before)
            wait_settled(page)
    wait_settled(page)


def question(page: Page) -> str:
    return str(page.locator("#region-turn h2").text_content())[0]


def test_a_double_click_on_the_next_question_goes_one_on(server, open_page):
    workshop = server.practice("--step", "3", "--people", "5")
    regie = open_page(workshop["facilitator"])
    wait_live(regie)
    before = question(regie)
    button = regie.locator('[data-command="story.next_question"]')
    double_click(button, OTHER_QUESTION, before)
    assert int(question(regie)) == int(before) + 1


def test_a_double_click_on_a_slip_to_open_opens_one(server, open_page):
    """When the first one opens it leaves the list, and the next one comes to lie under the pointer."""
    workshop = server.practice("--step", "6", "--people", "4", "--customers", "6")
    regie = open_page(workshop["facilitator"])
    wait_live(regie)
    slips = regie.locator('.to-open [data-command="swap.open"]')
    before = slips.count()
    slips.first.scroll_into_view_if_needed()
    opened: list[str] = []
    regie.on("request", lambda request: opened.append(request.url) if "swap.open" in request.url else None)
    double_click(slips.first, FEWER_SLIPS, str(before))
    assert len(opened) == 1


def test_a_key_that_is_held_down_goes_one_on(server, open_page):
    workshop = server.practice("--step", "3", "--people", "5")
    regie = open_page(workshop["facilitator"])
    wait_live(regie)
    before = question(regie)
    button = regie.locator('[data-command="story.next_question"]')
    button.focus()
    regie.keyboard.down("Enter")
    regie.wait_for_function(OTHER_QUESTION, arg=before)
    wait_settled(regie)
    button.focus()
    regie.keyboard.down("Enter")  # a second time without letting go: it repeats
    regie.keyboard.up("Enter")
    wait_settled(regie)
    assert int(question(regie)) == int(before) + 1
