"""A stranger who keeps wrong codes waiting at the address of a newcomer keeps nobody out."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from support.guess_clock import CommonClock

from sessions.rate_limits import guess_limit
from sessions.rate_limits.guess_limit import LONGEST, PACE, TurnNeeded, guess_of, slows_guessing
from sessions.server.http_handler import Pages

pytestmark = pytest.mark.slow

RIGHT = "the code on the sheet"
SEEDS = range(8)
#: Seconds that a newcomer may need beyond a turn for each who waits: the wait for the name, and who is being judged.
BEYOND = LONGEST + 2 * PACE


class TwoForms(Pages):
    """The server with two doors only: home asks for one code, take-over also waits by its name."""

    def __init__(self) -> None:
        super().__init__()
        self.judged: list[str] = []
        named = slows_guessing(named=lambda request: f"take over:{request.path}")
        self.doors = {"/": slows_guessing()(self._look), "/take-over/": named(self._look)}

    async def _run(self, scope: dict[str, Any], body: bytes) -> Any:
        request: Any = RequestFactory().post(scope["path"], REMOTE_ADDR=scope.get("from", "203.0.113.7"))
        request.scope, request.typed = scope, body.decode()
        request.COOKIES.update(scope["cookies"])
        # The sentence of a refusal is painted elsewhere.
        answer = self.doors[scope["path"]](request) if scope.get("turn", True) else HttpResponse(status=429)
        return answer if isinstance(answer, TurnNeeded) else answer.status_code

    def _look(self, request: HttpRequest) -> HttpResponse:
        typed: str = request.typed  # type: ignore[attr-defined]
        self.judged.append(typed)
        if typed == RIGHT:
            return HttpResponse()
        guess_of(request).wrong(told=False)
        return HttpResponse(status=404)

    async def ask(self, path: str, typed: str, **cookies: str) -> Any:
        return await self._judge({"path": path, "cookies": cookies}, typed.encode())

    async def keep_wrong(self, path: str, doze: Callable[[], Any], cookies: float) -> None:
        """Somebody who always has a wrong code waiting, each time as another browser, so often with a cookie."""
        while True:
            await doze()
            made_up = {settings.CSRF_COOKIE_NAME: f"{random.random()}"} if random.random() < cookies else {}
            await self.ask(path, "wrong", **made_up)
            await asyncio.sleep(0)


@pytest.fixture
def common_clock(monkeypatch: pytest.MonkeyPatch) -> CommonClock:
    async def at_once(work: Callable[..., Any], *given: Any) -> Any:
        return work(*given)

    clock = CommonClock()
    monkeypatch.setattr(guess_limit, "clock", clock)
    monkeypatch.setattr(asyncio, "to_thread", at_once)
    return clock


async def waited_by_newcomer(
    clock: CommonClock, paths: list[str], door: str, cookies: float = 1.0
) -> tuple[int, float, int]:
    """Status, seconds and number of tries judged meanwhile, of who comes while others keep wrong codes waiting."""
    pages, newcomer = TwoForms(), "the newcomer's own"
    for _ in range(12):
        await clock.run(pages.ask("/take-over/", "wrong"))

    async def doze() -> None:
        await clock.wait(random.uniform(0.0, 0.5))

    others = [asyncio.create_task(pages.keep_wrong(path, doze, cookies)) for path in paths]
    await clock.run(clock.wait(random.uniform(60.0, 120.0)))
    begun, before = clock.now(), len(pages.judged)
    status = await clock.run(pages.ask(door, RIGHT, **{settings.CSRF_COOKIE_NAME: newcomer}))
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    return status, clock.now() - begun, len(pages.judged) - before


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("many", [2, 3, 10, 40])
async def test_s21_wrong_codes_that_wait_at_the_same_door_hold_a_newcomer_up_for_a_turn_each(
    many: int, seed: int, common_clock: CommonClock
):
    random.seed(seed)
    status, seconds, judged = await waited_by_newcomer(common_clock, ["/take-over/"] * many, "/take-over/")
    assert status == 200
    assert seconds <= BEYOND + many * PACE
    assert judged <= BEYOND + many


@pytest.mark.parametrize("seed", SEEDS)
async def test_s21_forty_at_all_doors_hold_who_takes_over_up_for_a_turn_each(seed: int, common_clock: CommonClock):
    random.seed(seed)
    paths = ["/", "/take-over/"] * 20
    status, seconds, _judged = await waited_by_newcomer(common_clock, paths, "/take-over/")
    assert (status, seconds <= BEYOND + 40 * PACE) == (200, True)


@pytest.mark.parametrize("seed", SEEDS)
async def test_s02_more_than_forty_at_the_door_hold_who_joins_up_for_a_turn_each(seed: int, common_clock: CommonClock):
    random.seed(seed)
    status, seconds, judged = await waited_by_newcomer(common_clock, ["/"] * 45, "/")
    assert (status, seconds <= 47 * PACE, judged <= 47) == (200, True, True)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cookies", [0.25, 0.5, 0.75])
async def test_s21_cookies_on_some_tries_make_it_no_longer(cookies: float, seed: int, common_clock: CommonClock):
    random.seed(seed)
    status, seconds, _judged = await waited_by_newcomer(common_clock, ["/"] * 40, "/take-over/", cookies)
    assert (status, seconds <= BEYOND + 42 * PACE) == (200, True)


async def test_s02_a_cookie_that_a_browser_chose_puts_nobody_before_others(common_clock: CommonClock):
    pages = TwoForms()
    for _ in range(5):
        await common_clock.run(pages.ask("/", "wrong"))
    same = [pages.ask("/", f"same {n}", **{settings.CSRF_COOKIE_NAME: "x"}) for n in range(5)]
    each = [pages.ask("/", f"each {n}", **{settings.CSRF_COOKIE_NAME: f"{n}"}) for n in range(5)]
    await common_clock.run(asyncio.wait_for(asyncio.gather(*same, *each), None))
    assert pages.judged[5:] == [f"same {n}" for n in range(5)] + [f"each {n}" for n in range(5)]


@pytest.mark.parametrize("seed", SEEDS)
async def test_s21_many_tries_at_once_are_no_way_round_the_pace(seed: int, common_clock: CommonClock):
    random.seed(seed)
    pages = TwoForms()
    for _ in range(12):
        await common_clock.run(pages.ask("/take-over/", "wrong"))
    begun = common_clock.now()
    common_clock.time += 61  # the address is rested; the door is not
    await common_clock.run(asyncio.wait_for(asyncio.gather(*(pages.ask("/take-over/", "x") for _ in range(40))), None))
    assert common_clock.now() - begun - 61 >= 39 * PACE
