"""The cases of what needs no table laid for it: each action without a case elsewhere whose fields name no row, in the
first and the last step in which the grid of permissions (tests/rules/grid.txt) allows it."""

from live import cases_chances, cases_swap, cases_talk  # noqa: F401 - their cases are entered first
from live.case import CASES, case, given
from rules.grid import GRID, SENT

from workshop.steps import Step

#: Who does it, by the column of the grid.
WHO = {"fleur": "Fleur", "own": "Ana"}

elsewhere = {one.action for one in CASES}
for line in GRID:
    may = [role for role in WHO if line.words[role] == "yes"]
    names_rows = any(str(value).startswith("@") for value in SENT[line.action].values())
    if line.action not in elsewhere and may and not names_rows:
        elsewhere.add(line.action)
        steps = dict.fromkeys(Step(int(number)) for number in (line.steps[0], line.steps[-1]))
        case(line.action, WHO[may[0]], steps, given(**SENT[line.action]))
