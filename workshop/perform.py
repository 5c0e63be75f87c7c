"""The one way to change a workshop: lock, done before?, permission, action, journal, seq + 1; on commit `changed`."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError, connection, transaction
from django.dispatch import Signal
from django.utils import translation
from django.utils.translation import gettext as _

from workshop import fast_sql
from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.registry import ACTIONS, Action
from workshop.models import EnergyRating, JournalEntry, Participant, Workshop
from workshop.models.journal import created_in
from workshop.permissions import Actor, guard_action
from workshop.refusals import AlreadySent, Missing, NotYours

#: Sent on commit with `change=Change`, in the thread that made the change.
changed = Signal()


@dataclass(frozen=True)
class Change:
    """What an accepted change shows: `figure` is hot (its fragment is all the news), `stale` names shared regions,
    `seats` are those whose own region changed."""

    workshop_id: str
    seq: int
    figure: EnergyRating | None
    stale: frozenset[str]
    seats: frozenset[str]


@dataclass(frozen=True)
class Done:
    """What `perform` returns: the workshop's seq now, the change (None: it was done before, or there was nothing to
    do), a sentence for the one who acted, often empty, and the ids of the rows that were made, then or now."""

    seq: int
    change: Change | None = None
    sentence: str = ""
    created: tuple[str, ...] = ()


def perform(
    *, workshop_id: str, actor: Actor, action: str, data: Mapping[str, object], action_id: str, step: int | None = None
) -> Done:
    """Do `action` for `actor`, once.

    Args:
        data: keyword arguments of the action, already cleaned (workshop/actions/fields.py).
        action_id: made by the client; a second call with the same one changes nothing and answers the present state
            and what the first one made.
        step: the step in which the person acted, as the page showed it; None trusts the present one.

    Raises:
        rules.Refusal: not allowed now; nothing changed. Missing and NotYours are refusals too, and AlreadySent: the
            same actor used this id for something else.
    """
    asked = fingerprint(action, data, actor.seat.id if actor.seat else "")
    # An action may go over to the words of a task (wording.speak_of); its caller keeps those it had.
    with one_writer(), transaction.atomic(), translation.override(translation.get_language()):
        workshop = _lock(workshop_id)
        actor, asked_before = _as_now(workshop, actor, action_id)
        if asked_before is not None:
            return _repeat(workshop, actor, action_id, asked, asked_before)
        declared = _declared(action)
        guard_action(workshop, actor, declared, step)
        act = ActionContext(workshop, actor, action, workshop.seq + 1, action_id)
        try:
            declared.function(act, **data)
        except NothingToDo:
            return Done(workshop.seq, sentence=act.sentence)
        act.invalidate_shown()
        _write_down(act, action_id, asked)
        change = Change(workshop.id, act.seq, act.figure, frozenset(act.stale), frozenset(act.seats))
    # Here and not inside: what hears it paints, and painting may not keep the next writer waiting.
    transaction.on_commit(lambda: _say(change), robust=True)
    if any(model == "Team" for model, _row, _fields in act.changes):
        transaction.on_commit(lambda: _tell_team(workshop), robust=True)
    return Done(act.seq, change, act.sentence, created_in(act.changes))


def _declared(name: str) -> Action:
    try:
        return ACTIONS[name]
    except KeyError:
        raise Missing() from None


def fingerprint(action: str, asked: Mapping[str, object], acted_for: str = "") -> str:
    """64 hexadecimal digits that stand for what was asked: the action, for which seat, with which values."""
    text = json.dumps([action, acted_for, asked], cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _repeat(workshop: Workshop, actor: Actor, action_id: str, asked: str, asked_before: str) -> Done:
    """The same once more makes nothing new; an id that stood for something else is refused."""
    if asked_before not in (asked, ""):
        raise AlreadySent()
    entry = JournalEntry.objects.get(workshop=workshop, actor=actor.key, action_id=action_id)
    return Done(workshop.seq, created=entry.created)


def _say(change: Change) -> None:
    changed.send_robust(sender=Workshop, change=change)


def _tell_team(workshop: Workshop) -> None:
    """What is of the team shows in its other workshops too: each hears of it in a change of its own, because one that
    held the locks of two would wait for another that does."""
    others = Workshop.objects.filter(team=workshop.team_id).exclude(pk=workshop.pk)
    for other in others.values_list("pk", flat=True):
        action_id = f"{workshop.id}-{workshop.seq}"
        perform(workshop_id=other, actor=Actor("door"), action="team.renamed_elsewhere", data={}, action_id=action_id)


def _lock(workshop_id: str) -> Workshop:
    try:
        return fast_sql.get(Workshop, lock=True, id=workshop_id)
    except Workshop.DoesNotExist:
        raise Missing() from None


def _as_now(workshop: Workshop, actor: Actor, action_id: str) -> tuple[Actor, str | None]:
    """The actor as the lock finds it, and the fingerprint of what it asked before by this id; None: nothing.

    A seat was looked up before the lock: since then it may have been removed, or have a device again.
    """
    entry = {"workshop_id": workshop.id, "actor": actor.key, "action_id": action_id}
    if actor.seat is None:
        return actor, JournalEntry.objects.filter(**entry).values_list("fingerprint", flat=True).first()
    place = {"id": actor.seat.id, "workshop_id": workshop.id}
    try:
        seat, asked_before = fast_sql.get_and_text(Participant, JournalEntry, "fingerprint", entry, **place)
    except Participant.DoesNotExist:
        raise Missing() from None
    if seat.removed:
        raise NotYours("seat-removed", _("De begeleider heeft deze plek weggehaald."))
    return replace(actor, seat=seat), asked_before


def _write_down(act: ActionContext, action_id: str, asked: str) -> None:
    workshop, actor = act.workshop, act.actor
    workshop.seq = act.seq
    fast_sql.write(workshop, ("seq", *sorted(act.workshop_fields)))
    entry = JournalEntry(
        workshop=workshop,
        seq=act.seq,
        step=workshop.step,
        at=act.now,
        actor=actor.key,
        acted_for=actor.seat if actor.facilitates else None,
        action=act.name,
        action_id=action_id,
        fingerprint=asked,
        private_to=act.private_to,
        about=act.about[:200],
        changes=act.changes,
    )
    fast_sql.insert(entry)


_writer = threading.Lock()
#: Seconds that a writer waits for the one before it; who waits longer is told so, and its page sends it again.
_TURN = 6.0


@contextmanager
def one_writer() -> Iterator[None]:
    """On SQLite one thread of this process at a time asks for the file's write lock: waiting here is fair and cheap,
    waiting there is polling with pauses. PostgreSQL locks the workshop's row instead."""
    if connection.vendor != "sqlite":
        yield
        return
    if not _writer.acquire(timeout=_TURN):
        raise OperationalError("database is locked")
    try:
        yield
    finally:
        _writer.release()
