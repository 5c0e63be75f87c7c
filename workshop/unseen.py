"""Characters that nobody sees: control, format and filler characters, marks without a letter. Pure.

Joiners and variation selectors are unseen too, but shape what stands beside them: the half space of a Persian name
(U+200C), the conjuncts of Indic scripts, emoji of several parts. They stay there, and go elsewhere: in Latin letters
they would make a second Ana who looks like the first. (RFC 5892, appendix A, has this rule for domain names.)
"""

from __future__ import annotations

import unicodedata

#: Control, format, private use, half of a pair, not assigned.
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}
#: Letters, marks and symbols that look like nothing: Default_Ignorable_Code_Point outside the categories above, the
#: empty note head, and what stands for an object that was not pasted along.
_FILLERS = set("\u034f\u115f\u1160\u17b4\u17b5\ufffc\U0001d159")
#: Seen as a blank, though Unicode calls them a symbol and letters: the empty braille cell, the Hangul fillers.
_BLANKS = set("\t\r\n\v\f\u2800\u3164\uffa0")
_ZWNJ, _ZWJ = "\u200c", "\u200d"
_SELECTORS = {*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0)), *"\u180b\u180c\u180d\u180f"}
_TAGS = set(map(chr, range(0xE0020, 0xE0080)))
_BLACK_FLAG = "\U0001f3f4"
_VIRAMA = 9  # the combining class of the mark that takes the vowel away


def without_unseen(text: str) -> str:
    """`text` without what nobody sees; blanks of all kinds are plain blanks."""
    kept: list[str] = []
    for mark, after in zip(text, f"{text[1:]} ", strict=False):
        if mark in _BLANKS:
            kept.append(" ")
        elif _is_seen(mark, kept[-1] if kept else " ", after):
            kept.append(mark)
    return "".join(kept)


def without_joiners(text: str) -> str:
    """`text` without joiners and variation selectors: to compare."""
    return "".join(mark for mark in text if mark not in _SELECTORS and mark not in (_ZWNJ, _ZWJ))


def _is_seen(mark: str, before: str, after: str) -> bool:
    if mark in (_ZWNJ, _ZWJ):
        return _joins(mark, before, after)
    if mark in _SELECTORS:
        return _selects(before)
    if mark in _TAGS:
        return before == _BLACK_FLAG or before in _TAGS  # the flags of England, Scotland and Wales
    kind = unicodedata.category(mark)
    return mark not in _FILLERS and kind not in _UNSEEN and not (kind.startswith("M") and before.isspace())


def _joins(mark: str, before: str, after: str) -> bool:
    """Whether a joiner shapes what it stands between."""
    if unicodedata.combining(before) == _VIRAMA:
        return True
    if mark == _ZWJ and _is_picture(before):
        return _is_picture(after)
    return _is_arabic(before) and (mark == _ZWJ or _is_arabic(after))


def _is_arabic(mark: str) -> bool:
    """A letter that is joined to the next one: Arabic, Persian, Urdu, Syriac; a vowel sign or a digit beside it."""
    return unicodedata.bidirectional(mark) == "AL" or "ARABIC" in unicodedata.name(mark, "")


def _is_picture(mark: str) -> bool:
    """An emoji, its colour of skin, or the selector that says it is one."""
    return unicodedata.category(mark) in ("So", "Sk") or mark == "\ufe0f"


def _selects(before: str) -> bool:
    """Whether the character before has variants: a picture, a sign or digit, an ideograph, a Mongolian letter."""
    if unicodedata.category(before)[0] in "SNP":
        return True
    return unicodedata.name(before, "").startswith(("CJK", "MONGOLIAN"))
