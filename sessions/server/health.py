"""Health checks and metrics: /healthz (alive), /readyz (able to do its work), /metrics (figures for Prometheus).

Answered before Django comes in: no cookie, no thread that may be busy, and by whatever name the asker knows this
process, for a scraper and a proxy use addresses that no person does.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from sessions import metrics
from sessions.live.background import ask, start
from sessions.live.room import rooms, tally
from sessions.middleware import request_log
from sessions.signatures import Application, Receive, Scope, Send
from workshop.version import VERSION

logger = logging.getLogger(__name__)

#: Seconds for which one look answers everybody: the public may ask, and each look is a question to the database.
FRESH = 1.0
#: Seconds that the database and the channel layer get for their part: who asks has little patience.
DATABASE_TIMEOUT, LAYER_TIMEOUT = 3.0, 2.0


@dataclass(frozen=True)
class Answer:
    """What goes back, and as what."""

    status: int
    body: bytes
    kind: str = "text/plain; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


def before(pages: Application) -> Application:
    """Answer the machines; everything else goes to `pages`."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        probe = PROBES.get(scope["path"])
        if probe is None:
            await pages(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD"):
            await _send(send, Answer(405, b"", headers={"Allow": "GET, HEAD"}))
        else:
            await _send(send, await probe(scope))

    return application


async def _send(send: Send, answer: Answer) -> None:
    # Daphne itself leaves the body out of an answer to HEAD.
    told = request_log.HEADERS | {"Cache-Control": "no-store", "Content-Type": answer.kind} | answer.headers
    headers = [(name.lower().encode(), value.encode()) for name, value in told.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


async def alive(scope: Scope) -> Answer:
    """The loop turns, so this process is worth keeping, also while its database is away: it says so to people. And
    which version it is, so that somebody who updates many sees which have."""
    return Answer(200, f"ok {VERSION}\n".encode())


# --- ready ---

AWAY = {"database": False, "migrations": False}


class Look:
    """The last look at what this process leans on, shared by all who ask at about the same time."""

    def __init__(self) -> None:
        self.at = 0.0
        self.task: asyncio.Task[dict[str, bool]] | None = None
        self.question: asyncio.Task[dict[str, bool]] | None = None

    async def found(self) -> dict[str, bool]:
        """By name what works."""
        if self.task is None or (self.task.done() and monotonic() - self.at > FRESH):
            self.at, self.task = monotonic(), start(self._look())
        return await asyncio.shield(self.task)

    async def _look(self) -> dict[str, bool]:
        return await self._database() | {"layer": await _reaches_layer()}

    async def _database(self) -> dict[str, bool]:
        """What the database says in time. One that hangs holds up one thread and no more: rooms need them too."""
        if self.question is None or self.question.done():
            self.question = start(ask(_ask_database))
        try:
            async with asyncio.timeout(DATABASE_TIMEOUT):
                return await asyncio.shield(self.question)
        except TimeoutError:
            logger.error("not ready: the database does not answer")
            return AWAY


_look = Look()


async def ready(scope: Scope) -> Answer:
    """Whether database, migrations and channel layer are as they must be; 503 when one is not."""
    found = await _look.found()
    return Answer(200 if all(found.values()) else 503, json.dumps(found).encode(), "application/json")


def _ask_database() -> dict[str, bool]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as error:
        logger.error("not ready: the database could not be used: %s", type(error).__name__)
        return AWAY
    return {"database": True, "migrations": not waiting}


async def _reaches_layer() -> bool:
    try:
        async with asyncio.timeout(LAYER_TIMEOUT):
            # To a group that nobody is in: heard by Redis and by no one else.
            await get_channel_layer().group_send("ready", {"type": "ready"})
    except Exception as error:
        logger.error("not ready: the channel layer took no message: %s", type(error).__name__)
        return False
    return True


# --- metrics ---


class Rooms(Collector):
    """The open rooms, asked when somebody wants to know."""

    def collect(self) -> Iterator[Metric]:
        """Screens, workshops, and news that went missing."""
        screens = sum(len(room.screens) for room in rooms.values())
        yield GaugeMetricFamily("ruilen_workshops", "Workshops with a screen at this process.", value=len(rooms))
        yield GaugeMetricFamily("ruilen_screens", "Screens at this process.", value=screens)
        gaps = CounterMetricFamily(
            "ruilen_gaps_healed", "Missed news that was made good, by who saw it.", labels=["by"]
        )
        gaps.add_metric(["room"], tally["gaps"])
        gaps.add_metric(["watcher"], tally["healed"])
        yield gaps


metrics.registry.register(Rooms())


async def count(scope: Scope) -> Answer:
    """The figures, for who knows METRICS_TOKEN. An installation without one has no such address.

    Not by where somebody comes from: behind a proxy on this machine the whole world comes from here.
    """
    if not settings.METRICS_TOKEN:
        return Answer(404, b"")
    given = dict(scope["headers"]).get(b"authorization", b"").decode("latin1")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return Answer(401, b"", headers={"WWW-Authenticate": "Bearer"})
    return Answer(200, metrics.report(), CONTENT_TYPE_LATEST)


PROBES: dict[str, Callable[[Scope], Awaitable[Answer]]] = {"/healthz": alive, "/readyz": ready, "/metrics": count}
