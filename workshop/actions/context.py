"""What an action works with: the change under way.

Every write goes through `ActionContext`, so that the journal knows each row before and after, and each row bears the
seq of its last change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeAlias

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.deletion import Collector
from django.utils import timezone

from workshop import fast_sql, staleness
from workshop.actions.lookups import Lookups, seats_of
from workshop.models import EnergyRating, Participant, Team
from workshop.models.base import Row
from workshop.models.journal import Written
from workshop.steps import Step
from workshop.table_order import look_up_joined


class NothingToDo(Exception):
    """The state is already as asked: no change, no journal entry, no news."""


#: A link and its new value → the rows, in groups, that hang no longer on what is deleted.
Loosened: TypeAlias = "Mapping[tuple[models.Field[object, object], object], list[Iterable[models.Model]]]"


@dataclass
class ActionContext(Lookups):
    """One change under way, inside the transaction and the workshop's lock.

    `seq` is the number that the change will bear. `stale` and `seats` say which shared regions and whose own region
    show it; `figure` makes it hot; `private_to` hides the journal entry's content from all but that seat;
    `action_id` is the client's.
    """

    name: str
    seq: int
    action_id: str = ""
    now: dt.datetime = field(default_factory=lambda: timezone.now())  # looked up late: tests set the clock
    stale: set[str] = field(default_factory=set)
    seats: set[str] = field(default_factory=set)
    figure: EnergyRating | None = None
    private_to: Participant | None = None
    about: str = ""
    sentence: str = ""
    changes: list[Written] = field(default_factory=list)
    workshop_fields: set[str] = field(default_factory=set)

    # --- who sees it ---

    def invalidate(self, *regions: str) -> None:
        """Regions that show the change besides those that show its rows (workshop/staleness.py)."""
        self.stale.update(staleness.along(regions))

    def invalidate_seats(self, *seats: Participant | str) -> None:
        self.seats.update(seat if isinstance(seat, str) else seat.id for seat in seats)

    def tell_about(self, about: str) -> None:
        """Name what the journal entry is about; the own region of the acting seat, if there is one, shows it too."""
        self.about = about
        if self.actor.seat is not None:
            self.invalidate_seats(self.actor.seat)

    def mark_private(self) -> None:
        """Only the acting seat sees what changed; shared regions may show that something did (counts).

        While slips are decided and answered all private acts name the same regions, or every screen would learn from
        the names whether somebody answered, wished or offered a swap.
        """
        self.private_to = self.seat
        self.invalidate_seats(self.seat)
        if self.workshop.step in (Step.STACK, Step.SWAP):
            self.invalidate("counts", "desk")

    def broadcast_figure(self, figure: EnergyRating, *, first: bool = False) -> None:
        """`first`: it comes on the table with this change, so that another one of its customer may be joined now."""
        self.figure = figure
        look_up_joined(figure)
        if first and figure.joined:
            self.invalidate("table")
        self.invalidate_choices()

    def invalidate_choices(self) -> None:
        """Figures are also told of in words: to the speaker (step 3), and to all as customers to link to a thread (4)
        and to wish for or swap (5), where a late joiner still lays them."""
        step = self.workshop.step
        if self.workshop.shows_then:
            self.invalidate("then_now")
        if step == Step.STORY:
            self.invalidate_seats(self.seat)
            if self.figure is not None and self.figure.signal:
                self.invalidate("turn")
        elif step == Step.THREAD:
            self.invalidate("threads")
        elif step == Step.STACK:
            self.invalidate_seats(*seats_of(self.workshop))

    def invalidate_shown(self) -> None:
        """What shows the rows that were written; of a figure that is told of hot the fragment does."""
        hot = {self.figure.pk, self.figure.customer_id} if self.figure is not None else set()
        cold = [change for change in self.changes if change[1] not in hot]
        if self.private_to is not None:
            self.stale |= staleness.hint_at(self.workshop, cold)
        else:
            self.stale |= staleness.show_rows(self.workshop, cold) | staleness.show_chances(self.workshop, self.changes)
            if self.workshop.projector_shows:
                self.invalidate("enlarged")  # what was put large on the beamer may be anything public

    # --- writing ---

    def order_number(self, index: int = 0) -> int:
        """A number that orders rows by change, and those of one change by `index` (below 1000)."""
        return self.seq * 1000 + index

    def create(self, *rows: Row) -> None:
        """Insert rows of one model, in one statement."""
        for row in rows:
            row.seq = self.seq
            self.changes.append((_label(row), row.pk, {name: [None, value] for name, value in _values(row).items()}))
        type(rows[0])._default_manager.bulk_create(rows)

    def update(self, row: Row, **fields: object) -> None:
        """Set fields of one row; the workshop's own row is written once, at the end of the change."""
        before = {name: _plain(row, name) for name in fields}
        for name, value in fields.items():
            setattr(row, name, value)
        changed = {
            _told(row, name): [was, _plain(row, name)] for name, was in before.items() if was != _plain(row, name)
        }
        self.changes.append((_label(row), row.pk, changed))
        row.seq = self.seq
        fast_sql.write(row, (*fields, "seq"))

    def change(self, row: Row, fields: dict[str, object]) -> None:
        """Set what somebody changed of one row; nothing at all is nothing to do."""
        if not fields:
            raise NothingToDo
        self.update(row, **fields)

    def update_workshop(self, **fields: object) -> None:
        before = {name: _plain(self.workshop, name) for name in fields}
        for name, value in fields.items():
            setattr(self.workshop, name, value)
        changed = {name: [was, _plain(self.workshop, name)] for name, was in before.items()}
        self.changes.append((_label(self.workshop), self.workshop.pk, changed))
        self.workshop_fields.update(fields)

    def lock_team(self) -> Team:
        """The team as it stands now, for this change alone: its other workshops have locks of their own."""
        self.workshop.team = Team.objects.select_for_update().get(pk=self.workshop.team_id)
        return self.workshop.team

    def update_team(self, **fields: object) -> None:
        """Set fields of the team, whose row is that of its other workshops too and bears no seq."""
        team = self.workshop.team
        self.changes.append((_label(team), team.pk, {name: [_plain(team, name), new] for name, new in fields.items()}))
        for name, value in fields.items():
            setattr(team, name, value)
        fast_sql.write(team, fields)

    def delete(self, *rows: Row) -> None:
        for row in rows:
            self.changes.append((_label(row), row.pk, {name: [value, None] for name, value in _values(row).items()}))
        self._remove(rows)

    def erase(self, *rows: Row) -> None:
        """Delete something private within a public change: the journal learns that it went, not what it said."""
        for row in rows:
            self._tell_gone(row)
        self._remove(rows)

    def forget(self, *rows: Row, **fields: object) -> None:
        """Set private fields within a public change: the journal learns what they are now, not what they were, so
        undo leaves them. Nor may the rows show by their seq that they held something.
        """
        for row in rows:
            self.changes.append((_label(row), row.pk, {name: [value, value] for name, value in fields.items()}))
            type(row)._default_manager.filter(pk=row.pk).update(**fields)

    def _remove(self, rows: tuple[Row, ...]) -> None:
        """Delete rows of one model; what hangs on them goes along. That may be private, so the journal learns only that
        it went."""
        falling = Collector(using=DEFAULT_DB_ALIAS)
        falling.collect(rows)
        for other in chain(*falling.data.values(), *falling.fast_deletes):
            if other not in rows:
                self._tell_gone(other)
        loosened: Loosened = falling.field_updates  # type: ignore[assignment]  # rows in groups, unlike its stubs say
        for (link, value), groups in loosened.items():
            for other in chain(*groups):
                self.changes.append((_label(other), other.pk, {link.name: [_plain(other, link.name), value]}))
        falling.delete()

    def _tell_gone(self, row: models.Model) -> None:
        self.changes.append((_label(row), row.pk, {"id": [row.pk, None]}))


def _label(row: models.Model) -> str:
    return row._meta.object_name or ""


def _told(row: models.Model, name: str) -> str:
    """A field's name in the journal: "customer", also when its column was set by "customer_id"."""
    return str(row._meta.get_field(name).name)


def _plain(row: models.Model, name: str) -> object:
    field = row._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field.value_from_object(row)


#: Secrets and leases are no part of the journal.
_UNWRITTEN = {"seq", "token", "return_code", "secret", "last_seen", "device"}


def _values(row: models.Model) -> dict[str, object]:
    return {
        field.name: field.value_from_object(row) for field in row._meta.concrete_fields if field.name not in _UNWRITTEN
    }
