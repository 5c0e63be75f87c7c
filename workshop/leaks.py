"""Pure: where leaks gather, for the talk of step 4. Plain counts of the team's customers; nobody is named or judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from workshop.models import Customer, EnergyRating, Thread
from workshop.steps import Kind


@dataclass(frozen=True)
class Count:
    """So many leaks of so many figures, and of what: a kind, a customer that colleagues share, somebody's words."""

    what: object
    leaks: int
    of: int


@dataclass(frozen=True)
class Gathering:
    """`kinds`: per kind of customer; `shared`: customers with several owners, a leak for at least one; `words`: lines
    of the thread that are linked to leaks."""

    leaks: int
    of: int
    kinds: list[Count]
    shared: list[Count]
    words: list[Count]


def gather(figures: Iterable[EnergyRating], threads: Iterable[Thread]) -> Gathering:
    """`figures`: all on the table; `threads`: with their links."""
    figures = [figure for figure in figures if figure.zone]
    kinds = [_count(kind, [one for one in figures if one.customer.kind == kind]) for kind in Kind]
    return Gathering(
        sum(figure.leak for figure in figures),
        len(figures),
        [one for one in kinds if one.leaks],
        _shared(figures),
        _words(figures, threads),
    )


def _count(what: object, figures: list[EnergyRating]) -> Count:
    return Count(what, sum(figure.leak for figure in figures), len(figures))


def _shared(figures: list[EnergyRating]) -> list[Count]:
    owners: dict[str, list[EnergyRating]] = defaultdict(list)
    names: dict[str, Customer] = {}
    for figure in figures:
        owners[figure.customer_id].append(figure)
        names[figure.customer_id] = figure.customer
    counts = [_count(names[customer], several) for customer, several in owners.items() if len(several) > 1]
    return sorted([one for one in counts if one.leaks], key=lambda one: (-one.leaks, str(one.what).casefold()))


def _words(figures: list[EnergyRating], threads: Iterable[Thread]) -> list[Count]:
    of = Counter(figure.customer_id for figure in figures)
    leaks = Counter(figure.customer_id for figure in figures if figure.leak)
    counts = []
    for thread in threads:
        linked = {link.customer_id for link in thread.links.all()}
        counts.append(Count(thread, sum(leaks[one] for one in linked), sum(of[one] for one in linked)))
    return sorted([one for one in counts if one.leaks], key=lambda one: -one.leaks)
