"""This machine as others see it: its addresses and names, and a QR code for a terminal.

Read by the settings, so nothing in here may need them at import.
"""

import io
import ipaddress
import socket
from urllib.parse import urlsplit

import ifaddr
import segno
from django.conf import settings
from django.http import HttpRequest

# Networks that live inside this machine (containers, virtual machines): no phone can reach them.
INWARD = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "cni", "podman", "lxc")


def addresses() -> list[str]:
    """All IPv4 addresses of this machine but the loopback ones, the likeliest for guests first."""
    found = {ip: adapter.nice_name for adapter in ifaddr.get_adapters() for ip in ips(adapter)}
    route = route_address()
    return sorted(found, key=lambda ip: (found[ip].startswith(INWARD), ip != route, ip))


def ips(adapter: ifaddr.Adapter) -> list[str]:
    """The addresses of one network card that somebody else could type."""
    texts = [ip.ip for ip in adapter.ips if isinstance(ip.ip, str)]
    return [ip for ip in texts if not ipaddress.ip_address(ip).is_loopback]


def route_address() -> str:
    """The address this machine would use towards the outside; empty without a network. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def names() -> list[str]:
    """The names of this machine on its network: as set, and with `.local` behind it."""
    name = socket.gethostname().lower().rstrip(".")
    return list(dict.fromkeys([name, f"{name.split('.')[0]}.local"])) if name else []


def bracketed(host: str) -> str:
    """A host as it stands in an address: IPv6 between brackets."""
    return f"[{host}]" if ":" in host else host


def own_address() -> str:
    """Where this installation is reached: PUBLIC_URL, else localhost; no slash at the end."""
    return settings.PUBLIC_URL or f"http://localhost:{settings.PORT}"


def shared_addresses() -> list[str]:
    """Where others in the room reach it, the likeliest first; empty without a network."""
    if settings.PUBLIC_URL:
        return [settings.PUBLIC_URL]
    return [f"http://{host}:{settings.PORT}" for host in addresses()]


def terminal_code(address: str) -> str:
    """A QR code of an address, as lines for a terminal."""
    lines = io.StringIO()
    segno.make(address, micro=False).terminal(lines, border=2, compact=True)
    return lines.getvalue()


def is_overheard(request: HttpRequest) -> bool:
    """Whether somebody on the same network could read along: not over https, and not within this machine."""
    host = urlsplit(f"//{request.META.get('HTTP_HOST', '')}").hostname or ""
    return not request.is_secure() and host not in ("localhost", "127.0.0.1", "::1")
