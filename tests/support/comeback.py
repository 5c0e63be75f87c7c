"""A comeback of the people of the tests: Ana and Bas are here again, Cem has left, Dina is new."""

import re

from lxml import html
from support.people import act, again, chair_of, go, invite_dirk, join, lay_table, seat, seats

from sessions.access import Viewer
from sessions.board.viewer import Board
from workshop.models import Earlier, EnergyRating, Participant, Workshop
from workshop.steps import Step, Zone


def close_first() -> Workshop:
    """The workshop of then, closed: Ana's Bakker went to Bas, Bas kept Gemeente, and other leaks were let go."""
    workshop = lay_table(Step.CLOSING)
    act(seat(workshop, "Cem"), "closing.success", success="Ik durf nee te zeggen")
    act(workshop, "wall.add", column="more", text="Samen beginnen")
    act(workshop, "closing.close")
    act(seat(workshop, "Bas"), "follow_up.tell", text="De Bakker belde zelf")
    return again_workshop(workshop)


def make(workshop: Workshop) -> Workshop:
    """One click of Fleur's, on the page of the follow-up."""
    response = chair_of(workshop).post(f"/console/{workshop.id}/comeback/")
    assert response.status_code == 302, response.content
    return Workshop.objects.get(pk=response.url.split("/")[2])


def come_back(workshop: Workshop, names: tuple[str, ...] = ("Ana", "Bas", "Dina")) -> Workshop:
    """A comeback with its people in the lobby."""
    comeback = make(workshop)
    for name in names:
        join(comeback, name)
    invite_dirk(comeback)
    return again_workshop(comeback)


def judge_again(workshop: Workshop, zone: Zone = Zone.GIVES) -> None:
    """Everyone takes the own list, finds all in one zone, and puts it on the table."""
    go(workshop, Step.SHEET)
    for one in seats(workshop):
        if offered(one):
            act(one, "team_list.accept", owner=one.name)
        for line in EnergyRating.objects.filter(workshop=workshop, participant=one):
            act(one, "sheet.sort", figure=line.id, column=zone)
    go(workshop, Step.TABLE)
    for one in seats(workshop):
        if EnergyRating.objects.filter(participant=one).exists():
            act(one, "table.place_all")


def offered(one: Participant) -> bool:
    return one.name in Workshop.objects.get(pk=one.workshop_id).listed.values_list("owner_name", flat=True)


def again_workshop(workshop: Workshop) -> Workshop:
    return Workshop.objects.get(pk=workshop.pk)


def earlier(workshop: Workshop, person: str, name: str) -> Earlier:
    return Earlier.objects.get(workshop=workshop, person=person, name=name)


def board_of(who: Participant) -> Board:
    """What this seat may see."""
    who = again(who)
    return Board(Viewer(who.workshop, "participant", who, f"/seat/{who.id}/"))


def words(element: html.HtmlElement) -> str:
    """All text, with a blank between elements, but none before a comma or a full stop."""
    return re.sub(r" (?=[,.])", "", " ".join(" ".join(element.itertext()).split()))
