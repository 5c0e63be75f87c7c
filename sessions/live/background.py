"""Background work of the event loop: tasks that are referenced until they are done, and database calls on threads."""

import asyncio
import contextvars
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import connections

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

# Not the one thread that asgiref keeps for everything thread-sensitive: whoever holds that for a
# second holds up every socket of the process. Four, so the room takes at most four connections.
_readers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="room")
# And for commands, which come many a second: these threads keep their connections.
_hands = ThreadPoolExecutor(max_workers=4, thread_name_prefix="hand")
_kept: set[asyncio.Task[object]] = set()


def start(work: Coroutine[object, None, Answer]) -> asyncio.Task[Answer]:
    """Run something on its own, on the running loop, and keep it until it is done.

    The loop only holds tasks weakly. The context is fresh, for else a task that outlives the
    request in which it began goes on with that request's language and database thread.
    """
    task = asyncio.get_running_loop().create_task(work, context=contextvars.Context())
    _kept.add(task)
    task.add_done_callback(_kept.discard)
    return task


async def ask(question: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> Answer:
    """Put a question to the database from the loop: `question` runs on a thread of ours."""

    def put() -> Answer:
        try:
            return question(*args, **kwargs)
        finally:
            connections.close_all()

    return await asyncio.get_running_loop().run_in_executor(_readers, put)


async def act(errand: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> Answer:
    """Run a command from the loop: `errand`, on a thread that sees to its own connection.

    In a context of its own: nothing of the command before it, such as its language, is left in the thread.
    """
    work = partial(contextvars.Context().run, partial(errand, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_hands, work)
