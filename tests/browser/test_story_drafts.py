"""Half-typed text: kept through everything, each tab its own, and gone when the workshop is over."""

from collections.abc import Callable

from browser.people import go_on, press, say_yes, seat_url, wait_live, wait_settled
from house import House
from playwright.sync_api import Page, expect

#: The drafts in this browser: their texts.
KEPT = """Object.keys(localStorage).filter((key) => key.startsWith("kr:draft:"))
  .map((key) => JSON.parse(localStorage[key]).text)"""
FORGOTTEN = "Een klant vergeten?"


def test_text_that_is_refused_after_a_reload_is_a_draft_again(server: House, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "2")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)

    anouk.route("**/do/**", lambda route: route.abort())
    anouk.get_by_label(FORGOTTEN).fill("Te laat BV")
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


def test_two_tabs_of_a_seat_have_drafts_of_their_own_until_one_is_gone(server: House, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "2")
    one = open_page(seat_url(practice, "Anouk"))
    other = one.context.new_page()
    other.goto(seat_url(practice, "Anouk"))
    wait_live(one, other)

    one.get_by_label(FORGOTTEN).fill("Van de ene")
    wait_settled(one, other)
    expect(other.get_by_label(FORGOTTEN)).to_have_value("")
    other.get_by_label(FORGOTTEN).fill("Van de andere")
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


def test_when_the_workshop_is_over_no_text_stays_in_the_browser(server: House, open_page: Callable[..., Page]):
    practice = server.practice("--step", "6", "--people", "2", "--customers", "2")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)
    go_on(fleur, anouk)
    anouk.locator('[data-draft="success"]').fill("Ik zei nee, en het was goed")
    assert anouk.evaluate(KEPT) == ["Ik zei nee, en het was goed"]

    wait_settled(fleur, anouk)
    press(fleur, "Sluit de workshop af")
    say_yes(fleur)
    wait_settled(fleur, anouk)
    expect(anouk.locator("[data-closed]")).to_have_count(1)
    expect(anouk.locator("#drafts")).to_be_hidden()
    assert anouk.evaluate(KEPT) == []


def test_when_the_workshop_is_erased_no_text_stays_in_the_browser(server: House, open_page: Callable[..., Page]):
    practice = server.practice("--step", "1", "--people", "2", "--customers", "2")
    anouk = open_page(seat_url(practice, "Anouk"))
    wait_live(anouk)
    anouk.get_by_label("Naam van een klant").fill("Half getypt")
    assert anouk.evaluate(KEPT) == ["Half getypt"]

    done = server.manage("shell", "-c", ERASE.format(id=practice["workshop"]))
    assert done.returncode == 0, done.stderr
    expect(anouk.locator("main")).to_contain_text("Deze workshop is er niet meer")
    assert anouk.evaluate(KEPT) == []


ERASE = (
    "from sessions.erasing import erase; from workshop.models import Workshop; erase(Workshop.objects.get(pk='{id}'))"
)
