"""Cleans names as people type them, once, where they come in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from workshop.unseen import without_joiners, without_unseen

_BULLET = re.compile(r"^\s*(?:[-–—•*·‣◦▪]\s+|•|\(?\d{1,3}[.)]\s+)")
#: Letters that Unicode does not take apart.
_LIGATURES = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "ĳ": "ij"})


def clean_line(text: str) -> str:
    """`text` as one line: composed (NFC), without characters that nobody sees, blanks folded.

    What looks like nothing comes out empty. Joiners stay where they join (workshop.unseen).
    """
    return " ".join(unicodedata.normalize("NFC", without_unseen(str(text))).split())


def same_name(one: str, other: str) -> bool:
    """Whether two names sound the same: capitals, blanks, dots and joiners do not count ("Jan B." is "Jan b")."""
    return _spoken(one) == _spoken(other)


def _spoken(name: str) -> str:
    """The letters and numbers of a name; all of it where it has none."""
    letters = without_joiners(name).casefold()
    return "".join(mark for mark in letters if unicodedata.category(mark)[0] in "LMN") or letters


def match_people(names: Iterable[str], people: Sequence[str]) -> dict[str, int]:
    """Whose the names on a list are: name → position in `people`; a name that is nobody's for sure is left out.

    The whole name first, and that uses up both; else the first name, where it fits one name and one person only: "Jan"
    and "Jan Bakker" are two people, and a guess would show one's list to the other.
    """
    spelled = {name: plain(name) for name in names}
    here = [plain(name) for name in people]
    whole = {name: here.index(name) for name in {*spelled.values()} if here.count(name) == 1}
    left = [position for position, name in enumerate(here) if name not in spelled.values()]
    open_names = sorted({*spelled.values()} - {*here})
    fitting = {name: [position for position in left if same_first_name(name, here[position])] for name in open_names}
    wanted = Counter(position for found in fitting.values() for position in found)
    first = {name: found[0] for name, found in fitting.items() if len(found) == 1 and wanted[found[0]] == 1}
    found = whole | first
    return {name: found[key] for name, key in spelled.items() if key in found}


def same_first_name(one: str, other: str) -> bool:
    """The same first name, and where both say more than that, nothing that contradicts: "Ana" and "Ana de Vries"."""
    words, others = plain(one).split(), plain(other).split()
    return bool(words and others) and words[0] == others[0] and 1 in (len(words), len(others))


def initials(name: str) -> str:
    """One or two capitals for a seat: "Ana" → "A", "Bas de Boer" → "BB"."""
    words = [word for word in name.split() if word[:1].isalnum()] or ["?"]
    first, last = words[0][:1], words[-1][:1] if len(words) > 1 else ""
    return (first + last).upper()


def lines_of(text: str) -> list[str]:
    """The names in a pasted column: bullets, numbering, blanks and doubles gone, in the order of the text.

    "3-Sterren Schoonmaak" keeps its 3: a number counts as numbering only before a dot or bracket and a blank. Of a
    row with tabs (a paste from a spreadsheet) the first cell is the name.
    """
    rows = (unbulleted(line).strip().split("\t")[0] for line in str(text).splitlines())
    return without_doubles(clean_line(row) for row in rows)


def unbulleted(line: str) -> str:
    """A line of a list without its bullet or number."""
    return _BULLET.sub("", line)


def without_doubles(names: Iterable[str]) -> list[str]:
    """Each name once, the first spelling wins; empty names are left out."""
    seen: dict[str, str] = {}
    for name in names:
        if name:
            seen.setdefault(name.casefold(), name)
    return list(seen.values())


def plain(text: str) -> str:
    """`text` in small letters without accents: "Ørsted Één" → "orsted een"."""
    split = unicodedata.normalize("NFKD", without_joiners(text).casefold().translate(_LIGATURES))
    return "".join(mark for mark in split if not unicodedata.combining(mark))
