"""The time plan: who gets how long, and how far behind we are."""

import datetime as dt

import pytest
from support.people import act, go, lay_table

from workshop import plan
from workshop.limits import PLANS
from workshop.models import Turn, Workshop
from workshop.steps import Step

START = dt.datetime(2026, 11, 21, 13, 0, tzinfo=dt.UTC)


def planned(hours: int = 3, **fields: object) -> Workshop:
    return Workshop(minutes=list(PLANS[hours]), started_at=START, **fields)


def test_a_step_ends_after_the_minutes_of_all_steps_up_to_it():
    assert [plan.planned_end(planned(), step) for step in (Step.LOBBY, Step.STORY)] == [
        START + dt.timedelta(minutes=10),
        START + dt.timedelta(minutes=90),
    ]


def test_the_break_comes_after_the_stories():
    with_coffee = planned(break_minutes=10)
    assert [plan.planned_end(with_coffee, step) for step in (Step.STORY, Step.THREAD)] == [
        START + dt.timedelta(minutes=90),
        START + dt.timedelta(minutes=120),
    ]


def test_a_workshop_that_has_not_begun_is_not_late():
    assert plan.planned_end(Workshop(minutes=list(PLANS[2])), Step.LOBBY) is None


def test_each_speaker_gets_an_equal_part_and_in_rounds_a_fourth_of_it():
    by_person, by_round = planned(story_mode="person"), planned(story_mode="round")
    assert (plan.turn_time(by_person, 5), plan.turn_time(by_round, 5)) == (
        dt.timedelta(minutes=10),
        dt.timedelta(minutes=2, seconds=30),
    )


def test_eight_speakers_in_twenty_minutes_are_too_many_and_the_swaps_have_room():
    tight = planned(step=Step.TABLE)
    tight.minutes[Step.STORY] = 20
    assert plan.advice(tight, 8, 0) == [
        plan.Advice(Step.STORY, dt.timedelta(minutes=2, seconds=30), needed=4, shorten=Step.SWAP)
    ]


def test_forty_slips_need_five_minutes_more_than_thirty_five():
    assert plan.advice(planned(step=Step.STACK), 5, 40) == [
        plan.Advice(Step.SWAP, dt.timedelta(seconds=52, microseconds=500000), needed=5, shorten=Step.CLOSING)
    ]


def test_a_plan_with_room_needs_no_advice():
    assert plan.advice(planned(step=Step.SHEET), 5, 10) == []


@pytest.mark.django_db
def test_a_change_of_the_plan_moves_the_end_of_the_step_that_is_open():
    workshop = lay_table(Step.SHEET)
    before = workshop.step_ends_at
    minutes = [*workshop.minutes]
    minutes[Step.SHEET] += 5
    act(workshop, "steps.plan", minutes=minutes, break_minutes=15)
    workshop.refresh_from_db()
    assert (workshop.step_ends_at - before, workshop.minutes, workshop.break_minutes) == (
        dt.timedelta(minutes=5),
        minutes,
        15,
    )


@pytest.mark.django_db
def test_a_pause_gives_the_step_and_the_speaker_back_what_it_took():
    workshop = lay_table(Step.STORY)
    turn = Turn.objects.get(workshop=workshop, state="speaking")
    ends = workshop.step_ends_at, turn.ends_at
    act(workshop, "steps.pause")
    Workshop.objects.filter(pk=workshop.pk).update(paused_at=Workshop.objects.get().paused_at - dt.timedelta(minutes=7))
    act(workshop, "steps.resume")
    workshop.refresh_from_db()
    turn.refresh_from_db()
    spans = [workshop.step_ends_at - ends[0], turn.ends_at - ends[1]]
    gained = [round(span.total_seconds() / 60, 1) for span in spans]
    assert (gained, workshop.paused_at) == ([7.0, 7.0], None)


@pytest.mark.django_db
def test_one_minute_more_goes_to_the_step_and_to_who_is_speaking():
    workshop = lay_table(Step.STORY)
    turn = Turn.objects.get(workshop=workshop, state="speaking")
    ends = workshop.step_ends_at, turn.ends_at
    act(workshop, "steps.extend", minutes=1)
    workshop.refresh_from_db()
    turn.refresh_from_db()
    assert (workshop.step_ends_at, turn.ends_at) == tuple(end + dt.timedelta(minutes=1) for end in ends)


@pytest.mark.django_db
def test_the_next_speaker_has_a_clock_of_their_own():
    workshop = lay_table(Step.STORY)
    act(workshop, "story.pass_word")
    turn = Turn.objects.get(workshop=workshop, state="speaking")
    assert turn.ends_at is not None


@pytest.mark.django_db
def test_the_order_of_those_who_wait_can_be_changed_by_one_place():
    workshop = lay_table(Step.TABLE, names=("Ana", "Bas", "Cem", "Eva", "Gijs"))
    go(workshop, Step.STORY)
    last = workshop.turns.last()
    act(workshop, "story.move", turn=last.id, by=-1)
    assert [turn.participant.name for turn in workshop.turns.all()] == ["Ana", "Bas", "Cem", "Gijs", "Eva"]


@pytest.mark.django_db
def test_own_words_for_a_question_replace_the_forms_until_they_are_taken_off():
    workshop = lay_table(Step.STORY)
    act(workshop, "steps.ask", number=1, text="Wie bloeit er van jou op?")
    asked = Workshop.objects.get().questions
    act(workshop, "steps.ask", number=1)
    assert (asked, Workshop.objects.get().questions) == ({"1": "Wie bloeit er van jou op?"}, {})
