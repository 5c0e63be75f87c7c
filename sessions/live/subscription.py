"""Listens to the news of one workshop, from all processes: one channel in its group of the channel layer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from channels.layers import BaseChannelLayer, get_channel_layer

from sessions.live import publish
from sessions.live.background import start
from sessions.signatures import Message

logger = logging.getLogger(__name__)

#: Seconds that the channel layer gets to take a channel in or let it go.
LAYER_TIMEOUT = 2.0


class Subscription:
    """Gives each message of the group to `hear`, from `renew` on until `end`."""

    def __init__(self, workshop_id: str, hear: Callable[[Message], None]) -> None:
        self.workshop_id, self.hear = workshop_id, hear
        self.channel = ""
        self.listener: asyncio.Task[None] | None = None
        self._line = asyncio.Lock()
        self._ended = False

    @property
    def deaf(self) -> bool:
        """Whether nobody listens; the watcher then renews it."""
        return self.listener is None or self.listener.done()

    @property
    def dialling(self) -> bool:
        """Whether a channel is being taken or let go."""
        return self._line.locked()

    async def renew(self) -> None:
        """Listen on a new channel. A layer that fails sends no screen away: the watcher tries again."""
        async with self._line:
            await self._hang_up()
            if not self._ended:
                await self._dial()

    def end(self) -> None:
        """Listen no more."""
        self._ended = True
        start(self.renew())

    async def _dial(self) -> None:
        layer = get_channel_layer()
        try:
            async with asyncio.timeout(LAYER_TIMEOUT):
                self.channel = await layer.new_channel()
                self.listener = start(self._listen(layer, self.channel))
                await layer.group_add(publish.group_of(self.workshop_id), self.channel)
        except Exception as error:
            logger.error("Workshop %s hears no news: %s", self.workshop_id, type(error).__name__)
            await self._hang_up()

    async def _hang_up(self) -> None:
        channel, self.channel = self.channel, ""
        listener, self.listener = self.listener, None
        try:
            if channel:
                async with asyncio.timeout(LAYER_TIMEOUT):
                    await get_channel_layer().group_discard(publish.group_of(self.workshop_id), channel)
        except Exception as error:
            logger.error("Workshop %s did not leave its group: %s", self.workshop_id, type(error).__name__)
        finally:
            if listener:
                listener.cancel()  # last: this is what makes the Redis layer forget the channel

    async def _listen(self, layer: BaseChannelLayer, channel: str) -> None:
        while True:
            # Never a timeout around this: a cancelled receive unsubscribes in the Redis layer.
            message = await layer.receive(channel)
            try:
                self.hear(message)
            except Exception:
                logger.exception("Workshop %s could not file a message", self.workshop_id)
