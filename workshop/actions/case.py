"""A difficult customer as a case: its owner lays it before the others, everybody answers *wat zou jij doen?* before
seeing what the others say.

In step 4, or at the end of a comeback: never while stories are told, and at a comeback not before all have judged.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Id, Line
from workshop.actions.registry import NEVER, action
from workshop.edits import Was, edited
from workshop.models import CaseAnswer, HardCase
from workshop.permissions import Who
from workshop.refusals import Refusal
from workshop.steps import Step

STATE = HardCase.State


@action(
    "case.park",
    who=Who.SEAT | Who.FOR_SEAT,
    steps={Step.THREAD, Step.CLOSING},
    fields={"figure": Id()},
    told=gettext_lazy("%(who)s legde een moeilijk geval voor: %(about)s"),
)
def park(act: ActionContext, *, figure: str) -> None:
    """Lay an own leak before the others. It waits until the facilitator asks."""
    _guard_moment(act)
    leak = act.own_figure(figure)
    if not leak.leak:
        raise Refusal("case-not-a-leak", _("Leg een klant voor die je energie kost."), figure=leak)
    if HardCase.objects.filter(rating=leak).exists():
        raise NothingToDo
    act.create(HardCase(workshop=act.workshop, rating=leak, written=act.seq))
    act.about = leak.customer.name


@action(
    "case.ask",
    who=Who.FACILITATOR,
    steps={Step.THREAD, Step.CLOSING},
    fields={"case": Id()},
    told=gettext_lazy("wat zou jij doen met %(about)s?"),
    undo=NEVER,
)
def ask(act: ActionContext, *, case: str) -> None:
    """*Wat zou jij doen?*: the case is on the big screen, and each answers on the own one. One at a time."""
    hard = _case(act, case)
    if HardCase.objects.filter(workshop=act.workshop, state=STATE.ASKED).exists():
        raise Refusal(
            "case-already-asked", _("Er ligt al een geval voor. Leg eerst de antwoorden open, of haal het weg.")
        )
    if hard.state != STATE.PARKED:
        raise Refusal("case-already-open", _("De antwoorden op dit geval liggen al open."))
    act.update(hard, state=STATE.ASKED)
    _put_on_screen(act, "case")


@action(
    "case.answer",
    who=Who.SEAT,
    steps={Step.THREAD, Step.CLOSING},
    fields={"case": Id(), "text": Line(label=gettext_lazy("antwoord"))},
)
def answer(act: ActionContext, *, case: str, text: str, was: Was = None) -> None:
    """What this colleague would do; private until all answers open at once. It can change until then."""
    hard = _case(act, case)
    if hard.state != STATE.ASKED:
        raise Refusal("case-not-asked", _("Dit geval ligt nu niet voor."))
    if hard.rating.participant_id == act.seat.id:
        raise Refusal("case-is-own", _("Dit is jouw klant. Luister zo naar wat de anderen zouden doen."))
    mine = CaseAnswer.objects.filter(case=hard, participant=act.seat).first()
    if mine is None:
        act.create(CaseAnswer(workshop=act.workshop, case=hard, participant=act.seat, text=text))
    else:
        act.change(mine, edited(mine, was, text=text))
    act.mark_private()


@action(
    "case.reveal",
    who=Who.FACILITATOR,
    steps={Step.THREAD, Step.CLOSING},
    fields={"case": Id()},
    told=gettext_lazy("de antwoorden over %(about)s gingen open"),
    undo=NEVER,
)
def reveal(act: ActionContext, *, case: str) -> None:
    """All answers at once, by name, for all."""
    hard = _case(act, case)
    if hard.state != STATE.ASKED:
        raise Refusal("case-not-asked", _("Dit geval ligt nu niet voor."))
    if not hard.answers.exists():
        raise Refusal("case-without-answer", _("Er is nog geen antwoord om open te leggen."))
    act.update(hard, state=STATE.OPEN)
    _put_on_screen(act, "case")


@action(
    "case.withdraw",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.THREAD, Step.CLOSING},
    fields={"case": Id()},
    told=gettext_lazy("%(about)s wordt niet meer voorgelegd"),
    undo=NEVER,
)
def withdraw(act: ActionContext, *, case: str) -> None:
    """Its owner or the facilitator takes it off the table, with the answers that nobody has seen."""
    hard = _case(act, case)
    if not act.actor.facilitates and hard.rating.participant_id != act.seat.id:
        raise Refusal("case-withdrawn-by-owner", _("Alleen wie het voorlegde, of de begeleider, haalt het weg."))
    answers = list(hard.answers.all())
    if answers:
        act.erase(*answers)
        act.invalidate("counts")  # who had answered
    act.delete(hard)
    shows = act.workshop.projector_shows
    _put_on_screen(act, "" if shows == "case" else shows)


def _case(act: ActionContext, case_id: str) -> HardCase:
    _guard_moment(act)
    hard = act.find(HardCase.objects.select_related("rating__customer"), case_id)
    act.about = hard.rating.customer.name
    return hard


def _guard_moment(act: ActionContext) -> None:
    if act.workshop.step == Step.CLOSING and not act.workshop.comes_back:
        raise Refusal("case-not-now", _("Een moeilijk geval leg je voor bij de rode draad, of als jullie terugkomen."))


def _put_on_screen(act: ActionContext, what: str) -> None:
    act.update_workshop(projector_shows=what)
