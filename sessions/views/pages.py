"""The pages of a workshop, their regions, and entry by a personal link."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sessions import access, metrics
from sessions.access import NoEntry, Viewer
from sessions.accounts import signed_out
from sessions.live import room
from sessions.middleware import error_pages, language
from sessions.network import is_overheard
from sessions.panels import regions
from sessions.rate_limits.guess_limit import know
from sessions.rate_limits.rate_limit import RateLimit
from sessions.signatures import View
from workshop.models import Participant, Workshop

Finder = Callable[[str, str, Mapping[str, str]], Viewer]

#: The template of each role's own page; those who take part share one.
PAGES = {"projector": "projector", "facilitator": "console"}
#: Says that a browser comes from a personal link, which gave it a cookie.
FROM_LINK = "link"
#: More than any hands ask for; a script that asks for more keeps the others waiting.
costly_limit = RateLimit(60, per=60.0)


def for_viewer(view: View, find: Finder = access.find) -> View:
    """Look up who looks, from the address and the cookies; the lookup is the permission."""

    @wraps(view)
    def looked_up(request: HttpRequest, kind: str, key: str, **rest: object) -> HttpResponse:
        try:
            viewer = find(kind, key, request.COOKIES)
        except NoEntry as refusal:
            return _turned_away(request, kind, refusal)
        # A projector hangs there for everybody: what somebody chose on the laptop behind it is not asked.
        language.follow(request, viewer.workshop, always=viewer.role == "projector")
        return view(request, viewer, **rest)

    return never_cache(looked_up)


def for_actor(view: View) -> View:
    """As `for_viewer`, for a view that only performs an action."""
    return for_viewer(view, access.find_to_act)


def limits_rate(view: View) -> View:
    """For what costs the server a second or more: a file that is typeset, a list that is read."""

    @wraps(view)
    def limited(request: HttpRequest, viewer: Viewer, **rest: object) -> HttpResponse:
        if costly_limit.allows(viewer.address):
            return view(request, viewer, **rest)
        sentence = _("Dit gaat te snel. Wacht een minuut en probeer het dan nog eens.")
        response = render(request, "closed.html", {"sentence": sentence}, status=429)
        response["Retry-After"] = str(costly_limit.retry_after)
        return response

    return limited


def _turned_away(request: HttpRequest, kind: str, refusal: NoEntry) -> HttpResponse:
    """A page for a person, JSON for a script. A facilitator who is not signed in may do so."""
    if FROM_LINK in request.GET and refusal.status == 401:
        return render(request, "closed.html", {"sentence": _without_cookies()}, status=refusal.status)
    signs_in = kind == "console" and refusal.status == 401
    if signs_in and request.method == "POST" and error_pages.is_for_a_person(request):
        return signed_out.ask(request)
    if "regions" in request.path or request.method == "POST":
        return JsonResponse({"code": refusal.code, "sentence": refusal.sentence}, status=refusal.status)
    if signs_in:
        return redirect(f"{reverse(settings.LOGIN_URL)}?next={request.path}")
    return render(request, "closed.html", {"sentence": refusal.sentence}, status=refusal.status)


def _without_cookies() -> str:
    return _(
        "Je browser bewaart geen cookies voor deze site, en zonder weet de server niet dat jij het bent. "
        "Sta cookies toe, of open je link in een gewoon venster of een andere browser."
    )


@require_GET
@for_viewer
def page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The whole board for this viewer; the stale regions are painted by the same hand."""
    if FROM_LINK in request.GET:
        return redirect(viewer.address)
    response = show_board(request, viewer, f"pages/{PAGES.get(viewer.role, 'workshop')}.html")
    if viewer.facilitates:
        access.mark_beamer(response, viewer.workshop)
    return response


def show_board(
    request: HttpRequest, viewer: Viewer, template: str, groups: regions.Groups | None = None
) -> HttpResponse:
    """A live page of a workshop; `groups`: its regions, when they are not those of the role's own page."""
    label, painted = regions.paint_page(viewer, groups)
    context = {"viewer": viewer, "workshop": viewer.workshop, "me": viewer.me, "label": label, "painted": painted,
               "build": settings.BUILD_ID, "overheard": is_overheard(request),
               "script": static(f"js/{viewer.role}.js")}  # fmt: skip
    return render(request, template, context)


@require_GET
@for_viewer
def region(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The regions asked for by `r`, as far as this viewer's page shows them; 304 when the workshop stood still."""
    if _label_of(request) == viewer.workshop.seq:
        return _labelled(HttpResponseNotModified(), viewer, viewer.workshop.seq)
    names = [name for name in regions.SHOWN[viewer.role] if name in request.GET.getlist("r")]
    label, painted = regions.paint(viewer, names)
    metrics.repaints.inc()
    return _labelled(HttpResponse(painted), viewer, label)


def _label_of(request: HttpRequest) -> int | None:
    tag = request.headers.get("If-None-Match", "").removeprefix("W/").strip('"')
    return int(tag) if tag.isascii() and tag.isdigit() and len(tag) < 20 else None


def _labelled(response: HttpResponse, viewer: Viewer, label: int) -> HttpResponse:
    response["ETag"] = f'"{label}"'
    response["X-Seq"] = str(label)
    response["X-Step"] = str(viewer.workshop.step)
    response["X-Build"] = settings.BUILD_ID
    response["X-Time"] = str(int(time.time() * 1000))
    response["X-Here"] = ",".join(room.seats_here(viewer.workshop.id))
    return response


@require_GET
@never_cache
def enter_seat(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """A personal link: puts this browser in that seat, any number of times."""
    seat = get_object_or_404(Participant, pk=key)
    if not constant_time_compare(token, seat.token):
        sentence = _("Deze link klopt niet (meer). Vraag de begeleider om een nieuwe.")
        return render(request, "closed.html", {"sentence": sentence}, status=403)
    response = redirect(f"/seat/{seat.id}/?{FROM_LINK}=1")
    access.give_seat(request, response, seat)
    know(request, response, f"seat:{seat.id}")
    return response


@require_GET
@never_cache
def enter_console(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """A link to the chair: this browser leads the workshop without signing in."""
    workshop = get_object_or_404(Workshop, pk=key)
    if not constant_time_compare(token, workshop.console_token):
        sentence = _("Deze link klopt niet (meer).")
        return render(request, "closed.html", {"sentence": sentence}, status=403)
    response = redirect(f"/console/{workshop.id}/?{FROM_LINK}=1")
    access.give_chair(request, response, workshop, workshop.console_token)
    know(request, response, f"console:{workshop.id}")
    return response
