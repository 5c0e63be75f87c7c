"""The table as a picture (SVG): the same figures in the same zones and order as the big screen shows.

The text in it is escaped text in the markup; nothing is loaded from elsewhere, and colour never speaks alone. Names are
laid out by the widths of our own letters, which a picture that leaves the app takes along.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sessions.board.viewer import Board
from sessions.exports.content import legal
from sessions.exports.picture_names import SIZE, STRETCHES, Name, fit, length
from sessions.typeface import files
from workshop import load
from workshop.looks import COLOURS
from workshop.models import EnergyRating, Participant
from workshop.names import initials
from workshop.steps import TABLE_ORDER, Kind, Zone

GAP, PAD = 12, 12
LINE, HEAD, LEGEND = 19, 44, 40
#: What of a figure's width its name cannot have; letters of a word that is too rare to make columns wider for it.
BESIDE, LONG_WORD = 46, 20
#: How wide the picture is; a crowded table gets a wider one, so that it fits on a page.
WIDTH, CROWD, WIDE_ZONES, WIDE_PEOPLE = 1280, 120, 2600, 1600
#: Ground, line and ink per zone, as on the screens (static/css/tokens.css).
PAINT = {
    Zone.COSTS: ("#dfe5ea", "#c3ced8", "#3a4a59"),
    Zone.NEUTRAL: ("#f3eee3", "#ddd3c0", "#5c5346"),
    Zone.GIVES: ("#ffe7bd", "#f4c983", "#7c4300"),
}
PERSON = ("#f3eee3", "#ddd3c0", "#5c5346")
#: On these colours the initials are white.
DARK = {0, 2}


@dataclass(frozen=True)
class Box:
    """A zone or a person: what stands in it, under a heading. `paint`: ground, line, ink."""

    heading: str
    paint: tuple[str, str, str]
    figures: list[tuple[EnergyRating, Participant]]


def by_zone(board: Board, *, with_letters: bool = False) -> str:
    """The table with its three zones. `with_letters`: the picture brings its typeface, to be opened elsewhere."""
    boxes = [
        Box(str(zone.label), PAINT[zone], [(one, one.participant) for one in board.zones[zone]]) for zone in TABLE_ORDER
    ]
    letters = _letters() if with_letters else ""
    return _draw(board, boxes, across=3, title=_("De tafel"), wide=WIDE_ZONES, letters=letters)


def by_person(board: Board) -> str:
    """Who has which customers after the swaps; it tells nothing of energy."""
    boxes = [Box(seat.name, PERSON, [(one, seat) for one in customers_of(board, seat)]) for seat in board.seats]
    across = min(4, len(boxes) or 1)
    return _draw(board, boxes, across=across, title=_("Wie nu welke klanten heeft"), wide=WIDE_PEOPLE)


def customers_of(board: Board, seat: Participant) -> list[EnergyRating]:
    """The customers of one person now, each once, by name."""
    gone = {slip.rating_id for slip in board.slips if slip.outcome in load.LEFT}
    kept = [one for one in board.figures if one.participant_id == seat.id and one.id not in gone]
    taken = [slip.rating for slip in board.slips if slip.outcome in load.PASSED_ON and slip.taker_id == seat.id]
    each = {one.customer_id: one for one in [*taken, *kept]}
    return sorted(each.values(), key=lambda one: (one.customer.name.casefold(), one.customer_id))


# --- drawing ---------------------------------------------------------------------------------------------------------


def _draw(board: Board, boxes: list[Box], *, across: int, title: str, wide: int, letters: str = "") -> str:
    """Boxes in rows of `across`, and the legend; `wide`: the width for a crowd."""
    width = wide if sum(len(box.figures) for box in boxes) > CROWD else WIDTH
    each = (width - GAP * (across + 1)) / across
    drawn, top = [], float(GAP)
    for start in range(0, len(boxes), across):
        row = boxes[start : start + across]
        inner = [_figures(box, each) for box in row]
        tall = max(height for _markup, height in inner) + HEAD + PAD
        for place, (box, (markup, _height)) in enumerate(zip(row, inner, strict=True)):
            drawn.append(_box(box, markup, GAP + place * (each + GAP), top, each, tall))
        top += tall + GAP
    legend, tall = _legend(board, top, width)
    inside = format_html_join("\n", "{}", ((one,) for one in [letters, *drawn, legend]))
    return str(_page(title, width, round(top + tall), inside))


def _page(title: str, width: int, height: int, inner: SafeString) -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img"'
        ' font-family="Ruil, Arial, Helvetica, \'Libertinus Serif\', sans-serif" font-size="{2}" font-weight="600"'
        ' text-rendering="geometricPrecision">'
        "<title>{3}</title>\n"
        '<rect width="{0}" height="{1}" fill="#c49a68"/>\n{4}\n</svg>\n',
        width, height, SIZE, title, inner,
    )  # fmt: skip


def _letters() -> str:
    """The typeface as a style sheet; nothing where it was not made."""
    folder = files.find()
    if folder is None:
        return ""
    font = b64encode((folder / "served/type/ruil.woff2").read_bytes()).decode()
    return format_html(
        "<style>@font-face{{font-family:Ruil;font-weight:400 800;font-stretch:75% 100%;"
        "src:url(data:font/woff2;base64,{})}}text{{font-kerning:none}}</style>",
        font,
    )


def _box(box: Box, inner: SafeString, left: float, top: float, wide: float, tall: float) -> SafeString:
    ground, line, ink = box.paint
    return format_html(
        '<g transform="translate({} {})"><rect width="{}" height="{}" rx="12" fill="{}" stroke="{}"/>'
        '<text x="{}" y="29" font-size="19" font-weight="700" fill="{}">{} · {}</text>\n{}</g>',
        round(left, 1), round(top, 1), round(wide, 1), round(tall, 1), ground, line, PAD, ink, legal(box.heading),
        len(box.figures), inner,
    )  # fmt: skip


def _figures(box: Box, wide: float) -> tuple[SafeString, float]:
    """The figures of a box row by row, and how high they are together."""
    columns = _columns(box, wide)
    cell = _cell(columns, wide)
    drawn, top = [], float(HEAD)
    for start in range(0, len(box.figures), columns):
        row = [
            (one, owner, fit(one.customer.name, cell - BESIDE)) for one, owner in box.figures[start : start + columns]
        ]
        tall = max(34.0, max(len(name.lines) for *_figure, name in row) * LINE + 14)
        for place, (one, owner, name) in enumerate(row):
            drawn.append(_figure(one, owner, name, PAD + place * (cell + PAD), top, cell, tall))
        top += tall + 6
    return format_html_join("\n", "{}", ((one,) for one in drawn)), top - HEAD


def _columns(box: Box, wide: float) -> int:
    """More of them for more figures, as long as no word has to be broken."""
    wanted = 1 + sum(len(box.figures) > most for most in (8, 24, 60))
    most = 1 if wide < 330 else min(wanted, int((wide - PAD) / 132))
    words = [word for one, _owner in box.figures for word in legal(one.customer.name).split() if len(word) <= LONG_WORD]
    longest = max((length(word, min(STRETCHES)) for word in words), default=0)
    return next((columns for columns in range(most, 1, -1) if longest <= _cell(columns, wide) - BESIDE), 1)


def _cell(columns: int, wide: float) -> float:
    """How wide a figure is."""
    return (wide - PAD * (columns + 1)) / columns


def _figure(
    one: EnergyRating, owner: Participant, name: Name, left: float, top: float, wide: float, tall: float
) -> SafeString:
    slant = "italic" if one.customer.kind == Kind.TASK else "normal"
    y = tall / 2 - (len(name.lines) - 1) * LINE / 2 + SIZE * 0.35
    spans = format_html_join(
        "",
        '<tspan x="40" y="{}">{}</tspan>',
        ((round(y + number * LINE, 1), text) for number, text in enumerate(name.lines)),
    )
    return format_html(
        '<g transform="translate({} {})"><title>{} ({})</title>'
        '<rect width="{}" height="{}" rx="9" fill="#fffdf6" stroke="#d9cfbb"/>{}'
        '<text fill="#2a241e" font-style="{}" font-stretch="{}">{}</text></g>',
        round(left, 1), round(top, 1), legal(one.customer.name), legal(owner.name), round(wide, 1), round(tall, 1),
        face(owner, 20, tall / 2), slant, STRETCHES[name.stretch], spans,
    )  # fmt: skip


def face(seat: Participant, x: float, y: float) -> SafeString:
    """Somebody's colour and initials."""
    ink = "#ffffff" if seat.colour in DARK else "#000000"
    return format_html(
        '<circle cx="{0}" cy="{1}" r="14" fill="{2}"/><text x="{0}" y="{3}" font-size="12" font-weight="700"'
        ' text-anchor="middle" fill="{4}">{5}</text>',
        x, round(y, 1), COLOURS[seat.colour % len(COLOURS)], round(y + 4.2, 1), ink, legal(initials(seat.name)),
    )  # fmt: skip


def _legend(board: Board, top: float, width: int) -> tuple[SafeString, float]:
    """Whose colour and initials are whose; of all who have a figure, also of who has left the table."""
    there = {figure.participant_id for figure in board.figures} | {seat.id for seat in board.seats}
    seats = [seat for seat in board.everyone if seat.id in there and not seat.guest]
    drawn, left, y = [], 0.0, 0.0
    for seat in seats:
        wide = 60 + length(seat.name)
        if left + wide > width - 2 * GAP:
            left, y = 0.0, y + LEGEND
        text = '<g transform="translate({} {})">{}<text x="42" y="25" fill="#2a241e">{}</text></g>'
        drawn.append(format_html(text, round(left), round(y), face(seat, 20, 20), legal(seat.name)))
        left += wide
    ground = '<g transform="translate({} {})"><rect width="{}" height="{}" rx="12" fill="#fffdf6"/>\n{}</g>'
    inner = format_html_join("\n", "{}", ((one,) for one in drawn))
    return format_html(ground, GAP, round(top, 1), width - 2 * GAP, y + LEGEND, inner), y + LEGEND + GAP
