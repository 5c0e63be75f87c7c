"""A list always shows first what will be taken, and why not the rest; nothing is stored before *overnemen*."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from imports.books import book
from lxml import html
from support.asserts import nothing_changes
from support.people import act, base_of, browser_of, chair_of, invite_dirk, lay_table, open_workshop, seat, send

from workshop.models import EnergyRating, Participant, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Participant:
    """Ana in step 1, with one customer."""
    workshop = lay_table(Step.SHEET)
    act(seat(workshop, "Ana"), "sheet.add", names=["Bakker"])
    return seat(workshop, "Ana")


def look(who: Participant, text: str = "", data: bytes = b"", browser: Client | None = None, column: str = "") -> Any:
    """The preview of a pasted text or a file; nothing changes by it."""
    sent = {"file": SimpleUploadedFile("lijst", data)} if data else {"text": text}
    sent["column"] = column
    with nothing_changes():
        response = (browser or browser_of(who)).post(f"{base_of(who)}preview/", sent)
    assert response.status_code == 200
    return html.fromstring(f"<div>{response.content.decode()}</div>")


def boxes(page: Any, ticked: bool = True) -> list[tuple[str, str]]:
    """The fields and names of the boxes that are ticked, or not."""
    found = page.xpath(".//input[@type='checkbox']")
    return [(box.get("name"), box.get("value")) for box in found if (box.get("checked") is not None) == ticked]


def said(page: Any) -> str:
    return " ".join(page.text_content().split())


def own(who: Participant) -> list[tuple[str, str]]:
    lines = EnergyRating.objects.filter(participant=who).select_related("customer").order_by("listed")
    return [(line.customer.name, line.customer.kind) for line in lines]


def test_it_says_what_is_new_known_double_empty_and_where_it_came_from(ana: Participant):
    data = b"Nr;Klant;Notitie\n1;Slager;fijn\n2;bakker;\n;;\n3;Slager;\n4;;wie?"
    page = look(ana, data=data)
    assert boxes(page) == [("names", "Slager")]
    for sentence in (
        "1 klant om over te nemen",
        "1 naam stond al op je lijst.",
        "De kop staat in regel 1. De naam komt uit kolom ‘Klant’.",
        "Kolom ‘Notitie’ gaat niet mee.",
        "Niet gebruikt: kolom Nr.",
        "1 naam staat er dubbel in: Slager.",
        "1 lege regel is overgeslagen.",
        "regel 6: 4 · wie? (geen naam)",
    ):
        assert sentence in said(page)


def test_what_is_ticked_is_taken_over_with_its_kind(ana: Participant):
    data = book(["Klant", "Soort"], ["Slager", "klant"], ["Maandrapportage", "werkzaamheid"], ["1. Punt", "klant"])
    fields: dict[str, list[str]] = {"names": [""], "tasks": [""]}
    for name, value in boxes(look(ana, data=data)):
        fields[name].append(value)
    assert send(browser_of(ana), ana, "sheet.add", **fields).status_code == 200
    taken = [("Bakker", "customer"), ("Slager", "customer"), ("1. Punt", "customer"), ("Maandrapportage", "task")]
    assert own(ana) == taken


def test_a_single_name_is_taken_as_it_stands_too(ana: Participant):
    send(browser_of(ana), ana, "sheet.add", names=["", "1. Punt"], tasks=[""])
    assert own(ana) == [("Bakker", "customer"), ("1. Punt", "customer")]


def test_of_a_list_of_the_whole_team_only_ones_own_rows_are_ticked(ana: Participant):
    rows = "Klant;Collega\nSlager;Ana\nKapper;Bas\nHotel;ana\nKapper;Ana\nNotaris;\nTotaal;5"
    page = look(ana, rows)
    assert boxes(page) == [("names", name) for name in ("Slager", "Hotel", "Kapper", "Notaris")]
    assert boxes(page, ticked=False) == [("names", "Totaal")]
    page = look(ana, "Klant;Collega\nSlager;Ana\nGarage;Bas")
    assert (boxes(page), boxes(page, ticked=False)) == ([("names", "Slager")], [("names", "Garage")])
    assert "1 klant van een collega staat er ook in" in said(page)


def test_over_eighty_it_says_the_figures_and_ticks_nothing(ana: Participant):
    page = look(ana, "\n".join(f"Klant nummer {number}" for number in range(80)))
    assert (boxes(page), len(boxes(page, ticked=False))) == ([], 80)
    assert "hoogstens 80 klanten; je hebt er 1 en hier staan er 80. Kies er hoogstens 79." in said(page)
    assert boxes(look(ana, "\n".join(f"Klant nummer {number}" for number in range(79))))[78] == (
        "names",
        "Klant nummer 78",
    )


def test_hidden_rows_and_columns_are_said_and_can_be_ticked_in(ana: Participant):
    def hide(made: Any) -> None:
        made.active.row_dimensions[3].hidden = True
        made.active.column_dimensions["B"].hidden = True

    page = look(ana, data=book(["Klant", "Collega"], ["Slager", "Bas"], ["Kapper", "Ana"], also=hide))
    assert "1 klant is in de spreadsheet verborgen of weggefilterd en blijft weg." in said(page)
    assert "Kolom Collega is in de spreadsheet verborgen en niet gelezen. Toch meelezen?" in said(page)
    seen, whole = page.xpath(".//form")
    assert (boxes(seen), boxes(seen, ticked=False)) == ([("names", "Slager")], [("names", "Kapper")])
    assert (boxes(whole), boxes(whole, ticked=False)) == ([("names", "Slager")], [("names", "Kapper")])


def test_a_hidden_column_that_means_nothing_is_only_named(ana: Participant):
    def hide(made: Any) -> None:
        made.active.column_dimensions["B"].hidden = True

    page = look(ana, data=book(["Klant", "Salaris"], ["Slager", "1"], also=hide))
    assert (len(page.xpath(".//form")), "Kolom Salaris is in de spreadsheet verborgen" in said(page)) == (1, True)


def test_an_empty_file_says_so(ana: Participant):
    assert said(look(ana, data=b" \r\n")).startswith("Dit bestand is leeg.")
    sent = {"file": SimpleUploadedFile("lijst", b"")}
    assert "Dit bestand is leeg." in browser_of(ana).post(f"{base_of(ana)}preview/", sent).content.decode()


def test_the_answer_says_how_many_were_taken(ana: Participant):
    answer = send(browser_of(ana), ana, "sheet.add", names=["", "Slager", "bakker", "Kapper"])
    assert answer.json()["sentence"] == "2 klanten staan nu op je lijst. 1 naam stond al op je lijst."


def test_a_file_that_cannot_be_read_ends_in_a_sentence(ana: Participant):
    assert said(look(ana, data=b"%PDF-1.7")).startswith("Dit is geen spreadsheet.")
    assert said(look(ana, data=b"a" * 2_100_000)).startswith("Dit bestand is 2,1 MB; hoogstens 2 MB kan.")
    assert said(look(ana, "  ")) == "Kies eerst een bestand, of plak een lijst."


def test_a_paste_that_django_does_not_even_read_ends_in_a_sentence_too(ana: Participant):
    response = browser_of(ana).post(f"{base_of(ana)}preview/", {"text": "a" * 300_000})
    assert (response.status_code, "Hoogstens 250 kB tekst kan in één keer" in response.content.decode()) == (400, True)


def test_only_who_has_a_list_gets_a_preview(ana: Participant):
    workshop = ana.workshop
    dirk = invite_dirk(workshop)
    for browser, who in ((browser_of(dirk), dirk), (chair_of(workshop), workshop)):
        assert browser.post(f"{base_of(who)}preview/", {"text": "Slager"}).status_code == 404
    mallory = Client().post(f"{base_of(ana)}preview/", {"text": "Slager"})
    assert (mallory.status_code, "Slager" in mallory.content.decode()) == (401, False)


def test_an_empty_list_is_refused(ana: Participant):
    answer = send(browser_of(ana), ana, "sheet.add", names=["", ""])
    assert (answer.status_code, answer.json()["sentence"]) == (422, "Vul dit eerst in: naam.")


def test_one_workshop_does_not_know_what_stands_in_another(ana: Participant):
    other: Workshop = open_workshop("Elders")
    assert own(ana) == [("Bakker", "customer")]
    assert not EnergyRating.objects.filter(workshop=other).exists()


# --- another column, chosen by hand ----------------------------------------------------------------------------------

TWO_NAMES = b"Klant;Vestiging;Soort\n1001;Slagerij Noord;klant\n1002;Slagerij Zuid;werkzaamheid\n"


def test_another_column_is_chosen_by_its_letter_and_the_rest_is_read_by_meaning(ana: Participant):
    assert boxes(look(ana, data=TWO_NAMES)) == [("names", "1001"), ("tasks", "1002")]
    page = look(ana, data=TWO_NAMES, column="B")
    assert boxes(page) == [("names", "Slagerij Noord"), ("tasks", "Slagerij Zuid")]
    assert "De naam komt uit kolom ‘Vestiging’, de soort uit ‘Soort’." in said(page)
    assert "Niet gebruikt: kolom Klant." in said(page)


def test_a_column_without_anything_in_it_is_refused_with_its_letter(ana: Participant):
    assert said(look(ana, data=TWO_NAMES, column="D")) == "In kolom D staat niets. Kies een andere kolom."
    assert boxes(look(ana, data=TWO_NAMES, column="BB")) == boxes(look(ana, data=TWO_NAMES))


def test_on_the_list_of_the_team_what_was_pasted_stays_to_look_again():
    workshop = open_workshop()
    sent = {"text": "Klant\tVestiging\n1001\tSlagerij Noord\n", "column": "B"}
    page = html.fromstring(chair_of(workshop).post(f"/console/{workshop.id}/team-list/", sent).content.decode())
    assert [one.text_content().strip() for one in page.xpath("//*[@id='preview']//form//li")] == ["Slagerij Noord"]
    assert page.get_element_by_id("text").text.strip() == sent["text"].strip()
    assert [one.text.strip() for one in page.xpath("//select[@name='column']/option[@selected]")] == ["B"]
