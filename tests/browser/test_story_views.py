"""One screen, one task: what else there is to see is a tap away, and the way back too."""

from collections.abc import Callable

import pytest
from browser.people import PHONE, assert_fits, go_on, seat_url, show, show_zone, unfold, wait_live, zone
from playwright.sync_api import Page, expect
from support.server import AppServer

Open = Callable[..., Page]
SCROLLED = "document.documentElement.scrollHeight > innerHeight"


def at_step(server: AppServer, step: int) -> dict[str, str]:
    practice = server.practice("--step", str(step), "--people", "3", "--customers", "4")
    return {"anouk": seat_url(practice, "Anouk"), "fleur": practice["facilitator"], "guest": practice["team_lead"]}


def test_a_view_lies_over_half_a_large_screen_and_escape_leads_back(server: AppServer, open_page: Open):
    anouk = open_page(at_step(server, 2)["anouk"], width=1366, height=768)
    wait_live(anouk)
    tab = anouk.locator('[data-tab="people"]:visible')
    tab.focus()
    anouk.keyboard.press("Enter")
    people = anouk.locator(".people-view")
    box = people.bounding_box()
    assert box
    assert (box["x"] >= 1366 / 2, box["y"] + box["height"] <= 768) == (True, True)
    expect(tab).to_have_attribute("aria-current", "page")
    expect(zone(anouk, "costs")).to_be_visible()  # the task stays beside it
    anouk.keyboard.press("Escape")
    expect(people).to_be_hidden()
    expect(tab).to_be_focused()
    assert not anouk.evaluate(SCROLLED)


def test_what_is_folded_in_the_foot_opens_there_too_one_at_a_time(server: AppServer, open_page: Open):
    anouk = open_page(at_step(server, 2)["anouk"], width=1366, height=768)
    wait_live(anouk)
    mine, forgotten = unfold(anouk, "mine"), anouk.locator("#forgotten")
    expect(mine.locator("> .opened")).to_be_in_viewport()
    unfold(anouk, "forgotten")
    expect(mine).not_to_have_attribute("open", "")
    anouk.get_by_label("Een klant vergeten?").focus()
    anouk.keyboard.press("Escape")
    expect(forgotten).not_to_have_attribute("open", "")
    expect(forgotten.locator("summary")).to_be_focused()
    unfold(anouk, "mine").locator(".more summary").first.click()
    anouk.locator(".close-view").click()
    expect(anouk.locator(".more[open]")).to_have_count(0)


def test_on_a_phone_each_view_has_the_screen_and_a_new_step_its_task(server: AppServer, open_page: Open):
    links = at_step(server, 2)
    anouk, fleur = open_page(links["anouk"], **PHONE), open_page(links["fleur"])
    wait_live(anouk, fleur)
    expect(zone(anouk, "costs")).to_be_hidden()
    show(anouk, "table")
    expect(zone(anouk, "costs")).to_be_visible()
    expect(zone(anouk, "gives")).to_be_hidden()
    show_zone(anouk, "gives")
    expect(zone(anouk, "gives")).to_be_visible()
    expect(zone(anouk, "costs")).to_be_hidden()
    expect(anouk.locator("#region-own")).to_be_hidden()
    assert_fits(anouk)
    go_on(fleur, anouk)
    expect(anouk.locator("body")).to_have_attribute("data-view", "task")
    expect(anouk.get_by_role("heading", level=1)).to_be_focused()


@pytest.mark.parametrize("device", [{"width": 1280, "height": 600}, PHONE], ids=["laptop", "phone"])
def test_a_question_leads_to_the_view_it_stands_in(server: AppServer, open_page: Open, device: dict[str, int]):
    anouk = open_page(at_step(server, 2)["anouk"], **device)
    wait_live(anouk)
    show(anouk, "asks")
    expect(anouk.get_by_text("Is dit dezelfde klant?")).to_be_in_viewport()


def test_the_regie_finds_every_act_by_words(server: AppServer, open_page: Open):
    links = at_step(server, 3)
    fleur, anouk = open_page(links["fleur"], width=1366, height=768), open_page(links["anouk"])
    wait_live(fleur, anouk)
    fleur.keyboard.press("Control+k")
    field = fleur.get_by_label("Zoek een handeling")
    expect(field).to_be_focused()
    found = fleur.locator("#found-acts button")

    field.fill("anouk teamleider")
    expect(found).to_have_text(["Deelnemers · Anouk · Is teamleider"])
    field.press("Enter")
    expect(anouk.locator("#region-seats")).to_contain_text("teamleider")

    fleur.keyboard.press("Control+k")
    field.fill("anouk haal van tafel")
    field.press("ArrowDown")
    fleur.keyboard.press("Enter")
    expect(fleur.locator("#confirm")).to_contain_text("Anouk van tafel halen?")  # it asks what its button asks
    fleur.locator("#confirm").get_by_role("button", name="Nee, terug").click()

    fleur.keyboard.press("Control+k")
    field.fill("naam van het team")
    field.press("Enter")
    expect(fleur.get_by_label("Naam van het team")).to_be_focused()

    fleur.keyboard.press("Control+k")
    field.fill("leg de antwoorden open")  # not in this step
    expect(found).to_have_count(0)
    expect(fleur.locator("#no-act")).to_have_text("Niets gevonden dat je nu kunt doen.")


def test_a_guest_sees_the_table_and_who_is_there(server: AppServer, open_page: Open):
    guest = open_page(at_step(server, 2)["guest"], width=1366, height=768)
    wait_live(guest)
    expect(zone(guest, "costs")).to_be_in_viewport()
    show(guest, "people")
    expect(guest.locator("#region-seats")).to_contain_text("Anouk")
    assert not guest.evaluate(SCROLLED)
