"""Random afternoons (T-P2): two to eight people do what may be done, and much that may not; steps go back and forth,
commands come twice, screens lose the news and come back. A simple model says what the table must be after each act.
"""

import random
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from faults import random_fields
from faults.reference_model import Model, assert_sound, table_of
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from live.screen import Screen
from support import people
from support.replay import assert_replays
from support.wide import WIDE

from sessions.board.news import News, news_of
from sessions.rate_limits import guess_limit
from workshop.actions import swap
from workshop.actions.registry import ACTIONS
from workshop.models import EnergyRating, Participant, SameCustomer, Team, Workshop, base
from workshop.perform import Change, changed
from workshop.permissions import Who
from workshop.steps import Step

#: What erases for good; the journal then tells less than the whole.
ERASING = {"closing.close", "lobby.remove", "lobby.turn_away", "team_list.clear"}
SEAT_ACTS = sorted(name for name, permit in ACTIONS.items() if permit.who & Who.SEAT)
GUEST_ACTS = sorted(name for name, permit in ACTIONS.items() if permit.guests)
CONSOLE_ACTS = sorted(
    name for name, permit in ACTIONS.items() if permit.who & (Who.FACILITATOR | Who.FOR_SEAT) and name != "steps.go"
)
#: Acts that make an afternoon poor when they come often.
SELDOM = {"closing.close", "lobby.remove", "steps.lock", "lobby.without_device", "steps.take_chair"}
#: What draws ids and lots; seeded anew for each afternoon.
LUCK = random.Random()


class RandomWorkshop(RuleBasedStateMachine):
    """One afternoon. Every act goes through the views, as a browser sends it."""

    def __init__(self) -> None:
        super().__init__()
        LUCK.seed(4)
        guess_limit.store.clear()  # else who bears the same id in the next afternoon would pay for this one
        self.model = Model()
        self.number = 0
        self.last: tuple[Client, str, dict[str, Any]] | None = None
        self.erased = False
        self.news: list[News] = []
        #: What only its writer may see: text → the seat.
        self.secrets: dict[str, str] = {}
        changed.connect(self.hear)

    def hear(self, change: Change, **kwargs: Any) -> None:
        self.news.append(news_of(change))

    @initialize(seats=st.integers(2, 8), watch=st.sampled_from(["seat", "console", "beamer"]))
    def come_in(self, seats: int, watch: str) -> None:
        self.workshop = people.open_workshop()
        for number in range(seats):
            people.join(self.workshop, f"Persoon {number + 1}")
        self.seats = people.seats(self.workshop)
        people.invite_dirk(self.workshop)
        self.browsers = {one.id: people.browser_of(one) for one in Participant.objects.filter(workshop=self.workshop)}
        self.console = people.chair_of(self.workshop)
        self.watch, self.online = self.screen(watch), True
        self.news.clear()

    def screen(self, kind: str) -> Screen:
        if kind == "console":
            return Screen(self.console, people.base_of(self.workshop))
        if kind == "beamer":
            return Screen(Client(), people.beamer_of(self.workshop))
        seat = self.seats[-1]
        return Screen(self.browsers[seat.id], people.base_of(seat), seat.id)

    @property
    def with_a_browser(self) -> list[Participant]:
        """Not the seats that the facilitator added: nobody ever entered those by a link. When none is left, those that
        were removed: they may try."""
        seats = [seat for seat in self.seats if seat.id in self.browsers]
        return seats or list(Participant.objects.filter(pk__in=self.browsers))

    # --- acts ---

    @rule(data=st.data())
    def somebody_acts(self, data: Any) -> None:
        seat = data.draw(st.sampled_from(self.with_a_browser), "who")
        action = data.draw(st.sampled_from(self.likely(SEAT_ACTS, data)), "what")
        mine = EnergyRating.objects.filter(workshop=self.workshop, participant=seat).order_by("seq", "pk")
        sent = self.drawn(data, action, list(mine.values_list("pk", flat=True)))
        self.send(self.browsers[seat.id], people.base_of(seat), action, sent, seat.id)

    @rule(data=st.data())
    def the_facilitator_acts(self, data: Any) -> None:
        action = data.draw(st.sampled_from(self.likely(CONSOLE_ACTS, data)), "what")
        sent = self.drawn(data, action, [])
        without = [one.id for one in self.seats if one.without_device]
        if ACTIONS[action].who & Who.FOR_SEAT and not ACTIONS[action].who & Who.FACILITATOR:
            sent["for_seat"] = data.draw(st.sampled_from(without or [self.seats[0].id]), "for")
        self.send(self.console, people.base_of(self.workshop), action, sent, sent.get("for_seat", ""))

    @rule(data=st.data())
    def the_guest_acts(self, data: Any) -> None:
        guests = Participant.objects.filter(workshop=self.workshop, guest=True, removed_at=None)
        guest = guests.filter(pk__in=self.browsers).first()  # another one was invited and never came
        if guest is None:
            return
        action = data.draw(st.sampled_from(GUEST_ACTS), "what")
        self.send(self.browsers[guest.id], people.base_of(guest), action, self.drawn(data, action, []), guest.id)

    @rule(way=st.sampled_from([1, 1, 1, 1, -1]))
    def the_step_changes(self, way: int) -> None:
        to = min(max(self.step + way, Step.LOBBY), Step.CLOSING)
        self.send(self.console, people.base_of(self.workshop), "steps.go", {"to": int(to)}, "")

    @rule()
    def all_lists_are_filled_and_laid(self) -> None:
        """What an afternoon needs before it becomes interesting."""
        for seat in self.with_a_browser:
            for column in ("costs", "gives"):
                self.number += 1
                sent = {"names": f"Klant {self.number}x", "column": column}
                self.send(self.browsers[seat.id], people.base_of(seat), "sheet.add", sent, seat.id)
            self.send(self.browsers[seat.id], people.base_of(seat), "table.place_all", {}, seat.id)

    @rule(data=st.data())
    def a_leak_is_stuck_and_answered(self, data: Any) -> None:
        """A whole small story, so that results exist to build on and to undo."""
        leaks = EnergyRating.objects.filter(workshop=self.workshop, zone="costs").order_by("placed", "pk")
        found = [leak for leak in leaks if leak.participant_id in self.browsers]
        if not found or len(self.with_a_browser) < 2:
            return
        leak = data.draw(st.sampled_from(found), "leak")
        others = [one for one in self.with_a_browser if one.id != leak.participant_id]
        taker = data.draw(st.sampled_from(others), "taker")
        giver = Participant.objects.get(pk=leak.participant_id)
        self.send(self.browsers[giver.id], people.base_of(giver), "stack.stick", {"figure": leak.id}, giver.id)
        if self.step < Step.SWAP:
            self.send(self.console, people.base_of(self.workshop), "steps.go", {"to": int(Step.SWAP)}, "")
        for slip in leak.slips.all():
            answer = {"slip": slip.id, "answer": "take", "expectation": "gives"}
            self.send(self.browsers[taker.id], people.base_of(taker), "swap.answer", answer, taker.id)
            self.send(self.console, people.base_of(self.workshop), "swap.open", {"slip": slip.id}, "")
            for claim in slip.claims.all():
                self.send(self.console, people.base_of(self.workshop), "swap.settle", {"claim": claim.id}, "")

    @precondition(lambda self: self.last is not None)
    @rule()
    def it_comes_twice(self) -> None:
        assert self.last is not None
        client, address, sent = self.last
        seq = self.seq
        answer = client.post(address, sent)
        assert (answer.status_code, answer.json()["seq"], self.seq) == (200, seq, seq)

    # --- screens ---

    @rule()
    def a_screen_is_lost(self) -> None:
        self.online = False

    @rule()
    def a_screen_comes_back(self) -> None:
        self.online = True
        if self.seq > self.watch.heard:
            self.watch.take({"seq": self.seq, "html": "", "stale": ["all"]})
        assert self.watch.lines() == self.watch.fresh()

    @rule(data=st.data())
    def somebody_looks(self, data: Any) -> None:
        """Nothing that is only somebody else's stands on a page."""
        bases = {one.id: people.base_of(one) for one in self.with_a_browser}
        looks = {seat: (self.browsers[seat], base) for seat, base in bases.items()}
        looks |= {
            "console": (self.console, people.base_of(self.workshop)),
            "beamer": (Client(), people.beamer_of(self.workshop)),
        }
        who = data.draw(st.sampled_from(sorted(looks)), "who looks")
        client, base = looks[who]
        page = client.get(base).content.decode()
        seen = [text for text, writer in self.secret_now().items() if writer != who and text in page]
        assert seen == [], f"{who} sees {seen}"

    def secret_now(self) -> dict[str, str]:
        """Text → the seat that alone may read it: reasons, and names that are not on the table, by themselves or as
        another name of a customer that is."""
        shown = EnergyRating.objects.filter(workshop=self.workshop, zone__isnull=False)
        joined = SameCustomer.objects.filter(workshop=self.workshop, same=True)
        public = {*shown.values_list("customer__name", flat=True), *joined.values_list("other__name", flat=True)}
        return {text: seat for text, seat in self.secrets.items() if text not in public}

    # --- what always holds ---

    @invariant()
    def the_workshop_is_sound(self) -> None:
        if hasattr(self, "workshop"):
            assert_sound(self.workshop, self.model.table)

    def teardown(self) -> None:
        changed.disconnect(self.hear)
        if hasattr(self, "workshop"):
            self.workshop.refresh_from_db()
            if not self.erased:
                assert_replays(self.workshop)
            self.a_screen_comes_back()
        Workshop.objects.all().delete()
        Team.objects.all().delete()
        User.objects.all().delete()

    # --- hands ---

    @property
    def seq(self) -> int:
        return int(Workshop.objects.values_list("seq", flat=True).get(pk=self.workshop.pk))

    @property
    def step(self) -> Step:
        return Step(Workshop.objects.values_list("step", flat=True).get(pk=self.workshop.pk))

    def likely(self, names: list[str], data: Any) -> list[str]:
        """Mostly what may be done in this step; now and then anything; seldom what ends the fun."""
        if not data.draw(st.integers(0, 9), "at random"):
            return names
        here = self.step
        return [name for name in names if here in ACTIONS[name].steps and name not in SELDOM]

    def drawn(self, data: Any, action: str, mine: list[str]) -> dict[str, Any]:
        self.number += 1
        self.workshop.refresh_from_db()
        return random_fields.fields(data.draw, self.workshop, action, f"Tekst{self.number}x", mine)

    def send(self, client: Client, base: str, action: str, fields: dict[str, Any], seat: str) -> None:
        """A command as a page sends it. Accepted: one number on, and what the model says; refused: nothing at all."""
        self.number += 1
        before, lines = self.seq, self.lines_of(seat)
        sent = {"step": int(self.step), "action_id": f"random-{self.number}"} | fields
        self.news.clear()
        answer = client.post(f"{base}do/{action}/", sent)
        after = self.seq
        assert answer.status_code in (200, 401, 403, 404, 409, 422), (action, answer.content)
        assert after - before in ((0, 1) if answer.status_code == 200 else (0,)), (action, answer.content)
        assert len(self.news) == after - before
        if answer.status_code == 200:
            self.last = (client, f"{base}do/{action}/", sent)
        if after > before:
            self.done(after, action, fields, lines, seat)

    def done(self, seq: int, action: str, fields: dict[str, Any], lines: dict[str, str], seat: str) -> None:
        table = table_of(self.workshop)
        created = {figure: zone for figure, zone in table.items() if figure not in self.model.table}
        assert len(created) <= 1 or action in ("table.place_all", "journal.take_back"), action
        if action == "table.lay":
            assert [*created.values()] == [fields["zone"]]
        self.model.did(seq, action, fields, created, lines)
        self.erased |= action in ERASING
        if action in ("sheet.add", "sheet.reason"):
            self.secrets |= {str(fields[name]): seat for name in ("names", "reason") if fields.get(name)}
        self.seats = people.seats(self.workshop) or self.seats
        (news,) = self.news
        leaked = [text for text in self.secret_now() if text in news["html"]]
        assert leaked == [], (action, leaked)
        if self.online:
            self.watch.hear(news)

    def lines_of(self, seat: str) -> dict[str, str]:
        """Somebody's sorted lines that are not on the table: what *alles op tafel* would lay."""
        lines = EnergyRating.objects.filter(workshop=self.workshop, participant=seat, zone=None).exclude(column="")
        return dict(lines.values_list("pk", "column"))


@pytest.fixture
def same_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids and lots that are the same in every afternoon: one that fails can be played again."""
    for module in (base, swap):
        monkeypatch.setattr(module, "secrets", SimpleNamespace(choice=LUCK.choice))


COMMON: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck), "print_blob": True}
SHORT = settings(max_examples=4, stateful_step_count=20, derandomize=True, **COMMON)
LONG = settings(max_examples=150, stateful_step_count=60, **COMMON)


@pytest.mark.fault("T-P2")
@pytest.mark.parametrize(
    "how", [pytest.param(SHORT, marks=WIDE), pytest.param(LONG, marks=pytest.mark.long)], ids=["short", "long"]
)
def test_random_workshops_keep_every_promise(
    transactional_db: None, same_ids: None, how: settings, measure: Callable[..., None]
) -> None:
    run_state_machine_as_test(RandomWorkshop, settings=how)
    measure("random acts", how.max_examples * how.stateful_step_count, "")
