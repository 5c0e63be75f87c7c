"""What stands on a page of the workshop, read from its markup without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

BODY = re.compile(r"<body [^>]*?data-base=\"([^\"]*)\" data-me=\"([^\"]*)\"[^>]*?data-step=\"(\d)\" data-seq=\"(\d+)\"")
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
SECTION = re.compile(r'<section id="region-(\w+)" data-region="\w+" data-seq="(\d+)"[^>]*>(.*?)</section>', re.DOTALL)
#: Which regions are stale with others (static/js/regions.js).
FOLLOWS = re.compile(r'data-region="(\w+)"[^>]*data-stale-with="([\w ]+)"')
ZONE = re.compile(r'<ol[^>]*data-zone="(\w+)"[^>]*>(.*?)</ol>', re.DOTALL)
FIGURE = re.compile(
    r'<li id="f-(?P<id>\w+)"[^>]*data-in="(?P<zone>\w*)" data-placed="(?P<placed>\d+)" data-seat-place="(?P<place>\d+)"'
    r'(?: data-joined="(?P<joined>\w+)")?>.*?data-owner="(?P<owner>\w+)" data-seq="(?P<seq>\d+)".*?</li>',
    re.DOTALL,
)


class Figure(NamedTuple):
    """A figure as its markup says it; `order` as static/js/table_order.js sorts."""

    id: str
    zone: str
    seq: int
    order: tuple[bool, str, int, str, int, str]
    markup: str


class Table:
    """The figures of each zone in their order; place.js puts a fragment there."""

    def __init__(self, markup: str) -> None:
        self.zones = {zone: list(_figures(inner)) for zone, inner in ZONE.findall(markup)}
        #: What stands around the figures.
        self.frame = FIGURE.sub("", markup)

    def place(self, markup: str) -> None:
        fresh = next(_figures(markup))
        for figures in self.zones.values():
            old = next((one for one in figures if one.id == fresh.id), None)
            if old is None:
                continue
            if old.seq > fresh.seq:
                return
            figures.remove(old)
        if fresh.zone in self.zones:
            self.zones[fresh.zone] = sorted([*self.zones[fresh.zone], fresh], key=lambda one: one.order)

    def told(self) -> list[str]:
        return [self.frame, *(f"{zone} {figure.markup}" for zone, figures in self.zones.items() for figure in figures)]


def _figures(markup: str) -> Iterator[Figure]:
    for found in FIGURE.finditer(markup):
        joined = found["joined"] or ""
        order = (not joined, joined, int(found["place"]), found["owner"], int(found["placed"]), found["id"])
        yield Figure(found["id"], found["zone"], int(found["seq"]), order, found.group())
