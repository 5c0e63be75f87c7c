"""Every command of a page, by POST."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from sessions import commands
from sessions.access import Viewer
from sessions.views.pages import for_actor


@require_POST
@for_actor
def command(request: HttpRequest, viewer: Viewer, action: str) -> JsonResponse:
    """Do one action, once, and say what became of it."""
    answer = commands.answer(viewer, action, request.POST)
    response = JsonResponse(answer.content, status=answer.status)
    if answer.again:
        response["Retry-After"] = str(answer.again)
    return response
