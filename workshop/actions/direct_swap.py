"""Direct swaps: *I take your X if you take my Y*, and rings of three or four. All say yes or nothing happens; the rule
holds for all."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext
from workshop.actions.fields import Choice, Id, Ids
from workshop.actions.registry import Undo, action, steps_from
from workshop.bidi import isolated
from workshop.ground_rule import energy_of, guard_direct_swap, on_table
from workshop.limits import LONGEST_RING
from workshop.models import DirectSwap, DirectSwapLeg, EnergyRating, Participant, SwapProposal
from workshop.permissions import Who
from workshop.refusals import Missing, Refusal
from workshop.steps import Outcome, Step, Zone


@action(
    "stack.propose",
    who=Who.SEAT | Who.FOR_SEAT,
    steps=steps_from(Step.STACK, Step.SWAP),
    fields={"mine": Id(), "theirs": Id(), "expectation": Choice(Zone, required=False)},
)
def offer(act: ActionContext, *, mine: str, theirs: str, expectation: str = "") -> None:
    """Offer a swap to the owner of `theirs`; private to the two until both have said yes."""
    own, other = act.own_figure(mine), act.public_figure(theirs)
    if not own.public:
        raise Refusal("not-on-table", _("Deze klant ligt niet op tafel en doet nu niet mee."))
    if other.participant_id == act.seat.id:
        raise Refusal("own-customer", _("Dit is je eigen klant."))
    _offer(act, [own, other], expectation)


@action(
    "stack.ring",
    who=Who.SEAT | Who.FOR_SEAT,
    steps=steps_from(Step.STACK, Step.SWAP),
    fields={"figures": Ids(), "expectation": Choice(Zone, required=False)},
)
def offer_ring(act: ActionContext, *, figures: tuple[str, ...], expectation: str = "") -> None:
    """Offer a ring: the owner of each of the `figures` gives it to the owner of the next one, the last to the first.

    Private to those in it until all have said yes.
    """
    ring = [act.public_figure(figure) for figure in figures]
    owners = {figure.participant_id for figure in ring}
    if not 3 <= len(ring) == len(owners) <= LONGEST_RING:
        raise Refusal("ring-shape", _("Een kring heeft drie of vier mensen, en ieder geeft één eigen klant."))
    if act.seat.id not in owners:
        raise Refusal("ring-without-you", _("Stel alleen een kring voor waar je zelf in zit."))
    _offer(act, ring, expectation)


def _offer(act: ActionContext, ring: list[EnergyRating], expectation: str) -> None:
    """The first yes is that of who offers, so the rule is checked for the customer that they would get."""
    legs = [(given, after.participant) for given, after in pairwise([*ring, ring[0]])]
    _guard_ring(act, ring)
    gets = next(given for given, taker in legs if taker.id == act.seat.id)
    _guard_taker(gets, act.seat.id, expectation)
    direct_swap = DirectSwap(workshop=act.workshop, offered_by=act.seat)
    act.create(direct_swap)
    act.create(*[_leg(act, direct_swap, given, taker, expectation) for given, taker in legs])
    _keep_between(act, direct_swap)


def _leg(
    act: ActionContext, direct_swap: DirectSwap, given: EnergyRating, taker: Participant, expectation: str
) -> DirectSwapLeg:
    mine = taker.id == act.seat.id
    return DirectSwapLeg(
        direct_swap=direct_swap, rating=given, taker=taker, yes=mine, expectation=expectation if mine else ""
    )


def _guard_ring(act: ActionContext, ring: list[EnergyRating]) -> None:
    for figure in ring:
        if figure.participant.removed:
            raise Refusal(
                "left-the-table", _("%(name)s is niet meer aan tafel.") % {"name": isolated(figure.participant.name)}
            )
    if len({figure.customer_id for figure in ring}) < len(ring):
        raise Refusal("same-customer", _("Dit is dezelfde klant."))
    for figure in ring:
        _guard_free(figure)
    open_ones = DirectSwap.objects.filter(workshop=act.workshop, state=DirectSwap.State.OFFERED, legs__taker=act.seat)
    wanted = {figure.id for figure in ring}
    if any({leg.rating_id for leg in one.legs.all()} == wanted for one in open_ones.prefetch_related("legs")):
        raise Refusal("already-offered", _("Dit voorstel ligt er al."))


@action(
    "stack.accept",
    who=Who.SEAT | Who.FOR_SEAT,
    steps=steps_from(Step.STACK, Step.SWAP),
    fields={"direct_swap": Id(), "expectation": Choice(Zone, required=False)},
    told=gettext_lazy("geruild: %(about)s"),
    undo=Undo(restores_drafts=True),
)
def accept(act: ActionContext, *, direct_swap: str, expectation: str = "") -> None:
    """Say yes; at the last yes the rule is checked for all, and the swap stands."""
    offered, leg = _my_leg(act, direct_swap)
    _guard_taker(leg.rating, leg.taker_id, expectation)
    act.update(leg, yes=True, expectation=expectation)
    legs = list(offered.legs.select_related("rating__customer", "rating__participant", "taker"))
    if all(leg.yes for leg in legs):
        _carry_out(act, offered, legs)
    else:
        _keep_between(act, offered)


@action(
    "stack.decline",
    who=Who.SEAT | Who.FOR_SEAT,
    steps=steps_from(Step.STACK, Step.SWAP),
    fields={"direct_swap": Id()},
)
def decline(act: ActionContext, *, direct_swap: str) -> None:
    """Say no, or withdraw one's own offer."""
    offered, _leg = _my_leg(act, direct_swap)
    act.update(offered, state=DirectSwap.State.DECLINED, declined_by=act.seat)
    _keep_between(act, offered)


def expire_offers(act: ActionContext, ratings: Iterable[str] | None = None) -> None:
    """An offer that is open when step 7 begins has lapsed; one about `ratings` (ids) when all decide about them, or
    their owners have."""
    offers = DirectSwap.objects.filter(workshop=act.workshop, state=DirectSwap.State.OFFERED)
    if ratings is not None:
        offers = offers.filter(legs__rating__in=ratings).distinct()
    for direct_swap in offers:
        act.update(direct_swap, state=DirectSwap.State.DECLINED)


def _my_leg(act: ActionContext, direct_swap_id: str) -> tuple[DirectSwap, DirectSwapLeg]:
    direct_swap = act.find(DirectSwap.objects.all(), direct_swap_id)
    leg = direct_swap.legs.select_related("rating__customer").filter(taker=act.seat).first()
    if leg is None:
        raise Missing()
    if direct_swap.state != DirectSwap.State.OFFERED:
        raise Refusal.changed()
    return direct_swap, leg


def _guard_free(figure: EnergyRating) -> None:
    """A customer whose slip is opened or settled is out of reach; a private draft may not be betrayed, so it is no
    reason."""
    slip = SwapProposal.objects.filter(rating=figure, stuck=True).first()
    if slip is not None and (slip.opened or slip.outcome):
        raise Refusal(
            "customer-decided",
            _("Over %(customer)s is al beslist.") % {"customer": isolated(figure.customer.name)},
            figure=figure,
        )


def _guard_taker(figure: EnergyRating, taker_id: str, expectation: str) -> None:
    guard_direct_swap(energy_of(on_table(figure.workshop_id, figure.customer_id), taker_id, expectation))


def _carry_out(act: ActionContext, direct_swap: DirectSwap, legs: list[DirectSwapLeg]) -> None:
    for leg in legs:
        _guard_free(leg.rating)
        _guard_still(act, leg)
    act.update(direct_swap, state=DirectSwap.State.AGREED)
    for leg in legs:
        _settle_leg(act, direct_swap, leg)
    expire_offers(act, [leg.rating_id for leg in legs])
    act.about = " ↔ ".join(leg.rating.customer.name for leg in legs)


def _guard_still(act: ActionContext, leg: DirectSwapLeg) -> None:
    """Everybody's yes, judged again at the last one: a zone may have changed since."""
    try:
        _guard_taker(leg.rating, leg.taker_id, leg.expectation)
    except Refusal:
        if leg.taker_id == act.seat.id:
            raise
        told = {"name": isolated(leg.taker.name), "customer": isolated(leg.rating.customer.name)}
        raise Refusal(
            "leak-by-now", _("Dit kan niet meer: voor %(name)s is %(customer)s nu een energielek.") % told
        ) from None


def _settle_leg(act: ActionContext, direct_swap: DirectSwap, leg: DirectSwapLeg) -> None:
    rated = energy_of(on_table(act.workshop.id, leg.rating.customer_id), leg.taker_id, "")
    result = {
        "direct_swap": direct_swap,
        "stuck": True,
        "stuck_at": act.seq,
        "opened": True,
        "outcome": Outcome.SWAPPED,
        "taker": leg.taker,
        "taker_energy": rated or leg.expectation,
        "taker_expects": not rated,
    }
    slip = SwapProposal.objects.filter(rating=leg.rating).first()
    if slip is None:
        act.create(SwapProposal(workshop=act.workshop, rating=leg.rating, giver=leg.rating.participant, **result))
        return
    if slip.stuck:
        act.erase(*slip.claims.all())  # nobody has seen these answers: opening would show them
    else:
        act.forget(slip, why="", wish="")  # a draft's why and wish were never shown, and are not now
    act.update(slip, **result)


def _keep_between(act: ActionContext, direct_swap: DirectSwap) -> None:
    """Private to the parties: the journal shows the content to none but the one who acted, the others' screens are
    told. For a party without a device the desk says that something waits, not what."""
    act.mark_private()
    act.invalidate_seats(*direct_swap.legs.values_list("taker", flat=True))
