"""From where somebody asks, for the brakes only: it is counted, never written down."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of the device, or of the network behind which it hides.

    Behind a proxy (PUBLIC_URL is https) everybody seems to come from the proxy; then the last address that it wrote
    down counts, for the earlier ones are what the device says of itself. Of IPv6 a household has a whole /64.
    """
    peer = _read(str(request.META.get("REMOTE_ADDR", "")))
    if settings.SECURE_PROXY_SSL_HEADER and peer is not None and peer.is_private:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2]
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
