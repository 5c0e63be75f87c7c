"""Baseline (b): the same move as the tutorials of Channels build it, on the same models and the same database settings.

Every socket is in the workshop's group, the write goes through `database_sync_to_async`, the layer is the in-memory one
as it comes. Per move the same work as ours: the right to move this figure, the step, seen before?, the journal, one
durable commit, one fragment of HTML.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from daphne.server import Server
from django.conf import settings
from django.db import transaction
from django.http.cookie import parse_cookie
from django.urls import path
from django.utils import timezone

from sessions.board.figures import figure_fragment
from sessions.signatures import Message, Scope
from workshop.models import EnergyRating, JournalEntry, Participant, Workshop

settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}


class Board(AsyncJsonWebsocketConsumer):  # type: ignore[misc]  # Channels has no types
    """One screen, in the group of its workshop."""

    async def connect(self) -> None:
        self.seat = await database_sync_to_async(find_seat)(self.scope)
        if self.seat is None:
            await self.close()
            return
        self.group = f"workshop.{self.seat.workshop_id}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        await self.send_json({"hello": self.seat.workshop.seq})

    async def disconnect(self, code: int) -> None:
        if self.seat is not None:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive_json(self, content: dict[str, str]) -> None:
        news = await database_sync_to_async(move)(self.seat.id, **content)
        if news is None:
            await self.send_json({"refused": content["action_id"]})
        else:
            await self.channel_layer.group_send(self.group, {"type": "news", **news})

    async def news(self, event: Message) -> None:
        await self.send_json(event)


def find_seat(scope: Scope) -> Participant | None:
    seat = Participant.objects.select_related("workshop").filter(pk=scope["url_route"]["kwargs"]["seat"]).first()
    cookies = parse_cookie(dict(scope["headers"]).get(b"cookie", b"").decode("latin1"))
    return seat if seat is not None and cookies.get(f"kr_seat_{seat.id}") == seat.token else None


def move(seat_id: str, *, figure: str, zone: str, step: int, action_id: str) -> dict[str, object] | None:
    """Write one move; None when it is refused."""
    with transaction.atomic():
        seat = Participant.objects.filter(pk=seat_id, removed_at=None).first()
        if seat is None:
            return None
        workshop = Workshop.objects.select_for_update().get(pk=seat.workshop_id)
        actor = f"seat:{seat.id}"
        if JournalEntry.objects.filter(workshop=workshop, actor=actor, action_id=action_id).exists():
            return None
        rating = EnergyRating.objects.select_related("customer", "participant").filter(pk=figure).first()
        if rating is None or rating.participant_id != seat.id or workshop.step != step or workshop.locked_because:
            return None
        workshop.seq += 1
        changes = [["EnergyRating", rating.id, {"zone": [rating.zone, zone], "placed": [rating.placed, workshop.seq]}]]
        rating.zone, rating.placed, rating.seq = zone, workshop.seq, workshop.seq
        rating.save(update_fields=["zone", "placed", "seq"])
        workshop.save(update_fields=["seq"])
        JournalEntry.objects.create(
            workshop=workshop,
            seq=workshop.seq,
            step=workshop.step,
            at=timezone.now(),
            actor=actor,
            action="table.place",
            action_id=action_id,
            about=rating.customer.name,
            changes=changes,
        )
    return {"seq": workshop.seq, "action_id": action_id, "html": figure_fragment(rating)}


application = ProtocolTypeRouter(
    {"http": pages, "websocket": URLRouter([path("seat/<str:workshop>/<str:seat>/live/", Board.as_asgi())])}
)

if __name__ == "__main__":
    Server(application, endpoints=[f"tcp:port={settings.PORT}:interface=127.0.0.1"], verbosity=0).run()
