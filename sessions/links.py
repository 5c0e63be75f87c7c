"""Addresses that people get: to join, to a seat, to the console, to the beamer.

Absolute, and never from a request's host alone: a link on a screen must work on another device.
"""

from __future__ import annotations

import io
import re
import time
import unicodedata
from functools import lru_cache

import segno

from sessions import network
from workshop.models import Participant, Workshop

#: Where the code of a workshop stands in an address of ours.
_CODE = re.compile(r"(?:/join/|[?&]code=)([^/?#&\s]+)", re.IGNORECASE)
#: Letters of a code, whatever it opens.
_LETTERS = 6
#: Seconds for which the addresses of this machine are remembered; a laptop may change networks.
_REMEMBER = 30.0
_found: tuple[float, str] = (-_REMEMBER, "")


def shared_address() -> str:
    """Where others in the room reach this installation: PUBLIC_URL, the address on the network, or localhost."""
    global _found
    if time.monotonic() - _found[0] > _REMEMBER:
        addresses = network.shared_addresses()
        _found = (time.monotonic(), addresses[0] if addresses else network.own_address())
    return _found[1]


def workshop_address(workshop: Workshop) -> str:
    """The address that the facilitator chose for the QR, else the likeliest one."""
    return workshop.address if workshop.address and workshop.address in choices() else shared_address()


def choices() -> list[str]:
    """The addresses under which this installation can be reached."""
    return list(dict.fromkeys([*network.shared_addresses(), network.own_address()]))


def join_address(workshop: Workshop) -> str:
    """What the QR holds."""
    return f"{workshop_address(workshop)}/join/{workshop.code}/"


def code_in(text: str) -> str:
    """The code in what somebody typed or pasted: in any case, with blanks and dashes, as wide letters (ＡＢＣ), or the
    whole link that the QR holds."""
    plain = unicodedata.normalize("NFKC", text)
    found = _CODE.search(plain)
    return "".join(mark for mark in (found[1] if found else plain).upper() if mark.isalpha())[:_LETTERS]


def wifi_code(workshop: Workshop) -> str:
    """What a phone's camera reads as a wifi network (the WIFI: scheme of ZXing); special marks are escaped."""
    name, password = (re.sub(r'([\\\\;,:"])', r"\\\1", text) for text in (workshop.wifi_name, workshop.wifi_password))
    return f"WIFI:T:{'WPA' if password else 'nopass'};S:{name};P:{password};;"


def seat_link(seat: Participant, base: str | None = None) -> str:
    """Opens this seat on any device, any number of times."""
    return f"{shared_address() if base is None else base}/seat/{seat.id}/enter/{seat.token}/"


def console_link(workshop: Workshop, base: str | None = None) -> str:
    return f"{shared_address() if base is None else base}/console/{workshop.id}/enter/{workshop.console_token}/"


def projector_link(workshop: Workshop, base: str | None = None) -> str:
    return f"{shared_address() if base is None else base}/projector/{workshop.projector_token}/"


@lru_cache(64)
def qr_code(address: str) -> str:
    """A QR code as SVG markup without style or size of its own: the stylesheet decides."""
    picture = io.BytesIO()
    segno.make(address, micro=False, error="m").save(
        picture, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, svgclass="qr", lineclass="qr-ink"
    )
    return picture.getvalue().decode()
