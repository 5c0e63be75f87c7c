"""Shares what is the same for all screens: the first one to ask reads it, for all that ask at the same seq."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from sessions.i18n.hyphens import forget_names
from workshop.models import Workshop

Fact = TypeVar("Fact")
Row = TypeVar("Row")
Kept = TypeVar("Kept", bound="Sharer")


class Sharer:
    """What is known of one workshop at one seq. `public` says where that is kept: here, or by another."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.known: dict[str, Any] = {}  # type: ignore[explicit-any]  # of each `shared` what it reads
        self.reading = threading.RLock()

    @property
    def public(self) -> Sharer:
        return self


class shared(Generic[Fact]):  # noqa: N801 - it stands where `property` stands
    """A property that is read once for everybody: the method sees what all may see, and nobody in particular.

    So it names no viewer, writes no word in anybody's language, and what it gives is changed by nobody.
    """

    def __init__(self, read: Callable[[Any], Fact]) -> None:  # type: ignore[explicit-any]  # of the class it is in
        self.read = read
        self.__doc__ = read.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, one: Sharer, owner: type) -> Fact:
        known = one.public.known
        if self.name not in known:
            with one.public.reading:
                if self.name not in known:
                    known[self.name] = self.read(one.public)
        found: Fact = known[self.name]
        return found


class Lists(dict[str, list[Row]], Generic[Row]):
    """Rows by an id. Who has none gets an empty list and leaves no trace: other threads walk through it."""

    def __missing__(self, key: str) -> list[Row]:
        return []

    def add(self, key: str, row: Row) -> None:
        self.setdefault(key, []).append(row)


# --- what is kept, and for how long ----------------------------------------------------------------------------------

#: What was read last of each workshop with a room in this process; None: nothing lately.
_kept: dict[str, Sharer | None] = {}
_changing = threading.Lock()


def share_anew(workshop_id: str) -> None:
    """Keep from now on what is read of this workshop, and forget what was.

    A room says so at each of its beats. So nothing is kept for long: neither memory, nor names that were erased, nor a
    row that was changed without a seq.
    """
    with _changing:
        _kept[workshop_id] = None


def end_sharing(workshop_id: str) -> None:
    """Keep nothing of this workshop any more: nobody looks at it here."""
    with _changing:
        _kept.pop(workshop_id, None)
    forget_names()


def kept_of(workshop: Workshop) -> Sharer | None:
    """What is kept of this workshop as it is at its seq."""
    kept = _kept.get(workshop.id)
    return kept if kept is not None and kept.workshop.seq == workshop.seq else None


def keep(new: Kept) -> Kept:
    """Keep it for the next who ask, if there is a room and nothing newer. Of two who began at the same moment, both go
    on with the first."""
    with _changing:
        old = _kept.get(new.workshop.id)
        if new.workshop.id in _kept and (old is None or old.workshop.seq < new.workshop.seq):
            _kept[new.workshop.id] = new
        elif isinstance(old, type(new)) and old.workshop.seq == new.workshop.seq:
            return old
    return new
