"""The HTTP handler: one thread of ours does all of one request, from the first middleware to the last byte.

Django's own handler goes to a thread and back for each middleware and each signal, in a thread that is new for every
request, and so with a new connection to the database: a command by POST costs 1.7 times as much CPU under it
(docs/performance.md, *What stays because it gains*). This may go when Django's handler keeps one thread per request.
"""

from __future__ import annotations

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from io import BytesIO
from time import monotonic

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from sessions.middleware.request_log import HEADERS
from sessions.rate_limits.fair_queue import FairQueue, Full
from sessions.rate_limits.guess_limit import TurnNeeded, Turns
from sessions.rate_limits.requesters import party_of, remember
from sessions.signatures import Message, Receive, Scope, Send

#: Pages, and commands, that are answered at once; those beyond wait for their turn, but no command for a page: after a
#: restart all ask for all they show. On SQLite each keeps one open file.
PAGES, COMMANDS = 12, 8
#: Of each, places that are kept for consoles and the beamer; and requests that may wait for one.
KEPT, MOST_WAITING = 2, 1000
#: Seconds that what a script asks may wait for its turn. It gives up after eight and asks anew, so a server that fell
#: so far behind would answer only those who have left, and never catch up.
LONGEST_WAIT = 4.0
#: What regions.js and command.js ask, again and again until it is answered.
ASKED_AGAIN = ("/regions/", "/do/")

Messages = tuple[Message, Message]


class Pages(ASGIHandler):
    """All pages and commands. What one visitor may send is bounded before this (sessions/server/request_limits.py)."""

    def __init__(self) -> None:
        BaseHandler.__init__(self)  # Django's own would prepare the middleware for the loop
        self.load_middleware(is_async=False)
        self.turns = Turns()
        self.pages = ThreadPoolExecutor(PAGES, thread_name_prefix="page")
        self.commands = ThreadPoolExecutor(COMMANDS, thread_name_prefix="command")
        # Shared out in turn, so that who asks for much keeps nobody else waiting; some are kept for those who lead.
        self.places = FairQueue(PAGES, kept=KEPT, waiting=MOST_WAITING)
        self.command_places = FairQueue(COMMANDS, kept=KEPT, waiting=MOST_WAITING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. What a view began it finishes, also when nobody waits for it any more."""
        try:
            with closing(await self.read_body(receive)) as file:
                body = file.read()  # at most 3 MB (request_limits.py), and perhaps asked for twice
        except RequestAborted:
            return
        for message in await self._judge(scope, body):
            await send(message)

    async def _judge(self, scope: Scope, body: bytes) -> Messages:
        """The answer; of a guess that has to wait, once it has its turn. It waits here, and holds no thread."""
        answer = await self._run(scope, body)
        if not isinstance(answer, TurnNeeded):
            return answer
        async with self.turns.taken(answer) as taken:
            answer = await self._run({**scope, "turn": taken}, body)
            assert not isinstance(answer, TurnNeeded)
            return answer

    async def _run(self, scope: Scope, body: bytes) -> Messages | TurnNeeded:
        # A context of its own: nothing of the last request, such as its language, is left in the thread.
        answer = partial(contextvars.Context().run, self._answer, scope, body, monotonic())
        threads, places = (self.commands, self.command_places) if "/do/" in scope["path"] else (self.pages, self.places)
        party = party_of(scope)
        try:
            await places.enter(party)
        except Full:
            return _messages(_crowded())
        work = asyncio.get_running_loop().run_in_executor(threads, answer)
        # When the work is done, and not when nobody waits for it any more: a thread is busy until then.
        work.add_done_callback(lambda _: places.leave(party))
        found = await asyncio.shield(work)
        if not isinstance(found, TurnNeeded) and found[0]["status"] in (200, 304):
            remember(scope)
        return found

    def _answer(self, scope: Scope, body: bytes, asked: float) -> Messages | TurnNeeded:
        if monotonic() - asked > LONGEST_WAIT and any(part in scope["path"] for part in ASKED_AGAIN):
            return _messages(_crowded())
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        request, refusal = self.create_request(scope, BytesIO(body))
        response = refusal if request is None else self.get_response(request)
        assert response is not None
        with closing(response):  # which says that the request is finished
            return response if isinstance(response, TurnNeeded) else _messages(response)


def _crowded() -> HttpResponse:
    """Nothing was done. In both languages, for nobody has looked at what this browser speaks."""
    sentence = "Het is nu te druk. Probeer het zo nog eens.\n\nIt is too busy now. Try again in a moment.\n"
    headers = {**HEADERS, "Retry-After": "2"}
    return HttpResponse(sentence, status=503, headers=headers, content_type="text/plain; charset=utf-8")


def _messages(response: HttpResponseBase) -> Messages:
    """An answer as ASGI wants it: its head and its body. Ours are small, files too, so none is sent in pieces."""
    body = response.getvalue()
    heads = [(name.encode("ascii"), str(value).encode("latin1")) for name, value in response.items()]
    heads += [(b"Set-Cookie", one.output(header="").encode("ascii").strip()) for one in response.cookies.values()]
    head = {"type": "http.response.start", "status": response.status_code, "headers": heads}
    return head, {"type": "http.response.body", "body": body}
