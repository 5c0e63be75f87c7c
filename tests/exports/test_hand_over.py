"""Hand-over sheets and the calendar: everyone their own, team lead and facilitator all."""

import datetime as dt
from typing import Any

import pytest
from django.utils.timezone import localdate
from exports.opened import fetch, read_events, read_pdf
from lxml import html
from support.asserts import refused
from support.people import act, again, browser_of, chair_of, invite_dirk, lay_table, seat, slip

from workshop.models import Participant, SwapProposal, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db

PLAN: dict[str, Any] = {
    "teller": "Ana", "talk_on": dt.date(2039, 3, 1), "must_know": "Belt liever dan hij mailt",
    "first_contact_before": dt.date(2039, 3, 8),
}  # fmt: skip


@pytest.fixture
def workshop() -> Workshop:
    """Ana's Bakker goes to Bas, and they have said how."""
    workshop = lay_table(Step.CLOSING)
    act(seat(workshop, "Ana"), "closing.hand_over", slip=slip(workshop, "Bakker").id, **PLAN)
    return workshop


def sheets_of(who: Participant | Workshop, **asked: str) -> dict[str, dict[str, list[str]]]:
    """The page: per person, what stands under each heading; a customer in one line."""
    client = chair_of(who) if isinstance(who, Workshop) else browser_of(who)
    page = html.fromstring(fetch(client, who, "hand-over/", **asked).text)
    return {leaf.xpath("normalize-space(h1)").split(" ", 1)[-1]: _under(leaf) for leaf in page.xpath("//section")}


def _under(leaf: Any) -> dict[str, list[str]]:
    """Each customer belongs to the last heading before it."""
    found: dict[str, list[str]] = {head.text: [] for head in leaf.xpath("h2")}
    for card in leaf.xpath("div[h3]"):
        found[card.xpath("string(preceding-sibling::h2[1])")].append(" ".join(" ".join(card.itertext()).split()))
    return found


# --- what is planned -------------------------------------------------------------------------------------------------


def test_giver_taker_team_lead_and_facilitator_fill_it_in_and_others_do_not(workshop: Workshop):
    bakker, dirk = slip(workshop, "Bakker").id, invite_dirk(workshop)
    for who in (seat(workshop, "Ana"), seat(workshop, "Bas"), dirk, workshop):
        act(who, "closing.hand_over", slip=bakker, must_know=f"Van {who}")
        assert SwapProposal.objects.get(pk=bakker).must_know == f"Van {who}"
    assert refused(seat(workshop, "Cem"), "closing.hand_over", slip=bakker, must_know="Nee") == "hand-over-by-parties"
    assert refused(workshop, "closing.hand_over", slip=slip(workshop, "Hotel").id) == "not-passed-on"


def test_it_can_be_filled_in_after_closing(workshop: Workshop):
    act(workshop, "closing.close")
    act(seat(workshop, "Bas"), "closing.hand_over", slip=slip(workshop, "Bakker").id, must_know="Later")
    assert slip(workshop, "Bakker").must_know == "Later"


def test_what_one_must_know_is_shown_to_who_is_concerned_only(workshop: Workshop):
    shown = {
        name: PLAN["must_know"] in browser_of(seat(workshop, name)).get(f"/seat/{seat(workshop, name).id}/").text
        for name in ("Ana", "Bas", "Cem")
    }
    assert shown == {"Ana": True, "Bas": True, "Cem": False}
    assert PLAN["must_know"] not in chair_of(workshop).get(f"/projector/{workshop.projector_token}/").text


# --- the sheets ------------------------------------------------------------------------------------------------------


def test_the_taker_reads_what_to_know_and_when_to_be_in_touch(workshop: Workshop):
    assert sheets_of(seat(workshop, "Bas"))["Bas"] == {
        "Wat ik krijg": [
            "Bakker Van Ana Wat ik moet weten Belt liever dan hij mailt"
            " Samen in gesprek 1 mrt 2039 Eerste contact voor 8 mrt 2039"
        ],
        "Wat ik geef": [],
        "Wat ik loslaat": [
            "Hotel Uitkomst afgestoten Wie vertelt het nog in te vullen Wanneer nog in te vullen",
        ],
    }


def test_the_giver_reads_to_whom_who_tells_and_when_they_talk(workshop: Workshop):
    farewell = {"teller": "Ana", "on": dt.date(2039, 5, 4), "to": "Slagerij Noord"}
    act(seat(workshop, "Ana"), "closing.farewell", slip=slip(workshop, "Slager").id, **farewell)
    assert sheets_of(seat(workshop, "Ana"))["Ana"] == {
        "Wat ik krijg": [],
        "Wat ik geef": [
            "Bakker Naar Bas Wie vertelt het Ana Samen in gesprek 1 mrt 2039"
            " Wat de ander moet weten Belt liever dan hij mailt",
        ],
        "Wat ik loslaat": [
            "Slager Uitkomst afgestoten Wie vertelt het Ana Wanneer 4 mei 2039 Waar het heen kan Slagerij Noord",
        ],
    }


def test_a_person_gets_their_own_sheet_and_no_other(workshop: Workshop):
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    assert list(sheets_of(bas)) == ["Bas"]
    sentence = "Je krijgt alleen je eigen overdrachtsblad. De teamleider en de begeleider krijgen ze allemaal."
    for file in ("hand-over/", "hand-over.pdf", "hand-over.ics"):
        answer = fetch(browser_of(bas), bas, file, seat=ana.id)
        assert (answer.status_code, sentence in answer.text) == (403, True)
        assert chair_of(workshop).get(f"/projector/{workshop.projector_token}/{file}").status_code == 403


def test_facilitator_and_team_lead_get_all_or_the_one_they_ask_for(workshop: Workshop):
    dirk, cem = invite_dirk(workshop), seat(workshop, "Cem")
    assert [list(sheets_of(who)) for who in (workshop, again(dirk))] == [["Ana", "Bas", "Cem"]] * 2
    assert list(sheets_of(workshop, seat=cem.id)) == ["Cem"]


def test_the_pdf_says_what_the_page_says(workshop: Workshop):
    bas = seat(workshop, "Bas")
    text = read_pdf(fetch(browser_of(bas), bas, "hand-over.pdf").content)
    assert "Overdrachtsblad van Bas" in text
    assert "Bakker Ana Belt liever dan hij mailt 1 mrt 2039 8 mrt 2039" in text
    everyone = read_pdf(fetch(chair_of(workshop), workshop, "hand-over.pdf").content)
    assert [everyone.count(f"Overdrachtsblad van {name}") for name in ("Ana", "Bas", "Cem")] == [1, 1, 1]


# --- the calendar ----------------------------------------------------------------------------------------------------


def events_of(who: Participant | Workshop) -> list[dict[str, str]]:
    client = chair_of(who) if isinstance(who, Workshop) else browser_of(who)
    content = fetch(client, who, "hand-over.ics").content
    assert content.decode().count("BEGIN:VTIMEZONE\r\nTZID:Europe/Amsterdam\r\n") == 1
    return read_events(content)


def test_a_talk_and_the_comeback_stand_in_the_calendar_at_amsterdam_time(workshop: Workshop):
    day = localdate() + dt.timedelta(days=60)
    act(workshop, "closing.comeback", on=day)
    talk, comeback = events_of(seat(workshop, "Bas"))
    assert talk["SUMMARY"] == "Overdracht Bakker: Ana en Bas"
    assert talk["UID"] == f"slip-{slip(workshop, 'Bakker').id}@klanten-ruilen"
    assert talk["DTSTART;TZID=Europe/Amsterdam"] == "20390301T093000"
    assert talk["DTEND;TZID=Europe/Amsterdam"] == "20390301T100000"
    assert talk["DTSTAMP"].endswith("Z")
    assert comeback["SUMMARY"] == "Terugkomsessie: Ruilen"
    assert comeback["UID"] == f"comeback-{workshop.id}@klanten-ruilen"
    assert comeback["DTSTART;TZID=Europe/Amsterdam"] == f"{day:%Y%m%d}T130000"


def test_who_is_not_in_a_talk_does_not_have_it_in_the_calendar(workshop: Workshop):
    assert [len(events_of(who)) for who in (seat(workshop, "Ana"), workshop)] == [1, 1]
    cem = seat(workshop, "Cem")
    empty = fetch(browser_of(cem), cem, "hand-over.ics")
    told = html.fromstring(empty.content.decode()).xpath("normalize-space(//main)")
    assert (empty.status_code, "geen terugkomsessie met een datum" in told) == (404, True)
    offered = {one.name: "In mijn agenda" in fetch(browser_of(one), one, "hand-over/").content.decode()
               for one in (seat(workshop, "Ana"), cem)}  # fmt: skip
    assert offered == {"Ana": True, "Cem": False}


def test_a_later_file_replaces_the_earlier_one(workshop: Workshop):
    (before,) = events_of(workshop)
    plan = PLAN | {"talk_on": dt.date(2039, 4, 2)}
    act(seat(workshop, "Bas"), "closing.hand_over", slip=slip(workshop, "Bakker").id, **plan)
    (after,) = events_of(workshop)
    assert (after["UID"], after["DTSTART;TZID=Europe/Amsterdam"]) == (before["UID"], "20390402T093000")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_ones_own_agreements_stand_on_the_sheet_with_how_they_are(workshop: Workshop):
    ana = seat(workshop, "Ana")
    for text in ("Bellen", "Mailen"):
        act(workshop, "closing.agree", owner=ana.id, text=text, first_step="Oefenen", on=dt.date(2039, 5, 1))
    asked = {one.text: one.id for one in ana.agreements.all()}
    act(ana, "closing.accept", agreement=asked["Bellen"])
    act(ana, "follow_up.done", agreement=asked["Bellen"])
    page = fetch(browser_of(ana), ana, "hand-over/").content.decode()
    assert [word in page for word in ("Wat ik heb afgesproken", "Bellen", "Mailen", "nog geen ja")] == [True] * 4
    pdf = read_pdf(fetch(browser_of(ana), ana, "hand-over.pdf").content)
    assert "Bellen Oefenen 1 mei 2039 klaar" in pdf
    bas = seat(workshop, "Bas")
    assert "Mailen" not in fetch(browser_of(bas), bas, "hand-over/").content.decode()
