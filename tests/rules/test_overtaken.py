"""A move that waited for a line undoes nothing that was done meanwhile; what one page does is one chain."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from support.people import act, act_for, again, figure, go, lay_table, place_all, seat

from workshop.models import Claim, EnergyRating, Participant, SwapProposal, Workshop
from workshop.perform import Done, perform
from workshop.permissions import Actor
from workshop.refusals import Refusal
from workshop.steps import Answer, Step, Zone

PHONE, LAPTOP = "a" * 10, "b" * 10


@pytest.fixture
def workshop(db: None) -> Workshop:
    workshop = lay_table(Step.TABLE)
    place_all(workshop)
    return workshop


def bakery(workshop: Workshop) -> EnergyRating:
    return figure(workshop, "Ana", "Bakker")


def move(workshop: Workshop, page: str, number: int, zone: Zone, seen: int | None) -> Done:
    ana = seat(workshop, "Ana")
    data = {"figure": bakery(workshop).id, "zone": zone, "seen": seen}
    return perform(workshop_id=workshop.id, actor=Actor("seat", ana), action="table.place", data=data,
                   action_id=f"{page}{number:010}")  # fmt: skip


def refused(workshop: Workshop, page: str, number: int, zone: Zone, seen: int | None) -> str:
    with pytest.raises(Refusal) as refusal:
        move(workshop, page, number, zone, seen)
    assert refusal.value.figure == bakery(workshop)
    return refusal.value.sentence


def test_a_move_that_waited_does_not_undo_one_by_another_device(workshop: Workshop):
    seen = bakery(workshop).seq
    move(workshop, LAPTOP, 1, Zone.GIVES, seen)

    said = refused(workshop, PHONE, 1, Zone.NEUTRAL, seen)

    assert bakery(workshop).zone == Zone.GIVES
    assert "Bakker" in said
    assert "‘geeft energie’" in said
    assert "‘neutraal’" in said


def test_nor_does_one_to_where_it_came_from(workshop: Workshop):
    seen = bakery(workshop).seq
    move(workshop, LAPTOP, 1, Zone.GIVES, seen)
    move(workshop, LAPTOP, 2, Zone.COSTS, seen)

    assert "‘kost energie’" in refused(workshop, PHONE, 1, Zone.NEUTRAL, seen)


def test_what_one_page_does_is_one_chain(workshop: Workshop):
    seen = bakery(workshop).seq
    for number, zone in enumerate((Zone.NEUTRAL, Zone.GIVES, Zone.COSTS)):
        move(workshop, PHONE, number, zone, seen)
    undone = {"entry": bakery(workshop).seq}
    perform(workshop_id=workshop.id, actor=Actor("seat", seat(workshop, "Ana")), action="journal.take_back",
            data=undone, action_id=f"{PHONE}{9:010}")  # fmt: skip

    move(workshop, PHONE, 4, Zone.NEUTRAL, seen)

    assert bakery(workshop).zone == Zone.NEUTRAL


def test_a_chain_that_another_device_broke_stays_broken(workshop: Workshop):
    seen = bakery(workshop).seq
    move(workshop, PHONE, 1, Zone.NEUTRAL, seen)
    move(workshop, LAPTOP, 1, Zone.GIVES, bakery(workshop).seq)

    refused(workshop, PHONE, 2, Zone.COSTS, seen)
    refused(workshop, PHONE, 3, Zone.NEUTRAL, seen)
    assert bakery(workshop).zone == Zone.GIVES


def test_who_has_seen_it_moves_it(workshop: Workshop):
    move(workshop, LAPTOP, 1, Zone.GIVES, bakery(workshop).seq)
    move(workshop, PHONE, 1, Zone.NEUTRAL, bakery(workshop).seq)
    assert bakery(workshop).zone == Zone.NEUTRAL


def test_sent_twice_it_is_done_once_and_refuses_nothing(workshop: Workshop):
    seen = bakery(workshop).seq
    move(workshop, PHONE, 1, Zone.GIVES, seen)
    at = bakery(workshop).seq
    move(workshop, PHONE, 1, Zone.GIVES, seen)
    assert bakery(workshop).seq == at


def test_a_new_name_or_another_s_move_is_no_reason_to_refuse(workshop: Workshop):
    slager, seen = figure(workshop, "Ana", "Slager"), figure(workshop, "Ana", "Slager").seq
    act(seat(workshop, "Ana"), "sheet.rename", figure=slager.id, name="Slagerij Os")
    act(seat(workshop, "Bas"), "table.place", figure=figure(workshop, "Bas", "Hotel").id, zone=Zone.GIVES)
    act(seat(workshop, "Ana"), "sheet.reason", figure=slager.id, reason="Altijd haast")

    act(seat(workshop, "Ana"), "table.place", figure=slager.id, zone=Zone.GIVES, seen=seen)

    assert figure(workshop, "Ana", "Slagerij Os").zone == Zone.GIVES


def test_the_regie_s_move_for_a_seat_counts_as_another_device(workshop: Workshop):
    seen = bakery(workshop).seq
    Participant.objects.filter(pk=seat(workshop, "Ana").pk).update(without_device=True)
    act_for(again(seat(workshop, "Ana")), "table.place", figure=bakery(workshop).id, zone=Zone.GIVES)
    Participant.objects.filter(pk=seat(workshop, "Ana").pk).update(without_device=False)

    refused(workshop, PHONE, 1, Zone.NEUTRAL, seen)


def test_a_first_placement_that_waited_does_not_move_what_stands(db: None):
    workshop = lay_table(Step.TABLE)
    seen = bakery(workshop).seq
    move(workshop, LAPTOP, 1, Zone.GIVES, seen)
    assert "‘geeft energie’" in refused(workshop, PHONE, 1, Zone.COSTS, seen)


def test_a_line_that_was_sorted_elsewhere_stays_there(db: None):
    workshop = lay_table(Step.SHEET)
    ana = seat(workshop, "Ana")
    act(ana, "sheet.add", names=["Bakker"])
    line, seen = bakery(workshop), bakery(workshop).seq
    act(ana, "sheet.sort", figure=line.id, column=Zone.GIVES, seen=seen)

    with pytest.raises(Refusal) as refusal:
        act(ana, "sheet.sort", figure=line.id, column=Zone.COSTS, seen=seen)

    assert bakery(workshop).column == Zone.GIVES
    assert "‘geeft energie’" in refusal.value.sentence
    assert "‘kost energie’" in refusal.value.sentence
    act(ana, "sheet.sort", figure=line.id, column="", seen=bakery(workshop).seq)
    assert bakery(workshop).column == ""


def test_an_ordinary_move_asks_the_journal_nothing(workshop: Workshop):
    with CaptureQueriesContext(connection) as without:
        move(workshop, PHONE, 1, Zone.GIVES, None)
    seen = bakery(workshop).seq
    with CaptureQueriesContext(connection) as within:
        move(workshop, PHONE, 2, Zone.COSTS, seen)
    assert len(within) == len(without)


def test_what_a_page_says_it_saw_costs_little_however_long_ago(workshop: Workshop):
    """A page that names the beginning makes nobody read the whole journal under the lock."""
    for number in range(60):
        move(workshop, PHONE, number, Zone.GIVES if number % 2 else Zone.COSTS, None)
    with CaptureQueriesContext(connection) as captured:
        assert "‘geeft energie’" in refused(workshop, PHONE, 61, Zone.NEUTRAL, 0)
    assert [query["sql"] for query in captured if "LIMIT 51" in query["sql"]]


# --- decisions and answers: rows that come and go ---------------------------------------------------------------------


def decide(workshop: Workshop, page: str, number: int, action: str, **asked: object) -> Done:
    """What Ana's page sends in step 5 or 6; `seen`: the seq that it showed."""
    actor = Actor("seat", seat(workshop, "Ana"))
    return perform(workshop_id=workshop.id, actor=actor, action=action, data=asked, action_id=f"{page}{number:010}")


def overtaken(workshop: Workshop, action: str, **asked: object) -> str:
    """What the phone reads, which had no line meanwhile."""
    with pytest.raises(Refusal) as refusal:
        decide(workshop, PHONE, 9, action, **asked)
    return refusal.value.sentence


def seq_of(workshop: Workshop) -> int:
    return Workshop.objects.get(pk=workshop.pk).seq


def pile(workshop: Workshop) -> str:
    slip = SwapProposal.objects.filter(rating=bakery(workshop)).first()
    return "keep" if slip is None else "stick" if slip.stuck else "give"


#: What was done in step 5 before the phone lost its line, by the laptop meanwhile, and by the phone at last; and where
#: the customer lies then.
DECISIONS = [
    ((), ("stack.give_away", "stack.keep"), "stack.give_away", "keep"),
    ((), ("stack.give_away", "stack.keep"), "stack.stick", "keep"),
    ((), ("stack.give_away",), "stack.stick", "give"),
    (("stack.give_away",), ("stack.stick", "stack.take_back"), "stack.stick", "give"),
    (("stack.give_away",), ("stack.keep", "stack.give_away"), "stack.keep", "give"),
    (("stack.stick",), ("stack.take_back", "stack.stick"), "stack.take_back", "stick"),
]


@pytest.mark.parametrize(("before", "meanwhile", "waited", "lies"), DECISIONS)
def test_a_decision_that_waited_undoes_none_of_another_device(
    workshop: Workshop, before: tuple[str, ...], meanwhile: tuple[str, ...], waited: str, lies: str
):
    go(workshop, Step.STACK)
    line = bakery(workshop).id
    for number, one in enumerate(before):
        decide(workshop, PHONE, number, one, figure=line)
    seen = seq_of(workshop)
    for number, one in enumerate(meanwhile):
        decide(workshop, LAPTOP, number, one, figure=line)

    assert "op een ander scherm" in overtaken(workshop, waited, figure=line, seen=seen)
    assert pile(workshop) == lies

    decide(workshop, PHONE, 10, waited, figure=line, seen=seq_of(workshop))
    assert pile(workshop) != lies


def test_decisions_of_one_page_are_one_chain(workshop: Workshop):
    go(workshop, Step.STACK)
    line, seen = bakery(workshop).id, seq_of(workshop)
    for number, one in enumerate(("stack.give_away", "stack.stick", "stack.take_back", "stack.keep", "stack.stick")):
        decide(workshop, PHONE, number, one, figure=line, seen=seen)
    assert pile(workshop) == "stick"


def test_what_a_colleague_or_another_customer_does_refuses_nothing(workshop: Workshop):
    go(workshop, Step.STACK)
    seen = seq_of(workshop)
    act(seat(workshop, "Bas"), "stack.stick", figure=figure(workshop, "Bas", "Hotel").id)
    act(seat(workshop, "Bas"), "stack.wish", figure=bakery(workshop).id)
    decide(workshop, LAPTOP, 1, "stack.stick", figure=figure(workshop, "Ana", "Slager").id)
    decide(workshop, PHONE, 1, "stack.stick", figure=bakery(workshop).id, seen=seen)
    assert pile(workshop) == "stick"


def test_all_drafts_are_those_that_the_page_showed(workshop: Workshop):
    """The laptop decides in private about one more, while the phone sticks all that it shows."""
    go(workshop, Step.STACK)
    line, other = bakery(workshop).id, figure(workshop, "Ana", "Slager").id
    decide(workshop, PHONE, 1, "stack.give_away", figure=line)
    decide(workshop, LAPTOP, 1, "stack.give_away", figure=other)
    decide(workshop, PHONE, 2, "stack.stick_all", figure=[line], why=[""], wish=[""])
    assert {slip.rating_id: slip.stuck for slip in SwapProposal.objects.all()} == {line: True, other: False}


def test_a_wish_that_waited_undoes_none_of_another_device(workshop: Workshop):
    go(workshop, Step.STACK)
    hotel, seen = figure(workshop, "Bas", "Hotel").id, seq_of(workshop)
    for number, on in enumerate((True, False, True)):
        decide(workshop, LAPTOP, number, "stack.wish", figure=hotel, on=on)
    with pytest.raises(Refusal):
        decide(workshop, PHONE, 1, "stack.wish", figure=hotel, on=False, seen=seen)
    decide(workshop, PHONE, 2, "stack.wish", figure=hotel, on=False, seen=seq_of(workshop))


def test_an_answer_that_waited_undoes_none_of_another_device(workshop: Workshop):
    go(workshop, Step.STACK)
    act(seat(workshop, "Bas"), "stack.stick", figure=figure(workshop, "Bas", "Hotel").id)
    go(workshop, Step.SWAP)
    asked = {"slip": SwapProposal.objects.get().id, "expectation": Zone.GIVES}
    seen = seq_of(workshop)
    decide(workshop, LAPTOP, 1, "swap.answer", answer="take", **asked)

    said = overtaken(workshop, "swap.answer", answer="no", seen=seen, **asked)

    assert (str(Answer.TAKE.label) in said, str(Answer.NO.label) in said) == (True, True)
    assert Claim.objects.get().answer == Answer.TAKE
    decide(workshop, PHONE, 1, "swap.answer", answer="take", seen=seen, **asked)  # the same is no quarrel
    decide(workshop, PHONE, 2, "swap.answer", answer="no", seen=seq_of(workshop), **asked)
    decide(workshop, PHONE, 3, "swap.answer", answer="take", seen=seen + 1, **asked)
    assert Claim.objects.get().answer == Answer.TAKE


def test_a_yes_to_help_that_waited_undoes_no_no_of_another_device(workshop: Workshop):
    bas = seat(workshop, "Bas")
    go(workshop, Step.STACK)
    act(seat(workshop, "Cem"), "stack.stick", figure=figure(workshop, "Cem", "Notaris").id)
    go(workshop, Step.SWAP)
    slip = SwapProposal.objects.get()
    act(bas, "swap.answer", slip=slip.id, answer="help", expectation="costs", helpers=[seat(workshop, "Ana").id])
    act(workshop, "swap.open", slip=slip.id)
    claim, seen = Claim.objects.get().id, seq_of(workshop)
    decide(workshop, LAPTOP, 1, "swap.help", claim=claim, yes=False, expectation="gives")
    with pytest.raises(Refusal):
        decide(workshop, PHONE, 1, "swap.help", claim=claim, yes=True, expectation="gives", seen=seen)
    decide(workshop, PHONE, 2, "swap.help", claim=claim, yes=True, expectation="gives", seen=seq_of(workshop))
