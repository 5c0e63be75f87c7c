"""Step 6, Ruilen: slip by slip into the spotlight, where the team decides under the ground rule."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.direct_swap import expire_offers
from workshop.actions.fields import Id, Seen, Seq
from workshop.actions.registry import NEVER, action
from workshop.bidi import isolated
from workshop.energy import can_carry
from workshop.ground_rule import (
    energy_of,
    guard_standing,
    public_figures,
    standing_claims,
    standing_helper,
)
from workshop.load import LEFT
from workshop.models import Claim, EnergyRating, Help, SwapProposal, TakeRequest
from workshop.opening import sort_closed
from workshop.permissions import Who, guard_on_stack, guard_opened, guard_unsettled
from workshop.refusals import Refusal
from workshop.steps import Answer, Outcome, Step
from workshop.texts import LAST_LOOK


def _on_stack(act: ActionContext, slip_id: str, seen: int | None = None) -> SwapProposal:
    """A slip that is still undecided, as the person saw it (`seen`: its seq then)."""
    proposal = act.slip(slip_id)
    guard_on_stack(proposal)
    act.guard_seq(proposal, seen)
    return proposal


@action(
    "swap.open",
    who=Who.FACILITATOR,
    steps={Step.SWAP},
    fields={"slip": Id(required=False), "spotlight": Seen()},
    told=gettext_lazy("het briefje van %(about)s ging open"),
)
def open_slip(act: ActionContext, *, slip: str = "", spotlight: str | None = None) -> None:
    """Open a slip: all answers to it appear at once. Slips of one joined customer come into the spotlight together.

    `slip`: empty to begin with the first one in the order of the form. `spotlight`: what lay there when the person
    pressed.
    """
    order = act.workshop.opening_order or sort_closed(act.workshop)
    if not slip and (act.workshop.opening_order or not order):
        raise NothingToDo
    proposal = _on_stack(act, slip or order[0])
    customer = proposal.rating.customer_id
    _guard_spotlight(act, spotlight, customer)
    together = SwapProposal.objects.filter(workshop=act.workshop, rating__customer_id=customer, stuck=True)
    opening = list(together.filter(outcome__in=("", Outcome.OPEN)))
    if act.workshop.spotlight == customer and all(one.opened and not one.outcome for one in opening):
        raise NothingToDo
    for one in opening:
        act.update(one, opened=True, outcome="")
    # From here on the team decides; an offer between two would hold it up, and to say so would betray it.
    expire_offers(act, [one.rating_id for one in opening])
    act.update_workshop(spotlight=customer, opening_order=order)
    act.about = proposal.rating.customer.name


def _guard_spotlight(act: ActionContext, seen: str | None, wanted: str) -> None:
    """Refuse to take away what lies in the spotlight now, unless that is what the person saw or wants there."""
    if seen is not None and act.workshop.spotlight not in (seen, wanted):
        raise Refusal.changed()


@action(
    "swap.ask",
    who=Who.FACILITATOR,
    steps={Step.SWAP},
    fields={"slip": Id(), "seat": Id()},
    told=gettext_lazy("%(about)s werd aan een collega voorgelegd"),
)
def request_take(act: ActionContext, *, slip: str, seat: str) -> None:
    """Put a slip without a taker to somebody who could take it, out of the *ruilvoorstel*; the answer is theirs."""
    proposal, colleague = _on_stack(act, slip), act.participant(seat)
    guard_opened(proposal)
    if standing_claims(proposal):
        raise Refusal("has-a-taker", _("Er is een collega die deze klant wil oppakken."))
    if colleague.id == proposal.giver_id or colleague.guest:
        raise Refusal("take-request-to-giver", _("Vraag een collega die deze klant niet zelf weggeeft."))
    said = proposal.claims.filter(participant=colleague).first()
    energy = energy_of(public_figures(proposal), colleague.id, said.expectation if said else "")
    if not can_carry(energy):
        raise Refusal(
            "take-request-cannot-carry",
            _("Vraag dit alleen aan een collega die deze klant kent en er geen energie aan verliest."),
        )
    if TakeRequest.objects.filter(slip=proposal, participant=colleague).exists():
        raise NothingToDo
    act.create(TakeRequest(workshop=act.workshop, slip=proposal, participant=colleague))
    act.about = proposal.rating.customer.name
    act.invalidate_seats(colleague)


@action(
    "swap.close",
    who=Who.FACILITATOR,
    steps={Step.SWAP},
    fields={"spotlight": Seen()},
    told=gettext_lazy("terug naar de stapel"),
    undo=NEVER,
)
def close_spotlight(act: ActionContext, *, spotlight: str | None = None) -> None:
    """Back to the stack; what was opened stays open to see. `spotlight`: what lay there when the person pressed."""
    if not act.workshop.spotlight:
        raise NothingToDo
    _guard_spotlight(act, spotlight, "")
    act.update_workshop(spotlight="")


@action(
    "swap.settle",
    who=Who.FACILITATOR,
    steps={Step.SWAP},
    fields={"claim": Id(), "slip_seq": Seq()},
    told=gettext_lazy("beslist: %(about)s"),
)
def settle(act: ActionContext, *, claim: str, slip_seq: int | None = None) -> None:
    """The facilitator writes down what the team talked out: this colleague takes it."""
    chosen = act.claim(claim)
    act.guard_seq(chosen.slip, slip_seq)
    _settle(act, chosen)


@action(
    "swap.draw_lots",
    who=Who.FACILITATOR,
    steps={Step.SWAP},
    fields={"slip": Id(), "slip_seq": Seq()},
    told=gettext_lazy("geloot: %(about)s"),
)
def draw_lots(act: ActionContext, *, slip: str, slip_seq: int | None = None) -> None:
    """Lots among the claims that pass the rule."""
    proposal = _on_stack(act, slip, slip_seq)
    guard_opened(proposal)
    standing = standing_claims(proposal)
    if not standing:
        raise Refusal("nobody-to-draw", _("Er is niemand om over te loten."))
    _settle(act, secrets.choice(standing))


@action(
    "swap.let_giver_choose",
    who=Who.FACILITATOR,
    steps={Step.SWAP},
    fields={"slip": Id(), "slip_seq": Seq()},
    told=gettext_lazy("wie weggeeft koos: %(about)s"),
)
def let_giver_choose(act: ActionContext, *, slip: str, slip_seq: int | None = None) -> None:
    """Ask the giver to choose among the takers, on the giver's own device."""
    proposal = _on_stack(act, slip, slip_seq)
    guard_opened(proposal)
    act.update(proposal, giver_chooses=True)
    act.about = proposal.rating.customer.name


@action(
    "swap.choose",
    who=Who.SEAT | Who.FOR_SEAT,
    steps={Step.SWAP},
    fields={"claim": Id(), "slip_seq": Seq()},
    told=gettext_lazy("%(who)s koos: %(about)s"),
)
def choose(act: ActionContext, *, claim: str, slip_seq: int | None = None) -> None:
    """The giver chooses."""
    chosen = act.claim(claim)
    act.guard_seq(chosen.slip, slip_seq)
    if chosen.slip.giver_id != act.seat.id or not chosen.slip.giver_chooses:
        raise Refusal("giver-not-asked", _("Wie weggeeft kiest pas als de begeleider dat vraagt."))
    _settle(act, chosen)


def _settle(act: ActionContext, claim: Claim) -> None:
    slip = claim.slip
    guard_unsettled(slip)
    figures = public_figures(slip)
    guard_standing(claim, figures)
    help = standing_helper(claim, figures) if claim.answer == Answer.HELP else None
    rated = energy_of(figures, claim.participant_id, "")
    act.update(
        slip,
        outcome=Outcome.HELPED if help else Outcome.TAKEN,
        taker=claim.participant,
        helper=help.helper if help else None,
        taker_energy=rated or claim.expectation,
        taker_expects=not rated,
    )
    act.about = slip.rating.customer.name


@action(
    "swap.keep",
    who=Who.SEAT | Who.FOR_SEAT,
    steps={Step.SWAP},
    fields={"slip": Id(), "slip_seq": Seq()},
    told=gettext_lazy("%(who)s houdt %(about)s"),
)
def keep(act: ActionContext, *, slip: str, slip_seq: int | None = None) -> None:
    """The giver withdraws it as *gehouden*, until it is settled."""
    proposal = _on_stack(act, slip, slip_seq)
    if proposal.giver_id != act.seat.id:
        raise Refusal("kept-by-giver", _("Alleen wie weggeeft kan de klant houden."))
    act.update(proposal, outcome=Outcome.KEPT)
    expire_offers(act, [proposal.rating_id])
    act.about = proposal.rating.customer.name


@action(
    "swap.look",
    who=Who.FACILITATOR,
    steps={Step.SWAP},
    fields={"slip": Id(), "slip_seq": Seq()},
    told=gettext_lazy("een laatste blik: %(about)s"),
)
def last_look(act: ActionContext, *, slip: str, slip_seq: int | None = None) -> None:
    """What nobody takes gets one last look in the customer's shoes, one question at a time on all screens."""
    proposal = _on_stack(act, slip, slip_seq)
    guard_opened(proposal)
    if standing_claims(proposal):
        raise Refusal("has-a-taker", _("Er is een collega die deze klant wil oppakken."))
    if proposal.look >= len(LAST_LOOK):
        raise NothingToDo
    act.update(proposal, look=proposal.look + 1)
    act.about = proposal.rating.customer.name


@action(
    "swap.let_go",
    who=Who.FACILITATOR,
    steps={Step.SWAP},
    fields={"slip": Id(), "slip_seq": Seq()},
    told=gettext_lazy("losgelaten: %(about)s"),
)
def let_go(act: ActionContext, *, slip: str, slip_seq: int | None = None) -> None:
    """The team lets go; the facilitator only presses, after the question has stood on all screens."""
    proposal = _on_stack(act, slip, slip_seq)
    guard_opened(proposal)
    if not proposal.look:
        raise Refusal("no-last-look", _("Neem eerst samen een laatste blik vanuit de klant."))
    if standing_claims(proposal):
        raise Refusal("has-a-taker", _("Er is een collega die deze klant wil oppakken."))
    _guard_asked(proposal)
    act.update(proposal, outcome=Outcome.ENDED if who_stays(proposal) else Outcome.DROPPED)
    act.about = proposal.rating.customer.name


def _guard_asked(slip: SwapProposal) -> None:
    """Nobody is let go over a yes that may still come: a colleague was asked to help, and has not answered."""
    asked = Help.objects.filter(claim__slip=slip, claim__answer=Answer.HELP, yes=None)
    here = asked.filter(helper__removed_at=None, claim__participant__removed_at=None)
    names = list(here.order_by("helper__place").values_list("helper__name", flat=True).distinct())
    if names:
        waited_for = ", ".join(map(isolated, names))
        raise Refusal(
            "help-pending",
            _("Er is nog om hulp gevraagd. Wacht op het antwoord van: %(names)s.") % {"names": waited_for},
        )


@action(
    "swap.leave_open",
    who=Who.FACILITATOR,
    steps={Step.SWAP},
    fields={"slip": Id(), "slip_seq": Seq()},
    told=gettext_lazy("nog open: %(about)s"),
)
def leave_open(act: ActionContext, *, slip: str, slip_seq: int | None = None) -> None:
    """Not decided now: *nog open*, the giver keeps the customer for the time being."""
    proposal = _on_stack(act, slip, slip_seq)
    guard_opened(proposal)
    act.update(proposal, outcome=Outcome.OPEN)
    act.about = proposal.rating.customer.name


def who_stays(slip: SwapProposal) -> list[EnergyRating]:
    """Colleagues who keep serving this customer: with them only this contact ends."""
    customer = slip.rating.customer_id
    gone = SwapProposal.objects.filter(workshop=slip.workshop_id, rating__customer=customer, outcome__in=LEFT)
    leaving = set(gone.values_list("rating_id", flat=True))
    return [figure for figure in public_figures(slip) if figure.id != slip.rating_id and figure.id not in leaving]
