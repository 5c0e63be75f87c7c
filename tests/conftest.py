"""What every test can count on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from channels.layers import channel_layers
from django.conf import settings
from faults import results
from support import wide
from support.server import drop_databases, find_chromium

HERE = Path(__file__).parent
LONGEST_FIRST = ("browser", "server", "slow")
HOW_TO = "no Chromium found: apt-get install chromium, or CHROMIUM=/path/to/chromium"
stories: list[str] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--faults", action="store_true", help="also the faults that take minutes")
    parser.addoption("--write-screens", action="store_true", help="write what screens have to do (test_screens.py)")
    parser.addoption("--wide", action="store_true", help="also what is the same once more (wide.py)")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark the stories, and what starts a server."""
    results.note_fault(item)
    if HERE / "browser" in item.path.parents or "open_page" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.browser)
    if "AppServer" in vars(item.module):  # a file that imports it starts one
        item.add_marker(pytest.mark.server)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not asked for, and begin with the files that take longest."""
    results.leave_out_long_ones(config, items)
    wide.leave_out(config, items)
    items.sort(key=lambda item: [item.get_closest_marker(name) is None for name in LONGEST_FIRST])
    leave_out_sqlite(items)
    if not find_chromium():
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=HOW_TO))


def leave_out_sqlite(items: list[pytest.Item]) -> None:
    """On PostgreSQL, what is about the embedded database."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    for item in items:
        for mark in item.iter_markers("sqlite"):
            item.add_marker(pytest.mark.skip(reason=f"of SQLite itself: {mark.args[0]}"))


def pytest_sessionfinish() -> None:
    """What a server made on PostgreSQL goes with the tests."""
    drop_databases()


def pytest_configure() -> None:
    """Translations and the typeface are made at a start; tests want them too, and servers find them ready."""
    from sessions.i18n import catalogue
    from sessions.typeface import files

    catalogue.compile_stale()
    files.prepare()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember each story that really ran."""
    if report.when == "call" and "browser" in report.keywords and not report.skipped:
        stories.append(report.nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The closing lines."""
    results.write_table(terminalreporter)
    terminalreporter.write_line(f"browser stories: {len(stories)} ran")
    left_out = [one for one in terminalreporter.stats.get("skipped", ()) if "of SQLite itself" in str(one.longrepr)]
    if left_out:
        terminalreporter.write_line(f"on PostgreSQL {len(left_out)} tests of SQLite itself were left out, see above")
    if not find_chromium():
        terminalreporter.write_line(f"browser stories were left out: {HOW_TO}")


@pytest.fixture
def one_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests with many browsers: every one of Django's would start a server of its own."""
    from django.test.client import ClientHandler
    from live.screen import server

    shared = {name: value for name, value in vars(server()).items() if name != "enforce_csrf_checks"}

    def start(handler: Any, is_async: bool = False) -> None:
        vars(handler).update(shared)

    monkeypatch.setattr(ClientHandler, "load_middleware", start)


@pytest.fixture(autouse=True)
def guess_clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """No wrong code of one test slows the next one, and nobody who must wait really does."""
    from support.guess_clock import GuessClock

    from sessions.rate_limits import guess_limit, guess_store

    monkeypatch.setattr(guess_limit, "store", guess_store.Memory())
    monkeypatch.setattr(guess_limit, "clock", GuessClock())
    return guess_limit.clock


@pytest.fixture(autouse=True)
def clear_layers() -> Iterator[None]:
    """The in-memory layer lives as long as the process: a forgotten socket must not hear the next test."""
    channel_layers.backends.clear()
    yield
    channel_layers.backends.clear()
