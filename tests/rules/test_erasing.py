"""Leaving and closing erase what is private, from the journal too."""

import pytest
from support.asserts import everything, nothing_changes, told, zones
from support.people import (
    LISTS,
    act,
    act_for,
    again,
    base_of,
    browser_of,
    figure,
    go,
    lay_table,
    seat,
    send,
    slip,
)

from workshop.models import Claim, EnergyRating, PrivateNote, SwapProposal, WishMark, Workshop
from workshop.perform import perform
from workshop.permissions import Actor
from workshop.refusals import Refusal
from workshop.steps import Step

pytestmark = pytest.mark.django_db


MARK = "ZWIJG"


def whisper(workshop: Workshop, name: str) -> None:
    """Somebody leaves something private in every place where the server keeps it."""
    one = seat(workshop, name)
    go(workshop, Step.TABLE)
    act(one, "sheet.add", names=[f"{MARK}-lijn", f"{MARK}-weg", f"{MARK}-oud"])
    act(one, "sheet.rename", figure=figure(workshop, name, f"{MARK}-oud").id, name=f"{MARK}-nieuw")
    act(one, "sheet.remove", figure=figure(workshop, name, f"{MARK}-weg").id)
    own = list(LISTS[name].values())
    act(one, "sheet.reason", figure=figure(workshop, name, own[0][0]).id, reason=f"{MARK}-redenweg")
    act(one, "sheet.reason", figure=figure(workshop, name, own[0][0]).id, reason=f"{MARK}-reden")
    go(workshop, Step.STORY)
    act(one, "story.keep_note", text=f"{MARK}-notitie")
    go(workshop, Step.STACK)
    figure_id = figure(workshop, name, own[2][0]).id
    act(one, "stack.give_away", figure=figure_id, why=f"{MARK}-waarom", wish=f"{MARK}-wens")
    other = EnergyRating.objects.filter(workshop=workshop, zone="costs").exclude(participant=one).first()
    act(one, "stack.wish", figure=other.id)
    act(one, "stack.propose", mine=figure(workshop, name, own[1][0]).id, theirs=other.id, expectation="gives")
    act(one, "stack.stick", figure=figure(workshop, name, own[0][0]).id)
    go(workshop, Step.SWAP)
    for one_slip in SwapProposal.objects.filter(workshop=workshop, stuck=True).exclude(giver=one):
        act(one, "swap.answer", slip=one_slip.id, answer="no")


def test_who_is_removed_keeps_what_all_saw_and_loses_what_nobody_did():
    workshop = lay_table(Step.STACK)
    whisper(workshop, "Ana")
    assert MARK in everything()
    before, ana = zones(workshop), seat(workshop, "Ana")
    act(workshop, "lobby.remove", seat=ana.id)
    assert MARK not in everything()
    assert (zones(workshop), list(SwapProposal.objects.values_list("rating__customer__name", "stuck"))) == (
        before, [("Bakker", True)],
    )  # fmt: skip
    assert (Claim.objects.count(), WishMark.objects.count(), PrivateNote.objects.count()) == (0, 0, 0)


def test_who_is_removed_is_out():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    browser = browser_of(ana)
    act(workshop, "lobby.remove", seat=ana.id)
    with nothing_changes():
        answer = send(browser, ana, "table.place_all")
        assert told(answer) == (403, "seat-removed")
        assert browser.get(base_of(ana)).status_code == 403
        with pytest.raises(Refusal, match="seat-removed"):
            perform(
                workshop_id=workshop.id,
                actor=Actor("seat", again(ana)),
                action="table.place_all",
                data={},
                action_id="x",
            )


def test_closing_erases_lists_notes_and_undecided_slips_from_the_journal_too():
    workshop = lay_table(Step.STACK)
    for name in ("Ana", "Bas"):
        whisper(workshop, name)
    shared = zones(workshop)
    stuck = set(SwapProposal.objects.filter(stuck=True).values_list("id", flat=True))
    go(workshop, Step.CLOSING)
    act(workshop, "closing.close")
    assert MARK not in everything()
    assert zones(workshop) == shared
    assert set(SwapProposal.objects.values_list("id", flat=True)) == stuck
    assert {(one.reason, one.column) for one in EnergyRating.objects.all()} == {("", "")}
    assert not EnergyRating.objects.filter(zone=None).exists()


def test_a_slip_that_went_back_is_undecided_and_erased_with_the_words_it_was_laid_with():
    workshop = lay_table(Step.STACK)
    ana = seat(workshop, "Ana")
    act(workshop, "lobby.without_device", seat=ana.id)
    laid = {"figure": figure(workshop, "Ana", "Slager").id, "why": f"{MARK}-waarom"}
    act_for(ana, "stack.lay", **laid)
    act_for(ana, "stack.take_back", figure=laid["figure"])
    go(workshop, Step.CLOSING)
    act(workshop, "closing.close")
    assert MARK not in everything()


def test_a_slip_that_was_withdrawn_is_erased_with_the_words_it_was_stuck_with():
    workshop = lay_table(Step.STACK)
    ana, slager = seat(workshop, "Ana"), figure(workshop, "Ana", "Slager").id
    act(ana, "stack.stick", figure=slager, why=f"{MARK}-waarom")
    act(ana, "stack.take_back", figure=slager)
    go(workshop, Step.CLOSING)
    act(workshop, "closing.close")
    assert MARK not in everything()


def test_what_a_draft_said_before_it_was_swapped_back_and_stuck_in_other_words_is_erased():
    workshop = lay_table(Step.STACK)
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    mine, theirs = figure(workshop, "Ana", "Slager").id, figure(workshop, "Bas", "Hotel").id
    act(ana, "stack.give_away", figure=mine, why=f"{MARK}-waarom")
    act(ana, "stack.propose", mine=mine, theirs=theirs, expectation="gives")
    yes = {"direct_swap": workshop.direct_swaps.get().id, "expectation": "gives"}
    act(workshop, "journal.take_back", entry=act(bas, "stack.accept", **yes).seq)
    act(ana, "stack.stick", figure=mine, why="Voor iedereen", was={"why": f"{MARK}-waarom"})
    go(workshop, Step.CLOSING)
    act(workshop, "closing.close")
    assert MARK not in everything()
    assert slip(workshop, "Slager").why == "Voor iedereen"
