"""The facilitator's dashboard: teams, workshops, practice."""

from __future__ import annotations

import datetime as dt
from typing import cast

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sessions import practice, submissions
from sessions.accounts.signed_out import signed_in
from sessions.data import retention
from sessions.forms import Line
from sessions.views.follow_up import KEEP_FOR
from workshop.limits import BREAKS, LONGEST_TEAM_NAME, PLANS
from workshop.models import Team, Workshop
from workshop.refusals import AlreadySent
from workshop.steps import Form, Step

USUAL_HOURS = 3


class WorkshopForm(forms.Form):
    """Team, title, hours and retention date of a new workshop."""

    team = Line(most=LONGEST_TEAM_NAME, label=_("Team"))
    title = Line(most=120, label=_("Titel"))
    hours = forms.TypedChoiceField(
        coerce=int, choices=[(hours, hours) for hours in PLANS], initial=USUAL_HOURS, label=_("Duur in uren")
    )
    form = forms.ChoiceField(choices=Form.choices, required=False, label=_("Wat ligt er op tafel?"))
    retain_until = forms.DateField(input_formats=["%Y-%m-%d", "%d-%m-%Y"], label=_("Bewaren tot"))

    def clean_retain_until(self) -> dt.date:
        day = cast(dt.date, self.cleaned_data["retain_until"])
        if not timezone.localdate() < day <= timezone.localdate() + dt.timedelta(days=5 * 366):
            raise forms.ValidationError(_("Kies een datum na vandaag, hoogstens vijf jaar vooruit."))
        return day


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


def _facilitator(request: HttpRequest) -> User:
    return cast(User, request.user)


@never_cache
@require_safe
@signed_in
def dashboard(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/dashboard.html", _overview(request))


def _overview(request: HttpRequest) -> dict[str, object]:
    workshops = (
        Workshop.objects.filter(facilitator=_facilitator(request)).select_related("team").order_by("-created_at")
    )
    return {
        "running": [workshop for workshop in workshops if not workshop.practice],
        "practices": [workshop for workshop in workshops if workshop.practice],
        "teams": Team.objects.filter(facilitator=_facilitator(request), workshops__practice=False)
        .distinct()
        .order_by("name"),
        "steps": list(Step),
        "hours": list(PLANS),
        "chosen_hours": _number(request.POST.get("hours", "")) or USUAL_HOURS,
        "forms": list(Form),
        "retain_until": (timezone.localdate() + KEEP_FOR).isoformat(),
    }


@never_cache
@require_http_methods(["POST"])
@signed_in
def make_workshop(request: HttpRequest) -> HttpResponse:
    """Make a workshop and go to its regie. A team of that name is used again."""
    form = WorkshopForm(request.POST)
    if not form.is_valid():
        return _refused(request, {name: str(sentences[0]) for name, sentences in form.errors.items()}, 422)
    try:
        workshop, _new = submissions.make_once(
            **_sender(request), asked=form.cleaned_data, make=lambda: _make_workshop(_facilitator(request), form)
        )
    except AlreadySent as refusal:
        return _refused(request, {"": refusal.sentence}, 409)
    return redirect("page", kind="console", key=workshop.id)


def _sender(request: HttpRequest) -> dict[str, str]:
    return {"sender": f"user:{_facilitator(request).pk}", "action_id": submissions.action_id_of(request)}


def _refused(request: HttpRequest, refusals: dict[str, str], status: int) -> HttpResponse:
    """The same page with what was typed, and why not."""
    context = _overview(request) | {"refusals": refusals, "sent": request.POST}
    return render(request, "dashboard/dashboard.html", context, status=status)


def _make_workshop(facilitator: User, form: WorkshopForm) -> Workshop:
    team = Team.objects.filter(facilitator=facilitator, name__iexact=form.cleaned_data["team"]).first()
    team = team or Team.objects.create(facilitator=facilitator, name=form.cleaned_data["team"])
    return Workshop.objects.create(
        team=team,
        facilitator=facilitator,
        title=form.cleaned_data["title"],
        form=form.cleaned_data["form"] or Form.CUSTOMERS,
        hours=form.cleaned_data["hours"],
        minutes=list(PLANS[form.cleaned_data["hours"]]),
        break_minutes=BREAKS[form.cleaned_data["hours"]],
        retain_until=form.cleaned_data["retain_until"],
        language=get_language() or settings.LANGUAGE_CODE,
    )


@require_POST
@signed_in
def make_practice(request: HttpRequest) -> HttpResponse:
    """A practice workshop with invented people and customers, played up to a step."""
    step = request.POST.get("step", "0")
    to = Step(int(step)) if step in {str(int(one)) for one in Step} else Step.LOBBY
    asked, user = {"practice": to}, _facilitator(request)
    try:
        workshop, new = submissions.make_once(
            **_sender(request), asked=asked, make=lambda: practice.open_workshop(user)
        )
    except AlreadySent as refusal:
        return _refused(request, {"practice": refusal.sentence}, 409)
    if new:  # the second of two that come together finds it while it is being played
        practice.play_in(workshop, to=to, people=6, customers=8)
    return redirect("page", kind="console", key=workshop.id)


@require_POST
@signed_in
def erase_workshop(request: HttpRequest, key: str) -> HttpResponse:
    """Erase a workshop now, with everything that hangs on it."""
    workshop = get_object_or_404(Workshop, pk=key, facilitator=_facilitator(request))
    retention.erase(workshop)
    return redirect("dashboard")
