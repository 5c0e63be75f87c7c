"""Slips: what somebody types in one stands on the stack, whichever button, key or thumb sticks it there."""

import re
from collections.abc import Callable

from browser.people import PHONE, change_step, line, press, say_yes, seat_url, staying, stick, wait_live, wait_settled
from playwright.sync_api import Page, expect
from support.server import AppServer

WHY = re.compile(r"^Waarom geef je deze (klant|werkzaamheid) weg\?")
WISH = "Wat geef je je collega mee?"


def test_typed_words_go_along_with_the_slip(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "4", "--people", "2", "--customers", "6")
    fleur, beamer = open_page(practice["facilitator"]), open_page(practice["projector"])
    anouk, youssef = (open_page(seat_url(practice, name), **PHONE) for name in ("Anouk", "Youssef"))
    wait_live(fleur, beamer, anouk, youssef)
    change_step(fleur, 5)
    wait_settled(fleur, anouk, youssef)
    one, two, three, four = names(anouk)[:4]

    write(anouk, one, "Ik loop leeg", "Geduld")
    stick(anouk, one)
    on_stack(youssef, one, "Ik loop leeg", "Geduld")

    write(anouk, two, "Te ver weg", "Een auto")
    stick(anouk, two)
    on_stack(youssef, two, "Te ver weg", "Een auto")

    write(anouk, three, "Te veel gebeld", "")
    write(anouk, four, "", "Een frisse blik")
    stick(anouk)
    on_stack(youssef, three, "Te veel gebeld", "")
    on_stack(youssef, four, "", "Een frisse blik")
    for text in ("Te veel gebeld", "Een frisse blik"):
        expect(beamer.locator("[data-stack]")).to_contain_text(text)
    expect(anouk.locator("#drafts")).to_be_hidden()


def test_enter_saves_and_does_not_show_and_keeping_asks_what_becomes_of_the_words(
    server: AppServer, open_page: Callable[..., Page]
):
    practice = server.practice("--step", "4", "--people", "2", "--customers", "4")
    fleur, anouk, youssef = (
        open_page(practice["facilitator"]),
        *(open_page(seat_url(practice, name)) for name in ("Anouk", "Youssef")),
    )
    wait_live(fleur, anouk, youssef)
    change_step(fleur, 5)
    wait_settled(fleur, anouk, youssef)
    one, two = names(anouk)[:2]

    write(anouk, one, "Ik loop leeg", "")
    anouk.get_by_label(WHY).press("Enter")
    wait_settled(anouk, youssef)
    expect(youssef.locator("[data-stack] [data-slip]").filter(has_text=one)).to_have_count(0)
    expect(line(anouk, one).get_by_label(WHY)).to_have_value("Ik loop leeg")

    press(line(anouk, one), "Toch houden")
    expect(anouk.locator("#confirm")).to_contain_text("Dan gaat de tekst van het briefje weg.")
    say_yes(anouk)
    expect(anouk.get_by_label(WHY)).to_have_count(0)
    press(line(anouk, two), "Weggeven")
    anouk.get_by_label(WHY).fill("Nog niet bewaard")
    press(line(anouk, two), "Toch houden")
    expect(anouk.locator("#confirm")).to_contain_text("Dan gaat de tekst van het briefje weg.")
    press(anouk, "Nee, terug")
    expect(anouk.get_by_label(WHY)).to_have_value("Nog niet bewaard")
    anouk.get_by_label(WHY).fill("")
    press(line(anouk, two), "Toch houden")
    expect(line(anouk, two).get_by_role("button", name="Weggeven")).to_be_visible()


def names(page: Page) -> list[str]:
    """One's own customers of which no slip is written yet."""
    return staying(page)


def write(page: Page, name: str, why: str, wish: str) -> None:
    """Give a customer away, and type what goes along; nothing is saved."""
    button = line(page, name).get_by_role("button", name="Weggeven", exact=True)
    wait_settled(page)
    button.click()
    form = line(page, name)
    form.get_by_label(WHY).fill(why)
    form.get_by_label(WISH).fill(wish)


def on_stack(page: Page, name: str, why: str, wish: str) -> None:
    slip = page.locator("[data-stack] [data-slip]").filter(has_text=name)
    expect(slip.locator(".why")).to_have_text([why] if why else [])
    expect(slip.locator(".wish")).to_have_text([f"Voor wie hem overneemt: {wish}"] if wish else [])
