"""What the facilitator puts large on the beamer."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sessions.board.viewer import Board
from sessions.panels import case, chances, then_now, wall
from workshop.actions.lookups import AnyRow

Context = dict[str, object]


def enlarged(board: Board) -> Context:
    """The beamer's own look, and what was put large on it: the way in, or one figure, slip, thread or question."""
    kind, _colon, row_id = board.workshop.projector_shows.partition(":")
    found = CHOICES[kind](board, row_id) if kind else None
    return {"kind": kind if found else "", "one": found}


def _find(rows: Iterable[AnyRow], row_id: str) -> AnyRow | None:
    return next((row for row in rows if row.id == row_id), None)


CHOICES: dict[str, Callable[[Board, str], object]] = {
    "review": lambda board, _id: then_now.look_back(board) if board.workshop.energy_before else None,
    "then_now": lambda board, _id: then_now.then_now(board),
    "then_table": lambda board, _id: then_now.then_now(board),
    "energy": lambda board, _id: then_now.then_now(board),
    "join": lambda board, _id: board.workshop,
    "chances": lambda board, _id: chances.team(board),
    "case": lambda board, _id: case.enlarged(board),
    "wall": lambda board, _id: wall.shown(board),
    "leaks": lambda board, _id: chances.leaks(board),
    "figure": lambda board, row_id: _find(board.figures, row_id),
    "slip": lambda board, row_id: _find(board.slips, row_id),
    "thread": lambda board, row_id: _find(board.threads, row_id),
    "question": lambda board, row_id: board.asked(int(row_id)),
}
