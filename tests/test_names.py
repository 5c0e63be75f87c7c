"""Names as people type and paste them."""

import pytest
from django.test import Client
from support.people import join, lay_table, seats

from sessions.imports import read_file
from workshop.names import clean_line, initials, lines_of, match_people, plain, same_name
from workshop.refusals import NameTaken
from workshop.steps import Step

PASTED = """
  - Bakkerij Blom
  * De Vries & Zn.
  1. Jansen Transport
  2) Zuiderpark
  (3) Noordzij
  3-Sterren Schoonmaak
  7 Bergen
  4.5 Bouw

  BAKKERIJ BLOM
  • Café Één
  Hofman\tRotterdam\t€ 1.200
"""


def test_a_pasted_column_becomes_names_without_bullets_numbers_blanks_and_doubles():
    assert lines_of(PASTED) == [
        "Bakkerij Blom",
        "De Vries & Zn.",
        "Jansen Transport",
        "Zuiderpark",
        "Noordzij",
        "3-Sterren Schoonmaak",
        "7 Bergen",
        "4.5 Bouw",
        "Café Één",
        "Hofman",
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Bakkerij   Blom \n", "Bakkerij Blom"),
        ("Blom\x00\x07", "Blom"),
        ("\u202emolB", "molB"),
        ("Bl\u200bom", "Blom"),
        ("\ufeffBlom", "Blom"),
        ("Cafe\u0301", "Café"),
        ("<b>Blom</b>", "<b>Blom</b>"),
        ("\ud800", ""),
        (" \t\r\n", ""),
        ("Jan\u3164Bakker", "Jan Bakker"),
        ("e\u200b\u0301", "é"),
        ("Bl\u200com", "Blom"),
        ("Bl\u200dom\ufe0f", "Blom"),
        ("\u0301Blom", "Blom"),
    ],
)
def test_a_line_is_composed_and_loses_what_nobody_sees(typed: str, kept: str):
    assert clean_line(typed) == kept


@pytest.mark.parametrize(
    ("name", "short"), [("Ana", "A"), ("Bas de Boer", "BB"), ("éva", "É"), ("'t Hof", "H"), ("-", "?"), ("", "?")]
)
def test_a_seat_bears_one_or_two_capitals(name: str, short: str):
    assert initials(name) == short


LIKE_NOTHING = {
    "Hangul filler": "\u3164",
    "half-width Hangul filler": "\uffa0",
    "Hangul fillers of syllables": "\u115f\u1160",
    "empty braille cell": "\u2800",
    "lone combining marks": "\u0301\u0302 \u20e3",
    "variation selector": "\ufe0f",
    "grapheme joiner": "\u034f",
    "joiners alone": "\u200c\u200d",
    "soft hyphen": "\xad",
    "Khmer vowels": "\u17b4\u17b5",
    "object that was not pasted": "\ufffc",
    "null note head": "\U0001d159",
    "tags": "\U000e0041",
    "several": " \u2800\u3164\ufe0f\u0301\xa0",
}


@pytest.mark.parametrize("text", LIKE_NOTHING.values(), ids=LIKE_NOTHING)
def test_what_looks_like_nothing_is_empty(text: str):
    assert (clean_line(text), lines_of(f"Blom\n{text}\nHof")) == ("", ["Blom", "Hof"])


@pytest.mark.django_db
def test_nobody_sits_down_under_a_name_that_looks_like_nothing():
    workshop = lay_table(Step.LOBBY)
    answers = [Client().post(f"/join/{workshop.code}/", {"name": name}) for name in LIKE_NOTHING.values()]
    assert {answer.status_code for answer in answers} == {422}
    assert [one.name for one in seats(workshop)] == ["Ana", "Bas", "Cem"]


SHAPED = {
    "Persian half space": "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",
    "half space after a vowel sign": "\u0642\u0647\u0648\u0647\u0654\u200c\u0627\u06cc",
    "Indic conjunct": "\u0915\u094d\u200d\u0937",
    "Malayalam letter at the end": "\u0d28\u0d4d\u200d",
    "emoji of two": "\U0001f469\u200d\U0001f4bb Zorg",
    "emoji with a colour": "\U0001f468\U0001f3fd\u200d\U0001f9b1",
    "emoji of a heart and two": "\U0001f469\u200d\u2764\ufe0f\u200d\U0001f468",
    "rainbow flag": "\U0001f3f3\ufe0f\u200d\U0001f308",
    "flag of England": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "heart": "Hart \u2764\ufe0f",
    "key": "1\ufe0f\u20e3",
    "variant of an ideograph": "\u845b\U000e0100\u57ce",
}


@pytest.mark.parametrize("name", SHAPED.values(), ids=SHAPED)
def test_joiners_inside_a_name_stay(name: str):
    assert (clean_line(f" {name} "), lines_of(name)) == (name, [name])


def test_a_list_keeps_the_half_space_and_knows_a_name_in_two_spellings():
    """The content of a file with Café composed and taken apart, and a Persian name."""
    file = "Klantnaam\nCafe\u0301 Noord\nCaf\xe9 Noord\n\u0639\u0644\u06cc\u200c\u0631\u0636\u0627 Import\n"
    read = read_file(file.encode())
    assert [one.name for one in read.entries] == ["Caf\xe9 Noord", "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627 Import"]


def test_names_are_compared_without_their_joiners():
    with_half_space, without = "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "\u0639\u0644\u06cc\u0631\u0636\u0627"
    assert (same_name(with_half_space, without), plain(with_half_space)) == (True, plain(without))
    assert (same_name("ÉLISE", "Élise"), same_name("Jan", "Jan Bakker")) == (True, False)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jan", "JAN.", True),
        ("Jan", "J an", True),
        ("Jan B.", "Jan B", True),
        ("Anne-Marie", "Anne Marie", True),
        ("Jan", "Jana", False),
        ("की", "के", False),
        ("!", "?", False),
    ],
)
def test_names_that_sound_the_same_are_asked_about(one: str, other: str, same: bool):
    assert same_name(one, other) is same


@pytest.mark.django_db
def test_a_joiner_makes_no_second_seat_of_the_same_looks():
    workshop = lay_table(Step.LOBBY, ("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",))
    with pytest.raises(NameTaken):
        join(workshop, "\u0639\u0644\u06cc\u0631\u0636\u0627")


MATCHED: list[tuple[str, list[str], list[str], dict[str, str]]] = [
    ("both are here", ["Jan", "Jan Bakker"], ["Jan Bakker", "Jan"], {"Jan": "Jan", "Jan Bakker": "Jan Bakker"}),
    ("the exact name uses up the person", ["Jan", "Jan Bakker"], ["Jan"], {"Jan": "Jan"}),
    ("and the name", ["Jan", "Jan Bakker"], ["Jan Bakker"], {"Jan Bakker": "Jan Bakker"}),
    (
        "what is left fits",
        ["Jan", "Jan Bakker"],
        ["Jan Bakker", "Jan Vos"],
        {"Jan": "Jan Vos", "Jan Bakker": "Jan Bakker"},
    ),
    ("two names for one person", ["Jan Bakker", "Jan Vos"], ["Jan"], {}),
    ("two people for one name", ["Jan"], ["Jan Bakker", "Jan Vos"], {}),
    (
        "a first name alone",
        ["jan", "Ana de Vries"],
        ["Jan Bakker", "Ana"],
        {"jan": "Jan Bakker", "Ana de Vries": "Ana"},
    ),
    ("two spellings of one name", ["José", "jose"], ["Jose"], {"José": "Jose", "jose": "Jose"}),
    ("two surnames contradict", ["Jan Bakker"], ["Jan Vos"], {}),
    ("nobody", ["", "Piet"], [], {}),
]


@pytest.mark.parametrize(("names", "people", "whose"), [row[1:] for row in MATCHED], ids=[row[0] for row in MATCHED])
def test_two_people_with_one_first_name_are_two(names: list[str], people: list[str], whose: dict[str, str]):
    assert {name: people[position] for name, position in match_people(names, people).items()} == whose
