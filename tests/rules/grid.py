"""The grid as it stands in grid.txt."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROLES = ("own", "other", "fleur", "for", "late")


@dataclass(frozen=True)
class Line:
    """What each role gets for an action in some of the steps."""

    action: str
    steps: str
    words: dict[str, str]
    sent: dict[str, Any]


def read_grid() -> list[Line]:
    text = Path(__file__).with_name("grid.txt").read_text(encoding="utf-8")
    return [_read_line(line) for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _read_line(line: str) -> Line:
    action, steps, *words = line.split(maxsplit=2 + len(ROLES))
    sent = json.loads(words.pop()) if len(words) > len(ROLES) else {}
    return Line(action, steps, dict(zip(ROLES, words, strict=True)), sent)


GRID = read_grid()
ACTIONS = list(dict.fromkeys(line.action for line in GRID))
#: What each action is sent. @name: what that is for the role, see GridTable.of.
SENT = {action: next(line.sent for line in GRID if line.action == action) for action in ACTIONS}
