"""All screens of one workshop in this process: one subscription, one order, the same bytes for everyone."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from django.conf import settings

from sessions import access
from sessions.board.cache import end_sharing, share_anew
from sessions.board.news import News
from sessions.live import presence, publish
from sessions.live.background import ask, start
from sessions.live.fast_send import Frame
from sessions.live.listening import Floor, read_floor
from sessions.live.room_places import has_place
from sessions.live.sequencer import Order
from sessions.live.subscription import Subscription
from sessions.signatures import Message
from workshop.models import Workshop

#: Seconds that a room waits for the news that is missing before it declares everything stale.
PATIENCE = 0.1
#: Seconds after which a held figure is free again, whatever became of the hand.
HOLD = 10.0
#: Seconds between two beats, and without an answer before a socket is given up (docs/live.md, *Heartbeat*).
BEAT, SILENCE = 5.0, 15.0

# Close codes: 44xx, because Daphne refuses most of the official ones.
REMOVED, GONE, LOST, TOO_MUCH = 4403, 4404, 4408, 4429

#: The open rooms of this process by workshop.
rooms: dict[str, Room] = {}
#: What happened since the start, for tests and for whoever looks after the server.
tally: Counter[str] = Counter()


class Full(Exception):
    """This workshop has more screens here than anyone needs."""


class Screen(Protocol):
    """What a room and its watcher ask of a socket. None of it waits: a slow phone holds up nobody."""

    id: str

    @property
    def seat(self) -> str | None: ...
    @property
    def leads(self) -> bool: ...
    def show(self, text: str) -> None: ...
    def greet(self, text: str) -> None: ...
    def close(self, code: int) -> None: ...
    def is_silent(self, seconds: float) -> bool: ...
    def find_viewer(self) -> object: ...


class Room:
    """One workshop's screens in this process. Use `enter` to get one; it closes with its last screen."""

    def __init__(self, workshop_id: str) -> None:
        self.workshop_id = workshop_id
        self.screens: set[Screen] = set()
        self.order = Order()
        self.here: frozenset[str] = frozenset()
        self.floor = Floor()
        self.holds: dict[Screen, asyncio.TimerHandle] = {}
        self.subscription = Subscription(workshop_id, self.hear)
        self.looking = asyncio.Lock()
        self.patience: asyncio.TimerHandle | None = None
        # Each room at its own moments: all at once, with all answers, would hold up every move for a tenth of a second.
        self.pulse = asyncio.get_running_loop().call_later(BEAT, self.beat)
        share_anew(workshop_id)
        self.opening = start(self._open())

    # Coming and going

    async def ready(self) -> None:
        """Wait until the room knows its seq. Shielded: the first screen may leave while it opens."""
        await asyncio.shield(self.opening)

    async def _open(self) -> None:
        await self.subscription.renew()
        seq, leases = await ask(_read_first, self.workshop_id)
        self.floor = await ask(read_floor, self.workshop_id)
        self._hand_on(self.order.skip_to(seq))
        self.settle_seats(leases, ())

    def greet(self, screen: Screen) -> None:
        """Tell a screen where we are. It stood in the set before, so nothing falls in between."""
        if screen.seat is not None:
            self._show_here(self.here | {screen.seat})
        here = sorted(self.here)
        screen.greet(_encode({"hello": self.order.head, **_moment(), "here": here}))

    def leave(self, screen: Screen) -> None:
        """A screen is gone. With the last one the room leaves the registry before it awaits anything."""
        if screen not in self.screens:
            return
        if screen in self.holds:
            self.hold(screen, None)
        self.screens.discard(screen)
        if not self.screens:
            rooms.pop(self.workshop_id, None)
            end_sharing(self.workshop_id)
            self._stop_patience()
            self.pulse.cancel()
            self.subscription.end()

    def send_away(self, code: int) -> None:
        """Close every screen."""
        for screen in tuple(self.screens):
            screen.close(code)

    # What comes in

    def hear(self, message: Message) -> None:
        """File one message of the group; no database and no painting in here."""
        tally[message["type"]] += 1
        if message["type"] == "hold":
            held = {"figure": message["figure"], "seat": message["seat"]}
            self._show({"hold": held}, but=message["screen"])
        elif message["type"] == "clap":
            self._show({"clap": message["at"]}, but=message["screen"])
        else:
            self._hand_on(self.order.hear(message))  # type: ignore[arg-type]  # what is no hold and no clap is news

    def is_behind(self, seq: int) -> bool:
        """Whether the database has gone further than this room."""
        return self.order.head is not None and self.order.head < seq

    def freshen(self, seq: int) -> None:
        """Something was missed: every screen fetches everything again, as it is at `seq` or later."""
        tally["freshened"] += 1
        ripe = self.order.skip_to(seq)
        self._tell(News(type="news", seq=seq, html="", stale=["all"], seats=[]))
        self._hand_on(ripe)

    def _hand_on(self, ripe: Iterable[News]) -> None:
        for news in ripe:
            self._tell(news)
        self._stop_patience()
        if self.order.gap:
            self.patience = asyncio.get_running_loop().call_later(PATIENCE, self._lose_patience)

    def _lose_patience(self) -> None:
        tally["gaps"] += 1
        self.freshen(max(self.order.early))

    def _stop_patience(self) -> None:
        if self.patience:
            self.patience.cancel()
        self.patience = None

    # What goes out

    def _tell(self, news: News) -> None:
        """One news to all screens: the same bytes, but for the word `own` to the seats it concerns."""
        frame = {"seq": news["seq"], "html": news["html"], "stale": news["stale"]}
        plain = _encode(frame)
        own = _encode({**frame, "stale": [*news["stale"], "own"]}) if news["seats"] else plain
        for screen in tuple(self.screens):
            screen.show(own if screen.seat in news["seats"] else plain)
        if not {"seats", "all"}.isdisjoint(news["stale"]):
            start(self.check_seats())
        if not {"turn", "all"}.isdisjoint(news["stale"]):
            start(self.check_floor())
        if "all" in news["stale"]:
            start(self.check_links())

    def beat(self) -> None:
        """Say that we are alive, and where we are; give up the screens that no longer answer."""
        self.pulse = asyncio.get_running_loop().call_later(BEAT, self.beat)
        share_anew(self.workshop_id)
        for screen in tuple(self.screens):
            if screen.is_silent(SILENCE):
                screen.close(LOST)
        if self.order.head is not None:
            self._show({"beat": self.order.head, **_moment()})

    def hold(self, screen: Screen, figure: str | None) -> None:
        """Somebody has this figure in hand; everyone else may see it. None: it is free again."""
        if timer := self.holds.pop(screen, None):
            timer.cancel()
        if figure is not None:
            later = asyncio.get_running_loop().call_later
            self.holds[screen] = later(HOLD, self.hold, screen, None)
        held = {"type": "hold", "figure": figure, "seat": screen.seat, "screen": screen.id}
        publish.whisper(self.workshop_id, held)

    def clap(self, screen: Screen, at: str) -> None:
        """Somebody applauds what bears this id. Not who, and no seq: nobody counts it, nothing keeps it."""
        publish.whisper(self.workshop_id, {"type": "clap", "at": at, "screen": screen.id})

    def _show(self, frame: Mapping[str, object], but: str = "") -> None:
        text = _encode(frame)
        for screen in tuple(self.screens):
            if screen.id != but:
                screen.show(text)

    # Who is here, and who may say something

    async def check_floor(self) -> None:
        """Read anew who speaks. One look at a time: the last one to begin is the last one to end."""
        async with self.looking:
            self.floor = await ask(read_floor, self.workshop_id)

    async def check_links(self) -> None:
        """Look up the rights of consoles and projectors anew: a link may have been renewed. A seat's are looked at all
        the time."""
        for screen in [screen for screen in self.screens if screen.seat is None]:
            try:
                await ask(screen.find_viewer)
            except access.NoEntry as refusal:
                screen.close(refusal.close_code)

    @property
    def watched(self) -> frozenset[str]:
        """The seats with a screen in this process."""
        return frozenset(screen.seat for screen in self.screens if screen.seat is not None)

    async def check_seats(self) -> None:
        """Read the seats anew: somebody may have been removed."""
        screens = tuple(self.screens)
        leases = await ask(presence.read_leases, [self.workshop_id])
        self.settle_seats(leases.get(self.workshop_id, {}), screens)

    def settle_seats(self, leases: Mapping[str, datetime | None], screens: Collection[Screen]) -> None:
        """Close the removed seats' screens and tell who is here.

        `screens` are those that stood here before `leases` was read: whoever sat down since is not in it, and is here.
        """
        for screen in screens:
            if screen.seat is not None and screen.seat not in leases:
                screen.close(REMOVED)
        came = {screen.seat for screen in self.screens if screen not in screens and screen.seat is not None}
        self._show_here(presence.find_present(self.watched, leases) | came)

    def _show_here(self, here: frozenset[str]) -> None:
        if here != self.here:
            self.here = here
            self._show({"here": sorted(here)})


def enter(workshop_id: str, screen: Screen) -> Room:
    """Put a screen into the room of its workshop, opening it for the first one.

    Raises `Full`. What the room hears from now on reaches the screen; `Room.greet` says where it begins.
    """
    room = rooms.get(workshop_id)
    if room is None:
        room = rooms[workshop_id] = Room(workshop_id)
    if not has_place(screen, room.screens):
        raise Full
    room.screens.add(screen)
    return room


def seats_here(workshop_id: str) -> list[str]:
    """The seats that are present, as the room of this process knows them; without a room the leases tell."""
    open_room = rooms.get(workshop_id)
    if open_room:
        return sorted(open_room.here)
    return sorted(presence.find_present((), presence.read_leases([workshop_id]).get(workshop_id, {})))


def _read_first(workshop_id: str) -> tuple[int, Mapping[str, datetime | None]]:
    seq = Workshop.objects.values_list("seq", flat=True).get(id=workshop_id)
    return seq, presence.read_leases([workshop_id]).get(workshop_id, {})


def _moment() -> dict[str, object]:
    return {"time": round(time.time() * 1000), "build": settings.BUILD_ID}


def _encode(frame: Mapping[str, object]) -> Frame:
    return Frame(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))
