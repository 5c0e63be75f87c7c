"""Finds the viewer by address and cookie. The lookup is the permission; every page, region and socket repeats it."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import cast

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from workshop import fast_sql
from workshop.models import Participant, Workshop
from workshop.permissions import Actor
from workshop.refusals import Missing

#: A seat's cookie outlives the afternoon: the follow-up uses it too.
COOKIE_AGE = 400 * 24 * 3600
#: For this long a browser that showed the console opens the beamer; each look at the console begins it anew.
BEAMER_AGE, _BEAMER = 24 * 3600, "beamer"


#: An id or a token as `workshop.models.base` makes them. What looks otherwise is asked of no database: PostgreSQL
#: falls over a NUL.
KEY = re.compile("[a-z0-9]{1,26}")


@dataclass(frozen=True)
class Viewer:
    """Who looks at which workshop. `role`: participant, guest, facilitator or projector; `address`: the page's own.

    `chair`: which of the two consoles a facilitator has, "first" or "second"; only one of them leads. `lent`: a seat
    without a device on somebody else's screen.
    """

    workshop: Workshop
    role: str
    seat: Participant | None
    address: str
    chair: str = ""
    lent: bool = False

    @property
    def me(self) -> str:
        return self.seat.id if self.seat else ""

    @property
    def facilitates(self) -> bool:
        return self.role == "facilitator"

    @property
    def leads(self) -> bool:
        """Whether this console may act; the other one is read-only."""
        return self.facilitates and self.chair == self.workshop.chair

    def sees_to(self, *people: str | None) -> bool:
        """Whether this page offers to fill in and tick what is one of these people's (`permissions.Actor.sees_to`)."""
        return self.leads or bool(self.seat and self.seat.sees_to(*people))

    @property
    def may_export(self) -> bool:
        return self.facilitates or bool(self.seat and self.seat.team_lead)


class NoEntry(Exception):
    """This browser may not look. `code` and `sentence` as those of a `Refusal`; `status`: 401 not joined, 403 removed,
    404 gone."""

    def __init__(self, code: str, sentence: str, status: int) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.status = status

    @property
    def close_code(self) -> int:
        """The status in the words of a socket: 4401, 4403 or 4404."""
        return 4000 + self.status


def find(kind: str, key: str, cookies: Mapping[str, str]) -> Viewer:
    """The viewer of a page. `kind`: seat, console or projector; `key`: what its address names.

    Raises:
        NoEntry: not joined, removed, or gone.
    """
    return {"seat": _at_seat, "console": _at_console, "projector": _at_projector}[kind](key, cookies)


#: Seconds for which a command may lean on the last look at who sends it, and how many are remembered.
MOMENT, MOST_REMEMBERED = 10.0, 2000
_lately: dict[tuple[str, str], tuple[float, Viewer]] = {}


def find_to_act(kind: str, key: str, cookies: Mapping[str, str]) -> Viewer:
    """The viewer who sends a command: a seat with the same secret as a moment ago is not looked up again here.

    It saves an eighth of a move (docs/performance.md, *What stays because it gains*). Not for showing anything:
    `perform` looks up seat and workshop anew, inside its lock, and judges by those.
    """
    if kind != "seat":
        return find(kind, key, cookies)
    who, now = (key, cookies.get(seat_cookie(key), "")), time.monotonic()
    until, viewer = _lately.get(who, (0.0, None))
    if viewer is None or until < now:
        viewer = find(kind, key, cookies)
        if len(_lately) >= MOST_REMEMBERED:
            _lately.clear()
        _lately[who] = now + MOMENT, viewer
    return viewer


def _at_seat(seat_id: str, cookies: Mapping[str, str]) -> Viewer:
    try:
        seat = fast_sql.get(Participant, beside="workshop", id=seat_id)
    except Participant.DoesNotExist:
        raise NoEntry("seat-gone", _("Deze plek bestaat niet (meer)."), 404) from None
    if not constant_time_compare(cookies.get(seat_cookie(seat_id), ""), seat.token):
        sentence = _("Deze plek is van iemand anders. Ga met je terugkeercode naar je eigen plek.")
        raise NoEntry("seat-of-another", sentence, 401)
    if seat.removed:
        raise NoEntry("seat-removed", _("De begeleider heeft deze plek weggehaald."), 403)
    role, lent = "guest" if seat.guest else "participant", bool(cookies.get(lent_cookie(seat.id)))
    return Viewer(seat.workshop, role, seat, f"/seat/{seat.id}/", lent=lent)


def _at_console(workshop_id: str, cookies: Mapping[str, str]) -> Viewer:
    try:
        workshop = fast_sql.get(Workshop, id=workshop_id)
    except Workshop.DoesNotExist:
        raise NoEntry("workshop-gone", _("Deze workshop bestaat niet (meer)."), 404) from None
    chair = _chair_of(workshop, cookies)
    if not chair:
        raise NoEntry("not-signed-in", _("Log in als begeleider van deze workshop."), 401)
    return Viewer(workshop, "facilitator", None, f"/console/{workshop.id}/", chair)


def _chair_of(workshop: Workshop, cookies: Mapping[str, str]) -> str:
    """Which console this browser has: the second by take-over code, the first by its link or by signing in."""
    token = cookies.get(chair_cookie(workshop.id), "")
    if constant_time_compare(token, workshop.second_token):
        return "second"
    if constant_time_compare(token, workshop.console_token) or user_id(cookies) == workshop.facilitator_id:
        return "first"
    return ""


def _at_projector(token: str, cookies: Mapping[str, str]) -> Viewer:
    try:
        workshop = fast_sql.get(Workshop, projector_token=token)
    except Workshop.DoesNotExist:
        sentence = _("Deze beamerlink werkt niet meer. Open hem opnieuw vanuit de regie.")
        raise NoEntry("beamer-link-gone", sentence, 404) from None
    return Viewer(workshop, "projector", None, f"/projector/{token}/")


def user_id(cookies: Mapping[str, str]) -> int | None:
    """The signed-in facilitator's id, read from the session that the cookie names."""
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not key or not (key.isascii() and key.isalnum()):
        return None
    request = SimpleNamespace(session=SessionStore(key))
    return get_user(cast(HttpRequest, request)).pk


def actor_of(viewer: Viewer, acted_for: str) -> Actor:
    """Who acts, when this viewer sends a command; `acted_for`: the seat for which the facilitator does.

    Raises:
        rules.Missing: the projector acts never, and that seat is not at this table.
    """
    if viewer.role == "projector":
        raise Missing()
    if not viewer.facilitates:
        return Actor("seat", viewer.seat)
    if not acted_for:
        return Actor("facilitator", chair=viewer.chair)
    seats = Participant.objects.filter(workshop=viewer.workshop, removed_at=None, guest=False)
    seat = seats.filter(pk=acted_for).first() if KEY.fullmatch(acted_for) else None
    if seat is None:
        raise Missing()
    return Actor("facilitator", seat, viewer.chair)


# --- cookies: one per seat and per chair, so one browser may hold several, each in its own tab ------------------------


def seat_cookie(seat_id: str) -> str:
    return f"kr_seat_{seat_id}"


def lent_cookie(seat_id: str) -> str:
    """Says that the screen is somebody else's; it opens nothing."""
    return f"kr_lent_{seat_id}"


def chair_cookie(workshop_id: str) -> str:
    return f"kr_chair_{workshop_id}"


def give_seat(request: HttpRequest, response: HttpResponse, seat: Participant) -> None:
    """Let this browser sit here from now on."""
    keep(response, seat_cookie(seat.id), seat.token, f"/seat/{seat.id}/")
    response.delete_cookie(lent_cookie(seat.id), path=f"/seat/{seat.id}/")


def lend_screen(response: HttpResponse, seat: Participant) -> None:
    """Let this browser, which is another person's, show this seat until it is covered or closed."""
    for name, value in ((seat_cookie(seat.id), seat.token), (lent_cookie(seat.id), "1")):
        keep(response, name, value, f"/seat/{seat.id}/", seconds=None)


def cover_screen(response: HttpResponse, seat: Participant) -> None:
    """What was lent goes back: from now on this browser needs the return code again."""
    for name in (seat_cookie(seat.id), lent_cookie(seat.id)):
        response.delete_cookie(name, path=f"/seat/{seat.id}/")


def beamer_cookie(workshop_id: str) -> str:
    return f"kr_beamer_{workshop_id}"


def mark_beamer(response: HttpResponse, workshop: Workshop) -> None:
    """A projector that this browser opens is the beamer: it shows the console too."""
    value = signing.dumps(workshop.id, salt=_BEAMER)
    keep(response, beamer_cookie(workshop.id), value, "/projector/", seconds=BEAMER_AGE)


def beamer_of(cookies: Mapping[str, str]) -> frozenset[str]:
    """The workshops whose beamer this browser may open, by cookies that need no database."""
    return frozenset(_signed(value) for name, value in cookies.items() if name.startswith("kr_beamer_")) - {""}


def _signed(value: str) -> str:
    try:
        return str(signing.loads(value, salt=_BEAMER, max_age=BEAMER_AGE))
    except signing.BadSignature:
        return ""


def give_chair(request: HttpRequest, response: HttpResponse, workshop: Workshop, token: str) -> None:
    """Let this browser have a console without signing in: the first one by its link, the second by take-over code."""
    keep(response, chair_cookie(workshop.id), token, f"/console/{workshop.id}/")


def keep(response: HttpResponse, name: str, value: str, path: str, *, seconds: int | None = COOKIE_AGE) -> None:
    """Put a cookie where no script reads it, for the addresses below `path`; None: until the browser is closed."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=seconds, path=path, httponly=True, samesite="Lax", secure=secure)
