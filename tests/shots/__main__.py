"""`make screenshots`: every surface × step × size × theme, and the face of every state, in test-results/screens/.

python tests/shots [words…]     with words: only pictures whose name contains one of them
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, Page, sync_playwright
from shots import after, pages, pictures, states
from support.server import ROOT, AppServer, find_chromium

FOLDER = ROOT / "test-results" / "screens"
STEPS = range(8)
#: The numbers of a full table: six people of eight customers.
PEOPLE, CUSTOMERS = "6", "8"
SIZES: dict[str, dict[str, Any]] = {
    "laptop": {"viewport": {"width": 1280, "height": 800}},
    "tablet": {"viewport": {"width": 820, "height": 1180}, "has_touch": True},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "small": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True},
    "beamer": {"viewport": {"width": 1280, "height": 720}},
    "hall": {"viewport": {"width": 1920, "height": 1080}},
    "paper": {"viewport": {"width": 794, "height": 1123}},
}
#: Surface → in which sizes and themes; a beamer's theme is set in the regie and not by the device.
SURFACES = {
    "participant": [("laptop", "light"), ("laptop", "dark"), ("tablet", "light"), ("tablet", "dark"),
                    ("phone", "light"), ("phone", "dark"), ("small", "light")],
    "facilitator": [("laptop", "light"), ("laptop", "dark"), ("tablet", "light"), ("phone", "light")],
    "projector": [("beamer", "light"), ("beamer", "dark"), ("hall", "light"), ("phone", "light")],
    "team_lead": [("laptop", "light"), ("phone", "light")],
}  # fmt: skip


class Camera:
    """Takes pictures of pages in one browser, each page as a person of its own."""

    def __init__(self, browser: Browser, wanted: list[str]) -> None:
        self.browser = browser
        self.wanted = wanted
        self.taken = 0

    def wants(self, name: str) -> bool:
        return not self.wanted or any(word in name for word in self.wanted)

    @contextmanager
    def person(self, size: str, theme: str = "light", speaks: str = "", **extra: Any) -> Iterator[Page]:
        """A browser of somebody's own; still, for a picture shows no motion. `speaks`: a language that was chosen."""
        options: dict[str, Any] = {"locale": "nl-NL", "color_scheme": theme, "reduced_motion": "reduce"}
        context = self.browser.new_context(**SIZES[size], **options | extra)
        context.set_default_timeout(8000)
        if speaks:
            context.add_cookies([{"name": "django_language", "value": speaks, "domain": "localhost", "path": "/"}])
        try:
            yield context.new_page()
        finally:
            context.close()

    def take(self, page: Page, name: str, *, whole: bool = True) -> None:
        """One PNG; `whole`: the length of the page too, else what is in view."""
        page.evaluate("document.fonts.ready")
        page.screenshot(path=FOLDER / f"{name}.png", full_page=whole)
        self.taken += 1


def steps(camera: Camera, server: AppServer) -> None:
    """The pages of a workshop, step by step."""
    for step in STEPS:
        names = [f"{step}-{surface}-{size}-{theme}" for surface, ways in SURFACES.items() for size, theme in ways]
        if not any(camera.wants(name) for name in names):
            continue
        practice = server.practice("--step", str(step), "--people", PEOPLE, "--customers", CUSTOMERS)
        urls = {**practice, "participant": practice["participants"][1]["url"]}
        for surface, ways in SURFACES.items():
            for size, theme in ways:
                name = f"{step}-{surface}-{size}-{theme}"
                if camera.wants(name):
                    with camera.person(size, theme) as page:
                        page.goto(urls[surface])
                        page.wait_for_selector('body[data-connection="live"]')
                        if surface == "projector":
                            page.evaluate("(theme) => document.querySelector('.screen').dataset.theme = theme", theme)
                        camera.take(page, name, whole=size not in ("beamer", "hall"))


def main(wanted: list[str]) -> int:
    """Take all pictures, or those asked for."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = driver.chromium.launch(executable_path=find_chromium(), args=flags)
        server = AppServer(Path(folder) / "data").with_tables().start()
        camera = Camera(browser, wanted)
        try:
            steps(camera, server)
            pages.take(camera, server)
            states.take(camera, server)
            after.take(camera, server)
            pictures.take(camera, server)
        finally:
            server.stop()
            browser.close()
    print(f"{camera.taken} pictures in {FOLDER.relative_to(ROOT)}")  # noqa: T201 (a command says what it did)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
