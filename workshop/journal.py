"""What the journal knows beyond the entry itself: replaying it, and keeping private content out of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import Q

from workshop.models import JournalEntry, Participant, SwapProposal, Workshop
from workshop.models.journal import Fields
from workshop.steps import Step

#: What a giver writes on a slip.
WORDS: Final = ("why", "wish")
Rows = dict[tuple[str, str], dict[str, object]]


def about(entry: JournalEntry) -> str:
    """What an entry was about, in the reader's language: a step is written down by its number."""
    return str(Step(int(entry.about)).label) if entry.action == "steps.go" else entry.about


def replay(entries: Iterable[JournalEntry]) -> Rows:
    """The rows as the journal tells them: `{(model, id): {field: value}}`, by laying all changes upon each other.

    Values are as JSON has them (dates as text). Equal to the database for every workshop whose private part has not
    been erased.
    """
    rows: Rows = {}
    for entry in entries:
        for model, row_id, fields in entry.changes:
            _lay(rows, (model, row_id), fields)
    return rows


def _lay(rows: Rows, key: tuple[str, str], fields: Fields) -> None:
    if fields and "id" in fields and fields["id"][1] is None:
        rows.pop(key, None)
        return
    row = rows.setdefault(key, {})
    row.update({name: after for name, (_before, after) in fields.items()})


def words_before(past: JournalEntry, slip: SwapProposal) -> dict[str, object]:
    """What stood on a slip before this entry; nothing when that was private and has been erased."""
    earlier = JournalEntry.objects.filter(workshop=past.workshop_id, seq__lt=past.seq, changes__icontains=slip.pk)
    row = replay(earlier).get(("SwapProposal", slip.pk), {})
    return {name: row.get(name, "") for name in WORDS}


def forget_private(workshop: Workshop, participant: Participant | None = None) -> None:
    """Empty the private entries of one seat (or of all): that something was done stays, what it was does not."""
    entries = JournalEntry.objects.filter(workshop=workshop, private_to__isnull=False)
    if participant is not None:
        entries = entries.filter(private_to=participant)
    entries.update(changes=[], about="", fingerprint="")


def forget_actions(workshop: Workshop, room: str) -> None:
    """Empty all entries whose action begins with `room`: that something was done stays, what it was does not."""
    JournalEntry.objects.filter(workshop=workshop, action__startswith=room).update(changes=[], fingerprint="")


def forget_slips(workshop: Workshop) -> None:
    """Take out of public entries the words of slips that exist no more, such as those that were stuck and withdrawn,
    and those that an undo gave back to a draft which is none any longer."""
    slips = SwapProposal.objects.filter(workshop=workshop)
    alive, drafts = (set(some.values_list("id", flat=True)) for some in (slips, slips.filter(stuck=False)))
    written = Q(action__startswith="stack.") | Q(action="journal.take_back")
    for entry in JournalEntry.objects.filter(written, workshop=workshop, private_to=None):
        kept = [
            (model, row, fields)
            for model, row, fields in entry.changes
            if model != "SwapProposal" or row in (drafts if _gives_words_back(entry, fields) else alive)
        ]
        if len(kept) < len(entry.changes):
            JournalEntry.objects.filter(pk=entry.pk).update(changes=kept, fingerprint="")


def _gives_words_back(entry: JournalEntry, fields: Fields) -> bool:
    return entry.action == "journal.take_back" and fields.keys() == set(WORDS)
