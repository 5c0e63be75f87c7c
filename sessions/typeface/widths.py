"""How wide a text is, without a browser that measures it."""

import json
import unicodedata
from functools import cache
from typing import TypedDict

from sessions.typeface import files


class Widths(TypedDict):
    """What widths.json holds (build.py)."""

    unitsPerEm: int
    weight: int
    stretches: list[float]
    advances: dict[str, list[int]]


#: Without the typeface every letter is guessed.
NONE: Widths = {"unitsPerEm": 1, "weight": 600, "stretches": [100, 87.5, 75], "advances": {}}


def text_width(text: str, size: float, stretch: float = 100) -> float:
    """How wide a text of letters of `size` is, in the unit of `size`: at weight 600 and width 100, 87.5 or 75 percent.

    Lighter letters are narrower, and pairs of letters may stand closer: it is never too short.
    """
    widths = table()
    column, units = widths["stretches"].index(stretch), widths["unitsPerEm"]
    advances = widths["advances"]
    return size * sum(advances[mark][column] / units if mark in advances else guess(mark) for mark in text)


@cache
def table() -> Widths:
    """The widths of all letters of the typeface."""
    folder = files.find()
    if folder is None:
        return NONE
    found: Widths = json.loads((folder / "served/type/widths.json").read_text(encoding="utf-8"))
    return found


def guess(mark: str) -> float:
    """About how wide a letter of another typeface is, in its own height; rather too wide than too narrow."""
    if unicodedata.combining(mark) or unicodedata.category(mark) == "Cf":
        return 0
    if unicodedata.east_asian_width(mark) in "WF":
        return 1.0
    if mark in "ilIjtfr.,:;'|! ":
        return 0.34
    return 0.9 if mark in "mwMW@%" else 0.72 if mark.isupper() else 0.58
