"""What the wall of change (*verbetermuur*) shows: on its own page, at the start of a comeback and on the beamer."""

from __future__ import annotations

from sessions.board.viewer import Board
from workshop import wall
from workshop.actions.registry import ACTIONS
from workshop.models import Thread
from workshop.steps import Progress, Step, Wall

Context = dict[str, object]

#: What still asks for something comes first.
_ORDER = (Progress.BUSY, Progress.TODO, Progress.DONE, Progress.NOT)


def region(board: Board) -> Context | None:
    """The wall's own page."""
    if board.viewer.role == "projector":
        return None
    return shown(board) | {"adds": _may(board, "wall.add"), "begun": board.workshop.furthest_step >= Step.THREAD}


def shown(board: Board) -> Context:
    """The three columns, and what this viewer may do there."""
    cards = sorted(wall.cards(board.threads), key=lambda card: _ORDER.index(Progress(card[0].state)))
    columns = [
        {"column": column, "cards": [_card(board, *card) for card in cards if wall.column_of(card[0]) == column]}
        for column in Wall
    ]
    return {"columns": columns, "hung": len(cards), "states": list(Progress), "tends": _may(board, "wall.tend")}


def _card(board: Board, thread: Thread, under: list[Thread]) -> Context:
    names = [seat.name for seat in board.seats]
    # Who left may still be the one who looked after it.
    owners = names if thread.owner in ("", *names) else [*names, thread.owner]
    return {"one": thread, "under": under, "owners": owners}


def _may(board: Board, action: str) -> bool:
    """Whether the step and the viewer's role permit it; it stays possible after closing."""
    acts = board.viewer.role in ("participant", "guest") or board.viewer.leads
    return acts and board.workshop.step in ACTIONS[action].steps
