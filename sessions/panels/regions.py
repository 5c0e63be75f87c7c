"""Renders the regions of a page for one viewer; nothing else does.

First page, reconnect, stale news and polling all come here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sessions.access import Viewer
from sessions.board.viewer import Board
from sessions.panels import (
    case,
    console,
    enlarged,
    facilitator,
    follow_up,
    participant,
    shared,
    slides,
    spotlight,
    then_now,
    wall,
)
from workshop.models import Workshop
from workshop.staleness import may_show
from workshop.steps import TABLE_ORDER, Step

#: How often a region is read again when the workshop changed meanwhile (docs/live.md, *Label*).
READS = 3

Context = dict[str, object]
Painted = TypeVar("Painted")
#: A class for the stylesheet → the regions in it.
Groups = dict[str, tuple[str, ...]]


def paint(viewer: Viewer, names: Iterable[str]) -> tuple[int, SafeString]:
    """The regions `names` as one piece of HTML, and their label: the seq that was read before every other row.

    What is painted is at least as new as the label, and when the workshop stood still it is exactly that.
    """
    names = [name for name in names if name in REGIONS]
    return _paint_still(viewer, lambda board, label: _sections(board, names, label))


def paint_page(viewer: Viewer, groups: Groups | None = None) -> tuple[int, dict[str, SafeString]]:
    """All regions that this viewer's page shows, and their label: who looks (`bar`), and the groups (`main`).

    `groups`: those of another page than the workshop's own.
    """
    shown = PAGES[viewer.role] if groups is None else groups
    return _paint_still(
        viewer,
        lambda board, label: {
            "bar": _sections(board, BARS.get(viewer.role, BAR) if groups is None else BAR, label),
            "main": _groups(board, shown, label),
        },
    )


def _paint_still(viewer: Viewer, painter: Callable[[Board, int], Painted]) -> tuple[int, Painted]:
    """Paint until the workshop stood still meanwhile; after a few times the older label is kept."""
    for attempt in range(READS):
        if attempt:
            _read_again(viewer)
        label = viewer.workshop.seq
        html = painter(Board(viewer), label)
        if _seq_now(viewer.workshop) == label:
            break
    return label, html


def _read_again(viewer: Viewer) -> None:
    """The workshop's row first: its seq is the label of what is read after it."""
    viewer.workshop.refresh_from_db()
    if viewer.seat is not None:
        workshop = viewer.workshop
        viewer.seat.refresh_from_db()
        viewer.seat.workshop = workshop


def _seq_now(workshop: Workshop) -> int | None:
    return Workshop.objects.filter(pk=workshop.pk).values_list("seq", flat=True).first()


def _groups(board: Board, groups: Groups, label: int) -> SafeString:
    return format_html_join("\n", "{}", ((_group(board, group, names, label),) for group, names in groups.items()))


def _group(board: Board, group: str, names: Iterable[str], label: int) -> SafeString:
    """A group of regions; data-bare while none shows anything. From then on table_marks.js keeps that true."""
    sections = [_section(board, name, label) for name in names]
    bare = all(section.endswith(" hidden></section>") for section in sections)
    inner = format_html_join("\n", "{}", ((section,) for section in sections))
    markup = '<div class="{}" data-bare>\n{}\n</div>' if bare else '<div class="{}">\n{}\n</div>'
    return format_html(markup, group, inner)


def _sections(board: Board, names: Iterable[str], label: int) -> SafeString:
    return format_html_join("\n", "{}", ((_section(board, name, label),) for name in names))


def _section(board: Board, name: str, label: int) -> SafeString:
    context = REGIONS[name](board) if may_show(name, board.workshop) else None
    marks = _marks(name, label)
    if context is None:
        return format_html("<section {} hidden></section>", marks)
    shared = {"board": board, "viewer": board.viewer, "workshop": board.workshop, "me": board.me}
    inner = render_to_string(f"regions/{name}.html", shared | {"step": Step(board.workshop.step)} | context)
    return format_html("<section {}>\n{}</section>", marks, inner)


def _marks(name: str, label: int) -> SafeString:
    """What a page knows a region by. data-stale-with: it is stale whenever one of these is (static/js/regions.js)."""
    follows = format_html(' data-stale-with="{}"', FOLLOWS[name]) if name in FOLLOWS else ""
    return format_html('id="region-{0}" data-region="{0}" data-seq="{1}" tabindex="-1"{2}', name, label, follows)


# --- the regions: a template each; None: nothing to show (workshop/staleness.py: in which steps one may) -------------


def _table(board: Board) -> Context:
    zones = [(zone, board.painted[zone]) for zone in TABLE_ORDER]
    return {"zones": zones}


def _always(board: Board) -> Context:
    return {}


REGIONS: dict[str, Callable[[Board], Context | None]] = {
    "who": _always,
    "head": shared.head,
    "enlarged": enlarged.enlarged,
    "clock": shared.clock,
    "counts": shared.counts,
    "seats": _always,
    "crew": _always,
    "tabs": shared.tabs,
    "more": shared.more,
    "own": participant.panel,
    "turn": shared.turn,
    "spotlight": spotlight.spotlight,
    "case": case.region,
    "table": _table,
    "threads": shared.threads,
    "stack": shared.stack,
    "result": shared.result,
    "slides": slides.slides,
    "same": shared.same,
    "desk": facilitator.desk,
    **console.REGIONS,
    "follow_up": follow_up.follow_up,
    "review": then_now.review,
    "wall": wall.region,
    "then_now": then_now.then_now,
}

#: In the bar above every page; where a page is one screen its step and clocks are there too, and who is at the table.
BAR = ("who",)
BARS = {
    "facilitator": ("head", "who", "clock"),
    "participant": ("head", "crew", "clock"),
    "guest": ("head", "crew", "clock"),
}
#: Whose regions are stale with what: those that show the same rows in another way.
FOLLOWS = console.FOLLOWS | {"slides": "result"}
#: What each page shows, in groups that the stylesheet lays out: above, what happens now, one's own, the shared board.
_TOP = ("head", "clock")
_NOW = ("turn", "spotlight")
#: And a case, which the beamer shows large (enlarged.CHOICES), and who sits at the table in a view of its own.
_HERE = (*_NOW, "case")
_BOARD = ("threads", "table", "stack", "result")
#: The beamer turns pages in step 7 (slides.py).
_ON_BEAMER = ("threads", "table", "stack", "slides")
#: A comeback's own, on every page but the beamer's: there they are put large in the picture (enlarged.CHOICES).
_BACK = ("review", "then_now")
#: A view for each tab (panels/shared.tabs): what the step asks, what lies on the table, who is there.
_VIEWS: Groups = {
    "view task-view": (*_NOW, "own"),
    "view threads-view": ("threads",),
    "view case-view": ("case",),
    "view table-view": ("table",),
    "view stack-view": ("stack",),
    "view result-view": ("result",),
    "view back-view": _BACK,
    "view asks-view": ("same",),
    "view people-view": ("who", "counts", "seats", "more"),
    "foot": ("tabs",),
}
PAGES: dict[str, Groups] = {
    "participant": _VIEWS,
    "guest": {group: names for group, names in _VIEWS.items() if names != ("same",)},
    "projector": {"big": ("enlarged",), "top": _TOP, "now": _NOW, "board": _ON_BEAMER, "panel": ("counts", "seats")},
    "facilitator": {
        "now": ("notices", *_HERE, "counts", "threads", "slides", "cues"),
        "acts": ("desk",),
        "side": ("order", "seats"),
        "under": ("on_beamer",),
        "dock": ("dock",),
        "rail": ("rail",),
        # Out of sight until its sheet is opened: every move is counted and told here too.
        "aside": ("table", "same"),
    },
}

#: The page of the follow-up, which everybody of the workshop has, and the beamer has not.
FOLLOW_UP: Groups = {"whole": ("follow_up",)}
#: And the page of the wall.
WALL: Groups = {"whole": ("wall",)}

#: Which regions each role may ask for, in the order of its pages.
_ASIDE = {
    "participant": FOLLOW_UP["whole"] + WALL["whole"],
    "guest": FOLLOW_UP["whole"] + WALL["whole"],
    "projector": (),
    "facilitator": console.IN_SHEETS + FOLLOW_UP["whole"] + WALL["whole"],
}
SHOWN = {
    role: tuple(
        dict.fromkeys((*BAR, *BARS.get(role, ()), *(one for names in groups.values() for one in names), *_ASIDE[role]))
    )
    for role, groups in PAGES.items()
}
