"""Arrows run one way (docs/architecture.md, *Packages*), and what the form names exists in every package."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from workshop.actions.registry import ACTIONS

ROOT = Path(__file__).parents[2]
#: Composition only: these modules may import any other, and no other imports them.
COMPOSITION = {"settings.py", "urls.py", "asgi.py", "apps.py", "environment.py"}
OTHERS = sorted(path for path in (ROOT / "workshop").rglob("*.py") if path.name not in COMPOSITION)
#: What brings it to a screen.
OUTSIDE = ("sessions", "channels", "django.http", "django.template", "django.shortcuts", "django.urls", "django.views",
           "django.forms", "django.contrib.sessions", "django_htmx", "asgiref", "daphne")  # fmt: skip
#: The layers of each package, from the top down; a module uses what lies below it, never what is beside or above it.
LAYERS = {
    "workshop": """
        perform
        actions
        table_order
        edits permissions ground_rule
        refusals assignment opening plan wording anonymize then_now wall leaks teapot run_sheet
        chances journal variants projector_views
        load
        staleness
        models name_matching texts
        energy
        steps bidi names
        limits looks unseen fast_sql file_permissions version shown_in
    """,
    "sessions": """
        management urls
        views server
        live panels templatetags
        accounts commands exports
        board practice rate_limits
        converters links middleware submissions
        access data forms i18n imports metrics network origin typeface
        signatures
    """,
}
#: How rows are written, besides workshop/fast_sql.py.
WRITERS = ("save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create")
WITHOUT_A_SEAT = {
    "lobby.join",
    "lobby.knock",
    "lobby.stand_outside",
    "lobby.count_wrong_codes",
    "team.renamed_elsewhere",
}


def imports_of(path: Path) -> Iterator[str]:
    """The full names of all that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: say where it comes from"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def unit_of(module: str) -> str:
    """workshop.actions.context → actions; workshop → "", the package itself."""
    return [*module.split("."), ""][1]


def modules_of(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", OTHERS, ids=relative)
def test_nothing_under_workshop_but_its_composition_knows_screens(path: Path):
    known = [name for name in imports_of(path) if any(name == one or name.startswith(f"{one}.") for one in OUTSIDE)]
    assert known == []


@pytest.mark.parametrize("package", LAYERS)
def test_imports_between_modules_run_one_way(package: str):
    layer = {unit: number for number, line in enumerate(LAYERS[package].strip().splitlines()) for unit in line.split()}
    upward = []
    for path in modules_of(package):
        own = path.relative_to(ROOT / package).parts[0].removesuffix(".py")
        if path.name in COMPOSITION or "migrations" in path.parts or own == "__init__":
            continue
        used = {unit_of(name) for name in imports_of(path) if name.startswith(f"{package}.")} - {own}
        upward += [f"{relative(path)} uses {one}" for one in sorted(used) if layer[one] <= layer[own]]
    assert upward == []


@pytest.mark.parametrize("path", [*OTHERS, *modules_of("sessions"), *modules_of("benchmarks")], ids=relative)
def test_what_mypy_is_told_to_ignore_has_a_reason(path: Path):
    """mypy refuses an `Any` that is not ignored, so each of those says why it stands there."""
    ignoring = [line for line in path.read_text(encoding="utf-8").splitlines() if "# type: ignore" in line]
    assert [line for line in ignoring if not re.search(r"# type: ignore\[[a-z-]+\]  # \w", line)] == []


@pytest.mark.parametrize("path", [*OTHERS, *modules_of("sessions")], ids=relative)
def test_no_module_imports_the_composition(path: Path):
    composition = {f"workshop.{name.removesuffix('.py')}" for name in COMPOSITION}
    # What starts the server must say which application it serves.
    allowed = {"workshop.asgi"} if relative(path) == "sessions/server/daphne_server.py" else set()
    imported = {".".join(name.split(".")[:2]) for name in imports_of(path)}
    assert imported & composition - allowed == set()


def test_only_actions_write():
    """Outside actions/ (and the door, which writes the workshop and its journal) no code of workshop/ saves a row."""
    writers = {
        relative(path)
        for path in OTHERS
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in WRITERS or ast.unparse(node.func) in ("fast_sql.write", "fast_sql.insert")
    }
    assert {path for path in writers if not path.startswith("workshop/actions/")} == {"workshop/perform.py"}


def test_only_those_of_the_door_are_done_without_a_seat_and_nobody_else_does_them():
    assert {name for name, one in ACTIONS.items() if one.at_the_door} == WITHOUT_A_SEAT
    assert {name for name, one in ACTIONS.items() if not one.who} == WITHOUT_A_SEAT


@pytest.mark.parametrize("name", sorted({*ACTIONS} - WITHOUT_A_SEAT))
def test_an_action_declares_the_fields_that_its_function_takes(name: str):
    takes = {**inspect.signature(ACTIONS[name].function).parameters}
    optional = {one for one, parameter in takes.items() if parameter.default is not parameter.empty}
    fields = ACTIONS[name].fields
    assert set(fields) == {*takes} - {"act", "was"}
    assert {one for one, field in fields.items() if not field.required} <= optional


def test_every_action_is_told_in_the_journal():
    """In its own words, unless it is always private: that is counted."""
    always_private = {
        *("sheet.add", "sheet.sort", "sheet.remove", "sheet.reason", "sheet.signal", "sheet.weigh", "story.keep_note"),
        *("thread.forget_note", "stack.give_away", "stack.keep", "stack.wish", "stack.propose", "stack.ring"),
        *("stack.decline", "case.answer", "swap.refuse_rest", "team_list.accept", "team_list.decline"),
    }
    assert {name for name, one in ACTIONS.items() if not one.told} == always_private
