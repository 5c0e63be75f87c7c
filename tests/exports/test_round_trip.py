"""Every name survives: what went in comes out of CSV and XLSX cell for cell, whatever it looks like."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from exports.opened import read_csv, read_xlsx
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.people import act, chair_of, go, join, lay_table, open_workshop

from sessions.access import find
from sessions.board.viewer import Board
from sessions.exports import swap_list_csv, swap_list_xlsx, typeset
from sessions.imports import columns, read_file
from workshop.models import Claim, Customer, EnergyRating, SwapProposal
from workshop.names import clean_line
from workshop.steps import Answer, Step, Zone

pytestmark = pytest.mark.slow

#: Names as they come through the door (forms.Line).
names = st.text(min_size=1, max_size=60).map(clean_line).filter(bool)
tricky = st.text(alphabet="'=+-@＝\t_x0041;\"A ", min_size=1, max_size=12).map(clean_line).filter(bool)


@given(names | tricky)
@example("=1+1")
@example("'=1+1")
@example("''=1+1")
@example("'t Hoekje")
@example("-")
def test_a_cell_that_was_disarmed_is_itself_again(name: str):
    (cell,) = swap_list_csv.disarmed([name])
    assert not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert swap_list_csv.rearmed(cell) == name


#: What Dutch Excel makes a date, a number, a time, a truth value or an error of.
CONVERTED = [
    "1-2", "3/4", "00471", "1E5", "1e-5", "MRT1", "mrt-1", "1 mei", "mei 2026", "1-2-2026", "2026-01-02", "1 jan. 2026",
    "12:30", "9:5", "10 AM", "8 p", "1,5", "1.000", "5%", "€ 5", "5 €", "(5)", "1 1/2", "123456789012345678", "7",
    "1.2.26", "waar", "ONWAAR", "True", "#N/B", "#DIV/0!", "jan2026", "4 okt", "sept 3", "00", "3 december",
]  # fmt: skip
#: And what it leaves alone: the guard is no noise before every name.
LEFT = [
    "Bakkerij 3", "3-Sterren Schoonmaak", "Café 1-2", "’t Hoekje", "4 Mei Comité", "A1", "24/7 Zorg", "Mei", "Maart",
    "Jan", "E5", "R2D2", "1e Hulp", "#1 Kapper", "Waarborg", "N.V.", "", "Klant 00471",
]  # fmt: skip


def test_what_excel_would_convert_gets_a_tab_and_nothing_else_does():
    assert swap_list_csv.disarmed(CONVERTED) == [f"\t{name}" for name in CONVERTED]
    assert swap_list_csv.disarmed(LEFT) == LEFT


@pytest.mark.parametrize("name", [*CONVERTED, *LEFT[:-2], "=1+1", "'=1+1", "'1-2", "+31 6", "-", "@home"])
def test_a_guarded_cell_of_ours_is_read_back_to_the_original(board: Board, name: str):
    customer: Customer = board.results[0].rating.customer
    customer.name = name
    out = swap_list_csv.write(board, inside=True)
    assert name in [entry.name for entry in read_file(out).entries]
    # Excel saves it again without the quotation marks.
    again = "\r\n".join(";".join(row) for row in read_csv(out)).encode("utf-8-sig")
    assert name in [entry.name for entry in read_file(again).entries]


def test_a_date_stays_a_date_and_every_cell_is_quoted(board: Board):
    lines = swap_list_csv.write(board, inside=True).decode("utf-8-sig").split("\r\n")
    assert {(line[:1], line[-1:]) for line in lines if line} == {('"', '"')}


@pytest.fixture
def board(db: Any) -> Board:
    workshop = lay_table(Step.CLOSING)
    client = chair_of(workshop)
    viewer = find("console", workshop.id, {name: one.value for name, one in client.cookies.items()})
    return Board(viewer)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=names | tricky)
@example(name="_x0041_")
@example(name="_x005F_x0041_")
@example(name='semicolon; "quote"')
@example(name="漢字 😀 Ελληνικά Москва")
def test_a_name_survives_csv_and_xlsx(board: Board, name: str):
    customer: Customer = board.results[0].rating.customer
    customer.name = name
    row = board.results.index(next(slip for slip in board.results if slip.rating.customer is customer)) + 1
    assert swap_list_csv.rearmed(read_csv(swap_list_csv.write(board, inside=True))[row][0]) == name
    book = swap_list_xlsx.write(board, inside=True)
    assert read_xlsx(book)["Tussenstand"][row][0] == name
    # And for who opens it with the library that the import uses.
    cell = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0].cell(row + 1, 1)
    assert (swap_list_xlsx.unspelled(cell.value), cell.data_type) == (name, "s")


# --- through a whole workshop ----------------------------------------------------------------------------------------

#: A row that says "klant" once more is a heading.
lists = st.lists(names | tricky, min_size=1, max_size=4, unique_by=str.casefold).filter(
    lambda found: not any(columns.meaning_of(name) for name in found)
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(listed=lists)
@example(listed=["=1+1", "'t Hoekje", 'semicolon; "quote"', "_x0041_"])
def test_what_was_imported_and_swapped_comes_out_again_cell_for_cell(db: Any, listed: list[str]):
    with transaction.atomic():
        board = swapped(imported(listed))
        out = (
            [*read_csv(swap_list_csv.write(board, inside=True))[1:]],
            read_xlsx(swap_list_xlsx.write(board, inside=True)),
        )
        transaction.set_rollback(True)
    rows = [[swap_list_csv.rearmed(row[0]), row[2], row[3], row[5]] for row in out[0]]
    assert sorted(rows) == sorted([name, "Ana", "Bas", "overgenomen"] for name in listed)
    assert [[row[0], row[2], row[3], row[5]] for row in out[1]["Tussenstand"][1 : len(rows) + 1]] == rows


def imported(listed: list[str]) -> list[str]:
    """The names of a CSV file as Excel writes it, with what disarms a formula."""
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows(
        [["Klant", "Soort"], *(swap_list_csv.disarmed([name, "klant"]) for name in listed)]
    )
    reading = read_file(file.getvalue().encode("utf-8-sig"))
    return [entry.name for entry in [*reading.entries, *reading.doubtful]]


def swapped(listed: list[str]) -> Board:
    """Ana puts them on the table and gives them away; Bas takes them all."""
    workshop = open_workshop()
    ana, bas = join(workshop, "Ana"), join(workshop, "Bas")
    go(workshop, Step.SHEET)
    act(ana, "sheet.add", names=listed, column=Zone.COSTS)
    go(workshop, Step.TABLE)
    act(ana, "table.place_all")
    go(workshop, Step.STACK)
    for figure in EnergyRating.objects.filter(workshop=workshop):
        act(ana, "stack.stick", figure=figure.id)
    go(workshop, Step.SWAP)
    for slip in SwapProposal.objects.filter(workshop=workshop):
        act(bas, "swap.answer", slip=slip.id, answer=Answer.TAKE, expectation=Zone.GIVES)
        act(workshop, "swap.open", slip=slip.id)
        act(workshop, "swap.settle", claim=Claim.objects.get(slip=slip).id)
    go(workshop, Step.CLOSING)
    client = chair_of(workshop)
    return Board(find("console", workshop.id, {name: one.value for name, one in client.cookies.items()}))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_the_typesetter_knows_what_it_lacks(text: str):
    assert typeset.find_lacking(text) <= set(text)


def test_latin_greek_and_cyrillic_are_whole():
    latin = "".join(chr(code) for code in range(0xA1, 0x180) if code not in (0xAD,))
    greek = "".join(map(chr, [*range(0x391, 0x3A2), *range(0x3A3, 0x3CF), 0x386, 0x388, 0x389, 0x38A, 0x38C]))
    cyrillic = "".join(map(chr, range(0x400, 0x460)))
    assert typeset.find_lacking(latin + greek + cyrillic + "€–—…‘’“”•→") == set()
    assert typeset.find_lacking("A漢字é😀ж") == {"漢", "字", "😀"}
