"""Publishes a change: receives the signal `changed`, and starts one message to the workshop's group."""

import asyncio
import contextvars
import logging

from channels.layers import get_channel_layer
from django.dispatch import receiver

from sessions import metrics
from sessions.board.news import news_of
from sessions.live import background
from sessions.signatures import Message
from workshop.perform import Change, changed

logger = logging.getLogger(__name__)

#: Seconds that the channel layer gets for one message.
SEND_TIMEOUT = 2.0


_loop: asyncio.AbstractEventLoop | None = None


def remember_loop() -> None:
    """Note on which loop this server runs: commits happen in threads, and news leaves from the loop."""
    global _loop
    _loop = asyncio.get_running_loop()


def group_of(workshop_id: str) -> str:
    """The group in which every process with a screen of this workshop has one channel."""
    return f"workshop.{workshop_id}"


@receiver(changed)
def announce(change: Change, **kwargs: object) -> None:
    """Start the news on its way and return at once, so that no answer waits for the channel layer.

    Without a loop (a management command, a plain test) nothing is sent: the watcher tells the screens.
    """
    metrics.moves.labels("hot" if change.figure else "cold").inc()
    news = news_of(change)
    if _loop is None:
        return
    try:
        _loop.call_soon_threadsafe(whisper, change.workshop_id, dict(news), context=contextvars.Context())
    except RuntimeError:  # the loop was closed: the server is on its way out
        return


def whisper(workshop_id: str, message: Message) -> None:
    """Send one message to a workshop's group, from the loop, without waiting for it."""
    background.start(_send(workshop_id, message))


async def _send(workshop_id: str, message: Message) -> None:
    try:
        async with asyncio.timeout(SEND_TIMEOUT):
            await get_channel_layer().group_send(group_of(workshop_id), message)
    except Exception as error:
        _complain("News of", workshop_id, message.get("seq", 0), error)


def _complain(what: str, workshop_id: str, seq: int, error: Exception) -> None:
    # Never the text of the error: it may quote a customer.
    logger.error("%s workshop %s at %d did not leave: %s", what, workshop_id, seq, type(error).__name__)
