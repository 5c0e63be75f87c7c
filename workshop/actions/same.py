"""*Is dit dezelfde klant?* Nothing is joined without a person; every answer can be undone."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop import name_matching
from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Id
from workshop.actions.registry import action, steps_from
from workshop.ground_rule import on_table
from workshop.models import EnergyRating, JournalEntry, SameCustomer, SwapProposal
from workshop.permissions import Who, guard_listening
from workshop.refusals import Missing, Refusal, already_undone
from workshop.steps import Step
from workshop.wording import speak_of


@action(
    "table.join",
    who=Who.SEAT | Who.FACILITATOR,
    steps=steps_from(Step.TABLE, Step.CLOSING),
    fields={"kept": Id(), "other": Id()},
    told=gettext_lazy("%(about)s: samengevoegd"),
)
def join(act: ActionContext, *, kept: str, other: str) -> None:
    """The figures of `other` come to stand under `kept`; the ground rule looks at the joined customer from now on."""
    first, second = _unanswered_pair(act, kept, other, same=True)
    if {rating.participant_id for rating in first} & {rating.participant_id for rating in second}:
        raise Refusal("same-owner", _("Een collega heeft beide klanten op de lijst; dan zijn het er twee."))
    _guard_results(first, second)
    _guard_results(second, first)
    keeper = first[0].customer
    pair = SameCustomer(
        workshop=act.workshop, kept=keeper, other_id=other, same=True, moved=[rating.id for rating in second]
    )
    act.create(pair)
    for rating in second:
        act.update(rating, customer=keeper)
    if act.workshop.spotlight == other:
        act.update_workshop(spotlight=kept)
    act.about = keeper.name


@action(
    "table.differ",
    who=Who.SEAT | Who.FACILITATOR,
    steps=steps_from(Step.TABLE, Step.CLOSING),
    fields={"kept": Id(), "other": Id()},
    told=gettext_lazy("twee namen blijven apart"),
)
def differ(act: ActionContext, *, kept: str, other: str) -> None:
    """*Nee, verschillend*: the question is not asked again."""
    first, second = _unanswered_pair(act, kept, other, same=False)
    if not name_matching.alike(first[0].customer.name, second[0].customer.name):
        raise Refusal("names-not-alike", _("Dat is niet gevraagd: deze namen lijken niet op elkaar."))
    act.create(SameCustomer(workshop=act.workshop, kept_id=kept, other_id=other, same=False))


@action(
    "table.split",
    who=Who.SEAT | Who.FACILITATOR,
    steps=steps_from(Step.TABLE, Step.CLOSING),
    fields={"pair": Id()},
    told=gettext_lazy("%(about)s: antwoord ingetrokken"),
)
def split(act: ActionContext, *, pair: str) -> None:
    """Turn an answer back. Once a slip exists only the facilitator splits, and no result may rest on the joined
    customer."""
    guard_listening(act.workshop, act.actor)
    answer = _answer_to_split(act, pair)
    figures = _figures(act, answer.kept_id)
    owners = {rating.participant_id for rating in [*figures, *on_table(act.workshop.id, answer.other_id)]}
    if not act.actor.facilitates and act.seat.id not in owners:
        raise Refusal("split-by-owner", _("Alleen wie deze klant heeft, of de begeleider, beslist dit."))
    slips = list(SwapProposal.objects.filter(rating__customer_id=answer.kept_id, stuck=True)) if answer.same else []
    if slips and not act.actor.facilitates:
        raise Refusal(
            "split-by-facilitator", _("Er ligt een briefje van deze klant; alleen de begeleider kan nu nog splitsen.")
        )
    if any(slip.settled for slip in slips):
        raise Refusal("result-rests-on-it", _("Er is al iets besloten dat hierop steunt. Draai dat eerst terug."))
    for rating in figures:
        if rating.id in answer.moved:
            act.update(rating, customer=answer.other)
    act.delete(answer)
    act.about = answer.kept.name


def _answer_to_split(act: ActionContext, pair: str) -> SameCustomer:
    try:
        return act.find(SameCustomer.objects.select_related("kept", "other"), pair)
    except Missing:
        entries = JournalEntry.objects.filter(workshop=act.workshop, private_to=None, changes__icontains=pair)
        if any(model == "SameCustomer" and row == pair for one in entries for model, row, _fields in one.changes):
            raise already_undone() from None
        raise


def _unanswered_pair(
    act: ActionContext, kept: str, other: str, *, same: bool
) -> tuple[list[EnergyRating], list[EnergyRating]]:
    """The figures of both, about whom nobody has answered: of two who do so at once, one hears what the other chose."""
    guard_listening(act.workshop, act.actor)
    for answer in SameCustomer.about(act.workshop.id, kept, other):
        _guard_unanswered(act, answer, same)
    first, second = _figures(act, kept), _figures(act, other)
    _guard_owner(act, first, second)
    return first, second


def _guard_unanswered(act: ActionContext, answer: SameCustomer, same: bool) -> None:
    _figures(act, answer.kept_id)
    if not answer.same:
        _figures(act, answer.other_id)
    if answer.same == same:
        raise NothingToDo
    chosen = _("Ja, dezelfde") if answer.same else _("Nee, verschillend")
    raise Refusal(
        "same-answered",
        _("Hier is al ‘%(chosen)s’ gekozen. Klopt dat niet? Draai het terug bij ‘Beantwoorde vragen’.")
        % {"chosen": chosen},
    )


def _figures(act: ActionContext, customer_id: str) -> list[EnergyRating]:
    """The public figures of a customer; one that is not on this table does not exist for anybody."""
    figures = list(on_table(act.workshop.id, customer_id).select_related("customer"))
    if not figures:
        if SameCustomer.objects.filter(workshop=act.workshop, other=customer_id, same=True).exists():
            raise Refusal.changed()  # they stand under a third one since
        raise Missing()
    speak_of(figures[0].customer)
    return figures


def _guard_owner(act: ActionContext, first: list[EnergyRating], second: list[EnergyRating]) -> None:
    owners = {rating.participant_id for rating in first + second}
    if first[0].customer_id == second[0].customer_id:
        raise Refusal("already-one-customer", _("Dit is al één klant."))
    if not act.actor.facilitates and act.seat.id not in owners:
        raise Refusal("joined-by-owner", _("Alleen wie een van deze klanten heeft, of de begeleider, beslist dit."))


def _guard_results(figures: list[EnergyRating], others: list[EnergyRating]) -> None:
    """Joining may not put a taker or a helper past the ground rule: their own leak among the other figures."""
    leaks = {rating.participant_id for rating in others if rating.leak}
    slips = SwapProposal.objects.filter(rating__in=figures)
    if slips.filter(Q(taker__in=leaks, helper=None) | Q(helper__in=leaks)).exists():
        raise Refusal(
            "joins-a-taken-leak", _("Dan heeft iemand een eigen energielek overgenomen. Draai dat eerst terug.")
        )
