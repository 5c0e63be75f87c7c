"""What a move costs here: `make bench`, or `make bench ROUNDS=3` for figures that are published.

The server has one core, the load another one. Three servers do the same moves, one after the other in every round, so
that what else the machine does hits all of them: (a) baseline_asyncio.py, (b) baseline_channels.py, (c) ours. Read
ratios, not milliseconds. Prints a table, writes test-results/bench.json, and with `--write` the table of
docs/performance.md.
"""

import argparse
import asyncio
import json
import os
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import servers
from bench_report import Figures, about, add_ratios, table
from docs_writer import put_in_page
from laid_tables import Laid
from load import ENOUGH, LATE, Load, rank, until
from load_screens import Screen
from robot_log import clock
from servers import LOAD_CORE, ROOT, SERVER_CORE, VARIANTS, Server, running

#: The first guess at the most moves a second, and by how much it is raised or lowered while looking for it.
GUESS = {"textbook": 60, "ours": 325}
COARSE, FINE, PROBE = 1.3, 1.1, 300
#: Seconds in which nobody moves: a beat of every screen.
REST = 5.0
#: Fewer moves a second than this are not looked for: 2,000 of them would take more than a minute.
LEAST = 30
MARKS = "<!-- figures of make bench -->", "<!-- end of figures -->"
#: Which tables each part plays on: workshops, figures in each, entries in the journal of each.
KINDS = {
    "one": [(1, 200, 0)],
    "fifty": [(50, 80, 0)],
    "flat": [(1, 80, 0), (100, 80, 0), (1, 20, 0), (1, 320, 0), (1, 80, 10_000)],
    "cold": [(1, 200, 0)],
}

#: What is measured on one server with its tables.
Part = Callable[[Server, list[Laid]], Coroutine[object, object, Figures]]


class Tables:
    """Laid tables, each kind laid once, side by side, and copied for every server that wants them."""

    def __init__(self, folder: Path, parts: set[str]) -> None:
        self.folder, self.copies = folder, 0
        kinds = sorted({kind for part in parts for kind in KINDS.get(part, [])}, reverse=True)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            self.kinds = dict(zip(kinds, pool.map(self._lay, kinds), strict=True))

    def fresh(self, workshops: int, figures: int, entries: int = 0) -> tuple[Path, list[Laid]]:
        """A data folder with such tables, and what the load must know of them."""
        source, laid = self.kinds[workshops, figures, entries]
        self.copies += 1
        return Path(shutil.copytree(source, self.folder / f"copy-{self.copies}")), laid

    def _lay(self, kind: tuple[int, int, int]) -> tuple[Path, list[Laid]]:
        place = self.folder / "-".join(map(str, kind))
        command = [sys.executable, str(servers.HERE / "lay_tables.py"), *map(str, kind)]
        done = subprocess.run(command, env=os.environ | {"DATA_DIR": str(place)}, capture_output=True, check=True)
        return place, json.loads(done.stdout)


# --- what is measured -------------------------------------------------------------------------------------------------


async def one_workshop(server: Server, laid: list[Laid]) -> Figures:
    """One workshop at 20 moves a second."""
    async with Load(server, laid) as screens:
        await screens.drive(20, 40)
        run = await screens.drive(20, 150)
    return {"cold_start": server.cold_start, **run.told()}


async def fifty_workshops(server: Server, laid: list[Laid]) -> Figures:
    """Fifty workshops of eight: ours at 2 moves a second each, and then each as many as it holds.

    Textbook Channels is not asked for the first: it holds less than that, and would need half a minute to say so.
    """
    empty = server.memory()
    async with Load(server, laid) as screens:
        found: Figures = {"memory_per_100_screens": (server.memory() - empty) / len(laid) / 8 * 100}
        await screens.drive(50, 100)
        if server.variant == "ours":
            found["steady"] = (await screens.drive(100, ENOUGH)).told()
        found["memory"] = server.memory()
        return found | {"most": await find_most(screens, GUESS[server.variant])}


async def find_most(screens: Load, guess: float) -> Figures:
    """The most moves a second with none lost and 99 in 100 seen by all within 100 ms."""
    rate = guess
    if await _bears(screens, rate):
        while await _bears(screens, rate * COARSE):
            rate *= COARSE
    else:
        while rate > LEAST and not await _bears(screens, rate / COARSE):
            rate /= COARSE
        rate /= COARSE
    rate *= FINE
    while rate > LEAST:
        run = await screens.drive(rate, ENOUGH, strict=True)
        if run.holds:
            return {"rate": rate, **run.told()}
        rate /= FINE
    return {"rate": None}


async def _bears(screens: Load, rate: float) -> bool:
    """Whether a short look gives hope."""
    run = await screens.drive(rate, PROBE)
    return run.seen == run.sent and not run.void and run.p95 is not None and run.p95 < LATE


async def cost_side_by_side(low: tuple[Server, list[Laid]], high: tuple[Server, list[Laid]]) -> Figures:
    """CPU of a move at two sizes of one thing, by turns; and what part of the core each takes when nobody moves.

    The beats of screens cost the same with and without moves, so they are told beside a move's cost and not in it.
    """
    costs: dict[str, list[float]] = {"low": [], "high": []}
    async with Load(*low) as small, Load(*high) as large:
        for screens in (small, large):
            await screens.drive(50, 50)
        low_idle, high_idle = await asyncio.gather(small.rest(REST), large.rest(REST))
        idle = {"low": low_idle, "high": high_idle}
        for _ in range(2):
            for name, screens in (("low", small), ("high", large)):
                run = await screens.drive(50, 150)
                costs[name].append(run.cpu_per_move * (1 - idle[name] / run.server_busy))
    cheap, dear = (statistics.mean(costs[name]) for name in ("low", "high"))
    return {"low": cheap, "high": dear, "ratio": dear / cheap, "idle": idle}


async def cold_change(server: Server, laid: list[Laid]) -> Figures:
    """Another step for eight screens with 200 figures; somebody who comes late; and eight people who type."""
    async with Load(server, laid) as screens:
        (table,) = screens.tables
        late = [await _come_late(screens, table.screens[0]) for _ in range(20)]
        spans = [await _go(screens, 3 - number % 2) for number in range(30)]
        await _go(screens, 1)
        typing = await _type(screens, 10)
    spans.sort()
    told = {"p50": statistics.median(spans), "p95": rank(spans, 0.95), "slowest": spans[-1]}
    return {"change": told, "late_joiner": statistics.median(late), "typing": typing}


async def _go(screens: Load, step: int) -> float:
    """Milliseconds until the last screen shows the new step."""
    (table,) = screens.tables
    table.forget()
    began = clock()
    seq = await screens.lead(table, "steps.go", to=step)
    table.step = step
    assert await until(lambda: len(table.seen[seq]) == len(table.screens), 10), "a screen never saw the step"
    span = (max(table.seen[seq]) - began) * 1000
    await screens.settle()
    return span


async def _come_late(screens: Load, seat: Screen) -> float:
    """Milliseconds from the link to a whole board on an open socket; scripts and styles are not counted."""
    latecomer = Screen(seat.table, {"id": seat.id, "token": seat.token, "figures": [("", "costs")]})
    began = clock()
    await screens.wire.get(f"/seat/{seat.id}/enter/{seat.token}/", "")
    await screens.wire.get(f"/seat/{seat.id}/", seat.cookie)
    await latecomer.open()
    span = (clock() - began) * 1000
    await latecomer.socket.close()
    return span


async def _type(screens: Load, seconds: float) -> Figures:
    """Eight people type a customer each three seconds; what part of its core the server uses."""
    (table,) = screens.tables
    screens.wire.fetched.clear()
    used, began = screens.server.cpu(), clock()

    async def person(screen: Screen, number: int) -> None:
        await asyncio.sleep(number * 3 / 8)
        while clock() < began + seconds:
            await screen.do("sheet.add", action_id=secrets.token_hex(10), names=secrets.token_hex(4))
            await asyncio.sleep(3)

    await asyncio.gather(*(person(screen, number) for number, screen in enumerate(table.screens)))
    spent = clock() - began
    return {"busy": (screens.server.cpu() - used) / spent, "fetches": len(screens.wire.fetched) / spent}


# --- one round --------------------------------------------------------------------------------------------------------


def play_round(tables: Tables, parts: set[str]) -> Figures:
    """Everything once; the servers take turns."""
    found: Figures = {}
    if "one" in parts:
        found["one"] = {name: _on(name, tables.fresh(1, 200), one_workshop) for name in VARIANTS}
    if "fifty" in parts:
        found["fifty"] = {name: _on(name, tables.fresh(50, 80), fifty_workshops) for name in VARIANTS[1:]}
    if "flat" in parts:
        found["flat"] = {
            "workshops": _beside(tables.fresh(1, 80), tables.fresh(100, 80)),
            "figures": _beside(tables.fresh(1, 20), tables.fresh(1, 320)),
            "journal": _beside(tables.fresh(1, 80), tables.fresh(1, 80, 10_000)),
        }
    if "cold" in parts:
        found["cold"] = _on("ours", tables.fresh(1, 200), cold_change)
    if "paint" in parts:
        import bench_key_to_paint  # it needs a Chromium, the rest does not

        os.sched_setaffinity(0, {SERVER_CORE, LOAD_CORE})  # a browser and its server, as on a laptop
        found["paint"] = bench_key_to_paint.measure()
        os.sched_setaffinity(0, {LOAD_CORE})
    return found


def _on(variant: str, tables: tuple[Path, list[Laid]], part: Part) -> Figures:
    folder, laid = tables
    with running(variant, folder) as server:
        return asyncio.run(part(server, laid))


def _beside(low: tuple[Path, list[Laid]], high: tuple[Path, list[Laid]]) -> Figures:
    with running("ours", low[0]) as small, running("ours", high[0]) as large:
        return asyncio.run(cost_side_by_side((small, low[1]), (large, high[1])))


# --- the command -----------------------------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--parts", default="one,fifty,flat,cold", help="those, and paint (in a Chromium)")
    parser.add_argument("--write", action="store_true", help="put the table in docs/performance.md")
    given = parser.parse_args()
    if (os.cpu_count() or 1) < 2:
        raise SystemExit("Two cores are needed: one for the server, one for the load.")
    parts = set(given.parts.split(","))
    rounds: list[Figures] = []
    with tempfile.TemporaryDirectory(dir=given_folder()) as folder:
        waiting = [os.getloadavg()[0]]
        tables = Tables(Path(folder), parts)
        os.sched_setaffinity(0, {LOAD_CORE})
        for _ in range(given.rounds):
            rounds.append(play_round(tables, parts))
            add_ratios(rounds[-1])
            waiting.append(os.getloadavg()[0])
    where = about(waiting[:-1])
    report = f"{where}\n\n{table(rounds)}"
    print(report)
    (ROOT / "test-results").mkdir(exist_ok=True)
    told = {"about": where, "rounds": rounds}
    (ROOT / "test-results" / "bench.json").write_text(json.dumps(told, indent=1))
    if given.write:
        put_in_page(ROOT / "docs" / "performance.md", MARKS, report)
    return 0


def given_folder() -> str | None:
    """Where the databases stand: on a real disk, for a commit must cost what it costs."""
    return os.environ.get("BENCH_DIR")


if __name__ == "__main__":
    sys.exit(main())
