"""Colours that everybody can tell apart and read: by numbers, for every stylesheet's own light.

Eight people: smallest CIEDE2000 ≥ 11 for every kind of sight, on paper and washed out by daylight.
Words and signs: WCAG 1.4.3 (4.5:1) and 1.4.11 (3:1).
"""

import re
from itertools import combinations
from pathlib import Path

import pytest
from coloraide import Color

from workshop.looks import COLOURS

CSS = Path(__file__).resolve().parent.parent / "static" / "css"
#: Of the light on a projected picture, how much comes from the room.
AMBIENT = 0.25
LEAST_APART = 11
DARK_LINE = "#1b1714"  # around every head

ON_THE_ROOM = [(ink, ground) for ink in ("ink", "quiet", "main") for ground in ("ground", "card", "sunk")]
ON_ZONES = [(f"{zone}-ink", f"{zone}{line}") for zone in ("costs", "neutral", "gives") for line in ("", "-line")]
ON_PAPER = [(ink, paper) for ink in ("paper-ink", "paper-quiet") for paper in ("plate", "note")]
SIGNALS = [("main-ink", "main"), ("ink", "main-soft"), ("danger", "danger-soft"), ("danger", "card")]
SIGNALS += [("warn", "warn-soft"), ("ink", "costs"), ("ink", "neutral"), ("ink", "gives")]
IN_A_FIELD = [("ink", "field"), ("quiet", "field")]
TEXT = [*ON_THE_ROOM, *ON_ZONES, *ON_PAPER, *SIGNALS, *IN_A_FIELD]
#: What shows a field, a button or the focus, on what it stands on.
SIGNS = [("edge", "ground"), ("edge", "card"), ("paper-ink", "plate")]
SIGNS += [("focus", ground) for ground in ("ground", "card", "sunk", "costs", "neutral", "gives")]


def read_colours(text: str) -> dict[str, str]:
    """The custom properties of the first rule for `:root`."""
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", text))


def root_of(name: str, selector: str = ":root {") -> str:
    text = (CSS / name).read_text()
    start = text.index(selector)
    return text[start : text.index("}", start)]


LIGHT = read_colours(root_of("tokens.css"))
THEMES = {
    "light": LIGHT,
    "dark": LIGHT | read_colours(root_of("dark.css")),
    "projector": LIGHT | read_colours(root_of("projector.css")),
    "projector in the dark": LIGHT
    | read_colours(root_of("projector.css"))
    | read_colours(root_of("projector.css", ':root:has([data-theme="dark"])')),
}


def washed(colour: Color, ambient: float = AMBIENT) -> Color:
    """What is left of a colour when the room's light falls on the screen too."""
    light = colour.convert("srgb-linear")
    return Color("srgb-linear", [(part + ambient) / (1 + ambient) for part in light.coords()])


def seen(colour: str, sight: str, light: str) -> Color:
    shown = washed(Color(colour)) if light == "washed" else Color(colour)
    return shown if sight == "all" else shown.filter(sight, method="machado").clip()


@pytest.mark.parametrize("light", ["paper", "washed"])
@pytest.mark.parametrize("sight", ["all", "protan", "deutan", "tritan"])
def test_eight_people_are_told_apart(sight: str, light: str):
    shown = [seen(colour, sight, light) for colour in COLOURS]
    nearest = min(one.delta_e(other, method="2000") for one, other in combinations(shown, 2))
    assert nearest >= LEAST_APART


def test_the_measure_can_fail():
    """Red and green of one lightness: far apart for most, near for one man in twelve."""
    red, green = "#b04a4a", "#6f7a2e"
    assert seen(red, "all", "paper").delta_e(seen(green, "all", "paper"), method="2000") > 30
    assert seen(red, "deutan", "paper").delta_e(seen(green, "deutan", "paper"), method="2000") < LEAST_APART


def test_initials_are_read_on_every_colour():
    figure = (CSS / "figure.css").read_text()
    white = {int(number) for number in re.findall(r"\.c(\d)\.face", figure)}
    inks = ["#fff" if number in white else "#000" for number in range(len(COLOURS))]
    assert [pair for pair in zip(inks, COLOURS, strict=True) if contrast(*pair) < 4.5] == []


def test_the_line_around_a_head_stands_out_on_its_name_plate():
    assert [theme for theme, colours in THEMES.items() if contrast(DARK_LINE, colours["plate"]) < 3] == []
    assert DARK_LINE in (CSS.parent / "img" / "heads-0.svg").read_text()


@pytest.mark.parametrize("theme", THEMES)
def test_words_are_read(theme: str):
    assert too_weak(THEMES[theme], shown_on(theme, TEXT), 4.5) == []


@pytest.mark.parametrize("theme", THEMES)
def test_buttons_fields_and_focus_are_seen(theme: str):
    assert too_weak(THEMES[theme], shown_on(theme, SIGNS), 3) == []


@pytest.mark.parametrize("theme", THEMES)
def test_a_field_is_seen_by_its_ground_or_by_its_edge(theme: str):
    colours = THEMES[theme]
    assert max(contrast(colours["field"], colours["card"]), contrast(colours["edge"], colours["field"])) >= 3


def test_the_projector_is_read_by_daylight():
    """Black on white is 4.2:1 then; large letters need 3:1."""
    assert round(Color("#000").contrast("#fff"), 1) == 21
    assert round(contrast("#000", "#fff", AMBIENT), 1) == 4.2
    words = [pair for pair in TEXT if not pair[0].startswith(("danger", "warn", "main"))]
    words = [(ink, ground) for ink, ground in words if not ground.endswith("-line")]
    assert too_weak(THEMES["projector"], words, 3, AMBIENT) == []


def shown_on(theme: str, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The projector asks nothing: no field to focus, nothing that can be refused."""
    unseen = {"danger", "focus", "field"} if theme.startswith("projector") else set()
    return [pair for pair in pairs if not unseen & set(pair)]


def too_weak(colours: dict[str, str], pairs: list[tuple[str, str]], least: float, ambient: float = 0) -> list[str]:
    """The pairs below `least`, with their number."""
    found = {f"{ink} on {ground}": contrast(colours[ink], colours[ground], ambient) for ink, ground in pairs}
    return [f"{pair}: {number:.2f}" for pair, number in found.items() if number < least]


def contrast(ink: str, ground: str, ambient: float = 0) -> float:
    """WCAG 2.2's ratio, 1 to 21, with the room's light on both."""
    return float(washed(Color(ink), ambient).contrast(washed(Color(ground), ambient), method="wcag21"))
