"""The client's IP address, for rate limits only: it is counted, never written down."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from sessions.signatures import Scope


def address_of(request: HttpRequest) -> str:
    """The address of the device, or of the network behind which it hides.

    Behind a proxy (PUBLIC_URL is https) everybody seems to come from the proxy; then the last address that it wrote
    down counts, for the earlier ones are what the device says of itself. Of IPv6 a household has a whole /64.
    """
    return _address(str(request.META.get("REMOTE_ADDR", "")), request.headers.get("X-Forwarded-For", ""))


def address_of_scope(scope: Scope) -> str:
    """The same of a request, or a socket, that Django has not seen yet."""
    forwarded = [value.decode("latin1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return _address((scope.get("client") or [""])[0], ",".join(forwarded))


def _address(asking: str, all_forwarded: str) -> str:
    peer = _read(asking)
    if settings.SECURE_PROXY_SSL_HEADER and peer is not None and peer.is_private:
        forwarded = all_forwarded.rpartition(",")[2]
        peer = _read(forwarded.strip()) or peer
    if peer is None:
        return ""
    if isinstance(peer, ipaddress.IPv6Address):
        if peer.ipv4_mapped:
            return str(peer.ipv4_mapped)
        return str(ipaddress.ip_network((peer, 64), strict=False))
    return str(peer)


def _read(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
