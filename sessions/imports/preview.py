"""What a reading would mean for a list that exists: what is new, what is known, what is somebody else's."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sessions.imports.reading import Entry, Reading
from workshop.actions.team_list import too_many
from workshop.limits import MOST_CUSTOMERS, MOST_LISTED
from workshop.names import plain, same_first_name

#: Django reads at most 256 kB of fields; what the preview sends back has to fit (settings).
_LARGEST_SENT = 240_000


@dataclass
class OwnPreview:
    """For one's own list. `new` is ticked, the rest is not: `maybe` is in doubt, `others` are rows that name a
    colleague, `hidden` are rows that the spreadsheet hides."""

    new: list[Entry] = field(default_factory=list)
    maybe: list[Entry] = field(default_factory=list)
    others: list[Entry] = field(default_factory=list)
    hidden: list[Entry] = field(default_factory=list)
    known: list[Entry] = field(default_factory=list)
    too_many: str = ""

    @property
    def choices(self) -> list[Entry]:
        """All that can be taken."""
        return [*self.new, *self.maybe, *self.others, *self.hidden]

    @property
    def signals(self) -> str:
        """What customers said, as *overnemen* sends it: JSON, name → sentence; empty when none said anything."""
        said = {entry.name: entry.signal for entry in self.choices if entry.signal}
        return json.dumps(said, ensure_ascii=False) if said else ""


def own_list(reading: Reading, me: str, known: Iterable[str]) -> OwnPreview:
    """What a participant called `me` could take. With a column of owners only one's own rows are ticked."""
    shown = OwnPreview()
    listed = {name.casefold() for name in known}
    mine = _mine({entry.owner for entry in reading.entries}, me)
    seen: set[str] = set()
    # One's own rows first: a customer that stands there for a colleague too is not the colleague's for this list.
    seen_first = sorted([*reading.entries, *reading.doubtful], key=lambda entry: entry.owner not in mine)
    for entry in [*seen_first, *reading.hidden]:
        name = entry.name.casefold()
        if name in seen:
            continue
        seen.add(name)
        _pile(shown, entry, listed, mine).append(entry)
    if len(listed) + len(shown.new) > MOST_CUSTOMERS:
        shown.too_many = _over_the_limit(len(listed), len(shown.new))
    return shown


def _over_the_limit(own: int, new: int) -> str:
    return _(
        "Een lijst heeft hoogstens %(most)d klanten; je hebt er %(own)d en hier staan er %(new)d. "
        "Kies er hoogstens %(free)d."
    ) % {"most": MOST_CUSTOMERS, "own": own, "new": new, "free": max(MOST_CUSTOMERS - own, 0)}


def _pile(shown: OwnPreview, entry: Entry, listed: set[str], mine: set[str]) -> list[Entry]:
    if entry.name.casefold() in listed:
        return shown.known
    if entry.hidden:
        return shown.hidden
    if entry.doubt:
        return shown.maybe
    if mine and entry.owner and entry.owner not in mine:
        return shown.others
    return shown.new


def _mine(owners: set[str], me: str) -> set[str]:
    """Of the owners in a list those who are me: my whole name, else my first name, as the team's list does it."""
    whole = {owner for owner in owners if plain(owner) == plain(me)}
    return whole or {owner for owner in owners if same_first_name(owner, me)}


@dataclass
class TeamPreview:
    """For the team's list. `new` is ticked, `maybe` (in doubt) and `hidden` (by the spreadsheet) are not; `owners`: how
    many customers each has."""

    new: list[Entry] = field(default_factory=list)
    maybe: list[Entry] = field(default_factory=list)
    hidden: list[Entry] = field(default_factory=list)
    known: list[Entry] = field(default_factory=list)
    owners: list[tuple[str, int]] = field(default_factory=list)
    too_many: str = ""

    @property
    def choices(self) -> list[Entry]:
        """All that can be taken."""
        return [*self.new, *self.maybe, *self.hidden]


def team_list(reading: Reading, known: Iterable[tuple[str, str]]) -> TeamPreview:
    """What the team's list would get; `known`: name and owner of what is on it."""
    shown = TeamPreview()
    listed = {(name.casefold(), owner.casefold()) for name, owner in known}
    for entry in [*reading.entries, *reading.doubtful, *reading.hidden]:
        pile = shown.hidden if entry.hidden else shown.maybe if entry.doubt else shown.new
        (shown.known if entry.key in listed else pile).append(entry)
    shown.owners = sorted(Counter(entry.owner for entry in shown.new).items())
    if len(listed) + len(shown.new) > MOST_LISTED:
        shown.too_many = too_many(len(listed), len(shown.new))
    elif sum(len(entry.line.encode()) for entry in shown.new) > _LARGEST_SENT:
        shown.too_many = _(
            "Met alle notities is dit te lang om in één keer over te nemen. "
            "Laat de kolom met notities weg, of neem de lijst in twee delen over."
        )
    return shown
