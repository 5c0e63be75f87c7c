"""A difficult customer as a case: its owner lays it before the others, and each answers before seeing an answer."""

import pytest
from django.test import Client
from lxml import html
from support.asserts import refused
from support.comeback import close_first, come_back, judge_again, words
from support.people import act, act_for, base_of, beamer_of, browser_of, chair_of, figure, go, lay_table, seat

from workshop.models import CaseAnswer, HardCase, Participant, Workshop
from workshop.steps import Step, Zone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def workshop() -> Workshop:
    """Step 4; Bas has laid his Hotel before the others, and Fleur has asked."""
    workshop = lay_table(Step.THREAD)
    park(workshop, "Bas", "Hotel")
    act(workshop, "case.ask", case=case(workshop, "Hotel"))
    return workshop


def park(workshop: Workshop, name: str, customer: str) -> None:
    act(seat(workshop, name), "case.park", figure=figure(workshop, name, customer).id)


def case(workshop: Workshop, customer: str) -> str:
    return HardCase.objects.get(workshop=workshop, rating__customer__name=customer).id


def answer(workshop: Workshop, name: str, text: str, customer: str = "Hotel") -> None:
    act(seat(workshop, name), "case.answer", case=case(workshop, customer), text=text)


def page(client: Client, address: str) -> html.HtmlElement:
    return html.document_fromstring(client.get(address).content.decode())


def page_of(who: Participant) -> html.HtmlElement:
    return page(browser_of(who), base_of(who))


# --- laying it before the others -----------------------------------------------------------------------------------


def test_only_a_leak_on_the_table_is_laid_before_the_others_and_only_by_its_owner():
    workshop = lay_table(Step.THREAD)
    ana = seat(workshop, "Ana")
    assert refused(ana, "case.park", figure=figure(workshop, "Ana", "Bloemist").id) == "case-not-a-leak"
    assert refused(ana, "case.park", figure=figure(workshop, "Bas", "Hotel").id) == "figure-of-colleague"
    park(workshop, "Ana", "Bakker")
    assert [one.rating.customer.name for one in HardCase.objects.all()] == ["Bakker"]
    assert "Bakker" not in words(page_of(ana).get_element_by_id("hard-case"))


@pytest.mark.parametrize("step", [Step.TABLE, Step.STORY, Step.STACK, Step.SWAP])
def test_never_while_lists_stories_or_slips_are_made(step: Step):
    workshop = lay_table(step)
    leak = figure(workshop, "Ana", "Bakker").id
    assert refused(seat(workshop, "Ana"), "case.park", figure=leak) == "not-in-step"


def test_at_the_end_only_when_the_team_has_come_back():
    workshop = lay_table(Step.CLOSING)
    leak = figure(workshop, "Ana", "Slager").id
    assert refused(seat(workshop, "Ana"), "case.park", figure=leak) == "case-not-now"

    comeback = come_back(close_first())
    judge_again(comeback, Zone.COSTS)
    go(comeback, Step.CLOSING)
    park(comeback, "Ana", "Kapper")
    act(comeback, "case.ask", case=case(comeback, "Kapper"))
    answer(comeback, "Bas", "Samen gaan", "Kapper")
    act(comeback, "case.reveal", case=case(comeback, "Kapper"))
    assert "Bas Samen gaan" in words(page_of(seat(comeback, "Dina")).get_element_by_id("region-case"))


def test_for_a_seat_without_a_device_the_facilitator_lays_it():
    workshop = lay_table(Step.THREAD)
    act(workshop, "lobby.without_device", seat=seat(workshop, "Cem").id)
    act_for(seat(workshop, "Cem"), "case.park", figure=figure(workshop, "Cem", "Notaris").id)
    assert case(workshop, "Notaris")


# --- everybody answers first ---------------------------------------------------------------------------------------


def test_an_answer_reaches_nobody_until_all_go_open_at_once(workshop: Workshop):
    answer(workshop, "Ana", "Eerst bellen")
    answer(workshop, "Cem", "Een grens stellen")
    answer(workshop, "Ana", "Eerst langsgaan")
    assert CaseAnswer.objects.count() == 2
    assert "Eerst langsgaan" in html.tostring(page_of(seat(workshop, "Ana")), encoding="unicode")
    for shown in everything(workshop, without="Ana"):
        assert ("langsgaan" in shown, "Eerst bellen" in shown) == (False, False)

    act(workshop, "case.reveal", case=case(workshop, "Hotel"))
    for shown in everything(workshop, without="Ana"):
        assert ("Eerst langsgaan" in shown, "Een grens stellen" in shown) == (True, True)


def everything(workshop: Workshop, without: str) -> list[str]:
    seats = [seat(workshop, name) for name in ("Ana", "Bas", "Cem") if name != without]
    pages = [page_of(one) for one in seats]
    pages += [page(chair_of(workshop), base_of(workshop)), page(Client(), beamer_of(workshop))]
    return [html.tostring(one, encoding="unicode") for one in pages]


def test_that_somebody_answered_is_seen_and_not_what(workshop: Workshop):
    answer(workshop, "Ana", "Bellen")
    counts = words(page_of(seat(workshop, "Cem")).get_element_by_id("region-counts"))
    assert counts.count("heeft geantwoord") == 1


def test_its_owner_listens(workshop: Workshop):
    bas, sent = seat(workshop, "Bas"), {"case": case(workshop, "Hotel"), "text": "Niets"}
    assert refused(bas, "case.answer", **sent) == "case-is-own"
    assert page_of(bas).xpath("//form[@data-command='case.answer']") == []


def test_open_is_open_and_one_lies_before_the_others_at_a_time(workshop: Workshop):
    park(workshop, "Ana", "Bakker")
    bakker, hotel = case(workshop, "Bakker"), case(workshop, "Hotel")
    assert refused(workshop, "case.ask", case=bakker) == "case-already-asked"
    assert refused(workshop, "case.reveal", case=hotel) == "case-without-answer"
    answer(workshop, "Ana", "Bellen")
    entry = workshop.journal.latest("seq").seq
    act(workshop, "case.reveal", case=hotel)
    assert refused(seat(workshop, "Cem"), "case.answer", case=hotel, text="Te laat") == "case-not-asked"
    assert refused(seat(workshop, "Ana"), "journal.take_back", entry=entry) == "case-already-open"
    act(workshop, "case.ask", case=bakker)
    assert refused(workshop, "case.ask", case=hotel) == "case-already-asked"


def test_what_is_taken_off_the_table_takes_unseen_answers_along(workshop: Workshop):
    answer(workshop, "Ana", "Onuitgesproken")
    act(workshop, "case.withdraw", case=case(workshop, "Hotel"))
    assert (HardCase.objects.count(), CaseAnswer.objects.count()) == (0, 0)
    assert "Onuitgesproken" not in str(workshop.journal.latest("seq").changes)
    assert refused(workshop, "journal.take_back", entry=workshop.journal.latest("seq").seq) == "undo-never"


def test_one_undoes_the_own_answer(workshop: Workshop):
    answer(workshop, "Ana", "Toch niet")
    act(seat(workshop, "Ana"), "journal.take_back", entry=workshop.journal.latest("seq").seq)
    assert CaseAnswer.objects.count() == 0


def test_the_beamer_shows_the_case_large_and_then_all_answers(workshop: Workshop):
    enlarged = words(page(Client(), beamer_of(workshop)).get_element_by_id("region-enlarged"))
    assert enlarged == "B Hotel Wat zou jij doen? Iedereen antwoordt eerst zelf."
    answer(workshop, "Ana", "Bellen")
    act(workshop, "case.reveal", case=case(workshop, "Hotel"))
    enlarged = words(page(Client(), beamer_of(workshop)).get_element_by_id("region-enlarged"))
    assert enlarged == "B Hotel Wat zou jij doen? A Ana Bellen"


def test_closing_erases_answers_that_nobody_saw_and_keeps_the_others(workshop: Workshop):
    answer(workshop, "Ana", "Gezien")
    act(workshop, "case.reveal", case=case(workshop, "Hotel"))
    park(workshop, "Bas", "Gemeente")
    act(workshop, "case.ask", case=case(workshop, "Gemeente"))
    answer(workshop, "Ana", "Ongezien", "Gemeente")
    go(workshop, Step.CLOSING)
    act(workshop, "closing.close")
    assert [*CaseAnswer.objects.values_list("text", flat=True)] == ["Gezien"]
