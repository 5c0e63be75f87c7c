"""What the robots play on: three processes on their own database, lines between everything, and what it all uses.

The lines are our own (fault_proxy.py), so that Redis and PostgreSQL can be cut off while the machine's own servers go
on.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlsplit, urlunsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from faults.database_reader import REDIS, Disk
from process_usage import cpu_of, cpu_of_all, machine_busy
from redis import Redis
from robot_log import clock
from servers import HERE, PAGE, ROOT
from support.server import AppServer, free_port

PROCESSES = 3


class SeatLink(TypedDict):
    """Whose seat it is, and the link to it."""

    name: str
    url: str


class Room(TypedDict):
    """A practice workshop and its links, as robot_workshops.py says them."""

    workshop: str
    facilitator: str
    projector: str
    participants: list[SeatLink]


class Installation:
    """Three processes on a database of our own, and the lines between everything."""

    def __init__(self, folder: Path, address: str) -> None:
        self.disk = Disk(address)
        self.front = free_port()
        to_postgres, to_redis = free_port(), free_port()
        extra = {"DATABASE_URL": _at_port(address, to_postgres), "REDIS_URL": _at_port(REDIS, to_redis)}
        self.servers = [AppServer(folder / "data", **extra) for _ in range(PROCESSES)]
        asked = {
            "front": (self.front, [server.port for server in self.servers]),
            "postgres": (to_postgres, [urlsplit(address).port or 5432]),
            "redis": (to_redis, [urlsplit(REDIS).port or 6379]),
        }
        self.lines = subprocess.Popen(
            [sys.executable, str(HERE / "fault_proxy.py"), json.dumps(asked)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._hear()
        for server in self.servers:
            server.start()
        self.ended: list[float] = []

    def open_rooms(self, number: int) -> list[Room]:
        command = [sys.executable, str(HERE / "robot_workshops.py"), str(number)]
        done = subprocess.run(command, env=self.servers[0].env, cwd=ROOT, capture_output=True, text=True, check=True)
        opened: list[Room] = json.loads(done.stdout)
        return opened

    def tell(self, act: str, line: str) -> None:
        """Cut a line or heal it."""
        assert self.lines.stdin is not None
        self.lines.stdin.write(f"{act} {line}\n")
        self.lines.stdin.flush()
        self._hear()

    def _hear(self) -> None:
        assert self.lines.stdout is not None
        assert self.lines.stdout.readline(), "the lines are gone"

    def kill(self, number: int) -> None:
        server = self.servers[number]
        self.ended.append(cpu_of(_pid(server)))
        server.kill()

    def cpu(self) -> float:
        """Seconds that the processes used, those that were killed too."""
        return sum(self.ended) + sum(cpu_of(_pid(server)) for server in self.servers if server.process)

    def memory(self) -> float:
        """Megabytes of all processes."""
        pages = [
            Path(f"/proc/{_pid(server)}/statm").read_text().split()[1] for server in self.servers if server.process
        ]
        return sum(int(one) * PAGE / 2**20 for one in pages)

    def close(self) -> None:
        for server in self.servers:
            server.stop()
        self.lines.kill()
        self.lines.wait()


def _pid(server: AppServer) -> int:
    assert server.process is not None
    return server.process.pid


def _at_port(address: str, port: int) -> str:
    parts = urlsplit(address)
    user = parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{user}{'@' if user else ''}127.0.0.1:{port}"))


class Meter:
    """What was used and done since it was made."""

    def __init__(self, place: Installation) -> None:
        self.place, self.redis = place, Redis.from_url(REDIS)
        self.began, self.first = clock(), self._read()

    def _read(self) -> Counter[str]:
        commits = self.place.disk.ask("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")
        busy, whole = machine_busy()
        calls = {name: int(one["calls"]) for name, one in self.redis.info("commandstats").items()}
        return Counter(
            {
                "processes": self.place.cpu(),
                "lines": cpu_of(self.place.lines.pid),
                "robots": time.process_time(),
                "postgres": cpu_of_all("postgres"),
                "redis": cpu_of_all("redis-server"),
                "machine": busy,
                "cores": whole,
                "transactions": commits[0][0],
                "published": calls.get("cmdstat_publish", 0),
                "journal": self.place.disk.ask("SELECT count(*) FROM workshop_journalentry")[0][0],
            }
        )

    def told(self) -> dict[str, float]:
        """Per second of the run; CPU as parts of one core."""
        now, spent = self._read(), clock() - self.began
        return {name: (now[name] - self.first[name]) / spent for name in now}
