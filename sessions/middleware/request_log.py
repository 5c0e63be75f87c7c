"""Every request gets a number; it stands in the log, in the answer and on the page that says that something broke.

A log line says what was asked by the name of the address, never by the address itself: codes, keys and tokens stand in
those. It says nothing about who asked.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase

from sessions import metrics

logger = logging.getLogger(__name__)

Answerer = Callable[[HttpRequest], HttpResponseBase]

#: The number of the request that is being answered; empty outside one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

#: Our mark. A page takes an answer without it for no answer, whatever its status: a portal, a proxy or a filter speaks
#: (static/js/http.js).
MARK = "Klanten-Ruilen"
#: On every answer, also on those that no view made (a refused host, a static file, a server error).
HEADERS = {
    MARK: settings.BUILD_ID,
    # What Django made itself asks for nothing; a page has a policy of its own (CONTENT_SECURITY_POLICY).
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def number(get_response: Answerer) -> Answerer:
    """The outermost middleware: gives the number, sees that the headers are there, writes one line."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        began = begin()
        return _end(request, refuse_nul(request) or refuse_charset(request) or get_response(request), began)

    return answer


def refuse_nul(request: HttpRequest) -> HttpResponseBase | None:
    """No honest browser sends a NUL in an address or a cookie, and PostgreSQL falls over it."""
    sent = [request.path, request.META.get("QUERY_STRING", "").replace("%00", "\0"), *request.COOKIES.values()]
    return (
        HttpResponseBadRequest("Dit adres kan niet.", content_type="text/plain; charset=utf-8")
        if any("\0" in text for text in sent)
        else None
    )


def refuse_charset(request: HttpRequest) -> HttpResponseBase | None:
    """Our pages send UTF-8. Django reads what a request names instead, also what makes text that no database takes."""
    named = (request.content_params or {}).get("charset", "utf-8").strip("\"' ").lower()
    if named == "utf-8":
        return None
    sentence = "Alleen UTF-8 kan."
    return HttpResponse(sentence, status=415, content_type="text/plain; charset=utf-8")


def begin() -> float:
    """Give what is asked now a number; when it began, for `tell`."""
    request_id.set(secrets.token_hex(5))
    return time.monotonic()


def tell(method: str, route: str, status: int, began: float) -> None:
    """One line on what was asked under this number and what became of it, and the time that it took."""
    took = time.monotonic() - began
    metrics.seconds.labels(route).observe(took)
    told = {"method": method, "route": route, "status": status, "ms": round(took * 1000)}
    logger.log(logging.ERROR if status >= 500 else logging.INFO, "request", extra={"told": told})
    request_id.set("")


def _end(request: HttpRequest, response: HttpResponseBase, began: float) -> HttpResponseBase:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = request_id.get()
    route = request.resolver_match.view_name if request.resolver_match else ""
    tell(request.method or "", route, response.status_code, began)
    return response


def _tell_failure(sender: object, **kwargs: object) -> None:
    """A view failed: where, under the number that the page shows."""
    logger.error("a view failed", exc_info=True)


got_request_exception.connect(_tell_failure, dispatch_uid="traffic")
