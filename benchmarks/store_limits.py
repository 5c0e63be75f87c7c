"""How many commits a second PostgreSQL takes from our own door, and how many messages Redis from our channel layer.

Run by costs.py on a database with laid tables. The door is asked by processes of its own, each with its own workshop:
two in the same workshop would wait for each other's row. Prints JSON: name → [value, meaning].
"""

import asyncio
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")

import django

django.setup()

from channels.layers import get_channel_layer
from process_usage import cpu_of_all

from workshop.models import EnergyRating, Workshop
from workshop.perform import perform
from workshop.permissions import Actor

SECONDS, DOORS, LISTENERS, MESSAGES = 6.0, 4, 3, 6000


def knock(place: int) -> int:
    """Move one figure of a workshop to and fro, as fast as it goes; how often."""
    workshop = Workshop.objects.order_by("pk")[place]
    figure = EnergyRating.objects.filter(workshop=workshop).select_related("participant").first()
    assert figure is not None
    actor, limit, done = Actor("seat", figure.participant), time.perf_counter() + SECONDS, 0
    while time.perf_counter() < limit:
        zone = ("costs", "gives")[done % 2]
        perform(
            workshop_id=workshop.id,
            actor=actor,
            action="table.place",
            data={"figure": figure.id, "zone": zone},
            action_id=f"knock-{place}-{done}",
            step=int(workshop.step),
        )
        done += 1
    return done


def measure_commits() -> dict[str, tuple[float, str]]:
    found: dict[str, tuple[float, str]] = {}
    for doors in (1, DOORS):
        with ProcessPoolExecutor(doors) as pool:
            list(pool.map(abs, range(doors)))  # they are there
            used = cpu_of_all("postgres")
            done = sum(pool.map(knock, range(doors)))
            used = cpu_of_all("postgres") - used
        words = f"moves a second through the door, {doors} at once" if doors > 1 else "moves a second through one door"
        found[f"commits_{doors}"] = done / SECONDS, words
        found[f"commit_postgres_ms_{doors}"] = used / done * 1000, f"CPU of PostgreSQL for one of them, {doors} at once"
    return found


async def measure_messages() -> dict[str, tuple[float, str]]:
    """One writer, and as many listeners as there are processes with a screen of that workshop."""
    layer = get_channel_layer()
    channels = [await layer.new_channel() for _ in range(LISTENERS)]
    for channel in channels:
        await layer.group_add("workshop.bench", channel)
    message = {"type": "news", "seq": 1, "html": "x" * 300, "stale": ["counts"], "seats": []}

    async def listen(channel: str) -> None:
        for _ in range(MESSAGES):
            await layer.receive(channel)

    listeners = [asyncio.create_task(listen(channel)) for channel in channels]
    used, began = cpu_of_all("redis-server"), time.perf_counter()
    for _ in range(MESSAGES):
        await layer.group_send("workshop.bench", message)
    await asyncio.wait_for(asyncio.gather(*listeners), 30)
    spent, used = time.perf_counter() - began, cpu_of_all("redis-server") - used
    return {
        "messages": (MESSAGES / spent, f"messages a second from one process to {LISTENERS} listeners in it"),
        "message_redis_ms": (used / MESSAGES * 1000, f"CPU of Redis for one of them, {LISTENERS} deliveries"),
    }


def main() -> None:
    found = measure_commits() | asyncio.run(measure_messages())
    print(json.dumps(found))


if __name__ == "__main__":
    main()
