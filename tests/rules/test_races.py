"""Nothing gets past the ground rule: two real requests at once, 200 times, exactly one wins."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from rules.energy import NOBODY_SAID_YES, table_with
from support.asserts import told
from support.people import act, browser_of, chair_of, figure, go, seat, send, slip
from support.wide import WIDE

from workshop.models import Claim, Help, Participant, SwapProposal, Workshop
from workshop.steps import Step

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault("T-F17")]

TIMES = 200
#: For the further pairs of requests.
FEWER = 60
DONE = "slip-settled"
Request = tuple[Participant | Workshop, str, dict[str, Any]]
Answers = list[tuple[int, str]]


class Rivals:
    """Two people with a browser each, who press at the same moment."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(2)
        self.start = Barrier(2)
        self.browsers: dict[str, Client] = {}

    def press(self, *requests: Request) -> Answers:
        """Send both at once; the answers in that order."""
        browsers = [self.browsers.setdefault(who.pk, self.browser(who)) for who, _action, _fields in requests]
        return list(self.pool.map(self._send, browsers, requests))

    def browser(self, who: Participant | Workshop) -> Client:
        return chair_of(who) if isinstance(who, Workshop) else browser_of(who)

    def _send(self, browser: Client, request: Request) -> tuple[int, str]:
        who, action, fields = request
        self.start.wait(timeout=10)
        answer = send(browser, who, action, **fields)
        return told(answer)

    def leave(self) -> None:
        for _ in range(2):
            self.pool.submit(self._hang_up)
        self.pool.shutdown()

    def _hang_up(self) -> None:
        self.start.wait(timeout=10)  # one for each thread
        connection.close()


@pytest.fixture
def rivals() -> Iterator[Rivals]:
    both = Rivals()
    yield both
    both.leave()


def opened_with(taker: str, helper: str, answer: str) -> tuple[Workshop, Claim]:
    """Ana's slip is open, with Bas' answer; asked for help, Cem has not answered yet."""
    workshop = table_with(taker, helper)
    asked = (seat(workshop, "Cem").id,) if answer == "help" else ()
    act(seat(workshop, "Bas"), "swap.answer", slip=slip(workshop, "Blom").id, answer=answer, helpers=asked)
    act(workshop, "swap.open", slip=slip(workshop, "Blom").id)
    return workshop, Claim.objects.get()


def undo_result(workshop: Workshop) -> None:
    """The facilitator undoes the last result."""
    settled = workshop.journal.filter(action__in=("swap.settle", "swap.draw_lots"), undone_by=None).last()
    act(workshop, "journal.take_back", entry=settled.seq)


def outcome() -> tuple[str, str | None, str | None]:
    one = SwapProposal.objects.select_related("taker", "helper").get()
    return one.outcome, one.taker and one.taker.name, one.helper and one.helper.name


def assert_one_won(answers: Answers, *losers: str) -> int:
    """Exactly one was done; the other was refused with its own sentence. The winner's number."""
    done = [index for index, (status, _sentence) in enumerate(answers) if status == 200]
    assert len(done) == 1, answers
    lost = 1 - done[0]
    assert answers[lost] == (409, losers[lost])
    return done[0]


def seq_of(workshop: Workshop) -> int:
    return Workshop.objects.get(pk=workshop.pk).seq


def test_of_two_takers_settled_at_once_one_takes_it(rivals: Rivals):
    workshop, bas_takes = opened_with("gives", "neutral", "take")
    act(seat(workshop, "Cem"), "swap.answer", slip=bas_takes.slip_id, answer="take")
    cem_takes = Claim.objects.exclude(pk=bas_takes.pk).get()
    wins = [0, 0]
    for _ in range(TIMES):
        before = seq_of(workshop)
        answers = rivals.press(
            (workshop, "swap.settle", {"claim": bas_takes.id}), (workshop, "swap.settle", {"claim": cem_takes.id})
        )
        winner = assert_one_won(answers, DONE, DONE)
        assert (outcome(), seq_of(workshop)) == (("taken", ("Bas", "Cem")[winner], None), before + 1)
        wins[winner] += 1
        undo_result(workshop)
    assert sum(wins) == TIMES


@WIDE
def test_a_helper_who_withdraws_while_it_is_settled_is_in_time_or_is_not(rivals: Rivals):
    workshop, claim = opened_with("costs", "gives", "help")
    cem = seat(workshop, "Cem")
    for _ in range(FEWER):
        act(cem, "swap.help", claim=claim.id, yes=True)
        answers = rivals.press(
            (workshop, "swap.settle", {"claim": claim.id}), (cem, "swap.help", {"claim": claim.id, "yes": "0"})
        )
        winner = assert_one_won(answers, NOBODY_SAID_YES, DONE)
        helps = Help.objects.get().yes
        assert (outcome(), helps) == ((("helped", "Bas", "Cem"), True), (("", None, None), False))[winner]
        if winner == 0:
            undo_result(workshop)


@WIDE
def test_a_taker_who_withdraws_while_lots_are_drawn_is_in_time_or_is_not(rivals: Rivals):
    workshop, claim = opened_with("gives", "", "take")
    bas = seat(workshop, "Bas")
    for _ in range(FEWER):
        act(bas, "swap.answer", slip=claim.slip_id, answer="take")
        answers = rivals.press(
            (workshop, "swap.draw_lots", {"slip": claim.slip_id}),
            (bas, "swap.answer", {"slip": claim.slip_id, "answer": "no"}),
        )
        winner = assert_one_won(answers, "nobody-to-draw", DONE)
        assert (outcome(), Claim.objects.get().answer) == ((("taken", "Bas", None), "take"), (("", None, None), "no"))[
            winner
        ]
        if winner == 0:
            undo_result(workshop)


def test_a_leak_that_is_joined_while_it_is_settled_stops_it_or_is_refused(rivals: Rivals):
    workshop = table_with("", "")
    go(workshop, Step.TABLE)
    act(seat(workshop, "Bas"), "table.lay", name="Blom", zone="costs")
    go(workshop, Step.SWAP)
    answer = {"slip": SwapProposal.objects.get().id, "answer": "take", "expectation": "gives"}
    act(seat(workshop, "Bas"), "swap.answer", **answer)
    act(workshop, "swap.open", slip=answer["slip"])
    claim, pair = (
        Claim.objects.get(),
        {
            "kept": figure(workshop, "Ana", "Blom").customer_id,
            "other": figure(workshop, "Bas", "Blom").customer_id,
        },
    )
    for _ in range(FEWER):
        answers = rivals.press((workshop, "swap.settle", {"claim": claim.id}), (workshop, "table.join", pair))
        winner = assert_one_won(
            answers,
            "taker-leak",
            "joins-a-taken-leak",
        )
        assert outcome() == (("taken", "Bas", None), ("", None, None))[winner]
        if winner == 0:
            undo_result(workshop)
        else:
            act(workshop, "table.split", pair=workshop.same_customers.get().id)


def test_the_same_press_that_comes_twice_is_done_once(rivals: Rivals):
    workshop, claim = opened_with("gives", "", "take")
    for number in range(FEWER):
        before = seq_of(workshop)
        press: Request = (workshop, "swap.settle", {"claim": claim.id, "action_id": f"twice-{number}"})
        answers = rivals.press(press, press)
        assert (answers, seq_of(workshop)) == ([(200, ""), (200, "")], before + 1)
        undo_result(workshop)
