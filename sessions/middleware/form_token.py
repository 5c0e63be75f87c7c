"""Accepts forms that bear an old CSRF token: signing in gives a browser a new one, and the forms that stand open in its
other tabs still bear the old one.

Such a form counts when the browser itself says that a page of ours sends it. No page can set that header, and it names
scheme and port, so it says more than a token. A browser that keeps no cookies is refused all the same, and told why.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Answerer = Callable[[HttpRequest], HttpResponseBase]


def trust_our_pages(get_response: Answerer) -> Answerer:
    """Middleware before Django's own check of the token, which it spares the forms of this very address."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if _is_from_our_page(request):
            # Django has no other word for it, and its check must stay in the list: `check --deploy` looks for it.
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # a mark that Django keeps to itself
        return get_response(request)

    return answer


def _is_from_our_page(request: HttpRequest) -> bool:
    ours = f"{request.scheme}://{request.get_host()}".lower()
    sent_from = request.headers.get("Sec-Fetch-Site", "same-origin")  # not over plain http
    keeps_cookies = settings.CSRF_COOKIE_NAME in request.COOKIES
    return keeps_cookies and request.headers.get("Origin", "").lower() == ours and sent_from == "same-origin"
