"""The comeback: what comes along and what does not, looking back, judging blind, and what follows from it."""

import zlib

import pytest
from django.test import Client
from lxml import html
from support.asserts import refused
from support.comeback import board_of, close_first, come_back, earlier, judge_again, make, words
from support.people import act, base_of, beamer_of, browser_of, chair_of, figure, go, seat, seats, send
from support.replay import rows_of

from sessions.data import retention, workshop_file
from sessions.panels import then_now
from workshop.journal import replay
from workshop.models import Customer, Earlier, EnergyRating, ListedCustomer, Success, SwapProposal, Workshop
from workshop.steps import Step, Zone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CARRIED = {"Earlier", "Success", "ListedCustomer"}


@pytest.fixture
def before() -> Workshop:
    return close_first()


@pytest.fixture
def workshop(before: Workshop) -> Workshop:
    return come_back(before)


def page(client: Client, base: str) -> html.HtmlElement:
    return html.document_fromstring(client.get(base).content.decode())


# --- one click -----------------------------------------------------------------------------------------------------


def test_one_click_makes_it_and_a_second_click_opens_it_again(before: Workshop):
    comeback = make(before)
    assert (comeback.previous, comeback.team, comeback.title) == (before, before.team, "Terugkomsessie: Ruilen")
    assert make(before) == comeback
    assert make(make_last(comeback)).title == "Terugkomsessie: Ruilen"


def make_last(comeback: Workshop) -> Workshop:
    """The comeback at its own end."""
    for name in ("Ana", "Bas"):
        act_join(comeback, name)
    go(comeback, Step.CLOSING)
    return comeback


def act_join(workshop: Workshop, name: str) -> None:
    Client().post(f"/join/{workshop.code}/", {"name": name})
    assert seat(workshop, name)


def test_only_who_leads_a_workshop_that_is_over_makes_one(before: Workshop):
    ana = seat(before, "Ana")
    assert browser_of(ana).post(f"{base_of(ana)}comeback/").status_code == 403
    assert Client().post(f"/console/{before.id}/comeback/").status_code == 401
    Workshop.objects.filter(pk=before.id).update(step=Step.SWAP)
    response = chair_of(before).post(f"/console/{before.id}/comeback/")
    assert (response.status_code, Workshop.objects.count()) == (403, 1)


def test_an_ordinary_workshop_has_nothing_to_look_back_on(before: Workshop):
    before.closed_at = None
    before.save()
    go(before, Step.LOBBY)
    assert refused(before, "comeback.begin") == "not-a-comeback"


# --- what comes along ----------------------------------------------------------------------------------------------


def test_the_table_of_then_comes_along_and_nothing_private(workshop: Workshop):
    act(workshop, "comeback.begin")
    rows = Earlier.objects.filter(workshop=workshop).values_list("person", "name", "zone", "outcome", "taker")
    assert ("Ana", "Bakker", "costs", "taken", "Bas") in rows
    assert ("Cem", "Theater", "gives", "", "") in rows
    assert len(rows) == EnergyRating.objects.filter(workshop=workshop.previous, zone__isnull=False).count()
    kept = zlib.decompress(workshop_file.copy_of(workshop).split(b"\n", 2)[2]).decode()
    assert "Ik durf nee te zeggen" in kept
    assert "Waarom" not in kept.partition('"workshop.workshop"')[2]  # why a slip was given away
    assert [*Success.objects.filter(workshop=workshop).values_list("by", "text")] == [
        ("Cem", "Ik durf nee te zeggen"),
        ("Bas", "De Bakker belde zelf"),
    ]
    told = {key: row for key, row in replay(workshop.journal.all()).items() if key[0] in CARRIED}
    truth = {key: row for key, row in rows_of(workshop).items() if key[0] in CARRIED}
    assert told == truth


def test_who_has_it_now_finds_it_on_the_own_list_without_a_zone(workshop: Workshop):
    go(workshop, Step.SHEET)
    act(seat(workshop, "Bas"), "team_list.accept", owner="Bas")
    lines = EnergyRating.objects.filter(workshop=workshop, participant__name="Bas")
    assert {line.customer.name for line in lines} == {"Bakker", "Garage", "Gemeente", "Museum"}
    assert {(line.column, line.zone) for line in lines} == {("", None)}
    old = Customer.objects.filter(ratings__workshop=workshop.previous)
    assert not old.filter(ratings__workshop=workshop).exists()


def test_it_is_said_who_is_here_again_who_is_new_and_who_left(workshop: Workshop):
    act(workshop, "comeback.begin")
    shown = words(
        page(browser_of(seat(workshop, "Ana")), base_of(seat(workshop, "Ana"))).get_element_by_id("region-review")
    )
    assert "Er weer bij: A Ana, B Bas Nieuw: D Dina Er niet bij: Cem" in shown
    assert "Ik durf nee te zeggen" in shown
    assert "De Bakker belde zelf" in shown
    assert "Geen redenen, notities of eigen lijsten." in shown


def test_the_earlier_workshop_can_be_erased_and_the_comeback_still_knows(workshop: Workshop):
    act(workshop, "comeback.begin")
    retention.erase(workshop.previous)
    judge_again(Workshop.objects.get(pk=workshop.pk))
    go(workshop, Step.STORY)
    told = then_now.then_now(board_of(seat(workshop, "Ana")))
    assert told is not None
    assert {"name": "Bakker", "then": "Ana: kost energie", "now": "Bas: geeft energie"}.items() <= told["rows"][
        0
    ].items()


def test_a_number_of_customers_has_the_plural_of_its_verb(workshop: Workshop):
    act(workshop, "comeback.begin")
    judge_again(Workshop.objects.get(pk=workshop.pk))
    go(workshop, Step.STORY)
    told = then_now.then_now(board_of(seat(workshop, "Ana")))
    assert told is not None
    assert told["turns"][0] == ("better", "geven meer energie dan toen", 5)
    assert told["rows"][0]["words"] == "geeft meer energie dan toen"


def test_a_copy_of_a_comeback_is_restored_where_the_earlier_one_is_not(workshop: Workshop):
    act(workshop, "comeback.begin")
    made, fleur = workshop_file.copy_of(workshop), workshop.facilitator
    rows = Earlier.objects.filter(workshop=workshop).count()
    for one in (workshop.previous, Workshop.objects.get(pk=workshop.pk)):
        retention.erase(one)
    restored = workshop_file.restore(made, fleur)
    assert (restored.previous, restored.comes_back, restored.earlier.count()) == (None, True, rows)


# --- looking back --------------------------------------------------------------------------------------------------


def test_giver_taker_and_team_lead_tick_and_nobody_else(workshop: Workshop):
    act(workshop, "comeback.begin")
    bakker = earlier(workshop, "Ana", "Bakker").id
    act(seat(workshop, "Ana"), "comeback.hand_over", earlier=bakker, side="giver")
    assert refused(seat(workshop, "Dina"), "comeback.hand_over", earlier=bakker, side="taker") == "tick-of-colleague"
    act(seat(workshop, "Dirk"), "comeback.hand_over", earlier=bakker, side="taker")
    assert earlier(workshop, "Ana", "Bakker").received
    assert refused(workshop, "comeback.again", earlier=bakker) == "hand-over-done"
    kept = earlier(workshop, "Bas", "Gemeente").id
    assert refused(workshop, "comeback.again", earlier=kept) == "nothing-to-hand-over"


def test_an_unfinished_hand_over_becomes_a_slip_again(workshop: Workshop):
    act(workshop, "comeback.begin")
    act(seat(workshop, "Bas"), "comeback.again", earlier=earlier(workshop, "Ana", "Bakker").id)
    assert ListedCustomer.objects.get(workshop=workshop, name="Bakker", owner_name="Ana")
    judge_again(workshop, Zone.COSTS)
    go(workshop, Step.STACK)
    slip = SwapProposal.objects.get(workshop=workshop)
    assert (slip.rating, slip.giver, slip.stuck) == (figure(workshop, "Ana", "Bakker"), seat(workshop, "Ana"), True)
    act(seat(workshop, "Ana"), "stack.take_back", figure=slip.rating_id)
    go(workshop, Step.SWAP)
    assert not SwapProposal.objects.filter(workshop=workshop, stuck=True).exists()


def test_again_can_be_undone_and_then_nothing_is_stuck(workshop: Workshop):
    act(workshop, "comeback.begin")
    row = earlier(workshop, "Ana", "Bakker").id
    act(workshop, "comeback.again", earlier=row)
    act(workshop, "comeback.again", earlier=row, again=False)
    owners = ListedCustomer.objects.filter(workshop=workshop, name="Bakker").values_list("owner_name", flat=True)
    assert {*owners} == {"Bas", "Cem"}
    judge_again(workshop)
    go(workshop, Step.STACK)
    assert not SwapProposal.objects.filter(workshop=workshop).exists()


# --- judging blind -------------------------------------------------------------------------------------------------


def screens(workshop: Workshop) -> list[str]:
    """All pages, with the ids of rows taken out."""
    fleur = chair_of(workshop)
    seen = [browser_of(one).get(base_of(one)) for one in seats(workshop)]
    seen += [fleur.get(base_of(workshop)), Client().get(beamer_of(workshop)), fleur.get(f"{base_of(workshop)}journal/")]
    return [" ".join(html.fromstring(one.content.decode()).text_content().split()) for one in seen]


def test_before_all_have_judged_again_no_screen_depends_on_a_zone_of_then(workshop: Workshop):
    act(workshop, "comeback.begin")
    for step in (Step.LOBBY, Step.SHEET, Step.TABLE):
        if step:
            go(workshop, step)
        shown = screens(workshop)
        Earlier.objects.update(zone=Zone.NEUTRAL)
        assert screens(workshop) == shown
        Earlier.objects.update(zone=Zone.COSTS)
        assert screens(workshop) == shown


@pytest.mark.parametrize("what", ["then_now", "then_table", "energy"])
def test_the_beamer_shows_then_and_now_only_after_judging(workshop: Workshop, what: str):
    act(workshop, "comeback.begin")
    judge_again(workshop)
    assert send(chair_of(workshop), workshop, "projector.show", what=what).status_code == 404
    go(workshop, Step.STORY)
    act(workshop, "projector.show", what=what)
    enlarged = page(Client(), beamer_of(workshop)).find(".//div[@data-shows]")
    assert enlarged.get("data-shows") == what


def test_an_ordinary_workshop_never_shows_then(before: Workshop):
    assert send(chair_of(before), before, "projector.show", what="then_now").status_code == 404


# --- then and now --------------------------------------------------------------------------------------------------


def test_then_and_now_stand_on_the_screens_as_a_picture_and_as_tables(workshop: Workshop):
    act(workshop, "comeback.begin")
    judge_again(workshop)
    go(workshop, Step.STORY)
    shown = page(browser_of(seat(workshop, "Dina")), base_of(seat(workshop, "Dina"))).get_element_by_id(
        "region-then_now"
    )
    rows = [words(row) for row in shown.xpath(".//table[@class='then-rows']//tbody/tr")]
    assert rows[0] == "Bakker Ana: kost energie Bas: geeft energie geeft meer energie dan toen"
    people = [words(row) for row in shown.xpath(".//table[@class='then-people']//tbody/tr")]
    assert people[0] == "Ana 2 2 1 0 0 3"
    assert people[2] == "Dina – – – 0 0 0"
    arrows = shown.xpath(".//svg[@class='then-now-picture']//path[contains(@class, 'arrow')]/@class")
    assert sorted(arrows) == sorted(f"arrow {row['turn']}" for row in told(workshop) if row["turn"] != "new")


def told(workshop: Workshop) -> list[dict[str, str]]:
    shown = then_now.then_now(board_of(seat(workshop, "Ana")))
    assert shown is not None
    return list(shown["rows"])


def test_the_teams_energy_is_shown_from_three_workshops_on_and_ranks_nobody(workshop: Workshop):
    act(workshop, "comeback.begin")
    judge_again(workshop)
    go(workshop, Step.STORY)
    assert then_now.course(board_of(seat(workshop, "Ana"))) == []
    go(workshop, Step.CLOSING)
    third = come_back(Workshop.objects.get(pk=workshop.pk))
    judge_again(third, Zone.NEUTRAL)
    go(third, Step.STORY)
    course = then_now.course(board_of(seat(third, "Ana")))
    assert [[bar["n"] for bar in year["bars"]] for year in course] == [[5, 5, 4], [0, 0, 7], [0, 7, 0]]
