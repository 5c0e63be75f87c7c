"""Names inside sentences, kept apart from the words around them: a Hebrew or Arabic one would turn them round.

The marks are the isolates of the Unicode Bidirectional Algorithm (UAX #9, rule X5c). What people type holds none of
them (workshop.names.clean_line).
"""

from __future__ import annotations

import unicodedata

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
#: Letters and numbers that are written from right to left.
_FROM_THE_RIGHT = {"R", "AL", "AN"}


def isolate(name: str) -> str:
    """A name between isolates, for a sentence that becomes HTML (sessions.i18n.bidi.with_names)."""
    return f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}" if name else ""


def isolated(name: object) -> str:
    """A name for plain text, such as an attribute: between isolates only if it is written from right to left."""
    text = "" if name is None else str(name)
    return isolate(text) if any(unicodedata.bidirectional(mark) in _FROM_THE_RIGHT for mark in text) else text
