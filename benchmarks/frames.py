"""What goes between a page and a server as JSON (docs/live.md)."""

from __future__ import annotations

from typing import TypedDict

#: What goes along with a command, each under a name.
Sent = str | int


class Frame(TypedDict, total=False):
    """A frame of the socket, or the answer to a command; which of these there are says what it is."""

    hello: int
    beat: int
    done: str
    status: int
    again: float | None
    action_id: str
    seq: int
    html: str
    stale: list[str]
    sentence: str
