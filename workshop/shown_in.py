"""In which regions of a page a row shows; `staleness.py` reads from it what a change makes stale.

A key is a model, for a row that was made or has gone, or a field of it that was set ("Model.field"); a field without an
entry shows where its model does. The regions are those of `sessions/panels/regions.py`; "own" is that of every seat.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Regions = tuple[str, ...]

EVERYWHERE: Final[Regions] = ("all",)
NOWHERE: Final[Regions] = ()

_FIGURE: Final = ("table", "counts", "same", "turn", "threads", "case", "spotlight", "result", "then_now")
_RESULT: Final = ("head", "spotlight", "stack", "result", "counts", "own", "then_now")
_SEAT: Final = (
    "head",
    "crew",
    "seats",
    "counts",
    "own",
    "more",
    "turn",
    "spotlight",
    "result",
    "review",
    "wall",
    "then_now",
    "desk",
)

#: Where everybody sees it. A model without an entry shows everywhere.
SHOWN_IN: Final[Mapping[str, Regions]] = {
    "Workshop": EVERYWHERE,
    "Workshop.code": ("seats", "more", "desk"),
    "Workshop.address": ("seats", "more", "desk"),
    "Workshop.door_open": ("seats", "desk"),
    "Workshop.door_asks": ("seats", "desk"),
    "Workshop.wifi_name": ("seats", "desk"),
    "Workshop.wifi_password": ("seats", "desk"),
    "Workshop.outside_at": ("desk",),
    "Workshop.wrong_codes": ("desk",),
    "Workshop.wrong_codes_at": ("desk",),
    "Workshop.opening_order": ("desk",),
    "Workshop.projector_shows": ("head", "enlarged", "desk"),
    "Workshop.projector_view": ("head", "enlarged", "slides", "desk"),
    "Workshop.projector_size": ("enlarged", "desk"),
    "Workshop.projector_theme": ("enlarged", "desk"),
    "Workshop.locked_because": ("head", "desk"),
    "Workshop.minutes": ("clock", "desk"),
    "Workshop.break_minutes": ("clock", "desk"),
    "Workshop.step_ends_at": ("clock", "desk"),
    "Workshop.paused_at": ("clock", "turn", "desk"),
    "Workshop.questions": ("turn", "threads", "own", "review", "follow_up", "desk"),
    "Workshop.story_mode": ("head", "turn", "clock", "same", "desk"),
    "Workshop.spotlight": ("head", "spotlight", "stack", "own"),
    "Workshop.comeback_on": ("result", "desk"),
    "Workshop.retain_until": ("head", "review"),
    "Workshop.energy_before": ("review", "desk"),
    "Team": ("wall", "follow_up", "desk"),
    "Knock": ("desk",),
    "Participant": _SEAT,
    "Participant.name": EVERYWHERE,
    "Participant.place": (*_SEAT, "table"),
    "Participant.removed_at": EVERYWHERE,
    "Participant.colour": ("who", "crew", "seats", "counts", "own", "table", "stack", "desk"),
    "Participant.shape": ("who", "crew", "seats", "counts", "own", "table", "stack", "desk"),
    "Participant.done_step": ("crew", "counts", "desk"),
    "Participant.without_device": ("seats", "counts", "turn", "spotlight", "desk"),
    "Participant.team_lead": ("seats", "result", "desk"),
    "Participant.catching_up": ("head", "seats", "desk"),
    "Participant.attention": ("result", "desk"),
    "Participant.attention_with": ("result", "desk"),
    "Participant.success": ("result", "desk"),
    "Customer": NOWHERE,  # a figure shows it
    "Customer.name": EVERYWHERE,
    "Customer.kind": EVERYWHERE,
    "SameCustomer": ("same",),
    "EnergyRating": _FIGURE,
    "EnergyRating.customer": EVERYWHERE,
    "Turn": ("turn", "desk"),
    "Turn.state": ("head", "turn", "clock", "same", "desk"),
    "Turn.ends_at": ("clock",),
    "Thread": ("threads", "review"),
    "ThreadLink": ("threads",),
    "HardCase": ("case", "own", "desk"),
    "HardCase.state": ("case", "own", "counts", "desk"),
    "CaseAnswer": ("case", "counts"),
    "SwapProposal": ("stack", "counts"),
    "SwapProposal.opened": _RESULT,
    "SwapProposal.outcome": _RESULT,
    "SwapProposal.direct_swap": _RESULT,
    "SwapProposal.taker": _RESULT,
    "SwapProposal.helper": _RESULT,
    "SwapProposal.taker_energy": _RESULT,
    "SwapProposal.taker_expects": _RESULT,
    "SwapProposal.giver_chooses": ("spotlight", "own", "desk"),
    "SwapProposal.look": ("spotlight", "own", "desk"),
    "SwapProposal.farewell_why": ("result",),
    "SwapProposal.farewell_teller": ("result",),
    "SwapProposal.farewell_on": ("result",),
    "SwapProposal.farewell_to": ("result",),
    "SwapProposal.decide_who": ("result", "desk"),
    "SwapProposal.decide_on": ("result",),
    "SwapProposal.talk_on": ("result",),
    "SwapProposal.must_know": ("result",),
    "SwapProposal.first_contact_before": ("result",),
    "SwapProposal.given_on": ("result",),
    "SwapProposal.received_on": ("result",),
    "SwapProposal.heard": ("result",),
    "Claim": ("spotlight", "counts", "desk"),
    "Help": ("spotlight", "desk"),
    "TakeRequest": ("desk",),
    "DirectSwap": NOWHERE,
    "DirectSwap.state": _RESULT,
    "DirectSwapLeg": NOWHERE,
    "Agreement": ("own", "result", "desk"),
    "Agreement.accepted": ("result", "desk"),
    "Agreement.on": ("result", "own"),
    "Agreement.touched_on": ("result",),
    "Agreement.done_on": ("result",),
    "Success": ("result", "review"),
    "Earlier": ("review",),
    "ListedCustomer": NOWHERE,
    "ListRefusal": NOWHERE,
    "PrivateNote": NOWHERE,
    "WishMark": NOWHERE,
}

#: Where others see that something private was done, and sums. What has no entry they see nowhere.
HINTED_IN: Final[Mapping[str, Regions]] = {
    "EnergyRating": ("counts",),
    "EnergyRating.reason": NOWHERE,
    "EnergyRating.signal": ("turn",),
    "EnergyRating.weight": ("result", "spotlight"),
    "SwapProposal": ("counts",),
    "Claim": ("counts",),
    "CaseAnswer": ("counts",),
}
