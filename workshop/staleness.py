"""What is stale follows from what was written: the regions that show it (`shown_in.py`) and show anything in this step.

The regions themselves are in `sessions/panels/regions.py`; "all" stands for every one of them, and "own" for that of
every seat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from workshop.models import Workshop
from workshop.models.journal import Fields, Written, was_erased
from workshop.shown_in import EVERYWHERE, HINTED_IN, NOWHERE, SHOWN_IN, Regions
from workshop.steps import Step

#: A region → those that offer or list the same rows.
ALONG: Final[Mapping[str, Regions]] = {
    "table": ("desk",),
    "stack": ("desk",),
    "threads": ("desk", "wall"),
    "result": ("follow_up",),
}

#: When a region shows anything at all; those without an entry always may.
_SHOWS: Final[Mapping[str, Callable[[Workshop], bool]]] = {
    "table": lambda workshop: workshop.furthest_step >= Step.TABLE,
    "same": lambda workshop: workshop.furthest_step >= Step.TABLE and not workshop.closed_at,
    "turn": lambda workshop: workshop.step == Step.STORY,
    "threads": lambda workshop: workshop.furthest_step >= Step.THREAD,
    "case": lambda workshop: workshop.step in (Step.THREAD, Step.CLOSING),
    "stack": lambda workshop: workshop.furthest_step >= Step.STACK,
    "spotlight": lambda workshop: workshop.step == Step.SWAP,
    "result": lambda workshop: workshop.furthest_step >= Step.STACK,
    "slides": lambda workshop: workshop.step == Step.CLOSING,
    "review": lambda workshop: workshop.step == Step.LOBBY and workshop.comes_back,
    "then_now": lambda workshop: workshop.shows_then,
}

#: The rows that chances, loads and counts of leaks are made of.
_RESTED_ON: Final = {"Customer", "EnergyRating", "SwapProposal", "Thread", "ThreadLink"}
_CHANCES: Final[Mapping[int, Regions]] = {Step.THREAD: ("desk",), Step.STACK: ("own",), Step.SWAP: ("own",)}


def may_show(region: str, workshop: Workshop) -> bool:
    """Whether this region shows anything in this step; what a screen has of it stays hidden otherwise."""
    return region not in _SHOWS or _SHOWS[region](workshop)


def along(regions: Iterable[str]) -> set[str]:
    """The regions, and those that show the same rows."""
    return {one for region in regions for one in (region, *ALONG.get(region, ()))}


def show_rows(workshop: Workshop, changes: Iterable[Written]) -> set[str]:
    """The regions in which everybody sees these rows; the wall and the follow-up do so too while the table does not."""
    named = along(_named(changes, SHOWN_IN, EVERYWHERE))
    return {"all"} if "all" in named else _shown_now(workshop, named)


def hint_at(workshop: Workshop, changes: Iterable[Written]) -> set[str]:
    """The regions in which others see that something private was done."""
    return along(_shown_now(workshop, _named(changes, HINTED_IN, NOWHERE)))


def show_chances(workshop: Workshop, changes: Iterable[Written]) -> set[str]:
    """Chances rest on the whole table: in steps 5 and 6 everybody's own region; in step 4 the counts of leaks on the
    desk."""
    rested = any(model in _RESTED_ON for model, _row, _fields in changes)
    return {*_CHANCES.get(workshop.step, ())} if rested else set()


def _named(changes: Iterable[Written], table: Mapping[str, Regions], unknown: Regions) -> set[str]:
    keys = {key for model, row_id, fields in changes for key in _keys(model, row_id, fields)}
    return {region for key in keys for region in table.get(key, table.get(key.partition(".")[0], unknown))}


def _shown_now(workshop: Workshop, regions: Iterable[str]) -> set[str]:
    return {region for region in regions if may_show(region, workshop)}


def _keys(model: str, row_id: str, fields: Fields) -> Iterator[str]:
    """The entries of a table that a change falls under.

    What was erased has none: it was private, or it fell with a row (`ActionContext.erase`, `_remove`) whose own entry
    must name all that showed it. Of a row that was written as it stood the seq is another, which a form may name.
    """
    if was_erased(row_id, fields):
        return
    if not fields or "id" in fields:
        yield model
        return
    yield from (f"{model}.{name}" for name, (before, after) in fields.items() if before != after)
