"""A real Chromium against the real server.

def test_a_move_arrives(server, open_page):
    workshop = server.practice("--step", "2", "--people", "2")
    ana = open_page(workshop["participants"][0]["url"])
    wait_live(ana)
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import typefaces
from playwright.sync_api import Browser, Page, sync_playwright
from support.server import AppServer, find_chromium

SHOTS = Path(__file__).resolve().parents[2] / "test-results"
FLAGS = ["--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


@pytest.fixture(scope="module")
def fonts(request: pytest.FixtureRequest) -> Path | None:
    """The fontconfig file of the machine that is played; None: the fonts of this one (typefaces.py)."""
    return typefaces.find(request.param) if hasattr(request, "param") else None


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The server of all stories that one worker plays; each story makes its own workshops on it."""
    server = AppServer(tmp_path_factory.mktemp("server") / "data").with_tables().start()
    yield server
    server.stop()


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[AppServer]:
    """A server that nobody has been on: its one-time link still works."""
    server = AppServer(tmp_path / "data").with_tables().start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser(fonts: Path | None) -> Iterator[Browser]:
    """One Chromium for the stories of one file; each page in it has its own cookies.

    Playwright keeps an event loop open as long as it runs, and with it the ORM refuses to work in other tests.
    """
    # Chromium refuses its sandbox to root.
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    env = {**os.environ, "FONTCONFIG_FILE": str(fonts)} if fonts else None
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=find_chromium(), args=flags, env=env)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Opens an address as a new person: `open_page(url, width=390)`; an error in a script fails the story."""
    pages: list[Page] = []
    errors: list[str] = []

    def open_as_new(url: str = "", *, width: int = 1280, height: int = 800, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="nl-NL", **options)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        if url:
            page.goto(url)
        return page

    yield open_as_new
    keep_shots(pages, request)
    for page in pages:
        page.context.close()
    assert errors == []


def keep_shots(pages: list[Page], request: pytest.FixtureRequest) -> None:
    """Pictures of all screens of a story that failed."""
    report = getattr(request.node, "report_of_call", None)
    if report is None or not report.failed:
        return
    name = re.sub(r"\W+", "-", request.node.name)
    SHOTS.mkdir(exist_ok=True)
    for number, page in enumerate(pages, 1):
        if not page.is_closed():
            page.screenshot(path=SHOTS / f"{name}-{number}.png")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> object:
    """Let fixtures know how the test ended."""
    report = yield
    if report.when == "call":
        item.report_of_call = report  # type: ignore[attr-defined]
    return report
