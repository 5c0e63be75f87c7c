"""What so many workshops need, by adding up what one thing costs, and what is full first.

Workshops know nothing of each other, so one shard is worked out and then counted; simulation.py checks it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

#: What is asked: workshops at once, and sockets of each.
WORKSHOPS, SCREENS = 10_000, 8
#: Seconds in which a page gathers news before it fetches (static/js/regions.js).
FOLD = 0.03
#: Seconds of back-off after a lost socket, give or take nothing and 30 % more (static/js/socket.js).
BACK_OFF, JITTER = 0.5, 0.3

#: One figure of costs.json: its value, what it means, the script that measured it, and the day.
Measured = TypedDict("Measured", {"value": float, "meaning": str, "from": str, "on": str})


@dataclass(frozen=True)
class Assumed:
    """What nobody measured: how people behave, what machines are rented, what they cost."""

    #: Acts a second of a whole workshop: some 1,000 in three hours, and four times that in its busiest quarter.
    acts: float = 0.1
    busy: float = 0.4
    #: Seconds between two steps of a workshop.
    step_seconds: float = 1350.0
    #: No server is loaded higher on average: half is for the unlucky moment.
    load: float = 0.5
    #: Cores and memory (MB) of a rented machine, and euros a month, for the processes.
    cores: int = 8
    memory: float = 16_000
    price: float = 60.0
    #: The same for PostgreSQL, which also wants a disk of its own.
    database_cores: int = 16
    database_price: float = 200.0
    #: Redis and the proxy of a shard together on one small machine.
    small_price: float = 15.0
    #: Connections that one PostgreSQL serves well, and how many of them a process may take (process_lock.py).
    connections: int = 400
    pool: int = 11


@dataclass(frozen=True)
class Costs:
    """Seconds of CPU, from the measured milliseconds."""

    command: float
    command_database: float
    fetch: float
    fetch_database: float
    fetches: float
    paint: float
    paint_database: float
    idle: float
    enter: float
    message: float
    process_mb: float
    screen_mb: float

    @classmethod
    def read(cls, told: Mapping[str, Measured]) -> Costs:
        """From what stands in costs.json. A fetch is what an act of a whole workshop costs beyond its command."""
        at = {name: float(one["value"]) for name, one in told.items()}
        fetches = at["act_fetches"]
        return cls(
            command=at["move_process_ms"] / 1000,
            command_database=at["move_postgres_ms"] / 1000,
            fetch=max(0.0, at["act_process_ms"] - at["move_process_ms"]) / fetches / 1000,
            fetch_database=max(0.0, at["act_postgres_ms"] - at["move_postgres_ms"]) / fetches / 1000,
            # Measured with ten screens: eight seats, a console and a projector.
            fetches=fetches * SCREENS / 10,
            paint=at["change_process_ms"] / 8 / 1000,
            paint_database=at["change_postgres_ms"] / 8 / 1000,
            idle=at["idle_process_ms"] / 1000,
            enter=at["enter_process_ms"] / 1000,
            message=at["message_redis_ms"] / 1000,
            process_mb=at["process_mb"],
            screen_mb=at["screen_mb"],
        )

    @property
    def act(self) -> float:
        """Seconds of processes for one act, with all that it makes others fetch."""
        return self.command + self.fetches * self.fetch

    @property
    def act_database(self) -> float:
        return self.command_database + self.fetches * self.fetch_database


@dataclass(frozen=True)
class Need:
    """What so many workshops need."""

    workshops: int
    acts: float
    cores: float
    database_cores: float
    processes: int
    memory: float
    messages: float
    deliveries: float
    redis: float
    commits: float


def need(costs: Costs, assumed: Assumed, workshops: int, acts: float, per_shard: int = 0) -> Need:
    """Add it up; `acts` a second of one workshop. `per_shard`: workshops that share processes (0: all of them)."""
    every = workshops * acts
    steps = workshops / assumed.step_seconds
    screens = workshops * SCREENS
    cores = every * costs.act + steps * SCREENS * costs.paint + screens * costs.idle
    database = every * costs.act_database + steps * SCREENS * costs.paint_database
    processes = max(1, math.ceil(cores / assumed.load))
    shared = max(1, round(processes * (per_shard or workshops) / workshops))
    deliveries = every * spread_over(SCREENS, shared)
    return Need(
        workshops=workshops,
        acts=every,
        cores=cores,
        database_cores=database,
        processes=processes,
        memory=processes * costs.process_mb + screens * costs.screen_mb,
        messages=every,
        deliveries=deliveries,
        # One message to three listeners was measured: a publication and three deliveries, which cost about the same.
        redis=(every + deliveries) * costs.message / 4,
        commits=every + steps,
    )


def spread_over(screens: int, processes: int) -> float:
    """In how many processes a workshop has a screen, when each browser is given one by chance."""
    return processes * (1 - (1 - 1 / processes) ** screens)


def limits(costs: Costs, assumed: Assumed) -> list[tuple[float, str]]:
    """What is full at how many workshops, the first one first; all on one PostgreSQL and one Redis."""
    one = need(costs, assumed, 1000, assumed.busy)
    each = one.cores / 1000 / assumed.load
    found = [
        (1 / each, "one process (one core, half loaded)"),
        (assumed.cores / each, f"one machine of {assumed.cores} cores"),
        ((100 - 3) // assumed.pool / each, "connections of PostgreSQL as it comes (`max_connections` 100)"),
        (assumed.connections // assumed.pool / each, f"connections of PostgreSQL set to {assumed.connections}"),
        (assumed.database_cores * assumed.load / (one.database_cores / 1000),
         f"cores of PostgreSQL ({assumed.database_cores}, half loaded)"),
        (assumed.load / (one.redis / 1000), "the one core of Redis, half loaded"),
    ]  # fmt: skip
    return sorted(found)


def shard_size(costs: Costs, assumed: Assumed) -> int:
    """Workshops of one shard: what one PostgreSQL and one Redis bear when everybody is busy, in hundreds."""
    shared = [most for most, what in limits(costs, assumed) if "cores of PostgreSQL" in what or "Redis" in what
              or f"set to {assumed.connections}" in what]  # fmt: skip
    return max(100, int(min(shared) // 100 * 100))


def last_of(screens: int, mean: float, part: float) -> float:
    """The time in which the slowest of so many is done, in this part of all cases, when each is exponential."""
    return -mean * math.log(1 - part ** (1 / screens))


def predicted(costs: Costs, load: float, database_load: float) -> dict[str, float]:
    """Closed form, every server an M/M/1: a command, the fold, and the slowest fetch."""
    command = costs.command / (1 - load) + costs.command_database / (1 - database_load)
    fetch = costs.fetch / (1 - load) + costs.fetch_database / (1 - database_load)
    fetches = max(1, round(costs.fetches))
    middle, late = (command + FOLD + last_of(fetches, fetch, part) for part in (0.5, 0.99))
    return {"p50": middle, "p99": late}


def predicted_back(costs: Costs, load: float, screens: float, processes: int) -> float:
    """Closed form: the work of painting everything anew, on what the others have left, after the back-off."""
    return BACK_OFF + screens * costs.paint / (processes - 1) / (1 - load)
