"""The table of results: which fault was run, how it ended, and what was measured."""

from typing import Any

import pytest


def leave_out_long_ones(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --faults only the quick ones are collected."""
    if config.getoption("--faults"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def note_fault(item: pytest.Item) -> None:
    """Write on the report which fault this is: the table is made elsewhere, perhaps in another process."""
    for mark in item.iter_markers("fault"):
        item.user_properties.append(("fault", mark.args[0]))


def write_table(terminal: Any) -> None:
    """One line per fault and figure, for whoever asked for the faults."""
    rows = sorted(row for outcome in ("passed", "failed", "error") for row in _rows(terminal.stats.get(outcome, ())))
    if not rows or not terminal.config.getoption("--faults"):
        return
    terminal.section("faults")
    for line in table(rows):
        terminal.write_line(line)


def _rows(reports: Any) -> list[tuple[str, ...]]:
    found: dict[tuple[str, str], list[Any]] = {}
    for report in reports:
        if getattr(report, "when", "") != "call" and report.outcome == "passed":
            continue
        properties = getattr(report, "user_properties", [])  # a file that could not be read has none
        for fault in [value for name, value in properties if name == "fault"]:
            name = report.nodeid.split("::")[-1].split("[")[0]
            found.setdefault((fault, name), []).append(report)
    return [_row(fault, name, reports) for (fault, name), reports in found.items()]


def _row(fault: str, name: str, reports: list[Any]) -> tuple[str, ...]:
    figures = [value for report in reports for kind, value in report.user_properties if kind == "figure"]
    outcome = f"{reports[0].outcome}{f' ×{len(reports)}' if len(reports) > 1 else ''}"
    seconds = sum(report.duration for report in reports)
    return fault, name.removeprefix("test_").replace("_", " "), outcome, _told(figures), f"{seconds:.0f} s"


def _told(figures: list[Any]) -> str:
    """Each figure once: the worst that was measured."""
    worst: dict[str, Any] = {}
    for what, value, unit, most in figures:
        if what not in worst or value > worst[what][0]:
            worst[what] = (value, unit, most)
    return "; ".join(
        f"{what} {value:g} {unit}{f' (≤ {most:g})' if most is not None else ''}"
        for what, (value, unit, most) in worst.items()
    )


def table(rows: list[tuple[str, ...]]) -> list[str]:
    """As Markdown, so that it can be put into docs/faults.md."""
    head = [("fault", "what was done", "result", "measured", "took"), ("---",) * 5]
    return [f"| {' | '.join(row)} |" for row in [*head, *sorted(rows, key=_by_number)]]


def _by_number(row: tuple[str, ...]) -> tuple[str, int, str]:
    letters, _, number = row[0].partition("-")
    kind = number[:1]
    return letters + kind, int(number[1:] or 0), row[1]
