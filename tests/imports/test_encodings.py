"""The letters of a list come out as they were typed, on whatever machine it was saved."""

import pytest

from sessions.imports import read_file
from sessions.imports.encoding import decode

THREE = ["Café Één Oog", "Reünie Müller", "Coöperatie Ça Va"]
NAMES = [
    *THREE, "Bäckerei Weiß", "Škoda Dealer", "Señor Martínez", "Søren Kjær", "Crème de la Crème", "Françoise Zoë",
    "Ruïne Noord", "Súdwest-Fryslân", "Geïntegreerde Zorg", "Coëfficiënt", "Reële Ideeën", "CAFÉ DE ZON", "ÉÉN TWEE",
    "Patiëntenvereniging", "Jan’s Fietsen", "’t Hoekje", "Groen – Zuid", "Hôtel de l’Orée", "Île de Ré", "Über Alles",
    "Citroën Düsseldorf", "Ärzte Öresund", "Ångström", "Pál", "Noël", "Curaçao", "Privé", "Ørsted", "Niño", "Têtu",
    "Crêperie Maître", "Tâche", "Žižkov", "Dr. Beneš", "één oog", "Patiënt\xa0Zorg",
]  # fmt: skip


def read(names: list[str], encoding: str, line_end: str) -> list[str]:
    rows = ["Klantnaam;Plaats", *(f"{name};Oss" for name in names)]
    return [one.name for one in read_file((line_end.join(rows) + line_end).encode(encoding)).entries]


@pytest.mark.parametrize(
    ("encoding", "line_end"), [("mac_roman", "\r"), ("mac_roman", "\n"), ("cp850", "\r\n"), ("cp1252", "\r\n")]
)
def test_excel_for_mac_and_ms_dos_are_read_as_well_as_windows(encoding: str, line_end: str):
    assert read(THREE, encoding, line_end) == THREE


def can_be(name: str, encoding: str) -> bool:
    return name.encode(encoding, "ignore").decode(encoding) == name


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman", "cp850"])
def test_even_one_name_tells_its_encoding(encoding: str, line_end: str):
    names = [name for name in NAMES if can_be(name, encoding)]
    assert [read([name], encoding, line_end) for name in names] == [[name.replace("\xa0", " ")] for name in names]


def test_utf_8_with_one_broken_letter_is_still_utf_8():
    assert decode("\n".join(THREE).encode() + b"\nKapot\xe9").split("\n") == [*THREE, "Kapot\ufffd"]


def test_another_script_is_recognised():
    text = "Klant\nМосква Строй\nЗаря\nПекарня Солнце\nАвтосервис Волга\n"
    assert decode(text.encode("cp1251")) == text


def test_two_spellings_of_one_accent_are_one_customer():
    assert read(["Cafe\u0301 Noord", "Café Noord"], "utf-8", "\n") == ["Café Noord"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_wide_encoding_with_its_mark_is_read(encoding: str):
    assert read(THREE, encoding, "\r\n") == THREE


@pytest.mark.parametrize("line_end", ["\r", "\n", "\r\n", "\r\r\n"])
def test_every_line_end_ends_a_line(line_end: str):
    assert read(["Bakker", "Slager"], "ascii", line_end) == ["Bakker", "Slager"]
