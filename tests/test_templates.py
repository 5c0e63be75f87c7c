"""Every template compiles, also the ones that no test opens."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = settings.BASE_DIR
FOLDER = settings.BASE_DIR / "templates"
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.*"))

CODE = sorted(
    path
    for folder, kind in (("sessions", "*.py"), ("workshop", "*.py"), ("static/js", "*.js"))
    for path in (ROOT / folder).rglob(kind)
)

#: What the policy forbids (inline style and script), and what turns the escaping of names off.
IN_TEMPLATES = re.compile(
    r"""\sstyle\s*= | <style | \shx-on | \son(?!e\b)[a-z]+\s*=\s*["'] | javascript: | ["']js: | <script(?![^>]*\ssrc=)
    | \|\s*safe\b | \|\s*safeseq | autoescape\s+off""",
    re.VERBOSE,
)
IN_CODE = {
    ".py": re.compile(r"mark_safe|SafeString\(|\beval\(|\bexec\(|pickle\.loads?|\.raw\(|\.extra\("),
    ".js": re.compile(r"\.(?:inner|outer)HTML\s*=(?!=)|insertAdjacentHTML|document\.write|\beval\(|new Function"),
}
#: place.js reads a fragment of our own server into a template, in which nothing runs; table.py shows a
#: QR code, drawn by our own code from an address of our own.
REASONED = {"place.js": 1, "table.py": 1}


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(name: str):
    get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_it_holds_nothing_that_the_policy_forbids(name: str):
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert IN_TEMPLATES.findall(text) == []


@pytest.mark.parametrize("name", NAMES)
def test_its_lines_are_short_enough_to_read(name: str):
    """The formatter wraps all but a tag, an attribute and a sentence that is no `blocktranslate trimmed`."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 120] == []


def test_no_datalist_stands_in_what_is_painted_anew():
    """Chromium's tab dies of a field in a morphed region that is tied to one (combobox.js)."""
    repainted = [name for name in NAMES if name.split("/")[0] in ("regions", "steps", "parts")]
    tied = re.compile(r"<datalist|\slist=")
    assert len(repainted) > 60
    assert [name for name in repainted if tied.search((FOLDER / name).read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_code_trusts_no_text(path: Path):
    found = IN_CODE[path.suffix].findall(path.read_text(encoding="utf-8"))
    assert len(found) <= REASONED.get(path.name, 0), found


def test_the_patterns_find_what_they_are_for():
    bad = """<a onclick="x"> <i style="y"> {{ name|safe }} {{ a|default:b|safe }} {% autoescape off %} hx-on:click=x
    <style> <script>alert(1)</script> href="javascript:x" hx-vals="js:{}" {{ name|safeseq }}"""
    assert len(IN_TEMPLATES.findall(bad)) == 11
    assert len(IN_CODE[".py"].findall("mark_safe(x); SafeString(x); eval(x); exec(x); pickle.loads(x); f.raw(x)")) == 6
    assert len(IN_CODE[".js"].findall("a.innerHTML = b; eval(x); new Function(x); document.write(x)")) == 4
