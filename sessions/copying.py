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
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext as _

from workshop.models import (
    Agreement,
    Ask,
    CaseAnswer,
    Claim,
    Customer,
    Earlier,
    EnergyRating,
    Exchange,
    ExchangeLeg,
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
    Team,
    Thread,
    ThreadLink,
    Turn,
    WishMark,
    Workshop,
)

MARK = b"klanten-ruilen 1\n"
#: A workshop with 8 × 80 customers and a day of journal is well below this, unpacked.
LARGEST = 50 * 1024 * 1024

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
    (Exchange, "workshop"),
    (ExchangeLeg, "exchange__workshop"),
    (SwapProposal, "workshop"),
    (Ask, "workshop"),
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


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond: Django's own encoder drops what is below a millisecond."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, dt.datetime) else super().default(value)


class Unreadable(Exception):
    """The file is no copy of a workshop; `sentence` says so to a person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def copy_of(workshop: Workshop) -> bytes:
    """The workshop as a file, as it is now: one transaction, so that it is whole."""
    with transaction.atomic():
        rows: list[Any] = [*Team.objects.filter(pk=workshop.team_id), *Customer.objects.filter(team=workshop.team_id)]
        rows += Workshop.objects.filter(pk=workshop.pk)
        for model, path in _TABLES:
            rows += model._default_manager.filter(**{path: workshop})
        text = serializers.serialize("json", rows, cls=_Exact)
    return MARK + zlib.compress(text.encode())


def restore(file: bytes, facilitator: User) -> Workshop:
    """Bring a copy back to the last change it holds; links, seats and codes work as they did.

    Raises:
        Unreadable: no copy, a broken one, or one of a workshop that is here already.
    """
    rows = _read(file)
    try:
        with transaction.atomic():
            return _put_back(rows, facilitator)
    except (serializers.base.DeserializationError, ValueError, KeyError) as problem:
        raise Unreadable(_("Deze kopie is niet heel.")) from problem


def _read(file: bytes) -> list[dict[str, Any]]:
    if not file.startswith(MARK):
        raise Unreadable(_("Dit is geen kopie van een workshop."))
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(file[len(MARK) :], LARGEST)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise Unreadable(_("Deze kopie is niet heel."))
        rows = json.loads(text)
    except (zlib.error, ValueError) as problem:
        raise Unreadable(_("Deze kopie is niet heel.")) from problem
    tables: list[type[models.Model]] = [Team, Customer, Workshop, *(model for model, _path in _TABLES)]
    known = {model._meta.label_lower for model in tables}
    if not isinstance(rows, list) or any(row.get("model") not in known for row in rows if isinstance(row, dict)):
        raise Unreadable(_("Dit is geen kopie van een workshop."))
    return rows


def _put_back(rows: list[dict[str, Any]], facilitator: User) -> Workshop:
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


def _teams_last_known(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A team or customer that is here already (another workshop of the same team) stays as it is here."""
    here = {
        "workshop.team": set(Team.objects.values_list("pk", flat=True)),
        "workshop.customer": set(Customer.objects.values_list("pk", flat=True)),
    }
    return [row for row in rows if row["pk"] not in here.get(row["model"], ())]
