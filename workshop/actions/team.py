"""The team, which outlives its workshops: the others show what is changed here when next painted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Line
from workshop.actions.registry import action
from workshop.edits import Was, edited
from workshop.limits import LONGEST_TEAM_NAME
from workshop.permissions import Who, guard_team_name


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
