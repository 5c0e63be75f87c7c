"""Submissions of forms outside a workshop: each counts once, however often it is sent.

Inside a workshop the journal keeps what an action id stands for. This keeps it for forms that come before that: whoever
has no seat yet is known by a random key of their browser, and what makes a workshop is a `Submission`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from sessions import access
from sessions.signatures import View
from workshop.models import Submission, Workshop
from workshop.models.base import new_token
from workshop.perform import fingerprint
from workshop.permissions import Actor
from workshop.refusals import AlreadySent

COOKIE, COOKIE_AGE = "kr_browser", 24 * 3600
LONGEST_ACTION_ID = 40


def knows_browser(view: View) -> View:
    """Give the browser that comes here a random key of its own, unless it has one."""

    @wraps(view)
    def known(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not access.KEY.fullmatch(request.COOKIES.get(COOKIE, "")):
            request.COOKIES[COOKIE] = new_token()
        response = view(request, *args, **kwargs)
        access.keep(response, COOKIE, request.COOKIES[COOKIE], "/", seconds=COOKIE_AGE)
        return response

    return known


def browser_of(request: HttpRequest) -> str:
    """What stands for this browser in the database: a digest, so that the key itself lies only in its cookie."""
    return hashlib.sha256(request.COOKIES[COOKIE].encode()).hexdigest()[:26]


def at_the_door(request: HttpRequest) -> Actor:
    """Somebody without a seat, by their browser."""
    return Actor("door", browser=browser_of(request))


def new_action_id() -> str:
    return secrets.token_hex(10)


def action_id_of(request: HttpRequest) -> str:
    """The id that the form bears; a form without a usable one is a form of its own."""
    sent = request.POST.get("action_id", "")
    return sent if is_action_id(sent) else new_action_id()


def is_action_id(text: str) -> bool:
    """Whether the database can take it as one."""
    return 0 < len(text) <= LONGEST_ACTION_ID and text.isascii() and text.isprintable()


def make_once(
    *, sender: str, action_id: str, asked: Mapping[str, object], make: Callable[[], Workshop]
) -> tuple[Workshop, bool]:
    """The workshop that this form makes, or has made already, and whether it is new. `asked`: the whole form.

    When `make` fails nothing that it wrote stays.

    Raises:
        AlreadySent: `sender` used this id for another form.
    """
    sign = fingerprint("submission", asked)
    with transaction.atomic():
        # The first one to insert goes on; on PostgreSQL the other waits here until that is done.
        submission, new = Submission.objects.get_or_create(
            sender=sender, action_id=action_id, defaults={"fingerprint": sign}
        )
        if submission.fingerprint != sign:
            raise AlreadySent()
        if new:
            submission.workshop = make()
            submission.save(update_fields=["workshop"])
    assert submission.workshop is not None
    return submission.workshop, new
