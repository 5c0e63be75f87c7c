"""Every command of a page: read what was sent, knock at the door, answer with what changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sessions import access, announce, forms, metrics, regions
from sessions.access import Viewer
from sessions.brake import Brake
from sessions.views.pages import for_actor
from workshop.models import EnergyRating
from workshop.perform import Done, perform
from workshop.rules import BadInput, Missing, NotYours, Refusal

LONGEST_ACTION_ID = 40
#: Faster than any hands, also those that catch up after an hour without a line; slower than a script that floods.
pace = Brake("commands by page", "1000/minute")


@require_POST
@for_actor
def command(request: HttpRequest, viewer: Viewer, action: str) -> HttpResponse:
    """Do one action, once; a refusal is an everyday answer with a sentence and the true figure."""
    if not pace.takes(viewer.address):
        return _too_fast()
    try:
        actor = access.actor_of(viewer, request.POST.get("for_seat", ""))
        data = forms.read(action, request.POST)
        done = perform(
            workshop_id=viewer.workshop.id,
            actor=actor,
            action=action,
            data=data,
            action_id=_action_id(request),
            step=_step(request),
        )
    except Refusal as refusal:
        return refused(refusal)
    return accepted(done, viewer)


def _too_fast() -> JsonResponse:
    sentence = _("Dit gaat te snel. Je werk wacht in deze pagina en gaat zo verder.")
    metrics.refusals.labels("429").inc()
    return JsonResponse({"sentence": sentence}, status=429, headers={"Retry-After": "5"})


def accepted(done: Done, viewer: Viewer) -> JsonResponse:
    """What the page of the one who acted can apply at once; the same that its socket will bring."""
    answer = {"seq": done.seq, "html": "", "stale": [], "sentence": done.sentence}
    if done.change is not None:
        news = announce.news_of(done.change)
        own = ["own"] if viewer.me in done.change.seats else []
        answer |= {"html": news["html"], "stale": [*news["stale"], *own]}
    return JsonResponse(answer)


def refused(refusal: Refusal) -> JsonResponse:
    figure = refusal.figure
    answer = {"sentence": refusal.sentence, "html": _true_figure(figure) if figure else "", "stale": ["own"]}
    metrics.refusals.labels(str(status_of(refusal))).inc()
    return JsonResponse(answer, status=status_of(refusal))


def _true_figure(figure: EnergyRating) -> str:
    """Where the figure really stands, so that the page can put it back. Only what is public goes to anyone."""
    return regions.figure_fragment(figure) if figure.public else ""


def status_of(refusal: Refusal) -> int:
    if isinstance(refusal, BadInput):
        return 422
    if isinstance(refusal, Missing):
        return 404
    return 403 if isinstance(refusal, NotYours) else 409


def _action_id(request: HttpRequest) -> str:
    action_id = request.POST.get("action_id", "")
    if not action_id or len(action_id) > LONGEST_ACTION_ID or not action_id.isascii() or not action_id.isprintable():
        raise BadInput(_("Deze opdracht is onvolledig. Laad de pagina opnieuw."))
    return action_id


def _step(request: HttpRequest) -> int:
    """The step in which the person acted; without it nobody knows what they saw."""
    step = request.POST.get("step", "")
    if not (step.isascii() and step.isdigit() and len(step) < 3):
        raise BadInput(_("Deze opdracht is onvolledig. Laad de pagina opnieuw."))
    return int(step)
