"""A frame for many screens leaves at once, whole and in its order."""

import subprocess
import sys
from typing import Any

import pytest
from support.server import ROOT
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


#: A socket of Daphne's own, opened and sent to as its server does. In a process of its own, as it brings a reactor.
THROUGH_DAPHNE = r"""
from unittest.mock import Mock
import daphne.server
from daphne.ws_protocol import WebSocketFactory
from twisted.internet.testing import StringTransport
from sessions.live import fast_send

class Line(StringTransport):
    connected, at_once = True, b""
    def writeSomeData(self, data):
        self.at_once += data
        return len(data)

fast_send.put_in_place()
server = Mock(root_path="", proxy_forwarded_address_header=None)
socket, line = WebSocketFactory(server).buildProtocol(None), Line()
socket._raw_query_string = b""
socket.makeConnection(line)
socket.dataReceived(
    b"GET /seat/x/live/ HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
socket.handle_reply({"type": "websocket.accept"})
line.clear()
for text in (fast_send.Frame("news"), "a text"):
    socket.handle_reply({"type": "websocket.send", "text": text})
print(line.at_once, line.value())
"""


def test_daphne_sends_a_frame_at_once_and_any_other_text_its_own_way():
    """Fails when Daphne or Autobahn no longer has what fast_send.py replaces; tests/attacks/test_floods.py and
    tests/test_mark.py do so for request_limits.py."""
    command = [sys.executable, "-c", THROUGH_DAPHNE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == r"b'\x81\x04news' b'\x81\x06a text'"
