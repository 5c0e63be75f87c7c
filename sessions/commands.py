"""Runs one command of a page: read what was sent, perform it, answer with what changed.

It comes by POST (views/command.py) or, what must be quick, by the page's own socket (live/socket_commands.py): the same
door, the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from sessions import access, forms, metrics
from sessions.access import Viewer
from sessions.board import figures
from sessions.board.news import news_of
from sessions.rate_limits.rate_limit import RateLimit
from sessions.submissions import is_action_id
from workshop.edits import Overwritten
from workshop.models import EnergyRating
from workshop.perform import Done, perform
from workshop.refusals import BadInput, Incomplete, Missing, NotYours, Refusal
from workshop.table_order import look_up_joined

#: Faster than any hands, also those that catch up after an hour without a line; slower than a script that floods.
command_limit = RateLimit(1000, per=60.0)


@dataclass(frozen=True)
class Answer:
    """What the page hears: an HTTP status, what it can apply at once, and after how many seconds to try again."""

    status: int
    content: dict[str, object]
    again: int = 0


def answer(viewer: Viewer, action: str, sent: MultiValueDict[str, str]) -> Answer:
    """Do one action, once; a refusal is an everyday answer with a sentence and the true figure."""
    if not command_limit.allows(viewer.address):
        return _too_fast()
    try:
        done = perform(
            workshop_id=viewer.workshop.id,
            actor=access.actor_of(viewer, sent.get("for_seat", "")),
            action=action,
            data=forms.read(action, sent),
            action_id=_action_id(sent),
            step=_step(sent),
        )
    except Refusal as refusal:
        return refused(refusal)
    return accepted(done, viewer)


def _too_fast() -> Answer:
    sentence = _("Dit gaat te snel. Je werk wacht in deze pagina en gaat zo verder.")
    metrics.refusals.labels("429").inc()
    return Answer(429, {"code": "too-fast", "sentence": sentence}, again=5)


def accepted(done: Done, viewer: Viewer) -> Answer:
    """What the page of the one who acted can apply at once; the same that its socket will bring."""
    content = {"seq": done.seq, "html": "", "stale": [], "sentence": done.sentence}
    if done.change is not None:
        news = news_of(done.change)
        own = ["own"] if viewer.me in done.change.seats else []
        content |= {"html": news["html"], "stale": [*news["stale"], *own]}
    return Answer(200, content)


def refused(refusal: Refusal) -> Answer:
    """Why not, and where the figure really stands."""
    figure, status = refusal.figure, status_of(refusal)
    metrics.refusals.labels(str(status)).inc()
    # What a colleague wrote meanwhile is shown beside what this person wrote.
    stale = ["all" if isinstance(refusal, Overwritten) else "own"]
    said = {"code": refusal.code, "sentence": refusal.sentence}
    return Answer(status, said | {"html": _true_figure(figure), "stale": stale})


def _true_figure(figure: EnergyRating | None) -> str:
    """Where the figure really stands, so that the page can put it back. Only what is public goes to anyone."""
    if figure is None or not figure.public:
        return ""
    look_up_joined(figure)
    return figures.figure_fragment(figure)


def status_of(refusal: Refusal) -> int:
    """The status in HTTP's words."""
    if isinstance(refusal, BadInput):
        return 422
    if isinstance(refusal, Missing):
        return 404
    return 403 if isinstance(refusal, NotYours) else 409


def _action_id(sent: MultiValueDict[str, str]) -> str:
    action_id = sent.get("action_id", "")
    if not is_action_id(action_id):
        raise Incomplete()
    return action_id


def _step(sent: MultiValueDict[str, str]) -> int:
    """The step in which the person acted; without it nobody knows what they saw."""
    step = sent.get("step", "")
    if not (step.isascii() and step.isdigit() and len(step) < 3):
        raise Incomplete()
    return int(step)
