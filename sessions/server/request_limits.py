"""Limits what a request may cost before a view runs: Daphne takes in bodies of any size, as slowly as somebody likes.

Daphne has no settings for this, so its request and its handshake are subclassed here, and nowhere else. Should a new
Daphne or Twisted no longer call what is replaced, tests/attacks/test_floods.py and tests/test_mark.py fail.
"""

from __future__ import annotations

from collections.abc import Iterable

from daphne import http_protocol
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import reactor
from twisted.internet.interfaces import IDelayedCall
from twisted.python.failure import Failure
from twisted.web import http

from sessions.middleware.request_log import HEADERS, MARK

#: Bytes of a body: a list of 2 MB and what belongs to its form.
MOST = 3 * 1024 * 1024
#: Seconds in which it must be here, on the slowest line that we count on (256 kbit/s).
PATIENCE = 120
#: In both languages: nobody has looked yet at what this browser speaks.
LARGE_BODY = b"""Dit is te groot. Een lijst mag hoogstens 2 MB zijn. Ga terug en kies een kleiner bestand.

This is too large. A list may be at most 2 MB. Go back and choose a smaller file.
"""
LARGE_HEAD = b"""Je browser stuurt te veel mee. Wis de cookies van deze site en probeer het opnieuw.

Your browser sends too much along. Clear the cookies of this site and try again.
"""


def _refusal(status: bytes, sentences: bytes) -> bytes:
    """A whole answer, for a connection that ends with it."""
    mark = b"%s: %s" % (MARK.encode(), HEADERS[MARK].encode())
    heads = (b"HTTP/1.1 " + status, b"Connection: close", b"Content-Type: text/plain; charset=utf-8", mark,
             b"Content-Length: %d" % len(sentences))  # fmt: skip
    return b"\r\n".join((*heads, b"", sentences))


TOO_LARGE = _refusal(b"413 Payload Too Large", LARGE_BODY)
HEAD_TOO_LARGE = _refusal(b"431 Request Header Fields Too Large", LARGE_HEAD)


class BoundedRequest(http_protocol.WebRequest):  # type: ignore[misc]  # Daphne has no types
    """A request whose body is not too large and not too late."""

    late: IDelayedCall | None = None
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

    def process(self) -> object:
        """All of it is here: now Daphne's own limits hold."""
        self.forget_time()
        return None if self.refused else super().process()

    def basic_error(self, *told: object) -> None:
        """Daphne's own answers (it took too long, a header that cannot be) bear our mark too."""
        self.setHeader(MARK, HEADERS[MARK])
        super().basic_error(*told)

    def connectionLost(self, reason: Failure) -> None:  # noqa: N802
        """Nobody waits any more."""
        self.forget_time()
        super().connectionLost(reason)

    def forget_time(self) -> None:
        if self.late is not None and self.late.active():
            self.late.cancel()
        self.late = None


def _refuse_head(channel: http.HTTPChannel) -> None:
    """Twisted answers every head that it does not take with a bare 400; one that is too large gets its own status."""
    large = channel._receivedHeaderSize > channel.totalHeadersSize or channel._receivedHeaderCount > channel.maxHeaders
    if large:
        _refuse_large_head(channel)
    else:
        _refuse_bad_head(channel)


def _refuse_large_head(channel: http.HTTPChannel, line: bytes = b"") -> None:
    """Also for one `line` that is longer than all may be together, which Twisted does not answer at all."""
    channel.transport.write(HEAD_TOO_LARGE)
    channel.loseConnection()


_refuse_bad_head = http.HTTPChannel._respondToBadRequestAndDisconnect


def _refuse_with_headers(
    self: WebSocketProtocol,
    reason: str,
    code: int = 400,
    responseHeaders: Iterable[tuple[str, str]] | None = None,  # noqa: N803
) -> None:
    """A refused handshake is an answer too."""
    _fail(self, reason, code, [*(responseHeaders or []), *HEADERS.items(), ("Content-Length", "0")])


_fail = WebSocketProtocol.failHandshake


def put_in_place() -> None:
    """From now on Daphne makes such requests."""
    http_protocol.WebRequest = BoundedRequest
    http.HTTPChannel._respondToBadRequestAndDisconnect = _refuse_head
    http.HTTPChannel.lineLengthExceeded = _refuse_large_head
    WebSocketProtocol.failHandshake = _refuse_with_headers
