"""Lists come in: Fleur's list for the team, taken in secret by its owner; a file of one's own, looked at first."""

import re
from collections.abc import Callable
from pathlib import Path

from browser import axe
from browser.people import (
    PHONE,
    assert_fresh,
    forgotten,
    go_on,
    lay_all,
    line,
    press,
    seat_url,
    tap,
    unfold,
    wait_live,
    wait_settled,
)
from playwright.sync_api import Locator, Page, expect
from support.server import AppServer
from support.wide import WIDE

LISTS = Path(__file__).parents[1] / "data" / "lists"


def test_fleurs_list_is_taken_by_its_owner_and_a_file_is_looked_at_first(
    server: AppServer, open_page: Callable[..., Page]
):
    workshop = server.practice("--step", "1", "--people", "2")
    name = workshop["participants"][0]["name"]
    ana, bas = (open_page(seat["url"]) for seat in workshop["participants"][:2])
    fleur = open_page(workshop["facilitator"])
    wait_live(fleur, ana, bas)

    fleur.goto(f"{fleur.url}team-list/")
    fleur.get_by_label("Of plak hier").fill(f"Klant\tCollega\nVuurtoren Noord\t{name}\nMolen De Hoop\t\n")
    press(fleur, "Bekijk wat er komt")
    expect(fleur.locator("#preview")).to_contain_text("2 klanten om over te nemen")
    press(fleur, "Overnemen")
    expect(fleur.get_by_role("status")).to_have_text("2 klanten zijn overgenomen en staan op de lijst.")
    expect(fleur.locator("#preview")).to_have_count(0)
    expect(fleur.get_by_text(f"wordt in stap 1 aangeboden aan {name}")).to_be_visible()

    expect(ana.locator("#region-own").get_by_text(f"Er staat 1 klant klaar voor {name}.")).to_be_visible()
    expect(ana.locator("body")).not_to_contain_text("Vuurtoren Noord")
    press(ana, "Ja, dit is mijn lijst")
    expect(ana.locator(".unsorted")).to_contain_text("Vuurtoren Noord")
    assert ana.locator("#known-names li").evaluate_all("all => all.map((one) => one.textContent)") == ["Molen De Hoop"]

    fold = unfold(bas, "paste")
    fold.locator("input[type=file]").set_input_files(LISTS / "klanten.xlsx")
    press(fold, "Bekijk wat er komt")
    preview = bas.locator("#paste-preview")
    expect(preview).to_contain_text("Niet gelezen: Toelichting.")
    preview.get_by_label("Gemeente Súdwest-Fryslân").uncheck()
    press(preview, "Overnemen")
    expect(preview).to_have_text(re.compile(r"^\d+ klanten staan nu op je lijst\.$"))
    expect(preview.locator("p")).to_be_focused()
    assert fold.locator("input[type=file]").evaluate("field => field.files.length") == 0
    expect(bas.locator(".unsorted")).to_contain_text("Maandrapportage")
    expect(bas.locator(".unsorted")).not_to_contain_text("Gemeente Súdwest-Fryslân")
    wait_settled(ana, bas)
    assert "Vuurtoren" not in bas.content()


@WIDE
def test_a_team_plays_on_with_names_that_have_no_owner(server: AppServer, open_page: Callable[..., Page]):
    """A list of suggestions beside a field that is painted anew: the tab of everybody died of a datalist there."""
    practice = server.practice("--step", "1", "--people", "2")
    ana, bas = (open_page(seat["url"]) for seat in practice["participants"][:2])
    fleur = open_page(practice["facilitator"])
    wait_live(fleur, ana, bas)
    give_list(fleur, practice, "Vuurtoren Noord", "Molen De Hoop")

    go_on(fleur, ana, bas)
    for page in (ana, bas):
        lay_all(page)
    assert_fresh(ana, bas)
    choose_by_keys(forgotten(ana), "molen", "Molen De Hoop")
    press(ana, "Zet op tafel")
    expect(ana.locator("ol[data-zone] button").filter(has_text="Molen De Hoop")).to_be_visible()
    go_on(fleur, ana, bas)
    assert_fresh(fleur, ana, bas)


def give_list(fleur: Page, practice: dict[str, object], *names: str) -> None:
    """Fleur pastes names without a colleague on the team's list, and comes back to her page."""
    regie = fleur.url
    fleur.goto(f"{regie}team-list/")
    fleur.get_by_label("Of plak hier").fill("\n".join(names))
    press(fleur, "Bekijk wat er komt")
    press(fleur, "Overnemen")
    fleur.goto(regie)
    wait_live(fleur)


def choose_by_keys(field: Locator, typed: str, name: str) -> None:
    """Type the beginning of a name and take it from the list with arrow and Enter."""
    page = field.page
    field.focus()
    page.keyboard.type(typed)
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("option", name=name)
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(field).to_have_value(name)
    expect(page.get_by_role("listbox")).to_be_hidden()


@WIDE
def test_names_are_completed_by_keys_by_thumb_and_for_who_listens(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "0", "--people", "2")
    fleur, (one, other) = open_page(practice["facilitator"]), practice["participants"][:2]
    ana, bas = open_page(one["url"]), open_page(other["url"], **PHONE)
    wait_live(fleur, ana, bas)
    give_list(fleur, practice, "Vuurtoren Noord", "Molen De Hoop", "Noorderlicht", "Café Élan")
    go_on(fleur, ana, bas)

    field = ana.get_by_role("combobox", name="Naam van een klant")
    listed = ana.get_by_role("listbox", name="Namen van de lijst van het team").get_by_role("option")
    field.focus()
    ana.keyboard.press("ArrowDown")
    expect(listed).to_have_text(["Café Élan", "Molen De Hoop", "Noorderlicht", "Vuurtoren Noord"])
    ana.keyboard.type("noo")
    expect(listed).to_have_text(["Noorderlicht", "Vuurtoren Noord"])
    expect(ana.locator("#say")).to_have_text("Van de lijst van het team: 2. Kies met pijl omlaag.")
    assert axe.faults(ana) == []

    # News paints the field anew while its list is open: it stays open, on the same name.
    field.focus()
    ana.keyboard.press("ArrowUp")
    expect(listed.last).to_have_attribute("aria-selected", "true")
    press(fleur, "+1 min")
    give_away_news(bas)
    wait_settled(fleur, ana, bas)
    expect(field).to_have_attribute("aria-activedescendant", listed.last.get_attribute("id") or "")
    ana.keyboard.press("Escape")
    expect(listed).to_have_count(0)
    expect(field).to_have_value("noo")
    expect(field).to_have_attribute("aria-expanded", "false")
    ana.keyboard.press("ArrowDown")
    ana.keyboard.press("Enter")
    expect(field).to_have_value("Noorderlicht")
    expect(line(ana, "Noorderlicht")).to_have_count(0)
    ana.keyboard.press("Enter")
    expect(line(ana, "Noorderlicht")).to_be_visible()
    ana.keyboard.type("noo")
    expect(listed).to_have_text(["Vuurtoren Noord"])

    field = bas.get_by_role("combobox", name="Naam van een klant")
    tap(field)
    bas.keyboard.type("elan")
    option = bas.get_by_role("option", name="Café Élan")
    box = option.bounding_box()
    assert box
    assert box["height"] >= 44
    option.tap()
    expect(field).to_have_value("Café Élan")
    expect(field).to_be_focused()
    press(bas, "Erbij")
    expect(line(bas, "Café Élan")).to_be_visible()


def give_away_news(bas: Page) -> None:
    """Something of Bas's that everybody sees: he is done, or not."""
    press(bas, "Ik ben klaar")


def test_a_name_that_stood_on_the_list_is_said_for_all_to_see(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "1", "--people", "2", "--customers", "3")
    anouk = open_page(seat_url(practice, "Anouk"))
    wait_live(anouk)
    field = anouk.get_by_label("Naam van een klant")
    for said in ("1 klant staat nu op je lijst.", "1 naam stond al op je lijst."):
        field.fill("Kiosk")
        field.press("Enter")
        expect(anouk.locator("#refusal")).to_be_visible()
        expect(anouk.locator("#refusal")).to_have_text(said)
