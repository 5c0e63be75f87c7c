"""Lists as people have them: pasted, as CSV in every encoding, as a workbook."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from imports.books import SHEET, book, sheet_of, tampered

from sessions.exports.swap_list_csv import disarmed
from sessions.imports import Entry, LeftOut, Reading, Unreadable, read_file, read_text
from sessions.imports.text import armed
from workshop.names import clean_line

LISTS = Path(__file__).parents[1] / "data" / "lists"
TWELVE = [
    ("Bakkerij De Gouden Korst", "customer", "Ana", "elke maandag aan de lijn"),
    ("Bakkerij de Gouden Korst B.V.", "customer", "Bram", ""),
    ("Café 't Hoekje", "customer", "Ana", "betaalt laat; wel gezellig"),
    ("Gemeente Súdwest-Fryslân", "customer", "Chaimae", "veel formulieren"),
    ("Fysio Ørsted & Zn.", "customer", "Daan", ""),
    ("Müller Logistik GmbH", "customer", "Daan", 'Duits; "alles gisteren"'),
    ("Woningstichting Het Anker", "customer", "Bram", "kwartaalgesprek"),
    ("Woningstichting Het Anker", "customer", "Esra", "storingen"),
    ("Maandrapportage", "task", "Esra", "kost een halve dag"),
    ("Telefoondienst vrijdag", "task", "Ana", ""),
    ("Stichting Zonnebloem; afd. Noord", "customer", "Chaimae", "puntkomma in de naam"),
    ("3-Sterren Schoonmaak", "customer", "Bram", ""),
]


def told(reading: Reading) -> list[tuple[str, str, str, str]]:
    return [(entry.name, str(entry.kind), entry.owner, entry.note) for entry in reading.entries]


def names(reading: Reading) -> list[str]:
    return [entry.name for entry in reading.entries]


def as_csv(*rows: str) -> bytes:
    return "\r\n".join(rows).encode()


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["klanten-excel-nl.csv", "klanten-komma.csv", "klanten-windows.csv", "klanten.xlsx"])
def test_the_same_list_is_read_from_every_kind_of_file(name: str):
    reading = read_file((LISTS / name).read_bytes())
    assert told(reading) == TWELVE
    assert reading.columns == {"name": "Klant", "kind": "Soort", "owner": "Collega", "note": "Notitie"}
    assert (reading.head_row, reading.unread, reading.left_out, reading.doubles) == (1, [], [], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_encoding_with_every_delimiter(encoding: str, delimiter: str):
    rows = [["Klant", "Collega"], ["Café Één", "Zoë"], ["Müller", "Ana"]]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    assert [(one.name, one.owner) for one in read_file(data).entries] == [("Café Één", "Zoë"), ("Müller", "Ana")]


def test_excel_may_say_itself_what_the_delimiter_is():
    assert names(read_file(as_csv("sep=|", "Klant|Rest", "Berg, van der|x"))) == ["Berg, van der"]


def test_a_comma_in_names_does_not_cut_a_list_without_columns():
    assert names(read_text("Berg, van der\nBoer, de\nBakker")) == ["Berg, van der", "Boer, de", "Bakker"]


def test_a_single_column_loses_the_quotation_marks_of_a_name_with_a_mark_in_it():
    data = 'Klant\nBakker\n"Jansen; zn"\n"Café ""Het Anker"""\n"De Zon"\n'.encode()
    assert names(read_file(data)) == ["Bakker", "Jansen; zn", 'Café "Het Anker"', '"De Zon"']


def test_a_lone_quotation_mark_does_not_swallow_the_rest():
    rows = [f'Klant {number};"Ana' if number == 3 else f"Klant {number};Ana" for number in range(60)]
    assert len(read_file(as_csv("Klant;Collega", *rows)).entries) == 60


# --- the heading, wherever it stands ----------------------------------------------------------------------------------


def test_the_heading_is_found_below_titles_and_in_any_order():
    data = as_csv(
        "Klanten team Zuid;;", "Stand 1 november;;", ";;", "Eigenaar;Opmerkingen;Naam relatie", "Ana;fijn;Bakker"
    )
    reading = read_file(data)
    assert told(reading) == [("Bakker", "customer", "Ana", "fijn")]
    assert (reading.head_row, reading.empty) == (4, 1)
    assert [(one.text, one.why) for one in reading.left_out] == [
        ("Klanten team Zuid", "staat boven de kop"),
        ("Stand 1 november", "staat boven de kop"),
    ]


@pytest.mark.parametrize(
    "heading",
    ["klant", "KLANTNAAM", "Naam klant", "Customer", "Relatie", "Bedrijfsnaam", "Naam", "Cliënt", "Klant (bedrijf)"],
)
def test_many_words_mean_customer(heading: str):
    assert read_file(as_csv(f"Nummer;{heading};Collega", "12;Bakker;Ana")).columns["name"] == heading


@pytest.mark.parametrize(
    "heading", ["collega", "Eigenaar", "Medewerker", "Accountmanager", "Verantwoordelijke", "Owner"]
)
def test_many_words_mean_colleague(heading: str):
    assert read_file(as_csv(f"Klant;{heading}", "Bakker;Ana")).columns["owner"] == heading


def test_where_both_stand_the_customer_column_wins_from_the_column_called_name():
    assert names(read_file(as_csv("Naam;Klant;Collega", "Jan Jansen;Bakker;Ana"))) == ["Bakker"]


def test_columns_that_are_not_used_are_named():
    assert read_file(as_csv("Nr;Klant;Plaats;Collega", "1;Bakker;Urk;Ana")).unread == ["Nr", "Plaats"]


def test_without_a_heading_the_first_column_of_words_is_the_name():
    reading = read_file(as_csv("1001;Bakker;Urk", "1002;Slager;Ens", "1003;Kapper;Urk"))
    assert (names(reading), reading.columns, reading.head_row) == (["Bakker", "Slager", "Kapper"], {"name": "B"}, 0)


def test_a_heading_that_is_repeated_on_every_page_is_no_customer():
    reading = read_file(as_csv("Klant;Collega", "Bakker;Ana", "Klant;Collega", "Slager;Bas"))
    assert (names(reading), reading.left_out) == (
        ["Bakker", "Slager"],
        [LeftOut("Klant · Collega", "nog eens de kop", 3)],
    )


def test_a_word_that_every_row_has_is_no_heading():
    reading = read_file(as_csv("Bakker;klant;Ana", "Slager;klant;Bas", "Notulen;taak;Ana"))
    assert (names(reading), reading.head_row) == (["Bakker", "Slager", "Notulen"], 0)


@pytest.mark.parametrize("first", ["Klant 1", "Klantenservice", "Naamloos"])
def test_a_name_that_resembles_a_heading_is_a_name(first: str):
    assert names(read_text(f"{first}\nBakker")) == [first, "Bakker"]


# --- rows ------------------------------------------------------------------------------------------------------------


def test_what_is_left_out_is_said_with_the_reason():
    data = as_csv("Klant;Collega", "Bakker;Ana", ";Bas", f"{'x' * 201};Cem", "", "bakker;ANA", "Totaal;12")
    reading = read_file(data)
    assert names(reading) == ["Bakker"]
    assert reading.left_out == [
        LeftOut("Bas", "geen naam", 3),
        LeftOut("x" * 60 + "…", "201 tekens, hoogstens 200 kan", 4),
    ]
    assert (reading.doubles, reading.empty) == (["bakker"], 1)
    assert reading.doubtful == [Entry("Totaal", owner="12", row=7, doubt="lijkt een totaal")]


def test_a_name_of_two_hundred_characters_is_taken():
    assert names(read_text("y" * 200)) == ["y" * 200]


def test_two_colleagues_may_have_the_same_customer():
    reading = read_file(as_csv("Klant;Collega", "Bakker;Ana", "Bakker;Bas", "Bakker;Ana"))
    assert ([one.owner for one in reading.entries], reading.doubles) == (["Ana", "Bas"], ["Bakker"])


@pytest.mark.parametrize("name", ["klanten-plakken.txt"])
def test_a_pasted_list_loses_its_title_bullets_and_doubles(name: str):
    text = (LISTS / name).read_text(encoding="utf-8")
    for reading in (read_text(text), read_file(text.encode())):
        assert names(reading) == [
            "Bakkerij De Gouden Korst",
            "Café 't Hoekje",
            "Telefoondienst vrijdag",
            "Müller Logistik GmbH",
            "Gemeente Súdwest-Fryslân",
            "3-Sterren Schoonmaak",
        ]
        assert [(one.name, one.doubt) for one in reading.doubtful] == [("Klanten Ana 2026", "lijkt een titel")]
        assert (reading.doubles, reading.empty) == (["Café 't Hoekje"], 2)


def test_a_numbered_list_from_a_word_processor_has_tabs_behind_its_numbers():
    assert names(read_text("1.\tBakker\n2.\tSlager\n")) == ["Bakker", "Slager"]


def test_rows_pasted_from_a_spreadsheet_keep_their_columns():
    assert told(read_text("Klant\tSoort\tCollega\nBakker\twerkzaamheid\tAna")) == [("Bakker", "task", "Ana", "")]


# --- workbooks -------------------------------------------------------------------------------------------------------


def test_numbers_are_names_without_a_fraction_that_nobody_typed():
    data = book(["Klant"], [2024.0], [112], [4.5], [dt.date(2026, 3, 1)], [True], ["#N/A"], ["Bakker"])
    assert names(read_file(data)) == ["2024", "112", "4.5", "01-03-2026", "waar", "Bakker"]


def test_a_merged_colleague_holds_for_all_rows_that_it_covers():
    data = book(
        ["Klant", "Collega"], ["Bakker", "Ana"], ["Slager", None], ["Kapper", None], ["Hotel", None], merge="B2:B4"
    )
    assert [(one.name, one.owner) for one in read_file(data).entries] == [
        ("Bakker", "Ana"),
        ("Slager", "Ana"),
        ("Kapper", "Ana"),
        ("Hotel", ""),
    ]


def test_a_merged_title_and_a_merged_name_are_no_extra_customers():
    rows = [["Klanten van Zuid", None], ["Naam", "Opmerking"], ["Bakker", "een regel"], [None, "nog een regel"]]
    reading = read_file(book(*rows, merge="A3:A4"))
    assert (names(reading), reading.empty) == (["Bakker"], 1)


def test_only_the_first_visible_sheet_with_something_on_it_is_read_and_that_is_said():
    def sheets(made: Any) -> None:
        made.active.sheet_state = "hidden"
        made.create_sheet("Leeg")
        made.create_sheet("Lijst").append(["Slager"])
        made.create_sheet("Uitleg").append(["Niet lezen"])

    reading = read_file(book(["Geheim"], also=sheets))
    assert (names(reading), reading.sheet, reading.other_sheets) == (["Slager"], "Lijst", ["Leeg", "Uitleg"])


def test_a_sheet_that_says_it_is_one_cell_is_read_whole():
    rows = "".join(f'<row r="{n}"><c t="inlineStr"><is><t>Klant {n}</t></is></c></row>' for n in (1, 2, 3))
    lying = sheet_of(rows).replace("<sheetData>", '<dimension ref="A1"/><sheetData>')
    assert len(read_file(tampered(**{SHEET.replace("/", "__"): lying})).entries) == 3


# --- what our own exports disarm -------------------------------------------------------------------------------------


@given(st.text(alphabet=st.sampled_from("'=+-@＝abé 1;\""), max_size=12).map(clean_line))
@example("1-2")
@example("'=1")
def test_the_quote_that_disarms_a_formula_goes_off_again(name: str):
    assert armed(disarmed([name])[0]) == name


def test_a_quote_that_belongs_to_the_name_stays():
    assert names(read_file(as_csv("Klant;Collega", "'t Hoekje;Ana", "'=1+1;Ana", "'s-Gravenhage;Ana"))) == [
        "'t Hoekje",
        "=1+1",
        "'s-Gravenhage",
    ]


# --- limits ----------------------------------------------------------------------------------------------------------


def test_a_file_over_two_megabytes_is_refused_with_the_figures():
    with pytest.raises(Unreadable) as refusal:
        read_file(b"a" * (2 * 1024 * 1024 + 1))
    assert (
        refusal.value.sentence == "Dit bestand is 2,1 MB; hoogstens 2 MB kan. Bewaar alleen de lijst zelf en kies die."
    )


@pytest.mark.parametrize("read", [lambda: read_text("a\n" * 5_001), lambda: read_file(b"Klant;Collega\n" * 5_001)])
def test_more_rows_than_a_list_has_are_refused_with_the_figure(read: Any):
    with pytest.raises(Unreadable) as refusal:
        read()
    assert refusal.value.sentence.startswith("Dit zijn meer dan 5.000 regels")
