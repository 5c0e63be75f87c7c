"""One screen, one task: each surface in each step, counted by the five rules (docs/domain.md, *Surfaces*).

`screens_to_do.json` holds the screens that break a rule, and by how much. It may only become shorter: what is worse
than it says fails, and so does what is right by now and still stands there. `--write-screens` writes it anew.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.people import MEASURED, seat_url, wait_live
from playwright.sync_api import Page
from support.server import AppServer
from support.wide import some_of

from workshop.steps import Step

HERE = Path(__file__).parent
READ_NAMES = (HERE / "read_names.js").read_text().strip()
MEASURE = (HERE / "measure_screen.js").read_text().strip()
TO_DO = HERE / "screens_to_do.json"

#: At most so many: pixels to scroll, areas that scroll inside, filled buttons, controls in view outside lists, controls
#: that are too small, names that are cut, figures without a name.
LIMITS = {"scroll": 0, "nested": 0, "filled": 1, "controls": 16, "small": 0, "names": 0, "unread": 0}
#: At least so much of the screen is the table, in step 2.
TABLE = {"beamer": 80, "laptop": 70}
#: A field or a few lines more or less are no other screen.
SLACK = {"scroll": 24}

LARGE: dict[str, Any] = {"width": 1366, "height": 768}
THUMB: dict[str, Any] = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
SURFACES: dict[str, dict[str, Any]] = {
    "beamer": {"width": 1280, "height": 720},
    "laptop": LARGE,
    "regie": LARGE,
    "phone": THUMB,
}
SIZES = some_of([(3, 6), (5, 8), (8, 15)], always=[(5, 8)])


def measure(page: Page) -> dict[str, int]:
    """The figures of measure_screen.js."""
    page.evaluate(MEASURED)
    return dict(page.evaluate(f"{MEASURE}({READ_NAMES})"))


def faults(measured: dict[str, int], surface: str, step: Step) -> dict[str, int]:
    """What breaks a rule, and by how much it stands there."""
    over = {name: measured[name] for name, most in LIMITS.items() if measured[name] > most}
    if step != Step.TABLE or surface not in TABLE:  # elsewhere heads may stand for figures
        over.pop("unread", None)
    elif measured["table"] < TABLE[surface]:
        over["table"] = measured["table"]
    return over


def worse(found: dict[str, int], known: dict[str, int]) -> dict[str, int]:
    """The faults that are new, or larger than they were."""
    small = {"table"}  # more is better
    return {
        name: size
        for name, size in found.items()
        if name not in known or (size < known[name] if name in small else size > known[name] + SLACK.get(name, 0))
    }


@pytest.fixture(scope="module")
def to_do(pytestconfig: pytest.Config) -> Any:
    """The screens that break a rule."""
    known = json.loads(TO_DO.read_text())
    yield known
    if pytestconfig.getoption("--write-screens"):
        TO_DO.write_text(json.dumps(dict(sorted(known.items())), indent=1, ensure_ascii=False) + "\n")


def addresses(practice: dict[str, Any]) -> dict[str, str]:
    """Who looks at a surface."""
    youssef = seat_url(practice, "Youssef")
    return {
        "beamer": practice["projector"],
        "laptop": youssef,
        "regie": practice["facilitator"],
        "phone": youssef,
    }


@pytest.mark.parametrize(("people", "customers"), SIZES)
@pytest.mark.parametrize("step", some_of(Step, always=[Step.TABLE, Step.SWAP]))
def test_each_surface_is_one_screen_with_one_task(
    server: AppServer,
    open_page: Callable[..., Page],
    to_do: dict[str, dict[str, int]],
    pytestconfig: pytest.Config,
    step: Step,
    people: int,
    customers: int,
):
    practice = server.practice("--step", str(int(step)), "--people", str(people), "--customers", str(customers))
    wrong = {}
    for surface, address in addresses(practice).items():
        page = open_page(address, **SURFACES[surface])
        wait_live(page)
        name = f"{surface}, step {int(step)}, {people} × {customers}"
        found, known = faults(measure(page), surface, step), to_do.pop(name, {})
        if pytestconfig.getoption("--write-screens"):
            to_do |= {name: found} if found else {}
        elif worse(found, known) or known.keys() - found.keys():
            wrong[name] = {"found": found, "known": known}
    assert wrong == {}
