"""Admission: who comes in with the code or knocks first, the code itself, and what the join page shows."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Id, Line
from workshop.actions.lookups import seats_of
from workshop.actions.registry import NEVER, action
from workshop.actions.seats import come_in, guard_name, guard_room, new_seat
from workshop.edits import Was, edited
from workshop.limits import MOST_KNOCKS
from workshop.models import Knock, Participant, Workshop
from workshop.models.base import new_code
from workshop.permissions import Who
from workshop.refusals import Refusal

#: Who stands outside is told once in so long: a page that is reloaded is no crowd.
TELL_AGAIN = dt.timedelta(seconds=30)


@action(
    "lobby.open_door",
    who=Who.FACILITATOR,
    told=gettext_lazy("de deur ging open"),
    undo=NEVER,
)
def open_door(act: ActionContext) -> None:
    """Who has the code comes in."""
    _set_door(act, door_open=True, door_asks=False)


@action(
    "lobby.guard_door",
    who=Who.FACILITATOR,
    told=gettext_lazy("wie binnenkomt, klopt nu eerst aan"),
    undo=NEVER,
)
def guard_door(act: ActionContext) -> None:
    """Who has the code knocks, and the facilitator lets in one by one."""
    _set_door(act, door_open=True, door_asks=True)


@action(
    "lobby.close_door",
    who=Who.FACILITATOR,
    told=gettext_lazy("de deur ging dicht"),
    undo=NEVER,
)
def close_door(act: ActionContext) -> None:
    """The code no longer works; a return code does."""
    _set_door(act, door_open=False, door_asks=False)


def _set_door(act: ActionContext, *, door_open: bool, door_asks: bool) -> None:
    act.update_workshop(door_open=door_open, door_asks=door_asks, outside_at=None, wrong_codes_at=None)


@action(
    "lobby.renew_code",
    who=Who.FACILITATOR,
    after_closing=True,
    told=gettext_lazy("de workshop kreeg een nieuwe code"),
    undo=NEVER,
)
def renew_code(act: ActionContext) -> None:
    """A new code, for when somebody guesses or the old one went too far; who sits at the table notices nothing.

    Not to be undone: what was guessed or passed on would work again.
    """
    act.update_workshop(code=_unused_code(), wrong_codes=0, wrong_codes_at=None)


def _unused_code() -> str:
    code = new_code()
    while Workshop.objects.filter(code=code).exists():
        code = new_code()
    return code


@action(
    "lobby.count_wrong_codes",
    at_the_door=True,
    told=gettext_lazy("er werden veel verkeerde codes geprobeerd"),
    undo=NEVER,
)
def count_wrong_codes(act: ActionContext, *, count: int) -> None:
    """So many wrong codes were tried lately, over all addresses (actor: the door): the facilitator hears of it."""
    act.update_workshop(wrong_codes=count, wrong_codes_at=act.now)


@action(
    "lobby.choose_address",
    who=Who.FACILITATOR,
    fields={"address": Line(most=200, required=False)},
    told=gettext_lazy("de QR kreeg een ander adres"),
    undo=NEVER,
)
def choose_address(act: ActionContext, *, address: str = "") -> None:
    """The address that the QR shows; empty: the likeliest one."""
    act.update_workshop(address=address)


@action(
    "lobby.share_wifi",
    who=Who.FACILITATOR,
    fields={"wifi_name": Line(most=64, required=False), "wifi_password": Line(most=64, required=False)},
    told=gettext_lazy("de wifi op de beamer veranderde"),
    undo=NEVER,
)
def share_wifi(act: ActionContext, *, wifi_name: str = "", wifi_password: str = "", was: Was = None) -> None:
    """Name and password of the room's wifi, for a QR beside the page's own; kept only with this workshop."""
    changed = edited(act.workshop, was, wifi_name=wifi_name, wifi_password=wifi_password)
    if not changed:
        raise NothingToDo
    act.update_workshop(**changed)


@action(
    "lobby.knock",
    at_the_door=True,
    told=gettext_lazy("iemand klopte aan als %(about)s"),
    undo=NEVER,
)
def knock(act: ActionContext, *, secret: str, seat: str = "", name: str = "") -> None:
    """Somebody at the door (actor: the door): without a return code for their own seat, or a newcomer called `name`."""
    participant = act.participant(seat) if seat else None
    if participant is None:
        guard_name(act, name)
        guard_room(seats_of(act.workshop))
    if Knock.objects.filter(workshop=act.workshop, admitted=None).count() >= MOST_KNOCKS:
        raise Refusal(
            "too-many-knocks",
            _("Er staan al te veel mensen voor de deur. Vraag de begeleider om eerst hen binnen te laten."),
        )
    act.create(Knock(workshop=act.workshop, participant=participant, name=name, secret=secret))
    act.about = participant.name if participant else name


@action(
    "lobby.stand_outside",
    at_the_door=True,
    told=gettext_lazy("iemand stond voor een dichte deur of een volle tafel"),
    undo=NEVER,
)
def stand_outside(act: ActionContext) -> None:
    """Somebody has the code, and the door is shut or the table full (actor: the door): the facilitator hears of it."""
    before = act.workshop.outside_at
    if before is not None and act.now - before < TELL_AGAIN:
        raise NothingToDo
    act.update_workshop(outside_at=act.now)


@action(
    "lobby.admit",
    who=Who.FACILITATOR,
    fields={"knock": Id()},
    told=gettext_lazy("iemand werd binnengelaten"),
    undo=NEVER,
)
def admit(act: ActionContext, *, knock: str) -> None:
    """One tap of yes: the browser that knocked gets the seat, a newcomer a new one."""
    knocked = act.find(Knock.objects.select_related("participant"), knock)
    if knocked.admitted is not None:
        raise NothingToDo
    seat = knocked.participant or _seat_for(act, knocked.name)
    act.update(knocked, admitted=True, participant=seat)
    act.about = seat.name


def _seat_for(act: ActionContext, name: str) -> Participant:
    seats = seats_of(act.workshop)
    guard_room(seats)
    guard_name(act, name)
    seat = new_seat(act, seats, name, None, None)
    act.create(seat)
    come_in(act, seat)
    return seat


@action(
    "lobby.turn_away",
    who=Who.FACILITATOR,
    fields={"knock": Id()},
    told=gettext_lazy("iemand werd niet binnengelaten"),
    undo=NEVER,
)
def turn_away(act: ActionContext, *, knock: str) -> None:
    act.update(act.find(Knock.objects.all(), knock), admitted=False)
