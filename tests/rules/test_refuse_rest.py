"""*De rest is niet voor mij*: one press answers every closed slip that has no answer yet, in private."""

import pytest
from support.people import act, lay_table, seat

from workshop.models import Claim, Participant, SwapProposal, Workshop
from workshop.steps import Answer, Step

pytestmark = pytest.mark.django_db


def answers(who: Participant) -> dict[str, str]:
    """What somebody answered, by the id of the slip."""
    return dict(Claim.objects.filter(participant=who).values_list("slip_id", "answer"))


def of_others(workshop: Workshop, who: Participant) -> list[SwapProposal]:
    return list(SwapProposal.objects.filter(workshop=workshop, stuck=True).exclude(giver=who))


def test_what_has_no_answer_gets_a_no_and_what_has_one_keeps_it():
    workshop = lay_table(Step.SWAP)
    cem = seat(workshop, "Cem")
    kept, *rest = of_others(workshop, cem)
    act(cem, "swap.answer", slip=kept.id, answer=Answer.TAKE, expectation="gives")
    act(cem, "swap.refuse_rest")
    assert rest
    assert answers(cem) == {kept.id: Answer.TAKE} | {one.id: Answer.NO for one in rest}


def test_an_open_slip_is_left_to_the_talk_and_pressed_twice_nothing_is_left():
    workshop = lay_table(Step.SWAP)
    cem = seat(workshop, "Cem")
    opened, *rest = of_others(workshop, cem)
    act(workshop, "swap.open", slip=opened.id)
    done = act(cem, "swap.refuse_rest")
    assert answers(cem) == {one.id: Answer.NO for one in rest if not slip_is_open(one)}
    assert act(cem, "swap.refuse_rest").seq == done.seq


def slip_is_open(one: SwapProposal) -> bool:
    return bool(SwapProposal.objects.get(pk=one.pk).opened)
