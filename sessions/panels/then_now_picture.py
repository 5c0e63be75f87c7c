"""*Toen → nu* as a picture: arrows between the zones of then and those of now. Colours come from the stylesheet, and an
arrow's line says with its colour and its dashes which way the energy went."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sessions.board.viewer import Board
from sessions.exports.content import legal
from sessions.exports.picture_names import STRETCHES, length
from sessions.exports.table_picture import face
from workshop.models import Participant
from workshop.steps import TABLE_ORDER, Zone
from workshop.then_now import Arrow

WIDE, SIDE, ROW, HEAD, GAP = 1200, 430, 27, 32, 10
#: More customers than this on one side are drawn as bands with numbers: names would be too small to read.
MOST_NAMED = 28

#: What stands on a side without a zone.
_NEW, _GONE, _ENDED, _AWAY = "new", "gone", "ended", "away"
_OFF = (_GONE, _ENDED, _AWAY)


def draw(board: Board, arrows: list[Arrow]) -> SafeString:
    """The picture as SVG markup."""
    if len(arrows) > MOST_NAMED:
        return _bands(arrows)
    then = {zone: [one for one in arrows if one.then and one.then.zone == zone] for zone in TABLE_ORDER}
    now = {zone: _each([one for one in arrows if one.now and one.now.zone == zone]) for zone in TABLE_ORDER}
    off = {turn: [one for one in arrows if one.turn == turn] for turn in _OFF}
    left, starts, tall = _side(board, {zone: then[zone] for zone in TABLE_ORDER}, 0, then=True)
    right, ends, high = _side(board, now | {turn: ones for turn, ones in off.items() if ones}, WIDE - SIDE, then=False)
    lines = _lines(
        (starts[_key(one, True)], ends[_key(one, False)], one.turn, 3) for one in arrows if one.then is not None
    )
    return _page(max(tall, high), lines, left, right)


def _each(arrows: list[Arrow]) -> list[Arrow]:
    """One for each figure of now: two customers of then may have become one."""
    return list({one.now.id: one for one in arrows if one.now}.values())


def _key(arrow: Arrow, then: bool) -> str:
    """Where an arrow begins or ends: at a customer of then, at a figure of now, or at its own line."""
    if then and arrow.then:
        return arrow.then.id
    if arrow.now:
        return arrow.now.id
    return f"off {arrow.then.id if arrow.then else ''}"


def _label(zone: str) -> str:
    off = {_GONE: _("losgelaten"), _ENDED: _("contact beëindigd"), _AWAY: _("niet meer op tafel")}
    return off.get(zone) or str(Zone(zone).label)


def _side(
    board: Board, boxes: dict[str, list[Arrow]], left: int, *, then: bool
) -> tuple[SafeString, dict[str, float], float]:
    """The zones of one side under each other; the middle of each line by its key, and how high they are."""
    drawn, middles, top = [], {}, 0.0
    for zone, arrows in boxes.items():
        tall = HEAD + ROW * max(1, len(arrows)) + 6
        drawn.append(_box(zone, len(arrows), left, top, tall))
        for number, arrow in enumerate(arrows):
            y = top + HEAD + ROW * number + ROW / 2
            middles[_key(arrow, then)] = y
            drawn.append(_line(board, arrow, left, y, then=then))
        top += tall + GAP
    return format_html_join("\n", "{}", ((one,) for one in drawn)), middles, top - GAP


def _box(zone: str, many: int, left: float, top: float, tall: float) -> SafeString:
    return format_html(
        '<rect class="box {}" x="{}" y="{}" width="{}" height="{}" rx="10"/>'
        '<text class="head" x="{}" y="{}">{} · {}</text>',
        zone, left, round(top, 1), SIDE, round(tall, 1), left + 12, round(top + 22, 1), _label(zone), many,
    )  # fmt: skip


def _line(board: Board, arrow: Arrow, left: float, y: float, *, then: bool) -> SafeString:
    """A customer, with whose it was or is."""
    seat = _owner(board, arrow, then)
    mark = (
        face(seat, left + 24, y)
        if seat
        else format_html('<circle class="nobody" cx="{}" cy="{}" r="11"/>', left + 24, y)
    )
    new = _(" (nieuw)") if arrow.then is None else ""
    name = legal(arrow.name)
    shown, stretch = fitted(name, SIDE - 70 - length(new))
    return format_html(
        '<g><title>{}</title>{}<text x="{}" y="{}" font-stretch="{}">{}{}</text></g>',
        name, mark, left + 46, round(y + 5, 1), STRETCHES[stretch], shown, new,
    )  # fmt: skip


def _owner(board: Board, arrow: Arrow, then: bool) -> Participant | None:
    if then or arrow.now is None:
        return board.by_id.get(board.seat_of.get(arrow.then.person, "")) if arrow.then else None
    return board.by_id.get(arrow.now.participant_id)


def fitted(name: str, wide: float) -> tuple[str, float]:
    """A name, in narrower letters when it is long, and how wide these are in percent.

    What does not fit even then is left out: the whole name stands in the table below.
    """
    for stretch in STRETCHES:
        if length(name, stretch) <= wide:
            return name, stretch
    while name and length(f"{name}…", stretch) > wide:
        name = name[:-1]
    return f"{name.rstrip()}…", stretch


def _lines(ends: Iterable[tuple[float, float, str, float]]) -> SafeString:
    """Curves from side to side with a point at their end: from y, to y, which way, how thick."""
    start, end = SIDE + 4, WIDE - SIDE - 6
    middle = (start + end) / 2
    path = (
        '<path class="arrow {0}" d="M{1} {2} C{3} {2} {3} {4} {5} {4}" stroke-width="{6}"/>'
        '<path class="tip {0}" d="M{7} {4} l-12 -6 v12 z"/>'
    )
    return format_html_join(
        "\n",
        path,
        ((turn, start, round(y, 1), middle, round(to, 1), end - 10, thick, end) for y, to, turn, thick in ends),
    )


# --- a crowd: bands instead of names ---------------------------------------------------------------------------------


def _bands(arrows: list[Arrow]) -> SafeString:
    """How many went from which zone to which: as many lines as there are pairs, as thick as they are many."""
    went = [(one.then.zone if one.then else _NEW, str(one.now.zone) if one.now else one.turn) for one in arrows]
    flows, turns = Counter(went), {flow: one.turn for flow, one in zip(went, arrows, strict=True)}
    off = [turn for turn in _OFF if any(to == turn for _zone, to in flows)]
    sides: tuple[list[str], list[str]] = ([*TABLE_ORDER], [*TABLE_ORDER, *off])
    scale = 480 / len(arrows)
    left, starts, tall = _heaps(sides[0], 0, flows, scale, then=True)
    right, ends, high = _heaps(sides[1], WIDE - SIDE, flows, scale, then=False)
    lines = _lines(
        (starts[flow], ends[flow], turns[flow], round(max(2, many * scale * 0.8), 1))
        for flow, many in flows.items()
        if flow[0] != _NEW
    )
    return _page(max(tall, high), lines, left, right)


def _heaps(
    zones: list[str], left: int, flows: Counter[tuple[str, str]], scale: float, *, then: bool
) -> tuple[SafeString, dict[tuple[str, str], float], float]:
    """One side: a box per zone, in it a number for each zone that the customers went to or came from."""
    drawn, middles, top = [], {}, 0.0
    into: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for flow in flows:
        into[flow[0] if then else flow[1]].append(flow)
    order = [*TABLE_ORDER, _NEW, *_OFF]
    for zone in zones:
        mine = sorted(into[zone], key=lambda flow: order.index(flow[1] if then else flow[0]))
        heights = [max(24.0, flows[flow] * scale) for flow in mine]
        tall = HEAD + sum(heights) + 8
        drawn.append(_box(zone, sum(flows[flow] for flow in mine), left, top, tall))
        y = top + HEAD
        for flow, height in zip(mine, heights, strict=True):
            middles[flow] = y + height / 2
            words = _("nieuw: %(n)d") % {"n": flows[flow]} if flow[0] == _NEW else str(flows[flow])
            text = '<text x="{}" y="{}" text-anchor="{}">{}</text>'
            x, anchor = (left + SIDE - 14, "end") if then else (left + 14, "start")
            drawn.append(format_html(text, x, round(y + height / 2 + 5, 1), anchor, words))
            y += height
        top += tall + GAP
    return format_html_join("\n", "{}", ((one,) for one in drawn)), middles, top - GAP


def _page(tall: float, *parts: SafeString) -> SafeString:
    inside = format_html_join("\n", "{}", ((one,) for one in parts))
    return format_html(
        '<svg class="then-now-picture" viewBox="0 0 {} {}" role="img" aria-label="{}" font-size="15">\n'
        '<text class="side" x="0" y="24">{}</text><text class="side" x="{}" y="24">{}</text>\n'
        '<g transform="translate(0 36)">{}</g></svg>',
        WIDE, round(tall + 38), _("Toen en nu, met pijlen tussen de vakken; de tabel hieronder zegt hetzelfde."),
        _("Toen"), WIDE - SIDE, _("Nu"), inside,
    )  # fmt: skip
