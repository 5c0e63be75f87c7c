"""Error pages: for a form that comes from another site, and for a server error."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.middleware.request_log import request_id

BROKEN = gettext_lazy("Er ging iets mis op de server. Wat al bewaard was, is niet weg. Probeer het nog eens.")


def foreign(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or from one that is too old (CSRF_FAILURE_VIEW)."""
    sentence = _("Deze pagina stond te lang open, of je browser bewaart geen cookies. Laad de pagina opnieuw.")
    return answer(request, "trouble/foreign.html", "foreign-form", sentence, 403)


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed here (handler500). The page asks nothing of the database, which may be what failed."""
    return answer(request, "trouble/broken.html", "broken", str(BROKEN), 500)


def answer(request: HttpRequest, template: str, code: str, sentence: str, status: int) -> HttpResponse:
    """A page for a person, JSON for a script; neither asks the database anything."""
    context = {"sentence": sentence, "request_id": request_id.get()}
    response: HttpResponse
    if is_for_a_person(request):
        response = HttpResponse(render_to_string(template, context), status=status)
    else:
        response = JsonResponse({"code": code, "sentence": sentence, "request": request_id.get()}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def is_for_a_person(request: HttpRequest) -> bool:
    """Whether a browser shows the answer, and no script reads it."""
    return request.headers.get("Accept", "").startswith("text/html")
