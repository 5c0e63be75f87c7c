"""Files that are broken, or made to hurt: each ends in a sentence, and costs little to find out."""

import sys
from collections.abc import Callable, Iterable
from string import ascii_uppercase

import pytest
from imports.books import MAIN, SHEET, book, other_zip, sheet_of, tampered
from imports.cost import cost_of
from support.wide import some_of

from sessions.imports import Unreadable, read_file, xlsx

pytestmark = pytest.mark.slow

PART = SHEET.replace("/", "__")
TOO_MUCH = "Uitgepakt is dit bestand te groot om te lezen."
BROKEN = "Dit bestand is beschadigd."
STYLES = f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 100_000}</cellXfs></styleSheet>'
ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>' + sheet_of(
    '<row><c t="inlineStr"><is><t>&b;</t></is></c></row>'
)


def encrypted() -> bytes:
    """A zip of which the parts need a password: only its flag says so."""
    whole = bytearray(book(["Klant"]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.find(mark)
        whole[at + offset] |= 1
    return bytes(whole)


def _with(name: str, content: str) -> bytes:
    return tampered(**{name.replace("/", "__"): content})


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (lambda: tampered(**{PART: b"0" * 50_000_000}), TOO_MUCH),
    "entity bomb": (
        lambda: tampered(**{PART: ENTITIES}),
        "In dit bestand zit iets wat niet in een klantenlijst hoort.",
    ),
    "many styles": (lambda: _with("xl/styles.xml", STYLES), TOO_MUCH),
    "many cells": (lambda: tampered(**{PART: sheet_of("<row>" + "<c/>" * 250_000 + "</row>")}), TOO_MUCH),
    "deep": (lambda: tampered(**{PART: sheet_of("<a>" * 5_000 + "</a>" * 5_000)}), TOO_MUCH),
    "one text of 5 MB": (lambda: tampered(**{PART: sheet_of("<t>" + "a" * 5_000_000 + "</t>")}), TOO_MUCH),
    "one tag of many attributes": (
        lambda: tampered(**{PART: sheet_of("<row " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>")}),
        TOO_MUCH,
    ),
    "row a million": (
        lambda: tampered(**{PART: sheet_of('<row r="1"><c><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>')}),
        "Dit zijn meer dan 5.000 regels",
    ),
    "macros": (lambda: _with("xl/vbaProject.bin", "x"), "Dit bestand bevat macro’s."),
    "xlsb": (lambda: _with("xl/workbook.bin", "x"), "Dit is een .xlsb-bestand."),
    "password in the zip": (encrypted, "Dit bestand is met een wachtwoord beveiligd."),
    "password": (
        lambda: xlsx.OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"),
        "Dit bestand is met een wachtwoord beveiligd.",
    ),
    "old excel": (lambda: xlsx.OLE + b"\0" * 512, "Dit is een oud Excel-bestand (.xls)."),
    "word document": (lambda: other_zip("word/document.xml"), "Dit is geen Excel-bestand."),
    "half a workbook": (lambda: book(["Klant"])[:2000], BROKEN),
    "no xml": (lambda: tampered(**{PART: b"\x00\x01 no xml"}), BROKEN),
    "pdf": (lambda: b"%PDF-1.7 ...", "Dit is geen spreadsheet."),
    "noise": (lambda: bytes(range(256)) * 4000, "Dit is geen tekst en geen spreadsheet."),
    "nothing but zeros": (lambda: b"\0" * 2_000_000, "Dit is geen tekst en geen spreadsheet."),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends_in_a_sentence(name: str):
    make, sentence = HOSTILE[name]
    with pytest.raises(Unreadable) as refusal:
        read_file(make())
    assert refusal.value.sentence.startswith(sentence)


COLUMNS = [f"{one}{two}{three}" for one in "ABC" for two in ascii_uppercase for three in ascii_uppercase]


def merged(areas: Iterable[str]) -> str:
    """A sheet with one far row, and these merged areas."""
    row = '<row r="5000"><c r="A5000" t="inlineStr"><is><t>Klant</t></is></c></row>'
    listed = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return sheet_of(row).replace("</sheetData>", f"</sheetData><mergeCells>{listed}</mergeCells>")


DEAREST: dict[str, Callable[[], bytes]] = {
    "zip bomb": HOSTILE["zip bomb"][0],
    "many cells": HOSTILE["many cells"][0],
    "row a million": HOSTILE["row a million"][0],
    # Just let through: as much as may be read.
    "full sheet": lambda: tampered(**{PART: sheet_of(("<row>" + "<c><v>1</v></c>" * 20 + "</row>") * 4_800)}),
    "full list": lambda: ("Klant;Collega\n" + "een klant met een lange naam;Ana\n" * 4_900).encode(),
    "full text": lambda: "é".encode("cp1252") * 2_000_000,
    # What a pattern or a loop may begin anew for at each sign.
    "line ends": lambda: b"a" + b"\r" * 1_900_000 + b"a",
    "tabs": lambda: b"\t" * 1_900_000 + b"a\tb",
    "long tag": lambda: b"<table><tr><td>Klant</td></tr><" + b"a" * 1_900_000,
    # Merged areas over columns that nobody reads, and over one another.
    "merged columns": lambda: tampered(**{PART: merged(f"A1:{column}5000" for column in COLUMNS)}),
    "merged areas": lambda: tampered(**{PART: merged(f"A{row}:ZZ5000" for row in range(1, 5000))}),
}


@pytest.mark.skipif(sys.platform != "linux", reason="a process does not tell its memory there")
@pytest.mark.parametrize("name", some_of(DEAREST, always=["zip bomb", "full sheet", "long tag", "merged areas"]))
def test_the_dearest_ones_cost_less_than_100_mb_and_5_seconds(name: str):
    megabytes, seconds = cost_of(DEAREST[name]())
    assert (megabytes < 100, seconds < 5) == (True, True), (megabytes, seconds)
