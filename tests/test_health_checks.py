"""What machines ask: alive, ready, and figures that are true."""

import json
import re
import sqlite3
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from faults.bad_network import Room, Venue, wait_until
from prometheus_client.parser import text_string_to_metric_families
from support.server import ROOT, AppServer
from support.wide import WIDE

from sessions.server import health
from workshop.version import VERSION

TOKEN = "only-the-scraper-knows-these-letters"
NOWHERE = "redis://127.0.0.1:1/0"
NAME = re.compile(r"\b(?:ruilen|process)_\w+")


def ask(server: AppServer, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """Status and body, asked for as a scraper does: by a name that no person uses, and without a cookie."""
    sent = {name.replace("_", "-"): value for name, value in ({"Host": "ruilen-app-2:8000"} | headers).items()}
    request = urllib.request.Request(f"{server.url}{path}", headers=sent, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def figures(server: AppServer) -> dict[str, float]:
    """Every figure, by name and labels."""
    status, text = ask(server, "/metrics", Authorization=f"Bearer {TOKEN}")
    assert status == 200
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def gained(before: dict[str, float], after: dict[str, float], *names: str) -> dict[str, float]:
    return {name: after[name] - before.get(name, 0) for name in names}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    found = AppServer(tmp_path_factory.mktemp("probed") / "data", METRICS_TOKEN=TOKEN).with_tables()
    yield found.start()
    found.stop()


@pytest.fixture
def room(server: AppServer) -> Iterator[Room]:
    """Three people, console and projector; nobody else is in the server."""
    found = Venue(server).open(people=3, customers=3).sit()
    found.settle()
    wait_until(lambda: figures(server)["ruilen_screens"] == 5)
    yield found
    found.leave()


def test_a_server_that_runs_is_alive_and_ready_for_whoever_asks(server: AppServer):
    assert ask(server, "/healthz") == (200, f"ok {VERSION}\n")
    status, said = ask(server, "/readyz")
    assert (status, json.loads(said)) == (200, {"database": True, "migrations": True, "layer": True})


@WIDE
def test_a_probe_is_not_sent_on_to_https_as_a_person_is(tmp_path: Path):
    server = AppServer(tmp_path / "data", PUBLIC_URL="https://ruilen.voorbeeld.nl").with_tables().start()
    assert ask(server, "/healthz") == (200, f"ok {VERSION}\n")
    assert ask(server, "/readyz")[0] == 200
    server.stop()


def test_a_probe_is_only_read(server: AppServer):
    assert [ask(server, path, "POST")[0] for path in ("/healthz", "/readyz", "/metrics")] == [405] * 3
    assert ask(server, "/healthz", "HEAD") == (200, "")


def test_a_server_whose_news_goes_nowhere_is_alive_and_not_ready(tmp_path: Path):
    server = AppServer(tmp_path / "data", REDIS_URL=NOWHERE).with_tables().start()
    status, said = ask(server, "/readyz")
    assert (status, json.loads(said)) == (503, {"database": True, "migrations": True, "layer": False})
    assert ask(server, "/healthz")[0] == 200
    server.stop()


@WIDE
def test_a_server_on_an_older_or_a_broken_database_is_not_ready(tmp_path: Path):
    server = AppServer(tmp_path / "data", DATABASE_URL="").with_tables().start()
    file = server.data_dir / "db.sqlite3"
    with closing(sqlite3.connect(file)) as database, database:
        last = "SELECT max(name) FROM django_migrations WHERE app = 'workshop'"
        database.execute(f"DELETE FROM django_migrations WHERE app = 'workshop' AND name = ({last})")
    wait_until(lambda: ask(server, "/readyz")[0] == 503)
    assert json.loads(ask(server, "/readyz")[1]) == {"database": True, "migrations": False, "layer": True}
    for path in server.data_dir.glob("db.sqlite3*"):
        path.unlink()
    file.write_bytes(b"this was a database once" * 400)
    wait_until(lambda: json.loads(ask(server, "/readyz")[1])["database"] is False)
    assert ask(server, "/healthz")[0] == 200
    server.stop()


async def test_a_database_that_hangs_holds_up_one_thread_and_no_answer(monkeypatch: pytest.MonkeyPatch):
    asked, free = [], threading.Event()
    monkeypatch.setattr(health, "_ask_database", lambda: asked.append(free.wait(20)) or {"database": True})
    monkeypatch.setattr(health, "DATABASE_TIMEOUT", 0.1)
    monkeypatch.setattr(health, "FRESH", 0)
    look = health.Look()
    for _ in range(5):
        assert await look.found() == {"database": False, "migrations": False, "layer": True}
    free.set()
    await look.question
    assert asked == [True]
    assert await look.found() == {"database": True, "layer": True}


def test_figures_are_for_who_knows_the_token(server: AppServer):
    said = [ask(server, "/metrics", Authorization=given) for given in ("", TOKEN, "Bearer x", f"Basic {TOKEN}")]
    assert said == [(401, "")] * 4
    assert ask(server, f"/metrics?token={TOKEN}") == (401, "")
    assert ask(server, "/metrics", Authorization=f"Bearer {TOKEN}")[0] == 200


@WIDE
def test_a_server_without_a_token_shows_no_figures_to_anybody(tmp_path: Path):
    server = AppServer(tmp_path / "data").with_tables().start()
    assert [ask(server, "/metrics", Authorization=given) for given in ("", "Bearer ", f"Bearer {TOKEN}")] == [
        (404, "")
    ] * 3
    server.stop()


def test_moves_refusals_and_answers_are_counted_once_each(room: Room, server: AppServer):
    before = figures(server)
    ana, bas, _ = room.seats
    room.play(4)
    moved = ana.own_figures()[0]
    elsewhere = next(zone for zone, figures in room.disk.table(room.id).items() if moved not in figures)
    again = {"figure": moved, "zone": elsewhere, "action_id": "the-same-twice", "step": "2"}
    for _ in range(2):
        assert ana.web.post(f"{ana.path}do/table.place/", again).status_code == 200
    bas.do("table.place", figure=moved, zone="costs")
    assert len(bas.refused) == 1
    room.fleur.do("steps.go", to="3")
    room.settle()

    after = figures(server)
    counted = {
        "ruilen_moves_total hot": 13,
        "ruilen_moves_total cold": 1,
        "ruilen_answer_seconds_count live": 13,  # moves by the socket, one of them refused
        "ruilen_answer_seconds_count command": 3,  # by POST: twice the same, and the step
    }
    assert gained(before, after, *counted) == counted
    assert len(room.done()) == 14
    refused = [name for name in after if name.startswith("ruilen_refusals_total") and after[name] > before[name]]
    assert gained(before, after, *refused) == {"ruilen_refusals_total 409": 1}


def test_screens_workshops_and_repaints_are_what_they_are(room: Room, server: AppServer):
    before = figures(server)
    assert [before[name] for name in ("ruilen_screens", "ruilen_workshops")] == [5, 1]
    room.fleur.do("steps.go", to="3")
    room.settle()
    names = ("ruilen_repaints_total", "ruilen_answer_seconds_count regions")
    repaints, answers = gained(before, figures(server), *names).values()
    assert repaints == answers >= 5
    room.leave()
    wait_until(lambda: figures(server)["ruilen_screens"] == 0)
    assert figures(server)["ruilen_workshops"] == 0


def test_news_that_was_missed_is_counted_when_it_is_made_good(room: Room, server: AppServer):
    before = figures(server)["ruilen_gaps_healed_total watcher"]
    room.disk.write("UPDATE workshop_workshop SET seq = seq + 1 WHERE id = ?", room.id)
    wait_until(lambda: figures(server)["ruilen_gaps_healed_total watcher"] == before + 1)
    room.settle()


def test_figures_hold_no_name_no_code_and_no_key(room: Room, server: AppServer):
    room.play(1)
    text = ask(server, "/metrics", Authorization=f"Bearer {TOKEN}")[1]
    secrets = {str(value) for row in room.disk.ask("SELECT id, code, title FROM workshop_workshop") for value in row}
    secrets |= {
        str(value) for row in room.disk.ask("SELECT id, name, token FROM workshop_participant") for value in row
    }
    secrets |= {str(row[0]) for row in room.disk.ask("SELECT name FROM workshop_customer")} - {""}
    assert [word for word in secrets if word in text] == []
    assert TOKEN not in text


@WIDE
def test_each_process_counts_for_itself(tmp_path: Path):
    extra = {"METRICS_TOKEN": TOKEN, "DATABASE_URL": "", "REDIS_URL": NOWHERE}
    first, second = (AppServer(tmp_path / "data", **extra).start() for _ in range(2))
    room = Venue(first, second).open(people=2, customers=2).sit()  # two at each: Anouk and Fleur at the first
    room.people["Anouk"].play(moves=3)
    room.settle()
    names = ("ruilen_moves_total hot", "ruilen_screens", "ruilen_workshops")
    assert [figures(first)[name] for name in names] == [3, 2, 1]
    assert [figures(second)[name] for name in names] == [0, 2, 1]
    room.leave()
    first.stop()
    second.stop()


@WIDE
def test_the_dashboard_asks_for_figures_that_exist(server: AppServer):
    panels = json.loads((ROOT / "deploy" / "grafana.json").read_text())["panels"]
    asked = {name for panel in panels for target in panel["targets"] for name in NAME.findall(target["expr"])}
    known = {name.split(" ")[0] for name in figures(server)}
    assert asked - known == set()
    assert {name for name in known if name.startswith("ruilen_") and not name.endswith(("_count", "_sum"))} <= asked
    assert len({panel["id"] for panel in panels}) == len(panels)
