"""Names in a picture, laid out in lines without a browser, by the widths of our own letters."""

from collections.abc import Iterable
from dataclasses import dataclass

from sessions.exports.content import legal
from sessions.i18n.hyphens import SOFT_HYPHEN, with_soft_hyphens
from sessions.typeface import widths

#: The size of the letters, in units of the picture.
SIZE = 15
#: How wide they are drawn, widest first, in percent and as SVG calls it.
STRETCHES: dict[float, str] = {100: "normal", 87.5: "semi-condensed", 75: "condensed"}


@dataclass(frozen=True)
class Name:
    """A name as it stands in its figure. `stretch`: how wide its letters are, in percent."""

    lines: list[str]
    stretch: float


def fit(name: str, wide: float) -> Name:
    """A name in the widest letters in which each of its words stands in one line; nothing of it is cut off."""
    words = legal(name).split()
    longest = [max((length(word, stretch) for word in words), default=0) for stretch in STRETCHES]
    stretch = next((one for one, word in zip(STRETCHES, longest, strict=True) if word <= wide), min(STRETCHES))
    return Name(_wrap(words, wide, stretch), stretch)


def length(text: str, stretch: float = 100) -> float:
    """How long a text is."""
    return widths.text_width(text, SIZE, stretch)


def _wrap(words: Iterable[str], wide: float, stretch: float) -> list[str]:
    """Words in lines of at most `wide`."""
    lines, line = [], ""
    for piece in (piece for word in words for piece in _pieces(word, wide, stretch)):
        if line and length(f"{line} {piece}", stretch) > wide:
            lines.append(line)
            line = piece
        else:
            line = f"{line} {piece}" if line else piece
    return [*lines, line]


def _pieces(word: str, wide: float, stretch: float) -> list[str]:
    """A word that is too long for a line in pieces that are not, each but the last with a hyphen."""
    if length(word, stretch) <= wide:
        return [word]
    pieces, piece = [], ""
    for part in _parts(word, wide, stretch):
        if piece and length(f"{piece}{part}-", stretch) > wide:
            pieces.append(f"{piece}-")
            piece = ""
        piece += part
    return [*pieces, piece]


def _parts(word: str, wide: float, stretch: float) -> list[str]:
    """What stays together in a word that is broken; where even that is too long, its letters."""
    parts = with_soft_hyphens(word).split(SOFT_HYPHEN)
    return [letters for part in parts for letters in ([part] if length(f"{part}-", stretch) <= wide else part)]
