"""Two people with one first name: at the door, on the team's list, and in a comeback."""

import pytest
from django.test import Client
from lxml import html
from support.people import act, join, open_workshop, seat, seats

from sessions.access import seat_cookie
from sessions.imports import read_text
from sessions.imports.preview import own_list
from workshop.actions.team_list import offers
from workshop.models import Participant, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db


def forms_of(answer: object) -> list[html.FormElement]:
    return list(html.document_fromstring(answer.content.decode()).xpath("//main//form"))  # type: ignore[attr-defined]


def offered(workshop: Workshop) -> dict[str, list[str]]:
    return {one.name: list(offers(workshop, one)) for one in seats(workshop)}


def lay_lists(workshop: Workshop, *owners: str) -> None:
    rows = [{"name": f"Klant van {owner}", "kind": "customer", "owner_name": owner, "note": ""} for owner in owners]
    act(workshop, "team_list.fill", rows=rows)


# --- at the door -----------------------------------------------------------------------------------------------------


def test_another_jan_says_so_and_sits_down_beside_the_first():
    workshop = open_workshop()
    join(workshop, "Jan")
    door, other = f"/join/{workshop.code}/", Client()
    asked = other.post(door, {"name": "jan", "colour": "3", "action_id": "first-form"})
    form = next(one for one in forms_of(asked) if one.get("action") == door)
    assert "Nee, ik ben een andere Jan" in " ".join(form.text_content().split())
    sent = dict(form.form_values())
    assert (asked.status_code, sent["name"], sent["colour"]) == (409, "jan ", "3")
    assert other.post(door, sent).status_code == 409  # as it is: still the same name
    sat = other.post(door, sent | {"name": "Jan Bakker", "action_id": "second-form"})
    assert (sat.status_code, [one.name for one in seats(workshop)]) == (302, ["Jan", "Jan Bakker"])
    assert other.cookies.get(seat_cookie(seat(workshop, "Jan Bakker").id))


# --- on the team's list ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        (["Jan"], {"Jan": ["Jan"]}),
        (["Jan Bakker"], {"Jan Bakker": ["Jan Bakker"]}),
        (["Jan", "Jan Bakker"], {"Jan": ["Jan"], "Jan Bakker": ["Jan Bakker"]}),
    ],
)
def test_the_list_of_one_jan_is_not_offered_to_the_other(here: list[str], expected: dict[str, list[str]]):
    workshop = open_workshop()
    lay_lists(workshop, "Jan", "Jan Bakker")
    for name in here:
        join(workshop, name)
    assert offered(workshop) == expected


def test_what_is_taken_still_uses_up_its_name():
    workshop = open_workshop()
    lay_lists(workshop, "Jan", "Jan Bakker")
    jan, _ana = join(workshop, "Jan"), join(workshop, "Ana")
    act(workshop, "steps.go", to=Step.SHEET)
    act(jan, "team_list.accept", owner="Jan")
    assert offered(workshop) == {"Jan": [], "Ana": []}


def test_in_a_list_of_ones_own_an_exact_name_is_the_only_one_ticked():
    reading = read_text("Klant\tCollega\nAnker\tJan\nBlom\tJan Bakker\nCor\tPiet\n")
    ticked = {me: [entry.name for entry in own_list(reading, me, []).new] for me in ("Jan", "Jan Bakker")}
    assert ticked == {"Jan": ["Anker"], "Jan Bakker": ["Blom"]}


# --- in a comeback ---------------------------------------------------------------------------------------------------


def comeback_of_jans() -> Workshop:
    before = open_workshop("Toen")
    for name in ("Jan", "Jan Bakker", "Deelnemer 3"):
        join(before, name)
    after = open_workshop("Nu")
    Workshop.objects.filter(pk=after.pk).update(previous=before)
    return Workshop.objects.get(pk=after.pk)


def choices(workshop: Workshop) -> list[str]:
    """The names that the join page offers."""
    page = html.document_fromstring(Client().get(f"/join/{workshop.code}/").content.decode())
    return [str(value) for value in page.xpath("//main//button[@name='name']/@value")]


def test_people_choose_their_name_of_then_and_it_is_used_up():
    """Who had themselves forgotten is not among them."""
    workshop = comeback_of_jans()
    assert choices(workshop) == ["Jan", "Jan Bakker"]
    door, browser = f"/join/{workshop.code}/", Client()
    form = next(one for one in forms_of(browser.get(door)) if "names-of-then" in one.get("class", ""))
    answer = browser.post(door, dict(form.form_values()) | {"name": "Jan Bakker"})
    assert (answer.status_code, [one.name for one in seats(workshop)]) == (302, ["Jan Bakker"])
    assert choices(workshop) == ["Jan", "Jan Bakker"]


def test_a_name_of_then_that_is_taken_asks_whether_that_is_them():
    """Somebody tapped the wrong name, or Jan's second device is in: he still finds his own."""
    workshop = comeback_of_jans()
    join(workshop, "Jan Bakker")
    door, browser = f"/join/{workshop.code}/", Client()
    page = browser.get(door)
    assert "is al binnen" in page.content.decode()
    form = next(one for one in forms_of(page) if "names-of-then" in one.get("class", ""))
    answer = browser.post(door, dict(form.form_values()) | {"name": "Jan Bakker"})
    assert (answer.status_code, "<title>Ben jij Jan Bakker?" in answer.content.decode()) == (409, True)
    assert [one.name for one in seats(workshop)] == ["Jan Bakker"]


def test_a_first_workshop_asks_for_no_name_of_then():
    assert choices(open_workshop()) == []


def test_who_left_or_looked_on_is_not_among_the_names_of_then():
    workshop = comeback_of_jans()
    act(workshop.previous, "lobby.invite_guest", name="Dirk")
    Participant.objects.filter(name="Jan").update(removed_at=workshop.created_at)
    assert choices(workshop) == ["Jan Bakker"]
