"""Step 6, Ruilen: private answers to colleagues' slips, and the yes of a helper."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Choice, Id, Ids, OnOff, Seq
from workshop.actions.registry import action
from workshop.actions.seen import changed_elsewhere
from workshop.bidi import isolated
from workshop.ground_rule import energy_of, guard_answer, guard_help, guard_helper, public_figures
from workshop.models import Claim, EnergyRating, Help, Participant, SwapProposal, TakeRequest
from workshop.permissions import Who, guard_on_stack, guard_opened, guard_unsettled
from workshop.refusals import Missing, Refusal
from workshop.steps import Answer, Step, Zone
from workshop.wording import speak_of


@action(
    "swap.answer",
    who=Who.SEAT | Who.FOR_SEAT,
    steps={Step.SWAP},
    fields={
        "slip": Id(),
        "answer": Choice(Answer),
        "expectation": Choice(Zone, required=False),
        "helpers": Ids(),
        "slip_seq": Seq(),
        "seen": Seq(),
    },
    told=gettext_lazy("%(who)s antwoordde op %(about)s"),
)
def answer(
    act: ActionContext,
    *,
    slip: str,
    answer: str,
    expectation: str = "",
    helpers: tuple[str, ...] = (),
    slip_seq: int | None = None,
    seen: int | None = None,
) -> None:
    """Answer a colleague's slip. Private until the slip is opened; it can change until the slip is settled."""
    proposal = act.find(_slips_to_answer(act.seat), slip)
    speak_of(proposal.rating.customer)
    guard_on_stack(proposal)
    act.guard_seq(proposal, slip_seq)
    if proposal.giver_id == act.seat.id:
        raise Refusal(
            "own-slip", _("Dit is je eigen briefje. Wil je de klant houden, zeg dat dan als het briefje open ligt.")
        )
    if act.actor.facilitates:
        guard_opened(proposal)
    figures = public_figures(proposal)
    energy = energy_of(figures, act.seat.id, expectation)
    asked = _helpers(act, figures, helpers) if answer == Answer.HELP else []
    guard_answer(energy, answer, len(asked))
    rated = energy_of(figures, act.seat.id, "")
    claim, helps = _own_claim(act, proposal, proposal.said)
    if proposal.said and proposal.said != answer and changed_elsewhere(act, claim, "answer", seen):
        raise _answered_elsewhere(proposal, proposal.said, answer)
    _put_claim(act, claim, answer, "" if rated else expectation)
    no_longer = _put_helps(act, claim, helps, asked)
    if proposal.take_requested:
        act.delete(*TakeRequest.objects.filter(slip=proposal, participant=act.seat))
    _show_answer(act, proposal, [*no_longer, *(helper.id for helper in asked)])


def _answered_elsewhere(slip: SwapProposal, said: str, asked: str) -> Refusal:
    """An answer that waited for a line, while another device of this seat gave another one: both are said."""
    sentence = _("%(name)s: op een ander scherm antwoordde je intussen ‘%(stands)s’. ‘%(asked)s’ is niet gedaan.")
    answers = {"stands": Answer(said).label, "asked": Answer(asked).label}
    return Refusal("answered-elsewhere", sentence % {"name": isolated(slip.rating.customer.name), **answers})


def _slips_to_answer(seat: Participant) -> QuerySet[Any]:  # type: ignore[explicit-any]  # two columns more than a slip
    """Slips, each with what an answer must know besides: a claim costs at most twelve queries.

    `said`: this seat's answer until now; `take_requested`: whether the slip was put to it. Whether its giver has said
    yes to a swap that waits for others is no reason to refuse: that would betray a private talk. What is agreed first,
    stands.
    """
    mine = Claim.objects.filter(slip=OuterRef("pk"), participant=seat)
    return SwapProposal.objects.select_related("rating__customer", "giver").annotate(
        said=Subquery(mine.values("answer")),
        take_requested=Exists(TakeRequest.objects.filter(slip=OuterRef("pk"), participant=seat)),
    )


def _helpers(act: ActionContext, figures: list[EnergyRating], ids: tuple[str, ...]) -> list[Participant]:
    helpers = act.participants(ids)
    for helper in helpers:
        if helper.id == act.seat.id or helper.guest:
            raise Refusal("helper-not-at-table", _("Kies een collega aan tafel om je te helpen."))
        guard_helper(energy_of(figures, helper.id, ""), helper.name)
    return helpers


def _own_claim(act: ActionContext, slip: SwapProposal, said: str | None) -> tuple[Claim, list[Help]]:
    """The acting seat's claim and its helps; a new one is not saved yet."""
    if said is None:
        return Claim(slip=slip, participant=act.seat), []
    if said == Answer.HELP:
        helps = list(Help.objects.filter(claim__slip=slip, claim__participant=act.seat).select_related("claim"))
        if helps:
            return helps[0].claim, helps
    return Claim.objects.get(slip=slip, participant=act.seat), []


def _put_claim(act: ActionContext, claim: Claim, answer: str, expectation: str) -> None:
    if claim._state.adding:
        claim.answer, claim.expectation = answer, expectation
        act.create(claim)
    else:
        act.update(claim, answer=answer, expectation=expectation)


def _put_helps(act: ActionContext, claim: Claim, helps: list[Help], asked: list[Participant]) -> list[str]:
    """Ask who is newly named, and no longer ask who is not (their seats are returned); a yes that was given stays."""
    wanted = {helper.id: helper for helper in asked}
    no_longer = [help for help in helps if wanted.pop(help.helper_id, None) is None]
    act.delete(*no_longer)
    if wanted:
        act.create(*[Help(claim=claim, helper=helper) for helper in wanted.values()])
    return [help.helper_id for help in no_longer]


def _show_answer(act: ActionContext, slip: SwapProposal, helpers: list[str]) -> None:
    if not slip.opened:
        act.mark_private()
        return
    act.about = slip.rating.customer.name
    act.invalidate_seats(act.seat, *helpers)


@action("swap.refuse_rest", who=Who.SEAT, steps={Step.SWAP}, fields={})
def refuse_rest(act: ActionContext) -> None:
    """Answer *niet voor mij* to every closed slip that has no answer of this seat yet. What lies open is talked about,
    and is answered by itself."""
    closed = SwapProposal.objects.filter(workshop=act.workshop, stuck=True, opened=False, outcome="", direct_swap=None)
    rest = closed.exclude(giver=act.seat).exclude(claims__participant=act.seat)
    claims = [Claim(slip=slip, participant=act.seat, answer=Answer.NO) for slip in rest]
    if not claims:
        raise NothingToDo
    act.create(*claims)
    act.mark_private()


@action(
    "swap.help",
    who=Who.SEAT | Who.FOR_SEAT,
    steps={Step.SWAP},
    fields={
        "claim": Id(),
        "yes": OnOff(),
        "expectation": Choice(Zone, required=False),
        "slip_seq": Seq(),
        "seen": Seq(),
    },
    told=gettext_lazy("%(who)s antwoordde op een vraag om hulp bij %(about)s"),
)
def help_colleague(
    act: ActionContext,
    *,
    claim: str,
    yes: bool,
    expectation: str = "",
    slip_seq: int | None = None,
    seen: int | None = None,
) -> None:
    """The asked colleague says yes or no, on their own device; for a seat without one the facilitator does, openly."""
    asked = act.claim(claim)
    act.guard_seq(asked.slip, slip_seq)
    help = asked.helps.filter(helper=act.seat).first()
    if help is None:
        raise Missing()
    guard_unsettled(asked.slip)
    if help.yes not in (None, yes) and changed_elsewhere(act, help, "yes", seen):
        raise Refusal.changed()
    if yes:
        guard_help(energy_of(public_figures(asked.slip), act.seat.id, expectation))
    act.update(help, yes=yes, expectation=expectation)
    act.about = asked.slip.rating.customer.name
    act.invalidate_seats(act.seat, asked.participant)
