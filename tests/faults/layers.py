"""Channel layers that do not keep their promises."""

import asyncio
import os
import random
from pathlib import Path
from typing import Any

from channels.layers import InMemoryChannelLayer


def _held() -> bool:
    return Path(os.environ["FAULT_HOLD"]).exists()


class Careless(InMemoryChannelLayer):
    """Loses one message in ten, doubles another, and mixes up the rest within a third of a second."""

    def __init__(self, **config: Any) -> None:
        super().__init__(**config)
        self.luck = random.Random(7)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        fate = self.luck.random()
        for _ in range(0 if fate < 0.1 else 2 if fate < 0.2 else 1):
            later = asyncio.get_running_loop().create_task(self._late(group, message))
            later.add_done_callback(lambda task: task.result())

    async def _late(self, group: str, message: dict[str, Any]) -> None:
        await asyncio.sleep(self.luck.uniform(0, 0.3))
        await super().group_send(group, dict(message))


class Narrow(InMemoryChannelLayer):
    """Keeps two messages for a second, while whoever should take them is held up as long as FAULT_HOLD exists."""

    def __init__(self, **config: Any) -> None:
        super().__init__(capacity=2, expiry=1, **config)

    async def receive(self, channel: str) -> Any:
        while _held():  # noqa: ASYNC110 - another process says when
            await asyncio.sleep(0.05)
        return await super().receive(channel)
