"""What a run of the robots showed: delays in calm and in each fault, and whether anything was lost. No I/O in here."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from robot_log import Book, Command

#: Seconds in which 99 in 100 changes must be on the last screen of their workshop, when nothing is broken.
LATE = 1.0
#: Seconds after a fault that still belong to it.
AFTER = 10.0
#: A generator that was itself so late (s, 99 in 100 looks) measures itself.
BUSY = 0.1
KINDS = {"hot": "a moved figure", "cold": "anything else that all see", "count": "a count (fetched once a second)"}

#: What is never so already: when this is acknowledged the journal must have it.
ADDING = {"sheet.add", "table.lay", "story.keep_note", "thread.write", "thread.share_note", "closing.agree", "steps.go"}

#: workshop → action id → the seqs under which the journal has it.
Journal = Mapping[str, Mapping[str, list[int]]]


@dataclass
class Fault:
    """Something that was broken from `begin` to `end`; for a kill these are the same."""

    name: str
    begin: float
    end: float


@dataclass
class Delay:
    """A command, what kind of change it was, and when the last screen showed it."""

    command: Command
    kind: str
    seen: float

    @property
    def seconds(self) -> float:
        return self.seen - self.command.sent

    def is_touched_by(self, fault: Fault) -> bool:
        return self.command.sent <= fault.end + AFTER and self.seen >= fault.begin


@dataclass
class Verdict:
    """`lost`: acknowledged and not in the journal; `unseen`: done, and some screen never showed it."""

    delays: list[Delay] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    refused_yet_done: list[str] = field(default_factory=list)
    unanswered: int = 0
    unseen: int = 0
    different: list[str] = field(default_factory=list)
    late: float = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def calm(self) -> list[Delay]:
        """Those that no fault touched."""
        return [one for one in self.delays if not any(one.is_touched_by(fault) for fault in self.faults)]

    @property
    def p99(self) -> float:
        """Of all that all see, when nothing is broken. A count waits up to a second on purpose, so it is told apart."""
        return rank([one.seconds for one in self.calm if one.kind != "count"], 0.99)

    @property
    def whole(self) -> bool:
        """Nothing lost, nothing done twice, all screens equal."""
        wrong = (self.lost, self.twice, self.refused_yet_done, self.different)
        return not any(wrong) and not self.unanswered and not self.unseen

    @property
    def void(self) -> bool:
        return self.late > BUSY

    @property
    def holds(self) -> bool:
        return self.whole and not self.void and bool(self.calm) and self.p99 < LATE


def judge(book: Book, journal: Journal, screens: Mapping[str, set[str]], faults: list[Fault]) -> Verdict:
    """Compare what was answered with the journal, and each change with when all screens of its workshop showed it."""
    found = Verdict(faults=faults)
    for command in book.commands:
        seqs = journal.get(command.workshop, {}).get(command.id, [])
        if command.status == "waiting":
            found.unanswered += 1
        elif command.status == "refused":
            found.refused_yet_done += [command.action] * bool(seqs)
        elif not seqs:
            if not command.empty or command.action in ADDING:
                found.lost.append(command.action)
        elif len(seqs) > 1:
            found.twice.append(command.action)
        else:
            _see(found, book, command, seqs[0], screens[command.workshop])
    return found


def _see(found: Verdict, book: Book, command: Command, seq: int, screens: set[str]) -> None:
    seen = book.seen[command.workshop][seq]
    if screens - seen.keys():
        found.unseen += 1
        return
    found.delays.append(Delay(command, book.kinds[command.workshop][seq], max(seen.values())))


def rank(values: Iterable[float], part: float) -> float:
    """The value below which this part of all lies; 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def right_again(found: Verdict, book: Book, fault: Fault) -> float:
    """Seconds after the fault until every screen was live and showed everything that was sent before its end."""
    meanwhile = [one.seen for one in found.delays if fault.begin - 1 <= one.command.sent <= fault.end + 1]
    dark = [until for _, begin, until in book.dark if begin < fault.end + AFTER and until > fault.begin]
    return max([0.0, *(moment - fault.end for moment in meanwhile + dark)])


def spread(delays: list[Delay]) -> str:
    """Cells of a table: how many, and milliseconds."""
    values = [one.seconds * 1000 for one in delays]
    if not values:
        return "0 | – | – | – | –"
    figures = (statistics.median(values), rank(values, 0.95), rank(values, 0.99), max(values))
    return f"{len(values)} | " + " | ".join(f"{one:.0f}" for one in figures)


def table(found: Verdict, book: Book) -> str:
    """The figures as Markdown."""
    calm = found.calm
    lines = ["| from sent to on the last screen, ms | how many | p50 | p95 | p99 | slowest |", f"|{' --- |' * 6}"]
    lines += [f"| {words} | {spread([one for one in calm if one.kind == kind])} |" for kind, words in KINDS.items()]
    lines += [f"| **all but counts** | {spread([one for one in calm if one.kind != 'count'])} |", ""]
    lines += ["| what was broken | acts then and 10 s after | slowest, s | right again after, s |", f"|{' --- |' * 4}"]
    for fault in found.faults:
        touched = [one.seconds for one in found.delays if one.is_touched_by(fault)]
        again = right_again(found, book, fault)
        lines.append(f"| {fault.name} | {len(touched)} | {max(touched, default=0):.1f} | {again:.1f} |")
    return "\n".join([*lines, "", ending(found, book)])


def ending(found: Verdict, book: Book) -> str:
    """What was lost, in one sentence."""
    statuses = Counter(command.status for command in book.commands)
    troubled = sum(command.troubles > 0 for command in book.commands)
    wrong = {"lost": found.lost, "done twice": found.twice, "refused and yet done": found.refused_yet_done}
    told = ", ".join(f"{len(many)} {what}" for what, many in wrong.items())
    return (
        f"{len(book.commands)} acts: {statuses['done']} done, {statuses['refused']} refused with a sentence, "
        f"{found.unanswered} without an answer; {troubled} had to be sent again. {told}, {found.unseen} that a screen "
        f"never showed, {len(found.different)} screens that were not what a fresh one shows."
    )
