"""Step 3: people tell in turn, the others only listen; and step 4, what is harvested from it."""

import pytest
from support.asserts import nothing_changes, refused, refused_for
from support.people import act, act_for, again, figure, go, invite_dirk, join, lay_table, open_workshop, seat, tell_all

from workshop.actions.registry import ACTIONS
from workshop.models import PrivateNote, Thread, ThreadLink, Turn, Workshop
from workshop.permissions import Who
from workshop.steps import Step, Zone

pytestmark = pytest.mark.django_db

LISTEN = "listening-to-move"
FIVE = ("Ana", "Bas", "Cem", "Eva", "Flip")


def told(workshop: Workshop) -> list[tuple[str, int, str]]:
    """All turns in their order: who, which question, and how it went."""
    turns = Turn.objects.filter(workshop=workshop).select_related("participant")
    return [(turn.participant.name, turn.question, turn.state) for turn in turns]


def speaker(workshop: Workshop) -> tuple[str, int] | None:
    return next(((name, question) for name, question, state in told(workshop) if state == "speaking"), None)


def zone_of(workshop: Workshop, name: str, customer: str) -> Zone:
    return figure(workshop, name, customer).zone


# --- turns -----------------------------------------------------------------------------------------------------------


def test_up_to_four_people_tell_round_by_round():
    workshop = lay_table(Step.STORY)
    assert [(name, question) for name, question, _state in told(workshop)] == [
        (name, question) for question in (1, 2, 3, 4) for name in ("Ana", "Bas", "Cem")
    ]
    assert (workshop.story_mode, speaker(workshop)) == ("round", ("Ana", 1))
    act(seat(workshop, "Ana"), "story.pass_word")
    assert speaker(workshop) == ("Bas", 1)
    assert refused(seat(workshop, "Bas"), "story.next_question") == "one-question-a-round"


def test_from_five_people_on_one_turn_goes_through_all_four_questions():
    workshop = lay_table(Step.STORY, FIVE)
    assert [(name, question) for name, question, _state in told(workshop)] == [(name, 1) for name in FIVE]
    ana = seat(workshop, "Ana")
    for question in (2, 3, 4):
        act(ana, "story.next_question")
        assert speaker(workshop) == ("Ana", question)
    with nothing_changes():
        assert act(ana, "story.next_question").change is None
    act(ana, "story.previous_question")
    assert speaker(workshop) == ("Ana", 3)


def test_the_team_lead_tells_last():
    workshop = open_workshop()
    for name in FIVE:
        join(workshop, name)
    act(workshop, "lobby.lead", seat=seat(workshop, "Ana").id)
    go(workshop, Step.STORY)
    assert [name for name, _question, _state in told(workshop)] == ["Bas", "Cem", "Eva", "Flip", "Ana"]
    act(workshop, "story.draw")
    assert (speaker(workshop), told(workshop)[-1][0]) == (("Bas", 1), "Ana")


def test_drawing_keeps_the_rounds_and_everybody_in_them():
    workshop = lay_table(Step.STORY)
    before = sorted(told(workshop))
    act(workshop, "story.draw")
    assert (sorted(told(workshop)), speaker(workshop)) == (before, ("Ana", 1))
    assert [question for _name, question, _state in told(workshop)] == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]


def test_the_way_of_telling_is_chosen_before_anybody_has_told():
    workshop = lay_table(Step.STORY)
    act(workshop, "story.mode", mode="person")
    assert told(workshop) == [("Ana", 1, "speaking"), ("Bas", 1, "waiting"), ("Cem", 1, "waiting")]
    act(workshop, "story.pass_word")
    assert refused(workshop, "story.mode", mode="round") == "order-stands"


def test_a_speaker_may_pass_and_speak_later_after_all():
    workshop = lay_table(Step.STORY)
    act(seat(workshop, "Ana"), "story.skip")
    assert (told(workshop)[0], speaker(workshop)) == (("Ana", 1, "passed"), ("Bas", 1))
    act(workshop, "story.give_turn", turn=Turn.objects.first().id)
    assert (speaker(workshop), told(workshop)[1]) == (("Ana", 1), ("Bas", 1, "waiting"))


def test_the_word_is_passed_by_who_has_it_or_by_the_facilitator():
    workshop = lay_table(Step.STORY)
    for action in ("story.pass_word", "story.skip", "story.next_question"):
        assert refused(seat(workshop, "Bas"), action) == "passed-by-speaker"
    tell_all(workshop)
    assert {state for _name, _question, state in told(workshop)} == {"done"}
    assert refused(workshop, "story.pass_word") == "nobody-speaks"


def test_who_comes_late_tells_last_in_the_rounds_that_are_still_to_come():
    workshop = lay_table(Step.STORY)
    for _ in range(4):
        act(workshop, "story.pass_word")
    join(workshop, "Laat")
    assert speaker(workshop) == ("Bas", 2)
    assert [(name, question) for name, question, _state in told(workshop)] == [
        *[(name, 1) for name in ("Ana", "Bas", "Cem")],
        *[(name, question) for question in (2, 3, 4) for name in ("Ana", "Bas", "Cem", "Laat")],
    ]


def test_when_the_speaker_is_taken_from_the_table_the_next_one_has_the_word():
    workshop = lay_table(Step.STORY)
    act(workshop, "lobby.remove", seat=seat(workshop, "Ana").id)
    assert speaker(workshop) == ("Bas", 1)
    for expected in (("Cem", 1), ("Bas", 2)):
        act(workshop, "story.pass_word")
        assert speaker(workshop) == expected


def test_going_back_to_the_stories_keeps_who_has_told():
    workshop = lay_table(Step.STORY)
    act(workshop, "story.pass_word")
    before = told(workshop)
    go(workshop, Step.TABLE)
    go(workshop, Step.STORY)
    assert told(workshop) == before


# --- what the others may do ------------------------------------------------------------------------------------------


def test_a_listener_may_nothing_but_keep_a_private_note_and_say_done():
    """Every action of this step, for a seat that is not speaking."""
    workshop = lay_table(Step.STORY)
    bas = seat(workshop, "Bas")
    offered = {name for name, permit in ACTIONS.items() if Step.STORY in permit.steps and Who.SEAT in permit.who}
    act(bas, "story.keep_note", text="Daar vraag ik straks naar")
    note = PrivateNote.objects.get().id
    pair = {
        "kept": figure(workshop, "Bas", "Bakker").customer_id,
        "other": figure(workshop, "Ana", "Bakker").customer_id,
    }
    for action, data in {
        "table.place": {"figure": figure(workshop, "Bas", "Garage").id, "zone": "gives"},
        "table.join": pair,
        "table.differ": pair,
        "table.split": {"pair": "xxxxxxxxxx"},
        "story.next_question": {},
        "story.previous_question": {},
        "story.pass_word": {},
        "story.skip": {},
    }.items():
        offered.remove(action)
        refused(bas, action, **data)
    act(bas, "thread.forget_note", note=note)
    assert offered == {
        "story.keep_note",
        "thread.forget_note",
        "lobby.done",
        "lobby.back_on_device",
        "journal.take_back",
    }


def test_a_listener_does_not_move_figures_by_undoing_what_was_done_before():
    workshop = lay_table(Step.TABLE)
    bas = seat(workshop, "Bas")
    placed = act(bas, "table.place", figure=figure(workshop, "Bas", "Garage").id, zone="gives").seq
    go(workshop, Step.STORY)
    assert refused(bas, "journal.take_back", entry=placed) == "undo-earlier-step"
    act(workshop, "journal.take_back", entry=placed)
    assert zone_of(workshop, "Bas", "Garage") is None


def test_during_question_three_the_speaker_moves_own_neutral_figures_and_no_others():
    workshop = lay_table(Step.STORY, FIVE)
    ana, neutral = seat(workshop, "Ana"), figure(workshop, "Ana", "Kapper").id
    for _ in range(2):
        assert refused(ana, "table.place", figure=neutral, zone="gives") == LISTEN
        act(ana, "story.next_question")
    for customer in ("Bakker", "Bloemist"):
        moved = {"figure": figure(workshop, "Ana", customer).id, "zone": "neutral"}
        assert refused(ana, "table.place", **moved) == "moves-neutral-only"
    act(ana, "table.place", figure=neutral, zone="costs")
    assert zone_of(workshop, "Ana", "Kapper") == "costs"
    assert (
        refused(seat(workshop, "Bas"), "table.place", figure=figure(workshop, "Bas", "Garage").id, zone="gives")
        == LISTEN
    )


def test_for_a_speaker_without_a_device_the_facilitator_moves_the_doubtful_figure():
    workshop = lay_table(Step.STORY, FIVE)
    ana = seat(workshop, "Ana")
    act(workshop, "lobby.without_device", seat=ana.id)
    move = {"figure": figure(workshop, "Ana", "Kapper").id, "zone": "gives"}
    assert refused_for(ana, "table.place", **move) == LISTEN
    for _ in range(2):
        act(workshop, "story.next_question")
    act_for(ana, "table.place", **move)
    assert zone_of(workshop, "Ana", "Kapper") == "gives"


def test_done_is_for_this_step():
    workshop = lay_table(Step.STORY)
    act(seat(workshop, "Bas"), "lobby.done", done=True)
    assert again(seat(workshop, "Bas")).done_step == Step.STORY
    go(workshop, Step.THREAD)
    assert again(seat(workshop, "Bas")).done_step != workshop.step


# --- step 4: the thread ----------------------------------------------------------------------------------------------


def harvest() -> tuple[Workshop, Thread]:
    workshop = lay_table(Step.THREAD)
    act(seat(workshop, "Ana"), "thread.write", heading="costs", text="Te veel haast")
    return workshop, Thread.objects.get()


def test_an_own_note_is_shared_in_the_words_that_its_writer_now_chooses_and_is_gone():
    workshop = lay_table(Step.STORY)
    ana = seat(workshop, "Ana")
    act(ana, "story.keep_note", text="Rauw opgeschreven")
    go(workshop, Step.THREAD)
    note = PrivateNote.objects.get().id
    assert refused(seat(workshop, "Bas"), "thread.share_note", note=note, heading="more") == "missing"
    act(ana, "thread.share_note", note=note, heading="more", text="Netjes gezegd")
    assert (Thread.objects.get().text, Thread.objects.get().writer, PrivateNote.objects.count()) == (
        "Netjes gezegd",
        ana,
        0,
    )
    assert "Rauw" not in str(workshop.journal.last().changes)


def test_only_writer_or_facilitator_rewords_and_removes():
    workshop, line = harvest()
    bas = seat(workshop, "Bas")
    assert refused(bas, "thread.reword", thread=line.id, text="Anders") == "thread-reworded-by-writer"
    assert refused(bas, "thread.remove", thread=line.id) == "thread-removed-by-writer"
    act(workshop, "thread.reword", thread=line.id, text="Haast")
    act(seat(workshop, "Ana"), "thread.remove", thread=line.id)
    assert not Thread.objects.exists()


def test_customers_of_the_table_are_linked_and_others_do_not_exist():
    workshop, line = harvest()
    customer = figure(workshop, "Bas", "Hotel").customer_id
    act(seat(workshop, "Cem"), "thread.link", thread=line.id, customer=customer)
    with nothing_changes():
        assert act(workshop, "thread.link", thread=line.id, customer=customer).change is None
    elsewhere = figure(lay_table(Step.THREAD), "Ana", "Slager").customer_id
    assert refused(workshop, "thread.link", thread=line.id, customer=elsewhere) == "missing"
    act(workshop, "thread.link", thread=line.id, customer=customer, linked=False)
    assert not ThreadLink.objects.exists()


def test_the_facilitator_groups_one_level_deep():
    workshop, first = harvest()
    for text in ("Altijd spoed", "Geen rust"):
        act(seat(workshop, "Bas"), "thread.write", heading="returns", text=text)
    second, third = Thread.objects.exclude(pk=first.pk)
    act(workshop, "thread.group", thread=second.id, under=third.id)
    act(workshop, "thread.group", thread=third.id, under=first.id)
    assert {one.text: (one.under.text if one.under else None, one.heading) for one in Thread.objects.all()} == {
        "Te veel haast": (None, "costs"),
        "Altijd spoed": ("Te veel haast", "costs"),
        "Geen rust": ("Te veel haast", "costs"),
    }
    assert refused(workshop, "thread.group", thread=first.id, under=second.id) == "group-under-head"
    assert refused(workshop, "thread.group", thread=first.id, under=first.id) == "group-under-head"
    act(workshop, "thread.remove", thread=first.id)
    assert {one.under for one in Thread.objects.all()} == {None}


def test_a_guest_writes_nothing():
    workshop = lay_table(Step.THREAD)
    dirk = invite_dirk(workshop)
    assert refused(dirk, "thread.write", heading="more", text="Ik wil ook") == "guest-looks"
