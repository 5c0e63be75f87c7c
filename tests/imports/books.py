"""Workbooks for tests: as people make them, and as nobody should."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def book(*rows: list[Any], merge: str = "", also: Callable[[Any], None] | None = None) -> bytes:
    """A workbook with one sheet of these rows. `also` does something more to the workbook."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if merge:
        made.active.merge_cells(merge)
    if also:
        also(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def tampered(**parts: bytes | str) -> bytes:
    """A workbook of which some parts (by path, / as __) are something else."""
    wanted = {name.replace("__", "/"): content for name, content in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(["Klant"], ["Bakker"]))) as whole, zipfile.ZipFile(out, "w", 8) as file:
        for name in [*whole.namelist(), *(name for name in wanted if name not in whole.namelist())]:
            file.writestr(name, wanted.get(name, b"") or whole.read(name))
    return out.getvalue()


def sheet_of(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def strict(data: bytes) -> bytes:
    """A workbook as Excel saves it under "Strict Open XML": every name by its ISO 29500 address."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(out, "w", 8) as file:
        for name in whole.namelist():
            part = whole.read(name)
            for room in (b"spreadsheetml", b"officeDocument", b"drawingml"):
                part = part.replace(
                    b"http://schemas.openxmlformats.org/%s/2006/" % room, b"http://purl.oclc.org/ooxml/%s/" % room
                )
            file.writestr(name, part)
    return out.getvalue()


def other_zip(part: str) -> bytes:
    """A zip that is no workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(part, "<a/>")
    return out.getvalue()
