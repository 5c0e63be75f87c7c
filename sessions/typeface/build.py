"""Makes the typeface Ruil out of the variable font Encode Sans.

"Encode Sans" is a reserved font name (SIL Open Font License 1.1, section 3): what is changed bears another name.
"""

import json
from importlib.resources import files
from io import BytesIO

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FAMILY = "Ruil"
SOURCE = files("fontpkg_encode_sans")
#: Least, normal and most on each axis: a weight of 400 is regular, a width is a percentage.
AXES = {"wght": (400, 400, 800), "wdth": (75, 100, 100)}
#: The weight of a name on the table, and the widths that its layout chooses from.
NAME_WEIGHT, NAME_STRETCHES = 600, (100, 87.5, 75)
#: Weight and width of what the PDFs use: their typesetter reads no variable fonts.
CUTS = {
    "Regular": (400, 100),
    "SemiBold": (600, 100),
    "SemiCondensed SemiBold": (600, 87.5),
    "Condensed SemiBold": (600, 75),
    "Bold": (700, 100),
    "SemiCondensed ExtraBold": (800, 87.5),
}
#: Latin with Extended-A, loose accents, and the signs of our sentences. No soft hyphen: what is drawn at the end of a
#: line is a hyphen, and elsewhere nothing.
LETTERS = [
    *range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x180), *range(0x218, 0x21C), 0x1E9E,
    *range(0x300, 0x305), *range(0x306, 0x309), *range(0x30A, 0x30D), *range(0x326, 0x329),
    *range(0x2010, 0x2016), *range(0x2018, 0x201F), 0x2022, 0x2026, 0x2030, 0x2039, 0x203A, 0x20AC, 0x2122,
    0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2260,
]  # fmt: skip
FEATURES = ["kern", "liga", "tnum", "lnum", "mark", "mkmk", "ccmp", "locl"]
#: What a font says of itself, by number. Copyright and version (0, 5), licence and its address (13, 14) stay the same.
_FAMILY, _STYLE, _UNIQUE, _FULL, _POSTSCRIPT = 1, 2, 3, 4, 6
_NAMES = [*range(7), 13, 14]


def make() -> dict[str, bytes]:
    """Every file of the typeface by its path; takes seconds.

    `served/` goes to browsers, `cuts/` into PDFs. Raises OSError when the source cannot be read.
    """
    ruil = _narrowed()
    cuts = {style: _cut(ruil, weight, stretch) for style, (weight, stretch) in CUTS.items()}
    made = {f"cuts/{style.replace(' ', '')}.ttf": _written(font, style) for style, font in cuts.items()}
    return made | {
        "served/type/ruil.woff2": _written(_read(ruil), "Regular", flavor="woff2"),
        "served/type/widths.json": _as_json(_widths(cuts)),
        "served/type/OFL.txt": (SOURCE / "LICENSE").read_text(encoding="utf-8").encode(),
    }


def _narrowed() -> bytes:
    """The variable font with our letters and our part of its axes."""
    source = next(path for path in (SOURCE / "files").iterdir() if path.name.endswith(".ttf"))
    font = _read(source.read_bytes())
    cutter = subset.Subsetter(
        subset.Options(layout_features=FEATURES, hinting=False, name_IDs=_NAMES, notdef_outline=True)
    )
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    # Read anew after each change: what one tool of fontTools leaves in memory is not always what the next one expects.
    return _bytes(instancer.instantiateVariableFont(_read(_bytes(font)), AXES))


def _cut(ruil: bytes, weight: float, stretch: float) -> TTFont:
    """The font at one weight and one width."""
    return instancer.instantiateVariableFont(_read(ruil), {"wght": weight, "wdth": stretch})


def _widths(cuts: dict[str, TTFont]) -> dict[str, object]:
    """How wide each letter of a name is in each of the widths, in units of which `unitsPerEm` are as wide as a letter
    is high: `{"unitsPerEm": 2000, "weight": 600, "stretches": [100, 87.5, 75], "advances": {"A": [1282, 1150, 1018]}}`.
    """
    found = [cuts[style] for stretch in NAME_STRETCHES for style, cut in CUTS.items() if cut == (NAME_WEIGHT, stretch)]
    glyphs = found[0].getBestCmap()
    return {
        "unitsPerEm": found[0]["head"].unitsPerEm,
        "weight": NAME_WEIGHT,
        "stretches": NAME_STRETCHES,
        "advances": {chr(code): [font["hmtx"][glyph][0] for font in found] for code, glyph in glyphs.items()},
    }


def _written(font: TTFont, style: str, *, flavor: str | None = None) -> bytes:
    """The bytes of a font under our own name."""
    _rename(font, style)
    font.flavor = flavor
    return _bytes(font)


def _rename(font: TTFont, style: str) -> None:
    """Name a font "Ruil"."""
    full, postscript = f"{FAMILY} {style}", f"{FAMILY}-{style.replace(' ', '')}"
    ours = {_FAMILY: FAMILY, _STYLE: style, _UNIQUE: postscript, _FULL: full, _POSTSCRIPT: postscript}
    for name in font["name"].names:
        name.string = ours.get(name.nameID, name.string)


def _as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _read(font: bytes) -> TTFont:
    return TTFont(BytesIO(font))


def _bytes(font: TTFont) -> bytes:
    written = BytesIO()
    font.save(written)
    return written.getvalue()
