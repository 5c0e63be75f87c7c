"""`make start`: one command, and a sentence when it cannot."""

import os
import resource
import signal
import socket
import stat
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from support.server import AppServer, as_by_proxy
from support.wide import WIDE


@pytest.fixture
def server(tmp_path: Path) -> AppServer:
    return AppServer(tmp_path / "data").with_tables()


@pytest.fixture
def running(server: AppServer):
    yield server.start()
    server.stop()


def refusal(server: AppServer) -> str:
    """The one sentence with which a start ends."""
    done = server.manage("start")
    assert done.returncode == 1, done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_start_prints_addresses_and_a_link_and_serves(running: AppServer):
    said = running.printed()
    assert f"http://localhost:{running.port}/" in said
    assert "Klanten ruilen draait." in said
    assert running.first_link().startswith(running.url)


def test_start_makes_the_data_folder_and_a_key_for_its_owner_only(tmp_path: Path):
    server = AppServer(tmp_path / "data", DATABASE_URL="").start()
    key = server.data_dir / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text()) >= 50
    assert stat.S_IMODE((server.data_dir / "db.sqlite3").stat().st_mode) == 0o600
    server.stop()


@WIDE
def test_the_server_takes_as_many_open_files_as_it_may(server: AppServer):
    """Each connection is one; a shell gives 1024, macOS 256."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        server.start()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    found = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
    server.stop()
    assert found == (min(hard, 10_240) if hard > 0 else 10_240, hard)


@WIDE
def test_a_second_start_keeps_key_and_data(server: AppServer):
    server.start().stop()
    before = (server.data_dir / "secret-key").read_bytes()
    server.start().stop()
    assert (server.data_dir / "secret-key").read_bytes() == before


def test_a_taken_port_is_refused_with_a_sentence(server: AppServer):
    with socket.socket() as other:
        other.bind(("0.0.0.0", server.port))
        other.listen()
        assert refusal(server) == (
            f"Poort {server.port} is al in gebruik (draait Klanten ruilen al?): kies een andere, "
            f"bijvoorbeeld: make start PORT={server.port + 1}"
        )


def test_a_data_folder_that_cannot_be_made_is_refused_with_a_sentence(tmp_path: Path):
    (tmp_path / "data").write_text("a file stands where the folder should come")
    assert refusal(AppServer(tmp_path / "data")).startswith(f"De gegevensmap {tmp_path}/data kan niet worden gemaakt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_without_write_permission_is_refused_with_a_sentence(tmp_path: Path):
    (tmp_path / "data").mkdir(mode=0o500)
    assert "is niet beschrijfbaar" in refusal(AppServer(tmp_path / "data"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("DEBUG", "misschien"),
        ("PUBLIC_URL", "ruilen.voorbeeld.nl"),
        ("PUBLIC_URL", "ftp://ruilen.voorbeeld.nl"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://ruilen.voorbeeld.nl/pad"),
        ("PUBLIC_URL", "https://ruilen.voorbeeld.nl:hoi"),
        ("PUBLIC_URL", "https://naam@ruilen.voorbeeld.nl"),
        ("DATABASE_URL", "mysql://naam@computer/ruilen"),
        ("DATABASE_URL", "zomaar iets"),
        ("REDIS_URL", "computer:6379"),
        ("SECRET_KEY", "kort"),
        ("METRICS_TOKEN", "kort"),
        ("METRICS_TOKEN", "met een é, en ook dan lang genoeg om te gelden"),
    ],
)
def test_an_odd_setting_is_refused_with_a_sentence(tmp_path: Path, name: str, value: str):
    assert name in refusal(AppServer(tmp_path / "data", **{name: value}))


def test_debug_on_a_public_address_is_refused(tmp_path: Path):
    server = AppServer(tmp_path / "data", DEBUG="1", PUBLIC_URL="https://ruilen.voorbeeld.nl")
    assert refusal(server).startswith("DEBUG=1 laat geheimen zien")


@WIDE
def test_a_public_url_is_what_is_printed_and_what_may_knock(tmp_path: Path):
    server = AppServer(tmp_path / "data", PUBLIC_URL="https://ruilen.voorbeeld.nl/").start()
    try:
        assert server.first_link().startswith("https://ruilen.voorbeeld.nl/begin/")
        assert status_of(server, "ruilen.voorbeeld.nl") == 200
        assert status_of(server, "mallory.voorbeeld.nl") == 400
    finally:
        server.stop()


def status_of(server: AppServer, host: str) -> int:
    """The status code of the sign-in page, asked for under another host name."""
    request = as_by_proxy(f"{server.url}/sign-in/", Host=host)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


class Visitor:
    """Somebody with a browser without scripts."""

    def __init__(self) -> None:
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, url: str) -> tuple[int, str]:
        try:
            with self.opener.open(url, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def send(self, url: str, **fields: str) -> tuple[int, str]:
        self.get(url)
        token = next(cookie.value for cookie in self.jar if cookie.name == "kr_csrf")
        body = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        try:
            with self.opener.open(url, body, timeout=10) as answer:
                return answer.status, answer.url
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()


def test_the_one_time_link_works_once(running: AppServer):
    link = running.first_link()
    fleur, mallory = Visitor(), Visitor()
    assert mallory.get(link)[0] == 200
    code, page = fleur.send(link, name="fleur", password="short")
    assert (code, "wachtwoord" in page.lower()) == (422, True)
    code, where = fleur.send(link, name="fleur", password="een lange zin om te onthouden")
    assert (code, "/begin/" in where) == (200, False)
    assert mallory.get(link)[0] == 410
    assert fleur.get(link)[0] == 410


def test_a_made_up_link_opens_nothing(running: AppServer):
    assert Visitor().get(f"{running.url}/begin/ImFiYyI:1wXyz0:abcdef/")[0] == 410


@WIDE
def test_after_the_first_facilitator_no_link_is_printed(server: AppServer):
    server.start()
    code, _where = Visitor().send(server.first_link(), name="fleur", password="een lange zin om te onthouden")
    server.stop()
    assert code == 200
    server.output.unlink(missing_ok=True)
    server.start()
    assert (server.first_link(), "begeleider" in server.printed()) == ("", False)
    server.stop()


def test_ctrl_c_ends_it_and_frees_the_port(server: AppServer):
    assert server.start().stop(signal.SIGINT) == 0
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", server.port))


@WIDE
def test_ctrl_c_ends_although_a_request_hangs_half_way(server: AppServer):
    server.start()
    with socket.create_connection(("127.0.0.1", server.port)) as half:
        half.sendall(b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nname=")
        assert server.stop(signal.SIGINT) == 0


@WIDE
def test_sigterm_ends_it_too(server: AppServer):
    assert server.start().stop(signal.SIGTERM) == 0


@WIDE
def test_the_process_that_was_started_is_the_one_that_holds_the_port(server: AppServer):
    server.start().kill()
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("0.0.0.0", server.port))


@WIDE
def test_after_a_kill_it_comes_back_on_the_same_port(server: AppServer):
    server.start().kill()
    assert server.start().answers()
    server.stop()
