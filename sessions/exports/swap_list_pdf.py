"""The swap list as a PDF that one would hand to a director."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sessions.board.viewer import Board
from sessions.exports import content, table_picture, typeset


def write(board: Board, *, inside: bool) -> bytes:
    """The PDF as bytes, in the form for the team (`inside`) or for outside.

    The table itself shows who feels what; for outside the picture shows who has which customers now.
    """
    picture = table_picture.by_zone(board) if inside else table_picture.by_person(board)
    picture_title = _("De tafel") if inside else _("Wie nu welke klanten heeft")
    attention = content.attention(board) if inside else None
    data = about(board, wide=inside) | {
        "list": told(content.swap_list(board, inside=inside)),
        "farewells": told(content.farewells(board, inside=inside)),
        "agreements": told(content.agreements(board)),
        "attention": told(attention) if attention else None,
        "loads": told(content.loads(board, inside=inside)),
        "comeback": content.comeback(board),
        "picture": picture if board.figures else "",
        "picture_title": picture_title,
    }
    return typeset.pdf("swap_list.typ", data)


def about(board: Board, *, wide: bool) -> dict[str, object]:
    """What the head and foot of each of our PDFs say. `wide`: landscape."""
    workshop = board.workshop
    made = _("gemaakt op %(day)s · bewaard tot %(end)s") % {
        "day": date_format(localdate(), "j F Y"),
        "end": date_format(workshop.retain_until, "j F Y"),
    }
    return {
        "title": content.legal(workshop.title),
        "team": content.legal(workshop.team.name),
        "about": f"{content.legal(workshop.team.name)} · {date_format(content.held_on(board), 'l j F Y')}",
        "mark": _("Tussenstand: dit kan nog veranderen.") if content.interim(board) else "",
        "footer": f"{content.legal(workshop.title)} · {made}",
        "lacking": _("Zie je □? Dat teken kan niet in deze PDF. In Excel en CSV staat het wel."),
        "language": (get_language() or "nl")[:2],
        "wide": wide,
    }


def told(table: content.Table) -> dict[str, object]:
    """A table as data for a template."""
    return {
        "title": table.title,
        "head": [column.name[:1].upper() + column.name[1:] for column in table.columns],
        "widths": [column.width for column in table.columns],
        "rows": [[content.shown(cell) for cell in row] for row in table.rows],
        "empty": table.empty,
    }
