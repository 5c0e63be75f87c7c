"""The first half of an afternoon: the doors, and steps 1 to 4, done by hand on the screens."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from browser.people import (
    PHONE,
    Watch,
    assert_equal_tables,
    assert_fits,
    assert_fresh,
    close_sheet,
    figure,
    forgotten,
    item,
    join,
    lay_all,
    line,
    press,
    show,
    tap,
    unfold,
    wait_live,
    write_thread,
    zone,
)
from playwright.sync_api import Locator, Page, expect
from support.server import AppServer

WORD = "een lange zin om te onthouden"


@dataclass
class Room:
    """All screens of one afternoon."""

    fleur: Page
    beamer: Page
    ana: Page
    bas: Page
    cem: Page

    @property
    def seats(self) -> tuple[Page, ...]:
        return (self.ana, self.bas, self.cem)

    @property
    def all(self) -> tuple[Page, ...]:
        return (self.fleur, self.beamer, *self.seats)

    def look(self) -> dict[str, list[str]]:
        """After a step: all screens are equal, as good as fresh, and nothing sticks out of the phone."""
        table = assert_equal_tables(*self.all)
        assert_fresh(*self.all)
        assert_fits(self.cem)
        return table


# --- the doors -------------------------------------------------------------------------------------------------------


def make_workshop(server: AppServer, fleur: Page) -> None:
    """The one-time link, a name and a password; out and in again; a workshop."""
    fleur.goto(server.first_link())
    fleur.get_by_label("Naam").fill("fleur")
    fleur.get_by_label("Wachtwoord").fill(WORD)
    press(fleur, "Begin")
    press(fleur, "Uitloggen")
    fleur.get_by_label("Naam").fill("fleur")
    fleur.get_by_label("Wachtwoord").fill(WORD)
    press(fleur, "Inloggen")
    fleur.get_by_label("Team", exact=True).fill("Team Zuid")
    fleur.get_by_label("Titel").fill("Heisessie")
    press(fleur, "Maak workshop")
    wait_live(fleur)


def open_beamer(fleur: Page, beamer: Page) -> Page:
    """In a window of its own: a tab behind the console would be asleep."""
    beamer.goto(fleur.get_by_role("link", name="Open de beamer").get_attribute("href") or "")
    wait_live(beamer)
    return beamer


def come_in(server: AppServer, fleur: Page, open_page: Callable[..., Page], watch: Watch) -> list[Page]:
    """Two laptops by the code, a phone by the address that the QR holds."""
    door = unfold(fleur, "door").inner_text()
    code = re.search(r"\b[A-Z]{6}\b", door)
    scanned = re.search(r"http\S+/join/\S+/", door)
    assert code
    assert scanned
    ana, bas, cem = (watch.follow(open_page(**device)) for device in ({}, {}, PHONE))
    for page in (ana, bas):
        page.goto(server.url)
        page.get_by_label("Doe mee").fill(code[0].lower())
        press(page, "Naar de tafel")
    cem.goto(scanned[0])
    join(ana, "Ana", "mint", "hoed")
    join(bas, "Bas", "roze", "kroon")
    join(cem, "Cem")
    wait_live(ana, bas, cem)
    for page in (fleur, ana):
        expect(page.locator("#region-seats [data-seat][data-here]")).to_have_count(3)
    return [ana, bas, cem]


# --- step 1 ----------------------------------------------------------------------------------------------------------


def write_lists(room: Room) -> None:
    type_list(room.ana, "Bakkerij Jansen", "Gemeente Noord", "Kapper Kim", "Bloemist Roos")
    sort_by_keys(room.ana)
    paste_list(room.bas)
    sort_by_clicks_and_drag(room.bas)
    type_list(room.cem, "Garage Smit", "Zwembad", "Theater")
    sort_by_tapping(room.cem)
    details = line(room.ana, "Bakkerij Jansen")
    details.locator("summary").click()
    details.get_by_label("Waarom? (alleen voor jou)").fill("Altijd op vrijdagmiddag")
    press(details.locator('form[data-command="sheet.reason"]'), "Bewaar")
    expect(details).to_contain_text("Altijd op vrijdagmiddag")
    for page in room.seats:
        press(page, "Ik ben klaar")
    for page in room.all:
        expect(page.locator("#region-counts")).to_contain_text("3/3")
    for page in (room.fleur, room.beamer, room.bas, room.cem):
        assert "Kapper Kim" not in page.content()
        assert "vrijdagmiddag" not in page.content()


def type_list(page: Page, *names: str) -> None:
    """One after another, with Enter, without waiting for the server."""
    field = page.get_by_label("Naam van een klant")
    for name in names:
        field.fill(name)
        field.press("Enter")
    expect(page.locator("[data-unsorted] > li")).to_have_count(len(names))


def sort_by_keys(ana: Page) -> None:
    """The number stands in the column's heading and is that of the table, though the list runs the other way."""
    for name, key in (("Bakkerij Jansen", 1), ("Gemeente Noord", 1), ("Kapper Kim", 2), ("Bloemist Roos", 3)):
        item(ana, name).focus()
        ana.keyboard.press(str(key))
    expect(ana.locator('[data-column="costs"] > li')).to_have_count(2)
    expect(ana.locator('[data-column="gives"] > li')).to_have_count(1)


def paste_list(bas: Page) -> None:
    unfold(bas, "paste")
    bas.locator("#paste-text").fill("1. Bakkerij Jansen\n\n- Hotel Zon\n• Museum\n4) Fietsenmaker\n  museum  \n")
    press(bas, "Bekijk wat er komt")
    preview = bas.locator("#paste-preview")
    expect(preview.get_by_role("checkbox")).to_have_count(4)
    press(preview, "Overnemen")
    expect(bas.locator("[data-unsorted] > li")).to_have_count(4)


def sort_by_clicks_and_drag(bas: Page) -> None:
    unfold(bas, "paste").locator("summary").first.click()
    sort_by_menu(bas, "Bakkerij Jansen", "geeft energie")
    expect(bas.locator('[data-column="gives"] > li')).to_have_count(1)
    item(bas, "Hotel Zon").drag_to(bas.locator("#col-costs"))
    expect(bas.locator('[data-column="costs"] > li')).to_have_count(1)
    sort_by_menu(bas, "Museum", "neutraal")
    item(bas, "Fietsenmaker").press("3")
    expect(bas.locator("[data-unsorted]")).to_have_count(0)


def sort_by_menu(page: Page, name: str, zone: str) -> None:
    item(page, name).click()
    page.get_by_role("menuitem", name=zone).click()


def sort_by_tapping(cem: Page) -> None:
    for name, words in (("Garage Smit", "kost energie"), ("Zwembad", "neutraal"), ("Theater", "geeft energie")):
        tap(line(cem, name).get_by_role("button", name=words))
    expect(cem.locator("[data-unsorted]")).to_have_count(0)


# --- step 2 ----------------------------------------------------------------------------------------------------------


def lay_table(room: Room) -> None:
    lay_all(room.ana)
    expect(room.beamer.locator("[data-figure]")).to_have_count(4)
    lay_by_hand(room.bas)
    tap(line(room.cem, "Garage Smit").get_by_role("button", name="kost energie"))
    tap(line(room.cem, "Theater").get_by_role("button", name="geeft energie"))
    tap(line(room.cem, "Zwembad").get_by_role("button", name="neutraal"))
    forgotten(room.cem).fill("Bibliotheek")
    press(room.cem, "Zet op tafel")
    for page in room.all:
        expect(zone(page, "neutral").locator("[data-figure]")).to_have_count(4)
    show(room.ana, "asks")
    expect(room.ana.get_by_text("Is dit dezelfde klant?")).to_be_visible()
    press(unfold(room.fleur, "region-same"), "Ja, dezelfde")
    close_sheet(room.fleur)
    expect(room.ana.get_by_text("Is dit dezelfde klant?")).to_have_count(0)
    show(room.ana, "task")


def lay_by_hand(bas: Page) -> None:
    """One by a key, one by click–click, one dragged, and one that changes its mind on the table."""
    item(bas, "Bakkerij Jansen").focus()
    bas.keyboard.press("3")
    item(bas, "Hotel Zon").click()
    bas.locator("#z-costs").click()
    item(bas, "Museum").drag_to(bas.locator("#z-neutral"))
    item(bas, "Fietsenmaker").press("m")
    bas.get_by_role("menuitem", name="kost energie").click()
    expect(zone(bas, "costs").locator("[data-figure]", has_text="Fietsenmaker")).to_be_visible()
    figure(bas, "Fietsenmaker").focus()
    bas.keyboard.press("3")
    expect(zone(bas, "gives").locator("[data-figure]", has_text="Fietsenmaker")).to_be_focused()


# --- step 3 ----------------------------------------------------------------------------------------------------------


def tell_stories(room: Room) -> None:
    """Round by round; one passes, one thinks again, one keeps a thought."""
    room.cem.get_by_label("Bewaar voor straks").fill("Dit herken ik")
    press(room.cem, "Bewaar")
    unfold(room.cem, "kept")
    expect(room.cem.get_by_text("Dit herken ik")).to_be_visible()
    for number in range(1, 5):
        for page, name in zip(room.seats, ("Ana", "Bas", "Cem"), strict=True):
            speak(room, page, name, number)
    expect(room.beamer.locator("#region-turn").get_by_text("Iedereen heeft verteld.")).to_be_visible()
    assert all("Dit herken ik" not in page.content() for page in room.all if page is not room.cem)


def speak(room: Room, page: Page, name: str, number: int) -> None:
    turn = room.beamer.locator("#region-turn")
    expect(turn).to_contain_text(f"{name} vertelt")
    expect(page.locator("#region-turn")).to_contain_text(f"{number}. ")
    expect(page.locator("#region-turn").get_by_text("Jij bent aan het woord")).to_be_visible()
    if (name, number) == ("Bas", 3):
        figure(page, "Museum").focus()
        page.keyboard.press("1")
        expect(zone(room.beamer, "costs").locator("[data-figure]", has_text="Museum")).to_be_visible()
    press(page, "Pas" if (name, number) == ("Cem", 2) else "Klaar – geef het woord door")


# --- step 4 ----------------------------------------------------------------------------------------------------------


def find_threads(room: Room) -> None:
    write_thread(room.ana, "Wat steeds terugkomt", "Vrijdagmiddag")
    unfold(room.cem, "notes")
    press(room.cem.locator('form[data-command="thread.share_note"]'), "Meer doen")
    for page in room.all:
        expect(page.locator("#region-threads [data-thread]")).to_have_count(2)
    thread = open_thread(room.fleur, "Vrijdagmiddag")
    press(thread, "Markeer als ‘verbeteren’")
    thread = open_thread(room.bas, "Vrijdagmiddag")
    thread.get_by_label("Klant").select_option("Hotel Zon")
    press(thread, "Koppel")
    expect(room.beamer.locator("[data-thread]", has_text="Vrijdagmiddag")).to_contain_text("Hotel Zon")


def open_thread(page: Page, text: str) -> Locator:
    thread = page.locator("[data-thread]").filter(has=page.locator("p", has_text=text))
    thread.locator("summary").click()
    return thread
