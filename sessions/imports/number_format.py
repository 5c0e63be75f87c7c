"""A number as the cell of a spreadsheet shows it: 42 in the format 00000 is 00042 (ECMA-376, part 1, 18.8.31).

The formats that make a customer's number or a name out of a number are here: zeros, marks and words around them,
thousands, decimals, percentages, and dates without a day or a year ("1-mrt", which Excel made of MRT1). What no name is
written in (fractions, powers of ten) is shown as a plain number.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import dateformat, formats
from django.utils.translation import get_language

#: Words in quotes, an escaped mark, blanks and fillers, a currency, what else stands in brackets, one mark.
_TOKEN = re.compile(r'"([^"]*)"?|\\(.)|_(.)|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|(.)')
_SECTION = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;])*)(?:;|$)')
#: The longest format that Excel takes, and the largest number that it keeps all digits of.
_LONGEST, _LARGEST = 255, 1e15
_GENERAL = frozenset({"", "@", "general", "standaard"})
_DATE_PARTS = {
    "d": "j", "dd": "d", "ddd": "D", "dddd": "l", "m": "n", "mm": "m", "mmm": "M", "mmmm": "F", "yy": "y", "yyyy": "Y",
}  # fmt: skip
_DATE_PART = re.compile(r"d{1,4}|m{1,4}|y{4}|yy|.")


def number(value: float, number_format: str) -> str:
    """`value` in a number format."""
    sections = _sections((number_format or "")[:_LONGEST])
    at = 1 if value < 0 and len(sections) > 1 and sections[1] else 2 if value == 0 and len(sections) > 2 else 0
    tokens = sections[at] if sections else []
    marks = "".join(mark for mark, literal in tokens if not literal)
    if tokens and not marks:
        return "".join(words for words, _literal in tokens).strip()
    if marks.lower() in _GENERAL or re.search("[eE/]", marks) or not abs(value) < _LARGEST:
        return plain(value)
    return ("-" if value < 0 and at == 0 else "") + "".join(_filled(abs(value), tokens, marks)).strip()


def plain(value: float) -> str:
    """A number without a format: no “.0” that nobody typed."""
    if isinstance(value, int):
        return str(value)
    return f"{value:.0f}" if value.is_integer() and abs(value) < _LARGEST else f"{value:.11g}"


@lru_cache(maxsize=256)
def _sections(number_format: str) -> list[list[tuple[str, bool]]]:
    """What stands between semicolons, at most three: for numbers above zero, below it, and zero."""
    return [list(_tokens(found[1])) for found in _SECTION.finditer(number_format)][:3]


def _tokens(section: str) -> Iterator[tuple[str, bool]]:
    """The marks of a format, each with whether it stands there for itself."""
    for found in _TOKEN.finditer(section):
        words, escaped, blank, currency, mark = found.groups()
        if mark is not None:
            yield mark, mark not in "0#?.,%/@" and not mark.isalpha()
        else:
            yield words or escaped or (" " if blank else "") or currency or "", True


def _filled(value: float, tokens: list[tuple[str, bool]], marks: str) -> list[str]:
    """The places of a format with the digits of `value` in them."""
    whole_marks, _point, part_marks = marks.partition(".")
    places_and_commas = re.sub("[^0#?,]", "", whole_marks)
    thousands = len(places_and_commas) - len(places_and_commas.rstrip(","))
    scale = 2 * marks.count("%") - 3 * thousands
    places = len(re.findall("[0#?]", part_marks))
    exact = Decimal(repr(value)).scaleb(scale).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _point, part = f"{exact:f}".partition(".")
    point = next((at for at, part in enumerate(tokens) if part == (".", False)), len(tokens))
    thousands = bool(re.search("[0#?],+[0#?]", whole_marks))
    return [*_whole(whole.lstrip("0"), tokens[:point], thousands), *_part(part, tokens[point:])]


def _whole(digits: str, tokens: list[tuple[str, bool]], thousands: bool) -> list[str]:
    """The digits before the point, from the last to the first; those for which there is no place go before all."""
    out: list[str] = []
    places = sum(not literal and mark in "0#?" for mark, literal in tokens)
    done = 0
    for mark, literal in reversed(tokens):
        if literal or mark not in "0#?":
            out.append(mark if literal or mark not in "," else "")
            continue
        places -= 1
        digits, taken = (digits[:-1], digits[-1:]) if places else ("", digits)
        for digit in reversed(taken or {"0": "0", "?": " "}.get(mark, "")):
            out.append(digit + _separator() if thousands and done and done % 3 == 0 else digit)
            done += 1
    return out[::-1]


def _separator() -> str:
    return str(formats.get_format("THOUSAND_SEPARATOR"))


def _part(digits: str, tokens: list[tuple[str, bool]]) -> list[str]:
    """The point and the digits behind it."""
    out: list[str] = []
    for mark, literal in tokens:
        if literal or mark not in "0#?.":
            out.append(mark if literal or mark != "," else "")
        elif mark == ".":
            out.append(str(formats.get_format("DECIMAL_SEPARATOR")))
        else:
            digit, digits = digits[:1], digits[1:]
            out.append("" if mark == "#" and not (digit + digits).strip("0") else digit)
    return out


def date(value: dt.datetime | dt.date, number_format: str) -> str:
    """A date as Dutch people write it; one that a format shows without its day or its year as the cell shows it."""
    marks = [mark if literal else mark.lower() for mark, literal in _tokens(number_format[:_LONGEST].partition(";")[0])]
    found = {mark for mark in marks if len(mark) == 1}
    if "m" in found and not {"d", "y"} <= found and not found & {"h", "s"}:
        return "".join(_date_part(value, part) for part in _DATE_PART.findall("".join(marks)))
    midnight = not isinstance(value, dt.datetime) or value.time() == dt.time()
    return f"{value:%d-%m-%Y}" if midnight else f"{value:%d-%m-%Y %H:%M}"


def _date_part(value: dt.date, part: str) -> str:
    if part not in _DATE_PARTS:
        return part
    shown = dateformat.format(value, _DATE_PARTS[part])
    return shown.lower() if (get_language() or "").startswith("nl") else shown
