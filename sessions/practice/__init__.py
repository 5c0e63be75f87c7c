"""A practice workshop with invented people, played by real actions: for rehearsal, screenshots and tests."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TypedDict

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import get_language

from sessions import links
from sessions.practice import data, swap, talk
from sessions.practice.game import Game, day
from workshop.limits import BREAKS, PLANS
from workshop.models import Participant, Team, Workshop
from workshop.steps import Step

FACILITATOR = "oefening-"
#: Hours of the plan, and days that a practice workshop is kept.
HOURS, KEEP_DAYS = 3, 30

Part = Callable[[Game], None]

#: The own work of each step, done while it is open.
WORK: dict[Step, Part] = {
    Step.LOBBY: talk.come_in,
    Step.SHEET: talk.write_lists,
    Step.TABLE: talk.lay_table,
    Step.STORY: talk.begin_stories,
    Step.THREAD: talk.harvest,
    Step.STACK: swap.stick_slips,
    Step.SWAP: swap.answer_slips,
    Step.CLOSING: swap.close_off,
}
#: What is still done in a step before the facilitator goes on.
REST: dict[Step, Part] = {
    Step.TABLE: talk.join_same,
    Step.STORY: talk.finish_stories,
    Step.SWAP: swap.settle_slips,
}


def play(*, facilitator: User | None, to: Step, people: int, customers: int) -> Workshop:
    """A practice workshop of which step `to` is open and its own work done.

    Args:
        facilitator: who leads it; None makes a practice facilitator, who cannot sign in.
        people: seats at the table, 2 to 8.
        customers: customers on each list, 1 to 80.

    The same numbers give the same table, but for the ids.
    """
    return play_in(open_workshop(facilitator or _stand_in()), to=to, people=people, customers=customers)


def play_in(workshop: Workshop, *, to: Step, people: int, customers: int) -> Workshop:
    """Play an empty practice workshop up to a step."""
    game = Game(workshop, people, customers)
    WORK[Step.LOBBY](game)
    for step in list(Step)[1 : to + 1]:
        REST.get(Step(step - 1), _nothing)(game)
        game.go(step)
        WORK[step](game)
    game.workshop.refresh_from_db()
    return game.workshop


def _nothing(game: Game) -> None:
    """Most steps leave nothing to be done."""


def open_workshop(facilitator: User) -> Workshop:
    """An empty practice workshop."""
    team = Team.objects.create(name=data.TEAM, facilitator=facilitator)
    workshop = Workshop(team=team, facilitator=facilitator, title=data.TITLE, practice=True)
    workshop.hours, workshop.minutes = HOURS, list(PLANS[HOURS])
    workshop.break_minutes = BREAKS[HOURS]
    workshop.retain_until = day(KEEP_DAYS)
    workshop.language = get_language() or settings.LANGUAGE_CODE
    workshop.save()
    return workshop


def _stand_in() -> User:
    """A facilitator without a password: nobody signs in by this name, and it does not count as one."""
    return User.objects.create_user(FACILITATOR + secrets.token_hex(5))


def dismiss_idle() -> None:
    """Practice facilitators whose workshops have all been erased have nothing left to lead."""
    idle = User.objects.filter(username__startswith=FACILITATOR, workshops=None, teams=None)
    for user in idle:
        if not user.has_usable_password():
            user.delete()


class SeatAddress(TypedDict):
    """Where somebody sits."""

    name: str
    url: str


class Addresses(TypedDict):
    """Where everybody gets in: what the command prints."""

    workshop: str
    code: str
    step: int
    facilitator: str
    projector: str
    team_lead: str
    participants: list[SeatAddress]


def addresses(workshop: Workshop, base: str) -> Addresses:
    """The addresses of a workshop. `base`: PUBLIC_URL, or this machine."""
    seats = Participant.objects.filter(workshop=workshop, removed_at=None)
    return {
        "workshop": workshop.id,
        "code": workshop.code,
        "step": workshop.step,
        "facilitator": links.console_link(workshop, base),
        "projector": links.projector_link(workshop, base),
        "team_lead": links.seat_link(seats.get(guest=True), base),
        "participants": [{"name": seat.name, "url": links.seat_link(seat, base)} for seat in seats.filter(guest=False)],
    }
