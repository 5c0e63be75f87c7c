"""Files that are not what they are called, and what spreadsheets do with a list: read right, or refused with how to
save it."""

import datetime as dt
from typing import Any

import pytest
from imports.books import SHEET, book, other_zip, sheet_of, strict, tampered
from imports.cost import cost_of

from sessions.imports import Entry, Reading, Unreadable, read_file, read_text, xlsx

PART = SHEET.replace("/", "__")


def names(reading: Reading) -> list[str]:
    return [entry.name for entry in reading.entries]


def sentence_of(data: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        read_file(data)
    return refusal.value.sentence


# --- what calls itself .xls ------------------------------------------------------------------------------------------

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<style>td {{mso-number-format:"\\@";}}</style>
<!--[if gte mso 9]><xml><x:Name>Blad1</x:Name></xml><![endif]--></head>
<body><table border="1">{rows}</table></body></html>"""
ROWS = """<tr><th>Klantnaam</th><th>Accountmanager</th></tr>
<tr><td>Bakkerij Zoë</td><td>Anouk</td></tr><tr><td>Garage Van Loon &amp; Zn.</td><td>Youssef</td></tr>"""


def page(rows: str = ROWS, charset: str = "utf-8") -> bytes:
    return PAGE.format(rows=rows, charset=charset).encode(charset)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1", "cp850", "utf-16"])
def test_a_table_of_a_page_is_read_as_a_list(charset: str):
    reading = read_file(page(charset=charset))
    read = [(one.name, one.owner) for one in reading.entries]
    assert read == [("Bakkerij Zoë", "Anouk"), ("Garage Van Loon & Zn.", "Youssef")]
    assert reading.columns == {"name": "Klantnaam", "owner": "Accountmanager"}


def test_a_page_without_closing_tags_and_with_marks_inside_its_cells_is_read():
    rows = "<TR><TD><b>Klant</b><TD>Plaats<TR><TD>De <i>Gouden</i><br>Korst<TD>Urk<TR><TD>A&nbsp;&lt;B&gt;"
    assert names(read_file(page(rows))) == ["De Gouden Korst", "A <B>"]


def test_cells_of_a_page_cover_rows_and_columns():
    rows = """<tr><td colspan=2>Klanten van Zuid</td></tr><tr><td>Klant</td><td>Collega</td></tr>
    <tr><td>Bakker</td><td rowspan="2">Ana</td></tr><tr><td>Slager</td></tr><tr><td>Kapper</td><td>Bas</td></tr>"""
    reading = read_file(page(rows))
    assert [(one.name, one.owner) for one in reading.entries] == [
        ("Bakker", "Ana"),
        ("Slager", "Ana"),
        ("Kapper", "Bas"),
    ]


def test_what_a_page_hides_stays_out():
    rows = ROWS.replace("<tr><td>Garage", "<tr style='height:0;display:none'><td>Garage")
    reading = read_file(page(rows))
    assert (names(reading), [one.name for one in reading.hidden]) == (["Bakkerij Zoë"], ["Garage Van Loon & Zn."])


def test_of_several_tables_the_one_with_a_heading_is_read():
    data = b"<html><table><tr><td>Rapport<td>2026</table>" + page() + b"<table><tr><td>einde</table>"
    assert names(read_file(data)) == ["Bakkerij Zoë", "Garage Van Loon & Zn."]


EXCEL_XML = b"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>"""


@pytest.mark.parametrize(
    ("data", "begins", "holds"),
    [
        (b"<html><body>Log in</body></html>", "Dit is een webpagina zonder tabel", "bewaar hem als .xlsx"),
        (EXCEL_XML, "Dit is geen gewoon Excel-bestand", "bewaar het als .xlsx"),
        (EXCEL_XML.decode().encode("utf-16"), "Dit is geen gewoon Excel-bestand", "bewaar het als .xlsx"),
        (b'<?xml version="1.0"?><klanten><k>Bakker</k></klanten>', "Dit is geen gewoon Excel-bestand", ".xlsx"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "Dit is geen gewoon Excel-bestand", ".xlsx"),
        (b"\x09\x00\x04\x00\x02\x00\x10\x00\x00", "Dit is een oud Excel-bestand (.xls).", "als .xlsx"),
        (xlsx.OLE + b"\0" * 512 + "WordDocument".encode("utf-16-le"), "Dit is een Word-document.", "plak hem hier"),
        (other_zip("content.xml"), "Dit is een OpenDocument-bestand.", ".xlsx"),
        (other_zip("Index/Document.iwa"), "Dit is een Numbers-bestand.", "Exporteer naar, Excel"),
        (other_zip("map/klanten.xlsx"), "Dit is een ingepakte map (zip).", "Pak hem uit"),
    ],
)
def test_what_is_not_read_is_refused_with_how_to_save_it(data: bytes, begins: str, holds: str):
    sentence = sentence_of(data)
    assert (sentence.startswith(begins), holds in sentence) == (True, True), sentence


@pytest.mark.parametrize(
    "piece", ["<table", "<td ", "<td>", "<!--", "<tr><td colspan=9999 rowspan=9999>", "<a <b ", "&lt"]
)
def test_a_page_that_never_closes_costs_no_time(piece: str):
    data = ("<html><table><tr><td>Bakker" + piece * (1_900_000 // len(piece))).encode()
    _megabytes, seconds = cost_of(data)
    assert seconds < 5


# --- workbooks -------------------------------------------------------------------------------------------------------


def test_a_strict_workbook_is_read_with_its_dates_and_merged_cells():
    data = strict(book(["Klant", "Collega"], ["Bakker", "Ana"], ["Slager", None], merge="B2:B3"))
    assert [(one.name, one.owner) for one in read_file(data).entries] == [("Bakker", "Ana"), ("Slager", "Ana")]


def test_a_hidden_sheet_is_not_read_and_that_is_said():
    def sheets(made: Any) -> None:
        made.active.title, made.active.sheet_state = "Salarissen", "hidden"
        made.create_sheet("Lijst").append(["Slager"])

    reading = read_file(book(["Geheim"], also=sheets))
    assert (names(reading), reading.hidden_sheets) == (["Slager"], ["Salarissen"])


def hide(*, rows: tuple[int, ...] = (), columns: str = "") -> Any:
    def done(made: Any) -> None:
        for row in rows:
            made.active.row_dimensions[row].hidden = True
        for column in columns:
            made.active.column_dimensions[column].hidden = True

    return done


def test_hidden_rows_stay_out_and_are_kept_apart():
    reading = read_file(book(["Klant"], ["Bakker"], ["Slager"], ["Kapper"], ["Garage"], also=hide(rows=(3, 5))))
    assert names(reading) == ["Bakker", "Kapper"]
    assert reading.hidden == [Entry("Slager", row=3, hidden=True), Entry("Garage", row=5, hidden=True)]


def test_of_a_hidden_and_a_visible_row_with_one_name_the_visible_one_counts():
    reading = read_file(book(["Klant"], ["Bakker"], ["bakker"], [None], ["x" * 300], also=hide(rows=(2, 4, 5))))
    assert (names(reading), reading.hidden, reading.doubles, reading.empty) == (["bakker"], [], [], 0)


def test_a_hidden_column_is_not_read_but_named_and_can_be_read():
    data = book(["Klant", "Collega"], ["Bakker", "Ana"], also=hide(columns="B"))
    reading = read_file(data)
    assert reading.entries == [Entry("Bakker", row=2)]
    assert (reading.hidden_columns, reading.unread) == (["Collega"], [])
    assert reading.whole
    assert (reading.whole.entries, reading.whole.hidden_columns) == ([Entry("Bakker", owner="Ana", row=2)], [])


def test_where_every_column_is_hidden_that_is_said():
    sentence = sentence_of(book(["Klant"], ["Bakker"], also=hide(columns="A")))
    assert sentence.startswith("Alle kolommen zijn in de spreadsheet verborgen.")


def test_a_hidden_column_that_is_chosen_by_its_letter_is_read():
    data = book(["Nummer", "Klant", "Collega"], ["K-1", "Bakker", "Ana"], also=hide(columns="BC"))
    assert (names(read_file(data)), names(read_file(data, 1))) == (["K-1"], ["Bakker"])
    assert read_file(data, 1).hidden_columns == ["Collega"]


FORMULA = "<c r='{at}'><f>C1</f>{value}</c>"


def formulas(*values: str) -> bytes:
    """A list of names that are formulas, with these outcomes, each beside a place."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Klant</t></is></c></row>'
    for number, value in enumerate(values, 2):
        place = f'<c r="B{number}" t="inlineStr"><is><t>Urk</t></is></c>'
        rows += f'<row r="{number}">{FORMULA.format(at=f"A{number}", value=value)}{place}</row>'
    return tampered(**{PART: sheet_of(rows)})


@pytest.mark.parametrize("nothing", ["", "<v/>", "<v></v>", "<v>0</v>"])
def test_formulas_that_nobody_calculated_are_named_as_the_cause(nothing: str):
    assert sentence_of(formulas(nothing, "<v>12</v>")) == (
        "In kolom ‘Klant’ staan formules die nog niet zijn uitgerekend, dus de namen ontbreken. "
        "Open het bestand in Excel, bewaar het en kies het daarna opnieuw."
    )


def test_without_a_heading_the_column_of_formulas_is_named_by_its_letter():
    data = book(['=B1&" "&C1', "Bakkerij", "Urk"], ['=B2&" "&C2', "Slagerij", "Ens"])
    assert sentence_of(data).startswith("In kolom ‘A’ staan formules die nog niet zijn uitgerekend")


def test_formulas_with_an_outcome_are_names_and_elsewhere_they_are_only_said():
    data = tampered(
        **{PART: sheet_of('<row><c t="str"><f>"Bak"</f><v>Bak</v></c><c t="str"><f>""</f><v></v></c></row>')}
    )
    assert names(read_file(data)) == ["Bak"]
    reading = read_file(book(["Klant", "Collega", "Plaats"], ["Bakker", "=A1", "=A1"]))
    assert (names(reading), reading.uncalculated) == (["Bakker"], ["Collega"])


def formatted(**formats: Any) -> bytes:
    """A list with a heading, in which each number bears a number format."""

    def done(made: Any) -> None:
        for row, number_format in enumerate(formats["formats"], 2):
            made.active.cell(row, 1).number_format = number_format

    return book(["Klant"], *([value] for value in formats["values"]), also=done)


SHOWN = [
    (42, "00000", "00042"), (7.0, "00000", "00007"), (42, "General", "42"), (1234567, "#,##0", "1.234.567"),
    (1234.5, "#,##0.00", "1.234,50"), (20261234, "0000-0000", "2026-1234"), (42, '"K-"0000', "K-0042"),
    (1234, '0000" AA"', "1234 AA"), (123456789, "000\\.000\\.000", "123.456.789"), (0.25, "0%", "25%"),
    (-5, "0;(0)", "(5)"), (0, '0;0;"geen"', "geen"), (5, "[$€-413] #,##0.00", "€ 5,00"), (3, "@", "3"),
    (1.5, "# ?/?", "1.5"), (1e30, "0.00", "1e+30"), (12, "0" * 150, "0" * 148 + "12"),
]  # fmt: skip


def test_a_number_is_what_its_cell_shows():
    data = formatted(values=[one[0] for one in SHOWN], formats=[one[1] for one in SHOWN])
    assert names(read_file(data)) == [one[2] for one in SHOWN]


def test_a_name_of_which_excel_made_a_date_is_what_its_cell_shows():
    march = dt.date(2026, 3, 1)
    data = formatted(values=[march, march, march, march], formats=["d-mmm", "mmm-yy", "dd-mm-yyyy", "[$-413]d mmmm"])
    assert names(read_file(data)) == ["1-mrt", "mrt-26", "01-03-2026", "1 maart"]


# --- headings --------------------------------------------------------------------------------------------------------


def test_a_heading_over_several_columns_is_no_customer():
    rows = [["Klant", None, "Contact", None], ["Naam", "Plaats", "Naam", "Collega"], ["Bakker", "Urk", "Jan", "Ana"]]
    for data in (book(*rows, merge="A1:B1"), "\n".join(";".join(cell or "" for cell in row) for row in rows).encode()):
        reading = read_file(data)
        assert reading.entries == [Entry("Bakker", owner="Ana", row=3)]
        assert [one.text for one in reading.left_out] == ["Klant · Contact"]


@pytest.mark.parametrize("below", [["Naam", "Plaats"], ["Nummer", "Naam"]])
def test_under_a_group_called_customer_its_own_headings_count(below: list[str]):
    rows = [["Klant", None], below, ["Bakker", "Slager"]]
    for data in (book(*rows, merge="A1:B1"), "\n".join(";".join(cell or "" for cell in row) for row in rows).encode()):
        assert names(read_file(data)) == [dict(zip(below, rows[2], strict=True))["Naam"]]


def test_a_heading_in_two_rows_beside_a_group_keeps_its_meaning():
    rows = [["Klant", "Contact", None], [None, "Naam", "Telefoon"], ["Bakker", "Jan", "06"]]
    reading = read_file(book(*rows, merge="A1:A2"))
    assert (names(reading), reading.columns["name"], reading.unread) == (["Bakker"], "Klant", ["Naam", "Telefoon"])


def test_a_merged_title_between_the_customers_is_not_ticked():
    rows = [["Klant", "Plaats"], ["Regio Noord", None], ["Bakker", "Urk"], ["Slager", None]]
    reading = read_file(book(*rows, merge="A2:B2"))
    assert (names(reading), [(one.name, one.doubt) for one in reading.doubtful]) == (
        ["Bakker", "Slager"],
        [("Regio Noord", "lijkt een titel")],
    )


def test_a_merged_title_above_a_list_without_a_heading_is_not_ticked():
    rows = [["Regio Noord", None], ["Bakker", "Urk"], ["Slager", "Ens"], ["Kapper", "Urk"]]
    for data in (book(*rows, merge="A1:B1"), b"Regio Noord;\nBakker;Urk\nSlager;Ens\nKapper;Urk"):
        assert names(read_file(data)) == ["Bakker", "Slager", "Kapper"]


def test_names_that_each_cover_two_columns_are_customers():
    def merged(made: Any) -> None:
        for row in (1, 2, 3):
            made.active.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)

    assert names(read_file(book(["Klant"], ["Bakker"], ["Slager"], also=merged))) == ["Bakker", "Slager"]


# --- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["\tBakker\n\tSlager", "Bakker\n\tSlager\n", "\t\tBakker\t\nSlager\t"])
def test_a_tab_before_or_behind_a_name_is_no_column(text: str):
    for reading in (read_text(text), read_file(text.encode())):
        assert (names(reading), reading.columns, reading.left_out) == (["Bakker", "Slager"], {}, [])


def test_a_tab_before_every_row_is_no_column():
    reading = read_text("\tBakker\tUrk\n\tSlager\tEns\n")
    assert (names(reading), reading.columns, reading.unread) == (["Bakker", "Slager"], {"name": "A"}, ["B"])


def test_an_empty_cell_under_a_colleague_is_still_a_column():
    assert names(read_text("Collega\tKlant\nAna\tBakker\n\tSlager")) == ["Bakker", "Slager"]


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\r\n", "\ufeff\r\n".encode("utf-16-le")])
def test_an_empty_file_says_that_it_is_empty(data: bytes):
    assert sentence_of(data) == "Dit bestand is leeg. Kies het bestand waar je lijst in staat, of plak de lijst."


def test_an_empty_workbook_and_a_page_with_an_empty_table_say_so_too():
    assert sentence_of(book()).startswith("Dit bestand is leeg.")
    assert sentence_of(b";;;\n;;;\n").startswith("Dit bestand is leeg.")


def test_a_heading_with_nothing_below_it_says_so():
    sentence = "Onder de kop staat niets: de lijst is leeg. Vul hem aan, of kies een ander bestand."
    assert (sentence_of(book(["Klant", "Collega"])), sentence_of(b"Klant;Collega\n;\n")) == (sentence, sentence)


def test_what_other_programs_keep_from_becoming_a_number_is_read_as_text():
    assert names(read_file(b'Klant;Nr\n="00471";1\n"=""1-2""";2\n')) == ["00471", "1-2"]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("Klant;Collega\r\n“Bakker”;Ana\r\n", ["“Bakker”"]),
        ('Klant;Collega\n"Bak;ker";Ana\n"Sla ""G"" er";Bas\n', ["Bak;ker", 'Sla "G" er']),
        ("Klant|Collega\nBakker|Ana\n", ["Bakker"]),
        ('"Klant,Collega"\n"Bakker,Ana"\nDe Zon BV,Bas\n', ["Bakker", "De Zon BV"]),
        ("sep=^\nKlant^Collega\nBakker^Ana\n", ["Bakker"]),
        ("Klant\xa0;Collega\n\xa0Bakker\xa0BV\xa0;Ana\n", ["Bakker BV"]),
        ("\ufeffKlant;Collega\nBakker;Ana\n", ["Bakker"]),
        ("Klant;Collega;;;\nBakker;Ana;;;\n;;;;\n", ["Bakker"]),
        ('"Klant";"Collega"\n"Bakker\nBV";"Ana"\n', ["Bakker BV"]),
    ],
)
def test_odd_text_is_read(data: str, found: list[str]):
    assert names(read_file(data.encode())) == found
