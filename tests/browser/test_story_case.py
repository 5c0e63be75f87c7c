"""A difficult customer as a case: everybody answers before seeing what the others would do."""

from collections.abc import Callable

from browser import axe
from browser.people import (
    PHONE,
    assert_fits,
    assert_fresh,
    press,
    seat_url,
    show,
    tap,
    unfold,
    wait_live,
    wait_settled,
)
from playwright.sync_api import Page, expect
from support.server import AppServer
from support.wide import WIDE


@WIDE
def test_each_answers_on_the_own_screen_and_all_answers_open_at_once(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "4", "--people", "3", "--customers", "5")
    anouk, youssef, femke = (open_page(seat_url(practice, name), **PHONE) for name in ("Anouk", "Youssef", "Femke"))
    fleur, beamer = open_page(practice["facilitator"]), open_page(practice["projector"], height=720)
    everyone = (fleur, anouk, youssef, femke, beamer)
    wait_live(*everyone)

    box = unfold(anouk, "hard-case")
    customer = box.get_by_role("button").first.inner_text()
    box.get_by_role("button").first.tap()
    press(fleur.locator("#region-case").filter(has_text=customer), "Vraag: wat zou jij doen?")
    for page in (youssef, femke):
        tap(page.get_by_role("button", name="Wat zou jij doen?"))  # the bar leads there
    show(anouk, "case")
    for page in everyone:
        expect(page.get_by_role("heading", name="Wat zou jij doen?").locator("visible=true").first).to_be_visible()
    expect(anouk.get_by_label("Wat zou jij doen?")).to_have_count(0)

    answer(youssef, "Samen op bezoek gaan")
    answer(femke, "Een grens stellen")
    expect(fleur.get_by_text("heeft geantwoord")).to_have_count(2)
    for page in (fleur, anouk, femke, beamer):
        assert "Samen op bezoek gaan" not in page.content()
    assert_fits(youssef)

    press(fleur, "Leg de antwoorden open")
    for page in (youssef, femke):
        show(page, "case")
    for page in everyone:
        expect(page.get_by_text("Samen op bezoek gaan").last).to_be_visible()
        expect(page.get_by_text("Een grens stellen").last).to_be_visible()
    assert_fresh(*everyone)
    assert_fits(anouk)
    assert axe.faults(fleur) == []


def answer(page: Page, text: str) -> None:
    page.get_by_label("Wat zou jij doen?").fill(text)
    press(page, "Dit zou ik doen")
    expect(page.get_by_role("button", name="Verander mijn antwoord")).to_be_visible()
    wait_settled(page)
