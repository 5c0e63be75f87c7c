"""A practice workshop under way: who sits where, and what they do. Every act goes through `workshop.perform`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import count

from django.utils import timezone

from workshop.models import EnergyRating, Participant, Turn, Workshop
from workshop.perform import Done, perform
from workshop.permissions import Actor
from workshop.steps import Step


@dataclass
class Game:
    """`people` and `customers` (per person) are the numbers that were asked for; `seats` fills in step 0."""

    workshop: Workshop
    people: int
    customers: int
    seats: list[Participant] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def door(self, action: str, **data: object) -> Done:
        return self._do(Actor("door"), action, data)

    def lead(self, action: str, **data: object) -> Done:
        return self._do(Actor("facilitator"), action, data)

    def act(self, seat: Participant | str, action: str, **data: object) -> Done:
        """A seat does something, for itself; `seat` may be its id."""
        seat = seat if isinstance(seat, Participant) else self.seat(seat)
        return self._do(Actor("seat", seat), action, data)

    def _do(self, actor: Actor, action: str, data: dict[str, object]) -> Done:
        action_id = f"practice-{next(self._numbers)}"
        return perform(workshop_id=self.workshop.id, actor=actor, action=action, data=data, action_id=action_id)

    def go(self, step: Step) -> None:
        self.lead("steps.go", to=step)
        self.workshop.refresh_from_db()

    def all_done(self) -> None:
        """Everyone says *klaar*."""
        for seat in self.seats:
            self.act(seat, "lobby.done", done=True)

    def seat(self, seat_id: str) -> Participant:
        return next(seat for seat in self.seats if seat.id == seat_id)

    def colleagues(self, seat_id: str, turn: int = 0) -> list[Participant]:
        """The others, from the one who sits next to this seat; `turn` begins so many seats further on."""
        place = self.seats.index(self.seat(seat_id))
        others = self.seats[place + 1 :] + self.seats[:place]
        turn %= len(others)
        return others[turn:] + others[:turn]

    def lines(self, seat: Participant, **asked: object) -> list[EnergyRating]:
        """Lines of somebody's list, or their figures, in the order in which they were typed."""
        rows = EnergyRating.objects.filter(workshop=self.workshop, participant=seat, **asked)
        return list(rows.select_related("customer").order_by("listed"))

    def speaking(self) -> Turn | None:
        return Turn.objects.filter(workshop=self.workshop, state=Turn.State.SPEAKING).first()


def day(ahead: int) -> dt.date:
    """The date so many days from now."""
    return timezone.localdate() + dt.timedelta(days=ahead)
