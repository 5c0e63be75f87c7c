"""Which questions *zelfde klant?* are asked on a table: the most alike first, few at once, of nobody's own two."""

import pytest
from support.asserts import refused
from support.people import act, go, join, open_workshop, seat

from sessions.access import Viewer
from sessions.board.viewer import Board
from workshop import name_matching
from workshop.models import Customer, SameCustomer, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db


def table(**lists: list[str]) -> Workshop:
    """Everyone's customers stand on the table."""
    workshop = open_workshop()
    for name in lists:
        join(workshop, name)
    for step in (Step.SHEET, Step.TABLE):
        go(workshop, step)
    for name, customers in lists.items():
        act(seat(workshop, name), "sheet.add", names=customers, column="gives")
        act(seat(workshop, name), "table.place_all")
    return workshop


def board_of(workshop: Workshop) -> Board:
    return Board(Viewer(Workshop.objects.get(pk=workshop.pk), "facilitator", None, "/"))


def asked(workshop: Workshop) -> list[tuple[str, str]]:
    return [(one.name, other.name) for one, other in board_of(workshop).same_questions]


def pair(workshop: Workshop, one: str, other: str) -> dict[str, str]:
    names = dict(Customer.objects.filter(team=workshop.team).values_list("name", "id"))
    return {"kept": names[one], "other": names[other]}


def test_the_most_alike_are_asked_first():
    workshop = table(Ana=["Slagerij Boom", "Bakkerij Blom"], Bas=["Slagerij Booms", "Blom bakkerij B.V."])
    assert asked(workshop) == [("Bakkerij Blom", "Blom bakkerij B.V."), ("Slagerij Boom", "Slagerij Booms")]


def test_at_most_five_at_once_and_the_next_one_after_an_answer():
    names = ["Molenaar", "Hendriks", "Overvecht", "Veenstra", "Kneppelhout", "Breman", "Santvoort"]
    workshop = table(Ana=names, Bas=[f"{name} BV" for name in names])
    first = asked(workshop)
    assert len(first) == 5
    act(workshop, "table.differ", **pair(workshop, *first[0]))
    assert (len(asked(workshop)), first[0] in asked(workshop)) == (5, False)


def test_of_ones_own_two_customers_nobody_is_asked():
    workshop = table(Ana=["Bakkerij Blom", "Bakkerij Blom BV"], Bas=["Hotel"])
    assert asked(workshop) == []


def test_of_three_that_look_alike_the_third_question_comes_after_a_no():
    workshop = table(Ana=["Blom"], Bas=["Blom BV"], Cem=["Blom VOF"])
    assert asked(workshop) == [("Blom", "Blom BV"), ("Blom", "Blom VOF")]
    act(workshop, "table.differ", **pair(workshop, "Blom", "Blom BV"))
    assert asked(workshop) == [("Blom", "Blom VOF"), ("Blom BV", "Blom VOF")]


def test_of_eight_people_with_forty_customers_not_all_are_compared(monkeypatch: pytest.MonkeyPatch):
    """Of 51,040 pairs, though all names begin or end alike."""
    compared: list[tuple[str, str]] = []
    score = name_matching.score
    monkeypatch.setattr(name_matching, "score", lambda one, other: compared.append((one, other)) or score(one, other))
    names = [f"{trade} {first}{second}" for trade in "ABCDEFGH"
             for first in ("Jans", "Pieter", "Smit", "Water", "Berg", "Veld", "Hof", "Kamp")
             for second in ("sen", "huis", "man", "stra", "dijk")]  # fmt: skip
    name_matching.pairs(names)
    assert (len(names), len(compared)) == (320, 19_680)


def test_a_no_is_taken_to_a_question_that_was_asked_only():
    """Whoever sends pairs by hand would otherwise silence questions, and fill the list of answers, for all."""
    workshop = table(Ana=["Slagerij Boom"], Bas=["Slagerij Booms", "Hotel"])
    sentence = refused(workshop, "table.differ", **pair(workshop, "Slagerij Boom", "Hotel"))
    assert sentence == "names-not-alike"
    act(workshop, "table.differ", **pair(workshop, "Slagerij Boom", "Slagerij Booms"))
    assert [(one.kept.name, one.other.name) for one in SameCustomer.objects.all()] == [
        ("Slagerij Boom", "Slagerij Booms")
    ]
