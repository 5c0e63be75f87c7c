"""Which part of a step the beamer can show, as the facilitator chooses it (`Workshop.projector_view`).

What stands on it is decided where it is painted (`sessions/panels/`): a view never names anything that is private.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from workshop.steps import Heading, Step, Zone

#: The last step in slides; a slide with more than one page has a number too: "swaps-2".
SLIDES: Final = ("swaps", "loads", "attention", "agreements")
_SLIDE: Final = re.compile(rf"({'|'.join(SLIDES)})(-([2-9]|[1-9]\d))?")


#: Before the id of a seat: the table opens that person's customers.
SEAT: Final = "seat:"
#: The table with a head and a number for each person, and no names.
ALL: Final = "all"


def is_view(step: Step, view: str, seats: Collection[str]) -> bool:
    """Whether the beamer has this part in a step. "": what it shows by itself. `seats`: the ids of who takes part."""
    if step == Step.TABLE:
        return view in ("", ALL, *Zone.values) or (view.startswith(SEAT) and view.removeprefix(SEAT) in seats)
    if step == Step.THREAD:
        return view in ("", *Heading.values)
    return not view or (step == Step.CLOSING and bool(_SLIDE.fullmatch(view)))
