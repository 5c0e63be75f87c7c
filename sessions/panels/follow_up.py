"""What the follow-up page shows: hand-overs, agreements, farewells, successes, what is late, and the teapot."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from sessions.board.viewer import Board
from workshop import load
from workshop.models import Agreement, SwapProposal
from workshop.steps import Outcome, Step
from workshop.teapot import warmth
from workshop.texts import CUSTOMER_NUMBER

Context = dict[str, object]


def follow_up(board: Board) -> Context | None:
    """The whole page for one viewer; nothing but a sentence until there is something to follow up."""
    if board.viewer.role == "projector":
        return None
    today = localdate()
    handed = [_hand_over(board, slip, today) for slip in board.results if slip.outcome in load.PASSED_ON]
    gone = [_farewell(board, slip, today) for slip in board.results if slip.outcome in _ENDINGS]
    undecided = [_undecided(board, slip, today) for slip in board.results if not slip.settled]
    agreed = [_agreement(board, one, today) for one in board.agreements]
    closing = board.workshop.step == Step.CLOSING
    return {
        "begun": closing or bool(handed),
        "ticks": closing,
        "handed": handed,
        "question": board.asked(CUSTOMER_NUMBER).text,
        "gone": gone,
        "undecided": undecided,
        "agreed": agreed,
        "late": [one for one in [*handed, *gone, *undecided, *agreed] if one["late"]],
        "done": sum(bool(one["done"]) for one in handed),
        "warm": warmth(board.agreements, today),
        "teapot": _teapot(warmth(board.agreements, today)),
        "successes": [{"one": one, "mine": board.viewer.sees_to(one.teller_id)} for one in board.successes],
        "told": [seat for seat in board.seats if seat.success],
    }


_ENDINGS = (Outcome.DROPPED, Outcome.ENDED)


def _hand_over(board: Board, slip: SwapProposal, today: dt.date) -> Context:
    done = bool(slip.given_on and slip.received_on)
    sees_to = board.viewer.sees_to
    day = slip.talk_on or slip.first_contact_before
    return {
        "id": f"fu-{slip.id}",
        "name": slip.rating.customer.name,
        "slip": slip,
        "sides": [
            {"side": "giver", "seat": slip.giver, "done_on": slip.given_on, "mine": sees_to(slip.giver_id),
             "words": _("overgedragen")},
            {"side": "taker", "seat": slip.taker, "done_on": slip.received_on, "mine": sees_to(slip.taker_id),
             "words": _("overgenomen")},
        ],
        "done": done,
        "late": bool(day and day < today and not done),
        "fills_in": board.viewer.sees_to(slip.giver_id, slip.taker_id),
    }  # fmt: skip


def _farewell(board: Board, slip: SwapProposal, today: dt.date) -> Context:
    asked = {_("waarom"): slip.farewell_why, _("wie vertelt het"): slip.farewell_teller,
             _("wanneer"): slip.farewell_on, _("waar kan de klant heen"): slip.farewell_to}  # fmt: skip
    return {
        "id": f"fu-{slip.id}",
        "name": slip.rating.customer.name,
        "slip": slip,
        "sides": [{"side": "giver", "seat": slip.giver, "done_on": slip.given_on,
                   "mine": board.viewer.sees_to(slip.giver_id), "words": _("de klant weet het")}],
        "lacks": [name for name, value in asked.items() if not value],
        "stays": board.who_stays(slip),
        "late": bool(slip.farewell_on and slip.farewell_on < today and not slip.given_on),
        "fills_in": board.viewer.sees_to(slip.giver_id, slip.taker_id),
    }  # fmt: skip


def _undecided(board: Board, slip: SwapProposal, today: dt.date) -> Context:
    return {
        "id": f"fu-{slip.id}",
        "name": slip.rating.customer.name,
        "slip": slip,
        "late": bool(slip.decide_on and slip.decide_on < today),
        "fills_in": board.viewer.sees_to(slip.giver_id, slip.taker_id),
    }


def _agreement(board: Board, one: Agreement, today: dt.date) -> Context:
    return {
        "id": f"fu-{one.id}",
        "name": one.text,
        "one": one,
        "mine": one.accepted and board.viewer.sees_to(one.owner_id),
        "asked": not one.accepted and one.owner_id == board.me,
        "cold_for": (today - one.touched_on).days if one.touched_on else 0,
        "late": bool(one.accepted and one.on < today and not one.done_on),
    }


#: The inside of the drawn pot, from the brim down: where the tea stands at 100 and at 0 percent.
_BRIM, _BOTTOM = 44, 118


def _teapot(warm: int | None) -> Context | None:
    """The drawing: how high the tea stands, and how many curls of steam rise."""
    if warm is None:
        return None
    level = _BOTTOM - round((_BOTTOM - _BRIM) * warm / 100)
    words = _("heet") if warm >= 75 else _("warm") if warm >= 50 else _("lauw") if warm >= 25 else _("koud")
    return {"level": level, "height": _BOTTOM - level, "steam": range(min(3, warm // 25)), "words": words}
