"""What stands on a page of the workshop, read from its markup without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

BODY = re.compile(r"<body [^>]*?data-base=\"([^\"]*)\" data-me=\"([^\"]*)\"[^>]*?data-step=\"(\d)\" data-seq=\"(\d+)\"")
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
SECTION = re.compile(r'<section id="region-(\w+)" data-region="\w+" data-seq="(\d+)"[^>]*>(.*?)</section>', re.DOTALL)
ZONE = re.compile(r'<ol[^>]*data-zone="(\w+)"[^>]*>(.*?)</ol>', re.DOTALL)
FIGURE = re.compile(r'<li id="f-(\w+)"[^>]*data-in="(\w*)" data-placed="(\d+)">.*?data-seq="(\d+)".*?</li>', re.DOTALL)

Figure = tuple[str, str, int, int, str]  # id, zone, placed, seq, markup


class Table:
    """The figures of each zone in their order; place.js puts a fragment there."""

    def __init__(self, markup: str) -> None:
        self.zones = {zone: [_figure(*found) for found in _figures(inner)] for zone, inner in ZONE.findall(markup)}
        #: What stands around the figures.
        self.frame = FIGURE.sub("", markup)

    def place(self, markup: str) -> None:
        fresh = _figure(*next(_figures(markup)))
        for zone, figures in self.zones.items():
            for number, old in enumerate(figures):
                if old[0] != fresh[0]:
                    continue
                if old[3] > fresh[3]:
                    return
                if old[2] == fresh[2] and zone == fresh[1]:
                    figures[number] = fresh
                    return
                del figures[number]
                break
        if fresh[1] in self.zones:
            figures = self.zones[fresh[1]]
            figures.insert(sum(one[2] <= fresh[2] for one in figures), fresh)

    def told(self) -> list[str]:
        return [self.frame, *(f"{zone} {figure[4]}" for zone, figures in self.zones.items() for figure in figures)]


def _figures(markup: str) -> Iterator[tuple[str, ...]]:
    return ((*found.groups(), found.group()) for found in FIGURE.finditer(markup))


def _figure(figure: str, zone: str, placed: str, seq: str, markup: str) -> Figure:
    return figure, zone, int(placed), int(seq), markup
