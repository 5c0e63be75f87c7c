"""Hand-over talks and the comeback for a calendar (RFC 5545).

The id of an event is the slip's or the workshop's and its sequence rises with each change, so a newer file replaces an
older one. A time of day was not agreed in the workshop: it is a suggestion, and the event says so.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from sessions.board.viewer import Board
from sessions.exports import hand_over
from sessions.exports.content import legal
from workshop.bidi import isolated
from workshop.models import SwapProposal

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
#: The rule since 1996. The library would write out every change of clock, and an hour off.
_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
#: What is suggested: a talk at the start of the day, the comeback in the afternoon, like the workshop.
TALK_AT, TALK_TAKES = dt.time(9, 30), dt.timedelta(minutes=30)
COMEBACK_AT = dt.time(13, 0)


def write(board: Board, *, of: str = "") -> bytes:
    """The calendar of one person's talks (`of`), or of all, with the comeback."""
    calendar = Calendar()
    calendar.add("prodid", "-//Klanten ruilen//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", legal(board.workshop.title))
    calendar.add_component(Timezone.from_ical(_ZONE))
    for slip in hand_over.talks(board, of=of):
        calendar.add_component(_talk(slip))
    if board.workshop.comeback_on:
        calendar.add_component(_comeback(board, board.workshop.comeback_on))
    made: bytes = calendar.to_ical()
    return made


def _talk(slip: SwapProposal) -> Event:
    named = {"customer": slip.rating.customer, "giver": slip.giver, "taker": slip.taker}
    words = {key: isolated(one.name) if one else "" for key, one in named.items()}
    event = _event(f"slip-{slip.id}", slip.seq, slip.talk_on, TALK_AT, TALK_TAKES)
    event.add("summary", legal(_("Overdracht %(customer)s: %(giver)s en %(taker)s") % words))
    return event


def _comeback(board: Board, day: dt.date) -> Event:
    workshop = board.workshop
    event = _event(f"comeback-{workshop.id}", workshop.seq, day, COMEBACK_AT, dt.timedelta(hours=workshop.hours))
    event.add("summary", legal(_("Terugkomsessie: %(title)s") % {"title": workshop.title}))
    return event


def _event(key: str, sequence: int, day: dt.date | None, at: dt.time, takes: dt.timedelta) -> Event:
    assert day is not None
    begins = dt.datetime.combine(day, at, tzinfo=AMSTERDAM)
    event = Event()
    event.add("uid", f"{key}@klanten-ruilen")
    event.add("sequence", sequence)
    event.add("dtstamp", timezone.now().astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", begins)
    event.add("dtend", begins + takes)
    event.add("description", _("De dag is afgesproken; het tijdstip is een voorstel."))
    return event
