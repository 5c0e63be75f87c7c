"""Every answer of ours bears our mark, whatever it says: a page believes no other (static/js/http.js)."""

import http.client
import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from support.people import base_of, browser_of, chair_of, lay_table, seat, send
from support.server import AppServer

from sessions.middleware.request_log import HEADERS, MARK
from workshop.steps import Step


@pytest.mark.django_db
def test_every_answer_bears_the_mark():
    workshop = lay_table(Step.TABLE)
    ana, strict = seat(workshop, "Ana"), Client(enforce_csrf_checks=True)
    own, base = browser_of(ana), f"/seat/{ana.id}/"
    answers = {
        "a page": (own.get(base), 200),
        "regions": (own.get(f"{base}regions/?r=own"), 200),
        "nothing new": (own.get(f"{base}regions/?r=own", headers={"If-None-Match": f'"{workshop.seq}"'}), 304),
        "a file": (own.get(f"{settings.STATIC_URL}js/page.js"), 200),
        "no such file": (own.get(f"{settings.STATIC_URL}js/none.js"), 404),
        "no such page": (own.get("/nowhere/"), 404),
        "a refusal": (send(own, ana, "table.place", figure="none", zone="gives"), 404),
        "somebody else": (Client().get(f"{base}regions/?r=own"), 401),
        "the way to sign in": (Client().get(base_of(workshop)), 302),
        "a foreign form": (strict.post("/", {"code": "x"}), 403),
        "a wrong method": (own.get(f"{base}do/table.place/"), 405),
        "another server": (own.get("/", headers={"Host": "evil.example"}), 400),
        "the regie": (chair_of(workshop).get(base_of(workshop)), 200),
    }
    assert {name: (answer.status_code, answer.get(MARK)) for name, (answer, _) in answers.items()} == {
        name: (status, HEADERS[MARK]) for name, (_, status) in answers.items()
    }


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory):
    found = AppServer(Path(tmp_path_factory.mktemp("marked")) / "data").with_tables()
    yield found.start()
    found.stop()


def heads(server: AppServer, method: str, path: str, **headers: str) -> tuple[int, str | None]:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    line.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = line.getresponse()
    return answer.status, answer.headers[MARK]


def test_what_django_never_sees_bears_it_too(server: AppServer):
    build = heads(server, "GET", "/")[1]
    assert build
    assert heads(server, "GET", "/healthz") == (200, build)
    assert heads(server, "GET", "/readyz") == (200, build)
    assert heads(server, "GET", "/metrics") == (404, build)
    assert heads(server, "POST", "/healthz") == (405, build)
    assert f"\r\n{MARK}: {build}\r\n" in said(server, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\x0bb\r\n\r\n", "400")
    handshake = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13",
                 "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": "http://evil.example"}  # fmt: skip
    assert heads(server, "GET", "/seat/x/live/", **handshake) == (403, build)


def said(server: AppServer, request: bytes, status: str) -> str:
    """The head of the answer to what no client library sends."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as sender:
        sender.sendall(request)
        answer = sender.recv(2000).decode("latin1")
    assert answer.startswith(f"HTTP/1.1 {status}")
    return answer


def test_what_is_too_large_is_refused_with_the_mark(server: AppServer):
    large = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\n"
    assert f"\r\n{MARK}: " in said(server, large, "413")
