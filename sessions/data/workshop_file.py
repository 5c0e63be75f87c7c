"""A copy of one running workshop in a file, and its restore on another machine.

The file holds everything, also what is private: whoever keeps it keeps it as carefully as the laptop. It is compressed,
not encrypted, because the machine that restores it shares no secret with the one that died.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from typing import Any

from django.contrib.auth.models import User
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DataError, IntegrityError, models, transaction
from django.utils.translation import gettext as _

from sessions.data import schema
from workshop.models import (
    Agreement,
    CaseAnswer,
    Claim,
    Customer,
    DirectSwap,
    DirectSwapLeg,
    Earlier,
    EnergyRating,
    HardCase,
    Help,
    JournalEntry,
    Knock,
    ListedCustomer,
    ListRefusal,
    Participant,
    PrivateNote,
    SameCustomer,
    Success,
    SwapProposal,
    TakeRequest,
    Team,
    Thread,
    ThreadLink,
    Turn,
    WishMark,
    Workshop,
)
from workshop.models.written_names import label_now, row_now
from workshop.version import VERSION

#: How a copy begins; then a line of JSON about the program that made it, then the rows, compressed.
MARK = b"klanten-ruilen 2\n"
#: How copies began that said nothing about their program.
OLD_MARK = b"klanten-ruilen 1\n"
#: Unpacked: far above a workshop of 8 × 80 customers with weeks of journal, below what fills a laptop's memory.
LARGEST = 400 * 1024 * 1024
#: What the rows of a file that somebody made by hand, or that another version made, may set off.
_ODD = (serializers.base.DeserializationError, ValidationError, FieldDoesNotExist, IntegrityError, DataError,
        ValueError, TypeError, AttributeError, LookupError, OverflowError, RecursionError)  # fmt: skip

#: Every table of a workshop, rows that others point to first, with the path to the workshop.
_TABLES: tuple[tuple[type[models.Model], str], ...] = (
    (Participant, "workshop"),
    (EnergyRating, "workshop"),
    (SameCustomer, "workshop"),
    (WishMark, "workshop"),
    (Knock, "workshop"),
    (Turn, "workshop"),
    (PrivateNote, "workshop"),
    (Thread, "workshop"),
    (ThreadLink, "thread__workshop"),
    (DirectSwap, "workshop"),
    (DirectSwapLeg, "direct_swap__workshop"),
    (SwapProposal, "workshop"),
    (TakeRequest, "workshop"),
    (HardCase, "workshop"),
    (CaseAnswer, "workshop"),
    (Claim, "slip__workshop"),
    (Help, "claim__slip__workshop"),
    (Agreement, "workshop"),
    (Success, "workshop"),
    (Earlier, "workshop"),
    (ListedCustomer, "workshop"),
    (ListRefusal, "workshop"),
    (JournalEntry, "workshop"),
)


#: Rows as a file tells them.
Rows = list[dict[str, Any]]  # type: ignore[explicit-any]  # JSON


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond: Django's own encoder drops what is below a millisecond."""

    def default(self, value: object) -> object:
        return value.isoformat() if isinstance(value, dt.datetime) else super().default(value)


class Unreadable(Exception):
    """The file is no copy of a workshop, or none can be made; `sentence` says so to a person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def copy_of(workshop: Workshop) -> bytes:
    """The workshop as a file, as it is now: one transaction, so that it is whole.

    Raises:
        Unreadable: it is larger than what a restore takes.
    """
    with transaction.atomic():
        rows: list[models.Model] = [
            *Team.objects.filter(pk=workshop.team_id),
            *Customer.objects.filter(team=workshop.team_id),
        ]
        rows += Workshop.objects.filter(pk=workshop.pk)
        for model, path in _TABLES:
            rows += model._default_manager.filter(**{path: workshop})
        text = serializers.serialize("json", rows, cls=_Exact).encode()
    if len(text) > LARGEST:
        raise Unreadable(_("Deze workshop is te groot voor een kopie. Maak een reservekopie van alles (make backup)."))
    return MARK + json.dumps(_program()).encode() + b"\n" + zlib.compress(text)


def _program() -> dict[str, object]:
    """The version that makes a copy, and the migrations of ours that its rows follow."""
    return {"version": VERSION, "migrations": sorted(name for app, name in schema.known() if app == "workshop")}


def restore(file: bytes, facilitator: User) -> Workshop:
    """Bring a copy back to the last change it holds; links, seats and codes work as they did.

    Raises:
        Unreadable: no copy, a broken one, one of another version, or one of a workshop that is here already.
    """
    made_by, packed = _opened(file)
    rows = _unpacked(packed)
    try:
        with transaction.atomic():
            return _put_back(rows, facilitator)
    except _ODD as problem:
        raise _unfit(made_by) from problem


def _opened(file: bytes) -> tuple[str, bytes]:
    """The version that made a copy ("" when it did not say), and its rows, still packed."""
    if file.startswith(OLD_MARK):
        return "", file.removeprefix(OLD_MARK)
    if not file.startswith(MARK):
        raise Unreadable(_("Dit is geen kopie van een workshop."))
    about, _newline, packed = file.removeprefix(MARK).partition(b"\n")
    try:
        program = json.loads(about)
        version, migrations = str(program["version"]), [("workshop", str(name)) for name in program["migrations"]]
    except (*_ODD, UnicodeDecodeError) as problem:
        raise Unreadable(_("Deze kopie is niet heel.")) from problem
    if schema.newer_than_program(migrations):
        raise Unreadable(_("Deze kopie is van %s. Werk het programma eerst bij.") % schema.told_apart(version))
    return version, packed


def _unfit(made_by: str) -> Unreadable:
    """Rows that do not fit here: of this version they are broken, of another one they may just be different."""
    if made_by == VERSION:
        return Unreadable(_("Deze kopie is niet heel."))
    sentence = _("Deze kopie is van %s. Zet haar terug met de versie waarmee ze is gemaakt.")
    return Unreadable(sentence % schema.told_apart(made_by))


def _unpacked(packed: bytes) -> Rows:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, LARGEST)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise Unreadable(_("Deze kopie is niet heel."))
        rows = json.loads(text)
    except (zlib.error, ValueError, RecursionError) as problem:
        raise Unreadable(_("Deze kopie is niet heel.")) from problem
    if not isinstance(rows, list) or not all(map(_is_row, rows)):
        raise Unreadable(_("Dit is geen kopie van een workshop."))
    return [row_now(row) for row in rows]


def _is_row(row: object) -> bool:
    """Whether this is a row of one of a workshop's tables, and of nothing else."""
    tables: list[type[models.Model]] = [Team, Customer, Workshop, *(model for model, _path in _TABLES)]
    known = {model._meta.label_lower for model in tables}
    if not isinstance(row, dict) or label_now(str(row.get("model"))) not in known:
        return False
    return isinstance(row.get("fields"), dict) and "pk" in row


def _put_back(rows: Rows, facilitator: User) -> Workshop:
    found = [row["pk"] for row in rows if row["model"] == "workshop.workshop"]
    if len(found) != 1:
        raise Unreadable(_("Dit is geen kopie van een workshop."))
    if Workshop.objects.filter(pk=found[0]).exists():
        raise Unreadable(_("Deze workshop staat hier al."))
    for row in rows:
        if row["model"] in ("workshop.team", "workshop.workshop"):
            row["fields"]["facilitator"] = facilitator.pk
        if row["model"] == "workshop.workshop":
            row["fields"]["previous"] = _if_here(row["fields"].get("previous"))
        if row["model"] == "workshop.journalentry":
            row["pk"] = None  # counted per database
    for each in serializers.deserialize("json", json.dumps(_teams_last_known(rows))):
        each.save(force_insert=not isinstance(each.object, (Team, Customer)))
    return Workshop.objects.get(pk=found[0])


def _if_here(previous: str | None) -> str | None:
    """The workshop before a comeback, unless it is not on this machine; what was taken along is in the copy."""
    return previous if Workshop.objects.filter(pk=previous).exists() else None


def _teams_last_known(rows: Rows) -> Rows:
    """A team or customer that is here already (another workshop of the same team) stays as it is here."""
    here = {
        "workshop.team": set(Team.objects.values_list("pk", flat=True)),
        "workshop.customer": set(Customer.objects.values_list("pk", flat=True)),
    }
    return [row for row in rows if row["pk"] not in here.get(row["model"], ())]
