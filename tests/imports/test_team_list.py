"""The team's list before the workshop: the facilitator lays it ready, each owner says yes, in secret."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from imports.books import book
from lxml import html
from support.asserts import everything, nothing_changes, refused, refused_with
from support.people import (
    act,
    again,
    base_of,
    beamer_of,
    browser_of,
    chair_of,
    go,
    join,
    lay_table,
    open_workshop,
    seat,
    send,
)
from support.replay import assert_replays

from workshop.models import EnergyRating, ListedCustomer, Participant, Workshop
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LIST = """Klant;Soort;Collega;Notitie
Kasteel;klant;Ana;elke week
Notulen;werkzaamheid;ana;
Vuurtoren;klant;Bas;
Molen;klant;;
"""
SECRET = ("Kasteel", "Notulen", "Vuurtoren")


def page_of(workshop: Workshop) -> str:
    return f"/console/{workshop.id}/team-list/"


def upload(workshop: Workshop, text: str = LIST, browser: Client | None = None) -> Any:
    browser = browser or chair_of(workshop)
    return browser.post(page_of(workshop), {"file": SimpleUploadedFile("lijst.csv", text.encode())})


def take_over(
    workshop: Workshop, response: Any, also: tuple[str, ...] = (), but: tuple[str, ...] = (), form: int = 0
) -> Any:
    """Press *overnemen* on the preview, with these names ticked also, or no more; `form`: 1 with hidden columns."""
    found = html.fromstring(response.content.decode()).xpath("//*[@id='preview']//form")[form]
    sent = {one.get("name"): one.get("value") for one in found.xpath(".//input[@type='hidden']")}
    rows = [value for name, value, ticked in ticks(found) if (ticked or name in also) and name not in but]
    return chair_of(workshop).post(page_of(workshop), sent | {"rows": rows, "do": "team_list.fill"})


def ticks(form: Any) -> list[tuple[str, str, bool]]:
    """The name of each line that can be ticked, what it sends, and whether it is."""
    boxes = form.xpath(".//input[@type='checkbox'][@name='rows']")
    return [(json.loads(one.get("value"))[0], one.get("value"), one.get("checked") is not None) for one in boxes]


def shown_by(response: Any) -> list[tuple[str, bool]]:
    """The names of the preview, each with whether it is ticked."""
    (form, *_rest) = html.fromstring(response.content.decode()).xpath("//*[@id='preview']//form")
    return [(name, ticked) for name, _value, ticked in ticks(form)]


def listed(workshop: Workshop) -> list[tuple[str, str, str, str]]:
    rows = ListedCustomer.objects.filter(workshop=workshop)
    return [(row.name, row.kind, row.owner_name, row.note) for row in rows]


def fill(workshop: Workshop, *rows: tuple[str, str]) -> None:
    """Fleur lays these (customer, owner) ready."""
    lines = [{"name": name, "kind": "customer", "owner_name": owner, "note": ""} for name, owner in rows]
    act(workshop, "team_list.fill", rows=lines)


def what_fleur_reads(workshop: Workshop) -> str:
    """The words on the page of the team's list."""
    page = html.fromstring(chair_of(workshop).get(page_of(workshop)).content.decode())
    return " ".join(page.xpath("//main")[0].text_content().split())


def own_page(who: Participant) -> str:
    return browser_of(who).get(base_of(who)).content.decode()


def own(who: Participant) -> list[tuple[str, str, str]]:
    lines = EnergyRating.objects.filter(participant=who).select_related("customer").order_by("listed")
    return [(line.customer.name, line.customer.kind, line.column) for line in lines]


def offered(who: Participant) -> bool:
    return "Ja, dit is mijn lijst" in own_page(who)


@pytest.fixture
def workshop() -> Workshop:
    """Step 1 has just opened, and Fleur's list lies ready."""
    workshop = lay_table(Step.LOBBY)
    take_over(workshop, upload(workshop))
    go(workshop, Step.SHEET)
    return workshop


# --- laying it ready -------------------------------------------------------------------------------------------------


def test_the_preview_stores_nothing_and_overnemen_stores_what_it_showed():
    workshop = open_workshop()
    chair_of(workshop).get(page_of(workshop))
    with nothing_changes():
        response = upload(workshop)
    page = response.content.decode()
    for word in ("4 klanten om over te nemen", "de collega uit ‘Collega’", "de notitie uit ‘Notitie’", "elke week"):
        assert word in page
    answer = take_over(workshop, response)
    assert (answer.status_code, answer["Location"]) == (302, f"{page_of(workshop)}?taken=4")
    assert listed(workshop) == [
        ("Kasteel", "customer", "Ana", "elke week"),
        ("Notulen", "task", "ana", ""),
        ("Vuurtoren", "customer", "Bas", ""),
        ("Molen", "customer", "", ""),
    ]


def test_a_second_list_adds_what_is_new():
    workshop = open_workshop()
    take_over(workshop, upload(workshop))
    response = upload(workshop, "Klant;Collega\nKasteel;ana\nBrug;Ana")
    assert "1 klant stond al op deze lijst." in response.content.decode()
    take_over(workshop, response)
    assert [name for name, *_rest in listed(workshop)] == ["Kasteel", "Notulen", "Vuurtoren", "Molen", "Brug"]


def test_pressed_twice_it_is_done_once():
    workshop = open_workshop()
    response = upload(workshop)
    for _ in range(2):
        take_over(workshop, response)
    assert len(listed(workshop)) == 4


def test_over_five_hundred_it_says_the_figures():
    workshop = open_workshop()
    response = upload(workshop, "Klant;Collega\n" + "".join(f"Klant nummer {number};Ana\n" for number in range(501)))
    page = response.content.decode()
    assert (
        "Een team heeft hoogstens 500 klanten; er staan er 0 en je wilt er 501 bij." in page,
        {ticked for _name, ticked in shown_by(response)},
    ) == (True, {False})
    lines = [{"name": f"K {n}", "kind": "customer", "owner_name": "", "note": ""} for n in range(501)]
    assert refused_with(workshop, "team_list.fill", rows=lines) == (
        "Een team heeft hoogstens 500 klanten; er staan er 0 en je wilt er 501 bij."
    )


def test_five_hundred_fit_through_the_form():
    workshop = open_workshop()
    rows = "".join(f"Café nummer {number};Zoë;{'notitie ' * 20}\n" for number in range(500))
    assert take_over(workshop, upload(workshop, "Klant;Collega;Notitie\n" + rows)).status_code == 302
    assert ListedCustomer.objects.count() == 500


def test_a_file_that_cannot_be_read_ends_in_a_sentence():
    workshop = open_workshop()
    with nothing_changes():
        response = chair_of(workshop).post(
            page_of(workshop), {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 half")}
        )
    assert (response.status_code, "Dit bestand is beschadigd." in response.content.decode()) == (422, True)


def test_each_row_has_a_tick_and_what_is_unticked_stays_away():
    workshop = open_workshop()
    response = upload(workshop, LIST + "Totaal;klant;;\n")
    ticked = [("Kasteel", True), ("Notulen", True), ("Vuurtoren", True), ("Molen", True), ("Totaal", False)]
    assert shown_by(response) == ticked
    take_over(workshop, response, also=("Totaal",), but=("Notulen", "Vuurtoren"))
    assert [name for name, *_rest in listed(workshop)] == ["Kasteel", "Molen", "Totaal"]


def test_with_nothing_ticked_nothing_is_taken():
    workshop = open_workshop()
    answer = take_over(workshop, upload(workshop, "Klant;Soort\nKasteel;klant"), but=("Kasteel",))
    assert (answer.status_code, listed(workshop), "Vul dit eerst in: lijst." in answer.content.decode()) == (
        409,
        [],
        True,
    )


def test_after_overnemen_the_preview_is_gone_and_the_number_taken_stands_there():
    workshop = open_workshop()
    answer = take_over(workshop, upload(workshop), but=("Molen",))
    page = chair_of(workshop).get(answer["Location"]).content.decode()
    assert ("3 klanten zijn overgenomen en staan op de lijst." in page, 'id="preview"' in page) == (True, False)
    assert "zijn overgenomen" not in chair_of(workshop).get(f"{page_of(workshop)}?taken=x").content.decode()


def hidden_book() -> bytes:
    """Bakker (Ana) and, in a hidden row, Slager; the column of colleagues is hidden."""

    def hide(made: Any) -> None:
        made.active.row_dimensions[3].hidden = True
        made.active.column_dimensions["B"].hidden = True

    return book(["Klant", "Collega"], ["Bakker", "Ana"], ["Slager", "Bas"], also=hide)


def test_what_the_spreadsheet_hides_stays_out_is_said_and_can_be_ticked_in():
    workshop = open_workshop()
    response = chair_of(workshop).post(page_of(workshop), {"file": SimpleUploadedFile("lijst.xlsx", hidden_book())})
    page = " ".join(html.fromstring(response.content.decode()).text_content().split())
    assert "1 klant is in de spreadsheet verborgen of weggefilterd en blijft weg." in page
    assert "Kolom Collega is in de spreadsheet verborgen en niet gelezen." in page
    assert shown_by(response) == [("Bakker", True), ("Slager", False)]
    take_over(workshop, response)
    assert listed(workshop) == [("Bakker", "customer", "", "")]
    take_over(workshop, response, also=("Slager",), form=1)
    assert listed(workshop)[1:] == [("Bakker", "customer", "Ana", ""), ("Slager", "customer", "Bas", "")]


@pytest.mark.parametrize(
    "rows", ["", "[]", "{}", "[[1]]", '[["", "customer", "", ""]]', '[["A", "cow", "", ""]]', "[" * 9000]
)
def test_lines_that_no_preview_sends_are_refused(rows: str):
    workshop = open_workshop()
    with nothing_changes():
        answer = send(chair_of(workshop), workshop, "team_list.fill", rows=rows)
    assert (answer.status_code, answer.json()["sentence"]) == (422, "Vul dit eerst in: lijst.")


def test_only_the_facilitator_gets_the_page(workshop: Workshop):
    ana = seat(workshop, "Ana")
    assert browser_of(ana).get(f"{base_of(ana)}team-list/").status_code == 404
    assert Client().get(f"{beamer_of(workshop)}team-list/").status_code == 404
    assert Client().get(page_of(workshop)).status_code == 302
    mallory = Client().post(page_of(workshop), {"do": "team_list.clear"})
    assert (mallory.status_code, len(listed(workshop))) == (401, 4)


def test_who_only_looks_on_from_the_other_console_changes_nothing(workshop: Workshop):
    Workshop.objects.filter(pk=workshop.pk).update(chair="second")
    response = chair_of(workshop).post(page_of(workshop), {"do": "team_list.clear"})
    assert (response.status_code, len(listed(workshop))) == (409, 4)


def test_emptying_leaves_what_was_taken_on_its_list(workshop: Workshop):
    act(seat(workshop, "Ana"), "team_list.accept", owner="Ana")
    chair_of(workshop).post(page_of(workshop), {"do": "team_list.clear"})
    assert (listed(workshop), [name for name, *_rest in own(seat(workshop, "Ana"))]) == ([], ["Kasteel", "Notulen"])
    assert_replays(workshop)


# --- yes, this is my list --------------------------------------------------------------------------------------------


def test_a_list_is_offered_to_its_owner_only_and_without_its_names(workshop: Workshop):
    ana, cem = own_page(seat(workshop, "Ana")), own_page(seat(workshop, "Cem"))
    assert ('Er staan 2 klanten klaar voor <bdi translate="no">Ana</bdi>.' in ana, "klaar voor" in cem) == (True, False)
    assert [word for word in SECRET if word in ana + cem] == []


def test_yes_brings_the_names_on_ones_own_list_unsorted_with_their_kind(workshop: Workshop):
    ana = seat(workshop, "Ana")
    act(ana, "sheet.add", names=["kasteel"], column="gives")
    assert act(ana, "team_list.accept", owner="Ana").sentence == "1 klant staat op je lijst."
    assert own(ana) == [("kasteel", "customer", "gives"), ("Notulen", "task", "")]
    assert (offered(ana), refused(ana, "team_list.accept", owner="Ana")) == (False, "missing")
    assert_replays(workshop)


def test_nobody_else_sees_what_was_taken_or_that_it_was(workshop: Workshop):
    fleur, bas = chair_of(workshop), seat(workshop, "Bas")
    before = what_fleur_reads(workshop)
    change = act(seat(workshop, "Ana"), "team_list.accept", owner="Ana").change
    assert (change.figure, change.stale, change.seats) == (None, frozenset({"counts"}), {seat(workshop, "Ana").id})
    journal = fleur.get(f"{base_of(workshop)}journal/").content.decode()
    screens = [
        own_page(bas),
        fleur.get(base_of(workshop)).content.decode(),
        Client().get(beamer_of(workshop)).content.decode(),
    ]
    assert [word for word in SECRET for page in (journal, *screens) if word in page] == []
    assert ("1 keer iets wat privé is" in journal, "Ana" in journal.partition("keer iets")[0]) == (True, False)
    assert what_fleur_reads(workshop) == before


def test_a_no_is_for_good_and_as_secret(workshop: Workshop):
    ana = seat(workshop, "Ana")
    change = act(ana, "team_list.decline", owner="Ana").change
    assert (change.figure, change.stale, change.seats) == (None, frozenset(), {ana.id})
    assert (offered(seat(workshop, "Ana")), own(seat(workshop, "Ana"))) == (False, [])
    assert "1 keer iets wat privé is" in chair_of(workshop).get(f"{base_of(workshop)}journal/").content.decode()


def test_who_said_yes_too_soon_undoes_it(workshop: Workshop):
    ana = seat(workshop, "Ana")
    entry = act(ana, "team_list.accept", owner="Ana").seq
    assert refused(workshop, "journal.take_back", entry=entry) == "undo-is-private"
    act(ana, "journal.take_back", entry=entry)
    assert (own(ana), offered(ana)) == ([], True)
    assert_replays(workshop)


def test_an_undo_by_the_facilitator_would_betray_who_took_something(workshop: Workshop):
    entry = workshop.journal.get(action="team_list.fill").seq
    before = refused(workshop, "journal.take_back", entry=entry)
    act(seat(workshop, "Ana"), "team_list.accept", owner="Ana")
    assert (refused(workshop, "journal.take_back", entry=entry), before) == (
        before,
        "undo-never",
    )


def test_a_colleagues_list_does_not_exist(workshop: Workshop):
    assert refused(seat(workshop, "Bas"), "team_list.accept", owner="Ana") == "missing"
    assert refused(seat(workshop, "Bas"), "team_list.accept", owner="Niemand") == "missing"


def test_a_list_that_would_become_too_long_is_refused_with_the_figures(workshop: Workshop):
    ana = seat(workshop, "Ana")
    act(ana, "sheet.add", names=[f"Klant nummer {number}" for number in range(80)])
    assert refused_with(ana, "team_list.accept", owner="Ana") == (
        "Een lijst heeft hoogstens 80 klanten; je hebt er 80 en er staan er 2 klaar."
    )


@pytest.mark.parametrize(
    ("owner", "sits", "whose"),
    [
        ("ANA", ["Ana", "Bas"], ["Ana"]),
        ("Ána", ["Ana", "Bas"], ["Ana"]),
        ("Ana de Vries", ["Ana", "Bas"], ["Ana"]),
        ("Ana", ["Ana de Vries", "Bas"], ["Ana de Vries"]),
        ("Ana de Vries", ["Ana Bos", "Bas"], []),
        ("Ana", ["Ana de Vries", "Ana Bos"], []),
        ("Ana", ["Ana", "Ana Bos"], ["Ana"]),
        ("Anabel", ["Ana", "Bas"], []),
        ("", ["Ana", "Bas"], []),
    ],
)
def test_whose_list_it_is(owner: str, sits: list[str], whose: list[str]):
    """Where two people fit it is nobody's: a guess would show one's list to the other."""
    workshop = open_workshop()
    seats = [join(workshop, name) for name in sits]
    fill(workshop, ("Kasteel", owner))
    go(workshop, Step.SHEET)
    assert [one.name for one in seats if offered(one)] == whose


def test_what_somebody_took_who_was_sent_away_waits_for_who_comes_back(workshop: Workshop):
    act(seat(workshop, "Ana"), "team_list.accept", owner="Ana")
    act(workshop, "lobby.remove", seat=seat(workshop, "Ana").id)
    assert offered(join(workshop, "Ana"))


def test_who_catches_up_is_still_asked(workshop: Workshop):
    cem = seat(workshop, "Cem")
    fill(workshop, ("Kade", "Cem"))
    go(workshop, Step.THREAD)
    assert not offered(cem)
    act(workshop, "lobby.catch_up", seat=cem.id)
    assert offered(again(cem))
    act(cem, "team_list.accept", owner="Cem")


# --- suggestions while typing ----------------------------------------------------------------------------------------


def suggested(who: Participant) -> list[str]:
    page = html.fromstring(own_page(who))
    return [one.text for one in page.xpath("//*[@id='known-names']/li")]


def test_names_are_suggested_from_the_facilitators_list_and_never_from_what_colleagues_type(workshop: Workshop):
    act(seat(workshop, "Bas"), "sheet.add", names=["Mosterdfabriek"])
    act(seat(workshop, "Bas"), "team_list.accept", owner="Bas")
    assert [suggested(seat(workshop, name)) for name in ("Ana", "Bas", "Cem")] == [["Molen"]] * 3


def test_what_one_has_is_suggested_no_more_to_oneself_alone(workshop: Workshop):
    act(seat(workshop, "Bas"), "sheet.add", names=["molen"])
    assert [suggested(seat(workshop, name)) for name in ("Ana", "Bas")] == [["Molen"], []]


def test_a_name_with_another_owner_would_betray_who_serves_whom(workshop: Workshop):
    assert [word for word in SECRET if word in own_page(seat(workshop, "Cem"))] == []


# --- the end ---------------------------------------------------------------------------------------------------------


def test_at_closing_nothing_is_left_of_it():
    workshop = lay_table(Step.LOBBY)
    take_over(workshop, upload(workshop))
    go(workshop, Step.SHEET)
    act(seat(workshop, "Bas"), "team_list.accept", owner="Bas")
    act(seat(workshop, "Ana"), "team_list.decline", owner="Ana")
    assert [word for word in SECRET if word not in everything()] == []
    go(workshop, Step.CLOSING)
    act(workshop, "closing.close")
    assert [word for word in (*SECRET, "Molen", "elke week") if word in everything()] == []
    assert "kreeg 4 klanten" in chair_of(workshop).get(f"{base_of(workshop)}journal/").content.decode()


def test_one_customer_is_offered_and_two_are():
    workshop = lay_table(Step.LOBBY)
    fill(workshop, ("Museum", "Ana"), ("Theater", "Bas"), ("Zwembad", "Bas"))
    shown = what_fleur_reads(workshop)
    assert "Ana: 1 wordt in stap 1 aangeboden aan Ana" in shown
    assert "Bas: 2 worden in stap 1 aangeboden aan Bas" in shown
