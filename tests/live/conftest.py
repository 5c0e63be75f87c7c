"""A workshop with Ana and Bas at the table and Fleur in the chair."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from support.sockets import Table

from sessions.board import cache
from sessions.live import background, publish, room, watcher
from workshop.models import Participant, Team, Workshop


@pytest.fixture
def table(transactional_db: None) -> Table:
    fleur = get_user_model().objects.create_user("fleur")
    team = Team.objects.create(name="Zuid", facilitator=fleur)
    workshop = Workshop.objects.create(team=team, facilitator=fleur, title="Ruilen", retain_until=date(2030, 1, 1))
    ana, bas = (Participant.objects.create(workshop=workshop, name=name) for name in ("Ana", "Bas"))
    return Table(workshop, ana, bas)


@pytest.fixture(autouse=True)
async def clean_process() -> AsyncIterator[None]:
    """Each test has a loop of its own: what the process keeps for all of them is emptied."""
    publish.remember_loop()
    room.tally.clear()
    yield
    room.rooms.clear()
    cache._kept.clear()
    watcher._rounds.clear()
    for task in tuple(background._kept):
        task.cancel()
    await asyncio.gather(*background._kept, return_exceptions=True)
