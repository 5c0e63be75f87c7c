"""The team's list before the workshop: upload or paste, look, take over. Nothing is stored before *overnemen*."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sessions import access, forms
from sessions.access import Viewer
from sessions.imports import Unreadable, preview, upload
from sessions.views.console import for_facilitator
from workshop.actions.act import seats_of
from workshop.actions.team_list import belongs_to
from workshop.method import Step
from workshop.models import ListedCustomer, Participant
from workshop.perform import perform
from workshop.rules import Refusal

_ACTIONS = ("team_list.fill", "team_list.clear")


@require_http_methods(["GET", "POST"])
@for_facilitator
def team_list(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The list as it is; a POST shows a preview, or does what its button says."""
    if request.POST.get("do") in _ACTIONS:
        return _do(request, viewer, request.POST["do"])
    if request.method == "POST":
        return _preview(request, viewer)
    return _page(request, viewer)


def _do(request: HttpRequest, viewer: Viewer, action: str) -> HttpResponse:
    try:
        data = forms.read(action, request.POST)
        actor = access.actor_of(viewer, "")
        perform(workshop_id=viewer.workshop.id, actor=actor, action=action, data=data, action_id=_action_id(request))
    except Refusal as refusal:
        return _page(request, viewer, {"refusal": refusal.sentence}, status=409)
    return redirect(request.path)


def _action_id(request: HttpRequest) -> str:
    """The page's own: pressed twice it is done once."""
    return request.POST.get("action_id", "")[:32] or uuid4().hex


def _preview(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    # What was pasted stays in its field: to look again with another column one need not paste again.
    sent = {"pasted": request.POST.get("text", ""), "column": request.POST.get("column", "")}
    try:
        reading = upload.read(request)
    except Unreadable as refusal:
        return _page(request, viewer, sent | {"refusal": refusal.sentence}, status=422)
    known = ListedCustomer.objects.filter(workshop=viewer.workshop).values_list("name", "owner_name")
    return _page(request, viewer, sent | {"reading": reading, "shown": preview.team_list(reading, known)})


def _page(request: HttpRequest, viewer: Viewer, more: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    lines = ListedCustomer.objects.filter(workshop=viewer.workshop)
    context = {
        "workshop": viewer.workshop,
        "viewer": viewer,
        "action_id": uuid4().hex,
        "owners": _owners(lines, seats_of(viewer.workshop)),
        "lines": lines,
        "open": viewer.workshop.step <= Step.TABLE and not viewer.workshop.closed_at,
    }
    return render(request, "dashboard/team_list.html", context | (more or {}), status=status)


def _owners(lines: Any, seats: list[Participant]) -> list[dict[str, Any]]:
    """Per owner how many lines, and whose seat they would be offered to; whether they were taken nobody is told."""
    counted = Counter(line.owner_name for line in lines)
    return [
        {"name": name or _("zonder collega"), "count": count, "seat": belongs_to(name, seats) if name else None,
         "anyone": not name}
        for name, count in sorted(counted.items())
    ]  # fmt: skip
