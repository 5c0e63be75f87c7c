"""What was written down keeps its names: journals and copies of earlier versions are read, and the version before this
one reads the journal of this one while processes are replaced."""

import json
import zlib
from typing import Any

import pytest
from django.db import connection
from support.asserts import Rows, rows
from support.people import act, figure, find_fleur, lay_table, seat, slip

from sessions.data import retention, workshop_file
from workshop.models import DirectSwap, SwapProposal, TakeRequest, Workshop
from workshop.models.written_names import changes_as_written, changes_now, row_now
from workshop.steps import Step

pytestmark = pytest.mark.django_db

#: Model and fields of today → as the first version wrote them, in the journal and in copies.
FIRST = {
    "DirectSwap": ("Exchange", {"offered_by": "proposer"}),
    "DirectSwapLeg": ("ExchangeLeg", {"direct_swap": "exchange"}),
    "SwapProposal": ("SwapProposal", {"direct_swap": "exchange"}),
    "TakeRequest": ("Ask", {}),
    "JournalEntry": ("JournalEntry", {"undone_by": "taken_back"}),
}


@pytest.fixture
def workshop() -> Workshop:
    """Ana and Bas have swapped directly, and Ana is asked to take what nobody took."""
    workshop = lay_table(Step.SWAP)
    names = {"mine": figure(workshop, "Ana", "Slager").id, "theirs": figure(workshop, "Bas", "Hotel").id}
    act(seat(workshop, "Ana"), "stack.propose", **names, expectation="gives")
    yes = {"direct_swap": DirectSwap.objects.get().id, "expectation": "gives"}
    act(seat(workshop, "Bas"), "stack.accept", **yes)
    notary, ana = slip(workshop, "Notaris").id, seat(workshop, "Ana")
    act(ana, "swap.answer", slip=notary, answer="no", expectation="gives")
    act(workshop, "swap.open", slip=notary)
    act(workshop, "swap.ask", slip=notary, seat=ana.id)
    assert (DirectSwap.objects.count(), TakeRequest.objects.count()) == (1, 1)
    return workshop


def written() -> dict[str, set[str]]:
    """Model → its fields, as the text of the journal names them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT changes FROM workshop_journalentry")
        entries = [json.loads(text) if isinstance(text, str) else text for (text,) in cursor.fetchall()]
    names: dict[str, set[str]] = {}
    for model, _row, fields in (change for entry in entries for change in entry):
        names.setdefault(model, set()).update(fields)
    return names


def test_the_journal_is_written_in_the_first_names(workshop: Workshop):
    names = written()
    assert names.keys() & FIRST.keys() == {"SwapProposal"}
    assert names["Exchange"] == {"id", "workshop", "proposer", "state", "declined_by"}
    assert names["ExchangeLeg"] == {"id", "exchange", "rating", "taker", "expectation", "yes"}
    assert names["Ask"] == {"id", "workshop", "slip", "participant"}
    assert ("exchange" in names["SwapProposal"], "direct_swap" in names["SwapProposal"]) == (True, False)


def test_the_journal_is_undone_under_the_names_of_today(workshop: Workshop):
    act(workshop, "journal.take_back", entry=workshop.journal.get(action="stack.accept").seq)
    act(workshop, "journal.take_back", entry=workshop.journal.get(action="swap.ask").seq)
    assert (DirectSwap.objects.get().state, SwapProposal.objects.exclude(direct_swap=None).count()) == ("declined", 0)
    assert not TakeRequest.objects.exists()


def first_named(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a copy as the first version wrote it."""
    today = next((one for one in FIRST if row["model"] == f"workshop.{one.lower()}"), "")
    model, fields = FIRST.get(today, (row["model"].removeprefix("workshop."), {}))
    named = {fields.get(name, name): value for name, value in row["fields"].items()}
    if row["model"] == "workshop.journalentry":
        named["changes"] = [_first_change(*change) for change in named["changes"]]
    return row | {"model": f"workshop.{model.lower()}", "fields": named}


def _first_change(model: str, row_id: str, fields: dict[str, Any]) -> list[Any]:
    name, renamed = FIRST.get(model, (model, {}))
    return [name, row_id, {renamed.get(field, field): values for field, values in fields.items()}]


def numberless_rows() -> Rows:
    """All rows but the numbers of journal entries, which are counted per database."""
    return rows() | {"JournalEntry": [entry | {"id": None} for entry in rows()["JournalEntry"]]}


def test_a_copy_in_the_first_names_comes_back_whole(workshop: Workshop):
    before, of_today = numberless_rows(), workshop_file.copy_of(workshop)
    mark, about, packed = of_today.split(b"\n", 2)
    text = json.dumps([first_named(row) for row in json.loads(zlib.decompress(packed))])
    assert not any(name in text for name in ("directswap", "takerequest", "direct_swap", "offered_by", "undone_by"))
    retention.erase(workshop)
    workshop_file.restore(b"\n".join([mark, about, zlib.compress(text.encode())]), find_fleur())
    assert numberless_rows() == before


def test_a_field_of_that_name_in_another_model_keeps_it():
    row = {"model": "workshop.agreement", "pk": "a", "fields": {"proposer": "Ana", "exchange": 1}}
    assert row_now(row) == row
    changes = [["Agreement", "a", {"undone_by": [None, 3], "taken_back": [None, 4]}]]
    assert (changes_as_written(changes), changes_now(changes)) == (changes, changes)
