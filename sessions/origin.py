"""Checks the origin of a request: a socket opens only from a page of this very address."""

from typing import cast
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

from sessions.signatures import Application, Receive, Scope, Send

LOCAL_HOSTS = [".localhost", "127.0.0.1", "[::1]"]


class SameOrigin:
    """Refuses the handshake unless `Origin` is the scheme and `Host` of this request, and that host ours.

    Stricter than the validator of Channels: that one compares names only, so a page on another port
    of the same laptop is welcome there, and with it all cookies, for they do not look at ports.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_same_origin(scope):
            await self.application(scope, receive, send)
        else:
            await WebsocketDenier()(scope, receive, send)


def is_same_origin(scope: Scope) -> bool:
    """Whether the page that opens this socket came from the address it opens it on."""
    origin, host = _read_one(scope, "origin"), _read_one(scope, "host")
    if not origin or not host or not _is_ours(host):
        return False
    return origin.lower() == f"{_read_scheme(scope)}://{host.lower()}"


def _read_one(scope: Scope, name: str) -> str:
    """The header, and nothing when it comes twice: then somebody is trying something."""
    values = [value for key, value in scope["headers"] if key == name.encode()]
    return values[0].decode("latin1") if len(values) == 1 else ""


def _is_ours(host: str) -> bool:
    allowed = settings.ALLOWED_HOSTS or (LOCAL_HOSTS if settings.DEBUG else [])
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)


def _read_scheme(scope: Scope) -> str:
    """http or https as the browser sees it; a proxy is believed only when the settings name its header."""
    if scope.get("scheme") in ("wss", "https"):
        return "https"
    if proxy := cast(tuple[str, str] | None, settings.SECURE_PROXY_SSL_HEADER):
        header, secure = proxy
        name = header.removeprefix("HTTP_").replace("_", "-").lower()
        return "https" if _read_one(scope, name) == secure else "http"
    return "http"


def is_foreign(request: HttpRequest) -> bool:
    """Whether a page of another site asks for this behind somebody's back: a picture, a script, a frame.

    A link that somebody follows from elsewhere (their mail) is no such thing. Browsers say which it is, but on plain
    http only in Accept and Referer.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in ("cross-site", "same-site") and request.headers.get("Sec-Fetch-Dest") != "document"
    accepted = request.headers.get("Accept", "text/html")
    if "text/html" in accepted:
        return False
    host = urlsplit(request.headers.get("Referer", "")).netloc
    return host != request.get_host() if host else accepted.startswith(("image/", "text/css"))
