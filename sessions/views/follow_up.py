"""The page of the follow-up: what was agreed, ticked off in the months after the workshop."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sessions import access, submissions
from sessions.access import Viewer
from sessions.panels import regions
from sessions.views.pages import for_viewer, show_board
from workshop.models import Workshop
from workshop.steps import Step

#: How long a workshop is kept unless the facilitator says otherwise.
KEEP_FOR = dt.timedelta(days=456)  # fifteen months: past a comeback after a year


@require_GET
@for_viewer
def page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Hand-overs, agreements, farewells and successes, live like every page of the workshop.

    Open to everyone who has a seat, the team lead's link and the facilitator, until the retention date.
    """
    return show_board(request, viewer, "pages/follow_up.html", regions.FOLLOW_UP)


@require_POST
@for_viewer
def make_comeback(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A comeback of this workshop, for who leads it; one that was made already is opened again."""
    before = viewer.workshop
    if not viewer.leads:
        return _refused(request, _("Dit doet de begeleider."))
    if before.step != Step.CLOSING:
        return _refused(request, _("Een terugkomsessie kan pas als deze workshop bij stap 7 is."))
    sender = {"sender": f"console:{before.id}", "action_id": submissions.action_id_of(request)}
    comeback, _made = submissions.make_once(**sender, asked={"comeback": before.id}, make=lambda: _open_one(before))
    response = redirect("page", kind="console", key=comeback.id)
    access.give_chair(request, response, comeback, comeback.console_token)
    return response


def _open_one(before: Workshop) -> Workshop:
    """The comeback that is there, or a new one; of two who ask at the same moment the second finds the first's."""
    Workshop.objects.select_for_update().get(pk=before.pk)
    return before.comebacks.filter(closed_at=None).first() or _new(before)


def _new(before: Workshop) -> Workshop:
    """The same team, form, plan and facilitator. What is taken along is copied when the team looks back."""
    same = ("team", "facilitator", "form", "practice", "language", "hours", "minutes", "break_minutes", "weigh_by",
            "questions",
            "address", "wifi_name", "wifi_password", "projector_size", "projector_theme")  # fmt: skip
    # A title does not grow with each comeback.
    title = before.title if before.comes_back else _("Terugkomsessie: %(title)s") % {"title": before.title}
    return Workshop.objects.create(
        previous=before,
        title=title[:120],
        retain_until=localdate() + KEEP_FOR,
        **{name: getattr(before, name) for name in same},
    )


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "closed.html", {"sentence": sentence}, status=403)
