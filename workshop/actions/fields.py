"""What may be sent with an action: a cleaner per kind of field, from the texts that were sent to a value.

A field that is sent twice counts by its last text, except the kinds that take several (`many`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    ProhibitNullCharactersValidator,
)
from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _

from workshop.limits import LONGEST_NAME, LONGEST_NOTE, LONGEST_OWNER, LONGEST_SIGNAL, LONGEST_TEXT
from workshop.names import clean_line, lines_of
from workshop.refusals import BadInput, Incomplete
from workshop.steps import Kind, Step

Value = TypeVar("Value")

EMPTY = gettext_lazy("Vul dit eerst in: %(field)s.")
TOO_LONG = gettext_lazy("Te lang: %(field)s mag hoogstens %(most)d tekens hebben.")
#: Django's own sentences, in its own catalogues: handed to gettext as values, so that ours does not gather them.
_REQUIRED = "This field is required."
_NOT_A_CHOICE = "Select a valid choice. %(value)s is not one of the available choices."
_NOT_A_NUMBER = "Enter a whole number."
_NOT_A_DATE = "Enter a valid date."


@dataclass(frozen=True)
class Field:
    """One field of an action. `required`: it must be filled in; otherwise an empty one is left to the default of the
    action."""

    many: ClassVar[bool] = False
    _: KW_ONLY
    required: bool = True

    def clean(self, texts: Sequence[str]) -> object:
        """The value that was sent; `texts` is empty when the page sent nothing.

        Raises:
            BadInput: it is empty, too long or not one of the choices; the sentence says which.
        """
        raise NotImplementedError

    def is_given(self, value: object) -> bool:
        """Whether the action hears of this value, or uses its default."""
        return self.required or value not in ("", None)


@dataclass(frozen=True)
class Line(Field):
    """One line of text, cleaned (names.clean_line). Its label is the word that a sentence about it uses."""

    most: int = LONGEST_TEXT
    label: str | Promise = gettext_lazy("tekst")

    def clean(self, texts: Sequence[str]) -> str:
        line = clean_line(_last(texts) or "")
        if self.required and not line:
            raise BadInput("empty", EMPTY % {"field": self.label})
        if len(line) > self.most:
            raise BadInput("too-long", TOO_LONG % {"field": self.label, "most": self.most})
        return line


@dataclass(frozen=True)
class Name(Line):
    """The name of a person or a customer."""

    most: int = LONGEST_NAME
    label: str | Promise = gettext_lazy("naam")


@dataclass(frozen=True, kw_only=True)
class KeptLine(Line):
    """A line that stays as it is when it was not sent: None, which is not the same as empty."""

    required: bool = False

    def clean(self, texts: Sequence[str]) -> str | None:  # type: ignore[override]  # otherwise a line like any other
        return super().clean(texts) if texts else None

    def is_given(self, value: object) -> bool:
        return value is not None


@dataclass(frozen=True)
class Lines(Field):
    """Several lines, the field sent several times; an empty one is one too."""

    many: ClassVar[bool] = True

    def clean(self, texts: Sequence[str]) -> list[str]:
        line = Line(required=False)
        return [line.clean([text]) for text in texts]


@dataclass(frozen=True)
class Names(Field):
    """Names of customers: the field sent several times, or one text with a name per line."""

    many: ClassVar[bool] = True

    def clean(self, texts: Sequence[str]) -> list[str]:
        names = [clean_line(text) for text in texts] if len(texts) > 1 else lines_of(texts[0] if texts else "")
        names = [name for name in names if name]
        if self.required and not names:
            raise BadInput("empty", EMPTY % {"field": _("naam")})
        if any(len(name) > LONGEST_NAME for name in names):
            raise BadInput("too-long", TOO_LONG % {"field": _("een naam"), "most": LONGEST_NAME})
        return names


@dataclass(frozen=True)
class ListedRows(Field):
    """Lines of the team's list, the field sent once for each ticked one: JSON of [name, kind, owner, note, signal]; the
    last may be missing. One list of all lines, as pages sent it before, is read too."""

    many: ClassVar[bool] = True

    def clean(self, texts: Sequence[str]) -> list[dict[str, str]]:
        try:
            rows = [[clean_line(cell) for cell in line] for sent in texts for line in self._lines(sent)]
        except (ValueError, TypeError, RecursionError):
            raise BadInput("empty", EMPTY % {"field": _("lijst")}) from None
        cells = ("name", "kind", "owner_name", "note", "signal")
        read = [dict(zip(cells, row, strict=False)) for row in rows if len(row) in (4, 5)]
        if not read or len(read) < len(rows) or not all(self._is_line(row) for row in read):
            raise BadInput("empty", EMPTY % {"field": _("lijst")})
        return read

    def _lines(self, sent: str) -> list[Any]:  # type: ignore[explicit-any]  # JSON from a browser
        read = json.loads(sent)
        return read if read and all(isinstance(line, list) for line in read) else [read]

    def _is_line(self, row: dict[str, str]) -> bool:
        longest = {"name": LONGEST_NAME, "owner_name": LONGEST_OWNER, "note": LONGEST_NOTE, "signal": LONGEST_SIGNAL}
        fits = all(len(row.get(field, "")) <= most for field, most in longest.items())
        return fits and bool(row["name"]) and row["kind"] in Kind.values


@dataclass(frozen=True)
class Signals(Field):
    """What customers said, as JSON, as the preview sent it: name → sentence."""

    def clean(self, texts: Sequence[str]) -> dict[str, str]:
        try:
            read = {clean_line(name): clean_line(said) for name, said in json.loads(_last(texts) or "{}").items()}
        except (ValueError, AttributeError, RecursionError):
            raise BadInput("empty", EMPTY % {"field": _("klantsignaal")}) from None
        if any(len(said) > LONGEST_SIGNAL for said in read.values()):
            raise BadInput("too-long", TOO_LONG % {"field": _("klantsignaal"), "most": LONGEST_SIGNAL})
        return read


@dataclass(frozen=True)
class Id(Field):
    """The id of something; whether it exists is for the action to find out."""

    most: ClassVar[int] = 10

    def clean(self, texts: Sequence[str]) -> str:
        if self.required and not texts:  # nobody types it, so the page left it out
            raise Incomplete()
        text = (_last(texts) or "").strip()
        if not text:
            return _empty(self, "")
        return _valid(text, MaxLengthValidator(self.most), ProhibitNullCharactersValidator())


@dataclass(frozen=True, kw_only=True)
class Seen(Field):
    """The id of what somebody saw in a place, empty when there was nothing; None when the page did not say."""

    required: bool = False

    def clean(self, texts: Sequence[str]) -> str | None:
        return texts[-1][: Id.most] if texts else None

    def is_given(self, value: object) -> bool:
        return value is not None


@dataclass(frozen=True)
class Ids(Field):
    """Several ids, possibly none."""

    many: ClassVar[bool] = True

    def clean(self, texts: Sequence[str]) -> tuple[str, ...]:
        ids = [clean_line(text)[: Id.most] for text in texts]
        return tuple(one for one in ids if one)


@dataclass(frozen=True)
class Minutes(Field):
    """The minutes of all steps, in their order: the field sent eight times."""

    many: ClassVar[bool] = True

    def clean(self, texts: Sequence[str]) -> list[int]:
        numbers = [text.strip() for text in texts]
        if len(numbers) != len(Step) or not all(one.isascii() and one.isdigit() and len(one) < 4 for one in numbers):
            raise BadInput("minutes-per-step", _("Geef voor elke stap een aantal minuten, van 0 tot 999."))
        return [int(one) for one in numbers]


@dataclass(frozen=True)
class OnOff(Field):
    """Yes or no, sent as 1 or 0; absent is yes (the name of the action says what is done)."""

    def clean(self, texts: Sequence[str]) -> bool:
        return _last(texts) not in ("0", "false", "off")


@dataclass(frozen=True)
class Choice(Field):
    """One of the choices of a field of the form, by its value."""

    among: type[Choices]

    def clean(self, texts: Sequence[str]) -> str:
        text = _last(texts)
        if not text:
            return _empty(self, "")
        if text not in map(str, self.among.values):
            raise BadInput("not-a-choice", gettext(_NOT_A_CHOICE) % {"value": text})
        return text


@dataclass(frozen=True)
class Number(Field):
    """A whole number from `low` to `high`."""

    low: int
    high: int

    def clean(self, texts: Sequence[str]) -> int | None:
        text = _last(texts)
        if not text:
            return _empty(self, None)
        try:
            number = int(_without_zero_decimals(text))
        except ValueError:
            raise BadInput("not-a-number", gettext(_NOT_A_NUMBER)) from None
        return _valid(number, MaxValueValidator(self.high), MinValueValidator(self.low))


@dataclass(frozen=True, kw_only=True)
class Seq(Number):
    """The seq of what somebody answers, as their page showed it (docs/live.md, *Step and sight*)."""

    low: int = 0
    high: int = 10**15
    required: bool = False


@dataclass(frozen=True)
class Date(Field):
    """A date as browsers send it (2026-11-21) or as people type it (21-11-2026)."""

    formats: ClassVar[tuple[str, ...]] = ("%Y-%m-%d", "%d-%m-%Y")

    def clean(self, texts: Sequence[str]) -> dt.date | None:
        text = _last(texts)
        if not text:
            return _empty(self, None)
        for form in self.formats:
            try:
                return dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        raise BadInput("not-a-date", gettext(_NOT_A_DATE))


def _last(texts: Sequence[str]) -> str | None:
    return texts[-1] if texts else None


def _empty(field: Field, value: Value) -> Value:
    if field.required:
        raise BadInput("required", gettext(_REQUIRED))
    return value


def _without_zero_decimals(text: str) -> str:
    """ "3.0" → "3": some browsers send a number field so."""
    whole, point, decimals = text.partition(".")
    return whole if point and not decimals.strip().strip("0") else text


def _valid(value: Value, *validators: Callable[[Value], None]) -> Value:
    try:
        for validator in validators:
            validator(value)
    except ValidationError as error:
        raise BadInput("out-of-bounds", error.messages[0]) from None
    return value
