"""*Zelfde klant?*: how much two names look like the same customer. Pure; a person decides, this only asks.

A name is taken apart into words without accents, legal forms and small words. What sets a customer apart counts:
"Gemeente Utrecht" and "Gemeente Urk" share only the word that all municipalities share, so such words weigh little. The
weights and the threshold were chosen on two hundred pairs of Dutch names (tests/data/same_names.csv).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import OSA, JaroWinkler

from workshop.names import plain

Pair = tuple[int, int]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: From this score on two names are asked about; 100 is the same name.
THRESHOLD = 80.0

#: Legal forms that say nothing about which customer is meant; at the end "en zonen" and its kin too.
_LEGAL = re.compile(
    r"\b(?:b\.?\s?v\.?|n\.?\s?v\.?|v\.?\s?o\.?\s?f\.?|c\.\s?v\.?|cv|u\.a\."
    r"|gmbh|ltd|llc|inc|s\.?a\.?r\.?l\.?|bvba|i\.?o\.?)(?=\W|$)"
)
_SONS = re.compile(r"(?:&|\+|\ben\b)\s*(?:zonen|zoon|zn\.?|co\.?|dochters?)(?=\W|$)")
#: Short and long, old and new for the same word, so that a trade is a trade however it is called.
_SAME_WORD = {
    "gem": "gemeente", "st": "stichting", "sticht": "stichting", "ver": "vereniging", "gebr": "gebroeders",
    "brothers": "gebroeders", "fa": "", "firma": "", "zkh": "ziekenhuis", "int": "international",
    "internationaal": "international", "ned": "nederland", "nl": "nederland", "netherlands": "nederland",
    "group": "groep", "autobedrijf": "garage", "tandartspraktijk": "tandarts", "tandartsen": "tandarts",
    "notariskantoor": "notaris", "notarissen": "notaris", "makelaardij": "makelaar", "makelaars": "makelaar",
    "huisartsen": "huisarts", "huisartsenpraktijk": "huisarts", "bouwbedrijf": "bouw", "bakkerij": "bakker",
    "slagerij": "slager", "installatiebedrijf": "installatie", "installatietechniek": "installatie",
    "loodgietersbedrijf": "loodgieter", "schoonmaakbedrijf": "schoonmaak", "transportbedrijf": "transport",
    "hoveniersbedrijf": "hovenier", "hoveniers": "hovenier", "schildersbedrijf": "schilder", "schilders": "schilder",
    "uitgevers": "uitgeverij", "advocatenkantoor": "advocaten", "accountantskantoor": "accountants",
    "accountancy": "accountants", "administratiekantoor": "administratie", "adviesbureau": "advies",
    "adviesgroep": "advies", "logistics": "logistiek", "woningcorporatie": "woningstichting",
}  # fmt: skip
_SMALL = _words("de het t een s n van der den ter te ten aan in op bij voor en the of and")
#: What many customers are called; it says the trade, not the customer.
_COMMON = _words(
    "accountants administratie advies advocaten apotheek architecten bakker basisschool bedrijf beheer bibliotheek "
    "bloemen bloemist bouw bureau cafe college consultancy dakdekkers diensten dienstverlening fysio fysiotherapie "
    "garage gebroeders gemeente gezondheidscentrum groep groothandel holding hotel hovenier huisarts installatie "
    "international kapper kapsalon kinderopvang koninklijke loodgieter logistiek makelaar metaal museum nederland "
    "notaris optiek praktijk provincie restaurant rijschool schilder school schoonmaak services slager solutions "
    "stichting systems tandarts techniek theater transport uitgeverij vastgoed vereniging verzekeringen waterschap "
    "winkel woningstichting ziekenhuis zorg zorggroep"
)
_WEIGHT, _COMMON_WEIGHT = 1.0, 0.3
_SOUNDS = (("ij", "y"), ("ui", "uy"), ("ei", "y"), ("x", "ks"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("dt", "t"),
           ("ue", "u"), ("z", "s"), ("qu", "kw"))  # fmt: skip
#: Words about place or size: the same name with another one of these is another branch.
_BRANCH = _words(
    "noord zuid oost west centrum midden noordoost noordwest zuidoost zuidwest groot klein oud nieuw junior senior "
    "binnen buiten boven beneden noorderzijde zuiderzijde"
)


@dataclass(frozen=True)
class _Name:
    """A name taken apart. `words`: what is left, in order; `core`: those that set it apart; `key`: all, sorted;
    `branch`: those about place or size; `run`: all letters without a break, small words too."""

    words: tuple[str, ...]
    core: tuple[str, ...]
    key: str
    numbers: frozenset[str]
    branch: frozenset[str]
    run: str


@lru_cache(maxsize=4096)
def _apart(name: str) -> _Name:
    text = _SONS.sub(" ", _LEGAL.sub(" ", plain(name)))
    written = re.findall(r"[^\W_]+", text)
    found = [_SAME_WORD.get(word, word) for word in written]
    words = tuple(word for word in found if word and word not in _SMALL)
    # A name of marks, of small words or of a legal form alone is like itself only.
    words = words or tuple(re.findall(r"[^\W_]+", plain(name))) or (plain(name),)
    core = tuple(word for word in words if word not in _COMMON) or words
    numbers = frozenset(word for word in words if any(mark.isdigit() for mark in word))
    branch = _BRANCH.intersection(words)
    return _Name(words, core, " ".join(sorted(words)), numbers, branch, "".join(written or words))


def likeness(name: str) -> str:
    """What all spellings of one name have in common: no accents, legal form, punctuation, small words or word order."""
    return _apart(name).key


@lru_cache(maxsize=65536)
def score(one: str, other: str) -> float:
    """From 0 to 100: how much two names look like the same customer; symmetric."""
    return _score(_apart(one), _apart(other))


def _score(one: _Name, other: _Name) -> float:
    if one.numbers != other.numbers:
        return 0.0
    if one.key == other.key or one.run == other.run:
        return 100.0
    if _shortened(one, other) or _shortened(other, one):
        return 90.0
    if one.branch != other.branch:
        return 0.0
    glued = 100 * OSA.normalized_similarity(one.run, other.run) if _may_be_glued(one, other) else 0.0
    return max(glued, 100 * _by_words(one.words, other.words))


def _shortened(short: _Name, long: _Name) -> bool:
    """Initials: "KLM" for three words that begin with those letters."""
    return len(short.core) == 1 and 3 <= len(short.core[0]) == len(long.words) and short.core[0] == "".join(
        word[0] for word in long.words
    )  # fmt: skip


def _may_be_glued(one: _Name, other: _Name) -> bool:
    """ "Fiets Wereld" and "Fietswereld": the same letters, cut otherwise."""
    return len(one.run) > 5 and len(one.words) != len(other.words) and abs(len(one.run) - len(other.run)) <= 1


def _by_words(one: Sequence[str], other: Sequence[str]) -> float:
    """The weight of the words that both have, in some spelling, in the weight of all."""
    pairs = sorted(((_word(a, b), a, b) for a in one for b in other), reverse=True)
    free_one, free_other, shared = list(one), list(other), 0.0
    for alike, a, b in pairs:
        if alike and a in free_one and b in free_other:
            free_one.remove(a)
            free_other.remove(b)
            shared += alike * (_weight(a) + _weight(b))
    total = sum(map(_weight, one)) + sum(map(_weight, other))
    return shared / total


def _weight(word: str) -> float:
    return _COMMON_WEIGHT if word in _COMMON else _WEIGHT


@lru_cache(maxsize=65536)
def _word(one: str, other: str) -> float:
    """How much one word is a spelling of another; 0 when they are different words."""
    if one == other:
        return 1.0
    if len(one) == 1 or len(other) == 1:
        return 0.7 if one[0] == other[0] else 0.0
    if one in _COMMON and other in _COMMON:
        return 0.0
    return _spelling(_sound(one), _sound(other), min(len(one), len(other)))


def _spelling(one: str, other: str, shortest: int) -> float:
    """One slip in four letters or more, two in eight. Another first letter, another letter in a short word, or two of
    them in a long one make another word: Hoorn and Doorn, Lezen and Leren, Pietersen and Pieterman."""
    if one == other:
        return 0.95
    slips = OSA.distance(one, other)
    if slips > (2 if shortest >= 8 else 1) or shortest < 4 or one[0] != other[0]:
        return 0.0
    replaced = len(one) == len(other) and sorted(one) != sorted(other)
    return 0.0 if replaced and (shortest < 6 or slips > 1) else JaroWinkler.similarity(one, other)


@lru_cache(maxsize=4096)
def _sound(word: str) -> str:
    """A word as it sounds: what Dutch names spell in several ways is spelled in one."""
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"sch$", "s", word))


def alike(one: str, other: str) -> bool:
    """Whether the question *zelfde klant?* is worth asking."""
    return score(one, other) >= THRESHOLD


def any_alike(name: str, others: Iterable[str]) -> bool:
    """Whether any of the others looks like `name`."""
    return any(alike(name, other) for other in others)


def pairs(names: Sequence[str]) -> list[Pair]:
    """All pairs of look-alikes, by their positions in `names`; most alike first, then in the order of names."""
    found = {pair: score(names[pair[0]], names[pair[1]]) for pair in sorted(_worth_a_look(names))}
    return sorted((pair for pair, score in found.items() if score >= THRESHOLD), key=lambda pair: -found[pair])


def _worth_a_look(names: Sequence[str]) -> set[Pair]:
    """Pairs that share a key: of 320 names some hundreds instead of fifty thousand."""
    blocks: dict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    for position, name in enumerate(names):
        for key in _keys(_apart(name)):
            blocks[key].append(position)
    return {pair for block in blocks.values() for pair in combinations(block, 2)}


def _keys(name: _Name) -> set[tuple[str, frozenset[str]]]:
    """How words that set it apart begin and end (a slip is seldom in both), and its initials; with its numbers."""
    ends = {end for word in name.core for end in (f"{word[:3]}-", f"-{word[-3:]}")}
    initials = "".join(word[0] for word in name.words)
    return {(end, name.numbers) for end in {*ends, initials, name.core[0]}}


def enough(pairs: Iterable[Pair]) -> list[Pair]:
    """Of three that look alike two questions are enough: pairs whose two already hang together through earlier ones
    are left out. Answered with no, a pair is not given any more, and the third one is asked after all."""
    heads: dict[int, int] = {}
    kept = []
    for first, other in pairs:
        one, two = _head(heads, first), _head(heads, other)
        if one != two:
            heads[two] = one
            kept.append((first, other))
    return kept


def _head(heads: dict[int, int], position: int) -> int:
    while position in heads:
        position = heads[position]
    return position
