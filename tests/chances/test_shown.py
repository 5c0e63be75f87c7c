"""Who sees which chance, warning, weight and ruilvoorstel; and that nothing happens by them until people say so."""

import re
from typing import Any

import pytest
from django.test import Client
from lxml import html
from support.asserts import refused
from support.people import act, base_of, beamer_of, browser_of, chair_of, figure, go, lay_table, seat, seats, slip

from workshop.models import Claim, DirectSwap, EnergyRating, Participant, SwapProposal, TakeRequest, Workshop
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WISHED = "Slager kost jou energie; een collega zou er energie van krijgen."


def text(page: str) -> str:
    """The words of a page; a name is part of its sentence."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"</?bdi[^>]*>", "", page)))


def region(who: Participant | Workshop, name: str) -> str:
    """A region as this seat, or the regie, gets it now."""
    client = chair_of(who) if isinstance(who, Workshop) else browser_of(who)
    return _get(client, base_of(who), name)


def on_beamer(workshop: Workshop, name: str) -> str:
    return _get(Client(), beamer_of(workshop), name)


def _get(client: Client, base: str, name: str) -> str:
    answer = client.get(f"{base}regions/?r={name}")
    assert answer.status_code == 200
    return answer.content.decode()


def everything_shown(workshop: Workshop) -> dict[str, str]:
    """All regions of all screens, by whose they are."""
    names = "&r=".join(
        ("head", "own", "stack", "spotlight", "result", "table", "threads", "counts", "desk", "notices", "enlarged")
    )
    screens = {one.name: (browser_of(one), base_of(one)) for one in seats(workshop)}
    screens |= {"regie": (chair_of(workshop), base_of(workshop)), "beamer": (Client(), beamer_of(workshop))}
    return {name: _get(client, base, names) for name, (client, base) in screens.items()}


def join_same(workshop: Workshop, customer: str, *names: str) -> None:
    first, *others = [figure(workshop, name, customer).customer_id for name in names]
    for other in others:
        act(workshop, "table.join", kept=first, other=other)


# --- chances ---------------------------------------------------------------------------------------------------------


def test_a_person_sees_their_own_chances_and_another_does_not():
    workshop = lay_table(Step.STACK)
    join_same(workshop, "Bakker", "Ana", "Bas")
    told = "Bakker kost jou energie; Bas krijgt er energie van."
    shown = {name: told in text(html) for name, html in everything_shown(workshop).items()}
    assert shown == {"Ana": True, "Bas": False, "Cem": False, "regie": False, "beamer": False}


def test_a_wish_mark_is_told_to_the_owner_of_the_leak_and_its_marker_is_named_nowhere():
    workshop = lay_table(Step.STACK)
    before = everything_shown(workshop)
    act(seat(workshop, "Cem"), "stack.wish", figure=figure(workshop, "Ana", "Slager").id)
    after = everything_shown(workshop)
    assert {name: WISHED in text(html) for name, html in after.items() if name != "Cem"} == {
        "Ana": True, "Bas": False, "regie": False, "beamer": False,
    }  # fmt: skip
    assert after["Ana"].count("Cem") == before["Ana"].count("Cem")


def test_what_is_still_private_makes_no_chance_for_others():
    """A draft, and an answer that nobody has seen, change nothing on any other screen but for the count."""
    workshop = lay_table(Step.STACK)
    join_same(workshop, "Bakker", "Ana", "Bas")
    before = {who: region(seat(workshop, who), "own") for who in ("Ana", "Cem")}
    act(seat(workshop, "Bas"), "stack.give_away", figure=figure(workshop, "Bas", "Bakker").id, why="GEHEIM")
    after = {who: region(seat(workshop, who), "own") for who in ("Ana", "Cem")}
    assert [_without_label(after[who]) for who in after] == [_without_label(before[who]) for who in before]


def _without_label(html: str) -> str:
    return re.sub(r'data-seq="\d+"', "", html)


def test_the_beamer_shows_the_teams_chances_when_it_is_asked():
    workshop = lay_table(Step.STACK)
    join_same(workshop, "Bakker", "Ana", "Bas")
    act(seat(workshop, "Cem"), "stack.wish", figure=figure(workshop, "Ana", "Slager").id)
    assert "Bakker kost Ana energie" not in text(on_beamer(workshop, "enlarged"))
    act(workshop, "projector.show", what="chances")
    shown = text(on_beamer(workshop, "enlarged"))
    assert "Bakker kost Ana energie; Bas krijgt er energie van." in shown
    assert "een collega zou" not in shown


def test_where_leaks_gather_stands_on_the_regie_in_step_four_and_on_the_beamer_when_asked():
    workshop = lay_table(Step.THREAD)
    act(workshop, "thread.write", heading="costs", text="Facturen")
    thread = workshop.threads.get()
    act(workshop, "thread.link", thread=thread.id, customer=figure(workshop, "Bas", "Hotel").customer_id)
    join_same(workshop, "Bakker", "Ana", "Bas", "Cem")
    told = ("5 van de 14 poppetjes", "Bakker: een energielek voor 1 van de 3", "Facturen 1 energielek gekoppeld")
    assert [one in text(region(workshop, "leaks")) for one in told] == [True] * 3
    assert not any(one in text(on_beamer(workshop, "enlarged")) for one in told)
    act(workshop, "projector.show", what="leaks")
    assert [one in text(on_beamer(workshop, "enlarged")) for one in told] == [True] * 3


def test_a_chance_that_is_offered_as_a_swap_is_no_longer_shown():
    workshop = lay_table(Step.STACK)
    join_same(workshop, "Bakker", "Ana", "Bas")
    join_same(workshop, "Gemeente", "Bas", "Ana")
    ana = seat(workshop, "Ana")
    assert 'data-chance="swap"' in region(ana, "own")
    names = {"mine": figure(workshop, "Ana", "Bakker").id, "theirs": figure(workshop, "Bas", "Gemeente").id}
    act(ana, "stack.propose", **names)
    assert 'data-chance="swap"' not in region(ana, "own")


# --- a direct swap under way ------------------------------------------------------------------------------------------


def test_only_the_parties_see_that_a_customer_is_in_a_direct_swap():
    workshop = lay_table(Step.SWAP)
    before = everything_shown(workshop)
    names = {"mine": figure(workshop, "Ana", "Slager").id, "theirs": figure(workshop, "Bas", "Hotel").id}
    act(seat(workshop, "Ana"), "stack.propose", **names, expectation="gives")
    after = everything_shown(workshop)
    changed = {name for name in after if _without_label(after[name]) != _without_label(before[name])}
    assert changed == {"Ana", "Bas"}
    assert "in een ruil die jullie bespreken" in text(after["Ana"])


def declined(workshop: Workshop, who: str) -> list[str]:
    """What this seat reads about direct swaps that a no ended."""
    found = html.fromstring(region(seat(workshop, who), "own")).xpath("//ul[@class='offered-swaps']//p[@data-tell]")
    return [" ".join(str(one.text_content()).split()) for one in found]


def say_no(workshop: Workshop, who: str) -> int:
    return act(seat(workshop, who), "stack.decline", direct_swap=workshop.direct_swaps.latest("seq").id).seq


def test_who_offered_a_direct_swap_reads_that_it_is_declined_until_it_is_offered_again():
    workshop = lay_table(Step.SWAP)
    names = {"mine": figure(workshop, "Ana", "Slager").id, "theirs": figure(workshop, "Bas", "Hotel").id}
    for _ in range(2):
        act(seat(workshop, "Ana"), "stack.propose", **names, expectation="gives")
        assert declined(workshop, "Ana") == []
        no = say_no(workshop, "Bas")
        assert declined(workshop, "Ana") == ["Bas zei nee: de ruil van Slager tegen Hotel gaat niet door."]
        assert (declined(workshop, "Bas"), declined(workshop, "Cem")) == ([], [])
    act(seat(workshop, "Bas"), "journal.take_back", entry=no)
    assert declined(workshop, "Ana") == []


def test_an_old_no_is_told_no_more_after_a_yes_or_after_taking_the_offer_back():
    workshop = lay_table(Step.SWAP)
    names = {"mine": figure(workshop, "Ana", "Slager").id, "theirs": figure(workshop, "Bas", "Hotel").id}
    act(seat(workshop, "Ana"), "stack.propose", **names, expectation="gives")
    say_no(workshop, "Bas")
    act(seat(workshop, "Ana"), "stack.propose", **names, expectation="gives")
    offered = workshop.direct_swaps.get(state=DirectSwap.State.OFFERED)
    act(seat(workshop, "Bas"), "stack.accept", direct_swap=offered.id, expectation="gives")
    act(workshop, "journal.take_back", entry=workshop.journal.latest("seq").seq)
    assert declined(workshop, "Ana") == []
    act(seat(workshop, "Ana"), "stack.propose", **names, expectation="gives")
    say_no(workshop, "Ana")
    assert declined(workshop, "Ana") == []


def test_of_what_is_decided_nobody_reads_that_a_direct_swap_was_declined():
    workshop = lay_table(Step.SWAP)
    names = {"mine": figure(workshop, "Ana", "Slager").id, "theirs": figure(workshop, "Bas", "Hotel").id}
    act(seat(workshop, "Ana"), "stack.propose", **names, expectation="gives")
    say_no(workshop, "Bas")
    act(seat(workshop, "Bas"), "swap.keep", slip=slip(workshop, "Hotel").id)
    assert declined(workshop, "Ana") == []


def test_who_withdraws_an_offer_tells_nobody_that_it_is_off():
    workshop = lay_table(Step.SWAP)
    names = {"mine": figure(workshop, "Ana", "Slager").id, "theirs": figure(workshop, "Bas", "Hotel").id}
    act(seat(workshop, "Ana"), "stack.propose", **names, expectation="gives")
    say_no(workshop, "Ana")
    assert (declined(workshop, "Ana"), declined(workshop, "Bas")) == ([], [])


def test_of_a_ring_who_said_yes_reads_that_it_is_off_and_not_by_whom():
    workshop = lay_table(Step.SWAP)
    ring = [figure(workshop, *one).id for one in (("Ana", "Slager"), ("Bas", "Hotel"), ("Cem", "Notaris"))]
    act(seat(workshop, "Ana"), "stack.ring", figures=ring, expectation="gives")
    yes = {"direct_swap": workshop.direct_swaps.get().id, "expectation": "gives"}
    act(seat(workshop, "Bas"), "stack.accept", **yes)
    say_no(workshop, "Cem")
    off = "Eén van jullie ziet ervan af: de kring waarin jij {} geeft en {} krijgt, gaat niet door."
    assert declined(workshop, "Ana") == [off.format("Slager", "Notaris")]
    assert declined(workshop, "Bas") == [off.format("Hotel", "Slager")]
    assert declined(workshop, "Cem") == []


# --- loads -----------------------------------------------------------------------------------------------------------


def test_a_gentle_word_goes_to_the_person_and_the_regie_only():
    workshop = lay_table(Step.STACK)
    act(workshop, "lobby.catch_up", seat=seat(workshop, "Ana").id)
    for number in range(6):
        act(seat(workshop, "Ana"), "table.lay", name=f"Erbij {number}", zone="neutral")
    go(workshop, Step.SWAP)
    shown = everything_shown(workshop)
    words = ("Je houdt nu 11 klanten over", "Van 11 naar 11 klanten; gemiddeld 7.")
    assert {name for name, html in shown.items() if any(word in text(html) for word in words)} == {"Ana", "regie"}


# --- weights ---------------------------------------------------------------------------------------------------------


def test_nobody_is_asked_for_weights_unless_the_facilitator_wants_them():
    workshop = lay_table(Step.STACK)
    slager = figure(workshop, "Ana", "Slager").id
    assert refused(seat(workshop, "Ana"), "sheet.weigh", figure=slager, weight=2) == "weighing-off"
    assert 'data-command="sheet.weigh"' not in region(seat(workshop, "Ana"), "own")
    act(workshop, "steps.weigh", by="size")
    assert 'data-command="sheet.weigh"' in region(seat(workshop, "Ana"), "own")


def test_a_weight_is_its_owners_and_others_see_a_sum():
    workshop = lay_table(Step.STACK)
    act(workshop, "steps.weigh", by="hours")
    before = everything_shown(workshop)
    for name, hours in (("Slager", 13), ("Bakker", 29)):
        act(seat(workshop, "Ana"), "sheet.weigh", figure=figure(workshop, "Ana", name).id, weight=hours)
    after = everything_shown(workshop)
    assert {name for name in after if _without_label(after[name]) != _without_label(before[name])} == {"Ana"}
    assert workshop.journal.last().private_to == seat(workshop, "Ana")
    go(workshop, Step.CLOSING)
    assert "42 uur" in text(region(seat(workshop, "Bas"), "result"))


def test_another_measure_begins_anew_and_the_journal_forgets_what_was_said():
    workshop = lay_table(Step.STACK)
    act(workshop, "steps.weigh", by="hours")
    slager = figure(workshop, "Ana", "Slager")
    act(seat(workshop, "Ana"), "sheet.weigh", figure=slager.id, weight=13)
    shown = EnergyRating.objects.get(pk=slager.id).seq
    act(workshop, "steps.weigh", by="size")
    slager.refresh_from_db()
    assert (slager.weight, slager.seq) == (0, shown)
    assert ["EnergyRating", slager.id, {"weight": [0, 0]}] in workshop.journal.last().changes
    assert refused(seat(workshop, "Ana"), "sheet.weigh", figure=slager.id, weight=4) == "weighs-too-much"


def test_a_weight_is_undone_by_its_owner():
    workshop = lay_table(Step.STACK)
    act(workshop, "steps.weigh", by="hours")
    slager = figure(workshop, "Ana", "Slager").id
    entry = act(seat(workshop, "Ana"), "sheet.weigh", figure=slager, weight=13).seq
    act(seat(workshop, "Ana"), "journal.take_back", entry=entry)
    assert EnergyRating.objects.get(pk=slager).weight == 0


# --- the ruilvoorstel ------------------------------------------------------------------------------------------------


def left_over() -> Workshop:
    """Step 6: nobody takes Ana's Slager, though Cem expects energy from it; of Bas' Hotel nobody knows a thing."""
    workshop = lay_table(Step.SWAP)
    answer = {"slip": slip(workshop, "Slager").id, "answer": "no", "expectation": "gives"}
    act(seat(workshop, "Cem"), "swap.answer", **answer)
    for name in ("Slager", "Hotel"):
        act(workshop, "swap.open", slip=slip(workshop, name).id)
    return workshop


def assignment(who: Any, base: str) -> Any:
    return who.get(f"{base}ruilvoorstel/")


def test_the_regie_gets_a_ruilvoorstel_slip_by_slip_with_the_reason_and_what_finds_no_place():
    workshop = left_over()
    answer = assignment(chair_of(workshop), base_of(workshop))
    shown = text(answer.content.decode())
    assert "Voor Ana: kost energie; Cem verwacht: geeft energie. Cem zei eerst: niet voor mij." in shown
    assert "Hotel (Bas) Niemand anders heeft deze klant beoordeeld of een verwachting gegeven." in shown
    assert assignment(chair_of(workshop), base_of(workshop)).content == answer.content


def test_it_tells_what_would_move_in_the_measure_that_was_chosen():
    """The slip weighs what its giver said; Cem, who gets it, bore nothing before."""
    workshop = left_over()
    EnergyRating.objects.filter(pk=slip(workshop, "Slager").rating_id).update(weight=9)
    without = text(assignment(chair_of(workshop), base_of(workshop)).content.decode())
    Workshop.objects.filter(pk=workshop.pk).update(weigh_by="hours")
    with_weights = text(assignment(chair_of(workshop), base_of(workshop)).content.decode())
    assert ("uur" in without, "0 uur → 9 uur" in with_weights) == (False, True)


def test_answers_that_nobody_has_seen_do_not_come_into_it():
    workshop = left_over()
    shown = assignment(chair_of(workshop), base_of(workshop)).content
    claim = {"slip": slip(workshop, "Notaris").id, "answer": "no", "expectation": "gives"}
    act(seat(workshop, "Ana"), "swap.answer", **claim)
    assert assignment(chair_of(workshop), base_of(workshop)).content == shown


def test_nobody_else_gets_it_and_not_in_another_step():
    workshop = left_over()
    ana = seat(workshop, "Ana")
    others = [assignment(browser_of(ana), base_of(ana)), assignment(Client(), beamer_of(workshop))]
    go(workshop, Step.CLOSING)
    others.append(assignment(chair_of(workshop), base_of(workshop)))
    assert [one.status_code for one in others] == [404, 404, 404]


def test_a_ruilvoorstel_becomes_something_only_by_the_yes_of_who_is_asked():
    workshop = left_over()
    slager, cem = slip(workshop, "Slager"), seat(workshop, "Cem")
    act(workshop, "swap.ask", slip=slager.id, seat=cem.id)
    asked = "Zou jij Slager van Ana oppakken?"
    assert {name for name, html in everything_shown(workshop).items() if asked in text(html)} == {"Cem"}
    assert SwapProposal.objects.get(pk=slager.pk).outcome == ""
    act(cem, "swap.answer", slip=slager.id, answer="take", expectation="gives")
    assert (TakeRequest.objects.count(), Claim.objects.get(slip=slager).answer) == (0, "take")
    assert SwapProposal.objects.get(pk=slager.pk).outcome == ""


def test_who_says_no_is_not_asked_on():
    workshop = left_over()
    cem = seat(workshop, "Cem")
    act(workshop, "swap.ask", slip=slip(workshop, "Slager").id, seat=cem.id)
    act(cem, "swap.answer", slip=slip(workshop, "Slager").id, answer="no", expectation="gives")
    assert not TakeRequest.objects.exists()


def test_the_facilitator_asks_nobody_past_the_rule():
    workshop = left_over()
    slager = slip(workshop, "Slager").id
    assert refused(workshop, "swap.ask", slip=slager, seat=seat(workshop, "Bas").id) == "take-request-cannot-carry"
    assert refused(workshop, "swap.ask", slip=slager, seat=seat(workshop, "Ana").id) == "take-request-to-giver"
    assert (
        refused(workshop, "swap.ask", slip=slip(workshop, "Notaris").id, seat=seat(workshop, "Ana").id)
        == "slip-not-open"
    )
    claim = {"slip": slager, "answer": "take", "expectation": "gives"}
    act(seat(workshop, "Cem"), "swap.answer", **claim)
    assert refused(workshop, "swap.ask", slip=slager, seat=seat(workshop, "Cem").id) == "has-a-taker"


def test_a_question_is_undone_until_it_is_answered():
    workshop = left_over()
    slager, cem = slip(workshop, "Slager").id, seat(workshop, "Cem")
    first = act(workshop, "swap.ask", slip=slager, seat=cem.id).seq
    act(workshop, "journal.take_back", entry=first)
    assert not TakeRequest.objects.exists()
    again = act(workshop, "swap.ask", slip=slager, seat=cem.id).seq
    act(cem, "swap.answer", slip=slager, answer="no", expectation="gives")
    assert refused(workshop, "journal.take_back", entry=again) == "changed"
