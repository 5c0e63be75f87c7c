"""Which encoding a text has, judged by the letters that come out of its bytes.

A list of customers is short: a dozen accents are all there is to go by, and every byte means something in Windows, on a
Mac and in MS-DOS alike. What tells them apart is Dutch: an é stands inside words, a Ž or a ‰ seldom does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from sessions.imports.table import Unreadable

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
#: So many bytes are enough to guess an encoding from, and guessing is slow.
_GUESSED_FROM = 20_000

#: No western word has four such letters in a row: some of these are another script.
_OTHER_SCRIPT, _SEVERAL = re.compile(rb"[\x80-\xff]{4,}"), 3

#: How usual a letter is in names that Dutch people write; other letters are possible and count little.
_USUAL = {
    letter: weight
    for weight, letters in ((4.0, "éëïöü"), (3.0, "èç"), (2.5, "ä"), (2.0, "áàâêíóôúñøß"), (1.5, "îûæœš"), (1.0, "åžÿ"))
    for letter in letters
}
_LEAST = 0.5
#: Where letters stand: ë and ï behind a vowel (Citroën, ruïne), ö and ü not behind every vowel (coöperatie, reünie,
#: Köln), ä behind none, ç before a dark one, à at the end. A letter that stands elsewhere counts little.
_AT_HOME = {
    "ë": re.compile(r"[aeiouy]ë", re.IGNORECASE),
    "ï": re.compile(r"[aeiouy]ï", re.IGNORECASE),
    "ö": re.compile(r"(?<![aeiuy])ö\w", re.IGNORECASE),
    "ü": re.compile(r"(?<![aiouy])ü\w", re.IGNORECASE),
    "ä": re.compile(r"(?<![aeiouy])ä", re.IGNORECASE),
    "ç": re.compile(r"ç[aouáâãóôõúû]", re.IGNORECASE),
    "à": re.compile(r"à\b", re.IGNORECASE),
    "ê": re.compile(r"ê\w", re.IGNORECASE),
}
#: A mark that may touch a letter, an apostrophe where Dutch has one (’t, ’s, zo’n, d’Or), a mark that may not.
_MARK, _APOSTROPHE, _ODD_MARK = 0.5, 3.0, -3.0
_OPENS, _CLOSES, _FREE = "‘“„«¿¡", "’”»…®™°²³", "–—·•\xa0"
#: A capital after a small letter ("CafÈ") or a small letter before a capital ("NoordñZuid").
_ODD_CASE = -4.0
#: Windows is where nearly all files come from; UTF-8 in which a few bytes are broken is still UTF-8.
_PRIOR = {"cp1252": 1.0, "mac_roman": 0.0, "cp850": 0.0, "utf-8": 0.0}
#: The line ends of the old Mac tell more than a letter; those of Windows and MS-DOS tell a little.
_OLD_MAC = {"mac_roman": 3.0, "cp850": -3.0}
_WINDOWS = {"mac_roman": -0.25}


def decode(data: bytes, told: str = "") -> str:
    """The text of a file: UTF by its mark or by its bytes, else as the file itself says (`told`), else Windows, Mac or
    MS-DOS by its letters, else what it looks like.

    Raises:
        Unreadable: this is no text.
    """
    wide = any(data.startswith(mark) for mark, _encoding in _BOMS[1:]) or _wide(data)
    text = data[:4096].decode("latin-1") if not wide else ""
    if len(_CONTROL.findall(text)) > 2 or len(_CONTROL.findall(text := _decoded(data, told))) > 2:
        raise Unreadable(
            _("Dit is geen tekst en geen spreadsheet. Bewaar je lijst als .xlsx of als CSV en kies dat bestand.")
        )
    return text


def _decoded(data: bytes, told: str) -> str:
    marked = [encoding for mark, encoding in _BOMS if data.startswith(mark)]
    for encoding in [*marked, *_wide(data), "utf-8", *filter(None, [told])]:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode(_by_letters(data), errors="replace")


def _wide(data: bytes) -> list[str]:
    """UTF-16 without a mark: in western text every other byte is empty."""
    even, odd = data[0:2000:2].count(0), data[1:2000:2].count(0)
    enough = len(data[:2000]) // 4
    return [name for name, count in (("utf-16-le", odd), ("utf-16-be", even)) if count > enough]


def _by_letters(data: bytes) -> str:
    """The encoding that makes the most usual words; of another script, what a library thinks it looks like."""
    sample = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_GUESSED_FROM]
    scores = {encoding: _score(sample.decode(encoding, errors="replace")) for encoding in _PRIOR}
    best = max(scores, key=lambda encoding: scores[encoding] + _told_otherwise(encoding, data))
    guess = from_bytes(sample).best() if len(_OTHER_SCRIPT.findall(sample)) >= _SEVERAL else None
    return guess.encoding if guess else best


def _told_otherwise(encoding: str, data: bytes) -> float:
    """What speaks for an encoding besides its letters."""
    line_ends = _WINDOWS if b"\r\n" in data else _OLD_MAC if b"\r" in data else {}
    return _PRIOR[encoding] + line_ends.get(encoding, 0.0)


def _score(text: str) -> float:
    return sum(_score_letter(*around) if around[1].isalpha() else _score_mark(*around) for around in _odd_ones(text))


def _odd_ones(text: str) -> Iterator[tuple[str, str, str]]:
    """Every character beyond ASCII, with the three before it and the three behind it."""
    for found in re.finditer(r"[^\x00-\x7f]", text):
        at = found.start()
        yield text[max(0, at - 3) : at], found[0], text[at + 1 : at + 4]


def _score_letter(before: str, letter: str, after: str) -> float:
    last, following = before[-1:], after[:1]
    if (last.islower() and letter.isupper()) or (letter.islower() and following.isupper()):
        return _ODD_CASE
    if last.isupper() and letter.isupper() and following.islower():
        return _ODD_CASE / 2
    if not last.isascii() and not following.isascii() and (last + following).isalpha():
        return _ODD_CASE / 2  # a word of such letters alone is another script
    if not (last.isalpha() or following.isalpha()):
        return 1.0 if letter in "àéóüÀÉ" else -1.0
    weight = _weight(last, letter, following)
    # A word seldom begins with a small é.
    return weight / 4 if letter.islower() and not last.isalpha() else weight


def _weight(last: str, letter: str, following: str) -> float:
    home = _AT_HOME.get(letter.lower())
    strange = home is not None and not home.search(last + letter + following)
    return _LEAST if strange else _USUAL.get(letter.lower(), _LEAST)


def _score_mark(before: str, mark: str, after: str) -> float:
    last, following = before[-1:].isalpha(), after[:1].isalpha()
    if mark == "’" and (re.match(r"[stnmrSTNMR]\b", after) or re.search(r"\b[dlDLO]$", before)):
        return _APOSTROPHE
    if mark in _FREE:
        return 0.0 if last and following else 4 * _MARK if mark == "\xa0" else _MARK
    if (mark in _OPENS and not last) or (mark in _CLOSES and not following):
        return _MARK
    return _ODD_MARK if last or following else _MARK if mark in "€£" else -1.0
