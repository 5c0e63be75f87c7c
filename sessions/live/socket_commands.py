"""Commands by the page's own socket: a move of a figure needs no request of its own, which costs more than the move.

Only what must be quick; all else comes by POST, as does this when the line is down. It is the same command with the
same answer (commands.py). That the page is ours was seen when the socket opened (origin.py), which is what the token of
a form is for.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from sessions import commands
from sessions.access import NoEntry, Viewer
from sessions.commands import Answer
from sessions.live.fast_send import Frame
from sessions.middleware import database_unavailable, language, request_log
from sessions.middleware.error_pages import BROKEN
from sessions.submissions import LONGEST_ACTION_ID
from workshop.actions.registry import ACTIONS

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """A command as the page sent it; `id` is its action id."""

    id: str
    action: str
    sent: MultiValueDict[str, str]


def read(frame: Mapping[str, Any]) -> Asked:  # type: ignore[explicit-any]  # JSON from a page
    """What `{"do": action, "fields": [[name, value]…]}` asks.

    Raises:
        ValueError: no page of ours sends this.
    """
    sent: MultiValueDict[str, str] = MultiValueDict()
    for name, value in frame["fields"]:
        sent.appendlist(_text(name), _text(value))
    declared = ACTIONS.get(frame["do"])
    if declared is None or not declared.by_socket:
        raise ValueError("not by socket")
    return Asked(sent.get("action_id", "")[:LONGEST_ACTION_ID], frame["do"], sent)


def _text(value: object) -> str:
    """What a database can keep: JSON can also say a NUL, and half of a character."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("not a field")
    value.encode()  # half of a character raises UnicodeEncodeError, which is a ValueError
    return value


def answer(find: Callable[[], Viewer], cookies: Mapping[str, str], asked: Asked) -> str:
    """Do it, and write the frame that says what became of it: `{"done": id, "status": …, …}`.

    Nothing is raised: whatever goes wrong is a status, as it is for a request. Runs on a thread that keeps its
    connection to the database from one command to the next.
    """
    began = request_log.begin()
    close_old_connections()
    try:
        given = _answer(find, cookies, asked)
    finally:
        close_old_connections()
    request_log.tell("SOCKET", "live", given.status, began)
    told = {"done": asked.id, "status": given.status, "again": given.again, **given.content}
    return Frame(json.dumps(told, ensure_ascii=False, separators=(",", ":")))


def _answer(find: Callable[[], Viewer], cookies: Mapping[str, str], asked: Asked) -> Answer:
    # Around the troubles too: they are told in the language of the device, as to a request.
    with translation.override(language.chosen(cookies) or settings.LANGUAGE_CODE):
        try:
            viewer = find()
            translation.activate(language.of(cookies, viewer.workshop))
            return commands.answer(viewer, asked.action, asked.sent)
        except NoEntry as refusal:
            return Answer(refusal.status, {"code": refusal.code, "sentence": refusal.sentence})
        except (OperationalError, InterfaceError) as error:
            database_unavailable.note(error)
            told = {"code": database_unavailable.code_of(error), "sentence": database_unavailable.sentence_of(error)}
            return Answer(503, {**told}, again=database_unavailable.AGAIN)
        except Exception:
            logger.exception("a command by socket failed")
            return Answer(500, {"code": "broken", "sentence": str(BROKEN)})
