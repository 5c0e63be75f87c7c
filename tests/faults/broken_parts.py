"""What is wrong inside a server: a clock that jumps, a handler that fails for one seat."""

import datetime as dt
import os
import time
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.utils import timezone


class BrokenServer(AppConfig):
    """Breaks what the environment names, before anything is served."""

    name = "faults"
    path = str(Path(__file__).parent)

    def ready(self) -> None:
        if named := os.environ.get("FAULT_CLOCK", ""):
            _loosen_clock(Path(named))
        if named := os.environ.get("FAULT_POISON", ""):
            _poison(Path(named))


def _loosen_clock(file: Path) -> None:
    real_time, real_now = time.time, timezone.now

    def wrong() -> float:
        return float(file.read_text() or 0)

    time.time = lambda: real_time() + wrong()
    timezone.now = lambda: real_now() + dt.timedelta(seconds=wrong())


def _poisoned(file: Path) -> str:
    return file.read_text()


def _poison(file: Path) -> None:
    from sessions.live.consumers import ScreenConsumer

    healthy = ScreenConsumer.websocket_receive

    async def receive(self: ScreenConsumer, message: dict[str, Any]) -> None:
        if self.seat == _poisoned(file):
            raise RuntimeError("poisoned")
        await healthy(self, message)

    ScreenConsumer.websocket_receive = receive
