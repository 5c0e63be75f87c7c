"""Names as people type and paste them."""

import pytest

from workshop.names import clean_line, initials, lines_of

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
    ],
)
def test_a_line_is_composed_and_loses_what_nobody_sees(typed: str, kept: str):
    assert clean_line(typed) == kept


@pytest.mark.parametrize(
    ("name", "short"), [("Ana", "A"), ("Bas de Boer", "BB"), ("éva", "É"), ("'t Hof", "H"), ("-", "?"), ("", "?")]
)
def test_a_seat_bears_one_or_two_capitals(name: str, short: str):
    assert initials(name) == short
