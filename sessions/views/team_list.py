"""The team's list before the workshop: upload or paste, look, take over. Nothing is stored before *overnemen*."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sessions import access, forms, submissions
from sessions.access import Viewer
from sessions.imports import Unreadable, preview, upload
from sessions.imports.reading import Entry, Reading
from sessions.views.console import for_facilitator
from workshop.actions.lookups import seats_of
from workshop.actions.team_list import seats_by_name
from workshop.limits import MOST_LISTED
from workshop.models import ListedCustomer, Participant
from workshop.perform import perform
from workshop.refusals import AlreadySent, Refusal
from workshop.steps import Step

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
        actor, action_id = access.actor_of(viewer, ""), submissions.action_id_of(request)
        done = perform(workshop_id=viewer.workshop.id, actor=actor, action=action, data=data, action_id=action_id)
    except AlreadySent as refusal:
        kept = _shown(viewer, Reading(entries=_entries(cast(Iterable[dict[str, str]], data.get("rows", ())))))
        return _page(request, viewer, kept | {"refusal": refusal.sentence}, status=409)
    except Refusal as refusal:
        return _page(request, viewer, {"refusal": refusal.sentence}, status=409)
    taken = f"?{urlencode({'taken': len(done.created)})}" if action == "team_list.fill" else ""
    return redirect(f"{request.path}{taken}")


def _taken(request: HttpRequest) -> int | None:
    """How many customers *overnemen* just took, as the address says after it; None: nobody pressed it."""
    taken = request.GET.get("taken", "")
    return min(int(taken), MOST_LISTED) if taken.isascii() and taken.isdigit() and len(taken) < 4 else None


def _entries(rows: Iterable[dict[str, str]]) -> list[Entry]:
    """The lines that *overnemen* sent, as the preview had them."""
    return [
        Entry(row["name"], row["kind"], row["owner_name"], row["note"], signal=row.get("signal", "")) for row in rows
    ]


def _shown(viewer: Viewer, reading: Reading) -> dict[str, object]:
    """The preview of what was read, beside what stands on the list."""
    known = list(ListedCustomer.objects.filter(workshop=viewer.workshop).values_list("name", "owner_name"))
    whole = preview.team_list(reading.whole, known) if reading.whole else None
    return {"reading": reading, "shown": preview.team_list(reading, known), "whole": whole}


def _preview(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    # What was pasted stays in its field: to look again with another column one need not paste again.
    sent = {"pasted": request.POST.get("text", ""), "column": request.POST.get("column", "")}
    try:
        reading = upload.read(request)
    except Unreadable as refusal:
        return _page(request, viewer, sent | {"refusal": refusal.sentence}, status=422)
    return _page(request, viewer, sent | _shown(viewer, reading))


def _page(
    request: HttpRequest, viewer: Viewer, more: Mapping[str, object] | None = None, status: int = 200
) -> HttpResponse:
    lines = ListedCustomer.objects.filter(workshop=viewer.workshop)
    context = {
        "workshop": viewer.workshop,
        "viewer": viewer,
        "taken": _taken(request),
        "owners": _owners(lines, seats_of(viewer.workshop)),
        "lines": lines,
        "open": viewer.workshop.step <= Step.TABLE and not viewer.workshop.closed_at,
    }
    return render(request, "dashboard/team_list.html", {**context, **(more or {})}, status=status)


def _owners(lines: Iterable[ListedCustomer], seats: list[Participant]) -> list[dict[str, object]]:
    """Per owner how many lines, and whose seat they would be offered to; whether they were taken nobody is told."""
    counted = Counter(line.owner_name for line in lines)
    seat_of = seats_by_name(counted, seats)
    return [
        {"name": name or _("zonder collega"), "count": count, "seat": seat_of.get(name),
         "anyone": not name}
        for name, count in sorted(counted.items())
    ]  # fmt: skip
