"""What one thing costs, on one process with PostgreSQL and Redis: the inputs of scale.py, written into costs.json.

    python benchmarks/costs.py          # some two minutes; nothing beside it

CPU and not time: of the process, of PostgreSQL and of Redis, by what the kernel says they used while so many of the
same thing happened. Capacities (commits and messages a second) are as fast as this machine goes with everything on it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from capacity_model import Measured
from faults.database_reader import POSTGRES, REDIS
from laid_tables import Laid
from process_usage import cpu_of, cpu_of_all
from robot_log import Book, clock
from robot_screen import Screen
from servers import HERE, PAGE, ROOT
from support.server import AppServer, drop_database, make_database, surroundings

COSTS = HERE / "costs.json"
#: Workshops of eight seats, and figures on each table.
WORKSHOPS, FIGURES = 6, 80
MOVES, CHANGES, TYPED, IDLE = 200, 15, 20, 20.0


def read() -> dict[str, float]:
    """The measured figures by their names."""
    return {name: float(one["value"]) for name, one in _read().items()}


def _read() -> dict[str, Measured]:
    told: dict[str, Measured] = json.loads(COSTS.read_text())
    return told


def write(figures: dict[str, tuple[float, str]], source: str) -> None:
    """Put figures (with what they mean) in the file; what others measured stays."""
    told = _read() if COSTS.exists() else {}
    today = dt.datetime.now(dt.UTC).date().isoformat()
    for name, (value, meaning) in figures.items():
        told[name] = {"value": round(value, 4), "meaning": meaning, "from": source, "on": today}
    COSTS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


Act = Callable[[list[Screen], int], Awaitable[None]]


class Meter:
    """CPU milliseconds of the process, PostgreSQL and Redis since it was made, each for one of `of`."""

    def __init__(self, server: AppServer) -> None:
        assert server.process is not None
        self.pid = server.process.pid
        self.first, self.began = self._read(), clock()

    def _read(self) -> tuple[float, float, float]:
        return cpu_of(self.pid), cpu_of_all("postgres"), cpu_of_all("redis-server")

    def each(self, of: float) -> tuple[float, float, float]:
        process, postgres, redis = (now - then for now, then in zip(self._read(), self.first, strict=True))
        return process / of * 1000, postgres / of * 1000, redis / of * 1000


class Bench:
    """One process, its laid tables and the screens on them."""

    def __init__(self, server: AppServer, laid: list[Laid]) -> None:
        self.server, self.laid = server, laid
        self.figures: dict[str, tuple[float, str]] = {}

    async def measure(self) -> None:
        bare = memory(self.server)
        first, *others = self.laid
        screens = [self._screen(table, number) for table in others for number in range(8)]
        meter = Meter(self.server)
        for screen in screens:
            await screen.come_in()
            await until(partial(is_live, screen))
        self._note("enter", meter.each(len(screens)), "somebody comes in: link, page of 80 figures, socket")
        self.figures["screen_mb"] = (memory(self.server) - bare) / len(screens), "MB of memory, one screen"
        self.figures["process_mb"] = bare, "MB of memory, a process without screens"
        await asyncio.sleep(2)
        meter = Meter(self.server)
        await asyncio.sleep(IDLE)
        self._note("idle", meter.each(len(screens) * IDLE), "a screen that only listens, each second")
        for screen in screens:
            await screen.leave()
        table = [self._screen(first, number) for number in range(8)]
        for screen in table:
            await screen.come_in()
        await asyncio.sleep(1)
        await self._acts(table, "move", MOVES, self._move, "a moved figure that eight screens show")
        await self._acts(table, "change", CHANGES, self._change, "another step: eight screens paint everything anew")
        await self._acts(table, "typed", TYPED, self._type, "a customer typed, and the counts of the seven others")
        for screen in table:
            await screen.leave()

    def _screen(self, table: Laid, number: int) -> Screen:
        seat = table["seats"][number]
        link = f"{self.server.url}/seat/{seat['id']}/enter/{seat['token']}/"
        source = f"127.1.{self.laid.index(table) + 1}.{number + 1}"
        return Screen(f"http://127.0.0.1:{self.server.port}", link, source, Book(), table["workshop"])

    async def _acts(self, table: list[Screen], name: str, times: int, act: Act, meaning: str) -> None:
        await act(table, 0)
        await self._settle(table)
        meter = Meter(self.server)
        for number in range(1, times + 1):
            await act(table, number)
            await self._settle(table)
        self._note(name, meter.each(times), meaning)

    async def _settle(self, table: list[Screen]) -> None:
        head = max(screen.heard for screen in table)

        def at_rest(screen: Screen) -> bool:
            return not screen.waits and screen.heard == table[0].heard >= head

        await until(lambda: all(map(at_rest, table)))

    async def _move(self, table: list[Screen], number: int) -> None:
        zones = ("costs", "neutral", "gives")
        screen = table[number % 8]
        figures = self.laid[0]["seats"][number % 8]["figures"]
        figure, zone = figures[number % len(figures)]
        screen.send("table.place", {"figure": figure, "zone": zones[(zones.index(zone) + number) % 3]})

    async def _change(self, table: list[Screen], number: int) -> None:
        await asyncio.sleep(1.1)  # so that counts are fetched with the rest, as after a while in which nothing happened
        address = f"/console/{self.laid[0]['workshop']}/do/steps.go/"
        data = {"to": 3 - number % 2, "step": 2 + number % 2, "action_id": f"costs-{number}"}
        screen = table[0]
        heads = {"X-CSRFToken": screen.token, "Origin": screen.front}
        chair = {f"kr_chair_{self.laid[0]['workshop']}": self.laid[0]["console"]}
        async with screen.web.post(address, data=data, headers=heads, cookies=chair) as answer:
            assert answer.status == 200, await answer.text()
            seq = (await answer.json())["seq"]
        await until(lambda: all(one.heard >= seq for one in table))

    async def _type(self, table: list[Screen], number: int) -> None:
        await asyncio.sleep(1.1)
        table[number % 8].send("sheet.add", {"names": f"Bakkerij {number}", "column": "costs"})

    def _note(self, name: str, each: tuple[float, float, float], meaning: str) -> None:
        for part, value in zip(("process", "postgres", "redis"), each, strict=True):
            self.figures[f"{name}_{part}_ms"] = value, f"CPU of {part}: {meaning}"


def is_live(screen: Screen) -> bool:
    return screen.state == "live"


def memory(server: AppServer) -> float:
    """Megabytes that the process holds."""
    assert server.process is not None
    return int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]) * PAGE / 2**20


async def until(so: Callable[[], bool], patience: float = 20) -> None:
    limit = clock() + patience
    while not so():
        assert clock() < limit, "it did not come true"
        await asyncio.sleep(0.002)


def main() -> int:
    address = make_database(POSTGRES)
    try:
        with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
            extra = {"DATABASE_URL": address, "REDIS_URL": REDIS}
            server = AppServer(Path(folder) / "data", **extra)
            server.data_dir.mkdir()
            laid: list[Laid] = json.loads(_run("lay_tables.py", server.env, str(WORKSHOPS), str(FIGURES)))
            server.start()
            try:
                bench = Bench(server, laid)
                asyncio.run(bench.measure())
            finally:
                server.stop()
            env = surroundings() | {"DATA_DIR": str(server.data_dir)} | extra
            found: dict[str, tuple[float, str]] = json.loads(_run("store_limits.py", env))
            bench.figures |= found
    finally:
        drop_database(address)
    write(bench.figures, "benchmarks/costs.py")
    for name, (value, meaning) in bench.figures.items():
        print(f"{name:24}{value:10.3f}  {meaning}")
    return 0


def _run(script: str, env: dict[str, str], *words: str) -> str:
    command = [sys.executable, str(HERE / script), *words]
    done = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
