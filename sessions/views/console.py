"""What only the regie asks for: the journal, paper, a copy of the running workshop."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from sessions import links
from sessions.access import Viewer
from sessions.board.viewer import Board
from sessions.data import workshop_file
from sessions.live.presence import Device
from sessions.live.room import seats_here
from sessions.panels import assignment
from sessions.panels.journal import lines
from sessions.signatures import View
from sessions.views.pages import for_viewer
from workshop.limits import MOST_SEATS
from workshop.models import Participant
from workshop.steps import SHEET_ORDER, Step

MOST_ENTRIES = 60
#: Blank slips for each person: a page of them.
BLANK_SLIPS = range(8)


def for_facilitator(view: View) -> View:
    """Only a console gets this; for anybody else it does not exist."""

    def guarded(request: HttpRequest, viewer: Viewer) -> HttpResponse:
        return view(request, viewer) if viewer.facilitates else HttpResponse(status=404)

    return for_viewer(guarded)


@require_GET
@for_facilitator
def journal(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who did what when; what is private is a count."""
    board = Board(viewer)
    entries = lines(board.entries(MOST_ENTRIES), board)
    return render(request, "parts/journal.html", {"entries": entries, "viewer": viewer})


@require_GET
@for_facilitator
def seen(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """When each seat was last seen, in ms, and on what: outside the regions (docs/live.md, *Fleeting*)."""
    seats, here = Participant.objects.filter(workshop=viewer.workshop, removed_at=None), seats_here(viewer.workshop.id)
    told = {
        seat.id: {
            "seen": _ms(timezone.now() if seat.id in here else seat.last_seen),
            "device": str(Device(seat.device).label) if seat.device else "",
        }
        for seat in seats.only("last_seen", "device")
    }
    return JsonResponse(told)


def _ms(seen: datetime | None) -> int | None:
    return int(seen.timestamp() * 1000) if seen else None


@require_GET
@for_facilitator
def ruilvoorstel(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """For slips without a taker, in step 6: who could take what, to be talked about. Computed now, stored nowhere."""
    if viewer.workshop.step != Step.SWAP:
        return HttpResponse(status=404)
    board = Board(viewer)
    return render(
        request,
        "parts/ruilvoorstel.html",
        assignment.ruilvoorstel(board) | {"viewer": viewer, "workshop": viewer.workshop, "counted": board.counted},
    )


@require_GET
@for_facilitator
def paper(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """To print before the day, as the last fallback: the way in, then for each person an A4 in three columns and a page
    of blank slips, and last, on a leaf of its own, what only the facilitators may know."""
    workshop = viewer.workshop
    context = {
        "workshop": workshop,
        "join_address": links.join_address(workshop),
        "site": links.workshop_address(workshop),
        "columns": SHEET_ORDER,
        "names": _names_on_paper(Board(viewer)),
        "slips": BLANK_SLIPS,
    }
    return render(request, "pages/paper.html", context)


def _names_on_paper(board: Board) -> list[str]:
    """For whom to print: who sits at the table, or eight people whose names nobody knows yet."""
    return [seat.name for seat in board.seats] or [""] * MOST_SEATS


@require_GET
@for_facilitator
def copy(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The running workshop as a file, to be restored on another laptop."""
    try:
        file = workshop_file.copy_of(viewer.workshop)
    except workshop_file.Unreadable as refusal:
        return render(request, "closed.html", {"sentence": refusal.sentence}, status=409)
    response = HttpResponse(file, content_type="application/octet-stream")
    name = f"workshop-{timezone.localtime():%Y%m%d-%H%M}.ruilen"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
