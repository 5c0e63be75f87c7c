"""PDF through typst, in our own letters, so that it looks the same on every machine.

What these lack is taken from the fonts inside typst; the machine's own are never looked at.

What people wrote goes in as data and is shown as strings, so nothing in it can be markup.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from sessions.typeface import files

HERE = Path(__file__).parent
#: Stands where the font has no character. The PDF says so.
BOX = "□"
#: A character without a meaning, which no font draws, and a letter that every font does.
_NOTHING, _MARK = "\U0010fffd", "A"

_ASK = b"""
#set page(width: 400pt, height: auto)
#set text(font: ("Ruil", "Libertinus Serif", "DejaVu Sans Mono"), fallback: false)
#for one in json(bytes(sys.inputs.data)) [#box(one)#box(strong(one))]
"""


def pdf(name: str, data: dict[str, object]) -> bytes:
    """The template `name` (a .typ file beside this module), filled with `data` (what JSON can hold)."""
    payload = json.dumps(data, ensure_ascii=False)
    lacking = find_lacking(payload)
    shown = "".join(BOX if mark in lacking else mark for mark in payload)
    inputs = {"data": shown, "lacks": "yes" if lacking else "no"}
    return _compile(_source(name), inputs, "pdf")


def find_lacking(text: str) -> set[str]:
    """The characters of a text that the fonts do not have. The typesetter is asked: the fonts are inside it."""
    asked = sorted({mark for mark in text if ord(mark) > 0x7F and not mark.isspace()})
    if not asked:
        return set()
    row = [one for mark in (_NOTHING, *asked) for one in (_MARK, mark)]
    drawn = _compile(_ASK, {"data": json.dumps(row)}, "svg").decode()
    nothing, *groups = _groups(re.findall(r'href="#(\w+)"', drawn))
    return {mark for mark, group in zip(asked, groups, strict=True) if nothing & group}


def _groups(shapes: list[str]) -> list[set[str]]:
    """The shapes between the marks: what was drawn of each character, plain and bold; some draw nothing at all."""
    plain, bold = shapes[:2]
    groups: list[set[str]] = []
    for shape in shapes:
        if shape == plain:
            groups.append(set())
        elif shape != bold:
            groups[-1].add(shape)
    return groups


@cache
def _source(name: str) -> bytes:
    return (HERE / "common.typ").read_bytes() + (HERE / name).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Our cuts where they were made (sessions/typeface/), and what is inside the typesetter."""
    folder = files.find()
    return typst.Fonts(include_system_fonts=False, font_paths=[folder / "cuts"] if folder else [])


def _compile(source: bytes, inputs: dict[str, str], kind: Literal["pdf", "svg"]) -> bytes:
    compiler = typst.Compiler(input=source, root=str(HERE), font_paths=_fonts(), sys_inputs=inputs)
    made = compiler.compile(format=kind)
    assert isinstance(made, bytes)
    return made
