"""The only code that writes; called through the door only. Importing this package enters all actions in the list."""

from workshop.actions import (
    closing,
    comeback,
    exchange,
    follow_up,
    lobby,
    projector,
    same,
    sheet,
    stack,
    steps,
    story,
    swap,
    table,
    take_back,
    team_list,
    thread,
)

__all__ = [
    "closing",
    "comeback",
    "exchange",
    "follow_up",
    "lobby",
    "projector",
    "same",
    "sheet",
    "stack",
    "steps",
    "story",
    "swap",
    "table",
    "take_back",
    "team_list",
    "thread",
]
