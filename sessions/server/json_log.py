"""The log: one JSON object a line, with the number of the request, and nothing personal.

What other libraries put into their messages may be an address or a name, and the text of an exception may hold a
whole row. So of a foreign message only the template is written, and of an exception only its kind and where it was.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType

from sessions.middleware.request_log import request_id

#: Whose messages hold nothing but what we put in: ids of workshops and kinds of errors.
OURS = ("sessions", "workshop")
#: Frames of a traceback that are written, innermost last.
MOST_FRAMES = 12


class Lines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """`{"at", "level", "from", "event", "request", ...}`; `told` of the record is laid upon it."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage() if record.name.split(".")[0] in OURS else template_of(record.msg),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[0]:
            kind, _value, where = record.exc_info
            line |= {"error": f"{kind.__module__}.{kind.__qualname__}", "where": frames(where)}
        return json.dumps(line, ensure_ascii=False)


def template_of(message: object) -> str:
    """A foreign message without what was put in: its template, or the kind of what was logged."""
    return message.partition("\n")[0][:200] if isinstance(message, str) else type(message).__name__


def frames(where: TracebackType | None) -> list[str]:
    """Where it went wrong, as "file:line function"; no values and no words of the error itself."""
    found = traceback.extract_tb(where)[-MOST_FRAMES:]
    return [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in found]
