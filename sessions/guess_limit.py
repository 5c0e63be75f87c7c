"""Rate limit of guessing: it is slow, and nobody is ever locked out.

A view whose request names a code, or a name and a password, is decorated with `slows_guessing`; it says
`guess_of(request).wrong()` when the code was wrong. The first wrong tries of an address cost nothing: people mistype,
and a whole room has one address. After that its tries are judged one at a time, one a second, right and wrong alike.
What opens more (an account, the second chair, a seat) waits by its name too. A browser that once got in has a lane of
its own. Who waits holds no thread: sessions/pages.py does the waiting.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from sessions import access, code_guesses
from sessions.address import address_of
from sessions.fair_queue import FairQueue, Full, Party
from sessions.guess_store import open_store

#: Wrong tries of one address within so many seconds for which nothing waits, and the pace of its tries beyond that.
FREE, WINDOW, PACE = 3, 60.0, 1.0
#: The same for one name or door, over all addresses. Each further wrong try doubles the pace, to LONGEST.
NAME_FREE, NAME_WINDOW, LONGEST = 3, 3600.0, 30.0
#: Tries that may wait in one lane, and seconds that one waits before it is told to come again.
MOST_WAITING, PATIENCE = 40, 45.0
#: The cookie by which a browser that got in is known, and how many of its successes it holds.
COOKIE, SALT, MOST_KNOWN = "kr_known", "sessions.guess_limit", 4

View = Callable[..., HttpResponse]


class Clock:
    """The time, and how to let it pass; tests put another in its place."""

    def now(self) -> float:
        """Seconds: of the calendar when processes compare them, else of a clock that nobody sets."""
        return time.time() if settings.REDIS_URL else time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


clock = Clock()
# With several processes they count together in Redis.
store = open_store(settings.REDIS_URL, f"ruilen-{settings.INSTALLATION}:guess")


@dataclass(frozen=True)
class Lane:
    """A line in which tries wait to be judged one at a time, `pace` seconds apart."""

    key: str
    pace: float


class Guess:
    """One try. `name`: what it tries to open, when that opens more than a page ("sign in:fleur"); else empty."""

    def __init__(self, request: HttpRequest, name: str = "") -> None:
        self.known = _read_known(request)
        self.visitor = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")[:64]
        #: Where this try is counted: for its browser if that is known, else for its address.
        self.source = f"browser:{self.known[0]}" if self.known else f"address:{address_of(request)}"
        sign = _sign(name) if name else ""
        self.name = f"name:{sign}:known" if sign in self.known else f"name:{sign}" if sign else ""

    def lanes(self) -> list[Lane]:
        """Where this try waits for its turn: the longest wait first, so that it keeps nobody from the other lane."""
        found = []
        tries = store.count(self.name, clock.now() - NAME_WINDOW) if self.name else 0
        if tries >= NAME_FREE:
            # By source, so that nobody waits behind all the guessers of the world.
            found.append(Lane(f"{self.name}:{self.source}", min(LONGEST, 2.0 ** (tries - NAME_FREE))))
        if self.slow:
            found.append(Lane(self.source, PACE))
        return found

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
    guess: Guess = request.guess  # type: ignore[attr-defined]
    return guess


def slows_guessing(named: Callable[[HttpRequest], str] | None = None) -> Callable[[View], View]:
    """For a view that looks up what somebody typed. Each POST is a try, and so is each GET whose address holds a code.

    `named`: what the try opens, when that must wait by its name too.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def slowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST" and "code" not in kwargs:
                return view(request, *args, **kwargs)
            if request.method != "POST" and is_foreign(request):
                return _refuse(request, _("Open dit adres zelf: een andere site mag dat niet voor je doen."), 403)
            request.guess = guess = Guess(request, named(request) if named else "")  # type: ignore[attr-defined]
            return _wait_first(request, guess) or view(request, *args, **kwargs)

        return slowed

    return decorate


# --- waiting ---------------------------------------------------------------------------------------------------------


class TurnNeeded(HttpResponse):
    """No answer yet: this request is to be put again when it has its turn in all `lanes`. Never leaves the server."""

    status_code = 102

    def __init__(self, lanes: list[Lane], visitor: str) -> None:
        super().__init__()
        self.lanes, self.visitor = lanes, visitor


def _wait_first(request: HttpRequest, guess: Guess) -> HttpResponse | None:
    """None: judge it now."""
    scope = getattr(request, "scope", {})
    if "turn" in scope:
        return None if scope["turn"] else _too_busy(request)
    lanes = guess.lanes()
    if lanes and scope:
        return TurnNeeded(lanes, guess.visitor)
    for lane in lanes:  # without a server around it nobody else is held up
        while seconds := store.take_turn(lane.key, clock.now(), lane.pace):
            clock.sleep(seconds)
    return None


class Turns:
    """Where tries wait, on the loop. Each lane is fair between browsers, in this process; the store sets the pace for
    all processes."""

    def __init__(self) -> None:
        self.queues: dict[str, FairQueue] = {}

    @asynccontextmanager
    async def taken(self, needed: TurnNeeded) -> AsyncIterator[bool]:
        """The turn in all lanes, for as long as judging takes; False when that took too long or too many wait."""
        async with AsyncExitStack() as stack:
            try:
                async with asyncio.timeout(PATIENCE):
                    for lane in needed.lanes:
                        await stack.enter_async_context(self._turn(lane, needed.visitor))
                got = True
            except (TimeoutError, Full):
                got = False
            yield got

    @asynccontextmanager
    async def _turn(self, lane: Lane, visitor: str) -> AsyncIterator[None]:
        queue = self.queues.setdefault(lane.key, FairQueue(1, waiting=MOST_WAITING))
        try:
            async with queue.place(Party(visitor)):
                while seconds := await asyncio.to_thread(store.take_turn, lane.key, clock.now(), lane.pace):
                    await clock.wait(seconds)
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


def is_foreign(request: HttpRequest) -> bool:
    """Whether a page of another site asks for this behind somebody's back: a picture, a script, a frame.

    A link that somebody follows from elsewhere (their mail) is no such thing. Browsers say which it is, but on plain
    http only in Accept and Referer.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in ("cross-site", "same-site") and request.headers.get("Sec-Fetch-Dest") != "document"
    accepted = request.headers.get("Accept", "text/html")
    if "text/html" in accepted:
        return False
    host = urlsplit(request.headers.get("Referer", "")).netloc
    return host != request.get_host() if host else accepted.startswith(("image/", "text/css"))


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
