"""What a browser sent with an action, read once: what the action does not declare does not reach the workshop."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from django import forms
from django.utils.datastructures import MultiValueDict

from workshop.actions import fields
from workshop.actions.registry import ACTIONS
from workshop.refusals import BadInput, Missing

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Line(forms.Field):
    """One line of text in a form of a whole page, with the sentences that an action's line has."""

    def __init__(self, *, most: int, label: StrOrPromise) -> None:
        super().__init__(label=label)
        self.most = most

    def clean(self, value: str | None) -> str:
        line = fields.Line(most=self.most, label=self.label or "")
        try:
            return line.clean([value or ""])
        except BadInput as refusal:
            raise forms.ValidationError(refusal.sentence) from None


def read(action: str, sent: MultiValueDict[str, str]) -> dict[str, object]:
    """The arguments of an action, cleaned.

    Raises:
        refusals.Missing: there is no such action.
        refusals.BadInput: a field is empty, too long or not one of the choices; the sentence says which.
    """
    declared = ACTIONS.get(action)
    if declared is None or declared.at_the_door:
        raise Missing()
    cleaned = {name: (field, field.clean(sent.getlist(name))) for name, field in declared.fields.items()}
    data = {name: value for name, (field, value) in cleaned.items() if field.is_given(value)}
    was = _was(declared.fields, sent) if declared.writes_over else {}
    return data | {"was": was} if was else data


def _was(declared: Mapping[str, fields.Field], sent: MultiValueDict[str, str]) -> dict[str, object]:
    """What stood in these fields when the person began to change them, as far as the page says: `was_why` for `why`."""
    told: dict[str, object] = {}
    for name, field in declared.items():
        if f"was_{name}" in sent:
            with suppress(BadInput):
                told[name] = replace(field, required=False).clean(sent.getlist(f"was_{name}"))
    return told
