"""A frame that goes to many screens is written for the wire once, and leaves at once.

Without it a move costs the server a tenth more CPU (docs/performance.md, *What stays because it gains*). It may go when
Daphne sends one payload to many sockets, or when that tenth is no longer worth two borrowed methods. Should a new
Daphne or Autobahn no longer call what is replaced, tests/live/test_frames.py fails.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Protocol


class Frame(str):
    """Text for one screen or many; `wire`: the same as the bytes of a WebSocket frame, once somebody needed them."""

    __slots__ = ("wire",)
    wire: bytes


class Transport(Protocol):
    """What is asked of a connection of Twisted."""

    connected: bool

    def write(self, data: bytes) -> object: ...
    def writeSomeData(self, data: bytes) -> object: ...  # noqa: N802 (Twisted's name)


def put_in_place() -> None:
    """From now on Daphne sends such frames as Autobahn's prepared messages, which it does not know by itself.

    Here and not above: Daphne chooses Twisted's event loop when it is imported, so only a command that serves does.
    """
    from autobahn.websocket.protocol import PreparedMessage
    from daphne.ws_protocol import WebSocketProtocol
    from twisted.internet import reactor

    slowly = WebSocketProtocol.serverSend

    def send(self: WebSocketProtocol, content: str | bytes, binary: bool = False) -> None:
        # What waits in a queue, or for the handshake, goes the long way, in its order.
        if not isinstance(content, Frame) or self.state != self.STATE_OPEN or self.send_queue:
            slowly(self, content, binary)
            return
        if not hasattr(content, "wire"):
            prepared = PreparedMessage(content.encode(), isBinary=False, applyMask=False, doNotCompress=True)
            content.wire = prepared.payloadHybi
        write_at_once(self.transport, content.wire, reactor.getWriters())

    WebSocketProtocol.serverSend = send


def write_at_once(transport: Transport, data: bytes, waiting: Container[object]) -> None:
    """Give the kernel what it takes now, and only what is left to Twisted, which would wait for the loop's next turn
    and ask the kernel twice to say when. `waiting`: the transports for which Twisted does so already.
    """
    if transport.connected and transport not in waiting:
        sent = transport.writeSomeData(data)
        # Otherwise the line is lost: Twisted finds that out, as it does for all it writes.
        data = data[sent:] if isinstance(sent, int) else data
    if data:
        transport.write(data)
