"""A frame that goes to many screens is written for the wire once, and not once for each of them."""

from __future__ import annotations

from typing import Any


class Frame(str):
    """Text for several screens; `wire`: the same as the bytes of a WebSocket frame, once somebody needed them."""

    __slots__ = ("wire",)
    wire: bytes


def put_in_place() -> None:
    """From now on Daphne sends such frames as Autobahn's prepared messages, which it does not know by itself.

    Here and not above: Daphne chooses Twisted's event loop when it is imported, so only a command that serves does.
    """
    from autobahn.websocket.protocol import PreparedMessage
    from daphne.ws_protocol import WebSocketProtocol

    slowly = WebSocketProtocol.serverSend

    def send(self: Any, content: str | bytes, binary: bool = False) -> None:
        # What waits in a queue, or for the handshake, goes the long way, in its order.
        if not isinstance(content, Frame) or self.state != self.STATE_OPEN or self.send_queue:
            slowly(self, content, binary)
            return
        if not hasattr(content, "wire"):
            prepared = PreparedMessage(content.encode(), isBinary=False, applyMask=False, doNotCompress=True)
            content.wire = prepared.payloadHybi
        self.transport.write(content.wire)

    WebSocketProtocol.serverSend = send
