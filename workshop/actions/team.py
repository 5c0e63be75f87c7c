"""The team, which outlives its workshops: the others hear of what is changed in one (`perform`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Line
from workshop.actions.registry import NEVER, action
from workshop.edits import Was, edited
from workshop.limits import LONGEST_TEAM_NAME
from workshop.permissions import Who, guard_team_name
from workshop.shown_in import SHOWN_IN


@action(
    "team.rename",
    who=Who.FACILITATOR,
    after_closing=True,
    fields={"name": Line(most=LONGEST_TEAM_NAME, label=gettext_lazy("naam"))},
    told=gettext_lazy("het team heet nu %(about)s"),
)
def rename(act: ActionContext, *, name: str, was: Was = None) -> None:
    """Give the team another name."""
    team = act.lock_team()
    if name == team.name or not edited(team, was, name=name):
        raise NothingToDo
    guard_team_name(team, name)
    act.update_team(name=name)
    act.about = name


@action(
    "team.renamed_elsewhere",
    at_the_door=True,
    told=gettext_lazy("het team heet nu %(about)s"),
    undo=NEVER,
)
def show_name(act: ActionContext) -> None:
    """Another workshop gave the team this name, or undid one (actor: the door); the pages of this one show it too."""
    act.invalidate(*SHOWN_IN["Team"])
    act.about = act.workshop.team.name
