"""Lists come in: Fleur's list for the team, taken in secret by its owner; a file of one's own, looked at first."""

from collections.abc import Callable
from pathlib import Path

from browser.people import press, unfold, wait_live, wait_settled
from house import House
from playwright.sync_api import Page, expect

LISTS = Path(__file__).parents[1] / "data" / "lists"


def test_fleurs_list_is_taken_by_its_owner_and_a_file_is_looked_at_first(server: House, open_page: Callable[..., Page]):
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
    expect(fleur.get_by_text(f"wordt in stap 1 aangeboden aan {name}")).to_be_visible()

    expect(ana.get_by_text(f"Er staat 1 klant klaar voor {name}.")).to_be_visible()
    expect(ana.locator("body")).not_to_contain_text("Vuurtoren Noord")
    press(ana, "Ja, dit is mijn lijst")
    expect(ana.locator(".unsorted")).to_contain_text("Vuurtoren Noord")
    assert ana.locator("#known-names option").evaluate_all("all => all.map((one) => one.value)") == ["Molen De Hoop"]

    fold = unfold(bas, "paste")
    fold.locator("input[type=file]").set_input_files(LISTS / "klanten.xlsx")
    press(fold, "Bekijk wat er komt")
    preview = bas.locator("#paste-preview")
    expect(preview).to_contain_text("Niet gelezen: Toelichting.")
    preview.get_by_label("Gemeente Súdwest-Fryslân").uncheck()
    press(preview, "Overnemen")
    expect(bas.locator(".unsorted")).to_contain_text("Maandrapportage")
    expect(bas.locator(".unsorted")).not_to_contain_text("Gemeente Súdwest-Fryslân")
    wait_settled(ana, bas)
    assert "Vuurtoren" not in bas.content()
