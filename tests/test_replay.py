"""The journal tells the same as the database, also after acts that take something away or undo it."""

import pytest
from support import people
from support.replay import assert_replays

from workshop.models import Customer, SameCustomer, Workshop
from workshop.steps import Answer, Step, Zone

pytestmark = pytest.mark.django_db


def last(workshop: Workshop) -> int:
    """The number of the last entry."""
    return int(Workshop.objects.get(pk=workshop.pk).seq)


@pytest.mark.parametrize("step", Step)
def test_the_table_of_the_cast_replays(step: Step) -> None:
    assert_replays(people.lay_table(step))


def test_a_withdrawn_slip_takes_its_secret_answers_along() -> None:
    workshop = people.lay_table(Step.SWAP)
    ana, bas, cem = people.seats(workshop)
    slip = people.slip(workshop, "Slager")
    people.act(bas, "swap.answer", slip=slip.id, answer=Answer.HELP, expectation=Zone.COSTS, helpers=(cem.id,))
    people.go(workshop, Step.STACK)
    people.act(ana, "stack.take_back", figure=slip.rating_id)

    assert list(slip.claims.all()) == []
    assert_replays(workshop)


def test_answers_and_helpers_that_change_replay() -> None:
    workshop = people.lay_table(Step.SWAP)
    _, bas, cem = people.seats(workshop)
    slip = people.slip(workshop, "Slager")
    people.act(bas, "swap.answer", slip=slip.id, answer=Answer.HELP, expectation=Zone.COSTS, helpers=(cem.id,))
    people.act(bas, "swap.answer", slip=slip.id, answer=Answer.NO)

    assert_replays(workshop)


def test_a_forgotten_customer_that_goes_back_to_nothing_replays() -> None:
    workshop = people.lay_table(Step.TABLE)
    ana, bas, _ = people.seats(workshop)
    laid = people.act(ana, "table.lay", name="Vergeten", zone=Zone.GIVES)
    figure = people.figure(workshop, "Ana", "Vergeten")
    people.go(workshop, Step.THREAD)
    people.act(bas, "thread.write", heading="gives", text="Vergeten klanten")
    link = {"thread": workshop.threads.get().id, "customer": figure.customer_id}
    people.act(bas, "thread.link", **link)
    people.act(bas, "thread.link", **link, linked=False)
    people.act(workshop, "journal.take_back", entry=laid.seq)

    assert not Customer.objects.filter(name="Vergeten").exists()
    assert_replays(workshop)


def test_joined_customers_that_come_apart_again_replay() -> None:
    workshop = people.lay_table(Step.STORY)
    ours, theirs = people.figure(workshop, "Ana", "Bakker"), people.figure(workshop, "Bas", "Bakker")
    people.act(workshop, "table.join", kept=ours.customer_id, other=theirs.customer_id)
    assert_replays(workshop)

    people.act(workshop, "journal.take_back", entry=last(workshop))
    assert_replays(workshop)

    people.act(workshop, "table.join", kept=ours.customer_id, other=theirs.customer_id)
    people.act(workshop, "table.split", pair=SameCustomer.objects.get().id)
    assert_replays(workshop)


def test_a_thread_that_goes_away_replays_and_so_does_its_return() -> None:
    workshop = people.lay_table(Step.THREAD)
    ana = people.seats(workshop)[0]
    for text in ("Vrijdag", "Middag"):
        people.act(ana, "thread.write", heading="costs", text=text)
    first, second = workshop.threads.all()
    people.act(ana, "thread.link", thread=first.id, customer=people.figure(workshop, "Ana", "Bakker").customer_id)
    people.act(workshop, "thread.group", thread=second.id, under=first.id)
    people.act(ana, "thread.remove", thread=first.id)
    assert_replays(workshop)

    people.act(workshop, "journal.take_back", entry=last(workshop))
    assert_replays(workshop)
    assert workshop.threads.get(text="Middag").under == first


def test_a_heading_line_undone_leaves_its_members_on_their_own() -> None:
    workshop = people.lay_table(Step.THREAD)
    ana = people.seats(workshop)[0]
    head = people.act(ana, "thread.write", heading="costs", text="Vrijdag")
    people.act(ana, "thread.write", heading="costs", text="Middag")
    first, second = workshop.threads.all()
    people.act(workshop, "thread.group", thread=second.id, under=first.id)
    people.act(workshop, "journal.take_back", entry=head.seq)

    assert [(thread.text, thread.under) for thread in workshop.threads.all()] == [("Middag", None)]
    assert_replays(workshop)


def test_a_undone_result_replays() -> None:
    workshop = people.lay_table(Step.SWAP)
    people.settle_all(workshop)
    people.act(workshop, "journal.take_back", entry=last(workshop))

    assert people.slip(workshop, "Notaris").outcome == ""
    assert_replays(workshop)


def test_a_line_that_is_removed_and_put_back_replays() -> None:
    workshop = people.lay_table(Step.TABLE)
    ana = people.seats(workshop)[0]
    people.act(ana, "sheet.remove", figure=people.figure(workshop, "Ana", "Kapper").id)
    assert_replays(workshop)

    people.act(ana, "journal.take_back", entry=last(workshop))
    assert_replays(workshop)
