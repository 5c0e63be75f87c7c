"""Steps 4 to 7: chances, direct swaps, loads that grow, where leaks gather. What a person may see of them, in words."""

from __future__ import annotations

from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.board.viewer import Board
from workshop import load, wording
from workshop.bidi import isolate
from workshop.chances import Chance, Kind, Leg, Table, own_chances, team_chances
from workshop.leaks import Gathering, gather
from workshop.models import DirectSwap, DirectSwapLeg, Participant, SwapProposal, TakeRequest
from workshop.steps import Answer, Step

Context = dict[str, object]

#: More would be a list to work through instead of a thought to have.
MOST_OWN = 8
#: What can be read from the back of a room.
MOST_SHOWN = 6


# --- a person's own --------------------------------------------------------------------------------------------------


def own(board: Board) -> Context:
    """For the viewer's own region in steps 5 and 6."""
    offered = offered_swaps(board)
    return {
        "chances": _own_chances(board),
        "offered_swaps": offered,
        "offers_asking": sum(not one["said_yes"] for one in offered),
        "refused_swaps": refused_swaps(board),
        "bound": {leg.rating_id for legs in board.offered_swaps for leg in legs},
        "strain": own_strain(board),
    }


def _own_chances(board: Board) -> list[Context]:
    seat = board.viewer.seat
    if seat is None:
        return []
    found = own_chances(_table(board), seat, marks=board.wished_leaks, wished=board.wish_marks)
    offered = {_key(legs) for legs in board.offered_swaps}
    new = [one for one in found if not one.legs or one.key not in offered]
    return [_told(one, board.me) for one in _few(new)]


def _few(found: list[Chance]) -> list[Chance]:
    """The first of each kind, rather than only the kind that comes first."""
    seen: dict[Kind, int] = {}
    few = []
    for one in found:
        seen[one.kind] = seen.get(one.kind, 0) + 1
        if seen[one.kind] <= MOST_OWN // 2:
            few.append(one)
    return few


def _key(legs: list[DirectSwapLeg]) -> frozenset[tuple[str, str]]:
    return frozenset((leg.rating_id, leg.taker_id) for leg in legs)


def _table(board: Board) -> Table:
    return Table(board.seats, board.figures, board.slips, board.loads)


def _told(chance: Chance, me: str) -> Context:
    """A chance with its sentence of why, and what a tap on *stel voor* sends. `me`: empty for the team's eyes."""
    legs = _from(chance.legs, me)
    give = legs[0] if legs else None
    get = legs[-1] if legs else None
    return {
        "id": "-".join(["ch", chance.kind.value, *(leg.figure.id for leg in legs), getattr(chance.figure, "id", "")]),
        "kind": chance.kind.value,
        "why": _why(chance, me),
        "legs": legs,
        "give": give,
        "get": get,
        "expectation": get.energy.value if get and get.wished else "",
    }


def _from(legs: tuple[Leg, ...], me: str) -> list[Leg]:
    """The ring as this person tells it: what they give first, what they get last."""
    start = next((number for number, leg in enumerate(legs) if leg.giver.id == me), 0)
    return [*legs[start:], *legs[:start]]


def _why(chance: Chance, me: str) -> str:
    words = {Kind.SWAP: _why_swap, Kind.RING: _why_swap, Kind.GIVES: _why_gives, Kind.WISHED: _why_wished}
    return words.get(chance.kind, _why_room)(chance, me)


def _why_swap(chance: Chance, me: str) -> str:
    if chance.kind is Kind.SWAP:
        return _("Een directe ruil: beide klanten geven dan meer energie.")
    return _("Een kring van %(n)d: elke klant geeft dan meer energie.") % {"n": len(chance.legs)}


def _why_gives(chance: Chance, me: str) -> str:
    words = _words(chance, me)
    if me:
        return (
            ngettext(
                "%(customer)s kost jou energie; %(names)s krijgt er energie van.",
                "%(customer)s kost jou energie; %(names)s krijgen er energie van.",
                len(chance.seats),
            )
            % words
        )
    return (
        ngettext(
            "%(customer)s kost %(owner)s energie; %(names)s krijgt er energie van.",
            "%(customer)s kost %(owner)s energie; %(names)s krijgen er energie van.",
            len(chance.seats),
        )
        % words
    )


def _why_wished(chance: Chance, me: str) -> str:
    return ngettext(
        "%(customer)s kost jou energie; een collega zou er energie van krijgen.",
        "%(customer)s kost jou energie; %(n)d collega’s zouden er energie van krijgen.",
        chance.marks,
    ) % (_words(chance, me) | {"n": chance.marks})


def _why_room(chance: Chance, me: str) -> str:
    words = _words(chance, me)
    assert chance.figure is not None
    with wording.about(chance.figure.customer):
        if me:
            return _("%(customer)s kost jou energie en niemand anders kent hem. Er is ruimte bij %(names)s.") % words
        return _("%(customer)s kost %(owner)s energie en niemand anders kent hem. Er is ruimte bij %(names)s.") % words


def _words(chance: Chance, me: str) -> Context:
    figure = chance.figure
    assert figure is not None
    names = _enumerate([seat.name for seat in chance.seats])
    return {"customer": isolate(figure.customer.name), "owner": isolate(figure.participant.name), "names": names}


def _enumerate(names: list[str]) -> str:
    """Ana, Bas en Cem; each name marked as one."""
    names = [isolate(name) for name in names]
    if len(names) < 2:
        return "".join(names)
    return _("%(most)s en %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}


# --- direct swaps under way -------------------------------------------------------------------------------------------


def offered_swaps(board: Board) -> list[Context]:
    """Direct swaps and rings in which the viewer is: what I would get, what I would give, and who has yet to answer."""
    return [_offered_swap(board, legs) for legs in board.offered_swaps]


def refused_swaps(board: Board) -> list[Parts]:
    """Those that a colleague's no ended, while the viewer had said yes: each once, and none about what is decided by
    now or offered again. Whose no ended a ring is not told."""
    last = {_key(legs): legs for legs in board.confirmed_swaps}
    offered = {_key(legs) for legs in board.offered_swaps}
    decided = {slip.rating_id for slip in board.slips if slip.settled}
    return [
        _parts(board, legs)
        for key, legs in last.items()
        if key not in offered
        and legs[0].direct_swap.declined_by_id not in (None, board.me)
        and decided.isdisjoint(rating for rating, _taker in key)
    ]


class Parts(TypedDict):
    """A direct swap as the viewer tells it: all that change hands, what I would give and what I would get."""

    direct_swap: DirectSwap
    legs: list[DirectSwapLeg]
    ring: bool
    give: DirectSwapLeg
    get: DirectSwapLeg


def _parts(board: Board, legs: list[DirectSwapLeg]) -> Parts:
    by_giver = {leg.rating.participant_id: leg for leg in legs}
    ring = [by_giver[board.me]]
    while ring[-1].taker_id != board.me:
        ring.append(by_giver[ring[-1].taker_id])
    return {"direct_swap": ring[0].direct_swap, "legs": ring, "ring": len(ring) > 2, "give": ring[0], "get": ring[-1]}


def _offered_swap(board: Board, legs: list[DirectSwapLeg]) -> Context:
    parts = _parts(board, legs)
    ring, get = parts["legs"], parts["get"]
    rated = any(figure.participant_id == board.me for figure in board.figures_of[get.rating.customer_id])
    return {
        **parts,
        "said_yes": get.yes,
        "waiting": _enumerate([leg.taker.name for leg in ring if not leg.yes and leg.taker_id != board.me]),
        "asks_expectation": not rated,
    }


def take_requests_to(board: Board) -> list[Context]:
    """Slips that the facilitator put to the viewer, out of a *ruilvoorstel*."""
    slips = {slip.id: slip for slip in board.undecided}
    take_requests = TakeRequest.objects.filter(participant=board.viewer.seat, slip__in=slips)
    return [{"slip": slips[one.slip_id], "claim": board.own_claims.get(one.slip_id)} for one in take_requests]


# --- loads that grow -------------------------------------------------------------------------------------------------


class Strain(TypedDict):
    """For whom the swaps end heavy, and how."""

    seat: Participant
    strain: load.Strain
    load: load.Change
    mean: int


def own_strain(board: Board) -> Strain | None:
    """A gentle word to the viewer, from step 6 on."""
    return next((one for one in strains(board) if one["seat"].id == board.me), None)


def strains(board: Board) -> list[Strain]:
    """For whom the swaps end heavy: for that person's eyes and the facilitator's, nobody else's."""
    if board.workshop.step < Step.SWAP:
        return []
    changes = {one.seat.id: one for one in board.loads if one.seat}
    mean = round(load.mean(board.loads))
    return [
        {"seat": one.seat, "strain": one, "load": changes[one.seat.id], "mean": mean}
        for one in load.strains(board.loads)
    ]


# --- for the team: the desk, and the big screen when it is asked ----------------------------------------------------


def team(board: Board) -> Context | None:
    """The team's chances, without what anybody marked in private."""
    if board.workshop.furthest_step < Step.TABLE:
        return None
    found = team_chances(_table(board))
    return {"chances": [_told(one, "") for one in found[:MOST_SHOWN]], "more": max(0, len(found) - MOST_SHOWN)}


def leaks(board: Board) -> Gathering | None:
    """Where leaks gather: counts of what lies on the table."""
    return gather(board.figures, board.threads) if board.workshop.furthest_step >= Step.TABLE else None


def unanswered_take_requests(board: Board) -> list[tuple[SwapProposal, Participant]]:
    """Which slips were put to whom and are not answered yet."""
    slips = {slip.id: slip for slip in board.undecided}
    take_requests = TakeRequest.objects.filter(slip__in=slips)
    return [
        (slips[one.slip_id], board.by_id[one.participant_id])
        for one in take_requests
        if one.participant_id in board.by_id
    ]


def said_no(board: Board, slip_id: str, seat_id: str) -> bool:
    return any(
        claim.participant_id == seat_id and claim.answer == Answer.NO for claim in board.open_claims.get(slip_id, ())
    )
