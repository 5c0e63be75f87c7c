"""A look into a zipped workbook before anybody opens it: what is in there, and what would reading it cost?

openpyxl builds Python objects from whatever it finds, so a small file can ask for minutes and gigabytes. Here the parts
are only counted, by expat, in pieces: a zip bomb is seen by the sizes it declares (zipfile reads no byte beyond those),
an entity bomb by its DOCTYPE (which no office program writes), and the rest by its number of elements.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from xml.parsers import expat

from django.utils.translation import gettext as _

from sessions.imports.table import Unreadable

#: Bytes of all parts together, unpacked.
LARGEST_UNPACKED = 16 * 1024 * 1024
MOST_PARTS = 500
#: What reading may cost, in elements: a cell, its value or a text counts once …
MOST_ELEMENTS = 200_000
_PLAIN = frozenset({"row", "c", "v", "f", "is", "t", "si"})
#: … and whatever becomes an object of its own (a style, a defined name) so many times.
_DEAR = 10
#: So many attributes come with an element, more count.
_ATTRIBUTES = 8
DEEPEST = 60
#: Characters of one text; a cell of Excel holds 32 767.
LONGEST_TEXT = 100_000
_PIECE = 64 * 1024


def check_workbook(data: bytes) -> None:
    """Let pass a workbook that can be read within a second or two and some tens of megabytes.

    Raises:
        Unreadable: it is none, or too much, or not safe to open; the sentence says which.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            _check_parts(file)
            counter = _Counter()
            for part in file.infolist():
                counter.count(file, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as problem:
        raise broken() from problem


def broken() -> Unreadable:
    return Unreadable(_("Dit bestand is beschadigd. Open het in Excel, bewaar het opnieuw en probeer dat bestand."))


def _check_parts(file: zipfile.ZipFile) -> None:
    parts = file.infolist()
    names = {part.filename.casefold() for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise protected()
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable(
            _("Dit bestand bevat macro’s. Bewaar het als gewone werkmap (.xlsx) of als CSV en kies dat bestand.")
        )
    if "xl/workbook.bin" in names:
        raise Unreadable(_("Dit is een .xlsb-bestand. Bewaar het als gewone werkmap (.xlsx) of als CSV."))
    if "xl/workbook.xml" not in names:
        raise _other_zip(names)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise too_much()


def _other_zip(names: set[str]) -> Unreadable:
    """Why a zip that is no workbook is not read: what it is, and how to save the list."""
    if "content.xml" in names:
        return Unreadable(
            _("Dit is een OpenDocument-bestand. Bewaar het als Excel-bestand (.xlsx) of als CSV en kies dat bestand.")
        )
    if any(name.endswith(".iwa") for name in names):
        return Unreadable(
            _("Dit is een Numbers-bestand. Kies in Numbers: Archief, Exporteer naar, Excel. Kies daarna dat bestand.")
        )
    if any(name.endswith((".xlsx", ".xls", ".csv", ".txt")) for name in names):
        return Unreadable(_("Dit is een ingepakte map (zip). Pak hem uit en kies het bestand waar je lijst in staat."))
    return Unreadable(_("Dit is geen Excel-bestand. Bewaar je lijst als .xlsx of als CSV en kies dat bestand."))


def protected() -> Unreadable:
    return Unreadable(_("Dit bestand is met een wachtwoord beveiligd. Bewaar een kopie zonder wachtwoord en kies die."))


def too_much() -> Unreadable:
    return Unreadable(
        _(
            "Uitgepakt is dit bestand te groot om te lezen. "
            "Zet alleen de lijst in een nieuwe werkmap, of bewaar die als CSV."
        )
    )


class _Counter:
    """Counts elements over all parts. A part that is no XML ends early: openpyxl would stop at the same byte."""

    def __init__(self) -> None:
        self.cost = self.depth = self.length = 0
        self.open_tag = False

    def count(self, file: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        self.depth, self.length, self.open_tag = 0, 0, False
        with file.open(part) as stream:
            try:
                while piece := stream.read(_PIECE):
                    self._check_tag(piece)
                    parser.Parse(piece, False)
            except expat.ExpatError:
                return

    def _check_tag(self, piece: bytes) -> None:
        """A tag as long as a piece has thousands of attributes, and expat hands them over all at once."""
        if self.open_tag and b">" not in piece:
            raise too_much()
        self.open_tag = piece.rfind(b"<") > piece.rfind(b">")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.cost += (1 if name.rpartition(":")[2] in _PLAIN else _DEAR) + len(attributes) // _ATTRIBUTES
        self.depth += 1
        self.length = 0
        if self.cost > MOST_ELEMENTS or self.depth > DEEPEST:
            raise too_much()

    def _end(self, _name: str) -> None:
        self.depth -= 1
        self.length = 0

    def _text(self, text: str) -> None:
        self.length += len(text)
        if self.length > LONGEST_TEXT:
            raise too_much()

    def _doctype(self, *_declared: object) -> None:
        raise Unreadable(
            _("In dit bestand zit iets wat niet in een klantenlijst hoort. Bewaar de lijst als CSV en kies die.")
        )
