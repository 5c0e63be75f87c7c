"""A database that an earlier version made, all steps played: this version starts on it and loses nothing.

`data/upgrade/0015.sql.gz` was written by version 0.1 as of its migration 0015, with a workshop in step 7; `0015.csv` is
the swap list that it gave of it. A later version adds its own files beside these.
"""

import gzip
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest
from support.server import AppServer

pytestmark = pytest.mark.sqlite("the file of an earlier version")

THEN = Path(__file__).parent / "data" / "upgrade"
#: The button in the journal; its entry.
UNDO = r'data-command="journal.take_back" data-fields="{&quot;entry&quot;: &quot;(\d+)'
REGIE = "/console/34m6pj72jg/enter/upkddumd8c95hsbjprn6gev4mm/"
SEATS = {
    "Anouk": "/seat/vnnp47k7qs/enter/84c3qa8jjsqu4rz6k2an256muu/",
    "Youssef": "/seat/xnw97cx6tw/enter/z45fpx3pdj4v4m6r8mbdusyjpp/",
    "Femke": "/seat/dfgy8eqnzz/enter/2436vcn3r2nngggvs5dykjcazj/",
    "Team lead": "/seat/p2pbkghsjg/enter/nj5a2ju4tkn9fg3gha2y6kbgc5/",
}


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """This version, started on the data of then."""
    data = tmp_path_factory.mktemp("upgraded") / "data"
    data.mkdir()
    with closing(sqlite3.connect(data / "db.sqlite3")) as database:
        database.executescript(gzip.decompress((THEN / "0015.sql.gz").read_bytes()).decode())
    server = AppServer(data, DATABASE_URL="").start()
    yield server
    server.stop()


def come_in(server: AppServer, link: str) -> tuple[OpenerDirector, str, str]:
    """A browser that was let in by its link of then: itself, the address of its page, and the page."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    with browser.open(server.url + link) as answer:
        return browser, answer.url, answer.read().decode()


def test_the_data_of_then_are_kept_aside_first(upgraded: AppServer):
    (file,) = (upgraded.data_dir / "backups").glob("before-update-*.sqlite3")
    assert f"De gegevens zijn van een oudere versie. Een reservekopie staat in {file}." in upgraded.printed()


def test_every_link_of_then_leads_to_its_page(upgraded: AppServer):
    for name, link in SEATS.items():
        _browser, address, page = come_in(upgraded, link)
        assert "/seat/" in address, name
        assert "Bakkerij De Korenaar" in page, name
    assert "Bakkerij De Korenaar" in come_in(upgraded, REGIE)[2]


#: Headings that have other words by now.
RENAMED = {"energie gever": "energie van wie weggeeft", "energie nemer": "energie van wie overneemt"}


def test_the_swap_list_is_what_it_was(upgraded: AppServer):
    browser, console, _page = come_in(upgraded, REGIE)
    with browser.open(f"{console}swap-list.csv") as answer:
        found = answer.read().decode()
    then = (THEN / "0015.csv").read_bytes().decode()
    for old, new in RENAMED.items():
        then = then.replace(old, new)
    assert found == then


def test_what_was_done_then_can_be_undone_now(upgraded: AppServer):
    browser, console, page = come_in(upgraded, REGIE)
    with browser.open(f"{console}journal/") as answer:
        journal = answer.read().decode()
    undone = int(re.findall(UNDO, journal)[0])
    token = re.findall(r'name="csrf-token" content="(\w+)"', page)[0]
    fields = {"action_id": "undo-of-then", "step": 7, "entry": undone, "csrfmiddlewaretoken": token}
    request = Request(f"{console}do/journal.take_back/", urlencode(fields).encode(), {"Origin": upgraded.url})
    with browser.open(request) as answer:
        assert answer.status == 200
    with closing(sqlite3.connect(upgraded.database)) as database:
        told = database.execute("SELECT action FROM workshop_journalentry ORDER BY seq DESC LIMIT 1").fetchone()
    assert told == ("journal.take_back",)
