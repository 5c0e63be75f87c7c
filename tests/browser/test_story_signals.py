"""*Klantsignaal*: what a customer said is read by all when it is talked about, and what it says afterwards is asked."""

from collections.abc import Callable

from browser import axe
from browser.people import PHONE, assert_fits, assert_fresh, go_on, press, seat_url, unfold, wait_live, wait_settled
from playwright.sync_api import Page, expect
from support.server import AppServer
from support.wide import WIDE

Open = Callable[..., Page]
SAID = "Jullie bellen altijd terug"


@WIDE
def test_what_a_customer_said_stands_with_the_figure_while_it_is_lit(server: AppServer, open_page: Open):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "3")
    anouk, bas = open_page(seat_url(practice, "Anouk"), **PHONE), open_page(practice["participants"][1]["url"])
    fleur, beamer = open_page(practice["facilitator"]), open_page(practice["projector"], height=720)
    wait_live(anouk, bas, fleur, beamer)
    write_signal(anouk)
    everyone = (fleur, anouk, bas, beamer)
    assert_fits(anouk)
    for page in (fleur, bas, beamer):
        expect(page.get_by_text(SAID)).to_have_count(0)

    go_on(*everyone)
    if not fleur.locator("#region-turn .speaker").filter(has_text="Anouk").count():
        press(fleur.locator("#region-desk"), "Klaar – geef het woord door")
    for page in everyone:
        expect(page.locator("#region-turn .signal")).to_have_text(SAID)
    assert_fresh(*everyone)
    assert_fits(anouk)
    press(fleur.locator("#region-desk"), "Klaar – geef het woord door")
    for page in everyone:
        expect(page.locator("#region-turn .signal")).to_have_count(0)


def write_signal(anouk: Page) -> None:
    """Anouk writes what the first customer said that gives her energy."""
    wait_settled(anouk)
    me = anouk.locator("body").get_attribute("data-me")
    figure = anouk.locator(f'ol[data-zone="gives"] [data-owner="{me}"]').first.get_attribute("data-figure")
    unfold(anouk, "mine")
    card = anouk.locator(f'[data-card="{figure}"]')
    card.locator("summary").tap()
    form = card.locator('form[data-command="sheet.signal"]')
    form.locator('input[name="signal"]').fill(SAID)
    press(form, "Bewaar")
    expect(card.locator("p.signal")).to_have_text(SAID)


@WIDE
def test_after_the_workshop_the_taker_writes_down_what_the_customer_says_now(server: AppServer, open_page: Open):
    practice = server.practice("--step", "7", "--people", "3", "--customers", "4")
    anouk, lead = open_page(seat_url(practice, "Anouk")), open_page(practice["team_lead"], **PHONE)
    for page in (anouk, lead):
        wait_live(page)
        page.goto(f"{page.url}follow-up/")
    wait_live(anouk, lead)
    own = anouk.locator("[data-hand-over]").filter(has=anouk.get_by_role("button", name="Anouk:")).first
    own.get_by_text("Wat zei de klant?").click()
    own.get_by_label("Hoe gaat het, nu een collega van mij u helpt?").fill("Eindelijk iemand die belt")
    press(own.locator('form[data-command="follow_up.hear"]'), "Bewaar")
    expect(lead.locator(f"#{own.get_attribute('id')} .signal")).to_have_text("Eindelijk iemand die belt")
    assert_fresh(anouk, lead)
    assert_fits(lead)
    assert axe.faults(lead) == []
