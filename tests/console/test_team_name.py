"""The facilitator gives the team another name: live where it shows, in the journal, undone, and never over another."""

from typing import Any

import pytest
from lxml import html
from support.asserts import nothing_changes, refused, refused_with
from support.people import act, base_of, chair_of, lay_table, open_workshop, send
from support.replay import assert_replays

from workshop.models import Team, Workshop
from workshop.perform import Change, changed
from workshop.steps import Step

pytestmark = pytest.mark.django_db

CHANGED = "changed"


@pytest.fixture
def workshop() -> Workshop:
    return lay_table(Step.TABLE)


#: Region → where in it the team's name stands.
PLACES = {
    "follow_up": "//h1/following-sibling::p[1]/bdi/text()",
    "wall": "//h2[1]/bdi/text()",
    "people": "//form[@data-command='team.rename']//input/@value",
}


#: What its news names: the people's list of the regie follows its desk.
STALE = {"follow_up", "wall", "desk"}


def shown(workshop: Workshop) -> dict[str, list[str]]:
    """What the team is called in each region, as the regie gets it now."""
    page = chair_of(workshop).get(f"{base_of(workshop)}regions/?r={'&r='.join(PLACES)}").content.decode()
    found = html.fromstring(f"<main>{page}</main>")
    return {region: found.xpath(f"//*[@id='region-{region}']{place}") for region, place in PLACES.items()}


def everywhere(name: str) -> dict[str, list[str]]:
    return {region: [name] for region in PLACES}


def test_the_name_is_new_on_every_page_that_shows_it(workshop: Workshop):
    assert shown(workshop) == everywhere("Zuid")
    change = act(workshop, "team.rename", name="Noord").change
    assert (change.stale, change.seats) == (STALE, set())
    assert shown(workshop) == everywhere("Noord")


def test_the_teams_other_workshops_hear_of_it_and_of_its_undo(
    workshop: Workshop, django_capture_on_commit_callbacks: Any
):
    earlier = open_workshop("Een jaar eerder")
    other = Workshop.objects.create(
        team=Team.objects.create(name="West", facilitator=workshop.facilitator),
        facilitator=workshop.facilitator, title="Van een ander team", minutes=earlier.minutes,
        retain_until=earlier.retain_until,
    )  # fmt: skip
    heard: list[tuple[str, int, set[str]]] = []

    def hear(change: Change, **_kwargs: object) -> None:
        heard.append((change.workshop_id, change.seq, set(change.stale)))

    changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            entry = act(workshop, "team.rename", name="Noord").seq
        with django_capture_on_commit_callbacks(execute=True):
            act(workshop, "journal.take_back", entry=entry)
    finally:
        changed.disconnect(hear)
    assert [one for one in heard if one[0] != workshop.id] == [(earlier.id, 1, STALE), (earlier.id, 2, STALE)]
    assert list(earlier.journal.values_list("about", flat=True)) == ["Noord", "Zuid"]
    assert not other.journal.exists()


def test_it_stands_in_the_journal_which_replays(workshop: Workshop):
    act(workshop, "team.rename", name="Noord")
    journal = html.fromstring(chair_of(workshop).get(f"{base_of(workshop)}journal/").content.decode())
    assert journal.xpath("string(.//li[1]/span)") == "het team heet nu Noord"
    assert_replays(workshop)


def test_it_is_undone(workshop: Workshop):
    entry = act(workshop, "team.rename", name="Noord").seq
    assert act(workshop, "journal.take_back", entry=entry).sentence == "Teruggedraaid: het team heet nu Noord."
    assert shown(workshop) == everywhere("Zuid")
    assert_replays(workshop)


def test_the_team_outlives_a_workshop_that_is_closed():
    workshop = lay_table(Step.CLOSING)
    act(workshop, "closing.close")
    act(workshop, "team.rename", name="Noord")
    assert shown(workshop) == everywhere("Noord")


def test_a_name_is_not_undone_under_a_later_one_of_any_of_the_teams_workshops(workshop: Workshop):
    a_year_later = open_workshop("Een jaar later")
    first = act(workshop, "team.rename", name="Noord").seq
    later = act(a_year_later, "team.rename", name="Oost").seq
    assert refused(workshop, "journal.take_back", entry=first) == CHANGED
    act(a_year_later, "journal.take_back", entry=later)
    act(workshop, "journal.take_back", entry=first)
    assert shown(workshop) == everywhere("Zuid")


def test_pressed_twice_it_is_done_once(workshop: Workshop):
    chair, form = chair_of(workshop), {"name": "Noord", "was_name": "Zuid"}
    assert send(chair, workshop, "team.rename", **form).status_code == 200
    with nothing_changes():
        assert send(chair, workshop, "team.rename", **form).status_code == 200


def test_what_a_second_facilitator_named_meanwhile_is_not_written_over(workshop: Workshop):
    act(workshop, "team.rename", name="Noord")
    with nothing_changes():
        answer = send(chair_of(workshop), workshop, "team.rename", name="Oost", was_name="Zuid")
    assert (answer.status_code, answer.json()["sentence"]) == (
        409,
        "Dit is intussen veranderd. Er staat nu: “Noord”. Jij schreef: “Oost”. "
        "Kijk wat het moet worden en bewaar het nog eens.",
    )


def test_two_teams_of_one_facilitator_have_two_names(workshop: Workshop):
    Team.objects.create(name="Noord", facilitator=workshop.facilitator)
    assert refused(workshop, "team.rename", name="noord") == "team-name-taken"
    act(workshop, "team.rename", name="ZUID")
    assert shown(workshop) == everywhere("ZUID")


def test_nor_does_an_undo_make_a_second_team_of_a_name(workshop: Workshop):
    entry = act(workshop, "team.rename", name="Noord").seq
    Team.objects.create(name="zuid", facilitator=workshop.facilitator)
    assert refused_with(workshop, "journal.take_back", entry=entry) == (
        "Een ander team van je heet nu Zuid. Geef dat eerst een andere naam; dan kan dit terug."
    )
    assert shown(workshop) == everywhere("Noord")
