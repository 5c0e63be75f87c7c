"""The journal in words: on or off, and what an undo undid."""

import datetime as dt
from typing import Any

import pytest
from lxml import html
from support.people import act, base_of, chair_of, figure, lay_table, seat

from workshop.models import Agreement, Workshop
from workshop.steps import Step, WeighBy

pytestmark = pytest.mark.django_db


def last_line(workshop: Workshop) -> str:
    page = html.fromstring(chair_of(workshop).get(f"{base_of(workshop)}journal/").content.decode())
    return str(page.xpath("normalize-space(.//li[1]/span)"))


def ready(workshop: Workshop, on: bool) -> None:
    act(seat(workshop, "Ana"), "lobby.done", done=on)


def no_device(workshop: Workshop, on: bool) -> None:
    act(workshop, "lobby.without_device", seat=seat(workshop, "Ana").id, without=on)


def lead(workshop: Workshop, on: bool) -> None:
    act(workshop, "lobby.lead", seat=seat(workshop, "Ana").id, lead=on)


def weigh(workshop: Workshop, on: bool) -> None:
    act(workshop, "steps.weigh", by=WeighBy.HOURS if on else "")


@pytest.mark.parametrize(
    ("turn", "on", "off"),
    [
        (ready, "Ana meldde zich klaar", "Ana is nog bezig"),
        (no_device, "Ana heeft geen apparaat", "Ana heeft weer een apparaat"),
        (lead, "Ana is teamleider", "Ana is geen teamleider meer"),
        (weigh, "klanten worden gewogen", "klanten worden niet meer gewogen"),
    ],
)
def test_the_journal_says_which_of_two_it_was(turn: Any, on: str, off: str):
    workshop = lay_table(Step.TABLE)
    told = []
    for way in (True, True, False, False):  # pressed by two at the same moment it is done once
        turn(workshop, way)
        told.append(last_line(workshop))
    assert told == [on, on, off, off]


def test_so_it_does_of_something_to_improve():
    workshop = lay_table(Step.THREAD)
    act(workshop, "thread.write", heading="costs", text="Facturen")
    thread = workshop.threads.get()
    told = []
    for way in (True, True, False, False):
        act(workshop, "thread.improve", thread=thread.id, improve=way)
        told.append(last_line(workshop))
    assert told == ["te verbeteren: Facturen"] * 2 + ["niet meer te verbeteren: Facturen"] * 2


def test_so_it_does_when_a_hand_over_and_an_agreement_are_ticked_off_and_on():
    workshop = lay_table(Step.CLOSING)
    ana = seat(workshop, "Ana")
    bakker = figure(workshop, "Ana", "Bakker").slips.get()
    on = dt.date(2039, 6, 1)
    act(ana, "closing.agree", owner=ana.id, text="Samen bellen", first_step="Nummer", on=on)
    agreed = Agreement.objects.get(workshop=workshop).id
    told = []
    for done in (True, False):
        act(ana, "follow_up.hand_over", slip=bakker.id, side="giver", done=done)
        told.append(last_line(workshop))
        act(ana, "follow_up.done", agreement=agreed, done=done)
        told.append(last_line(workshop))
    assert told == [
        "Ana vinkte de overdracht van Bakker af",
        "Ana meldde dat dit klaar is: Samen bellen",
        "Ana haalde het vinkje weg bij de overdracht van Bakker",
        "Ana meldde dat dit nog niet klaar is: Samen bellen",
    ]


def test_an_undo_says_what_it_undid_in_the_toast_and_in_the_journal():
    workshop = lay_table(Step.TABLE)
    ana, kapper = seat(workshop, "Ana"), figure(workshop, "Ana", "Kapper").id
    act(ana, "table.place", figure=kapper, zone="neutral")
    renamed = act(ana, "sheet.rename", figure=kapper, name="Kapper Kim")
    done = act(workshop, "journal.take_back", entry=renamed.seq)
    assert done.sentence == "Teruggedraaid: Ana gaf een andere naam: Kapper Kim."
    assert last_line(workshop) == "de begeleider draaide iets terug: Ana gaf een andere naam: Kapper Kim"
