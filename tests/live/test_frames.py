"""A frame for many screens leaves at once, whole and in its order."""

from typing import Any

import pytest
from twisted.internet.error import ConnectionLost

from sessions.live.fast_send import write_at_once


class Line:
    """A transport of which the kernel takes `room` bytes now; what goes to Twisted waits."""

    def __init__(self, room: int | ConnectionLost, connected: bool = True) -> None:
        self.room, self.connected = room, connected
        self.sent, self.waits = b"", b""

    def writeSomeData(self, data: bytes) -> Any:  # noqa: N802 - Twisted's name
        if isinstance(self.room, ConnectionLost):
            return self.room
        self.sent += data[: self.room]
        return len(data[: self.room])

    def write(self, data: bytes) -> None:
        self.waits += data


@pytest.mark.parametrize(
    ("room", "sent", "waits"),
    [(99, b"frame", b""), (2, b"fr", b"ame"), (0, b"", b"frame"), (ConnectionLost(), b"", b"frame")],
    ids=["all", "a part", "nothing", "lost"],
)
def test_what_the_kernel_does_not_take_waits(room: Any, sent: bytes, waits: bytes):
    line = Line(room)
    write_at_once(line, b"frame", [])
    assert (line.sent, line.waits) == (sent, waits)


def test_nothing_overtakes_what_waits():
    line = Line(99)
    write_at_once(line, b"frame", [line])
    assert (line.sent, line.waits) == (b"", b"frame")


def test_a_line_that_ended_is_left_to_twisted():
    line = Line(99, connected=False)
    write_at_once(line, b"frame", [])
    assert (line.sent, line.waits) == (b"", b"frame")
