"""What one screen sends, as command.js does: one command at a time, in order, until each has an answer."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Awaitable, Callable, Mapping

from frames import Frame
from robot_log import Book, Command, clock
from screen_state import Shown

#: Seconds between two attempts at most, and answers of 500 before a command is given up, as in command.js.
LONGEST, BROKEN = 5.0, 4
#: What command.js sends by the socket as long as that is whole.
QUICK = "table.place"

Pairs = list[tuple[str, str]]
#: Sends a command with its fields, by the socket when that may be; its status (0: no answer), what was said, and for
#: how many seconds to wait (0: as after any failure).
Ask = Callable[[Command, Pairs, bool], Awaitable[tuple[int, Frame, float]]]


class Outbox:
    """The commands of a screen that have no answer yet, oldest first. `ask`: one attempt."""

    def __init__(self, shown: Shown, book: Book, luck: random.Random, ask: Ask) -> None:
        self.shown, self.book, self.luck, self.ask = shown, book, luck, ask
        self.queue: list[tuple[Command, Pairs, str]] = []
        self.work = asyncio.Event()
        self.failures = 0

    def add(self, action: str, fields: Mapping[str, object], step: str) -> bool:
        """Queue a command, unless the same one waits already."""
        pairs = [(name, str(value)) for name, value in fields.items()]
        if any(one.action == action and sent == pairs for one, sent, _ in self.queue):
            return False
        command = Command(secrets.token_hex(10), self.shown.workshop, action, clock())
        self.book.commands.append(command)
        self.queue.append((command, pairs, step))
        self.work.set()
        return True

    async def send_all(self) -> None:
        """Send what is queued, from now on."""
        while True:
            await self.work.wait()
            self.work.clear()
            self.failures = errors = 0
            while self.queue:
                command, pairs, step = self.queue[0]
                data = [*pairs, ("action_id", command.id), ("step", step)]
                quick = command.action == QUICK and not self.failures
                status, said, pause = await self.ask(command, data, quick)
                errors += status == 500
                if status and (status < 500 or errors >= BROKEN) and status != 429:
                    self.queue.pop(0)
                    self._settle(command, status, said)
                    self.failures = errors = 0
                    continue
                command.troubles += 1
                self.book.troubles.append(f"command answered with {status or 'nothing'}")
                await asyncio.sleep(pause or self._back_off())

    def _back_off(self) -> float:
        self.failures += 1
        return min(LONGEST, 0.5 * 2.0 ** (self.failures - 1)) * (1 + self.luck.random() * 0.3)

    def _settle(self, command: Command, status: int, said: Frame) -> None:
        command.answered = clock()
        done = status == 200 and "seq" in said
        command.status = "done" if done else "refused"
        command.empty = not (said.get("html") or said.get("stale"))
        command.sentence = said.get("sentence") or ("" if done else str(status))
        seq, html, stale = said.get("seq", self.shown.heard), said.get("html", ""), said.get("stale", [])
        if done:
            self.shown.accept(seq, html, stale)
        else:
            back = ["table"] if command.action == QUICK else []
            self.shown.take_back(seq, html, [*stale, *back])
