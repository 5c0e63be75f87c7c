"""What each role can get hold of: every page, region, file and door that its browser can open."""

import io
import zipfile

from django.test import Client
from live.screen import server
from support import people

from sessions.access import chair_cookie, seat_cookie
from sessions.panels import console
from workshop.models import Workshop

#: What the regie shows around its desk and in its sheets.
IN_SHEETS = {*console.REGIONS, *console.IN_SHEETS, *console.ON_PAGE}
#: Below the address of every page. It shows its own regions; those that some pages have are asked for by all. Not the
#: copy of the running workshop: it is meant to hold everything, and only the console gets it (test_views.py).
BELOW = (
    "",
    "regions/?r=own&r=same&r=desk&r=enlarged",
    f"regions/?{'&'.join(f'r={name}' for name in IN_SHEETS)}",
    "swap-list.csv?form=team",
    "swap-list.csv?form=outside",
    "swap-list.xlsx?form=team",
    "table.svg",
    "hand-over/",
    "follow-up/",
    "journal/",
)

#: Everybody but Ana, whose secrets they are: Cem leads the team from a seat, Dirk as a guest; Mallory is a stranger.
OTHERS = ("Bas", "Cem", "Dirk", "Fleur", "beamer", "Mallory")

Sight = dict[str, str]


def browser(**cookies: str) -> Client:
    client = Client()
    client.handler = server()
    for name, value in cookies.items():
        client.cookies[name] = value
    return client


def look(workshop: Workshop, role: str) -> Sight:
    """Address → all that it answers to this role, headers too."""
    client, bases = _who(workshop, role)
    doors = [f"/join/{workshop.code}/", f"/hello/{workshop.code}/", "/dashboard/"]
    return {
        address: read(client, address) for address in [*(base + below for base in bases for below in BELOW), *doors]
    }


def look_all(workshop: Workshop) -> dict[str, Sight]:
    """What every other role sees."""
    return {role: look(workshop, role) for role in OTHERS}


def _who(workshop: Workshop, role: str) -> tuple[Client, list[str]]:
    if role == "Mallory":
        return browser(), [people.base_of(people.seat(workshop, "Ana")), people.base_of(workshop)]
    if role == "beamer":
        return browser(), [people.beamer_of(workshop)]
    if role == "Fleur":
        return browser(**{chair_cookie(workshop.id): workshop.console_token}), [people.base_of(workshop)]
    seat = people.seat(workshop, role)
    return browser(**{seat_cookie(seat.id): seat.token}), [people.base_of(seat)]


def read(client: Client, address: str) -> str:
    """The text of an answer and its headers; of a packed file the text within."""
    response = client.get(address)
    body = response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return f"{response.headers}\n{body.decode()}"


def seen(sight: Sight, marker: str) -> list[str]:
    """The addresses at which a marker stands, in capitals or not."""
    return [address for address, text in sight.items() if marker.casefold() in text.casefold()]
