"""The server itself: how it starts, headers, logs, secrets."""

import io
import json
import logging
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import path
from support.people import base_of, beamer_of, browser_of, chair_of, invite_dirk, lay_table, seat
from support.server import AppServer

from sessions.views import pages
from workshop import environment
from workshop.models import Participant, Workshop
from workshop.steps import Step
from workshop.urls import handler500
from workshop.urls import urlpatterns as ours

ROOT = Path(settings.BASE_DIR)
MARK = "zwijgzaam-merkteken"


def broken(request: Any, word: str = "") -> None:
    raise ValueError(f"this holds {word} and a whole row")


urlpatterns = [*ours, path("broken/<str:word>/", broken, name="broken")]
assert handler500  # the same page for errors here

# how it starts


def test_s25_without_any_setting_the_server_is_shut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("SECRET_KEY", "DEBUG", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "fresh"))
    folder = environment.read_data_dir(tmp_path)
    key = environment.read_secret_key(folder)
    assert (len(key) >= 50, environment.read_debug(), "*" in settings.ALLOWED_HOSTS) == (True, False, False)
    modes = [stat.S_IMODE(os.stat(one).st_mode) for one in (folder, folder / "secret-key")]
    assert modes == [0o700, 0o600]
    assert environment.read_secret_key(folder) == key


def test_s25_what_is_found_open_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder and files that somebody made before us, or brought along from another machine."""
    folder = tmp_path / "found"
    (folder / "backups").mkdir(mode=0o755, parents=True)
    files = ["db.sqlite3", "db.sqlite3-wal", "secret-key", "serving.lock", "backups/old.sqlite3"]
    for one in (folder / name for name in (*files, "of-somebody-else.txt")):
        one.write_text("x")
        one.chmod(0o644)
    (folder / "db.sqlite3-shm").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").write_text("x")
    (tmp_path / "elsewhere").chmod(0o644)
    for one in (folder, folder / "backups"):
        one.chmod(0o755)

    monkeypatch.setenv("DATA_DIR", str(folder))
    environment.read_data_dir(tmp_path)

    found = {one: stat.S_IMODE(one.stat().st_mode) for one in (folder, *folder.iterdir(), *folder.glob("backups/*"))}
    open_ = {folder / "of-somebody-else.txt": 0o644, folder / "db.sqlite3-shm": 0o644}
    closed = {folder: 0o700, folder / "backups": 0o700} | {folder / name: 0o600 for name in files}
    assert found == closed | open_


def test_s25_a_folder_that_everybody_shares_stays_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tmp_path.chmod(0o1777)
    (tmp_path / "db.sqlite3").write_text("x")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    environment.read_data_dir(tmp_path)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path, tmp_path / "db.sqlite3")]
    assert modes == [0o1777, 0o600]


def test_s26_debugging_is_for_this_machine_only(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PUBLIC_URL", "https://ruilen.voorbeeld.nl")
    with pytest.raises(SystemExit, match="DEBUG=1"):
        environment.read_public_url(debug=True)
    start = (ROOT / "sessions/management/commands/start.py").read_text(encoding="utf-8")
    assert '"127.0.0.1" if settings.DEBUG else' in start


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `check --deploy` says of an installation on public https, and of one in a meeting room."""
    found = {}
    for url in ("https://ruilen.voorbeeld.nl", "http://ruilen.local:8000"):
        server = AppServer(tmp_path_factory.mktemp("deploy") / "data", PUBLIC_URL=url)
        done = server.manage("check", "--deploy", "--fail-level", "CRITICAL")
        found[url] = done.stdout + done.stderr
    return found


def test_s25_check_deploy_has_nothing_to_say_of_a_public_address(checked: dict[str, str]):
    assert "no issues" in checked["https://ruilen.voorbeeld.nl"]


def test_s25_on_plain_http_it_says_exactly_what_is_missing(checked: dict[str, str]):
    said = set(re.findall(r"security\.(W\d+)", checked["http://ruilen.local:8000"]))
    assert said == {"W004", "W008", "W012", "W016"}  # all of them: there is no https


@pytest.mark.django_db
def test_s25_a_line_that_is_not_encrypted_is_called_so_where_people_see_it():
    workshop = lay_table(Step.LOBBY)
    ana = seat(workshop, "Ana")
    pages_ = (("/", Client()), (f"/join/{workshop.code}/", Client()), ("/sign-in/", Client()),
              (base_of(ana), browser_of(ana)), (base_of(workshop), chair_of(workshop)))  # fmt: skip
    for address, client in pages_:
        assert "niet versleuteld" in client.get(address).content.decode(), address
        assert "niet versleuteld" not in client.get(address, secure=True).content.decode(), address
        for inside in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000"):
            assert "niet versleuteld" not in client.get(address, HTTP_HOST=inside).content.decode(), (address, inside)


# headers


def kinds(workshop: Workshop) -> Iterator[tuple[str, Any]]:
    """Every kind of answer, by name."""
    ana, chair = seat(workshop, "Ana"), chair_of(workshop)
    seated = browser_of(ana)
    page = seated.get(f"{base_of(ana)}regions/?r=own")
    yield "page", seated.get(base_of(ana))
    yield "region", page
    yield "304", seated.get(f"{base_of(ana)}regions/?r=own", headers={"If-None-Match": page["ETag"]})
    yield "static", Client().get(f"{settings.STATIC_URL}css/main.css")
    for file in ("swap-list.csv", "swap-list.xlsx", "swap-list.pdf", "table.svg", "copy/", "hand-over.ics"):
        yield file, chair.get(base_of(workshop) + file)
    yield "redirect", Client().get("/dashboard/")
    yield "400", Client().get("/", headers={"Host": "evil.example"})
    yield "400 nul", Client().get("/seat/%00/")
    yield "401", Client().get(base_of(ana))
    yield "403", Client(enforce_csrf_checks=True).post("/")
    yield "404", Client().get("/nergens/")
    yield "405", Client().get("/sign-out/")
    yield "409", seated.post(f"{base_of(ana)}do/table.place_all/", {"action_id": "x", "step": 0})
    yield "500", Client(raise_request_exception=False).get("/broken/x/")
    yield "socket's address", Client().get(f"{base_of(ana)}live/")


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_s27_every_kind_of_answer_says_what_a_browser_may_not_do():
    wanted = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
              "Cross-Origin-Resource-Policy": "same-origin"}  # fmt: skip
    workshop = lay_table(Step.TABLE)
    statuses = set()
    for name, answer in kinds(workshop):
        statuses.add(answer.status_code)
        assert {key: answer.headers.get(key) for key in wanted} == wanted, name
        assert "default-src 'none'" in answer.headers.get("Content-Security-Policy", ""), name
        assert "unsafe" not in answer.headers["Content-Security-Policy"], name
        assert re.fullmatch("[0-9a-f]{10}", answer.headers["X-Request-Id"]), name
        assert "Strict-Transport-Security" not in answer.headers, name
        assert "Access-Control-Allow-Origin" not in answer.headers, name
        assert "Server" not in answer.headers, name
        if name not in ("static", "400", "400 nul", "redirect", "405", "404", "socket's address"):
            assert "no-store" in answer.headers.get("Cache-Control", "no-store" if name == "403" else ""), name
    assert statuses >= {200, 302, 304, 400, 401, 403, 404, 405, 500}


# logs


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the log of a server says meanwhile, requests too."""
    from sessions.server.json_log import Lines

    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(Lines())
    root, traffic = logging.getLogger(), logging.getLogger("sessions.middleware.request_log")
    before = traffic.level, root.level
    root.addHandler(handler)
    traffic.setLevel(logging.INFO)
    yield text
    root.removeHandler(handler)
    traffic.setLevel(before[0])


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_s29_the_log_knows_what_was_asked_and_not_by_whom_or_about_whom(log: io.StringIO):
    workshop = lay_table(Step.SHEET)
    dirk, ana = invite_dirk(workshop), seat(workshop, "Ana")
    Participant.objects.filter(pk=ana.pk).update(name=MARK)
    client = Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.77")
    secrets = [workshop.code, workshop.projector_token, workshop.console_token, ana.token, ana.return_code,
               workshop.takeover_code, dirk.token, MARK, "203.0.113.77", ana.id, "Ruilen"]  # fmt: skip
    client.get(f"/seat/{ana.id}/enter/{ana.token}/")
    client.get(beamer_of(workshop))
    client.post(f"/join/{workshop.code}/", {"name": MARK})
    client.post("/return/", {"code": workshop.code, "return_code": ana.return_code})
    client.post("/return/", {"code": "ZZZZZZ", "return_code": MARK})
    client.post("/sign-in/", {"name": MARK, "password": MARK})
    client.get(f"/{MARK}/?{MARK}={MARK}", headers={"Referer": f"http://x/{MARK}", "User-Agent": MARK, "Host": MARK})
    failed = client.get(f"/broken/{MARK}/", headers={"Accept": "text/html"})
    logging.getLogger("foreign").error("somebody asked for %s", f"/seat/{MARK}/")
    logging.getLogger("foreign").error(ValueError(MARK))

    text = log.getvalue()
    assert [secret for secret in secrets if secret in text] == []
    lines = [json.loads(line) for line in text.splitlines()]
    asked = [line for line in lines if line["event"] == "request"]
    assert {"enter_seat", "page", "join", "come_back", "sign_in", "broken"} <= {line["route"] for line in asked}
    number = failed.headers["X-Request-Id"]
    assert (failed.status_code, number in failed.content.decode()) == (500, True)
    trouble = [line for line in lines if line.get("request") == number]
    assert {line["event"] for line in trouble} == {"a view failed", "request"}
    (told,) = [line for line in trouble if "error" in line]
    assert (told["error"], told["where"][-1].endswith(" broken")) == ("builtins.ValueError", True)


def test_s29_nothing_leaves_for_another_site():
    """No page links to, loads from or posts to another host; what does link there sends no referrer."""
    found = {
        file.name: link
        for folder, kind in (("templates", "*.html"), ("static/css", "*.css"), ("static/js", "*.js"))
        for file in (ROOT / folder).rglob(kind)
        for link in re.findall(r"""(?:src|href|action|url\(|fetch\(|import)\s*=?\s*["'(]*(https?://[^"')\s]+)""",
                               file.read_text(encoding="utf-8"))
    }  # fmt: skip
    assert found == {}
    assert settings.SECURE_REFERRER_POLICY == "same-origin"


def test_s29_keys_are_compared_without_a_clock_to_read():
    """A secret is never compared with == : how long that takes tells how much of it was right."""
    for file in (ROOT / "sessions").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert re.findall(r"(?:token|secret)\s*[!=]=|[!=]=\s*\w+\.(?:\w+_)?(?:token|secret)\b", text) == [], file.name
    assert pages.constant_time_compare
