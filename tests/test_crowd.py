"""More requests than the server can answer: some are turned away, for else it would answer only those who have left."""

import time
from typing import Any

import pytest

from sessions import pages


async def ask(house: pages.Pages, path: str) -> int:
    """The status of an answer."""
    sent: list[dict[str, Any]] = []
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [(b"host", b"localhost")]}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await house(scope, receive, send)
    return int(sent[0]["status"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "crowded"), [("/seat/nobody/regions/", 503), ("/seat/nobody/do/table.place/", 503), ("/nowhere/", 404)]
)
async def test_only_what_a_page_asks_again_by_itself_is_turned_away(
    monkeypatch: pytest.MonkeyPatch, path: str, crowded: int
) -> None:
    monkeypatch.setattr(pages, "LONGEST_WAIT", 0.2)
    house = pages.Pages()
    quiet = await ask(house, path)
    assert quiet in (404, 405)
    keep_busy(house)
    assert await ask(house, path) == crowded
    assert await ask(house, path) == quiet


@pytest.mark.django_db(transaction=True)
async def test_a_command_does_not_wait_for_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a restart everybody asks for all they show; what somebody does then goes on between them."""
    monkeypatch.setattr(pages, "LONGEST_WAIT", 0.2)
    house = pages.Pages()
    keep_busy(house, commands=False)
    assert await ask(house, "/seat/nobody/do/table.place/") == 405
    assert await ask(house, "/seat/nobody/regions/") == 503


def keep_busy(house: pages.Pages, *, commands: bool = True) -> None:
    for _ in range(pages.PAGES):
        house.pages.submit(time.sleep, 0.5)
    for _ in range(pages.COMMANDS if commands else 0):
        house.commands.submit(time.sleep, 0.5)
