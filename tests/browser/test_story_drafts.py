"""Half-typed text: kept through everything, each tab its own, and gone when the workshop is over."""

from collections.abc import Callable

from browser.people import (
    PHONE,
    assert_fits,
    forgotten,
    go_on,
    line,
    press,
    say_yes,
    seat_url,
    staying,
    unfold,
    wait_live,
    wait_settled,
)
from playwright.sync_api import Page, expect
from support.server import AppServer
from support.wide import WIDE

#: The drafts in this browser: their texts.
KEPT = """Object.keys(localStorage).filter((key) => key.startsWith("kr:draft:"))
  .flatMap((key) => JSON.parse(localStorage[key]).fields.filter((one) => one.label !== null).map((one) => one.value))"""
FORGOTTEN = "Een klant vergeten?"


@WIDE
def test_text_that_is_refused_after_a_reload_is_a_draft_again(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "2")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)

    anouk.route("**/do/**", lambda route: route.abort())
    forgotten(anouk).fill("Te laat BV")
    press(anouk, "Zet op tafel")
    expect(anouk.locator("[data-waiting-text]")).to_contain_text("(1)")
    anouk.reload()
    wait_live(anouk)
    expect(anouk.locator("#drafts")).to_be_hidden()
    go_on(fleur)
    anouk.unroute("**/do/**")

    expect(anouk.locator("#refusal")).to_contain_text("De stap is intussen veranderd")
    expect(anouk.locator("#drafts textarea")).to_have_value("Te laat BV")
    anouk.reload()
    expect(anouk.locator("#drafts textarea")).to_have_value("Te laat BV")


@WIDE
def test_two_tabs_of_a_seat_have_drafts_of_their_own_until_one_is_gone(
    server: AppServer, open_page: Callable[..., Page]
):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "2")
    one = open_page(seat_url(practice, "Anouk"))
    other = one.context.new_page()
    other.goto(seat_url(practice, "Anouk"))
    wait_live(one, other)

    forgotten(one).fill("Van de ene")
    wait_settled(one, other)
    expect(other.get_by_label(FORGOTTEN)).to_have_value("")
    forgotten(other).fill("Van de andere")
    for page, text in ((one, "Van de ene"), (other, "Van de andere")):
        page.reload()
        wait_live(page)
        expect(page.get_by_label(FORGOTTEN)).to_have_value(text)

    # A tab that is closed, or that crashed, leaves its text to the next one.
    other.close()
    third = one.context.new_page()
    third.goto(seat_url(practice, "Anouk"))
    expect(third.get_by_label(FORGOTTEN)).to_have_value("Van de andere")
    press(one, "Zet op tafel")
    press(third, "Zet op tafel")
    wait_settled(one, third)
    assert one.evaluate(KEPT) == []


def test_when_the_workshop_is_over_no_text_stays_in_the_browser(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "6", "--people", "2", "--customers", "2")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)
    go_on(fleur, anouk)
    unfold(anouk, "close-success")
    anouk.locator('[data-draft="success"] input').fill("Ik zei nee, en het was goed")
    assert anouk.evaluate(KEPT) == ["Ik zei nee, en het was goed"]

    wait_settled(fleur, anouk)
    press(fleur, "Sluit de workshop af")
    say_yes(fleur)
    wait_settled(fleur, anouk)
    expect(anouk.locator("[data-closed]")).to_have_count(1)
    expect(anouk.locator("#drafts")).to_be_hidden()
    assert anouk.evaluate(KEPT) == []


@WIDE
def test_when_the_workshop_is_erased_no_text_stays_in_the_browser(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "1", "--people", "2", "--customers", "2")
    anouk = open_page(seat_url(practice, "Anouk"))
    wait_live(anouk)
    anouk.get_by_label("Naam van een klant").fill("Half getypt")
    assert anouk.evaluate(KEPT) == ["Half getypt"]

    done = server.manage("shell", "-c", ERASE.format(id=practice["workshop"]))
    assert done.returncode == 0, done.stderr
    expect(anouk.locator("main")).to_contain_text("Deze workshop is er niet meer")
    assert anouk.evaluate(KEPT) == []


ERASE = """
from sessions.data.retention import erase
from workshop.models import Workshop
erase(Workshop.objects.get(pk="{id}"))
"""


#: What a browser does with its clipboards, and what is said of it.
REFUSALS_TO_COPY = {
    "navigator.clipboard.writeText = () => Promise.resolve()": "Gekopieerd",
    "navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false": "kopieer hem zelf",
    "document.execCommand = (name) => name === 'copy'": "Gekopieerd",
}


@WIDE
def test_a_draft_goes_when_its_thing_is_done_or_gone(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "0", "--people", "2")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)
    go_on(fleur, anouk)
    fold = unfold(anouk, "paste")
    fold.get_by_label("Eén klant per regel.").fill("Bakker Aan de Brug\nSlager Smit")
    press(fold, "Bekijk wat er komt")
    press(anouk.locator("#paste-preview"), "Overnemen")
    expect(line(anouk, "Slager Smit")).to_be_visible()
    wait_settled(anouk)
    assert anouk.evaluate(KEPT) == []
    expect(fold.get_by_label("Eén klant per regel.")).to_have_value("")

    slager = line(anouk, "Slager Smit")
    slager.locator("summary").click()
    slager.get_by_label("Waarom? (alleen voor jou)").fill("Te veel gebeld")
    press(slager, "Haal van mijn lijst", sure=True)
    expect(slager).to_have_count(0)
    wait_settled(anouk)
    assert anouk.evaluate(KEPT) == []
    go_on(fleur, anouk)
    expect(anouk.locator("#drafts")).to_be_hidden()


@WIDE
def test_what_remains_names_its_customer_and_can_be_used(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "4", "--people", "2", "--customers", "3")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"), **PHONE)
    wait_live(fleur, anouk)
    go_on(fleur, anouk)
    name = staying(anouk)[0]
    press(line(anouk, name), "Weggeven")
    line(anouk, name).get_by_label("Waarom geef je deze klant weg?").fill("Ik loop leeg")
    go_on(fleur, anouk)

    drawer = anouk.locator("#drafts")
    expect(drawer.locator("summary")).to_have_text("Bewaarde tekst 1")
    expect(anouk.locator("#say")).to_contain_text("Wat je typte is bewaard")
    assert (drawer.bounding_box() or {})["height"] < 60
    drawer.locator("summary").click()
    expect(drawer.locator("li p")).to_have_text(f"{name} · Waarom geef je deze klant weg?")
    expect(drawer.get_by_role("textbox", name=name)).to_have_value("Ik loop leeg")
    assert_fits(anouk)
    for refused, said in REFUSALS_TO_COPY.items():
        anouk.evaluate(refused)
        press(drawer, "Kopieer")
        expect(anouk.locator("#say")).to_contain_text(said)
    press(fleur, "Terug naar Weggeven", sure=True)
    expect(anouk.get_by_label("Waarom geef je deze klant weg?")).to_have_value("Ik loop leeg")
    expect(drawer).to_be_hidden()


def test_a_note_of_step_three_can_be_a_line_of_step_four(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "3", "--people", "2", "--customers", "3")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)
    unfold(anouk, "kept")
    anouk.get_by_label("Bewaar voor straks").fill("Altijd op vrijdag")
    go_on(fleur, anouk)
    drawer = anouk.locator("#drafts")
    drawer.locator("summary").click()
    press(drawer, "Zet in het formulier")
    expect(anouk.get_by_label("Wat steeds terugkomt")).to_have_value("Altijd op vrijdag")
    expect(anouk.get_by_label("Wat steeds terugkomt")).to_be_focused()
    expect(drawer).to_be_hidden()
    assert anouk.evaluate(KEPT) == ["Altijd op vrijdag"]


@WIDE
def test_a_reload_brings_back_all_fields_of_a_form(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "2")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)
    forgotten(anouk).fill("Half getypt")
    anouk.locator("#lay-zone").select_option("costs")
    anouk.reload()
    wait_live(anouk)
    expect(anouk.get_by_label(FORGOTTEN)).to_have_value("Half getypt")
    expect(anouk.locator("#lay-zone")).to_have_value("costs")
