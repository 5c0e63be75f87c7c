"""The arithmetic to ten thousand workshops at once, and a simulation that checks it: `make scale`.

Inputs: costs.json (measured, by costs.py and robots.py) and what capacity_model.py assumes. Prints docs/scale.md's
tables, and with `--write` puts them there. Workshops know nothing of each other, so one shard is simulated and then
counted.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from capacity_model import (
    SCREENS,
    WORKSHOPS,
    Assumed,
    Costs,
    Measured,
    Need,
    limits,
    need,
    predicted,
    predicted_back,
    shard_size,
)
from docs_writer import put_in_page
from simulation import Shard

HERE = Path(__file__).resolve().parent
COSTS, PAGE = HERE / "costs.json", HERE.parent / "docs" / "scale.md"
MARKS = "<!-- figures of make scale -->", "<!-- end of figures -->"

#: Simulated seconds, and when a process dies in them.
SECONDS, DIES_AT = 300.0, 100.0


def arithmetic(costs: Costs, assumed: Assumed) -> list[str]:
    """Ten thousand workshops: an ordinary afternoon, and all of them busy at the same time."""
    shard = shard_size(costs, assumed)
    columns = [need(costs, assumed, WORKSHOPS, acts, shard) for acts in (assumed.acts, assumed.busy)]
    small = need(costs, assumed, 30, assumed.busy)
    rows: list[tuple[str, Callable[[Need], str]]] = [
        ("sockets", lambda one: f"{one.workshops * SCREENS:,}"),
        ("acts a second", lambda one: f"{one.acts:,.0f}"),
        ("cores of processes", lambda one: f"{one.cores:,.1f}"),
        (f"processes (each on a core, {assumed.load:.0%} loaded)", lambda one: f"{one.processes:,}"),
        ("memory of all, GB", lambda one: f"{one.memory / 1000:,.1f}"),
        ("commits a second", lambda one: f"{one.commits:,.0f}"),
        ("cores of PostgreSQL", lambda one: f"{one.database_cores:,.1f}"),
        ("messages a second to Redis", lambda one: f"{one.messages:,.0f}"),
        ("deliveries a second from Redis", lambda one: f"{one.deliveries:,.0f}"),
        ("cores of Redis", lambda one: f"{one.redis:,.2f}"),
    ]
    columns.insert(0, small)
    heads = ["30 workshops, busy", "10,000, an ordinary moment", "10,000, all busy at once"]
    lines = [f"| | {' | '.join(heads)} |", f"|{' --- |' * 4}"]
    return lines + [f"| {name} | {' | '.join(tell(one) for one in columns)} |" for name, tell in rows]


def breaking(costs: Costs, assumed: Assumed) -> list[str]:
    lines = ["| full at so many busy workshops | what |", "| --- | --- |"]
    return lines + [f"| {most:,.0f} | {what} |" for most, what in limits(costs, assumed)]


def shards(costs: Costs, assumed: Assumed) -> tuple[int, int, int, float]:
    """Workshops of a shard, its processes, the number of shards, and what all of it costs a month."""
    size = shard_size(costs, assumed)
    one = need(costs, assumed, size, assumed.busy)
    machines = max(math.ceil(one.processes / assumed.cores), math.ceil(one.memory / assumed.memory))
    number = math.ceil(WORKSHOPS / size)
    return (
        size,
        one.processes,
        number,
        number * (machines * assumed.price + assumed.database_price + assumed.small_price),
    )


def bill(costs: Costs, assumed: Assumed) -> str:
    size, processes, number, price = shards(costs, assumed)
    machines = math.ceil(processes / assumed.cores)
    return (
        f"**{number} shards** of {size:,} workshops, each {processes} processes on {machines} machines of "
        f"{assumed.cores} cores (€ {assumed.price:.0f} a month), a PostgreSQL of {assumed.database_cores} cores "
        f"(€ {assumed.database_price:.0f}) and a small machine for Redis and the proxy (€ {assumed.small_price:.0f}): "
        f"**€ {price:,.0f} a month**, € {price / WORKSHOPS:.2f} for each workshop that may run at the same time. Sized "
        f"for all being busy at once; by the ordinary moment some quarter of the processes would do."
    )


def checked(costs: Costs, assumed: Assumed) -> list[str]:
    """One shard simulated, beside what the arithmetic says."""
    size, processes, _, _ = shards(costs, assumed)
    lines = ["| one shard | arithmetic | simulated |", "| --- | --- | --- |"]
    for words, acts in (("ordinary", assumed.acts), ("busy", assumed.busy)):
        wanted = need(costs, assumed, size, acts)
        shard = Shard(costs, assumed, workshops=size, acts=acts, processes=processes)
        shown = shard.play(SECONDS)
        load, database = wanted.cores / processes, wanted.database_cores / assumed.database_cores
        told = predicted(costs, load, database)
        lines += [
            f"| {words}: load of a process | {load:.2f} | {shown.load:.2f} |",
            f"| {words}: load of PostgreSQL | {database:.2f} | {shown.database_load:.2f} |",
            f"| {words}: load of Redis | {wanted.redis:.3f} | {shown.redis_load:.3f} |",
            f"| {words}: act to the last screen, p50 ms | {told['p50'] * 1000:.0f} | {shown.rank(0.5) * 1000:.0f} |",
            f"| {words}: p99 ms | {told['p99'] * 1000:.0f} | {shown.rank(0.99) * 1000:.0f} |",
            f"| {words}: a new step on the last screen, p99 ms | – | {_rank(shown.steps, 0.99) * 1000:.0f} |",
        ]
    wanted = need(costs, assumed, size, assumed.busy)
    shown = Shard(costs, assumed, workshops=size, acts=assumed.busy, processes=processes).play(SECONDS, dies_at=DIES_AT)
    back = predicted_back(costs, wanted.cores / (processes - 1), size * SCREENS / processes, processes)
    lines.append(
        f"| busy, a process dies: all its screens are right elsewhere after s | {back:.1f} | {shown.back:.1f} |"
    )
    return lines


def _rank(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def crowd(costs: Costs) -> str:
    """All come in within the same five minutes."""
    cores = WORKSHOPS * SCREENS * costs.enter / 300
    people = f"{WORKSHOPS * SCREENS:,} people come in within the same five minutes"
    return f"If all {people}, entering alone takes {cores:,.1f} cores ({costs.enter * 1000:.0f} ms each)."


def inputs(told: Mapping[str, Measured]) -> list[str]:
    lines = ["| measured | | meaning | by | on |", f"|{' --- |' * 5}"]
    return lines + [
        f"| `{name}` | {one['value']:g} | {one['meaning']} | {one['from']} | {one['on']} |"
        for name, one in told.items()
    ]


def told(costs: Costs, assumed: Assumed, read: Mapping[str, Measured]) -> str:
    parts = [
        ["### What is put in", ""], inputs(read),
        ["", "### The arithmetic", ""], arithmetic(costs, assumed), ["", crowd(costs)],
        ["", "### What breaks first", ""], breaking(costs, assumed),
        ["", "### Shards, and what they cost", ""], [bill(costs, assumed)],
        ["", "### Checked by a simulation", ""], checked(costs, assumed),
    ]  # fmt: skip
    return "\n".join(line for part in parts for line in part)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables in docs/scale.md")
    given = parser.parse_args()
    read: dict[str, Measured] = json.loads(COSTS.read_text())
    report = told(Costs.read(read), Assumed(), read)
    print(report)
    if given.write:
        put_in_page(PAGE, MARKS, report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
