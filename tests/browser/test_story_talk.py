"""Steps 3, 4 and 7 on one screen: who tells and who listens, a field under each heading, one field at a time."""

from collections.abc import Callable
from typing import Any

import pytest
from browser.people import (
    PHONE,
    assert_fits,
    assert_fresh,
    go_on,
    press,
    seat_url,
    show,
    tap,
    unfold,
    wait_live,
    wait_settled,
    write_thread,
)
from playwright.sync_api import Page, expect
from support.server import AppServer
from support.wide import WIDE

Open = Callable[..., Page]
LAPTOP: dict[str, Any] = {"width": 1366, "height": 768}
SMALL: dict[str, Any] = {"width": 1280, "height": 600}
SCROLLS = "document.documentElement.scrollHeight > innerHeight"
CUT = "(list) => list.scrollHeight > list.clientHeight + 1 || list.scrollWidth > list.clientWidth + 1"
HEADS = """() => [...document.querySelectorAll(".table[data-dimmed] .figure > button")].map((head) => {
  const { height, bottom } = head.getBoundingClientRect();
  return height >= 20 && bottom <= head.closest(".zone").getBoundingClientRect().bottom;
})"""


def test_who_tells_has_the_reasons_and_who_listens_the_names(server: AppServer, open_page: Open):
    practice = server.practice("--step", "3", "--people", "5", "--customers", "8")
    youssef, anouk = (open_page(seat_url(practice, name), **LAPTOP) for name in ("Youssef", "Anouk"))
    fleur = open_page(practice["facilitator"], **LAPTOP)
    wait_live(youssef, anouk, fleur)
    own = youssef.locator(".cues li")
    name, reason = own.locator("bdi").first.inner_text(), own.locator("q").first.inner_text()
    expect(anouk.locator("#region-turn .told")).to_contain_text(name)
    assert reason not in anouk.content()
    expect(youssef.locator("#region-turn .told")).to_have_count(0)
    expect(anouk.get_by_label("Bewaar voor straks")).to_be_visible()
    for page in (youssef, anouk):
        assert not page.evaluate(SCROLLS)
        assert not page.locator(".told > ul").evaluate(CUT)
        page.wait_for_function(f"({HEADS})().length === 40 && ({HEADS})().every(Boolean)")
        expect(page.get_by_role("button", name="Ik ben klaar")).to_have_count(0)  # one tells, nobody is done

    youssef.get_by_role("button", name="Klaar – geef het woord door").press("Enter")
    wait_settled(youssef, anouk)
    assert youssef.evaluate("document.activeElement.id") == "main"  # keys go on from there
    expect(youssef.get_by_text("Luisteren, niet reageren")).to_be_visible()
    expect(youssef.locator("#region-own .cues")).to_have_count(0)
    assert_fresh(youssef, anouk)


@WIDE
def test_a_listener_keeps_a_note_and_finds_it_in_the_foot(server: AppServer, open_page: Open):
    practice = server.practice("--step", "3", "--people", "3", "--customers", "6")
    femke = open_page(seat_url(practice, "Femke"), **SMALL)
    wait_live(femke)
    femke.get_by_label("Bewaar voor straks").fill("Dit herken ik")
    press(femke, "Bewaar")
    expect(unfold(femke, "kept").get_by_text("Dit herken ik", exact=True)).to_be_in_viewport()
    assert not femke.evaluate(SCROLLS)


def test_a_line_comes_under_the_heading_whose_field_it_was_typed_in(server: AppServer, open_page: Open):
    practice = server.practice("--step", "4", "--people", "3", "--customers", "6")
    anouk, phone = open_page(seat_url(practice, "Anouk"), **LAPTOP), open_page(seat_url(practice, "Femke"), **PHONE)
    wait_live(anouk, phone)
    field = anouk.get_by_label("Meer doen", exact=True)
    field.fill("Op bezoek gaan")
    field.press("Enter")
    column = anouk.locator("#region-threads .heading.more")
    expect(column.get_by_text("Op bezoek gaan").first).to_be_in_viewport()
    expect(field).to_be_focused()
    above, below = column.bounding_box(), field.bounding_box()
    assert above
    assert below
    assert above["x"] <= below["x"] <= below["x"] + below["width"] <= above["x"] + above["width"]
    assert above["y"] + above["height"] <= below["y"]

    write_thread(phone, "Niet meer doen", "Gratis werken")
    show(phone, "threads")
    expect(phone.get_by_text("Gratis werken").first).to_be_visible()
    expect(anouk.locator("#region-threads .heading.no_more").get_by_text("Gratis werken").first).to_be_in_viewport()
    assert_fits(phone)
    assert_fresh(anouk, phone)


@WIDE
def test_a_long_column_turns_pages(server: AppServer, open_page: Open):
    practice = server.practice("--step", "4", "--people", "3", "--customers", "6")
    anouk = open_page(seat_url(practice, "Anouk"), **SMALL)
    wait_live(anouk)
    for n in range(12):
        write_thread(anouk, "Meer doen", f"Regel {n}: elke week bellen met wie lang niets van zich laat horen")
    wait_settled(anouk)
    column = anouk.locator("#region-threads .heading.more")
    last = column.locator("[data-thread]").last
    expect(last).not_to_be_in_viewport()
    for _ in range(12):
        if column.get_by_role("button", name="Volgende bladzijde").is_enabled():
            column.get_by_role("button", name="Volgende bladzijde").click()
    expect(last).to_be_in_viewport(ratio=0.99)
    assert not anouk.evaluate(SCROLLS)


def test_a_case_leads_who_must_answer_to_the_field(server: AppServer, open_page: Open):
    practice = server.practice("--step", "4", "--people", "3", "--customers", "5")
    anouk, femke = (open_page(seat_url(practice, name), **LAPTOP) for name in ("Anouk", "Femke"))
    fleur = open_page(practice["facilitator"], **LAPTOP)
    wait_live(anouk, femke, fleur)
    unfold(anouk, "hard-case").get_by_role("button").first.click()
    press(fleur, "Vraag: wat zou jij doen?")
    femke.locator("#asks").click()
    femke.get_by_label("Wat zou jij doen?").fill("Een grens stellen")
    press(femke, "Dit zou ik doen")
    expect(femke.locator("#asks")).to_be_hidden()
    expect(fleur.get_by_text("heeft geantwoord")).to_have_count(1)
    press(fleur, "Leg de antwoorden open")
    show(anouk, "case")
    expect(anouk.get_by_text("Een grens stellen")).to_be_in_viewport()
    wait_settled(anouk, femke)
    expect(femke.locator("[data-close-view]")).to_be_hidden()  # what was open has gone


def test_what_is_saved_at_the_closing_leads_on_to_the_next_field(server: AppServer, open_page: Open):
    practice = server.practice("--step", "6", "--people", "3", "--customers", "5")
    anouk, fleur = open_page(seat_url(practice, "Anouk"), **LAPTOP), open_page(practice["facilitator"], **LAPTOP)
    wait_live(anouk, fleur)
    go_on(fleur, anouk)
    expect(anouk.get_by_label("Mijn succes")).to_be_hidden()
    anouk.get_by_label("Welke klant die je energie geeft, krijgt meer aandacht?").select_option(index=1)
    press(anouk, "Bewaar")
    expect(anouk.get_by_label("Mijn succes")).to_be_visible()
    expect(anouk.get_by_label("Waarmee?")).to_be_hidden()
    expect(anouk.locator("#close-success summary")).to_be_focused()
    anouk.get_by_label("Mijn succes").fill("Nee gezegd")
    anouk.get_by_label("Mijn succes").press("Enter")
    expect(anouk.get_by_label("Wat spreken we af?")).to_be_visible()
    wait_settled(anouk)
    expect(anouk.locator("#close-success")).to_contain_text("Nee gezegd")
    assert not anouk.evaluate(SCROLLS)
    assert_fresh(anouk)

    press(fleur, "Sluit de workshop af", sure=True)
    wait_settled(anouk, fleur)
    expect(anouk.locator(".wrap-up").get_by_text("Nee gezegd")).to_be_visible()
    expect(anouk.get_by_role("link", name="Naar de opvolging").first).to_be_visible()
    expect(anouk.locator(".wrap-up form")).to_have_count(0)


@WIDE
@pytest.mark.parametrize("step", [3, 4, 7])
def test_a_phone_has_the_task_on_one_screen(server: AppServer, open_page: Open, step: int):
    practice = server.practice("--step", str(step), "--people", "8", "--customers", "15")
    for name in ("Youssef", "Anouk"):
        page = open_page(seat_url(practice, name), **PHONE)
        wait_live(page)
        assert not page.evaluate(SCROLLS)
        assert_fits(page)
    if step == 3:  # the speaker's cards turn
        youssef = open_page(seat_url(practice, "Youssef"), **PHONE)
        wait_live(youssef)
        first, second = youssef.locator(".cues li").nth(0), youssef.locator(".cues li").nth(1)
        expect(first).to_be_in_viewport(ratio=1)
        tap(youssef.get_by_role("button", name="Volgende bladzijde"))
        expect(second).to_be_in_viewport(ratio=1)
        expect(first).not_to_be_in_viewport()


@WIDE
@pytest.mark.parametrize("step", [3, 4, 7])
def test_a_guest_sees_the_step_and_takes_the_swap_list_along(server: AppServer, open_page: Open, step: int):
    practice = server.practice("--step", str(step), "--people", "3", "--customers", "6")
    guest = open_page(practice["team_lead"], **LAPTOP)
    wait_live(guest)
    seen = {3: ".told", 4: ".headings", 7: ".exports"}[step]
    expect(guest.locator(seen).first).to_be_in_viewport()
    if step != 7:
        unfold(guest, "take-along")
    expect(guest.get_by_role("link", name="Ruillijst als PDF (zonder energie en redenen)")).to_be_in_viewport()
    assert not guest.evaluate(SCROLLS)
