"""A door where each newcomer knocks and the facilitator lets in one by one."""

import pytest
from django.test import Client
from support.people import act, lay_table, open_workshop

from workshop.models import Knock, Participant, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db


def knock_as(workshop: Workshop, name: str) -> tuple[Client, str]:
    """Somebody types a name at the door; the page where they wait."""
    browser = Client()
    answer = browser.post(f"/join/{workshop.code}/", {"name": name})
    return browser, answer["Location"]


def asking_workshop() -> Workshop:
    workshop = open_workshop()
    act(workshop, "lobby.guard_door")
    return workshop


def test_who_knocks_has_no_seat_until_the_facilitator_says_yes():
    workshop = asking_workshop()
    browser, waiting = knock_as(workshop, "Ana")
    before = browser.get(waiting, headers={"Accept": "application/json"}).json()
    seats_before = Participant.objects.count()
    act(workshop, "lobby.admit", knock=Knock.objects.get().id)
    answer = browser.get(waiting)
    ana = Participant.objects.get()
    assert (before, seats_before) == ({"admitted": None}, 0)
    assert (answer["Location"], browser.get(answer["Location"]).status_code) == (f"/seat/{ana.id}/", 200)


def test_a_no_is_said_kindly():
    workshop = asking_workshop()
    browser, waiting = knock_as(workshop, "Ana")
    act(workshop, "lobby.turn_away", knock=Knock.objects.get().id)
    assert "Loop even naar de begeleider" in browser.get(waiting).content.decode()


def test_a_knock_that_was_answered_is_not_answered_again():
    workshop = asking_workshop()
    knock_as(workshop, "Ana")
    knocked = Knock.objects.get().id
    act(workshop, "lobby.admit", knock=knocked)
    again = act(workshop, "lobby.admit", knock=knocked)
    assert (again.change, Participant.objects.count()) == (None, 1)


def test_a_stranger_does_not_get_the_seat_of_who_knocked():
    workshop = asking_workshop()
    _browser, waiting = knock_as(workshop, "Ana")
    act(workshop, "lobby.admit", knock=Knock.objects.get().id)
    assert Client().get(waiting).status_code == 404


def test_a_ninth_newcomer_is_refused_at_the_door():
    workshop = lay_table(Step.LOBBY, names=("Ana", "Bas", "Cem", "Eva", "Gijs", "Hanna", "Isa", "Joep"))
    act(workshop, "lobby.guard_door")
    answer = Client().post(f"/join/{workshop.code}/", {"name": "Karel"})
    assert (answer.status_code, "De tafel is vol" in answer.content.decode()) == (409, True)
