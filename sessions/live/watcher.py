"""The safety net under the news: one watcher per process looks at the database itself (docs/live.md, *Safety net*).

Thanks to it the listener, the channel layer, an announcement and a writer outside this process may
all fail in silence. Daphne has no start-up event, so the first room starts it; it ends with the last.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable
from time import monotonic

from sessions.live import presence
from sessions.live.background import ask, start
from sessions.live.room import GONE, Room, rooms, tally
from workshop.models import Workshop

logger = logging.getLogger(__name__)

#: Seconds between two looks at the seq of all open rooms.
LOOK = 2.0
#: Seconds that a room may be behind: its news may just be on the way.
GRACE = 1.0
#: Seconds between two looks at the rights of those who hold no seat.
REVISIT = 10.0

_rounds: dict[str, asyncio.Task[None]] = {}
_renewer = presence.Renewer()
_renewal: asyncio.Task[None] | None = None


def keep_watch() -> None:
    """See to it that the watcher runs as long as there are rooms."""
    for seconds, act in ((LOOK, look), (REVISIT, revisit)):
        task = _rounds.get(act.__name__)
        if task is None or task.done() or task.get_loop() is not asyncio.get_running_loop():
            _rounds[act.__name__] = start(_every(seconds, act))


async def _every(seconds: float, act: Callable[[], Awaitable[None]]) -> None:
    pause = seconds
    while rooms:
        await asyncio.sleep(pause)
        began = monotonic()
        try:
            await act()
        except Exception:
            logger.exception("The watcher stumbled")
        pause = max(seconds / 10, seconds - (monotonic() - began))


async def look() -> None:
    """One look at all open rooms: are they behind, who is here, who was removed, which are gone?"""
    before = {room: tuple(room.screens) for room in rooms.values()}
    heads, leases = await ask(_read, [room.workshop_id for room in before])
    for room, screens in before.items():
        if room.workshop_id not in heads:
            room.send_away(GONE)
        else:
            room.settle_seats(leases.get(room.workshop_id, {}), screens)
    await _catch_up(before.keys(), heads)
    _renew_leases({seat for room in before for seat in room.watched})


def _read(workshop_ids: list[str]) -> tuple[dict[str, int], presence.Leases]:
    heads = dict(Workshop.objects.filter(id__in=workshop_ids).values_list("id", "seq"))
    return heads, presence.read_leases(workshop_ids)


async def _catch_up(looked: Collection[Room], heads: dict[str, int]) -> None:
    """First the screens of all rooms, then the lines: a layer that hangs makes nobody wait for the truth."""
    late = [room for room in looked if room.is_behind(heads.get(room.workshop_id, 0))]
    if late:
        await asyncio.sleep(GRACE)
    behind = [room for room in late if room.is_behind(heads[room.workshop_id])]
    for room in behind:
        tally["healed"] += 1
        room.freshen(heads[room.workshop_id])
    deaf = [room for room in looked if room.subscription.deaf and room.opening.done()]
    await _subscribe({*behind, *deaf})


async def _subscribe(silent: Iterable[Room]) -> None:
    """Have rooms listen anew, all at once. What a hanging layer holds up goes on while the next look begins."""
    dialling = [start(line.renew()) for line in (room.subscription for room in silent) if not line.dialling]
    if dialling:
        await asyncio.wait(dialling, timeout=GRACE)


def _renew_leases(seats: Collection[str]) -> None:
    """Last and on its own: an update that waits for a lock, or fails, keeps no screen from the truth."""
    global _renewal
    if _renewal is None or _renewal.done():
        _renewal = start(_renew(seats))


async def _renew(seats: Collection[str]) -> None:
    try:
        await ask(_renewer.renew, seats)
    except Exception:
        logger.exception("The watcher renewed no lease")


async def revisit() -> None:
    """Look up the rights of consoles and projectors again."""
    for room in tuple(rooms.values()):
        await room.check_links()
