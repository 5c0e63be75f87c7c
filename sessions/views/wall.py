"""The page of the wall of change: kept by the team between workshops, and printed for the one by the coffee machine."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sessions.access import Viewer
from sessions.panels import regions
from sessions.views.pages import for_viewer, show_board


@require_GET
@for_viewer
def page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Open to whoever the follow-up is open to, until the retention date."""
    return show_board(request, viewer, "pages/wall.html", regions.WALL)
