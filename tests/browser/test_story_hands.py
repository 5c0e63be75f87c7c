"""All steps by keys alone, by clicks without dragging, by thumb alone: nothing needs a mouse or a drag."""

from collections.abc import Callable

import pytest
from browser.hands import Keys, Mouse, Thumb, has_focus, walk_back_to, walk_to
from browser.people import (
    answers_to,
    assert_equal_tables,
    assert_fits,
    assert_fresh,
    card,
    figure,
    go_on,
    item,
    lay_all,
    line,
    open_sheet,
    press,
    seat_url,
    stick,
    wait_live,
    wait_settled,
    zone,
)
from playwright.sync_api import Page, expect
from support.server import AppServer
from support.wide import WIDE


def test_lists_table_and_answers_by_keys_alone(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "0", "--people", "3")
    fleur, beamer = open_page(practice["facilitator"]), open_page(practice["projector"], height=720)
    anouk, youssef = (open_page(seat_url(practice, name)) for name in ("Anouk", "Youssef"))
    wait_live(fleur, beamer, anouk, youssef)
    go_on(fleur, beamer, anouk, youssef)

    # Step 1: type, walk to a line, press a number; the focus stays on what was moved, arrows walk on.
    walk_to(anouk.get_by_label("Naam van een klant"))
    for name in ("Alfa", "Bravo", "Charlie", "Delta"):
        anouk.keyboard.type(name)
        anouk.keyboard.press("Enter")
    expect(anouk.locator("[data-unsorted] > li")).to_have_count(4)
    walk_to(item(anouk, "Alfa"))
    anouk.keyboard.press("ArrowDown")
    expect(item(anouk, "Bravo")).to_be_focused()
    anouk.keyboard.press("1")
    expect(anouk.locator('[data-column="costs"]')).to_contain_text("Bravo")
    expect(item(anouk, "Bravo")).to_be_focused()
    walk_back_to(item(anouk, "Alfa"))
    anouk.keyboard.press("3")
    expect(anouk.locator('[data-column="gives"]')).to_contain_text("Alfa")
    expect(item(anouk, "Alfa")).to_be_focused()
    anouk.keyboard.press("ArrowRight")
    expect(item(anouk, "Bravo")).to_be_focused()
    walk_back_to(item(anouk, "Delta"))
    anouk.keyboard.press("Enter")
    walk_to(anouk.get_by_role("menuitem", name="neutraal"), "ArrowDown")
    anouk.keyboard.press("Enter")
    expect(anouk.locator('[data-column="neutral"]')).to_contain_text("Delta")
    done = anouk.get_by_role("button", name="Ik ben klaar")
    walk_to(done)
    anouk.keyboard.press("Space")
    expect(anouk.locator("#confirm")).to_contain_text("Er is nog 1 klant niet verdeeld.")
    walk_to(anouk.locator("#confirm").get_by_role("button", name="Ja"))
    anouk.keyboard.press("Enter")
    expect(done).to_have_attribute("aria-pressed", "true")
    expect(done).to_be_focused()

    # Step 2: a line becomes a figure under the same focus, and goes on from there.
    go_on(fleur, beamer, anouk, youssef)
    walk_to(item(anouk, "Bravo"))
    anouk.keyboard.press("1")
    expect(zone(beamer, "costs")).to_contain_text("Bravo")
    expect(figure(anouk, "Bravo")).to_be_focused()
    wait_settled(anouk)
    expect(figure(anouk, "Bravo")).to_be_focused()
    anouk.keyboard.press("2")
    expect(zone(beamer, "neutral")).to_contain_text("Bravo")
    anouk.keyboard.press("1")
    expect(zone(beamer, "costs")).to_contain_text("Bravo")
    wait_settled(anouk)
    expect(figure(anouk, "Bravo")).to_be_focused()
    walk_back_to(anouk.locator(".all-at-once").get_by_role("button"))
    anouk.keyboard.press("Enter")
    expect(beamer.locator("[data-figure]")).to_have_count(3)
    walk_to(figure(anouk, "Bravo"))
    anouk.keyboard.press("Enter")
    expect(figure(anouk, "Bravo")).to_have_attribute("aria-expanded", "true")
    anouk.keyboard.press("Escape")
    expect(anouk.locator("[data-figure][aria-expanded]")).to_have_count(0)
    assert_equal_tables(fleur, beamer, anouk, youssef)

    # Step 5 and 6: a slip, and the answer to one.
    for _ in range(3):
        go_on(fleur, beamer, anouk, youssef)
    bravo = card(anouk, "Bravo")
    walk_to(anouk.get_by_role("button", name="Houden"))
    for key in ("ArrowRight", "ArrowLeft"):
        shown = anouk.locator("[data-shown]").get_attribute("id")
        anouk.keyboard.press(key)
        expect(anouk.locator("[data-shown]")).not_to_have_attribute("id", str(shown))
        expect(anouk.locator("[data-shown]")).to_be_focused()
    while not bravo.is_visible():
        anouk.keyboard.press("ArrowRight")
    assert bravo.evaluate("(card) => card.contains(document.activeElement)")
    anouk.keyboard.press("2")
    expect(bravo.get_by_label("Waarom geef je deze klant weg?")).to_be_visible()
    assert has_focus(anouk)
    walk_to(anouk.locator("#ready > summary"))
    anouk.keyboard.press("Enter")
    walk_to(anouk.get_by_role("button", name="Plak al mijn briefjes"))
    anouk.keyboard.press("Enter")
    expect(beamer.locator("[data-slip]")).to_contain_text("Bravo")
    go_on(fleur, beamer, anouk, youssef)
    bravo = card(youssef, "Bravo")
    walk_to(bravo.get_by_role("radio").first)
    youssef.keyboard.press("ArrowDown")
    expect(bravo.get_by_role("radio", name="neutraal")).to_be_checked()
    youssef.keyboard.press("1")
    answer = bravo.get_by_role("button", name="ik pak deze op")
    expect(answer).to_have_attribute("aria-pressed", "true")
    expect(answer).to_be_focused()
    assert_fresh(fleur, beamer, anouk, youssef)


HANDS = [Keys(), Mouse(), Thumb()]


@WIDE
@pytest.mark.parametrize("hand", HANDS, ids=["keys", "clicks", "thumb"])
def test_all_steps_with_one_kind_of_hand(server: AppServer, open_page: Callable[..., Page], hand: Keys | Mouse):
    practice = server.practice("--step", "0", "--people", "2")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"), **hand.device)
    youssef = open_page(seat_url(practice, "Youssef"))
    room = fleur, anouk, youssef
    wait_live(*room)

    # 0: a practice figure, by the menu.
    hand.press(anouk.get_by_role("button", name="Oefenklant"))
    hand.press(anouk.get_by_role("menuitem", name="geeft energie"))
    expect(anouk.locator('[data-practice-zone="gives"] li')).to_have_count(1)
    go_on(*room)

    # 1: a list of one's own.
    for name in ("Alfa", "Bravo"):
        hand.write(anouk.get_by_label("Naam van een klant"), name)
        hand.press(anouk.get_by_role("button", name="Erbij"))
        expect(card(anouk, name)).to_have_count(1)
    choose(hand, anouk, "Alfa", "kost energie")
    choose(hand, anouk, "Bravo", "neutraal")
    expect(anouk.locator('[data-column="neutral"]')).to_contain_text("Bravo")
    hand.press(anouk.get_by_role("button", name="Ik ben klaar"))
    expect(anouk.get_by_role("button", name="Ik ben klaar")).to_have_attribute("aria-pressed", "true")
    youssef.get_by_label("Naam van een klant").fill("Charlie")
    press(youssef, "Erbij")
    choose(Mouse(), youssef, "Charlie", "kost energie")
    go_on(*room)

    # 2: onto the table, and there somewhere else.
    choose(hand, anouk, "Alfa", "kost energie")
    choose(hand, anouk, "Bravo", "neutraal")
    expect(zone(fleur, "neutral")).to_contain_text("Bravo")
    for place in (anouk.locator('.tabs [data-tab="table"]'), anouk.locator('button[data-segment="neutral"]')):
        if place.is_visible():  # a phone shows the table a zone at a time
            hand.press(place)
    hand.press(figure(anouk, "Bravo"))
    hand.press(anouk.get_by_role("menuitem", name="geeft energie"))
    expect(zone(fleur, "gives")).to_contain_text("Bravo")
    lay_all(youssef)
    assert_equal_tables(*room)
    go_on(*room)

    # 3: a thought to keep, and a turn of one's own at every question.
    note, kept = anouk.locator("#note"), anouk.get_by_text("Dit herken ik")
    if not note.is_visible():  # who has the word has it in a fold
        hand.unfold(anouk.locator("#kept"))
    hand.write(note, "Dit herken ik")
    hand.press(anouk.get_by_role("button", name="Bewaar", exact=True))
    wait_settled(anouk)
    if not kept.is_visible():
        hand.unfold(anouk.locator("#kept"))
    expect(kept).to_be_visible()
    if anouk.locator(".close-view").is_visible():
        hand.press(anouk.locator(".close-view"))
    for _ in range(8):
        speak(hand, *room)
    expect(fleur.locator("#region-turn").get_by_text("Iedereen heeft verteld.")).to_be_visible()
    go_on(*room)

    # 4: share the thought, and write another.
    hand.unfold(anouk.locator("#notes"))
    hand.press(
        anouk.locator('form[data-command="thread.share_note"]').get_by_role("button", name="Meer doen", exact=True)
    )
    field = anouk.get_by_label("Wat steeds terugkomt", exact=True)
    hand.write(field, "Vrijdagmiddag")
    hand.press(anouk.locator("form").filter(has=field).get_by_role("button", name="Zet erbij"))
    expect(fleur.locator("#region-threads [data-thread]")).to_have_count(2)
    go_on(*room)

    # 5: give away, say why, stick.
    hand.press(line(anouk, "Alfa").get_by_role("button", name="Weggeven"))
    hand.write(line(anouk, "Alfa").get_by_label("Waarom geef je deze klant weg?"), "Genoeg geweest")
    hand.press(line(anouk, "Alfa").get_by_role("button", name="Leg klaar"))
    hand.unfold(anouk.locator("#ready"))
    hand.press(anouk.locator("[data-ready]").get_by_role("button", name="Plak op de stapel"))
    expect(open_sheet(fleur, "stack").locator("[data-slip]")).to_contain_text("Genoeg geweest")
    press(line(youssef, "Charlie"), "Weggeven")
    stick(youssef, "Charlie")
    go_on(*room)

    # 6: answer in silence; the slip opens, and it is one's own.
    hand.tick(line(anouk, "Charlie").get_by_role("radio", name="geeft energie"))
    hand.press(line(anouk, "Charlie").get_by_role("button", name="ik pak deze op"))
    expect(line(anouk, "Charlie").get_by_role("button", name="ik pak deze op")).to_have_attribute(
        "aria-pressed", "true"
    )
    wait_settled(*room)
    press(fleur, "Open Charlie (Youssef)")
    press(fleur, "Anouk pakt hem op")
    expect(anouk.locator("[data-lit-slip]")).to_contain_text("overgenomen")
    go_on(*room)

    # 7: who gets more attention, and a success.
    hand.pick(anouk.get_by_label("Welke klant die je energie geeft, krijgt meer aandacht?"), "Bravo")
    hand.write(anouk.get_by_label("Waarmee?"), "Koffie")
    hand.press(anouk.locator('form[data-command="closing.attention"]').get_by_role("button", name="Bewaar"))
    hand.write(anouk.get_by_label("Mijn succes"), "Nee gezegd")
    hand.press(anouk.get_by_role("button", name="Deel", exact=True))
    open_sheet(fleur, "result")
    expect(fleur.get_by_text("Nee gezegd")).to_be_visible()
    expect(fleur.locator(".attentive").first).to_contain_text("Koffie")
    assert_fits(anouk)
    assert_fresh(*room)


def choose(hand: Keys | Mouse, page: Page, name: str, words: str) -> None:
    """Give a customer its zone: by its card's own button, by the menu, or straight up from the sill."""
    wait_settled(page)
    choice = line(page, name).get_by_role("button", name=words)
    if choice.is_visible():
        hand.press(choice)
        return
    straight = item(page, name).get_attribute("data-up")
    hand.press(item(page, name))
    if not straight:
        hand.press(page.get_by_role("menuitem", name=words))


def speak(hand: Keys | Mouse, fleur: Page, anouk: Page, youssef: Page) -> None:
    """Who has the word passes it on; the other hears of it. Two taps within 350 ms are one (forms.js)."""
    wait_settled(fleur, anouk, youssef)
    anouk.wait_for_function("(since) => performance.now() - since > 400", arg=anouk.evaluate("performance.now()"))
    mine = anouk.get_by_role("button", name="Klaar – geef het woord door")
    who = anouk if mine.count() else youssef
    with answers_to(who, "story.pass_word"):  # the click of a tap comes after it
        if who is anouk:
            hand.press(mine)
        else:
            press(youssef, "Klaar – geef het woord door")
