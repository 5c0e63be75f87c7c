"""The channel layer for one process, in which the news of a workshop has one listener at most: its room.

That of Channels copies each message, starts a task for each listener, and looks through all channels and groups for old
ones at every message and every wait; with many workshops open that costs more than the news itself
(docs/performance.md). Nor does it know anybody for longer than a day.
"""

import asyncio

from channels.layers import InMemoryChannelLayer

from sessions.signatures import Message


class OneProcess(InMemoryChannelLayer):  # type: ignore[misc]  # Channels has no types
    """Hands each message over as it is: who sends it keeps its hands off it afterwards, and so does who gets it."""

    async def group_send(self, group: str, message: Message) -> None:
        """To everybody in the group; whose queue is full misses it, and heals as after any gap."""
        for channel in tuple(self.groups.get(group, ())):
            queue = self._queue(channel)
            if not queue.full():
                queue.put_nowait((0.0, message))

    async def receive(self, channel: str) -> Message:
        """The next message, once there is one. The queue stays, for its listener comes back for more."""
        _, message = await self._queue(channel).get()
        return message

    async def group_discard(self, group: str, channel: str) -> None:
        """Nobody waits at this channel any more, so what lies there goes too."""
        await super().group_discard(group, channel)
        self.channels.pop(channel, None)

    def _queue(self, channel: str) -> asyncio.Queue[tuple[float, Message]]:
        if channel not in self.channels:
            self.channels[channel] = asyncio.Queue(maxsize=self.get_capacity(channel))
        queue: asyncio.Queue[tuple[float, Message]] = self.channels[channel]
        return queue

    def _clean_expired(self) -> None:
        """Nothing grows old: a room takes what comes, and leaves its group when it closes."""
