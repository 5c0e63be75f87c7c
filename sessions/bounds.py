"""What one visitor may cost before a view hears of it: Daphne takes in bodies of any size, as slowly as somebody likes.

Daphne has no settings for this, so its request and its handshake are subclassed here, and nowhere else.
"""

from __future__ import annotations

from typing import Any

from daphne import http_protocol
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import reactor

from sessions.traffic import HEADERS, MARK

#: Bytes of a body: a list of 2 MB and what belongs to its form.
MOST = 3 * 1024 * 1024
#: Seconds in which it must be here, on the slowest line that we count on (256 kbit/s).
PATIENCE = 120
#: In both languages: nobody has looked yet at what this browser speaks.
SENTENCES = b"""Dit is te groot. Een lijst mag hoogstens 2 MB zijn. Ga terug en kies een kleiner bestand.

This is too large. A list may be at most 2 MB. Go back and choose a smaller file.
"""
TOO_LARGE = (
    b"HTTP/1.1 413 Payload Too Large\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"%s: %s\r\nContent-Length: %d\r\n\r\n%s" % (MARK.encode(), HEADERS[MARK].encode(), len(SENTENCES), SENTENCES)
)


class BoundedRequest(http_protocol.WebRequest):
    """A request whose body is not too large and not too late."""

    late: Any = None
    taken = 0
    refused = False

    def gotLength(self, length: int | None) -> None:  # noqa: N802 (Twisted's names)
        """The head is here; the body follows, so long as it says, or in pieces."""
        super().gotLength(length)
        self.late = reactor.callLater(PATIENCE, self.channel.transport.abortConnection)
        if length is not None and length > MOST:
            self.refuse()

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        """A piece of the body; beyond the bound nothing is kept."""
        self.taken += len(data)
        if self.taken > MOST:
            self.refuse()
        if not self.refused:
            super().handleContentChunk(data)

    def refuse(self) -> None:
        """Answer before the rest comes, and hang up."""
        if not self.refused:
            self.refused = True
            self.channel.transport.write(TOO_LARGE)
            self.channel.transport.loseConnection()

    def process(self) -> Any:
        """All of it is here: now Daphne's own limits hold."""
        self.forget_time()
        return None if self.refused else super().process()

    def basic_error(self, *told: Any) -> None:
        """Daphne's own answers (it took too long, a header that cannot be) bear our mark too."""
        self.setHeader(MARK, HEADERS[MARK])
        super().basic_error(*told)

    def connectionLost(self, reason: Any) -> None:  # noqa: N802
        """Nobody waits any more."""
        self.forget_time()
        super().connectionLost(reason)

    def forget_time(self) -> None:
        if self.late is not None and self.late.active():
            self.late.cancel()
        self.late = None


def _refuse_with_headers(self: Any, reason: str, code: int = 400, responseHeaders: Any = None) -> None:  # noqa: N803
    """A refused handshake is an answer too."""
    _fail(self, reason, code, [*(responseHeaders or []), *HEADERS.items(), ("Content-Length", "0")])


_fail = WebSocketProtocol.failHandshake


def put_in_place() -> None:
    """From now on Daphne makes such requests."""
    http_protocol.WebRequest = BoundedRequest
    WebSocketProtocol.failHandshake = _refuse_with_headers
