"""The wall of change: threads become something to do, with an owner and how it goes, kept between workshops."""

import io

import pytest
from django.test import Client
from django.utils.formats import date_format
from django.utils.timezone import localdate
from lxml import html
from openpyxl import load_workbook
from support.asserts import refused
from support.comeback import come_back, words
from support.people import act, again, base_of, beamer_of, browser_of, chair_of, go, invite_dirk, lay_table, seat

from workshop.models import Participant, Success, Thread, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop() -> Workshop:
    """Step 7, with a harvest: two under what the team does more and no more, one to improve, one that is only said."""
    workshop = lay_table(Step.THREAD)
    ana = seat(workshop, "Ana")
    for heading, text in (("more", "Samen beginnen"), ("no_more", "Gratis meerwerk"), ("costs", "Facturen"),
                          ("gives", "Lachen"), ("more", "Op maandag")):  # fmt: skip
        act(ana, "thread.write", heading=heading, text=text)
    act(ana, "thread.improve", thread=line(workshop, "Facturen"))
    act(workshop, "thread.group", thread=line(workshop, "Op maandag"), under=line(workshop, "Samen beginnen"))
    go(workshop, Step.CLOSING)
    return workshop


def line(workshop: Workshop, text: str) -> str:
    return Thread.objects.get(workshop=workshop, text=text).id


def tend(who: Participant | Workshop, workshop: Workshop, text: str, state: str, owner: str = "") -> None:
    act(who, "wall.tend", thread=line(workshop, text), state=state, owner=owner)


def read(client: Client, address: str) -> dict[str, list[str]]:
    """What hangs in each column, as it is read."""
    page = html.document_fromstring(client.get(address).content.decode())
    return {
        column.xpath("string(h3/text())").strip(): [
            " ".join(words(part) for part in card.xpath("*[not(self::details)]"))
            for card in column.xpath("ul/li[@data-wall]")
        ]
        for column in page.xpath("//*[contains(@class, 'wall headings')]/section")
    }


def wall_of(who: Participant | Workshop) -> dict[str, list[str]]:
    client = chair_of(who) if isinstance(who, Workshop) else browser_of(who)
    return read(client, f"{base_of(who)}wall/")


# --- what hangs there ----------------------------------------------------------------------------------------------


def test_more_and_no_more_and_what_was_marked_hang_there_in_three_columns(workshop: Workshop):
    assert wall_of(seat(workshop, "Bas")) == {
        "Meer doen": ["Samen beginnen Op maandag te doen nog geen eigenaar"],
        "Niet meer doen": ["Gratis meerwerk te doen nog geen eigenaar"],
        "Verbeteren": ["Facturen te doen nog geen eigenaar"],
    }


def test_everybody_keeps_it_with_an_owner_from_the_table_and_how_it_goes(workshop: Workshop):
    tend(seat(workshop, "Cem"), workshop, "Gratis meerwerk", "busy", "Bas")
    tend(invite_dirk(workshop), workshop, "Facturen", "done", "Ana")
    tend(workshop, workshop, "Samen beginnen", "not")
    assert wall_of(workshop) == {
        "Meer doen": ["Samen beginnen Op maandag toch niet nog geen eigenaar"],
        "Niet meer doen": ["Gratis meerwerk mee bezig Bas"],
        "Verbeteren": ["Facturen gelukt Ana"],
    }
    sent = {"thread": line(workshop, "Facturen"), "state": "todo", "owner": "Mallory"}
    assert refused(workshop, "wall.tend", **sent) == "choose-at-table"
    sent = {"thread": line(workshop, "Lachen"), "state": "todo"}
    assert refused(workshop, "wall.tend", **sent) == "not-on-wall"


def test_it_is_kept_after_closing_and_new_things_are_hung_in_each_column(workshop: Workshop):
    act(workshop, "closing.close")
    for column, text in (("more", "Vaker lunchen"), ("no_more", "Nabellen"), ("improve", "De planning")):
        act(seat(workshop, "Bas"), "wall.add", column=column, text=text)
    assert [cards[-1].partition(" te doen")[0] for cards in wall_of(seat(workshop, "Ana")).values()] == [
        "Vaker lunchen", "Nabellen", "De planning",
    ]  # fmt: skip


def test_a_colleague_with_another_name_keeps_what_was_theirs(workshop: Workshop):
    tend(workshop, workshop, "Facturen", "busy", "Bas")
    act(workshop, "lobby.rename", seat=seat(workshop, "Bas").id, name="Sebas")
    assert wall_of(workshop)["Verbeteren"] == ["Facturen mee bezig Sebas"]


def test_whose_name_goes_goes_from_the_wall_too(workshop: Workshop):
    tend(workshop, workshop, "Facturen", "busy", "Bas")
    act(workshop, "closing.close")
    act(seat(workshop, "Bas"), "closing.forget")
    assert wall_of(workshop)["Verbeteren"] == ["Facturen mee bezig Deelnemer 2"]


def test_before_the_closing_it_is_only_looked_at(workshop: Workshop):
    go(workshop, Step.SWAP)
    ana = seat(workshop, "Ana")
    page = browser_of(ana).get(f"{base_of(ana)}wall/").content.decode()
    assert ("Bijwerken kan vanaf stap 7." in page, "wall.tend" in page) == (True, False)


def test_a_stranger_has_no_wall(workshop: Workshop):
    ana = seat(workshop, "Ana")
    assert Client().get(f"{base_of(ana)}wall/").status_code == 401


# --- out of the app -------------------------------------------------------------------------------------------------


def test_it_is_a_sheet_of_the_teams_workbook_and_not_of_the_one_for_outside(workshop: Workshop):
    tend(workshop, workshop, "Facturen", "busy", "Bas")

    def book(form: str) -> dict[str, list[tuple[str | None, ...]]]:
        answer = chair_of(workshop).get(f"{base_of(workshop)}swap-list.xlsx?form={form}")
        opened = load_workbook(io.BytesIO(answer.content))
        return {sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in opened}

    assert book("team")["Verbetermuur"] == [
        ("Soort", "Wat", "Van wie", "Stand"),
        ("Meer doen", "Samen beginnen", None, "te doen"),
        ("Niet meer doen", "Gratis meerwerk", None, "te doen"),
        ("Verbeteren", "Facturen", "Bas", "mee bezig"),
    ]
    assert "Verbetermuur" not in book("outside")


# --- at the comeback -----------------------------------------------------------------------------------------------


def test_at_the_comeback_what_was_open_hangs_there_again_and_what_worked_is_a_success(workshop: Workshop):
    tend(workshop, workshop, "Facturen", "busy", "Cem")
    tend(workshop, workshop, "Gratis meerwerk", "done", "Bas")
    act(seat(workshop, "Ana"), "wall.add", column="no_more", text="Nabellen")
    tend(workshop, workshop, "Nabellen", "not")
    act(workshop, "closing.close")
    comeback = come_back(Workshop.objects.get(pk=workshop.pk))
    act(comeback, "comeback.begin")

    ana, then = seat(comeback, "Ana"), _day(workshop)
    assert read(browser_of(ana), base_of(ana)) == {
        "Meer doen": [f"Samen beginnen sinds {then} Op maandag te doen nog geen eigenaar"],
        "Niet meer doen": [],
        "Verbeteren": [f"Facturen sinds {then} mee bezig Cem"],
    }
    assert ("Bas", "Gratis meerwerk") in Success.objects.filter(workshop=comeback).values_list("by", "text")
    tend(again(ana), comeback, "Facturen", "done", "Cem")  # Cem is not here, and still the one who did it
    act(comeback, "projector.show", what="wall")
    assert read(Client(), beamer_of(comeback))["Verbeteren"] == [f"Facturen sinds {then} gelukt Cem"]


def _day(workshop: Workshop) -> str:
    return date_format(localdate(workshop.started_at or workshop.created_at), "j F Y")


def test_what_came_along_stands_among_the_threads_of_the_comeback(workshop: Workshop):
    act(workshop, "closing.close")
    comeback = come_back(Workshop.objects.get(pk=workshop.pk))
    act(comeback, "comeback.begin")
    go(comeback, Step.THREAD)
    bas = seat(comeback, "Bas")
    page = html.document_fromstring(browser_of(bas).get(base_of(bas)).content.decode())
    assert f"Facturen verbeteren van {_day(workshop)}" in words(page.get_element_by_id("region-threads"))
