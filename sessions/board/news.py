"""Writes the news of a change, once for all screens."""

import logging
import threading
from typing import TypedDict

from sessions.board import figures
from workshop.perform import Change

logger = logging.getLogger(__name__)


class News(TypedDict):
    """One change as it travels between processes; `seats` never reaches a screen (docs/live.md)."""

    type: str
    seq: int
    html: str
    stale: list[str]
    seats: list[str]


class _Latest(threading.local):
    """The change this thread wrote last, and its news."""

    change: Change | None = None
    news: News | None = None


_latest = _Latest()


def news_of(change: Change) -> News:
    """What a change says to the screens; written once, then the same object in the same thread.

    The signal and the answer of the view that acted both ask, in the thread that committed.
    """
    if _latest.news is None or _latest.change is not change:
        _latest.change, _latest.news = change, _write(change)
    return _latest.news


def _write(change: Change) -> News:
    html, stale = _paint(change)
    return News(type="news", seq=change.seq, html=html, stale=sorted(stale), seats=sorted(change.seats))


def _paint(change: Change) -> tuple[str, frozenset[str]]:
    if change.figure is None:
        return "", change.stale
    try:
        return figures.figure_fragment(change.figure), change.stale
    except Exception as error:
        # The change is on disk, so the screens must hear of it: they fetch what could not be painted.
        # Never the text of the error: it may quote a customer.
        logger.error(
            "The figure of workshop %s at %d was not painted: %s", change.workshop_id, change.seq, type(error).__name__
        )
        return "", change.stale | {"table"}
