"""An act is done once, however often it is sent; and the journal tells the whole table."""

import pytest
from support.asserts import nothing_changes
from support.people import act, base_of, browser_of, chair_of, figure, lay_table, seat, send, slip

from workshop.journal import replay
from workshop.models import Claim, EnergyRating, JournalEntry, SwapProposal, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db


def test_a_retry_answers_with_the_present_state_and_writes_nothing():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    browser = browser_of(ana)
    move = {"figure": figure(workshop, "Ana", "Slager").id, "zone": "costs", "action_id": "from-my-queue"}
    first = send(browser, ana, "table.place", **move)
    act(seat(workshop, "Bas"), "table.place_all")
    with nothing_changes():
        again = send(browser, ana, "table.place", **move)
    now = Workshop.objects.get().seq
    assert (first.status_code, first.json()["seq"]) == (200, now - 1)
    assert (again.status_code, again.json()) == (200, {"seq": now, "html": "", "stale": [], "sentence": ""})


def test_a_retry_is_answered_also_when_the_step_has_passed():
    """The first answer was lost on the way; the page in the new step must not hear that it failed."""
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    browser = browser_of(ana)
    move = {"figure": figure(workshop, "Ana", "Slager").id, "zone": "costs", "action_id": "lost", "step": Step.TABLE}
    assert send(browser, ana, "table.place", **move).status_code == 200
    act(workshop, "steps.go", to=Step.STORY)
    with nothing_changes():
        assert send(browser, ana, "table.place", **move).status_code == 200


def test_two_people_may_use_the_same_number():
    workshop = lay_table(Step.SHEET)
    for name in ("Ana", "Bas"):
        one = seat(workshop, name)
        assert send(browser_of(one), one, "sheet.add", names="Molen", action_id="1").status_code == 200
    assert EnergyRating.objects.count() == 2


def test_a_refused_act_is_judged_anew():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    browser = browser_of(ana)
    act(workshop, "steps.lock", reason="pauze")
    move = {"figure": figure(workshop, "Ana", "Slager").id, "zone": "costs", "action_id": "patient"}
    assert send(browser, ana, "table.place", **move).status_code == 409
    act(workshop, "steps.unlock")
    assert send(browser, ana, "table.place", **move).status_code == 200


def test_what_is_already_so_changes_nothing():
    workshop = lay_table(Step.STORY)
    with nothing_changes():
        answer = send(chair_of(workshop), workshop, "steps.go", to=Step.STORY)
    assert (answer.status_code, answer.json()["seq"]) == (200, Workshop.objects.get().seq)


def test_a_refusal_brings_the_true_figure_and_never_a_private_one():
    workshop = lay_table(Step.STORY)
    bas = seat(workshop, "Bas")
    theirs = figure(workshop, "Ana", "Slager")
    answer = send(browser_of(bas), bas, "table.place", figure=theirs.id, zone="gives")
    assert (answer.status_code, f'data-figure="{theirs.id}"' in answer.json()["html"]) == (409, True)
    workshop = lay_table(Step.TABLE)
    bas, line = seat(workshop, "Bas"), figure(workshop, "Ana", "Slager")
    answer = send(browser_of(bas), bas, "table.place", figure=line.id, zone="gives")
    assert (answer.status_code, answer.json()) == (
        404, {"code": "missing", "sentence": "Dit bestaat niet (meer).", "html": "", "stale": ["own"]},
    )  # fmt: skip


def test_nobody_without_a_seat_gets_anything_done():
    workshop = lay_table(Step.SHEET)
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    with nothing_changes():
        answer = send(browser_of(bas), ana, "sheet.add", names="Molen")
    assert (answer.status_code, browser_of(bas).get(base_of(ana)).status_code) == (401, 401)


def test_the_journal_replays_to_the_same_table_undone_acts_too():
    workshop = lay_table(Step.SWAP)
    hotel = slip(workshop, "Hotel")
    act(workshop, "swap.open", slip=hotel.id)
    act(seat(workshop, "Cem"), "swap.answer", slip=hotel.id, answer="take", expectation="gives")
    result = act(workshop, "swap.settle", claim=Claim.objects.get().id).seq
    act(workshop, "journal.take_back", entry=result)
    told = replay(JournalEntry.objects.filter(workshop=workshop))
    for model in (EnergyRating, SwapProposal, Claim):
        for row in model.objects.values():
            ours = told[model.__name__, row["id"]]
            columns = {name.removesuffix("_id"): value for name, value in row.items()}
            assert {name: columns[name] for name in ours} == ours
