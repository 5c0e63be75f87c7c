"""Who asks, among whom places are shared fairly: a page that was let in before with the same key, else an address.

An address alone would put a whole room behind one router into one line; a page alone could be made up. So a page is a
party of its own once it was answered well, together with the cookie that opened it.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping

from django.conf import settings
from django.http.cookie import parse_cookie

from sessions import access
from sessions.rate_limits.client_ip import address_of_scope
from sessions.rate_limits.fair_queue import Party
from sessions.signatures import Scope

#: Requests that one page, and one address without a page, may have answered at the same time: few, for all threads
#: share one core, and a page asks for one thing after the other.
PAGE_AT_ONCE, ADDRESS_AT_ONCE = 2, 4
#: Pages that a process remembers; the least used go first.
MOST_PAGES = 5000

_PAGE = re.compile(f"/(seat|console|projector)/({access.KEY.pattern})/")
_known: OrderedDict[str, None] = OrderedDict()


def party_of(scope: Scope) -> Party:
    """The party of a request or of a socket that opens."""
    page = _page_of(scope)
    if page in _known:
        _known.move_to_end(page)
        return Party(page, PAGE_AT_ONCE, first=page.startswith(("console", "beamer")))
    return Party(f"address {address_of_scope(scope)}", ADDRESS_AT_ONCE)


def remember(scope: Scope) -> None:
    """This page was answered well: from now on it is a party of its own."""
    if page := _page_of(scope):
        _known[page] = None
        _known.move_to_end(page)
        if len(_known) > MOST_PAGES:
            _known.popitem(last=False)


def _page_of(scope: Scope) -> str:
    """A name for the page and for what opened it; empty for what is no page of a workshop."""
    found = _PAGE.match(scope["path"])
    if not found:
        return ""
    kind, key = found.groups()
    cookies = parse_cookie(dict(scope["headers"]).get(b"cookie", b"").decode("latin1"))
    if kind == "projector":
        # The link is no secret in the room: a beamer that the regie opened is told from all others.
        kind, opened_by = ("beamer", "") if access.beamer_of(cookies) else (kind, address_of_scope(scope))
    else:
        opened_by = _key_of(kind, key, cookies)
    return f"{kind} {key} {hashlib.sha256(opened_by.encode()).hexdigest()[:16]}"


def _key_of(kind: str, key: str, cookies: Mapping[str, str]) -> str:
    if kind == "seat":
        return cookies.get(access.seat_cookie(key), "")
    return f"{cookies.get(access.chair_cookie(key), '')} {cookies.get(settings.SESSION_COOKIE_NAME, '')}"
