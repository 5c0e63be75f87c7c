"""One card at a time (steps 5 and 6): what shows stays, whatever comes; keys, thumbs and buttons lead to the others."""

import re
from collections.abc import Callable

from browser.people import (
    PHONE,
    assert_fits,
    assert_fresh,
    card,
    go_on,
    line,
    press,
    seat_url,
    staying,
    stick,
    wait_live,
    wait_settled,
)
from playwright.sync_api import Locator, Page, expect
from support.server import AppServer
from support.wide import WIDE

Open = Callable[..., Page]

#: A thumb that goes over the card, from one place to another (x in % of the width).
SWIPE = """(card, [from, to]) => {
  const { left, top, width, height } = card.getBoundingClientRect();
  const place = (x) => ({ clientX: left + (x / 100) * width, clientY: top + height / 2 });
  const at = (x) => new Touch({ identifier: 1, target: card, ...place(x) });
  const send = (type, x, touches) =>
    card.dispatchEvent(new TouchEvent(type, { bubbles: true, cancelable: true, touches, changedTouches: [at(x)] }));
  send("touchstart", from, [at(from)]);
  send("touchend", to, []);
}"""


def shown(page: Page) -> Locator:
    return page.locator("#region-own [data-cards] > [data-shown]")


def name_shown(page: Page) -> str:
    return str(shown(page).locator("[data-name]").get_attribute("data-name"))


def test_the_card_that_shows_stays_when_news_comes_and_when_it_is_answered(server: AppServer, open_page: Open):
    practice = server.practice("--step", "4", "--people", "3", "--customers", "4")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    youssef = open_page(seat_url(practice, "Youssef"), **PHONE)
    wait_live(fleur, anouk, youssef)
    go_on(fleur, anouk, youssef)
    given = staying(anouk)[:2]
    for name in given:
        press(line(anouk, name), "Weggeven")
    stick(anouk)
    go_on(fleur, anouk, youssef)

    # The first without an answer; what colleagues do meanwhile, and one's own answer, leave it there.
    first = name_shown(youssef)
    [second] = set(given) - {first}
    expect(card(youssef, first)).to_be_visible()
    expect(card(youssef, second)).to_be_hidden()
    expect(youssef.locator("[data-deck-place]")).to_have_text("1 van 2")
    press(anouk, "Ik ben klaar")
    wait_settled(anouk, youssef)
    expect(card(youssef, first)).to_be_visible()
    press(shown(youssef), "niet voor mij")
    wait_settled(youssef)
    assert name_shown(youssef) == first
    expect(shown(youssef).get_by_role("button", name="niet voor mij")).to_have_attribute("aria-pressed", "true")
    expect(youssef.locator(f'[data-to-card="{shown(youssef).get_attribute("id")}"] .said')).to_have_text("niet")

    # The person goes on; a reload begins with what has no answer yet.
    press(youssef, "Volgende")
    expect(card(youssef, second)).to_be_visible()
    press(youssef, "Vorige")
    expect(card(youssef, first)).to_be_visible()
    youssef.reload()
    wait_live(youssef)
    expect(card(youssef, second)).to_be_visible()
    assert_fits(youssef)
    assert_fresh(anouk, youssef)

    # What is opened for all comes up by itself, and leaves who goes elsewhere alone.
    fleur.locator("#region-order").get_by_role("button", name=re.compile(f"^Open {re.escape(first)}")).click()
    expect(card(youssef, first)).to_have_attribute("data-shown", "")
    press(youssef, "Volgende")
    expect(card(youssef, second)).to_have_attribute("data-shown", "")
    anouk.locator(".done-row .done").click()  # not done after all
    wait_settled(anouk, youssef)
    expect(card(youssef, second)).to_have_attribute("data-shown", "")


def test_keys_answer_the_card_from_within_and_nothing_else(server: AppServer, open_page: Open):
    practice = server.practice("--step", "4", "--people", "2", "--customers", "4")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)
    go_on(fleur, anouk)
    order = staying(anouk)
    one = name_shown(anouk)

    # No digit acts from outside, nor out of a field.
    anouk.locator("#region-head h1").focus()
    anouk.keyboard.press("2")
    wait_settled(anouk)
    assert staying(anouk) == order
    shown(anouk).focus()
    anouk.keyboard.press("2")
    why = shown(anouk).get_by_label(re.compile("^Waarom geef je"))
    expect(why).to_be_visible()
    why.fill("")
    why.press_sequentially("In 1 van 2")
    why.press("ArrowLeft")
    wait_settled(anouk)
    assert name_shown(anouk) == one
    expect(why).to_have_value("In 1 van 2")

    # Deciding changes no order; 1 keeps, and the next card comes under the same focus.
    cards = anouk.locator("[data-to-card] [data-name]")
    assert [name.get_attribute("data-name") for name in cards.all()][: len(order)] == order
    shown(anouk).focus()
    anouk.keyboard.press("ArrowRight")
    two = name_shown(anouk)
    assert two != one
    expect(shown(anouk)).to_be_focused()
    anouk.keyboard.press("1")
    assert name_shown(anouk) not in (one, two)
    expect(shown(anouk)).to_be_focused()
    expect(card(anouk, two)).to_have_attribute("data-state", "")


def test_a_thumb_goes_over_the_cards_and_looks_at_all_of_them(server: AppServer, open_page: Open):
    practice = server.practice("--step", "5", "--people", "2", "--customers", "6")
    anouk = open_page(seat_url(practice, "Anouk"), **PHONE)
    wait_live(anouk)
    one = name_shown(anouk)
    shown(anouk).evaluate(SWIPE, [80, 20])
    two = name_shown(anouk)
    assert two != one
    shown(anouk).evaluate(SWIPE, [20, 80])
    assert name_shown(anouk) == one
    shown(anouk).evaluate(SWIPE, [50, 45])  # a tap that slipped
    assert name_shown(anouk) == one

    listed = anouk.locator("[data-deck-list]")
    expect(anouk.locator("[data-to-card]").first).to_be_hidden()
    listed.tap()
    expect(listed).to_have_attribute("aria-expanded", "true")
    expect(anouk.locator("[data-to-card]")).to_have_count(6)
    assert_fits(anouk)
    anouk.locator("[data-to-card]").last.tap()
    expect(anouk.locator("[data-deck-place]")).to_have_text("6 van 6")
    expect(shown(anouk)).to_be_visible()
    expect(listed).to_have_attribute("aria-expanded", "false")


@WIDE
def test_a_long_list_of_cards_turns_pages_and_shows_the_current_one(server: AppServer, open_page: Open):
    practice = server.practice("--step", "5", "--people", "2", "--customers", "40")
    anouk = open_page(seat_url(practice, "Anouk"), width=1280, height=600)
    wait_live(anouk)
    strip, pager = anouk.locator(".strip"), anouk.locator(".strip + .pager")
    expect(pager).to_be_visible()
    frame = strip.bounding_box()
    assert frame
    shown(anouk).focus()
    for _ in range(12):
        anouk.keyboard.press("ArrowRight")
    current = anouk.locator("[data-to-card][aria-current]")
    expect(current).to_have_attribute("data-to-card", str(shown(anouk).get_attribute("id")))
    expect(pager.locator("span")).not_to_have_text(re.compile("^1/"))
    box = current.bounding_box()
    assert box
    assert frame["x"] <= box["x"] < frame["x"] + frame["width"]
    assert anouk.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_help_is_asked_in_the_choice_and_the_bar_leads_to_the_question(server: AppServer, open_page: Open):
    practice = server.practice("--step", "4", "--people", "3", "--customers", "4")
    fleur = open_page(practice["facilitator"])
    anouk, youssef, femke = pages = [open_page(seat_url(practice, name)) for name in ("Anouk", "Youssef", "Femke")]
    wait_live(fleur, *pages)
    go_on(fleur, *pages)
    given = staying(anouk)[-1]
    press(line(anouk, given), "Weggeven")
    stick(anouk, given)
    go_on(fleur, *pages)

    # "With help" asks of whom; a second press is the answer.
    slip = line(youssef, given)
    slip.get_by_role("radio", name="kost energie").check()
    helper = slip.get_by_role("checkbox", name="Femke")
    expect(helper).to_be_hidden()
    press(slip, "met hulp")
    expect(slip.get_by_role("checkbox").first).to_be_focused()
    expect(slip.get_by_role("button", name="met hulp")).to_have_attribute("aria-pressed", "false")
    helper.check()
    press(slip, "met hulp")
    expect(slip.get_by_role("button", name="met hulp")).to_have_attribute("aria-pressed", "true")

    # Femke is asked once the slip is open: the bar says so, and leads into the fold.
    fleur.locator("#region-order").get_by_role("button", name=re.compile(f"^Open {re.escape(given)}")).click()
    asks = femke.locator("#asks")
    expect(asks).to_contain_text("Youssef vraagt jouw hulp")
    expect(femke.locator("#asked .asks-you")).to_have_text("1")
    asks.click()
    question = femke.locator("#asked [data-asks]")
    expect(question).to_be_focused()
    question.get_by_role("radio", name="neutraal").check()
    press(question, "Ja, ik help")
    expect(femke.locator("#asked .asks-you")).to_have_count(0)
    assert_fresh(anouk, youssef, femke)
