"""What a form sent, a file or pasted text, as a reading."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sessions.imports.files import too_large
from sessions.imports.lists import read_file, read_text
from sessions.imports.reading import Reading
from sessions.imports.table import LARGEST_FILE, Unreadable

#: The columns that can be chosen by hand, by letter as a spreadsheet names them.
COLUMNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read(request: HttpRequest) -> Reading:
    """The list in the field `file`, else the one in `text`; `column`: the letter of the one that holds the names.

    Raises:
        Unreadable: there is neither, or it cannot be read as a list.
    """
    file = request.FILES.get("file")
    if file is not None:
        if (file.size or 0) > LARGEST_FILE:
            raise too_large(file.size or 0)
        return read_file(file.read(), _column(request))
    text = request.POST.get("text", "")
    if not text.strip():
        raise Unreadable(_("Kies eerst een bestand, of plak een lijst."))
    return read_text(text, _column(request))


def _column(request: HttpRequest) -> int | None:
    """What was chosen by hand; None: nothing, so the columns are read by meaning."""
    letter = request.POST.get("column", "")
    return COLUMNS.index(letter) if len(letter) == 1 and letter in COLUMNS else None
