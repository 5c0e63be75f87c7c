"""The wall of change (*verbetermuur*): what the team does about its threads, kept between workshops."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext
from workshop.actions.fields import Choice, Id, Line
from workshop.actions.lookups import seats_of
from workshop.actions.registry import action
from workshop.edits import Was, edited
from workshop.limits import LONGEST_OWNER
from workshop.models import Thread
from workshop.permissions import Who
from workshop.refusals import Refusal
from workshop.steps import Heading, Progress, Step, Wall
from workshop.wall import column_of

#: Under which heading a thread is written that is hung on the wall at once.
_HEADINGS = {Wall.MORE: Heading.MORE, Wall.NO_MORE: Heading.NO_MORE, Wall.IMPROVE: Heading.RETURNS}


@action(
    "wall.tend",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.LOBBY, Step.CLOSING},
    guests=True,
    after_closing=True,
    fields={"thread": Id(), "state": Choice(Progress), "owner": Line(most=LONGEST_OWNER, required=False)},
    told=gettext_lazy("%(who)s werkte de verbetermuur bij: %(about)s"),
)
def tend(act: ActionContext, *, thread: str, state: str, owner: str = "", was: Was = None) -> None:
    """Who looks after it, and how it goes. The wall is everybody's: whoever knows it, says it."""
    line = act.find(Thread.objects.all(), thread)
    if column_of(line) is None:
        raise Refusal("not-on-wall", _("Deze regel hangt niet op de muur."))
    if owner not in {"", line.owner, *(seat.name for seat in seats_of(act.workshop))}:
        raise Refusal("choose-at-table", _("Kies iemand aan tafel."))
    act.change(line, edited(line, was, owner=owner, state=state))
    act.about = line.text


@action(
    "wall.add",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.CLOSING},
    guests=True,
    after_closing=True,
    fields={"column": Choice(Wall), "text": Line()},
    told=gettext_lazy("%(who)s hing iets op de verbetermuur: %(about)s"),
)
def add(act: ActionContext, *, column: str, text: str) -> None:
    """Something new, after the workshop too."""
    line = Thread(workshop=act.workshop, writer=act.actor.seat, heading=_HEADINGS[Wall(column)], text=text)
    line.improve, line.state, line.written = column == Wall.IMPROVE, Progress.TODO, act.seq
    act.create(line)
    act.about = line.text
