"""*Zelfde klant?*: which names look like one customer. Precision and recall on two hundred pairs of Dutch names."""

import csv
from pathlib import Path

import pytest

from workshop import name_matching
from workshop.name_matching import likeness, score

PAIRS = Path(__file__).parent / "data" / "same_names.csv"


def judged() -> list[tuple[str, str, bool]]:
    """What people say about the pairs."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [(row["een"], row["ander"], row["zelfde"] == "ja") for row in csv.DictReader(file, delimiter=";")]


def test_precision_and_recall_on_two_hundred_pairs_do_not_fall():
    pairs = judged()
    asked = [(one, other, same) for one, other, same in pairs if name_matching.alike(one, other)]
    right = sum(same for _one, _other, same in asked)
    precision, recall = right / len(asked), right / sum(same for _one, _other, same in pairs)
    print(f"same names: {len(pairs)} pairs, precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201
    for one, other, same in pairs:
        if same != name_matching.alike(one, other):
            print(f"  {'missed' if same else 'asked in vain'} ({score(one, other):.0f}): {one} – {other}")  # noqa: T201
    assert len(pairs) == 200
    assert (round(precision, 3) >= 1.0, round(recall, 3) >= 0.980) == (True, True)


def test_it_does_not_matter_which_name_is_first():
    assert [pair for pair in judged() if score(pair[0], pair[1]) != pytest.approx(score(pair[1], pair[0]))] == []


def test_of_many_names_the_same_pairs_are_found_as_two_by_two():
    assert [pair for pair in judged() if bool(name_matching.pairs(pair[:2])) != name_matching.alike(*pair[:2])] == []


def test_the_most_alike_come_first():
    names = ["Slagerij Boom", "Bakkerij Blom BV", "Slagerij Booms", "bakkerij blom"]
    assert name_matching.pairs(names) == [(1, 3), (0, 2)]


def test_of_three_that_look_alike_two_questions_are_enough():
    assert name_matching.enough([(0, 1), (0, 2), (1, 2), (3, 4)]) == [(0, 1), (0, 2), (3, 4)]
    assert name_matching.enough([(0, 2), (1, 2)]) == [(0, 2), (1, 2)]


def test_of_a_whole_table_few_pairs_are_compared():
    """Eight people with forty customers each, 51,040 pairs; painting waits for it. 829 were compared."""
    names = [name for one, other, _same in judged() for name in (one, other)][:320]
    name_matching.score.cache_clear()
    name_matching.pairs(names)
    assert 0 < name_matching.score.cache_info().misses < 2_000


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bakker", "bakker B.V."),
        ("Bakker B. V.", "BAKKER BV"),
        ("V.O.F. Jansen", "Jansen vof"),
        ("De Vries & Zn.", "de vries"),
        ("De Vries en Zonen", "De Vries"),
        ("Café Één", "cafe een"),
        ("Straße", "STRASSE"),
        ("Berg, van der", "van der Berg"),
        ("Zuid-Holland", "zuid holland"),
    ],
)
def test_two_spellings_of_one_customer_are_alike(one: str, other: str):
    assert likeness(one) == likeness(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bakker", "Bakker Noord"), ("Vincent", "vent"), ("B.V.", "N.V."), ("★", "!!!"), ("Zorg 1", "Zorg 2")],
)
def test_two_customers_are_not(one: str, other: str):
    assert likeness(one) != likeness(other)
