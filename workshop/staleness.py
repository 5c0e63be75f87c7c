"""What is stale follows from what was written: which regions of a page show a row, and when a region shows anything.

The regions themselves are in `sessions/panels/regions.py`; "all" stands for every one of them, and "own" for that of
every seat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from workshop.models import Workshop
from workshop.models.journal import Fields, Written, was_erased
from workshop.steps import Step

Regions = tuple[str, ...]

_FIGURE: Final = "table counts same turn threads case spotlight result then_now"
_RESULT: Final = "head spotlight stack result counts own then_now"
_SEAT: Final = "head seats counts own turn spotlight result review wall then_now desk"

#: A row that was made or has gone (`Model`), or fields that were set (`Model.field field`; the model's own entry, where
#: a field has none) → the regions in which all see it. What has no entry makes everything stale.
_SHOWN: Final = {
    "Workshop": "all",
    "Workshop.code address": "seats own desk",
    "Workshop.door_open door_asks wifi_name wifi_password": "seats desk",
    "Workshop.outside_at wrong_codes wrong_codes_at opening_order": "desk",
    "Workshop.projector_shows": "head stage desk",
    "Workshop.projector_size projector_theme": "stage desk",
    "Workshop.locked_because": "head desk",
    "Workshop.minutes break_minutes step_ends_at": "clock desk",
    "Workshop.paused_at": "clock turn desk",
    "Workshop.questions": "turn threads review follow_up desk",
    "Workshop.story_mode": "head turn clock same desk",
    "Workshop.spotlight": "spotlight stack own",
    "Workshop.comeback_on": "result desk",
    "Workshop.retain_until": "head review",
    "Workshop.energy_before": "review desk",
    "Team": "wall follow_up desk",
    "Knock": "desk",
    "Participant": _SEAT,
    "Participant.name removed_at": "all",
    "Participant.colour shape": "who seats counts own table stack desk",
    "Participant.done_step": "counts desk",
    "Participant.without_device": "seats counts turn spotlight desk",
    "Participant.team_lead": "seats result desk",
    "Participant.catching_up": "head seats desk",
    "Participant.attention attention_with success": "result desk",
    "Customer": "",  # a figure shows it
    "Customer.name kind": "all",
    "SameCustomer": "same",
    "EnergyRating": _FIGURE,
    "EnergyRating.customer": "all",
    "Turn": "turn desk",
    "Turn.state": "head turn clock same desk",
    "Turn.ends_at": "clock",
    "Thread": "threads review",
    "ThreadLink": "threads",
    "HardCase": "case own desk",
    "HardCase.state": "case own counts desk",
    "CaseAnswer": "case counts",
    "SwapProposal": "stack counts",
    "SwapProposal.opened outcome direct_swap taker helper taker_energy taker_expects": _RESULT,
    "SwapProposal.giver_chooses look": "spotlight own desk",
    "SwapProposal.farewell_why farewell_teller farewell_on farewell_to decide_who decide_on": "result",
    "SwapProposal.talk_on must_know first_contact_before given_on received_on heard": "result",
    "Claim": "spotlight counts desk",
    "Help": "spotlight desk",
    "TakeRequest": "desk",
    "DirectSwap": "",
    "DirectSwap.state": _RESULT,
    "DirectSwapLeg": "",
    "Agreement": "own result desk",
    "Agreement.accepted": "result desk",
    "Agreement.on touched_on done_on": "result",
    "Success": "result review",
    "Earlier": "review",
    "ListedCustomer": "",
    "ListRefusal": "",
    "PrivateNote": "",
    "WishMark": "",
}

#: Of what is done in private others see that something was, and sums; of what has no entry nothing.
_HINTED: Final = {
    "EnergyRating": "counts",
    "EnergyRating.reason": "",
    "EnergyRating.signal": "turn",
    "EnergyRating.weight": "result spotlight",
    "SwapProposal": "counts",
    "Claim": "counts",
    "CaseAnswer": "counts",
}

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
    "review": lambda workshop: workshop.step == Step.LOBBY and workshop.comes_back,
    "then_now": lambda workshop: workshop.shows_then,
}

#: The rows that chances, loads and counts of leaks are made of.
_RESTED_ON: Final = {"Customer", "EnergyRating", "SwapProposal", "Thread", "ThreadLink"}
_CHANCES: Final[Mapping[int, Regions]] = {Step.THREAD: ("desk",), Step.STACK: ("own",), Step.SWAP: ("own",)}


def _by_row(table: Mapping[str, str]) -> Mapping[str, Regions]:
    """The entries of a table, one for each model and each field."""
    entries: dict[str, Regions] = {}
    for rows, regions in table.items():
        model, _dot, fields = rows.partition(".")
        entries |= dict.fromkeys([f"{model}.{name}" for name in fields.split()] or [model], tuple(regions.split()))
    return entries


SHOWN_IN: Final = _by_row(_SHOWN)
HINTED_IN: Final = _by_row(_HINTED)


def may_show(region: str, workshop: Workshop) -> bool:
    """Whether this region shows anything in this step; what a screen has of it stays hidden otherwise."""
    return region not in _SHOWS or _SHOWS[region](workshop)


def along(regions: Iterable[str]) -> set[str]:
    """The regions, and those that show the same rows."""
    return {one for region in regions for one in (region, *ALONG.get(region, ()))}


def show_rows(workshop: Workshop, changes: Iterable[Written]) -> set[str]:
    """The regions in which everybody sees these rows; the wall and the follow-up do so too while the table does not."""
    named = along(_named(changes, SHOWN_IN, ("all",)))
    return {"all"} if "all" in named else _shown_now(workshop, named)


def hint_at(workshop: Workshop, changes: Iterable[Written]) -> set[str]:
    """The regions in which others see that something private was done."""
    return along(_shown_now(workshop, _named(changes, HINTED_IN, ())))


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
