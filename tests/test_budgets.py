"""What one page makes a phone fetch, in bytes as they are sent: compressed where that saves something.

Counted per kind of page: everything that its HTML names, and everything that those files import. What a page asks for
later (`import()`: dragging on a device with a mouse, tips, applause, sound when somebody wants it, who was seen when in
the regie) is counted by itself, with limits for each file and for all of them together.
"""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from sessions import practice
from sessions.middleware.static_files import LeanFinder
from workshop.models import Workshop
from workshop.steps import Step

SCRIPT, STYLE, PICTURES = 35_000, 27_000, 9_000
LATER, ALL_LATER = 2_000, 5_000
#: What a large screen fetches besides: it has the room, and the line (static/js/large.js).
LARGE = 10_500
KINDS = ["participant", "guest", "console", "projector", "follow_up", "home", "join"]

NAMED = re.compile(r'(?:href|src)="/static/[^/]+/([^"]+\.(?:css|js))"')
IMPORTED = re.compile(r"""(?:from|import|url\()\s*["']\.?/?([\w./-]+\.(?:css|js))["']""")
LATER_ON = re.compile(r"""import\(["']\./([\w.-]+)["']\)""")
PAINTED = re.compile(r"""url\(["']?\.\./(img/[\w.-]+)["']?\)""")


@cache
def served() -> dict[str, Path]:
    """Each file of ours by its path, as a browser gets it."""
    return {path: Path(storage.path(path)) for path, storage in LeanFinder().list(None)}


def reached(html: str) -> set[str]:
    """All scripts and styles of ours that a page loads."""
    return with_imports({path for path in NAMED.findall(html) if path in served()})


def asked_later(paths: set[str]) -> set[str]:
    """What these files may ask for when the page is there, with what that imports and asks for, and they do not."""
    named = {f"js/{name}" for path in ending(paths, ".js") for name in LATER_ON.findall(served()[path].read_text())}
    found = with_imports(named) - paths
    return found | asked_later(paths | found) if found else found


def with_imports(paths: set[str]) -> set[str]:
    found: set[str] = set()
    ahead = set(paths)
    while ahead:
        path = ahead.pop()
        found.add(path)
        folder = path.partition("/")[0]
        imports = {f"{folder}/{name}" for name in IMPORTED.findall(served()[path].read_text())}
        ahead |= imports - found
    return found


def weigh(paths: set[str]) -> int:
    return sum(sent(served()[path]).stat().st_size for path in paths)


def sent(file: Path) -> Path:
    """What goes over the line for a file: its gzip variant where there is one."""
    variant = Path(f"{file}.gz")
    return variant if variant.exists() else file


def ending(paths: set[str], suffix: str) -> set[str]:
    return {path for path in paths if path.endswith(suffix)}


def painted(paths: set[str]) -> set[str]:
    """The pictures that the style sheets of a page may ask for."""
    return {picture for path in ending(paths, ".css") for picture in PAINTED.findall(served()[path].read_text())}


@pytest.fixture
def workshop(db: None) -> Workshop:
    return practice.play(facilitator=None, to=Step.TABLE, people=2, customers=2)


def page_of(workshop: Workshop, kind: str) -> str:
    links = practice.addresses(workshop, "http://localhost")
    addresses = {
        "participant": links["participants"][0]["url"],
        "guest": links["team_lead"],
        "console": links["facilitator"],
        "projector": links["projector"],
        "home": "http://localhost/",
        "join": f"http://localhost/join/{workshop.code}/",
    }
    client = Client()
    if kind == "follow_up":
        seat = client.get(addresses["participant"].removeprefix("http://localhost"), follow=True).request["PATH_INFO"]
        return client.get(f"{seat}follow-up/").content.decode()
    return client.get(addresses[kind].removeprefix("http://localhost"), follow=True).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_stays_within_its_budget(workshop: Workshop, kind: str):
    paths = reached(page_of(workshop, kind))
    weights = {
        "script": weigh(ending(paths, ".js")),
        "style": weigh(ending(paths, ".css")),
        "pictures": weigh(painted(paths)),
    }
    over = [
        name for name, most in (("script", SCRIPT), ("style", STYLE), ("pictures", PICTURES)) if weights[name] > most
    ]
    assert over == [], weights


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_page_asks_for_later_is_small(workshop: Workshop, kind: str):
    """Each file, and all of them together: nothing is hidden from the budget by asking for it a moment later."""
    paths = reached(page_of(workshop, kind))
    large = with_imports({"js/large.js"}) - paths if "js/page.js" in paths else set()
    later = asked_later(paths) - large
    assert weigh(large) <= LARGE, {path: weigh({path}) for path in large}
    assert [path for path in later if weigh({path}) > LATER] == []
    assert weigh(later) <= ALL_LATER, {path: weigh({path}) for path in later}


def test_what_is_counted_is_what_a_workshop_needs(workshop: Workshop):
    """The measure must not become blind: these are loaded through others, or painted by a style."""
    paths = reached(page_of(workshop, "participant"))
    assert {"js/connection.js", "js/place.js", "css/tokens.css", "css/dark.css"} <= paths
    assert "img/heads-7.svg" in painted(paths)
    later = asked_later(paths) - with_imports({"js/large.js"})
    assert later == {f"js/{name}.js" for name in ("claps", "drag", "last_seen", "sound")}
    assert asked_later(reached(page_of(workshop, "home"))) == set()
    assert "css/after.css" in reached(page_of(workshop, "follow_up"))


def test_no_selector_loses_its_blank_on_the_way():
    """The minifier takes the blank before a pseudo-class along: `.teapot :is(.pot)` would mean the teapot itself."""
    blank = re.compile(r"[\w\])*] :(?:is|not|where|has|nth|first|last|only)\b")
    assert [path.name for path in Path(settings.BASE_DIR, "static/css").iterdir() if blank.search(_rules(path))] == []


def _rules(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


def test_lean_copies_say_the_same_in_fewer_bytes():
    source, copy = settings.BASE_DIR / "static/js/place.js", served()["js/place.js"]
    assert copy.stat().st_size < source.stat().st_size
    assert "//" not in copy.read_text()
    assert re.findall(r"export function \w+", copy.read_text()) == re.findall(
        r"export function \w+", source.read_text()
    )


@pytest.mark.parametrize("path", ["js/place.js", "css/figure.css", "img/heads-7.svg", "django_htmx/htmx-4.min.js"])
def test_text_goes_out_compressed(path: str):
    plain = Client().get(settings.STATIC_URL + path)
    packed = Client().get(settings.STATIC_URL + path, headers={"accept-encoding": "gzip"})
    assert (plain.headers.get("Content-Encoding"), packed.headers["Content-Encoding"]) == (None, "gzip")
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < 0.5 * len(plain.content)
