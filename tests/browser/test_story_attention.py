"""What people look at: a new step begins at its task, a question stands in sight, and a yes has an answer."""

import datetime as dt
from collections.abc import Callable

from browser import axe
from browser.people import (
    PHONE,
    assert_fits,
    go_on,
    line,
    press,
    say_yes,
    seat_url,
    show,
    show_zone,
    staying,
    tap,
    unfold,
    wait_live,
    wait_settled,
    write_thread,
)
from playwright.sync_api import Locator, Page, expect
from support.server import AppServer
from support.wide import WIDE

Open = Callable[..., Page]
DOWN = "scrollTo(0, document.documentElement.scrollHeight)"
WHY = "Waarom geef je deze klant weg?"


@WIDE
def test_a_new_step_begins_at_its_task_wherever_somebody_had_scrolled(server: AppServer, open_page: Open):
    practice = server.practice("--step", "1", "--people", "3", "--customers", "12")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"), **PHONE)
    youssef = open_page(seat_url(practice, "Youssef"), height=600)
    lead = open_page(practice["team_lead"], **PHONE)
    wait_live(fleur, anouk, youssef, lead)
    show(anouk, "mine")
    for page in (fleur, anouk, youssef, lead):
        page.evaluate(DOWN)
    assert anouk.evaluate("scrollY") > 400
    go_on(fleur, anouk, youssef, lead)
    for page in (fleur, anouk, youssef, lead):
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        assert page.evaluate("scrollY") == 0
        assert in_sight(page.locator(".task"))
    assert youssef.evaluate("document.querySelector('.task-view').scrollTop") == 0


def test_who_is_typing_types_on_when_the_step_changes(server: AppServer, open_page: Open):
    practice = server.practice("--step", "1", "--people", "2", "--customers", "3")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)
    anouk.get_by_label("Naam van een klant").press_sequentially("Half")
    go_on(fleur, anouk)
    anouk.keyboard.type(" getypt")
    field = anouk.get_by_label("Een klant vergeten?")
    expect(field).to_have_value("Half getypt")

    # It was written for a private list. Enter would show it to everybody.
    anouk.keyboard.press("Enter")
    expect(anouk.locator("#confirm")).to_contain_text("Dit komt nu voor iedereen zichtbaar op tafel.")
    press(anouk, "Nee, terug")
    expect(field).to_have_value("Half getypt")
    field.press("Enter")
    say_yes(anouk)
    wait_settled(anouk)
    expect(anouk.locator("[data-zone] [data-figure]").filter(has_text="Half getypt")).to_be_visible()
    field.fill("Meteen voor allen")
    field.press("Enter")
    wait_settled(anouk)
    expect(anouk.locator("[data-zone] [data-figure]").filter(has_text="Meteen voor allen")).to_be_visible()


def test_keys_go_on_where_a_browser_takes_the_focus_from_what_is_put_elsewhere(server: AppServer, open_page: Open):
    """WebKit has no moveBefore, with which nodes keep their focus on the way."""
    practice = server.practice("--step", "1", "--people", "2", "--customers", "6")
    anouk = open_page()
    anouk.add_init_script("delete Element.prototype.moveBefore")
    anouk.goto(seat_url(practice, "Anouk"))
    wait_live(anouk)
    name = anouk.locator("[data-item]").first
    line = name.get_attribute("data-item")
    for key in "123":
        anouk.locator(f"[data-item='{line}']").press(key)
        wait_settled(anouk)
        expect(anouk.locator(f"[data-item='{line}']")).to_be_focused()


def test_the_state_of_the_line_never_scrolls_away(server: AppServer, open_page: Open):
    practice = server.practice("--step", "5", "--people", "5", "--customers", "12")
    pages = [open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"), **PHONE)]
    pages.append(open_page(seat_url(practice, "Youssef"), height=600))
    wait_live(*pages)
    for page in pages:
        if page == pages[1]:
            show(page, "table")
            show_zone(page, "neutral")
        page.evaluate(DOWN)
        assert (page.evaluate("scrollY") > 100) is (page == pages[1])  # the others are one screen
        assert in_sight(page.locator("[data-connection-text]"))


@WIDE
def test_a_question_that_waits_stands_where_somebody_looks(server: AppServer, open_page: Open):
    practice = server.practice("--step", "7", "--people", "3", "--customers", "8")
    anouk, youssef = open_page(seat_url(practice, "Anouk"), **PHONE), open_page(seat_url(practice, "Youssef"))
    wait_live(anouk, youssef)
    anouk.evaluate(DOWN)
    expect(anouk.locator("#asks")).to_be_hidden()

    unfold(youssef, "close-agreement")
    youssef.get_by_label("Wat spreken we af?").fill("Elke maand bellen")
    youssef.get_by_label("Eerste kleine stap").fill("Vrijdag de eerste")
    youssef.locator("#ag-owner").select_option("Anouk")
    youssef.get_by_label("Voor wanneer").last.fill(str(dt.date.today() + dt.timedelta(days=9)))
    press(youssef, "Spreek af")
    wait_settled(anouk, youssef)
    bar = anouk.get_by_role("button", name="Zeg jij ja op deze afspraak?")
    expect(bar).to_be_visible()
    expect(anouk.locator("#say")).to_contain_text("Zeg jij ja op deze afspraak?")
    assert in_sight(bar)
    assert_fits(anouk)
    tap(bar)
    expect(bar).to_be_hidden()
    yes = anouk.get_by_role("button", name="Ja, dat doe ik")
    assert in_sight(yes)
    anouk.set_viewport_size({"width": PHONE["width"], "height": 3000})  # nothing that is unfolded lies under the tabs
    assert axe.faults(anouk) == []
    anouk.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    tap(yes)
    expect(yes).to_have_count(0)
    expect(anouk.get_by_text("Zeg jij ja op deze afspraak?")).to_have_count(0)
    anouk.evaluate(DOWN)
    expect(anouk.locator("#asks")).to_be_hidden()


@WIDE
def test_a_yes_that_changes_nothing_any_more_is_answered(server: AppServer, open_page: Open):
    practice = server.practice("--step", "4", "--people", "2", "--customers", "3")
    fleur, one = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, one)
    go_on(fleur, one)
    other = one.context.new_page()
    other.goto(one.url)
    wait_live(other)
    name = staying(one)[0]
    press(line(one, name), "Weggeven")
    line(one, name).get_by_label(WHY).fill("Ik loop leeg")
    press(line(one, name), "Toch houden")
    expect(one.locator("#confirm")).to_be_visible()

    wait_settled(other)
    press(line(other, name), "Toch houden", sure=True)
    expect(other.get_by_label(WHY)).to_have_count(0)
    wait_settled(one, other)
    say_yes(one)
    expect(one.locator("#refusal")).to_have_text("Er is niets veranderd: zo was het al.")


def test_a_yes_to_what_was_asked_in_an_earlier_step_is_refused_with_a_sentence(server: AppServer, open_page: Open):
    practice = server.practice("--step", "4", "--people", "2", "--customers", "3")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)
    go_on(fleur, anouk)
    name = staying(anouk)[0]
    press(line(anouk, name), "Weggeven")
    line(anouk, name).get_by_label(WHY).fill("Ik loop leeg")
    press(line(anouk, name), "Toch houden")
    go_on(fleur)
    wait_settled(anouk)
    say_yes(anouk)
    expect(anouk.locator("#refusal")).to_contain_text("De stap is intussen veranderd")


@WIDE
def test_undo_is_said_and_stands_in_the_journal(server: AppServer, open_page: Open):
    practice = server.practice("--step", "4", "--people", "2", "--customers", "3")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)
    write_thread(anouk, "Meer doen", "Altijd op vrijdag")
    wait_settled(fleur, anouk)
    journal = unfold(fleur, "journal")
    entry = journal.locator("li").filter(has_text="Altijd op vrijdag").first
    press(entry, "terugdraaien")
    press(anouk, "Ik ben klaar")  # news, while the question is open
    wait_settled(anouk, fleur)
    say_yes(fleur)
    expect(fleur.locator("#refusal")).to_have_text("Teruggedraaid: Anouk schreef: Altijd op vrijdag.")
    expect(journal.locator("li.undone")).to_contain_text("Altijd op vrijdag")


def in_sight(place: Locator) -> bool:
    """Whether all of it is in the window, and nothing lies over its middle."""
    return bool(
        place.evaluate("""(node) => {
      const { left, top, right, bottom } = node.getBoundingClientRect();
      const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return top >= 0 && bottom <= innerHeight && (node.contains(found) || found?.contains(node));
    }""")
    )
