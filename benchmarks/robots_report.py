"""What `make robots` says of a run: the figures for docs/scale.md, and what to look at when it did not hold."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
from collections import Counter
from typing import TYPE_CHECKING

from installation import PROCESSES
from verdict import Verdict, table

if TYPE_CHECKING:
    from robots import Run

MARKS = "<!-- figures of make robots -->", "<!-- end of figures of make robots -->"


def report(run: Run, found: Verdict, used: dict[str, float]) -> str:
    shares = ("processes", "postgres", "redis", "lines", "robots")
    told = ", ".join(f"{name} {used[name]:.2f}" for name in shares)
    others = used["machine"] - sum(used[name] for name in shares)
    acts = max(used["journal"], 1e-9)
    outcome = "Held" if found.holds else "VOID: the robots were late themselves" if found.void else "NOT held"
    return "\n".join([
        f"{dt.datetime.now(dt.UTC).date()}, Python {platform.python_version()}, {os.cpu_count()} cores shared by "
        f"{PROCESSES} processes, PostgreSQL, Redis, the balancer and the robots: {len(run.rooms)} workshops × 10 "
        f"screens, {run.seconds / 60:.1f} minutes, an act of each person every {run.pace:.0f} s on average; "
        f"{run.waiting:.1f} processes waited for a core as it began.",
        "",
        table(found, run.book),
        "",
        f"Cores used, of {used['cores']:.0f}: {told}, other work of this machine {others:.2f}. Accepted acts a second: "
        f"{acts:.1f}, each "
        f"{used['processes'] / acts * 1000:.0f} ms of the processes and {used['postgres'] / acts * 1000:.0f} ms of "
        f"PostgreSQL, {used['transactions'] / acts:.0f} transactions and {used['published'] / acts:.2f} messages of "
        f"Redis; {run.book.fetches / run.seconds:.1f} fetches of regions a second; {used['memory'] / PROCESSES:.0f} MB "
        f"a process. The robots themselves were late by {found.late * 1000:.0f} ms (p99).",
        "",
        f"**{outcome}**: p99 {found.p99 * 1000:.0f} ms (asked: under 1,000), {len(run.rooms)} workshops (asked: 30).",
    ])  # fmt: skip


def troubles(run: Run, found: Verdict, log: str) -> str:
    """What somebody wants to know who looks for the cause."""
    lines = [f"different: {one}" for one in found.different[:20]] + [f"lost: {one}" for one in found.lost]
    refusals = Counter((one.action, one.sentence[:70]) for one in run.book.commands if one.status == "refused")
    lines += [f"refused: {action} ×{many}: {why}" for (action, why), many in refusals.most_common(15)]
    lines += [f"trouble: {what} ×{many}" for what, many in Counter(run.book.troubles).most_common(10)]
    lines += [f"log: {what} ×{many}" for what, many in logged_events(log).most_common(20)]
    acts = Counter(one.action for one in run.book.commands if one.status == "done")
    lines.append("done: " + ", ".join(f"{action} {many}" for action, many in acts.most_common()))
    slow = sorted(found.calm, key=lambda one: -one.seconds)[:15]
    for one in slow:
        sent, answered = one.command.sent - run.began, (one.command.answered or 0) - one.command.sent
        lines.append(
            f"slow: {one.seconds:.2f} s {one.command.action}, sent at {sent:.0f} s, answer after {answered:.2f} s"
        )
    return "\n".join(lines)


def logged_events(log: str) -> Counter[str]:
    """What the processes wrote in their log, without the ids in it."""
    events: Counter[str] = Counter()
    for line in log.splitlines():
        if not line.startswith("{"):
            continue
        told = json.loads(line)
        words = [word for word in str(told["event"]).split() if not any(sign.isdigit() for sign in word)]
        events[f"{told['level']} {told['from']}: {' '.join(words)} {told.get('error', '')}".strip()] += 1
    return events
