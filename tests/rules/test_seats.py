"""Who sits at the table: late, without a device, the ninth, a namesake, and who leaves."""

import pytest
from django.test import Client
from support.asserts import nothing_changes, refused, refused_for, refused_with, zones
from support.people import (
    act,
    act_for,
    again,
    figure,
    go,
    invite_dirk,
    join,
    lay_table,
    open_workshop,
    seat,
    seats,
    slip,
)

from workshop.perform import perform
from workshop.permissions import Actor
from workshop.refusals import Refusal
from workshop.steps import Step

pytestmark = pytest.mark.django_db


# --- inhalen ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [Step.TABLE, Step.STORY, Step.THREAD, Step.STACK])
def test_a_late_joiner_does_steps_one_and_two_without_moving_the_others(step: Step):
    workshop = lay_table(step)
    late = join(workshop, "Laat")
    assert late.catching_up
    act(late, "sheet.add", names=["Molen", "Haven"], column="gives")
    act(late, "sheet.reason", figure=figure(workshop, "Laat", "Molen").id, reason="Rust")
    act(late, "table.place", figure=figure(workshop, "Laat", "Molen").id, zone="costs")
    act(late, "table.place_all")
    act(late, "table.lay", name="Sluis", zone="neutral")
    placed = {customer: zone for (name, customer), zone in zones(workshop).items() if name == "Laat"}
    assert placed == {"Molen": "costs", "Haven": "gives", "Sluis": "neutral"}
    if step > Step.TABLE:
        assert refused(seat(workshop, "Ana"), "sheet.add", names=["Nieuw"]) == "not-in-step"


def test_a_seat_that_forgot_a_customer_catches_up_when_the_facilitator_says_so():
    workshop = lay_table(Step.THREAD)
    ana = seat(workshop, "Ana")
    assert refused(ana, "table.lay", name="Vergeten", zone="gives") == "not-in-step"
    act(workshop, "lobby.catch_up", seat=ana.id)
    act(ana, "table.lay", name="Vergeten", zone="gives")
    act(workshop, "lobby.catch_up", seat=ana.id, on=False)
    assert refused(ana, "table.lay", name="Nog een", zone="gives") == "not-in-step"
    assert zones(workshop)["Ana", "Vergeten"] == "gives"


def test_catching_up_ends_with_step_five():
    workshop = lay_table(Step.STACK)
    late = join(workshop, "Laat")
    go(workshop, Step.SWAP)
    assert refused(late, "table.lay", name="Molen", zone="gives") == "not-in-step"
    assert refused(workshop, "lobby.catch_up", seat=late.id) == "not-in-step"


def test_the_facilitator_types_in_the_paper_of_a_late_seat_without_a_device():
    workshop = lay_table(Step.STACK)
    act(workshop, "lobby.seat_without_device", name="Eva")
    act_for(seat(workshop, "Eva"), "table.lay", name="Molen", zone="costs")
    act_for(seat(workshop, "Eva"), "stack.lay", figure=figure(workshop, "Eva", "Molen").id, why="Op papier")
    assert (slip(workshop, "Molen").stuck, slip(workshop, "Molen").why) == (True, "Op papier")


# --- zonder apparaat -------------------------------------------------------------------------------------------------


def test_nobody_acts_for_a_seat_that_has_a_device():
    workshop = lay_table(Step.STORY)
    ana = seat(workshop, "Ana")
    assert refused_for(ana, "lobby.done", done=True) == "has-own-device"
    with pytest.raises(Refusal) as refusal:
        act_for(ana, "lobby.done", done=True)
    assert refusal.value.sentence == "Ana heeft een eigen apparaat en doet dit zelf."
    act(workshop, "lobby.without_device", seat=ana.id)
    act_for(ana, "lobby.done", done=True)
    entry = workshop.journal.last()
    assert (entry.actor, entry.acted_for.name, again(ana).done_step) == ("facilitator", "Ana", Step.STORY)


def test_its_owner_undoes_it_with_one_tap_also_while_the_table_is_locked():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    act(workshop, "lobby.without_device", seat=ana.id)
    act(workshop, "steps.lock", reason="pauze")
    act(ana, "lobby.back_on_device")
    assert again(ana).without_device is False
    assert refused_for(ana, "lobby.done", done=True) == "has-own-device"


def test_a_device_that_comes_back_at_the_same_moment_is_seen_by_the_door():
    """The facilitator's page was painted before: what counts is what the lock finds."""
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    act(workshop, "lobby.without_device", seat=ana.id)
    stale = Actor("facilitator", again(ana))
    act(ana, "lobby.back_on_device")
    with nothing_changes(), pytest.raises(Refusal, match="has-own-device"):
        perform(workshop_id=workshop.id, actor=stale, action="lobby.done", data={"done": True}, action_id="late")


def test_what_is_private_the_facilitator_does_for_nobody():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    act(workshop, "lobby.without_device", seat=ana.id)
    assert refused_for(ana, "sheet.add", names=["Nieuw"]) == "private-to-seat"
    line = figure(workshop, "Ana", "Slager").id
    assert refused_for(ana, "table.place", figure=line, zone="gives") == "missing"


# --- seats -----------------------------------------------------------------------------------------------------------


def test_a_ninth_seat_is_refused():
    workshop = open_workshop()
    for name in "ABCDEFGH":
        join(workshop, name)
    assert sorted(one.colour for one in seats(workshop)) == list(range(8))
    with nothing_changes(), pytest.raises(Refusal, match="table-full"):
        join(workshop, "Negen")
    assert refused(workshop, "lobby.seat_without_device", name="Negen") == "table-full"
    invite_dirk(workshop)
    act(workshop, "lobby.remove", seat=seat(workshop, "A").id)
    assert join(workshop, "Negen").colour == 0


def test_a_namesake_is_asked_over_the_door_and_never_becomes_a_second_one():
    workshop = open_workshop()
    ana = join(workshop, "Ana")
    answer = Client().post(f"/join/{workshop.code}/", {"name": "  aNA "})
    assert (answer.status_code, "Ben jij" in answer.content.decode()) == (409, True)
    with nothing_changes(), pytest.raises(Refusal, match="name-taken"):
        join(workshop, "ana")
    renamed = refused_with(workshop, "lobby.rename", seat=join(workshop, "Bas").id, name="ANA")
    assert renamed == "Er zit al iemand die ANA heet."
    act(workshop, "lobby.rename", seat=ana.id, name="ANA")
    assert again(ana).name == "ANA"


def test_capitals_with_accents_are_the_same_name():
    workshop = open_workshop()
    join(workshop, "Élise")
    with nothing_changes(), pytest.raises(Refusal, match="name-taken"):
        join(workshop, "élise")


def test_a_name_is_free_again_when_its_seat_has_gone():
    workshop = open_workshop()
    first = join(workshop, "Ana")
    act(workshop, "lobby.remove", seat=first.id)
    assert join(workshop, "Ana").id != first.id


def test_a_closed_door_lets_nobody_in_and_keeps_who_is_inside():
    workshop = lay_table(Step.TABLE)
    act(workshop, "lobby.close_door")
    with nothing_changes(), pytest.raises(Refusal, match="door-shut"):
        join(workshop, "Laat")
    act(seat(workshop, "Ana"), "table.place_all")
    act(workshop, "lobby.open_door")
    assert join(workshop, "Laat").place == 3


def test_a_colour_belongs_to_one_seat():
    workshop = open_workshop()
    ana, bas = join(workshop, "Ana"), join(workshop, "Bas")
    assert refused(bas, "lobby.choose_look", colour=ana.colour, shape=3) == "colour-taken"
    act(bas, "lobby.choose_look", colour=7, shape=3)
    assert (again(bas).colour, again(bas).shape) == (7, 3)
