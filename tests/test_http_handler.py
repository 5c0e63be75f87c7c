"""More requests than the server can answer: some are turned away, for else it would answer only those who have left."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from sessions.rate_limits import requesters
from sessions.server import http_handler


async def ask(pages: http_handler.Pages, path: str) -> int:
    """The status of an answer."""
    sent: list[dict[str, Any]] = []
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [(b"host", b"localhost")]}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await pages(scope, receive, send)
    return int(sent[0]["status"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "crowded"), [("/seat/nobody/regions/", 503), ("/seat/nobody/do/table.place/", 503), ("/nowhere/", 404)]
)
async def test_only_what_a_page_asks_again_by_itself_is_turned_away(
    monkeypatch: pytest.MonkeyPatch, path: str, crowded: int
) -> None:
    monkeypatch.setattr(http_handler, "LONGEST_WAIT", 0.2)
    pages = http_handler.Pages()
    quiet = await ask(pages, path)
    assert quiet in (404, 405)
    keep_busy(pages)
    assert await ask(pages, path) == crowded
    assert await ask(pages, path) == quiet


@pytest.mark.django_db(transaction=True)
async def test_a_command_does_not_wait_for_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a restart everybody asks for all they show; what somebody does then goes on between them."""
    monkeypatch.setattr(http_handler, "LONGEST_WAIT", 0.2)
    pages = http_handler.Pages()
    keep_busy(pages, commands=False)
    command, page = ask(pages, "/seat/nobody/do/table.place/"), ask(pages, "/seat/nobody/regions/")
    assert await asyncio.gather(command, page) == [405, 503]


# --- fair between parties --------------------------------------------------------------------------------------------


class Slow(http_handler.Pages):
    """Every answer takes a moment, and is noted."""

    def __init__(self) -> None:
        super().__init__()
        self.answered: list[str] = []
        self.at_work: Counter[str] = Counter()
        self.most_at_work: Counter[str] = Counter()

    def _answer(self, scope: dict[str, Any], body: bytes, asked: float) -> Any:
        who = scope["path"].split("/")[1]
        self.at_work[who] += 1
        self.most_at_work[who] = max(self.most_at_work[who], self.at_work[who])
        time.sleep(0.01)
        self.at_work[who] -= 1
        self.answered.append(scope["path"])
        return http_handler._messages(HttpResponse("ok"))


def scope_of(path: str, cookie: str = "", address: str = "203.0.113.7") -> dict[str, Any]:
    headers = [(b"host", b"localhost"), (b"cookie", cookie.encode())]
    return {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers,
            "client": [address, 1]}  # fmt: skip


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


async def crowd(pages: http_handler.Pages, *scopes: dict[str, Any]) -> None:
    """All of these ask at once, in this order."""
    await asyncio.gather(*(pages._judge(scope, b"") for scope in scopes))


@pytest.fixture(autouse=True)
def forget_parties() -> None:
    requesters._known.clear()


SEAT, BAS, CONSOLE = (
    ("/seat/mallory/", "kr_seat_mallory=m"),
    ("/seat/bas/", "kr_seat_bas=b"),
    ("/console/w/", "kr_session=f"),
)


@pytest.mark.parametrize("below", ["", "regions/"])
async def test_a_page_that_asks_150_times_at_once_waits_for_itself_only(below: str) -> None:
    pages = Slow()
    for path, cookie in (SEAT, BAS):
        requesters.remember(scope_of(path, cookie))
    flood = [scope_of(SEAT[0] + below, SEAT[1]) for _ in range(150)]
    await crowd(pages, *flood, scope_of(*BAS))
    assert pages.answered.index("/seat/bas/") < 30  # in one line for all it would be the last
    assert len(pages.answered) == 151
    assert pages.most_at_work["seat"] <= requesters.PAGE_AT_ONCE + 1


async def test_pages_that_somebody_makes_up_are_all_one_party() -> None:
    pages = Slow()
    requesters.remember(scope_of(*BAS))
    flood = [scope_of(f"/seat/{number}/", f"kr_seat_{number}=x") for number in range(150)]
    stolen = [scope_of(BAS[0], "kr_seat_bas=guess") for _ in range(50)]
    await crowd(pages, *flood, *stolen, scope_of("/join/ABCDEF/", address="198.51.100.1"), scope_of(*BAS))
    assert max(pages.answered.index(path) for path in ("/join/ABCDEF/", "/seat/bas/")) < 60


async def test_a_place_is_kept_for_the_regie_when_all_others_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    pages, goes_on = http_handler.Pages(), threading.Event()
    requesters.remember(scope_of(*CONSOLE))

    def answer(scope: dict[str, Any], body: bytes, asked: float) -> Any:
        assert scope["path"].startswith("/console/") or goes_on.wait(30)
        return http_handler._messages(HttpResponse("ok"))

    monkeypatch.setattr(pages, "_answer", answer)
    crowd = [scope_of("/", address=f"203.0.113.{number}") for number in range(100)]
    held_up = [asyncio.create_task(pages._judge(scope, b"")) for scope in crowd]
    await until(lambda: pages.places.free == http_handler.KEPT)
    async with asyncio.timeout(10):
        head, _body = await pages._judge(scope_of(*CONSOLE), b"")
    goes_on.set()
    await asyncio.gather(*held_up)
    assert (head["status"], pages.places.free) == (200, http_handler.PAGES)


async def test_a_page_becomes_a_party_by_a_good_answer_only(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Slow()
    await crowd(pages, scope_of(*SEAT))
    monkeypatch.setattr(pages, "_answer", lambda *asked: http_handler._messages(HttpResponse(status=401)))
    await crowd(pages, scope_of(*BAS))
    assert [requesters.party_of(scope_of(*page)).name.split()[0] for page in (SEAT, BAS)] == ["seat", "address"]


async def test_who_left_frees_the_place_when_the_work_is_done() -> None:
    pages = Slow()
    gone = [asyncio.create_task(pages._judge(scope_of("/"), b"")) for _ in range(30)]
    await asyncio.sleep(0.005)
    for task in gone:
        task.cancel()
    await asyncio.gather(*gone, return_exceptions=True)
    await crowd(pages, scope_of("/last/"))
    await until(lambda: pages.places.idle)
    assert ("/last/" in pages.answered, len(pages.answered) < 20, pages.places.free) == (True, True, http_handler.PAGES)


async def test_of_more_than_can_wait_some_are_told_that_it_is_too_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_handler, "MOST_WAITING", 10)
    pages = Slow()
    found = await asyncio.gather(*(pages._judge(scope_of("/"), b"") for _ in range(40)))
    statuses = Counter(head["status"] for head, _body in found)
    assert statuses == {200: 10 + requesters.ADDRESS_AT_ONCE, 503: 30 - requesters.ADDRESS_AT_ONCE}


def keep_busy(pages: http_handler.Pages, *, commands: bool = True) -> None:
    for _ in range(http_handler.PAGES):
        pages.pages.submit(time.sleep, 0.5)
    for _ in range(http_handler.COMMANDS if commands else 0):
        pages.commands.submit(time.sleep, 0.5)
