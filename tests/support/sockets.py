"""The live part as its tests play with it: sockets, and a workshop that changes under them."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from channels.testing import WebsocketCommunicator
from django.conf import settings

from sessions.access import chair_cookie, seat_cookie
from sessions.live.routing import application
from workshop.models import Participant, Workshop
from workshop.perform import Change, changed

#: Seconds without a word after which nothing more is to come; Redis takes a while to say it.
QUIET = 0.5 if settings.REDIS_URL else 0.15


class Socket(WebsocketCommunicator):
    """One browser's end of a socket."""

    def __init__(self, path: str, cookie: str = "", origin: str = "http://localhost", host: str = "localhost") -> None:
        headers = {"cookie": cookie, "origin": origin, "host": host}
        raw = [(name.encode(), value.encode()) for name, value in headers.items() if value]
        super().__init__(application, path, headers=raw)

    async def open(self) -> dict[str, Any]:
        """Connect and return the greeting."""
        assert (await self.connect(timeout=5))[0]
        return await self.frame()

    async def opens(self) -> bool:
        """Connect; whether it may stay."""
        assert (await self.connect(timeout=5))[0]
        return (await self.receive_output(timeout=5))["type"] != "websocket.close"

    async def refusal(self) -> int:
        """Connect and return the code with which the open socket is closed."""
        assert (await self.connect(timeout=5))[0]
        return await self.closed()

    async def frame(self) -> dict[str, Any]:
        return dict(json.loads(await self.receive_from(timeout=5)))

    async def frames(self) -> list[dict[str, Any]]:
        """All frames until nothing comes for a while."""
        found = []
        while not await self.receive_nothing(timeout=QUIET):
            found.append(await self.frame())
        return found

    async def wait_for(self, name: str) -> dict[str, Any]:
        """The next frame that says this; others before it are skipped."""
        async with asyncio.timeout(30):
            while name not in (frame := await self.frame()):
                pass
        return frame

    async def news(self) -> list[dict[str, Any]]:
        return [frame for frame in await self.frames() if "seq" in frame and "done" not in frame]

    async def closed(self) -> int:
        """The code with which the server closes; frames before it are skipped."""
        while (output := await self.receive_output(timeout=5))["type"] != "websocket.close":
            pass
        return int(output["code"])

    async def say(self, **frame: Any) -> None:
        await self.send_json_to(frame)


@dataclass
class Table:
    """What the tests of the live part play with."""

    workshop: Workshop
    ana: Participant
    bas: Participant

    def seat(self, seat: Participant, **options: Any) -> Socket:
        return Socket(f"/seat/{seat.id}/live/", f"{seat_cookie(seat.id)}={seat.token}", **options)

    def console(self) -> Socket:
        cookie = f"{chair_cookie(self.workshop.id)}={self.workshop.console_token}"
        return Socket(f"/console/{self.workshop.id}/live/", cookie)

    def projector(self) -> Socket:
        return Socket(f"/projector/{self.workshop.projector_token}/live/")

    def write(self) -> int:
        """A change on disk that nobody hears of."""
        seq = Workshop.objects.get(id=self.workshop.id).seq + 1
        Workshop.objects.filter(id=self.workshop.id).update(seq=seq)
        return seq

    def change(self, *stale: str, seats: tuple[Participant, ...] = ()) -> int:
        """A change on disk, said as the door says it."""
        seq = self.write()
        touched = frozenset(seat.id for seat in seats)
        changed.send_robust(Workshop, change=Change(self.workshop.id, seq, None, frozenset(stale), touched))
        return seq
