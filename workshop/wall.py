"""Pure: the wall of change (*verbetermuur*), which threads hang on it and where."""

from __future__ import annotations

from collections.abc import Iterable

from workshop.models import Thread
from workshop.steps import Heading, Wall

Card = tuple[Thread, list[Thread]]


def column_of(thread: Thread) -> Wall | None:
    """More and no more have columns of their own; of the rest hangs there what was marked *verbeteren*."""
    if thread.heading in (Heading.MORE, Heading.NO_MORE):
        return Wall(thread.heading)
    return Wall.IMPROVE if thread.improve else None


def cards(threads: Iterable[Thread]) -> list[Card]:
    """What hangs on the wall, each with the threads that were grouped under it."""
    threads = list(threads)
    hung = {thread.id: thread for thread in threads if column_of(thread)}
    heads = [thread for thread in hung.values() if thread.under_id not in hung]
    return [(head, [one for one in threads if one.under_id == head.id]) for head in heads]
