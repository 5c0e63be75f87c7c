"""The WebSocket consumer: one screen of a workshop, or a close code that says why not."""

import asyncio
import json
import logging
import re
import secrets
from collections import deque
from collections.abc import Mapping
from functools import cached_property
from time import monotonic

from channels.consumer import AsyncConsumer, get_handler_name
from channels.exceptions import StopConsumer
from django.http.cookie import parse_cookie

from sessions import access
from sessions.live import presence, socket_commands, watcher
from sessions.live.background import act, ask, start
from sessions.live.room import LOST, TOO_MUCH, Full, Room, enter
from sessions.rate_limits import fair_queue, requesters
from sessions.rate_limits.rate_limit import TokenBucket
from sessions.signatures import Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

NONSENSE, TROUBLE = 4400, 4503
#: A screen may say this many things in so many seconds; one that behaves says two, besides its commands.
FRAMES, SECONDS = 20, 10.0
#: And with its commands so many: more than hands do. Those have a rate limit of their own besides (commands.py).
ALL_FRAMES = 200
#: More applause than this is not passed on: enthusiasm is no reason to be sent away.
CLAPS, CLAP_SECONDS = 5, 5.0
#: Characters that may be on their way to a screen that has answered none of them.
BACKLOG = 512 * 1024
#: Figures, slips and answers as a page names them.
NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
#: Sockets that are looked up at the same time: fewer than there are threads for it, for rooms read by those too.
openings = fair_queue.FairQueue(3, kept=1, waiting=1000)


class ScreenConsumer(AsyncConsumer):  # type: ignore[misc]  # Channels has no types
    """A screen. The scope's url_route says which: `kind` (seat, console, projector) and `key`.

    Frames in: `{"beat": seq}` in answer to each beat, `{"hold": figure or null}`, `{"clap": id}`, and `{"do": action,
    "fields": [[name, value]…]}`, which is answered with `{"done": action id, "status": …}` (socket_commands.py).
    Closes with 4400 (nonsense), 4401, 4403 or 4404 (no entry), 4408 (silent), 4429 (too much), 4503.
    """

    def __init__(self) -> None:
        self.id = secrets.token_hex(6)
        self.viewer: access.Viewer | None = None
        self.room: Room | None = None
        self.greeted = self.closing = False
        self.outbox: deque[Message] = deque()
        self.mail = asyncio.Event()
        self.frame_bucket = TokenBucket(FRAMES, SECONDS)
        self.all_frames_bucket = TokenBucket(ALL_FRAMES, SECONDS)
        self.turn = asyncio.Lock()
        self.clap_bucket = TokenBucket(CLAPS, CLAP_SECONDS)
        self.heard_at = monotonic()
        self.unanswered = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the socket. The room is left here: `websocket_disconnect` may never run.

        Channels listens to several sources and starts a task for each message; here the browser is the only one.
        """
        self.scope, self.base_send = scope, send
        writer = start(self._write())
        try:
            while True:
                await self.dispatch(await receive())
        except StopConsumer:
            return
        finally:
            self._leave()
            writer.cancel()

    async def dispatch(self, message: Message) -> None:
        """Call the handler directly.

        Channels first closes old connections in the one thread that all consumers share, for every
        message, so that a slow one holds up all others (docs/live.md, *Listener*). No handler here touches the
        database.
        """
        await getattr(self, get_handler_name(message))(message)

    async def websocket_connect(self, message: Message) -> None:
        """Open first, refuse after: a refused handshake is no different from lost wifi to a browser."""
        self._post({"type": "websocket.accept"})
        try:
            await self._come_in()
        except access.NoEntry as refusal:
            self.close(refusal.close_code)
        except (Full, fair_queue.Full):
            self.close(TOO_MUCH)
        except Exception:
            logger.exception("A screen could not come in")
            self.close(TROUBLE)

    async def _come_in(self) -> None:
        async with openings.place(requesters.party_of(self.scope)):
            self.viewer = await ask(self._look_up)
        requesters.remember(self.scope)
        self.room = enter(self.viewer.workshop.id, self)
        watcher.keep_watch()
        await self.room.ready()
        if self.room:  # not closed meanwhile
            self.room.greet(self)

    def _look_up(self) -> access.Viewer:
        """Who this is, and on what it looks."""
        viewer = self.find_viewer()
        if viewer.seat is not None:
            agent = dict(self.scope["headers"]).get(b"user-agent", b"").decode("latin1")
            presence.note_device(viewer.seat, presence.Device.LENT if viewer.lent else presence.device_of(agent))
        return viewer

    def find_viewer(self) -> access.Viewer:
        """Look up who this is, anew each time: a socket outlives its login. Raises `access.NoEntry`."""
        route: Mapping[str, str] = self.scope["url_route"]["kwargs"]
        return access.find(route["kind"], route["key"], self.cookies)

    def find_actor(self) -> access.Viewer:
        """The same, for a command (`access.find_to_act`)."""
        route: Mapping[str, str] = self.scope["url_route"]["kwargs"]
        return access.find_to_act(route["kind"], route["key"], self.cookies)

    @cached_property
    def cookies(self) -> dict[str, str]:
        """What the browser brought when it opened the socket."""
        return parse_cookie(dict(self.scope["headers"]).get(b"cookie", b"").decode("latin1"))

    @property
    def seat(self) -> str | None:
        """The seat that looks at this screen; None for a console or a projector."""
        return self.viewer.seat.id if self.viewer and self.viewer.seat else None

    @property
    def leads(self) -> bool:
        """Whether this is a console, or a beamer that a console opened: for these, places are kept."""
        if self.viewer is None:
            return False
        return self.viewer.facilitates or self.viewer.workshop.id in self.beamer_of

    @cached_property
    def beamer_of(self) -> frozenset[str]:
        """The workshops whose beamer this browser opens."""
        seated = self.viewer is not None and self.viewer.role != "projector"
        return frozenset() if seated else access.beamer_of(self.cookies)

    async def websocket_disconnect(self, message: Message) -> None:
        """The socket is gone."""
        raise StopConsumer

    # What the screen says

    async def websocket_receive(self, message: Message) -> None:
        """Read one frame."""
        if self.closing:
            return
        if not self.all_frames_bucket.take():
            self.close(TOO_MUCH)
            return
        try:
            self._hear(_read_frame(message))
        # No text, no JSON, no object, nested too deep, or a figure that is none.
        except (KeyError, TypeError, ValueError, RecursionError):
            self.close(NONSENSE)

    def _hear(self, frame: Mapping[str, object]) -> None:
        if "do" in frame:
            start(self._do(socket_commands.read(frame)))
            return
        if not self.frame_bucket.take():
            self.close(TOO_MUCH)
            return
        if "beat" in frame:
            self.heard_at, self.unanswered = monotonic(), 0
        if "hold" in frame and self.room and self._may_hold(self.room):
            self.room.hold(self, _read_figure(frame["hold"]))
        if "clap" in frame and self.room and self._may_clap(self.room):
            self.room.clap(self, _read_name(frame["clap"]))

    async def _do(self, asked: socket_commands.Asked) -> None:
        """One after the other, in the order of asking."""
        async with self.turn:
            self.show(await act(socket_commands.answer, self.find_actor, self.cookies, asked))

    def _may_hold(self, room: Room) -> bool:
        seated = self.viewer is not None and self.viewer.role in ("participant", "facilitator")
        return seated and room.floor.may_hold(self.seat)

    def _may_clap(self, room: Room) -> bool:
        present = self.viewer is not None and self.viewer.role != "projector"
        return present and room.floor.may_clap() and self.clap_bucket.take()

    # What the screen is told

    def show(self, text: str) -> None:
        """Put one frame in the outbox. Never waits, so one slow phone does not hold up a room."""
        if self.closing or not self.greeted:
            return  # the greeting says it all, as of then
        self.unanswered += len(text)
        if self.unanswered > BACKLOG:
            self.close(LOST)
            return
        self._post({"type": "websocket.send", "text": text})

    def greet(self, text: str) -> None:
        """The first frame; only from here on is there anything to add to it."""
        self.greeted = True
        self.show(text)

    def is_silent(self, seconds: float) -> bool:
        """Whether the screen answered no beat for so long."""
        return monotonic() - self.heard_at > seconds

    def close(self, code: int) -> None:
        """Leave the room and end the socket with this code; what still lay in the outbox goes unsaid."""
        if self.closing:
            return
        self.closing = True
        self._leave()
        if self.greeted:
            self.outbox.clear()
        self._post({"type": "websocket.close", "code": code})

    def _post(self, message: Message) -> None:
        self.outbox.append(message)
        self.mail.set()

    async def _write(self) -> None:
        while True:
            await self.mail.wait()
            while self.outbox:
                await self.base_send(self.outbox.popleft())
            self.mail.clear()

    def _leave(self) -> None:
        if self.room:
            self.room.leave(self)
        self.room = None


def _read_frame(message: Message) -> dict[str, object]:
    frame = json.loads(message["text"])
    if isinstance(frame, dict):
        return frame
    raise ValueError("not an object")


def _read_figure(value: object) -> str | None:
    return None if value is None else _read_name(value)


def _read_name(value: object) -> str:
    if isinstance(value, str) and NAME.fullmatch(value):
        return value
    raise ValueError("not a name")
