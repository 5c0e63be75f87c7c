"""Forms that write over what stands there: only what somebody changed, and never over what they have not seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workshop.bidi import isolated
from workshop.models import EnergyRating
from workshop.refusals import Refusal

#: What stood in each field of the form when the person began to change it; None: the page did not say.
Was = Mapping[str, object] | None


class Overwritten(Refusal):
    """A colleague changed the same field meanwhile. The sentence shows both; whoever saves once more has seen it."""

    def __init__(self, both: list[tuple[str, str]]) -> None:
        words = _("Er staat nu: “%(theirs)s”. Jij schreef: “%(yours)s”.")
        shown = [words % {"theirs": isolated(theirs), "yours": isolated(yours)} for theirs, yours in both]
        head, tail = _("Dit is intussen veranderd."), _("Kijk wat het moet worden en bewaar het nog eens.")
        super().__init__("overwritten", " ".join([head, *shown, tail]))


def edited(
    row: models.Model, was: Was, columns: Mapping[str, str] | None = None, /, **asked: object
) -> dict[str, object]:
    """Of the fields of a form those that this person changed, by column of `row`.

    Args:
        columns: the column of each field that is not called as its column.
        asked: the fields, as they were sent.

    Raises:
        Overwritten: one of them was changed meanwhile by somebody else.
    """
    changed: dict[str, object] = {}
    lost: list[tuple[str, str]] = []
    for name, value in asked.items():
        column = (columns or {}).get(name, name)
        field = row._meta.get_field(column)
        assert isinstance(field, models.Field)
        now = field.value_from_object(row)
        if is_overwritten(now, was, name, value):
            lost.append((_words(field, now), _words(field, value)))
        elif was is None or name not in was or not _same(value, was[name]):
            changed[column] = value
    if lost:
        raise Overwritten(lost)
    return changed


def is_overwritten(now: object, was: Was, name: str, value: object) -> bool:
    """Whether this change of a field would take away what this person never saw there."""
    if was is None or name not in was or _same(value, was[name]):
        return False
    return not _same(now, was[name]) and not _same(now, value)


def _same(one: object, other: object) -> bool:
    """An empty date is None, an empty text "": both say nothing."""
    return (one or "") == (other or "")


def _words(field: models.Field[object, object], value: object) -> str:
    """A value as people read it."""
    if isinstance(field, models.ForeignKey) and field.related_model is EnergyRating:
        figure = EnergyRating.objects.select_related("customer").filter(pk=value or "").first()
        value = figure.customer.name if figure else ""
    if isinstance(value, dt.date):
        return date_format(value, "j F Y")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(dict(field.flatchoices).get(value, value) or _("niets"))
