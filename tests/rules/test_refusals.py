"""Every refusal has a code of its own, and says what refusals.txt holds under it (written by hand)."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

HOUSE = Path(__file__).parents[2]
FILES = [path for package in ("workshop", "sessions") for path in (HOUSE / package).rglob("*.py")]
#: Kinds that are raised with a code and a sentence; the others say theirs where they are defined.
NAMED = {"Refusal", "BadInput", "NotYours", "NoEntry"}
#: Sentences of Django's, in its own catalogues, and one that quotes two texts.
WITHOUT = {"not-a-choice", "not-a-date", "not-a-number", "out-of-bounds", "required", "overwritten"}


def expected() -> dict[str, str]:
    lines = (Path(__file__).parent / "refusals.txt").read_text(encoding="utf-8").splitlines()
    return dict(re.split(r" +", line, maxsplit=1) for line in lines if line and not line.startswith("#"))


@dataclass(frozen=True)
class Made:
    """A call that makes a refusal, in a function of a module."""

    call: ast.Call
    function: ast.FunctionDef
    module: ast.Module
    file: str


def refusals() -> Iterator[Made]:
    for path in FILES:
        module = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
        for function in functions:
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            yield from (Made(call, function, module, path.name) for call in calls if makes_one(call))


def makes_one(call: ast.Call) -> bool:
    """Of the kinds that are named, or `super().__init__("code", …)` and `cls("code", …)` of the others."""
    if isinstance(call.func, ast.Name) and call.func.id in NAMED:
        return True
    return ast.unparse(call.func) in ("super().__init__", "cls") and len(call.args) == 2 and is_named(call)


def sentence_of(told: ast.expr, made: Made) -> str:
    """The sentence as gettext knows it: written where it is raised, or in what a name or function there stands for."""
    if isinstance(told, ast.BinOp):
        return sentence_of(told.left, made)
    if isinstance(told, ast.Call) and isinstance(told.args[0], ast.Constant):
        return str(told.args[0].value)
    name = ast.unparse(told.func if isinstance(told, ast.Call) else told)
    return sentence_of(meaning(name, made), made)


def meaning(name: str, made: Made) -> ast.expr:
    """What a name is set to, in the function first, or what a function of the module returns."""
    for node in chain(ast.walk(made.function), ast.walk(made.module)):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return node.value
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return next(one.value for one in node.body if isinstance(one, ast.Return) and one.value)
    raise AssertionError(f"{made.file}:{made.call.lineno}: {name}")


def test_every_refusal_names_its_code() -> None:
    without = [f"{made.file}:{made.call.lineno}" for made in refusals() if not is_named(made.call)]
    assert without == []


def is_named(call: ast.Call) -> bool:
    return bool(call.args) and isinstance(call.args[0], ast.Constant)


def test_each_code_says_its_sentence() -> None:
    said: dict[str, set[str]] = {}
    for made in refusals():
        code, told = ast.literal_eval(made.call.args[0]), made.call.args[1]
        said.setdefault(code, set()).add("" if code in WITHOUT else sentence_of(told, made))
    assert said == {code: {sentence} for code, sentence in expected().items()} | {code: {""} for code in WITHOUT}
