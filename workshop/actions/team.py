"""The team, which outlives its workshops: what is changed here shows in all of them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Line
from workshop.actions.registry import action
from workshop.edits import Was, edited
from workshop.limits import LONGEST_TEAM_NAME
from workshop.models import Team
from workshop.permissions import Who
from workshop.refusals import Refusal


@action(
    "team.rename",
    who=Who.FACILITATOR,
    fields={"name": Line(most=LONGEST_TEAM_NAME, label=gettext_lazy("naam"))},
    told=gettext_lazy("het team heet nu %(about)s"),
)
def rename(act: ActionContext, *, name: str, was: Was = None) -> None:
    """Give the team another name; a facilitator finds a team by its name, so no two of theirs have the same."""
    team = act.workshop.team
    if name == team.name or not edited(team, was, name=name):
        raise NothingToDo
    if Team.objects.filter(facilitator=team.facilitator_id, name__iexact=name).exclude(pk=team.pk).exists():
        raise Refusal("team-name-taken", _("Je hebt al een team dat zo heet. Kies een andere naam."))
    act.update_team(name=name)
    act.about = name
