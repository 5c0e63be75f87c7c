"""What a random person sends: for each field of each action, something that is there, or that fits."""

import json
from typing import Any

from hypothesis import strategies as st

from workshop.actions.fields import (
    Choice,
    Date,
    Field,
    Id,
    Ids,
    Line,
    ListedRows,
    Minutes,
    Names,
    Number,
    OnOff,
    Seen,
    Signals,
)
from workshop.actions.registry import ACTIONS
from workshop.models import (
    Agreement,
    Claim,
    Customer,
    DirectSwap,
    EnergyRating,
    JournalEntry,
    Knock,
    Participant,
    PrivateNote,
    SameCustomer,
    Success,
    SwapProposal,
    Thread,
    Turn,
    Workshop,
)

#: Of which rows each field names one.
ROWS: dict[str, Any] = {
    "figure": EnergyRating, "figures": EnergyRating, "mine": EnergyRating, "theirs": EnergyRating,
    "kept": Customer, "other": Customer, "customer": Customer,
    "seat": Participant, "helpers": Participant, "owner": Participant,
    "slip": SwapProposal, "claim": Claim, "direct_swap": DirectSwap, "turn": Turn, "pair": SameCustomer,
    "thread": Thread, "under": Thread, "note": PrivateNote, "agreement": Agreement, "success": Success, "knock": Knock,
}  # fmt: skip
PATHS = {"Customer": "team__workshops", "Claim": "slip__workshop"}
NOTHING = "xxxxxxxxxx"


def rows_of(workshop: Workshop, kind: Any) -> list[str]:
    """The ids of a workshop's rows of one kind, in the order in which they came."""
    path = PATHS.get(kind.__name__, "workshop")
    return list(kind._default_manager.filter(**{path: workshop}).order_by("seq", "pk").values_list("pk", flat=True))


def fields(draw: Any, workshop: Workshop, action: str, text: str, mine: list[str]) -> dict[str, Any]:
    """What is sent with an action; a field that may be left out sometimes is. `text`: to be said wherever words are
    asked for; `mine`: figures of the one who acts, that are named more often than others'."""
    if action == "journal.take_back":
        return {"entry": draw(st.sampled_from([0, workshop.seq, workshop.seq, max(0, workshop.seq - 1)]))}
    sent = {}
    for name, field in ACTIONS[action].fields.items():
        if field.required or draw(st.booleans()):
            sent[name] = _value(draw, workshop, name, field, text, mine)
    return sent


def _value(draw: Any, workshop: Workshop, name: str, field: Field, text: str, mine: list[str]) -> Any:
    if isinstance(field, Id | Ids):
        # What is named nowhere in ROWS belongs to an earlier workshop, which these have not.
        found = (rows_of(workshop, ROWS[name]) if name in ROWS else []) or [NOTHING]
        if mine and name in ("figure", "mine") and draw(st.integers(0, 3)):
            found = mine
        one = st.sampled_from(found)
        return draw(st.lists(one, min_size=1, max_size=4)) if isinstance(field, Ids) else draw(one)
    match field:
        case Choice():
            return draw(st.sampled_from(field.among.values))
        case Number():
            return draw(st.integers(field.low, field.high))
        case OnOff():
            return int(draw(st.booleans()))
        case Date():
            return draw(st.sampled_from(["2039-12-31", "2027-01-05"]))
        case Seen():
            return draw(st.sampled_from(["", NOTHING]))
        case Minutes():
            return [5] * 8
        case ListedRows():
            return json.dumps([[text, "customer", "", ""]])
        case Signals():
            return json.dumps({text: f"{text} zegt de klant"})
        case Names():
            return text
        case Line():
            return {"what": "join", "size": "L", "theme": "dark", "language": "en"}.get(name, text)[: field.most]
    raise AssertionError(f"nobody knows what to send as {name} ({type(field).__name__})")


def entries_of(workshop: Workshop) -> list[int]:
    """The numbers of the journal's entries."""
    return list(JournalEntry.objects.filter(workshop=workshop).order_by("seq").values_list("seq", flat=True))
