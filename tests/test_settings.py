"""What the server promises before anybody has asked for a page."""

import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils.translation import get_language
from support.server import AppServer

from sessions import network
from workshop import environment

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.mark.parametrize("path", ["/sign-in/", "/nothing-stands-here/"])
@pytest.mark.django_db
def test_every_page_says_what_a_browser_may_not_do(client: Client, path: str):
    headers = client.get(path).headers
    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_pages_are_dutch_whatever_the_browser_prefers_until_somebody_chooses(client: Client):
    page = client.get("/sign-in/", headers={"Accept-Language": "en"})
    assert page.headers["Content-Language"] == "nl"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert client.get("/sign-in/").headers["Content-Language"] == "en"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "<script>"
    assert client.get("/sign-in/").headers["Content-Language"] == "nl"
    assert get_language() == "nl"


@pytest.mark.sqlite("its own settings")
@pytest.mark.django_db
def test_sqlite_waits_for_the_disk_and_for_its_turn():
    options = settings.DATABASES["default"]["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", environment.PATIENCE)
    with connection.cursor() as cursor:
        found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert found == ["wal", 2]


def test_hosts_are_a_list_and_hold_this_machine():
    assert "*" not in settings.ALLOWED_HOSTS
    assert {"localhost", "127.0.0.1", f"{socket.gethostname().split('.')[0].lower()}.local"} <= set(
        settings.ALLOWED_HOSTS
    )


def test_addresses_are_those_that_a_guest_can_type():
    assert "127.0.0.1" not in network.addresses()
    assert all(ip.count(".") == 3 for ip in network.addresses())


def test_the_terminal_code_is_a_block_of_lines():
    lines = network.terminal_code("http://192.168.1.20:8000/").strip("\n").splitlines()
    assert len(lines) > 10


def test_the_build_id_follows_the_files(tmp_path: Path):
    (tmp_path / "static").mkdir()
    file = tmp_path / "static" / "table.css"
    file.write_text("ol {}")
    before = environment.make_build_id(tmp_path, ["static"])
    assert environment.make_build_id(tmp_path, ["static"]) == before
    file.write_text("ul {}")
    assert environment.make_build_id(tmp_path, ["static"]) != before
    assert f"/static/{settings.BUILD_ID}/" == settings.STATIC_URL


@pytest.mark.django_db
def test_a_static_file_may_be_kept_for_ever_because_its_address_holds_the_build(client: Client):
    answer = client.get(f"{settings.STATIC_URL}django_htmx/htmx-4.min.js")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert client.get("/static/of-another-build/django_htmx/htmx-4.min.js").status_code == 404


@pytest.mark.parametrize(("given", "debug"), [(None, False), ("1", True), ("True", True), ("0", False), ("no", False)])
def test_debug_is_a_yes_or_a_no(monkeypatch: pytest.MonkeyPatch, given: str | None, debug: bool):
    monkeypatch.delenv("DEBUG", raising=False)
    if given is not None:
        monkeypatch.setenv("DEBUG", given)
    assert environment.read_debug() is debug


@pytest.mark.parametrize("given", ["", " 1", "2", "ja", "misschien"])
def test_debug_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch, given: str):
    monkeypatch.setenv("DEBUG", given)
    with pytest.raises(SystemExit, match="is geen ja of nee: gebruik DEBUG=1 of laat het weg"):
        environment.read_debug()


@pytest.mark.parametrize(
    "given",
    [
        "mysql://fleur@localhost/ruilen",
        "sqlite:///ruilen",
        "postgres://localhost",
        "postgres://localhost:poort/ruilen",
        "postgres://localhost:65536/ruilen",
        "postgres://[localhost/ruilen",
        "postgresql//localhost/ruilen",
    ],
)
def test_a_database_that_is_not_postgresql_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str):
    monkeypatch.setenv("DATABASE_URL", given)
    with pytest.raises(SystemExit, match="DATABASE_URL is geen PostgreSQL-adres"):
        environment.read_database(tmp_path)


def test_postgres_gets_a_pool_and_no_lasting_connections(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("DATABASE_URL", "postgres://fleur:geheim@localhost:5432/ruilen")
    config = environment.read_database(tmp_path)
    assert (config["CONN_MAX_AGE"], config["OPTIONS"]["pool"]) == (
        0,
        {"min_size": 2, "max_size": 10, "timeout": 7, "reconnect_timeout": 4},
    )
    assert config["OPTIONS"]["options"] == "-c lock_timeout=6s"


def test_redis_carries_the_news_when_there_is_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("REDIS_URL", "redis://localhost:6379/0")
    assert environment.read_channel_layer("ours") == {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": ["redis://localhost:6379/0"], "prefix": "ruilen-ours"},
    }


def test_installations_that_use_one_redis_are_told_apart_by_their_key():
    assert environment.make_installation_id("one") == environment.make_installation_id("one")
    assert environment.make_installation_id("one") != environment.make_installation_id("other")


def test_cookies_are_secure_exactly_when_people_come_over_https(tmp_path: Path):
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "CSRF_TRUSTED_ORIGINS"]
    ask = f"from django.conf import settings; print(*[getattr(settings, name) for name in {names}])"
    found = [
        AppServer(tmp_path / "data", PUBLIC_URL=url).manage("shell", "--no-imports", "-c", ask).stdout.strip()
        for url in ("https://ruilen.voorbeeld.nl", "http://ruilen.local:8000")
    ]
    assert found == [
        "True True ['https://ruilen.voorbeeld.nl']",
        "False False ['http://ruilen.local:8000']",
    ]
