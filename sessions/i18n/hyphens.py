"""Soft hyphens for long words in the names on tiles: browsers have no Dutch dictionary of their own.

They are for the eye alone. What is read aloud, copied, looked up or sent is the name as it was typed, which holds none
(workshop.unseen).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pyphen import Pyphen

SOFT_HYPHEN = "\u00ad"
#: Words of more than ten letters; what is shorter stays whole.
_LONG_WORD = re.compile(r"[^\W\d_]{11,}")
#: Letters that stay together before the first hyphen and after the last.
_EDGE = 4
#: Names that are kept: two large teams and their workshops of today.
_KEPT = 2048


@lru_cache(maxsize=_KEPT)
def with_soft_hyphens(name: str) -> str:
    """The same name, in whose long words a line may end. Names are Dutch, whatever the language of the page."""
    return _LONG_WORD.sub(lambda found: _hyphenated(found.group()), name)


def forget_names() -> None:
    """Keep no name any longer."""
    with_soft_hyphens.cache_clear()
    if _dictionary.cache_info().currsize:
        _dictionary().hd.cache.clear()


def _hyphenated(word: str) -> str:
    # Not `inserted()`: a few Dutch words are spelled otherwise where they break, and a name keeps its letters.
    places = [int(place) for place in _dictionary().positions(word) if not place.data]
    pieces = [word[start:end] for start, end in zip([0, *places], [*places, len(word)], strict=True)]
    return SOFT_HYPHEN.join(pieces)


@cache
def _dictionary() -> Pyphen:
    """Read when the first long word comes: it takes a seventh of a second."""
    return Pyphen(lang="nl_NL", left=_EDGE, right=_EDGE)
