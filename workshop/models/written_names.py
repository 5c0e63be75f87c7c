"""Names in stored JSON that differ from those in the code.

The journal and copies are read for years, and a process of the version before reads the journal while processes are
replaced one by one. So a model or field that is renamed in the code keeps the name under which it is written down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

#: Field → its value: in a copy what it holds, in the journal what stood there before and after.
Fields = Mapping[str, Any]  # type: ignore[explicit-any]  # JSON of columns of every kind
CopiedRow = dict[str, Any]  # type: ignore[explicit-any]  # JSON of a copy

#: Model → its name in the journal, and, in lower case, in copies of earlier versions.
MODELS: Final = {"DirectSwap": "Exchange", "DirectSwapLeg": "ExchangeLeg", "TakeRequest": "Ask"}
#: Model → field → its name in the journal, and in copies of earlier versions.
FIELDS: Final = {
    "DirectSwap": {"offered_by": "proposer"},
    "DirectSwapLeg": {"direct_swap": "exchange"},
    "SwapProposal": {"direct_swap": "exchange"},
    "JournalEntry": {"undone_by": "taken_back"},
}


def _inverted(names: Mapping[str, str]) -> dict[str, str]:
    return {written: name for name, written in names.items()}


_MODELS_NOW: Final = _inverted(MODELS)
_FIELDS_NOW: Final = {model: _inverted(names) for model, names in FIELDS.items()}
#: The same two by the label that a model has in a copy.
_LABELS_NOW: Final = {f"workshop.{old.lower()}": f"workshop.{name.lower()}" for name, old in MODELS.items()}
_FIELDS_BY_LABEL: Final = {f"workshop.{model.lower()}": names for model, names in _FIELDS_NOW.items()}


def changes_as_written(changes: Iterable[tuple[str, str, Fields]]) -> list[list[object]]:
    """Changes of rows (`[model, id, {field: [before, after]}]`) under the names in which the journal has them."""
    return [[MODELS.get(model, model), row, _renamed(fields, FIELDS.get(model, {}))] for model, row, fields in changes]


def changes_now(changes: Iterable[tuple[str, str, Fields]]) -> list[list[object]]:
    """Changes of rows, as the journal has them, under today's names."""
    today = [(_MODELS_NOW.get(model, model), row, fields) for model, row, fields in changes]
    return [[model, row, _renamed(fields, _FIELDS_NOW.get(model, {}))] for model, row, fields in today]


def label_now(label: str) -> str:
    """The label of a model as a copy of an earlier version has it ("workshop.exchange") → that of today."""
    return _LABELS_NOW.get(label, label)


def row_now(row: CopiedRow) -> CopiedRow:
    """A row of a copy (`{"model": "workshop.exchange", "pk": …, "fields": {"proposer": …}}`) under today's names."""
    label = label_now(row["model"])
    return row | {"model": label, "fields": _renamed(row["fields"], _FIELDS_BY_LABEL.get(label, {}))}


def _renamed(fields: Fields, names: Mapping[str, str]) -> Fields:
    return {names.get(name, name): value for name, value in fields.items()}
