"""The facilitator leads: steps forward and back, the step guard, the lock, the end; who is let in and who leaves."""

import datetime as dt

import pytest
from django.test import Client
from support.asserts import nothing_changes, refused, refused_with, told, zones
from support.people import (
    act,
    act_for,
    browser_of,
    chair_of,
    figure,
    go,
    invite_dirk,
    join,
    lay_table,
    open_workshop,
    seat,
    send,
    slip,
)

from workshop.limits import PLANS
from workshop.models import Claim, SwapProposal, Workshop
from workshop.refusals import Refusal
from workshop.steps import Step

pytestmark = pytest.mark.django_db


STEP_CHANGED = (409, "step-changed")


# --- forward and back ------------------------------------------------------------------------------------------------


def test_alone_nobody_begins():
    workshop = open_workshop()
    join(workshop, "Ana")
    assert refused(workshop, "steps.go", to=Step.SHEET) == "nobody-to-swap-with"
    invite_dirk(workshop)
    assert refused(workshop, "steps.go", to=Step.SHEET) == "nobody-to-swap-with"
    join(workshop, "Bas")
    go(workshop, Step.SHEET)
    assert workshop.step == Step.SHEET


def test_alone_one_may_practise():
    workshop = open_workshop()
    Workshop.objects.update(practice=True)
    join(workshop, "Ana")
    go(workshop, Step.SHEET)
    assert workshop.step == Step.SHEET


def test_going_back_and_forth_keeps_every_result():
    workshop = lay_table(Step.CLOSING)
    before = zones(workshop), list(SwapProposal.objects.values()), list(Claim.objects.values())
    for step in (*reversed(Step), *Step):
        if step != workshop.step:
            go(workshop, step)
        assert (zones(workshop), list(SwapProposal.objects.values()), list(Claim.objects.values())) == before


def test_going_back_opens_the_earlier_steps_acts_and_closes_the_later_ones():
    workshop = lay_table(Step.SWAP)
    ana = seat(workshop, "Ana")
    go(workshop, Step.TABLE)
    act(ana, "table.lay", name="Vergeten", zone="gives")
    assert zones(workshop)["Ana", "Vergeten"] == "gives"
    answer = {"slip": slip(workshop, "Hotel").id, "answer": "no"}
    assert refused_with(ana, "swap.answer", **answer) == "Dit kan niet in deze stap (Op tafel)."
    go(workshop, Step.SWAP)
    act(ana, "swap.answer", **answer)


def test_the_step_that_is_open_is_opened_again_without_a_trace():
    workshop = lay_table(Step.TABLE)
    with nothing_changes():
        assert act(workshop, "steps.go", to=Step.TABLE).change is None


def test_a_step_gets_the_minutes_of_the_plan():
    workshop = open_workshop()
    for name in ("Ana", "Bas"):
        join(workshop, name)
    for step in list(Step)[1:]:
        go(workshop, step)
        begun = workshop.journal.last().at
        assert workshop.step_ends_at - begun == dt.timedelta(minutes=PLANS[3][step])
    assert {hours: sum(minutes) for hours, minutes in PLANS.items()} == {2: 120, 3: 170, 4: 225}


def test_a_pause_is_given_back():
    workshop = lay_table(Step.TABLE)
    ends = workshop.step_ends_at
    act(workshop, "steps.pause")
    Workshop.objects.update(paused_at=Workshop.objects.get().paused_at - dt.timedelta(minutes=7))
    act(workshop, "steps.resume")
    workshop.refresh_from_db()
    given = workshop.step_ends_at - ends
    assert (workshop.paused_at, dt.timedelta(minutes=7) <= given < dt.timedelta(minutes=7, seconds=5)) == (None, True)


@pytest.mark.parametrize("minutes", [-60, 5, 60])
def test_a_step_gets_more_time_or_less(minutes: int):
    workshop = lay_table(Step.STORY)
    ends = workshop.step_ends_at
    act(workshop, "steps.extend", minutes=minutes)
    assert Workshop.objects.get().step_ends_at - ends == dt.timedelta(minutes=minutes)


# --- what contradicts a later result ---------------------------------------------------------------------------------


def test_a_claimed_slip_that_is_open_is_not_withdrawn():
    workshop = lay_table(Step.SWAP)
    hotel = slip(workshop, "Hotel")
    act(seat(workshop, "Ana"), "swap.answer", slip=hotel.id, answer="take", expectation="gives")
    act(workshop, "swap.open", slip=hotel.id)
    go(workshop, Step.STACK)
    assert refused(seat(workshop, "Bas"), "stack.take_back", figure=hotel.rating_id) == "slip-opened"


def test_a_settled_slip_is_not_withdrawn_until_the_result_is_undone():
    workshop = lay_table(Step.SWAP)
    hotel = slip(workshop, "Hotel")
    kept = act(seat(workshop, "Bas"), "swap.keep", slip=hotel.id).seq
    go(workshop, Step.STACK)
    assert refused(seat(workshop, "Bas"), "stack.take_back", figure=hotel.rating_id) == "slip-settled"
    act(workshop, "journal.take_back", entry=kept)
    act(seat(workshop, "Bas"), "stack.take_back", figure=hotel.rating_id)
    assert slip(workshop, "Hotel").stuck is False


def test_what_lies_on_the_table_stays_there_once_step_five_has_begun():
    workshop = lay_table(Step.TABLE)
    act(seat(workshop, "Ana"), "table.place", figure=figure(workshop, "Ana", "Slager").id, zone="costs")
    placed = workshop.journal.last().seq
    go(workshop, Step.STACK)
    assert refused(workshop, "journal.take_back", entry=placed) == "undo-stays-on-table"


# --- the step guard --------------------------------------------------------------------------------------------------


def test_an_act_from_a_step_that_has_passed_is_refused_with_the_step_that_is_open():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    move = {"figure": figure(workshop, "Ana", "Slager").id, "zone": "costs", "step": Step.TABLE}
    go(workshop, Step.STORY)
    with nothing_changes():
        answer = send(browser_of(ana), ana, "table.place", **move)
    assert told(answer) == STEP_CHANGED
    assert answer.json()["sentence"] == "De stap is intussen veranderd: we zijn nu bij Verhalen."


def test_two_facilitators_who_press_next_go_one_step():
    workshop = lay_table(Step.TABLE)
    chair, other = chair_of(workshop), chair_of(workshop)
    press = {"to": Step.STORY, "step": Step.TABLE}
    assert send(chair, workshop, "steps.go", **press).status_code == 200
    late = send(other, workshop, "steps.go", to=Step.STORY, step=Step.TABLE)
    assert told(late) == STEP_CHANGED


def test_what_is_possible_in_all_steps_does_not_ask_in_which_one_it_was_done():
    workshop = lay_table(Step.TABLE)
    go(workshop, Step.STORY)
    done = send(chair_of(workshop), workshop, "lobby.lead", seat=seat(workshop, "Ana").id, step=Step.TABLE)
    assert (done.status_code, seat(workshop, "Ana").team_lead) == (200, True)


# --- locked and closed -----------------------------------------------------------------------------------------------


def test_a_locked_table_says_why_to_everyone_but_the_facilitator():
    workshop = lay_table(Step.TABLE)
    act(workshop, "steps.lock", reason="we gaan lunchen")
    ana = seat(workshop, "Ana")
    assert refused_with(ana, "table.place_all") == "De tafel staat even stil: we gaan lunchen"
    assert refused(ana, "sheet.add", names=["Nieuw"]) == "locked"
    act(workshop, "table.differ", **two_customers(workshop))
    act(workshop, "steps.unlock")
    act(ana, "table.place_all")


def two_customers(workshop: Workshop) -> dict[str, str]:
    """Two with look-alike names, so that it is asked whether they are one."""
    for name, customer in (("Ana", "Kiosk"), ("Bas", "De Kiosk")):
        act_as_facilitator_lays(workshop, name, customer)
    return {
        "kept": figure(workshop, "Ana", "Kiosk").customer_id,
        "other": figure(workshop, "Bas", "De Kiosk").customer_id,
    }


def act_as_facilitator_lays(workshop: Workshop, name: str, customer: str) -> None:
    act(workshop, "lobby.without_device", seat=seat(workshop, name).id)
    act_for(seat(workshop, name), "table.lay", name=customer, zone="gives")
    act(seat(workshop, name), "lobby.back_on_device")


def test_after_closing_only_the_follow_up_is_possible():
    workshop = lay_table(Step.CLOSING)
    dirk = invite_dirk(workshop)
    act(workshop, "closing.close")
    assert refused(workshop, "steps.go", to=Step.SWAP) == "closed"
    assert refused(workshop, "journal.take_back", entry=3) == "closed"
    assert refused(seat(workshop, "Ana"), "closing.success", success="Te laat") == "closed"
    slager = SwapProposal.objects.get(rating__customer__name="Slager")
    assert slager.outcome == "dropped"
    act(dirk, "closing.farewell", slip=slager.id, why="Geen klik", teller="Dirk", on=dt.date(2040, 1, 1), to="Noord")
    act(workshop, "closing.farewell", slip=slager.id, why="Geen klik meer")
    assert SwapProposal.objects.get(pk=slager.pk).farewell_why == "Geen klik meer"


def test_after_closing_nobody_joins():
    workshop = lay_table(Step.CLOSING)
    act(workshop, "closing.close")
    with nothing_changes(), pytest.raises(Refusal, match="door-shut"):
        join(workshop, "Laat")
    assert Client().get(f"/join/{workshop.code}/").status_code == 404
