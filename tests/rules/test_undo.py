"""Undo: one's own last move of this step; the facilitator anyone's public one; never under what was built on it."""

import datetime as dt

import pytest
from django.utils import timezone
from support.asserts import outcomes, refused, refused_for, refused_with, zones
from support.people import act, act_for, figure, go, lay_table, seat, slip
from support.replay import assert_replays

from workshop.actions.context import ActionContext
from workshop.models import (
    Claim,
    DirectSwap,
    EnergyRating,
    HardCase,
    JournalEntry,
    PrivateNote,
    SwapProposal,
    Thread,
    ThreadLink,
    Workshop,
)
from workshop.steps import Heading, Step

pytestmark = pytest.mark.django_db

CANNOT = "undo-never"
NOT_LAST = "undo-own-last"
PRIVATE = "undo-is-private"
BUILT_ON = "undo-built-on"
CHANGED = "changed"


def later(workshop: Workshop, seq: int, who: str, about: str) -> str:
    at = timezone.localtime(JournalEntry.objects.get(workshop=workshop, seq=seq).at)
    return f"Hierna gebeurde nog iets: {who}, om {at:%H:%M} uur, {about}. Draai dat eerst terug."


def place(workshop: Workshop, name: str, customer: str, zone: str) -> int:
    return act(seat(workshop, name), "table.place", figure=figure(workshop, name, customer).id, zone=zone).seq


# --- whose, and which ------------------------------------------------------------------------------------------------


def test_the_last_own_move_goes_back_and_then_the_one_before():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    first, second = place(workshop, "Ana", "Slager", "costs"), place(workshop, "Ana", "Slager", "gives")
    assert refused(ana, "journal.take_back", entry=first) == NOT_LAST
    act(ana, "journal.take_back", entry=second)
    assert zones(workshop) == {("Ana", "Slager"): "costs"}
    assert refused_with(ana, "journal.take_back", entry=second) == "Dit is al teruggedraaid."
    act(ana, "journal.take_back", entry=first)
    assert zones(workshop) == {}


def test_another_ones_move_goes_back_only_by_the_facilitator():
    workshop = lay_table(Step.TABLE)
    placed = place(workshop, "Ana", "Slager", "costs")
    assert refused(seat(workshop, "Bas"), "journal.take_back", entry=placed) == NOT_LAST
    act(workshop, "journal.take_back", entry=placed)
    assert zones(workshop) == {}


def test_the_facilitator_undoes_any_public_move_not_only_the_last():
    workshop = lay_table(Step.TABLE)
    first = place(workshop, "Ana", "Slager", "costs")
    place(workshop, "Bas", "Hotel", "costs")
    act(workshop, "journal.take_back", entry=first)
    assert zones(workshop) == {("Bas", "Hotel"): "costs"}


def test_of_two_regies_that_undo_the_same_one_hears_that_it_was_done():
    workshop = lay_table(Step.TABLE)
    placed = place(workshop, "Ana", "Slager", "costs")
    act(workshop, "journal.take_back", entry=placed)
    assert refused_with(workshop, "journal.take_back", entry=placed) == "Dit is al teruggedraaid."


def test_what_was_built_on_is_named():
    workshop = lay_table(Step.TABLE)
    first = place(workshop, "Ana", "Slager", "costs")
    second = place(workshop, "Ana", "Slager", "gives")
    assert refused_with(workshop, "journal.take_back", entry=first) == later(workshop, second, "Ana", "Slager")
    act(workshop, "journal.take_back", entry=second)
    act(workshop, "journal.take_back", entry=first)
    assert zones(workshop) == {}


@pytest.mark.parametrize("how", ["table.place", "table.lay"])
def test_a_figure_that_was_laid_before_the_others_stays_on_the_table(how: str):
    """Else a name that only its owner may read would stand on every screen, and answers would go with it."""
    workshop, laid = lay_slager(how)
    act(seat(workshop, "Ana"), "case.park", figure=figure(workshop, "Ana", "Slager").id)
    assert refused(workshop, "journal.take_back", entry=laid) == BUILT_ON
    act(workshop, "case.withdraw", case=HardCase.objects.get().id)
    act(workshop, "journal.take_back", entry=laid)
    assert zones(workshop) == {}


@pytest.mark.parametrize("how", ["table.place", "table.lay"])
def test_the_last_figure_of_a_customer_that_a_thread_is_about_stays_on_the_table(how: str):
    workshop, laid = lay_slager(how)
    act(workshop, "thread.write", heading=Heading.GIVES, text="Wie snel belt")
    link = {"thread": Thread.objects.get().id, "customer": figure(workshop, "Ana", "Slager").customer_id}
    act(workshop, "thread.link", **link)
    assert refused(workshop, "journal.take_back", entry=laid) == BUILT_ON
    unlinked = act(workshop, "thread.link", **link, linked=False).seq
    act(workshop, "journal.take_back", entry=laid)
    assert zones(workshop) == {}
    assert refused(workshop, "journal.take_back", entry=unlinked) == CHANGED
    assert not ThreadLink.objects.exists()


def lay_slager(how: str) -> tuple[Workshop, int]:
    """Step 4, and the entry by which Ana's only Slager came on the table."""
    workshop = lay_table(Step.TABLE)
    if how == "table.place":
        laid = place(workshop, "Ana", "Slager", "costs")
    else:
        ana = seat(workshop, "Ana")
        act(ana, "sheet.remove", figure=figure(workshop, "Ana", "Slager").id)
        laid = act(ana, how, name="Slager", zone="costs").seq
    go(workshop, Step.STORY)
    go(workshop, Step.THREAD)
    return workshop, laid


def test_what_is_private_is_undone_by_its_owner_only():
    workshop = lay_table(Step.SHEET)
    ana = seat(workshop, "Ana")
    added = act(ana, "sheet.add", names=["Molen", "Haven"]).seq
    assert refused(workshop, "journal.take_back", entry=added) == PRIVATE
    assert refused(seat(workshop, "Bas"), "journal.take_back", entry=added) == PRIVATE
    act(ana, "journal.take_back", entry=added)
    entry = workshop.journal.last()
    assert (EnergyRating.objects.count(), entry.private_to, entry.about) == (0, ana, "")


def test_nobody_undoes_for_a_seat():
    workshop = lay_table(Step.TABLE)
    placed = place(workshop, "Ana", "Slager", "costs")
    act(workshop, "lobby.without_device", seat=seat(workshop, "Ana").id)
    assert refused_for(seat(workshop, "Ana"), "journal.take_back", entry=placed) == "private-to-seat"


def test_what_is_led_is_not_undone():
    workshop = lay_table(Step.SWAP)
    act(workshop, "steps.lock", reason="pauze")
    act(workshop, "steps.unlock")
    act(workshop, "swap.open", slip=slip(workshop, "Hotel").id)
    act(workshop, "swap.close")
    led = [
        one
        for one in workshop.journal.filter(private_to=None)
        if one.action.startswith(("steps.", "lobby.", "swap.close"))
    ]
    assert {refused(workshop, "journal.take_back", entry=one.seq) for one in led} == {CANNOT}
    assert refused(workshop, "journal.take_back", entry=9999) == "missing"


def test_entries_of_another_workshop_do_not_exist():
    workshop, other = lay_table(Step.TABLE), lay_table(Step.TABLE)
    for _ in range(3):
        placed = place(other, "Ana", "Slager", "costs")
        act(other, "journal.take_back", entry=placed)
    assert refused(workshop, "journal.take_back", entry=other.journal.last().seq) == "missing"


# --- every kind of act, there and back -------------------------------------------------------------------------------


def rows_without_numbers() -> dict[tuple[str, str], dict]:
    """The rows that the journal tells of, without those that say when they changed."""
    rows = {}
    for model in (EnergyRating, SwapProposal, Claim, Thread, PrivateNote):
        for row in model.objects.values():
            rows[model.__name__, row.pop("id")] = {name: value for name, value in row.items() if name != "seq"}
    return rows


@pytest.mark.parametrize(
    ("step", "name", "action", "data"),
    [
        (Step.TABLE, "Ana", "sheet.sort", {"figure": "Slager", "column": "gives"}),
        (Step.TABLE, "Ana", "sheet.remove", {"figure": "Slager"}),
        (Step.TABLE, "Ana", "sheet.reason", {"figure": "Slager", "reason": "Druk"}),
        (Step.TABLE, "Ana", "table.place_all", {}),
        (Step.TABLE, "Ana", "table.lay", {"name": "Molen", "zone": "gives"}),
        (Step.THREAD, "Ana", "thread.write", {"heading": "more", "text": "Wandelen"}),
        (Step.STACK, "Ana", "stack.give_away", {"figure": "Slager", "why": "Leeg"}),
        (Step.STACK, "Ana", "stack.stick", {"figure": "Slager"}),
        (Step.STACK, "Ana", "stack.wish", {"figure": ("Bas", "Hotel")}),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_there_and_back_leaves_the_table_as_it_was(step: Step, name: str, action: str, data: dict):
    workshop = lay_table(step)
    who = seat(workshop, name)
    sent = dict(data)
    if "figure" in sent:
        owner, customer = sent["figure"] if isinstance(sent["figure"], tuple) else (name, sent["figure"])
        sent["figure"] = figure(workshop, owner, customer).id
    before = rows_without_numbers()
    entry = act(who, action, **sent).seq
    act(who, "journal.take_back", entry=entry)
    assert rows_without_numbers() == before


def test_a_reason_on_the_table_goes_back_and_the_figure_does_not_show_that_it_changed():
    workshop = lay_table(Step.TABLE)
    place(workshop, "Ana", "Slager", "costs")
    ana, shown = seat(workshop, "Ana"), figure(workshop, "Ana", "Slager").seq
    entry = act(ana, "sheet.reason", figure=figure(workshop, "Ana", "Slager").id, reason="Druk").seq
    act(ana, "journal.take_back", entry=entry)
    slager = figure(workshop, "Ana", "Slager")
    assert (slager.reason, slager.seq) == ("", shown)


def test_undoing_a_laid_customer_does_not_write_its_reason_in_a_public_entry():
    workshop = lay_table(Step.TABLE)
    entry = act(seat(workshop, "Ana"), "table.lay", name="Molen", zone="gives").seq
    act(seat(workshop, "Ana"), "sheet.reason", figure=figure(workshop, "Ana", "Molen").id, reason="GEHEIM")
    act(workshop, "journal.take_back", entry=entry)
    public = workshop.journal.filter(private_to=None)
    assert "GEHEIM" not in str([one.changes for one in public])


def test_a_shared_note_stays_shared_because_the_note_is_gone():
    workshop = lay_table(Step.STORY)
    act(seat(workshop, "Ana"), "story.keep_note", text="Rauw")
    go(workshop, Step.THREAD)
    shared = act(seat(workshop, "Ana"), "thread.share_note", note=PrivateNote.objects.get().id, heading="more").seq
    assert refused(seat(workshop, "Ana"), "journal.take_back", entry=shared) == CANNOT
    assert Thread.objects.get().text == "Rauw"


# --- slips and results -----------------------------------------------------------------------------------------------


def test_a_stuck_slip_comes_off_the_stack_in_step_five_and_not_after():
    workshop = lay_table(Step.SWAP)
    stuck = workshop.journal.filter(action="stack.stick", about="Hotel").get().seq
    assert refused(workshop, "journal.take_back", entry=stuck) == "undo-slip-stays"
    act(seat(workshop, "Ana"), "swap.answer", slip=slip(workshop, "Hotel").id, answer="no")
    go(workshop, Step.STACK)
    act(workshop, "journal.take_back", entry=stuck)
    assert (slip(workshop, "Hotel").stuck, Claim.objects.count()) == (False, 0)


def test_a_paper_slip_and_a_slip_that_was_withdrawn_can_both_be_undone():
    workshop = lay_table(Step.STACK)
    ana, slager = seat(workshop, "Ana"), figure(workshop, "Ana", "Slager").id
    act(ana, "stack.give_away", figure=slager, why="Op het leenscherm")
    act(workshop, "lobby.without_device", seat=ana.id)
    laid = act_for(ana, "stack.lay", figure=slager, why="Op papier").seq
    taken = act_for(ana, "stack.take_back", figure=slager).seq
    act(workshop, "journal.take_back", entry=taken)
    assert outcomes(workshop) == {"Slager": ("", None)}
    act(workshop, "journal.take_back", entry=laid)
    assert words(workshop, "Slager") == ("Op het leenscherm", "", False)


def words(workshop: Workshop, customer: str) -> tuple[str, str, bool]:
    """What a slip says, and whether it is stuck."""
    one = slip(workshop, customer)
    return one.why, one.wish, one.stuck


def settled_hotel() -> tuple[Workshop, int, int]:
    """Cem took Bas' Hotel: the workshop, the entries of the answer and of the result."""
    workshop = lay_table(Step.SWAP)
    hotel = slip(workshop, "Hotel")
    act(workshop, "swap.open", slip=hotel.id)
    answer = act(seat(workshop, "Cem"), "swap.answer", slip=hotel.id, answer="take", expectation="gives").seq
    return workshop, answer, act(workshop, "swap.settle", claim=Claim.objects.get().id).seq


def test_an_answer_is_not_undone_under_the_result_that_rests_on_it():
    workshop, answer, result = settled_hotel()
    assert refused(seat(workshop, "Cem"), "journal.take_back", entry=answer) == "slip-settled"
    act(workshop, "journal.take_back", entry=result)
    act(seat(workshop, "Cem"), "journal.take_back", entry=answer)
    assert (outcomes(workshop)["Hotel"], Claim.objects.count()) == (("", None), 0)


def test_an_answer_given_in_private_and_undone_after_the_opening_is_seen_to_go():
    workshop = lay_table(Step.SWAP)
    hotel = slip(workshop, "Hotel")
    entry = act(seat(workshop, "Cem"), "swap.answer", slip=hotel.id, answer="take", expectation="gives").seq
    act(workshop, "swap.open", slip=hotel.id)
    change = act(seat(workshop, "Cem"), "journal.take_back", entry=entry).change
    assert {"spotlight", "desk", "counts"} <= change.stale


def test_a_result_is_undone_until_something_rests_on_it():
    workshop = lay_table(Step.SWAP)
    hotel = slip(workshop, "Hotel")
    for action in ("swap.open", "swap.look"):
        act(workshop, action, slip=hotel.id)
    gone = act(workshop, "swap.let_go", slip=hotel.id).seq
    go(workshop, Step.CLOSING)
    farewell = act(workshop, "closing.farewell", slip=hotel.id, why="Geen klik", on=dt.date(2039, 1, 1)).seq
    assert refused_with(workshop, "journal.take_back", entry=gone) == later(
        workshop, farewell, "de begeleider", "Hotel"
    )
    act(workshop, "journal.take_back", entry=farewell)
    assert (slip(workshop, "Hotel").farewell_why, slip(workshop, "Hotel").farewell_on) == ("", None)


def test_an_agreed_direct_swap_is_undone_by_the_facilitator_for_both_and_by_neither_of_them():
    workshop = lay_table(Step.STACK)
    names = {"mine": figure(workshop, "Ana", "Slager").id, "theirs": figure(workshop, "Bas", "Hotel").id}
    act(seat(workshop, "Ana"), "stack.propose", **names, expectation="gives")
    yes = {"direct_swap": DirectSwap.objects.get().id, "expectation": "gives"}
    agreed = act(seat(workshop, "Bas"), "stack.accept", **yes).seq
    assert refused(seat(workshop, "Bas"), "journal.take_back", entry=agreed) == "undo-swap-of-both"
    act(workshop, "journal.take_back", entry=agreed)
    assert (SwapProposal.objects.count(), DirectSwap.objects.get().state) == (0, "declined")
    act(seat(workshop, "Ana"), "stack.propose", **names, expectation="gives")


def test_a_draft_that_a_direct_swap_covered_is_back_with_its_words_as_often_as_the_swap_is_undone():
    workshop = lay_table(Step.STACK)
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    mine, theirs = figure(workshop, "Ana", "Slager").id, figure(workshop, "Bas", "Hotel").id
    act(ana, "stack.give_away", figure=mine, why="Te", wish="Rust")
    act(ana, "stack.give_away", figure=mine, why="Te ver rijden", wish="Rust")
    act(bas, "stack.give_away", figure=theirs, why="Te druk")
    act(bas, "stack.stick", figure=theirs)
    for _ in range(2):
        act(ana, "stack.propose", mine=mine, theirs=theirs, expectation="gives")
        yes = {"direct_swap": DirectSwap.objects.get(state="proposed").id, "expectation": "gives"}
        agreed = act(bas, "stack.accept", **yes).seq
        assert (words(workshop, "Slager"), words(workshop, "Hotel")) == (("", "", True), ("Te druk", "", True))
        act(workshop, "journal.take_back", entry=agreed)
        assert words(workshop, "Slager") == ("Te ver rijden", "Rust", False)
        assert words(workshop, "Hotel") == ("Te druk", "", True)
    assert_replays(workshop)


def test_an_offer_that_is_undone_goes_from_both_screens():
    workshop = lay_table(Step.STACK)
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    names = {"mine": figure(workshop, "Ana", "Slager").id, "theirs": figure(workshop, "Bas", "Hotel").id}
    asked = act(ana, "stack.propose", **names, expectation="gives").seq
    change = act(ana, "journal.take_back", entry=asked).change
    assert (change.seats, DirectSwap.objects.count()) == ({ana.id, bas.id}, 0)


def test_an_undone_wish_goes_from_the_screen_of_the_leaks_owner_too():
    workshop = lay_table(Step.STACK)
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    marked = act(ana, "stack.wish", figure=figure(workshop, "Bas", "Hotel").id).seq
    assert act(ana, "journal.take_back", entry=marked).change.seats == {ana.id, bas.id}


def test_the_workshops_own_fields_go_back_only_while_they_are_as_the_entry_left_them():
    workshop = lay_table(Step.CLOSING)
    first = act(workshop, "closing.comeback", on=dt.date(2027, 6, 1)).seq
    second = act(workshop, "closing.comeback", on=dt.date(2027, 9, 1)).seq
    assert refused(workshop, "journal.take_back", entry=first) == CHANGED
    act(workshop, "journal.take_back", entry=second)
    assert Workshop.objects.get().comeback_on == dt.date(2027, 6, 1)


def test_an_undone_date_is_a_date_again(monkeypatch: pytest.MonkeyPatch):
    workshop = lay_table(Step.CLOSING)
    first, second = (timezone.localdate() + dt.timedelta(days=days) for days in (30, 60))
    act(workshop, "closing.comeback", on=first)
    moved = act(workshop, "closing.comeback", on=second).seq
    written: list[object] = []
    update = ActionContext.update_workshop
    monkeypatch.setattr(ActionContext, "update_workshop", lambda act, **to: (written.append(to), update(act, **to))[1])
    act(workshop, "journal.take_back", entry=moved)
    assert written == [{"comeback_on": first}]
    assert Workshop.objects.get(pk=workshop.pk).comeback_on == first
