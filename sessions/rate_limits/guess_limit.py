"""Rate limit of guessing: it is slow, and nobody is ever locked out.

A view whose request names a code, or a name and a password, is decorated with `slows_guessing`; it says
`guess_of(request).wrong()` when the code was wrong. The first wrong tries of an address cost nothing: people mistype,
and a whole room has one address. After that its tries are judged one at a time, one a second, right and wrong alike.
What opens more (an account, the second chair) first waits by its name too. A browser that once got in has a lane of
its own. Who waits holds no thread: sessions/server/http_handler.py does the waiting.

All other browsers of an address stand in line, in order of arrival: nothing tells a stranger's browser from that of a
newcomer, so what comes later never goes first. There are two such lines, served in turn, for browsers with and without
a cookie of a form: a flood without cookies then costs who opened the form nothing. A line for each cookie would let
who makes up many cookies come first. Tries wait by name side by side and not one after the other, so a newcomer waits
for a name once, however many strangers try that name.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from sessions import access
from sessions.origin import is_foreign
from sessions.rate_limits import code_guesses
from sessions.rate_limits.client_ip import address_of
from sessions.rate_limits.fair_queue import FairQueue, Full, Party
from sessions.rate_limits.guess_store import open_store
from sessions.signatures import View

#: Wrong tries of one address within so many seconds for which nothing waits, and the pace of its tries beyond that.
FREE, WINDOW, PACE = 3, 60.0, 1.0
#: The same for one name or door, over all addresses. Each further wrong try doubles the pace, to LONGEST.
NAME_FREE, NAME_WINDOW, LONGEST = 3, 3600.0, 30.0
#: Tries that may wait in one lane, and seconds that one waits before it is told to come again: room for the longest
#: wait for a name and then a turn behind forty others.
MOST_WAITING, PATIENCE = 100, 75.0
#: The cookie by which a browser that got in is known, and how many of its successes it holds.
COOKIE, SALT, MOST_KNOWN = "kr_known", "sessions.rate_limits.guess_limit", 4


class Clock:
    """The time, and how to let it pass; tests put another in its place."""

    def now(self) -> float:
        """Seconds: of the calendar when processes compare them, else of a clock that nobody sets."""
        return time.time() if settings.REDIS_URL else time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def timeout(self, seconds: float) -> asyncio.Timeout:
        return asyncio.timeout(seconds)


clock = Clock()
# With several processes they count together in Redis.
store = open_store(settings.REDIS_URL, f"ruilen-{settings.INSTALLATION}:guess")


@dataclass(frozen=True)
class Lane:
    """Where tries wait for each other: the next one may go on `pace` seconds after the last."""

    key: str
    pace: float


class Guess:
    """One try. `name`: what it tries to open, when that opens more than a page ("sign in:fleur"); else empty."""

    def __init__(self, request: HttpRequest, name: str = "") -> None:
        self.known = _read_known(request)
        self.opened_form = settings.CSRF_COOKIE_NAME in request.COOKIES
        #: Where this try is counted: for its browser if that is known, else for its address.
        self.source = f"browser:{self.known[0]}" if self.known else f"address:{address_of(request)}"
        sign = _sign(name) if name else ""
        self.name = f"name:{sign}:known" if sign in self.known else f"name:{sign}" if sign else ""

    def needed(self) -> TurnNeeded | None:
        """What this try waits for; None: judge it now."""
        rest = self._rest()
        return TurnNeeded(Lane(self.source, PACE), rest, self.opened_form) if rest or self.slow else None

    def _rest(self) -> Lane | None:
        """Where this try waits by its name: by source too, so that nobody waits for all the guessers of the world."""
        tries = store.count(self.name, clock.now() - NAME_WINDOW) if self.name else 0
        pace = min(LONGEST, 2.0 ** (tries - NAME_FREE))
        return Lane(f"{self.name}:{self.source}", pace) if tries >= NAME_FREE else None

    @property
    def slow(self) -> bool:
        """Whether there were so many wrong tries from here that the next one waits."""
        return store.count(self.source, clock.now() - WINDOW) > FREE

    def wrong(self, *, told: bool = True) -> None:
        """Count it. `told`: as a guess at a code, of which the facilitators hear when there are many."""
        store.add(self.source, clock.now(), WINDOW)
        if self.name:
            store.add(self.name, clock.now(), NAME_WINDOW)
        if told:
            code_guesses.count(store, clock.now())


def guess_of(request: HttpRequest) -> Guess:
    """The try that this request is, in a view that slows guessing."""
    guess: Guess = request.guess  # type: ignore[attr-defined]  # slows_guessing puts it there
    return guess


def slows_guessing(named: Callable[[HttpRequest], str] | None = None) -> Callable[[View], View]:
    """For a view that looks up what somebody typed. Each POST is a try, and so is each GET whose address holds a code.

    `named`: what the try opens, when that must wait by its name too.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def slowed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method != "POST" and "code" not in kwargs:
                return view(request, *args, **kwargs)
            if request.method != "POST" and is_foreign(request):
                return _refuse(request, _("Open dit adres zelf: een andere site mag dat niet voor je doen."), 403)
            guess = Guess(request, named(request) if named else "")
            request.guess = guess  # type: ignore[attr-defined]  # for `guess_of`
            return _wait_first(request, guess) or view(request, *args, **kwargs)

        return slowed

    return decorate


# --- waiting ---------------------------------------------------------------------------------------------------------


class TurnNeeded(HttpResponse):
    """No answer yet: this request is to be put again after its `rest`, if any, and its turn in `line`.

    Never leaves the server. Those who rest do so side by side; from the line they go on one at a time.
    """

    status_code = 102

    def __init__(self, line: Lane, rest: Lane | None = None, opened_form: bool = False) -> None:
        super().__init__()
        self.line, self.rest, self.opened_form = line, rest, opened_form


def _wait_first(request: HttpRequest, guess: Guess) -> HttpResponse | None:
    """None: judge it now."""
    scope = getattr(request, "scope", {})
    if "turn" in scope:
        return None if scope["turn"] else _too_busy(request)
    needed = guess.needed()
    if needed and not scope:
        _wait_alone(needed)
        return None
    return needed


def _wait_alone(needed: TurnNeeded) -> None:
    """Without a server around it nobody else is held up."""
    if needed.rest and (seconds := _take_turn(needed.rest)):
        clock.sleep(seconds)
        _begin_turn(needed.rest)
    while seconds := _take_turn(needed.line):
        clock.sleep(seconds)


def _take_turn(lane: Lane) -> float:
    return store.take_turn(lane.key, clock.now(), lane.pace)


def _begin_turn(lane: Lane) -> None:
    store.begin_turn(lane.key, clock.now(), lane.pace)


class Turns:
    """Where tries wait, on the loop: in this process in order of arrival; the store sets the pace for all processes."""

    def __init__(self) -> None:
        self.queues: dict[str, FairQueue] = {}

    @asynccontextmanager
    async def taken(self, needed: TurnNeeded) -> AsyncIterator[bool]:
        """The turn, for as long as judging takes; False when that took too long or too many wait."""
        async with AsyncExitStack() as stack:
            try:
                async with clock.timeout(PATIENCE):
                    if needed.rest:
                        await self._rest(needed.rest, needed.opened_form)
                    await stack.enter_async_context(self._turn(needed.line, needed.opened_form))
                got = True
            except (TimeoutError, Full):
                got = False
            yield got

    async def _rest(self, lane: Lane, opened_form: bool) -> None:
        """Wait once, whoever else does: in turn, a stranger's tries would each add a whole wait to everybody's."""
        async with self._place(lane, opened_form, MOST_WAITING):
            if seconds := await asyncio.to_thread(_take_turn, lane):
                await clock.wait(seconds)
                await asyncio.to_thread(_begin_turn, lane)

    @asynccontextmanager
    async def _turn(self, lane: Lane, opened_form: bool) -> AsyncIterator[None]:
        async with self._place(lane, opened_form, 1):
            while seconds := await asyncio.to_thread(_take_turn, lane):
                await clock.wait(seconds)
            yield

    @asynccontextmanager
    async def _place(self, lane: Lane, opened_form: bool, places: int) -> AsyncIterator[None]:
        queue = self.queues.setdefault(lane.key, FairQueue(places, waiting=MOST_WAITING))
        try:
            async with queue.place(Party(str(opened_form), at_once=places)):
                yield
        finally:
            if queue.idle:
                self.queues.pop(lane.key, None)


def _too_busy(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "Er wordt hier nu te vaak geraden. Je bent niet buitengesloten: probeer het over een halve minuut weer."
    )
    response = _refuse(request, sentence, 429)
    response["Retry-After"] = str(int(LONGEST))
    return response


def _refuse(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "closed.html", {"sentence": sentence}, status=status)


# --- who asks --------------------------------------------------------------------------------------------------------


def know(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """This browser got in, by the seat, account or chair of this name. Not by a code, which a whole room has."""
    known = [sign for sign in _read_known(request) if sign != _sign(name)]
    value = signing.dumps([*known, _sign(name)][-MOST_KNOWN:], salt=SALT)
    access.keep(response, COOKIE, value, "/")


def _read_known(request: HttpRequest) -> list[str]:
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return []
    return [str(sign) for sign in known]


def _sign(name: str) -> str:
    """What stands for a name in cookies and counts, so that no name of a person does."""
    return salted_hmac(SALT, name, algorithm="sha256").hexdigest()[:16]
