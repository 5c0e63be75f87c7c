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
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponseBadRequest
from django.http.response import HttpResponseBase

from sessions import metrics

logger = logging.getLogger(__name__)

Answerer = Callable[[HttpRequest], HttpResponseBase]

#: The number of the request that is being answered; empty outside one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

#: On every answer, also on those that no view made (a refused host, a static file, a server error).
HEADERS = {
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
        began, given = _begin()
        return _end(request, refuse_nul(request) or get_response(request), began, given)

    return answer


def refuse_nul(request: HttpRequest) -> HttpResponseBase | None:
    """No honest browser sends a NUL in an address or a cookie, and PostgreSQL falls over it."""
    sent = [request.path, request.META.get("QUERY_STRING", "").replace("%00", "\0"), *request.COOKIES.values()]
    return (
        HttpResponseBadRequest("Dit adres kan niet.", content_type="text/plain; charset=utf-8")
        if any("\0" in text for text in sent)
        else None
    )


def _begin() -> tuple[float, str]:
    given = secrets.token_hex(5)
    request_id.set(given)
    return time.monotonic(), given


def _end(request: HttpRequest, response: HttpResponseBase, began: float, given: str) -> HttpResponseBase:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = given
    route = request.resolver_match.view_name if request.resolver_match else ""
    took = time.monotonic() - began
    metrics.seconds.labels(route).observe(took)
    told = {"method": request.method, "route": route, "status": response.status_code, "ms": round(took * 1000)}
    logger.log(logging.ERROR if response.status_code >= 500 else logging.INFO, "request", extra={"told": told})
    request_id.set("")
    return response


def _tell_failure(sender: Any, **kwargs: Any) -> None:
    """A view failed: where, under the number that the page shows."""
    logger.error("a view failed", exc_info=True)


got_request_exception.connect(_tell_failure, dispatch_uid="traffic")
