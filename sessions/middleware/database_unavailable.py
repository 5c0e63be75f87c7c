"""When the database cannot be reached, is locked, or has no room: a sentence and a promise, instead of a bare 500.

Nothing was written then: a change is one transaction. What waits in the pages is sent again until it has an answer,
so everything goes on by itself as soon as the trouble is over.
"""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from sessions.middleware import error_pages

logger = logging.getLogger(__name__)

#: Seconds after which asking again makes sense.
AGAIN = 2


class DatabaseAway:
    """Middleware: turns what a view could not do with the database into 503 with a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a view that failed for want of a database; any other error is a mistake of ours."""
        if not isinstance(error, OperationalError | InterfaceError):
            return None
        note(error)
        sentence = said_on_a_page(error) if error_pages.is_for_a_person(request) else sentence_of(error)
        response = error_pages.answer(request, "trouble/away.html", code_of(error), sentence, 503)
        response["Retry-After"] = str(AGAIN)
        return response


def note(error: Exception) -> None:
    """For the log. Never the text of the error: it may quote a customer."""
    logger.error("the database could not be used: %s", type(error.__cause__ or error).__name__)


def line_of(error: Exception) -> str:
    """For who stands at the terminal: the first line, for PostgreSQL goes on with the question and where it failed."""
    return str(error).strip().partition("\n")[0]


def is_full(error: Exception) -> bool:
    """SQLite says "full" where the disk does, and "disk I/O" where a quota does."""
    return any(words in str(error) for words in ("is full", "disk I/O", "No space left"))


def code_of(error: Exception) -> str:
    return "disk-full" if is_full(error) else "database-away"


def said_on_a_page(error: Exception) -> str:
    """What people should know who get a page of ours in place of theirs: nothing waits in it."""
    if is_full(error):
        return _(
            "De schijf van de server is vol. Wat bewaard was, is niet weg. "
            "Zeg het tegen de begeleider, en laad deze pagina opnieuw als er weer ruimte is."
        )
    return _("De server kan even niet bij de gegevens. Wat bewaard was, is niet weg. Laad deze pagina zo opnieuw.")


def sentence_of(error: Exception) -> str:
    """What people should know whose page keeps what they did, and sends it again."""
    if is_full(error):
        return _(
            "De schijf van de server is vol. Je werk wacht in deze pagina. "
            "Zeg het tegen de begeleider: is er weer ruimte, dan gaat het vanzelf verder."
        )
    return _("De server kan even niet bij de gegevens. Je werk wacht in deze pagina en gaat vanzelf verder.")
