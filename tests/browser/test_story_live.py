"""What comes live is what a reload would bring, and what somebody is typing is left alone."""

from collections.abc import Callable

from browser.people import (
    PHONE,
    assert_equal_tables,
    assert_fresh,
    change_step,
    figure,
    forgotten,
    go_on,
    join,
    line,
    open_sheet,
    own_in,
    person,
    press,
    read_regions,
    say_yes,
    seat_url,
    tell_apart,
    unfold,
    wait_live,
    wait_settled,
    wait_step,
    write_thread,
)
from playwright.sync_api import Page, expect
from support.server import AppServer
from support.wide import WIDE


@WIDE
def test_a_reload_shows_nothing_that_was_not_there(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "3", "--customers", "4")
    fleur, beamer = open_page(practice["facilitator"]), open_page(practice["projector"], height=720)
    anouk, youssef = (open_page(seat_url(practice, name)) for name in ("Anouk", "Youssef"))
    femke = open_page(seat_url(practice, "Femke"), **PHONE)
    dirk = open_page(practice["team_lead"])
    pages = (fleur, beamer, anouk, youssef, femke, dirk)
    wait_live(*pages)

    # Step 2: moves, a new customer, a new name, a question answered and undone, a lock, the clock, one more guest.
    own_in(anouk, "costs").focus()
    anouk.keyboard.press("3")
    anouk.keyboard.press("2")
    forgotten(youssef).fill("Vergeten BV")
    press(youssef, "Zet op tafel")
    expect(figure(youssef, "Vergeten BV")).to_have_count(1)
    rename(youssef, "Vergeten BV", "Onthouden BV")
    expect(beamer.locator("[data-zone]").get_by_text("Onthouden BV")).to_be_visible()
    unfold(fleur, "region-same").get_by_role("button", name="Ja, dezelfde").first.click()
    unfold(fleur, "joined").get_by_role("button", name="terugdraaien").first.click()
    unfold(fleur, "lock").get_by_role("button", name="Zet stil").click()
    for page in pages:
        expect(page.locator("#region-head")).to_contain_text("De tafel staat even stil: nu even luisteren")
    press(fleur, "Tafel weer open")
    press(open_sheet(fleur, "time"), "+5 min")
    rename_seat(fleur, "Femke", "Fenna")
    expect(beamer.locator("#region-seats")).to_contain_text("Fenna")
    press(femke, "✓ Ik ben klaar")
    assert_reload_shows_the_same(*pages)

    # On and back again, somebody comes late and somebody leaves.
    go_on(*pages)
    press(unfold(fleur, "order-tools"), "Loot de volgorde")
    press(fleur, "Klaar – geef het woord door")
    late = open_page(f"{server.url}/join/{practice['code']}/")
    join(late, "Laat")
    wait_live(late)
    expect(beamer.locator("#region-seats")).to_contain_text("Laat")
    go_back(fleur, *pages, late)
    press(person(fleur, "Laat"), "Haal van tafel", sure=True)
    expect(beamer.locator("#region-seats")).not_to_contain_text("Laat")
    undo_last(fleur)
    assert_reload_shows_the_same(*pages)


def rename(page: Page, name: str, new: str) -> None:
    """Give a customer of one's own another name."""
    details = unfold(page, "mine").locator("li").filter(has_text=name)
    details.locator("summary").last.click()
    details.get_by_label("Naam").fill(new)
    press(details, "Verander")


def rename_seat(fleur: Page, name: str, new: str) -> None:
    seat = person(fleur, name)
    seat.get_by_label("Naam").fill(new)
    press(seat, "Hernoem")


def go_back(fleur: Page, *others: Page) -> None:
    step = int(fleur.locator("body").get_attribute("data-step") or "0") - 1
    change_step(fleur, step)
    wait_step(step, fleur, *others)


def undo_last(fleur: Page) -> None:
    """The facilitator undoes the last change that can be undone."""
    unfold(fleur, "journal")
    seq = wait_settled(fleur)
    fleur.locator("#journal").get_by_role("button", name="terugdraaien").first.click()
    say_yes(fleur)
    fleur.wait_for_selector(f'body[data-seq="{seq + 1}"]')


def assert_reload_shows_the_same(*pages: Page) -> None:
    """Equal tables, and page by page: reloaded, with its sheet open again, its regions are what they were."""
    assert_equal_tables(*pages)
    for page in pages:
        live, sheet = read_regions(page), page.locator("#sheet:visible")
        opened = sheet.get_attribute("data-shows") if sheet.count() else None
        page.reload()
        wait_live(page)
        if opened:
            open_sheet(page, opened)
        differing = tell_apart(live, read_regions(page))
        assert not differing, f"{page.url}: {differing}"


def test_somebody_who_types_is_left_alone(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "4", "--people", "2", "--customers", "4")
    fleur = open_page(practice["facilitator"])
    anouk, youssef = (open_page(seat_url(practice, name)) for name in ("Anouk", "Youssef"))
    wait_live(fleur, anouk, youssef)

    # A region of all, in which two people are at work at once.
    thread = anouk.locator("[data-thread]").filter(has=anouk.get_by_label("Tekst")).first
    thread.locator("summary").click()
    written = thread.get_by_label("Tekst").input_value()
    thread.get_by_label("Tekst").fill("")
    thread.get_by_label("Tekst").press_sequentially("Anders, en nog niet a")
    write_thread(youssef, "Meer doen", "Iets van Youssef")
    expect(anouk.locator("[data-thread] > p", has_text="Iets van Youssef")).to_be_visible()
    anouk.keyboard.type("f")
    expect(thread.get_by_label("Tekst")).to_be_focused()
    expect(thread.get_by_label("Tekst")).to_have_value("Anders, en nog niet af")

    # The own region, while a colleague's wish arrives in it.
    go_on(fleur, anouk, youssef)
    leak = own_in(anouk, "costs")
    name = str(leak.locator("[data-name]").get_attribute("data-name"))
    press(line(anouk, name), "Weggeven")
    why = line(anouk, name).get_by_label("Waarom geef je deze klant weg?")
    why.fill("")
    why.press_sequentially("Omdat i")
    wishes = unfold(youssef, "wishes").get_by_role("listitem").filter(has_text=name).filter(has_text="kost energie")
    wishes.get_by_role("button").click()
    expect(line(anouk, name)).to_contain_text("Een collega zou hier energie van krijgen.")
    anouk.keyboard.type("k")
    expect(why).to_be_focused()
    expect(why).to_have_value("Omdat ik")

    # The console, while others report that they are done.
    reason = unfold(fleur, "lock").get_by_label("Waarom? Iedereen ziet dit.")
    reason.fill("")
    reason.press_sequentially("pauz")
    press(youssef, "Ik ben klaar")
    expect(fleur.locator("#region-counts")).to_contain_text("1/2")
    fleur.keyboard.type("e")
    expect(reason).to_be_focused()
    expect(reason).to_have_value("pauze")

    # Further on neither has a field any more: both texts are in the drawer, under the name of what they were for,
    # and a reload leaves them there. What begins is the step, at its heading.
    go_on(fleur, anouk, youssef)
    drawer = anouk.locator("#drafts")
    kept = {
        f"{name} · Waarom geef je deze klant weg?": "Omdat ik",
        f"{written} · Tekst": "Anders, en nog niet af",
    }
    expect(anouk.locator("#say")).to_contain_text("Wat je typte is bewaard")
    expect(anouk.locator("#region-head h1")).to_be_focused()
    anouk.reload()
    unfold(anouk, "drafts")
    for title, text in kept.items():
        expect(drawer.get_by_role("textbox", name=title, exact=True)).to_have_value(text)
        press(drawer.get_by_role("listitem").filter(has_text=title), "Weggooien")
    expect(drawer).to_be_hidden()
    assert_fresh(fleur, anouk, youssef)


def test_a_half_typed_customer_goes_along_to_the_next_step(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "1", "--people", "2", "--customers", "3")
    fleur = open_page(practice["facilitator"])
    anouk, youssef = (open_page(seat_url(practice, name)) for name in ("Anouk", "Youssef"))
    wait_live(fleur, anouk, youssef)

    anouk.get_by_label("Naam van een klant").press_sequentially("Half g")
    anouk.reload()
    expect(anouk.get_by_label("Naam van een klant")).to_have_value("Half g")
    wait_live(anouk)
    anouk.get_by_label("Naam van een klant").focus()
    anouk.keyboard.type("e")
    go_on(fleur, anouk, youssef)
    field = anouk.get_by_label("Een klant vergeten?")
    expect(field).to_have_value("Half ge")
    expect(field).to_be_focused()
    anouk.keyboard.type("typt")
    anouk.keyboard.press("Enter")
    say_yes(anouk)  # it was begun for a private list
    expect(figure(youssef, "Half getypt")).to_have_count(0)
    expect(youssef.get_by_text("Half getypt")).to_have_count(1)
    expect(field).to_have_value("")
    anouk.reload()
    wait_live(anouk)
    expect(field).to_have_value("")
    expect(anouk.locator("#drafts")).to_be_hidden()
