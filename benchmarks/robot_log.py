"""What the robots write down: commands, when each screen had seen them, and when a screen was not live."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field

clock = time.perf_counter


@dataclass
class Command:
    """One act of one robot. `status`: waiting, done or refused; `troubles`: attempts without an answer that is one.

    `empty`: the answer named nothing that changed, as for what is so already and for what was done before.
    """

    id: str
    workshop: str
    action: str
    sent: float
    answered: float | None = None
    status: str = "waiting"
    troubles: int = 0
    sentence: str = ""
    empty: bool = False


@dataclass
class Book:
    """`seen`: workshop → seq → screen → when it showed that change; `kinds`: hot, cold or count, by the same names.

    `dark`: (screen, from, until) for each time that a screen was not live.
    """

    commands: list[Command] = field(default_factory=list)
    seen: dict[str, dict[int, dict[str, float]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))
    kinds: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    dark: list[tuple[str, float, float]] = field(default_factory=list)
    fetches: int = 0
    frames: int = 0
    troubles: list[str] = field(default_factory=list)
