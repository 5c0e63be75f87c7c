"""Files opened again, each with another library than the one that wrote it."""

import csv
import io
import re
import zipfile
from typing import Any
from urllib.parse import urlencode

import pypdf
from django.test import Client
from lxml import etree
from support.people import base_of

from workshop.models import Participant, Workshop

Rows = list[list[str]]
_MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def fetch(client: Client, who: Participant | Workshop, file: str, **asked: str) -> Any:
    """The answer to a link; a file must not be kept by any cache."""
    answer = client.get(f"{base_of(who)}{file}?{urlencode(asked)}")
    assert "no-store" in answer["Cache-Control"]
    return answer


def read_csv(content: bytes) -> Rows:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_pdf(content: bytes) -> str:
    """The text of all pages, each blank and line end as one space."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def read_xlsx(content: bytes) -> dict[str, Rows]:
    """Each sheet by name: its cells straight from the XML; a text as it is, else "number 3" or "day 50893"."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        book = etree.fromstring(parts.read("xl/workbook.xml"))
        names = [str(name) for name in book.xpath("m:sheets/m:sheet/@name", namespaces=_MAIN)]
        sheets = [etree.fromstring(parts.read(f"xl/worksheets/sheet{n}.xml")) for n in range(1, len(names) + 1)]
        dates = _date_styles(etree.fromstring(parts.read("xl/styles.xml")))
    return {name: _cells(sheet, dates) for name, sheet in zip(names, sheets, strict=True)}


def _text(item: Any) -> str:
    """The text of a cell; a character may be spelled by number (ECMA-376, ST_Xstring)."""
    text = "".join(item.itertext())
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def _date_styles(styles: Any) -> set[str]:
    formats = styles.xpath('m:numFmts/m:numFmt[@formatCode="DD-MM-YYYY"]/@numFmtId', namespaces=_MAIN)
    all_styles = styles.xpath("m:cellXfs/m:xf/@numFmtId", namespaces=_MAIN)
    return {str(place) for place, number in enumerate(all_styles) if number in formats}


def _cells(sheet: Any, dates: set[str]) -> Rows:
    assert sheet.xpath("//m:f", namespaces=_MAIN) == []
    rows = sheet.xpath("m:sheetData/m:row", namespaces=_MAIN)
    return [[_value(cell, dates) for cell in row] for row in rows]


def _value(cell: Any, dates: set[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = cell.findtext("m:v", namespaces=_MAIN)
    if value is None:
        return ""
    return f"day {value}" if cell.get("s") in dates else f"number {value}"


def read_events(content: bytes) -> list[dict[str, str]]:
    """The events of a calendar, read by hand: folded lines joined (RFC 5545, 3.1), a field per line."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    events: list[dict[str, str]] = []
    inside = False
    for line in lines:
        inside = (inside or line == "BEGIN:VEVENT") and line != "END:VEVENT"
        if line == "BEGIN:VEVENT":
            events.append({})
        elif inside:
            name, _colon, value = line.partition(":")
            events[-1][name] = value
    return events
