"""The grid as it stands in grid.txt."""

from dataclasses import dataclass
from pathlib import Path

ROLES = ("own", "other", "fleur", "for", "late")


@dataclass(frozen=True)
class Line:
    """What each role gets for an action in some of the steps."""

    action: str
    steps: str
    words: dict[str, str]


def read_grid() -> list[Line]:
    text = Path(__file__).with_name("grid.txt").read_text(encoding="utf-8")
    cells = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [Line(action, steps, dict(zip(ROLES, words, strict=True))) for action, steps, *words in cells]


GRID = read_grid()
ACTIONS = list(dict.fromkeys(line.action for line in GRID))
