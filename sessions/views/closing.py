"""What people take home: the swap list, the picture of the table, hand-over sheets and a calendar."""

from __future__ import annotations

from functools import wraps
from typing import Protocol

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sessions.access import Viewer
from sessions.board.viewer import Board
from sessions.exports import (
    content,
    hand_over,
    hand_over_ics,
    swap_list_csv,
    swap_list_pdf,
    swap_list_xlsx,
    table_picture,
)
from sessions.signatures import View
from sessions.views.pages import for_viewer, limits_rate

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "ics": "text/calendar; charset=utf-8",
}


class Writer(Protocol):
    """Writes the swap list as a file; `inside`: for the team only."""

    def __call__(self, board: Board, *, inside: bool) -> bytes: ...


WRITERS: dict[str, Writer] = {
    "csv": swap_list_csv.write,
    "xlsx": swap_list_xlsx.write,
    "pdf": swap_list_pdf.write,
}
#: The form of a file that names none: a PDF is handed on, a sheet stays in the team.
INSIDE_UNASKED = {"csv", "xlsx"}


def for_export(view: View) -> View:
    """Facilitator and team lead only; anyone else gets a sentence."""

    @wraps(view)
    def looked_at(request: HttpRequest, viewer: Viewer, **rest: object) -> HttpResponse:
        if not viewer.may_export:
            return _refused(request, _("Alleen de begeleider en de teamleider nemen de ruillijst mee."))
        return view(request, viewer, **rest)

    return looked_at


@require_GET
@for_viewer
@limits_rate
@for_export
def swap_list(request: HttpRequest, viewer: Viewer, suffix: str) -> HttpResponse:
    """The swap list as a file, in every step; `?form=team` or `?form=outside`."""
    if suffix not in WRITERS:
        raise Http404
    form = request.GET.get("form")
    inside = form == "team" if form in ("team", "outside") else suffix in INSIDE_UNASKED
    board = Board(viewer)
    words = [_("ruillijst"), board.workshop.team.name, _("voor-het-team") if inside else _("voor-buiten")]
    return _file(board, WRITERS[suffix](board, inside=inside), words, suffix)


@require_GET
@for_viewer
@limits_rate
@for_export
def picture(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The table as the big screen shows it, as SVG."""
    board = Board(viewer)
    words = [_("tafel"), board.workshop.team.name]
    return _file(board, table_picture.by_zone(board, with_letters=True).encode(), words, "svg")


@require_GET
@for_viewer
def hand_over_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The hand-over sheets of this viewer, to read and to print."""
    board = Board(viewer)
    shown = hand_over.sheets(board, of=request.GET.get("seat", ""))
    if not shown:
        return _not_yours(request)
    context = {"viewer": viewer, "workshop": viewer.workshop, "sheets": shown, "interim": content.interim(board),
               "comeback": content.comeback(board), "dates": _has_dates(board, shown)}  # fmt: skip
    return render(request, "exports/hand_over.html", context)


@require_GET
@for_viewer
@limits_rate
def hand_over_file(request: HttpRequest, viewer: Viewer, suffix: str) -> HttpResponse:
    """The hand-over sheets as PDF, or their talks and the comeback as a calendar; `?seat=` for one person."""
    if suffix not in ("pdf", "ics"):
        raise Http404
    board, asked = Board(viewer), request.GET.get("seat", "")
    shown = hand_over.sheets(board, of=asked)
    if not shown:
        return _not_yours(request)
    of = shown[0].seat if len(shown) == 1 else None
    if suffix == "ics" and not _has_dates(board, shown):
        return _refused(request, _("Er is nog geen gesprek en geen terugkomsessie met een datum."), status=404)
    made = hand_over.write(board, shown) if suffix == "pdf" else hand_over_ics.write(board, of=of.id if of else "")
    words = [_("overdracht") if suffix == "pdf" else _("agenda"), of.name if of else board.workshop.team.name]
    return _file(board, made, words, suffix)


def _file(board: Board, made: bytes, words: list[str], suffix: str) -> HttpResponse:
    """A download. Its name is plain ASCII, holds the day, and says when it is a *tussenstand*."""
    words = [*words, _("tussenstand")] if content.interim(board) else words
    name = "-".join(filter(None, [*map(slugify, words), f"{localdate():%Y-%m-%d}"]))
    response = HttpResponse(made, content_type=TYPES[suffix])
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


def _not_yours(request: HttpRequest) -> HttpResponse:
    return _refused(
        request, _("Je krijgt alleen je eigen overdrachtsblad. De teamleider en de begeleider krijgen ze allemaal.")
    )


def _refused(request: HttpRequest, sentence: str, *, status: int = 403) -> HttpResponse:
    return render(request, "closed.html", {"sentence": sentence}, status=status)


def _has_dates(board: Board, shown: list[hand_over.Sheet]) -> bool:
    """Whether there is anything for a calendar: the comeback, or a talk of these people."""
    return bool(board.workshop.comeback_on) or any(hand_over.talks(board, of=one.seat.id) for one in shown)
