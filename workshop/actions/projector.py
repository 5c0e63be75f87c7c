"""What the facilitator asks of the beamer: what it shows large, how large, and by which link."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext
from workshop.actions.fields import Line
from workshop.actions.lookups import seats_of
from workshop.actions.registry import NEVER, action
from workshop.models import SwapProposal, Thread
from workshop.models.base import new_token
from workshop.permissions import Who
from workshop.projector_views import is_view
from workshop.refusals import Missing, Refusal
from workshop.steps import Step
from workshop.texts import CUSTOMER_NUMBER

#: What needs no id: the way in, the team's chances, where leaks gather, the wall of change.
WHOLE = ("join", "chances", "leaks", "wall")
#: What only a comeback has: the look back, and *toen → nu* as a picture, as a table, and through the years.
OF_COMEBACK = ("review", "then_now", "then_table", "energy")


@action(
    "projector.show",
    who=Who.FACILITATOR,
    after_closing=True,
    fields={"what": Line(most=32, required=False)},
    told=gettext_lazy("de beamer toont iets anders"),
    undo=NEVER,
)
def show(act: ActionContext, *, what: str = "") -> None:
    """Put one thing on the big screen: one of WHOLE, or a public figure, slip, thread or question by "kind:id"; empty:
    the step again. Participants see *kijk naar de beamer* meanwhile."""
    if what in OF_COMEBACK:
        _guard_judged(act, what)
    elif what and what not in WHOLE:
        _guard_public(act, *what.partition(":")[::2])
    act.update_workshop(projector_shows=what)


@action(
    "projector.view",
    who=Who.FACILITATOR,
    steps=(Step.TABLE, Step.THREAD, Step.CLOSING),
    after_closing=True,
    fields={"view": Line(most=32, required=False)},
    told=gettext_lazy("de beamer toont een ander deel van de stap"),
    undo=NEVER,
)
def view(act: ActionContext, *, view: str = "") -> None:
    """Show one part of the step (projector_views.py), not what was put large; empty: what it shows by itself."""
    if not is_view(Step(act.workshop.step), view, {seat.id for seat in seats_of(act.workshop)}):
        raise Missing()
    act.update_workshop(projector_view=view, projector_shows="")


def _guard_judged(act: ActionContext, what: str) -> None:
    """The zones of then stand nowhere before everybody has judged again."""
    if not (act.workshop.energy_before if what == "review" else act.workshop.shows_then):
        raise Missing()


def _guard_public(act: ActionContext, kind: str, row_id: str) -> None:
    """Nothing comes on the big screen that is private to somebody; it does not exist for the facilitator either."""
    if kind == "figure":
        act.public_figure(row_id)
    elif kind == "slip":
        act.find(SwapProposal.objects.filter(stuck=True), row_id)
    elif kind == "thread":
        act.find(Thread.objects.all(), row_id)
    elif kind != "question" or row_id not in {str(number) for number in range(1, CUSTOMER_NUMBER + 1)}:
        raise Missing()


@action(
    "projector.look",
    who=Who.FACILITATOR,
    after_closing=True,
    fields={"size": Line(most=1), "theme": Line(most=5), "language": Line(most=5, required=False)},
    told=gettext_lazy("de beamer ziet er anders uit"),
    undo=NEVER,
)
def look(act: ActionContext, *, size: str, theme: str, language: str = "") -> None:
    """Its own size (S, M, L) and light or dark: beamers differ. And its language, which is that of every screen on
    which nobody chose one."""
    if size not in ("S", "M", "L") or theme not in ("light", "dark"):
        raise Refusal("projector-look", _("Kies klein, gewoon of groot, en licht of donker."))
    act.update_workshop(projector_size=size, projector_theme=theme)
    if language in dict(settings.LANGUAGES) and language != act.workshop.language:
        act.update_workshop(language=language)


@action(
    "projector.renew",
    who=Who.FACILITATOR,
    after_closing=True,
    told=gettext_lazy("de beamer kreeg een nieuwe link"),
    undo=NEVER,
)
def renew(act: ActionContext) -> None:
    """A new link; the old one stops working, and screens that use it close at once (Room.check_links)."""
    act.update_workshop(projector_token=new_token(), projector_shows="")
