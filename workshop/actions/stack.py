"""Step 5, Weggeven: each decides in private per own customer, then sticks the slips on the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Id, Ids, KeptLine, Line, Lines, OnOff, Seq
from workshop.actions.registry import Undo, action
from workshop.actions.seen import decided_elsewhere
from workshop.bidi import isolated
from workshop.edits import Was, edited
from workshop.models import Claim, EnergyRating, SwapProposal, WishMark
from workshop.permissions import Who, guard_unsettled
from workshop.refusals import Incomplete, Missing, Refusal
from workshop.steps import Step
from workshop.wording import speak_of

#: What stood in each field of all forms together; None: the page did not say.
WasInAll = Mapping[str, Sequence[str]] | None


@action(
    "stack.give_away",
    who=Who.SEAT,
    steps={Step.STACK},
    fields={"figure": Id(), "why": Line(required=False), "wish": Line(required=False), "seen": Seq()},
    undo=Undo(drops_answers=True),
)
def give_away(
    act: ActionContext, *, figure: str, why: str = "", wish: str = "", was: Was = None, seen: int | None = None
) -> None:
    """Decide in private to give a customer away: a draft slip, with a line of why and a wish for the new owner."""
    rating = _own_on_table(act, figure)
    slip = SwapProposal.objects.filter(rating=rating).first()
    if slip is None or slip.stuck:
        _guard_decided(act, rating, slip, _GIVE, seen)
    if slip is None:
        act.create(SwapProposal(workshop=act.workshop, rating=rating, giver=act.seat, why=why, wish=wish))
    else:
        _guard_draft(slip)
        act.change(slip, edited(slip, was, why=why, wish=wish))
    act.mark_private()


@action(
    "stack.keep",
    who=Who.SEAT,
    steps={Step.STACK},
    fields={"figure": Id(), "seen": Seq()},
    undo=Undo(drops_answers=True),
)
def keep(act: ActionContext, *, figure: str, seen: int | None = None) -> None:
    """Keep is what happens to a customer unless its owner decides otherwise."""
    rating = _own_on_table(act, figure)
    slip = SwapProposal.objects.filter(rating=rating).first()
    if slip is None:
        raise NothingToDo
    _guard_decided(act, rating, slip, _KEEP, seen)
    _guard_draft(slip)
    act.delete(slip)
    act.mark_private()


@action(
    "stack.stick",
    who=Who.SEAT,
    steps={Step.STACK},
    fields={"figure": Id(), "why": KeptLine(), "wish": KeptLine(), "seen": Seq()},
    told=gettext_lazy("%(who)s plakte een briefje: %(about)s"),
    undo=Undo(drops_answers=True),
)
def stick(
    act: ActionContext,
    *,
    figure: str,
    why: str | None = None,
    wish: str | None = None,
    was: Was = None,
    seen: int | None = None,
) -> None:
    """Stick the slip of an own customer on the table: from now on all see it, with its why and wish.

    `why` and `wish`: what stands in the form that the button belongs to; None leaves what was saved.
    """
    rating = _own_on_table(act, figure)
    draft = SwapProposal.objects.filter(rating=rating).first()
    if draft is not None and draft.stuck:
        raise NothingToDo
    _guard_decided(act, rating, draft, _STICK, seen)
    if draft is None:
        draft = SwapProposal(workshop=act.workshop, rating=rating, giver=act.seat)
        act.create(draft)
        was = None  # nothing is saved, so all that stands in the form is new
    _stick(act, draft, {"why": why, "wish": wish}, was)
    act.about = rating.customer.name


@action(
    "stack.stick_all",
    who=Who.SEAT,
    steps={Step.STACK},
    fields={"figure": Ids(), "why": Lines(), "wish": Lines()},
    told=gettext_lazy("%(who)s plakte de briefjes"),
    undo=Undo(drops_answers=True),
)
def stick_all(
    act: ActionContext,
    *,
    figure: Sequence[str] = (),
    why: Sequence[str] = (),
    wish: Sequence[str] = (),
    was: WasInAll = None,
) -> None:
    """Stick all own drafts. Of the customers `figure` the page sends what stands in their forms, in the same order.

    Then only theirs are stuck: what another device decided meanwhile stays private.
    """
    if not len(figure) == len(why) == len(wish):
        raise Incomplete()
    written = {
        one: ({"why": why[number], "wish": wish[number]}, _nth(was, number, len(figure)))
        for number, one in enumerate(figure)
    }
    drafts = SwapProposal.objects.filter(giver=act.seat, stuck=False, direct_swap=None)
    for draft in drafts.filter(rating__in=figure) if figure else drafts:
        _stick(act, draft, *written.get(draft.rating_id, ({}, None)))
    if not act.changes:
        raise NothingToDo


def _nth(was: WasInAll, number: int, forms: int) -> Was:
    """What stood in the fields of one form of several; None: the page did not say."""
    if was is None or any(len(texts) != forms for texts in was.values()):
        return None
    return {name: texts[number] for name, texts in was.items()}


def _stick(act: ActionContext, draft: SwapProposal, texts: Mapping[str, str | None], was: Was) -> None:
    asked = {name: text for name, text in texts.items() if text is not None}
    written = {name: text for name, text in edited(draft, was, **asked).items() if text != getattr(draft, name)}
    if written:
        act.forget(draft, **written)  # what was written before was private, and undo leaves the words
    act.update(draft, stuck=True, stuck_at=act.seq)


@action(
    "stack.lay",
    who=Who.FOR_SEAT,
    steps={Step.STACK},
    fields={"figure": Id(), "why": Line(required=False), "wish": Line(required=False)},
    told=gettext_lazy("%(who)s plakte een briefje: %(about)s"),
    undo=Undo(drops_answers=True, restores_drafts=True),
)
def lay(act: ActionContext, *, figure: str, why: str = "", wish: str = "") -> None:
    """The facilitator types in the paper slip of a seat without a device, when it becomes public."""
    rating = _own_on_table(act, figure)
    slip = SwapProposal.objects.filter(rating=rating).first()
    stuck = {"stuck": True, "stuck_at": act.seq}
    if slip is None:
        act.create(SwapProposal(workshop=act.workshop, rating=rating, giver=act.seat, why=why, wish=wish, **stuck))
    elif slip.stuck:
        raise Refusal("slip-on-stack", _("Dit briefje ligt al op de stapel."))
    else:
        act.forget(slip, why=why, wish=wish)  # a draft made on a lent screen stays secret; the paper replaces it
        act.update(slip, **stuck)
    act.about = rating.customer.name


@action(
    "stack.take_back",
    who=Who.SEAT | Who.FOR_SEAT,
    steps={Step.STACK},
    fields={"figure": Id(), "seen": Seq()},
    told=gettext_lazy("%(who)s haalde een briefje terug: %(about)s"),
    undo=Undo(drops_answers=True),
)
def withdraw(act: ActionContext, *, figure: str, seen: int | None = None) -> None:
    """A stuck slip can be withdrawn until step 6; it is a private draft again."""
    rating = _own_on_table(act, figure)
    stuck = SwapProposal.objects.filter(rating=rating, stuck=True).first()
    if stuck is None:
        raise NothingToDo
    guard_unsettled(stuck)
    _guard_decided(act, rating, stuck, _GIVE, seen)
    if stuck.opened:
        raise Refusal("slip-opened", _("Dit briefje is al geopend. In stap 6 kun je zeggen dat je de klant houdt."))
    # Answers that nobody has seen yet fall away with the slip; that they existed may not be betrayed by a refusal.
    act.erase(*Claim.objects.filter(slip=stuck))
    act.update(stuck, stuck=False)
    act.about = rating.customer.name


@action(
    "stack.wish",
    who=Who.SEAT,
    steps={Step.STACK},
    fields={"figure": Id(), "on": OnOff(), "seen": Seq()},
)
def mark_wish(act: ActionContext, *, figure: str, on: bool = True, seen: int | None = None) -> None:
    """*Daar zou ik energie van krijgen*: private; the owner is told, without a name, only if it is the owner's leak."""
    rating = act.public_figure(figure)
    speak_of(rating.customer)
    if rating.participant_id == act.seat.id:
        raise Refusal("own-customer", _("Dit is je eigen klant."), figure=rating)
    existing = WishMark.objects.filter(participant=act.seat, rating=rating).first()
    if bool(existing) == on:
        raise NothingToDo
    if decided_elsewhere(act, WishMark, rating, seen):
        raise Refusal.changed()
    if existing:
        act.delete(existing)
    else:
        act.create(WishMark(workshop=act.workshop, participant=act.seat, rating=rating))
    act.mark_private()
    if rating.leak:
        act.invalidate_seats(rating.participant)


#: Where a decision lays a customer, as the piles are called.
_KEEP, _GIVE, _STICK = gettext_lazy("Houden"), pgettext_lazy("keuze", "Weggeven"), gettext_lazy("Op de stapel")


def _guard_decided(
    act: ActionContext, rating: EnergyRating, slip: SwapProposal | None, asked: Promise, seen: int | None
) -> None:
    """Refuse a decision that waited for a line while another device of this seat decided otherwise; both are said."""
    if not decided_elsewhere(act, SwapProposal, rating, seen):
        return
    stands = _KEEP if slip is None else _STICK if slip.stuck else _GIVE
    sentence = _(
        "%(name)s ligt intussen bij ‘%(stands)s’: dat koos je op een ander scherm. ‘%(asked)s’ is niet gedaan."
    )
    raise Refusal(
        "decided-elsewhere", sentence % {"name": isolated(rating.customer.name), "stands": stands, "asked": asked}
    )


def _own_on_table(act: ActionContext, figure: str) -> EnergyRating:
    rating = act.own_figure(figure)
    if not rating.public:
        if act.actor.facilitates:
            raise Missing()
        raise Refusal("not-on-table", _("Deze klant ligt niet op tafel en doet nu niet mee."))
    return rating


def _guard_draft(slip: SwapProposal) -> None:
    if slip.stuck:
        raise Refusal("own-slip-on-stack", _("Je briefje ligt al op de stapel. Haal het eerst terug."))
