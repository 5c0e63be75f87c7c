"""Names in stored JSON that differ from those in the code.

The journal and copies are read for years, and a process of the version before reads the journal while processes are
replaced one by one. So a model or field that is renamed in the code keeps the name under which it is written down.
"""

from __future__ import annotations

from typing import Any, Final

CopiedRow = dict[str, Any]  # type: ignore[explicit-any]  # JSON of a copy

#: Model → its name in the journal, and, in lower case, in copies of earlier versions.
MODELS: Final = {"DirectSwap": "Exchange", "DirectSwapLeg": "ExchangeLeg", "TakeRequest": "Ask"}
#: Field → its name in the journal, and in copies of earlier versions.
FIELDS: Final = {"direct_swap": "exchange", "offered_by": "proposer", "undone_by": "taken_back"}
MODELS_NOW: Final = {written: name for name, written in MODELS.items()}
FIELDS_NOW: Final = {written: name for name, written in FIELDS.items()}
_LABELS_NOW: Final = {f"workshop.{old.lower()}": f"workshop.{name.lower()}" for name, old in MODELS.items()}


def label_now(label: str) -> str:
    """The label of a model as a copy of an earlier version has it ("workshop.exchange") → that of today."""
    return _LABELS_NOW.get(label, label)


def row_now(row: CopiedRow) -> CopiedRow:
    """A row of a copy (`{"model": "workshop.exchange", "pk": …, "fields": {"proposer": …}}`) under today's names."""
    fields = {FIELDS_NOW.get(name, name): value for name, value in row["fields"].items()}
    return row | {"model": label_now(row["model"]), "fields": fields}
