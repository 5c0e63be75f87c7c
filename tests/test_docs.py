"""Docs say what is so: links lead somewhere, what a page names is there, and comments name a heading of a page."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
#: What may refer to a page of docs/.
CODE = sorted(
    path
    for folder in ("workshop", "sessions", "templates", "static/js", "static/css", "tests", "benchmarks", "deploy")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and path.suffix in ("", ".py", ".html", ".js", ".css", ".txt", ".yaml") and path != Path(__file__)
)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
FILE = re.compile(r"`((?:workshop|sessions|templates|static|tests|benchmarks|deploy|docs|requirements)/[\w./-]+)`")
MAKE = re.compile(r"(?:^|`)make ([a-z][a-z-]*)", re.MULTILINE)
OUTSIDE = re.compile(r"\b(?:DESIGN|PRODUCT|STYLE)\.md|research/\w+\.md|\([PS][0-9]{2}\)")
REFERENCE = re.compile(r"docs/([\w-]+\.md)(?:, [*\"]([^*\"]+)[*\"])?")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def anchors_of(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def without(found: Iterable[str], there: Iterable[str]) -> list[str]:
    return sorted(set(found) - set(there))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path):
    lost = []
    for target, anchor in LINK.findall(text_of(page)):
        there = (page.parent / target).resolve() if target else page
        if not there.exists() or (anchor and anchor not in anchors_of(there)):
            lost.append(f"{target}#{anchor}")
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_files_that_a_page_names_are_there(page: Path):
    assert [name for name in FILE.findall(text_of(page)) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_that_a_page_names_are_there(page: Path):
    targets = re.findall(r"^([a-z][a-z -]*):", text_of(ROOT / "Makefile"), re.MULTILINE)
    assert without(MAKE.findall(text_of(page)), " ".join(targets).split()) == []


def test_comments_name_a_page_and_what_stands_on_it():
    lost = []
    for path in CODE:
        for page, heading in REFERENCE.findall(re.sub(r"\s+(?:[#/:*]+\s+)?", " ", text_of(path))):
            there = ROOT / "docs" / page
            if not there.exists() or (
                heading and not re.search(rf"^#.*{re.escape(heading)}|\*\*{re.escape(heading)}", text_of(there), re.M)
            ):
                lost.append(f"{named(path)}: {page}, {heading}")
    assert lost == []


def test_nothing_points_outside_the_repository():
    assert [named(path) for path in CODE if OUTSIDE.search(text_of(path))] == []
