"""The swap list as CSV, XLSX and PDF: the rows of the screen, in two forms, in every step."""

import datetime as dt
import io
from typing import Any

import pypdf
import pytest
from django.utils.timezone import localdate
from exports.opened import fetch, read_csv, read_pdf, read_xlsx
from lxml import html
from support.people import act, browser_of, chair_of, figure, go, invite_dirk, lay_table, seat, slip, stick_leaks

from workshop.models import Customer, Workshop
from workshop.steps import Step, Zone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OUTSIDE = ["klant", "soort", "van", "naar", "hulp van", "uitkomst", "eerste stap", "datum"]
INSIDE = [*OUTSIDE, "energie van wie weggeeft", "energie van wie overneemt", "waarom"]
HOSTILE = ["=1+1", '#import "x": *', "$x^2$ @label <b>vet</b>", "]#eval(1)[ _cursief_ `code` \\u{41}"]


@pytest.fixture
def workshop() -> Workshop:
    """The end of an afternoon, with a farewell, an agreement and a comeback."""
    workshop = lay_table(Step.CLOSING)
    farewell = {"why": "Geen klik", "teller": "Ana", "on": dt.date(2039, 5, 4), "to": "Slagerij Noord"}
    act(seat(workshop, "Ana"), "closing.farewell", slip=slip(workshop, "Slager").id, **farewell)
    agreement = {"text": "Samen bellen", "first_step": "Nummer zoeken", "on": dt.date(2039, 6, 1)}
    act(seat(workshop, "Ana"), "closing.agree", owner=seat(workshop, "Ana").id, **agreement)
    act(workshop, "closing.comeback", on=localdate() + dt.timedelta(days=90))
    return workshop


def file_of(workshop: Workshop, suffix: str, **asked: str) -> bytes:
    return bytes(fetch(chair_of(workshop), workshop, f"swap-list.{suffix}", **asked).content)


def screen_of(workshop: Workshop) -> list[list[str]]:
    """The rows of the swap list as the console shows them: customer, from, to and outcome."""
    page = html.fromstring(chair_of(workshop).get(f"/console/{workshop.id}/regions/?r=result").content.decode())
    rows = page.xpath('//table[contains(@class, "swap-list")]/tbody/tr')
    first = ("th", "td[1]", "td[2]", "td[3]/span[contains(@class, 'outcome')]")
    return [["".join(row.xpath(f"string({path})")).strip() for path in first] for row in rows]


def settle_everything_but_one(workshop: Workshop) -> None:
    for name in ("Bakker", "Hotel"):
        act(workshop, "swap.open", slip=slip(workshop, name).id)
        act(slip(workshop, name).giver, "swap.keep", slip=slip(workshop, name).id)


# --- the rows --------------------------------------------------------------------------------------------------------


def test_the_csv_for_the_team_holds_every_row_with_energy_and_reasons(workshop: Workshop):
    head, *rows = read_csv(file_of(workshop, "csv"))
    assert head == INSIDE
    assert rows == [
        ["Bakker", "klant", "Ana", "Bas", "", "overgenomen", "", "", "kost energie",
         "verwachting: geeft energie", "Waarom Bakker"],
        ["Hotel", "klant", "Bas", "", "", "afgestoten", "", "", "kost energie", "", "Waarom Hotel"],
        ["Notaris", "klant", "Cem", "", "", "afgestoten", "", "", "kost energie", "", "Waarom Notaris"],
        ["Slager", "klant", "Ana", "", "", "afgestoten", "Ana vertelt het", "04-05-2039", "kost energie", "",
         "Waarom Slager"],
        ["Gemeente", "klant", "Bas", "", "", "gehouden", "", "", "kost energie", "", "Waarom Gemeente"],
    ]  # fmt: skip


def test_the_csv_for_outside_stops_at_the_first_step(workshop: Workshop):
    inside, outside = read_csv(file_of(workshop, "csv")), read_csv(file_of(workshop, "csv", form="outside"))
    assert outside == [row[: len(OUTSIDE)] for row in inside]


@pytest.mark.parametrize("step", [Step.SWAP, Step.CLOSING])
def test_a_file_holds_the_rows_of_the_screen_in_its_order(step: Step):
    workshop = lay_table(step)
    if step == Step.SWAP:
        settle_everything_but_one(workshop)
    _head, *rows = read_csv(file_of(workshop, "csv"))
    assert [[row[0], row[2], row[3], row[5]] for row in rows] == screen_of(workshop)
    assert read_xlsx(file_of(workshop, "xlsx"))["Tussenstand"][1:] == rows


def test_the_workbook_has_the_list_before_and_after_and_the_agreements(workshop: Workshop):
    book = read_xlsx(file_of(workshop, "xlsx", form="outside"))
    assert list(book) == ["Tussenstand", "Voor en na", "Afspraken"]
    day = f"day {(dt.date(2039, 5, 4) - dt.date(1899, 12, 30)).days}"
    assert book["Tussenstand"][4] == ["Slager", "klant", "Ana", "", "", "afgestoten", "Ana vertelt het", day]
    assert book["Voor en na"] == [
        ["Naam", "Aantal voor", "Aantal na", "Verschil"],
        ["Ana", "number 5", "number 3", "number -2"],
        ["Bas", "number 5", "number 5", "number 0"],
        ["Cem", "number 4", "number 3", "number -1"],
        ["Het team", "number 14", "number 11", "number -3"],
    ]
    due = f"day {(dt.date(2039, 6, 1) - dt.date(1899, 12, 30)).days}"
    assert book["Afspraken"] == [
        ["Afspraak", "Eerste stap", "Datum", "Van wie", "Ja gezegd"],
        ["Samen bellen", "Nummer zoeken", due, "Ana", "ja"],
    ]


def test_the_pdf_holds_what_a_director_wants_to_know(workshop: Workshop):
    text = read_pdf(file_of(workshop, "pdf"))
    for words in ("Ruilen Zuid · ", "Bakker klant Ana Bas overgenomen", "Slager Ana afgestoten Ana 4 mei 2039",
                  "Slagerij Noord", "Samen bellen Nummer zoeken 1 jun 2039 Ana ja", "Terugkomsessie: ",
                  "Het team 14 11 −3", "Wie nu welke klanten heeft Ana · 3"):  # fmt: skip
        assert words in text


def test_before_anything_is_settled_every_file_says_so():
    workshop = lay_table(Step.TABLE)
    assert read_csv(file_of(workshop, "csv")) == [INSIDE]
    assert "Er is nog niets geruild of losgelaten." in read_pdf(file_of(workshop, "pdf"))


@pytest.mark.parametrize("form", ["team", "outside"])
def test_where_only_a_contact_ended_the_screen_and_every_file_name_who_stays(form: str):
    workshop = lay_table(Step.STACK)
    kept, other = (figure(workshop, name, "Bakker").customer_id for name in ("Ana", "Bas"))
    act(workshop, "table.join", kept=kept, other=other)
    act(seat(workshop, "Ana"), "stack.stick", figure=figure(workshop, "Ana", "Bakker").id)
    go(workshop, Step.SWAP)
    for action in ("swap.open", "swap.look", "swap.let_go"):
        act(workshop, action, slip=slip(workshop, "Bakker").id)
    told = "contact beëindigd, blijft bij Bas"
    assert read_csv(file_of(workshop, "csv", form=form))[1][5] == told
    assert read_xlsx(file_of(workshop, "xlsx", form=form))["Tussenstand"][1][5] == told
    assert told in read_pdf(fetch(chair_of(workshop), workshop, "hand-over.pdf", of=seat(workshop, "Ana").id).content)
    page = html.fromstring(chair_of(workshop).get(f"/console/{workshop.id}/regions/?r=result").content.decode())
    assert page.xpath("normalize-space(//table[contains(@class, 'swap-list')]//td[3])") == told.replace(",", "")


@pytest.mark.parametrize("form", ["team", "outside"])
def test_a_row_of_the_pdf_stands_on_one_page(form: str):
    workshop = lay_table(Step.SHEET)
    ana = seat(workshop, "Ana")
    act(workshop, "lobby.rename", seat=ana.id, name="Willem-Alexander van den Broeke-Ørsted")
    act(ana, "sheet.add", names=[f"Klant {number}" for number in range(60)], column=Zone.COSTS)
    go(workshop, Step.TABLE)
    act(ana, "table.place_all")
    go(workshop, Step.STACK)
    stick_leaks(workshop)
    go(workshop, Step.CLOSING)
    pages = pypdf.PdfReader(io.BytesIO(file_of(workshop, "pdf", form=form))).pages
    halves = [(text.count("Willem"), text.count("rsted")) for text in (page.extract_text() for page in pages)]
    assert len(halves) > 3
    assert [first for first, _second in halves] == [second for _first, second in halves]


# --- two forms -------------------------------------------------------------------------------------------------------


def words_of(workshop: Workshop, suffix: str, **asked: str) -> str:
    """All text of a file."""
    content = file_of(workshop, suffix, **asked)
    return read_pdf(content) if suffix == "pdf" else str(read_csv(content) if suffix == "csv" else read_xlsx(content))


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "pdf"])
def test_for_outside_there_is_no_zone_no_expectation_and_no_why(workshop: Workshop, suffix: str):
    taken = slip(workshop, "Bakker").id
    act(seat(workshop, "Bas"), "closing.hand_over", slip=taken, must_know="Wordt snel boos")
    secrets = [*(str(zone.label) for zone in Zone), "Waarom", "verwachting", "Geen klik", "Een frisse blik",
               "Wordt snel boos", "nergie"]  # fmt: skip
    outside, inside = (words_of(workshop, suffix, form=form) for form in ("outside", "team"))
    assert [secret for secret in secrets if secret in outside] == []
    assert "Waarom Bakker" in inside
    assert "kost energie" in inside


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "pdf"])
def test_what_is_private_stands_in_no_file(suffix: str):
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    act(ana, "sheet.add", names=["Geheime klant"], column=Zone.COSTS)
    for step in (Step.STACK, Step.SWAP, Step.CLOSING):
        go(workshop, step)
    for form in ("team", "outside"):
        assert "Geheime klant" not in words_of(workshop, suffix, form=form)


def test_who_asks_for_no_form_gets_a_pdf_for_outside_and_sheets_for_the_team(workshop: Workshop):
    unasked = {suffix: words_of(workshop, suffix) for suffix in ("csv", "xlsx", "pdf")}
    assert [suffix for suffix, words in unasked.items() if "Waarom Bakker" in words] == ["csv", "xlsx"]


# --- names that want to be something else ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*HOSTILE, "_x0041_", "Ελληνικά & Υιοί", "Москва ООО", "Žižkov ’t Hoekje"])
def test_a_name_stays_the_name_in_every_file(workshop: Workshop, name: str):
    Customer.objects.filter(name="Bakker").update(name=name)
    assert read_xlsx(file_of(workshop, "xlsx"))["Tussenstand"][1][0] == name
    assert read_csv(file_of(workshop, "csv"))[1][0] == ("'" + name if name.startswith("=") else name)
    for form in ("team", "outside"):
        assert name in read_pdf(file_of(workshop, "pdf", form=form))


@pytest.mark.parametrize("form", ["team", "outside"])
def test_a_pdf_is_in_our_own_letters(workshop: Workshop, form: str):
    Customer.objects.filter(name="Bakker").update(name="Bäckerei Łódź & Woningbouwvereniging „Ř” € 10")
    assert fonts_of(file_of(workshop, "pdf", form=form)) == {"Ruil"}
    Customer.objects.filter(name="Slager").update(name="Ελληνικά")
    assert fonts_of(file_of(workshop, "pdf", form=form)) == {"Ruil", "LibertinusSerif"}


def fonts_of(content: bytes) -> set[str]:
    """The families of all fonts in a PDF, in its pictures too; "/ABCDEF+Ruil-Bold" is of Ruil."""
    parts = pypdf.PdfWriter(clone_from=io.BytesIO(content))._objects
    names = [
        str(part["/BaseFont"])
        for part in parts
        if isinstance(part, pypdf.generic.DictionaryObject) and "/BaseFont" in part
    ]
    return {name.lstrip("/").rpartition("+")[2].partition("-")[0] for name in names}


def test_what_the_font_lacks_is_a_box_and_the_pdf_says_so(workshop: Workshop):
    sentence = "Zie je □? Dat teken kan niet in deze PDF."
    assert sentence not in read_pdf(file_of(workshop, "pdf"))
    Customer.objects.filter(name="Bakker").update(name="株式会社 Ōsaka")
    text = read_pdf(file_of(workshop, "pdf"))
    assert "□□□□ Ōsaka" in text
    assert sentence in text


# --- a file of an afternoon that is not over -------------------------------------------------------------------------


@pytest.mark.parametrize("step", list(Step))
def test_in_every_step_all_files_are_there_and_marked(step: Step):
    workshop = lay_table(step)
    for suffix in ("csv", "xlsx", "pdf"):
        name = fetch(chair_of(workshop), workshop, f"swap-list.{suffix}")["Content-Disposition"]
        form = "voor-buiten" if suffix == "pdf" else "voor-het-team"
        assert name == f'attachment; filename="ruillijst-zuid-{form}-tussenstand-{localdate()}.{suffix}"'
    assert "Tussenstand: dit kan nog veranderen." in read_pdf(file_of(workshop, "pdf"))


def test_once_closed_nothing_is_interim(workshop: Workshop):
    act(workshop, "closing.close")
    answers: dict[str, Any] = {
        suffix: fetch(chair_of(workshop), workshop, f"swap-list.{suffix}") for suffix in ("csv", "xlsx", "pdf")
    }
    assert [answer["Content-Disposition"].count("tussenstand") for answer in answers.values()] == [0, 0, 0]
    assert "Tussenstand" not in read_pdf(answers["pdf"].content)
    assert list(read_xlsx(answers["xlsx"].content)) == ["Ruillijst", "Voor en na", "Afspraken"]


# --- who takes it home -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["swap-list.csv", "swap-list.xlsx", "swap-list.pdf", "table.svg"])
def test_only_team_lead_and_facilitator_take_files_home(file: str):
    workshop = lay_table(Step.SWAP)
    dirk, bas = invite_dirk(workshop), seat(workshop, "Bas")
    beamer = chair_of(workshop).get(f"/projector/{workshop.projector_token}/{file}")
    assert fetch(chair_of(workshop), workshop, file).status_code == 200
    assert fetch(browser_of(dirk), dirk, file).status_code == 200
    for answer in (fetch(browser_of(bas), bas, file), beamer):
        assert (answer.status_code, "Alleen de begeleider en de teamleider nemen de ruillijst mee." in answer.text) == (
            403,
            True,
        )
    act(workshop, "lobby.lead", seat=bas.id)
    assert fetch(browser_of(bas), bas, file).status_code == 200


def test_a_stranger_gets_nothing():
    workshop = lay_table(Step.SWAP)
    bas = seat(workshop, "Bas")
    mallory = browser_of(seat(workshop, "Cem"))
    assert fetch(mallory, bas, "swap-list.csv").status_code == 401
    assert fetch(mallory, bas, "hand-over.pdf").status_code == 401
    assert mallory.get(f"/console/{workshop.id}/swap-list.csv").status_code == 302


def test_every_file_says_what_it_is(workshop: Workshop):
    kinds = {
        "swap-list.csv": "text/csv; charset=utf-8",
        "swap-list.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "swap-list.pdf": "application/pdf",
        "table.svg": "image/svg+xml",
        "hand-over.pdf": "application/pdf",
        "hand-over.ics": "text/calendar; charset=utf-8",
    }
    assert {name: fetch(chair_of(workshop), workshop, name)["Content-Type"] for name in kinds} == kinds
    assert chair_of(workshop).get(f"/console/{workshop.id}/swap-list.docx").status_code == 404
