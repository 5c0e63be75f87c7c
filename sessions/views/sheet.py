"""Step 1: the preview of a list that was pasted or uploaded. Nothing is stored before *overnemen*."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from sessions.access import Viewer
from sessions.board.viewer import Board
from sessions.imports import Unreadable, preview, upload
from sessions.views.pages import for_viewer, limits_rate


@require_POST
@for_viewer
@limits_rate
def preview_list(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Show what a list would become: names to take, from which column, what is double, what was left out and why."""
    if viewer.seat is None or viewer.seat.guest:
        return HttpResponse(status=404)
    try:
        reading = upload.read(request)
    except Unreadable as refusal:
        return render(request, "parts/preview.html", {"refusal": refusal.sentence})
    known = [line.customer.name for line in Board(viewer).own_lines]
    shown = preview.own_list(reading, viewer.seat.name, known)
    whole = preview.own_list(reading.whole, viewer.seat.name, known) if reading.whole else None
    return render(request, "parts/preview.html", {"reading": reading, "shown": shown, "whole": whole})
