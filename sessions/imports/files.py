"""What an uploaded file is, by its bytes and whatever its name says; what is no list is refused with how to save it."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _

from sessions.imports import encoding, html_table, text, xlsx
from sessions.imports.table import LARGEST_FILE, Table, Unreadable

_NOT_LISTS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
#: Excel's own XML of 2003, any other XML, a web page in one file, and Excel's files from before 1997.
_EXCEL_XML, _XML, _ARCHIVE = b"urn:schemas-microsoft-com:office:spreadsheet", b"<?xml", b"MIME-Version:"
_OLDEST_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")


def table_of(data: bytes) -> Table:
    """The rows of a file.

    Raises:
        Unreadable: too large, empty, broken, protected, hostile, or no list; the sentence says which and what to do.
    """
    if len(data) > LARGEST_FILE:
        raise too_large(len(data))
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise empty()
    if data.startswith(xlsx.ZIP):
        return xlsx.read(data)
    _refuse_others(data)
    if html_table.is_page(data):
        return html_table.read(encoding.decode(data, html_table.charset(data)))
    return text.table_of(encoding.decode(data))


def _refuse_others(data: bytes) -> None:
    if data.startswith(xlsx.OLE):
        raise xlsx.refuse_ole(data)
    if data.startswith(_OLDEST_EXCEL):
        raise xlsx.old_excel()
    if data.startswith(_NOT_LISTS):
        raise Unreadable(_("Dit is geen spreadsheet. Bewaar je lijst als .xlsx of als CSV en kies dat bestand."))
    start = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(_XML) and _EXCEL_XML not in start and html_table.is_page(start.partition(b"?>")[2]):
        return  # XHTML
    if start.startswith((_XML, _ARCHIVE)) or (start.startswith(b"<") and _EXCEL_XML in start and b"<Workbook" in start):
        raise Unreadable(
            _(
                "Dit is geen gewoon Excel-bestand, hoe het ook heet (het is XML of een bewaarde webpagina). "
                "Open het in Excel, kies Opslaan als, bewaar het als .xlsx en kies dat bestand."
            )
        )


def too_large(size: int) -> Unreadable:
    return Unreadable(
        _("Dit bestand is %(size)s MB; hoogstens 2 MB kan. Bewaar alleen de lijst zelf en kies die.")
        % {"size": f"{math.ceil(size / 1024 / 1024 * 10) / 10:.1f}".replace(".", ",")}
    )


def empty() -> Unreadable:
    return Unreadable(_("Dit bestand is leeg. Kies het bestand waar je lijst in staat, of plak de lijst."))
