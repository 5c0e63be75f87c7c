"""What `make bench` says: ratios, medians with their spread, as Markdown."""

import datetime as dt
import os
import platform
import statistics
from pathlib import Path

from servers import VARIANTS

#: What was measured: figures by name, and such by part.
Figures = dict[str, object]


def middle(rounds: list[Figures], *path: str) -> str:
    """The median over the rounds, with the least and the most; "–" where nothing was measured or it is void."""
    values = [value for value in (_at(one, path) for one in rounds) if value is not None]
    if not values:
        return "–"
    told = [f"{value:.0f}" if abs(value) >= 20 else f"{value:.2f}"
            for value in (statistics.median(values), min(values), max(values))]  # fmt: skip
    return told[0] if len(values) == 1 else f"{told[0]} ({told[1]}–{told[2]})"


def _at(found: object, path: tuple[str, ...]) -> float | None:
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, int | float) else None


def add_ratios(found: Figures) -> None:
    """Ratios within one round: only those mean something on another machine."""
    _add_ratio(found, "times_bare", "one", "bare", "p50")
    _add_ratio(found, "times_textbook", "fifty", "textbook", "most", "rate")


def _add_ratio(found: Figures, name: str, part: str, other: str, *path: str) -> None:
    ours, theirs = (_at(found, (part, variant, *path)) for variant in ("ours", other))
    if ours and theirs:
        found[name] = ours / theirs


def table(rounds: list[Figures]) -> str:
    """The figures as Markdown."""

    def row(name: str, *paths: tuple[str, ...]) -> str:
        return f"| {name} | {' | '.join(middle(rounds, *path) for path in paths)} |"

    def each(*path: str) -> list[tuple[str, ...]]:
        return [(path[0], variant, *path[1:]) for variant in VARIANTS]

    lines = [
        "| | (a) bare asyncio | (b) textbook Channels | (c) ours |",
        "| --- | --- | --- | --- |",
        row("one workshop at 20 moves/s: p50 ms", *each("one", "p50")),
        row("— p95 ms", *each("one", "p95")),
        row("— server CPU ms a move", *each("one", "cpu_per_move")),
        row("— bytes a move and screen", *each("one", "bytes_per_screen")),
        row("50 workshops × 8 at 2 moves/s each: p50 ms", *each("fifty", "steady", "p50")),
        row("— p99 ms", *each("fifty", "steady", "p99")),
        row("— sent", *each("fifty", "steady", "sent")),
        row("— seen by all eight", *each("fifty", "steady", "seen")),
        row("— server CPU ms a move", *each("fifty", "steady", "cpu_per_move")),
        row("— memory MB, 400 screens", *each("fifty", "memory")),
        row("— memory MB per 100 screens", *each("fifty", "memory_per_100_screens")),
        row("most moves/s with p99 < 100 ms, none lost", *each("fifty", "most", "rate")),
        row("— server CPU ms a move", *each("fifty", "most", "cpu_per_move")),
        row("cold start s", *each("one", "cold_start")),
        "",
        "| ours | | asked |",
        "| --- | --- | --- |",
        f"| most moves/s, times textbook | {middle(rounds, 'times_textbook')} | ≥ 5 |",
        f"| p50 of one workshop, times bare | {middle(rounds, 'times_bare')} | ≤ 7 |",
        f"| CPU of a move, 100 workshops to 1 | {middle(rounds, 'flat', 'workshops', 'ratio')} | ≤ 1.3 |",
        f"| what 800 screens at rest take of the core | {middle(rounds, 'flat', 'workshops', 'idle', 'high')} | |",
        f"| CPU of a move, 320 figures to 20 | {middle(rounds, 'flat', 'figures', 'ratio')} | ≤ 1.3 |",
        f"| CPU of a move, journal of 10,000 to none | {middle(rounds, 'flat', 'journal', 'ratio')} | ≤ 1.3 |",
        f"| step change, 8 screens × 200 figures: p95 ms | {middle(rounds, 'cold', 'change', 'p95')} | ≤ 400 |",
        f"| late joiner, whole board of 200: ms | {middle(rounds, 'cold', 'late_joiner')} | |",
        f"| eight people typing: part of the core | {middle(rounds, 'cold', 'typing', 'busy')} | < 0.15 |",
        f"| key to paint of one's own move, table of 200: p95 ms | {middle(rounds, 'paint', 'p95')} | < 50 |",
        f"| — seven moves a second by one person: p95 ms | {middle(rounds, 'paint', 'burst')} | |",
    ]
    return "\n".join(lines)


def about(loads: list[float]) -> str:
    """One line on where this was measured."""
    cpu = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith("model name")), platform.processor())  # fmt: skip
    busy = ", ".join(f"{one:.1f}" for one in loads)
    today, rounds = dt.datetime.now(dt.UTC).date(), f"{len(loads)} round{'s' if len(loads) > 1 else ''}"
    return (
        f"{today}, Python {platform.python_version()}, {os.cpu_count()} cores ({cpu}), SQLite, {rounds}; processes "
        f"that waited for a core as each began, this machine's other work: {busy}."
    )
