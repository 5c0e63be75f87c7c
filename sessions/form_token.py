"""The token of a form, and what stands in for one that was replaced: signing in gives a browser a new token, and the
forms that stand open in its other tabs still bear the old one.

Such a form counts when the browser itself says that a page of ours sends it. No page can set that header, and it names
scheme and port, so it says more than a token. A browser that keeps no cookies is refused all the same, and told why.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware


class FormToken(CsrfViewMiddleware):
    """Django's check, which also takes a form with an old token from a page of this very address."""

    def process_view(
        self, request: HttpRequest, callback: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseForbidden | None:
        """None: go on; else the refusal."""
        refusal = super().process_view(request, callback, args, kwargs)
        return None if refusal is not None and _is_from_our_page(request) else refusal


def _is_from_our_page(request: HttpRequest) -> bool:
    ours = f"{request.scheme}://{request.get_host()}".lower()
    sent_from = request.headers.get("Sec-Fetch-Site", "same-origin")  # not over plain http
    keeps_cookies = settings.CSRF_COOKIE_NAME in request.COOKIES
    return keeps_cookies and request.headers.get("Origin", "").lower() == ours and sent_from == "same-origin"
