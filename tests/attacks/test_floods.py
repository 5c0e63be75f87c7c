"""Too much, too slow, too strange: against the real server on loopback, bounded, with others at work beside it."""

import json
import secrets
import select
import socket
import struct
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from faults.bad_network import wait_until
from faults.plain_client import Person
from support.server import AppServer
from support.websocket import Line

SOCKETS = 200
WRONG = "ZZZZZZ"
#: Bytes that a body may have (sessions/server/request_limits.py, which is not imported here: it brings a reactor).
MOST = 3 * 1024 * 1024


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    built = AppServer(tmp_path_factory.mktemp("floods") / "data").with_tables().start()
    yield built
    built.stop()


@pytest.fixture(scope="module")
def practice(server: AppServer) -> dict[str, Any]:
    return server.practice("--step", "2", "--people", "3", "--customers", "4")


@pytest.fixture(scope="module")
def others(server: AppServer) -> Person:
    """Somebody in another workshop, who works on."""
    return Person(server.practice("--step", "2", "--people", "2", "--customers", "4")["participants"][0]["url"]).sit()


def line_of(one: Person) -> Line:
    line = Line(one.web.address, f"{one.path}live/", one.web.cookies)
    line.read()
    return line


def frame(kind: int, content: bytes) -> bytes:
    """One masked frame of any size."""
    size = len(content)
    head = bytes([128 | kind, 128 | size]) if size < 126 else bytes([128 | kind, 254]) + struct.pack("!H", size)
    mask = secrets.token_bytes(4)
    return head + mask + bytes(byte ^ key for byte, key in zip(content, cycle(mask), strict=False))


def ending(line: Line) -> int:
    """The code with which the server closes."""
    try:
        while True:
            line.read()
    except ConnectionError as end:
        return int(str(end).rpartition(" ")[2], 16) if "closed with" in str(end) else 1006


def assert_works_on(one: Person) -> None:
    """Looks and acts, on the socket that was open before."""
    wait_until(lambda: one.state == "live")
    lines = one.lines
    one.board.look()
    done = one.do("table.place", figure=one.own_figures()[0], zone="gives")
    assert (done in one.acknowledged, one.state, one.lines) == (True, "live", lines), one.refused


def send_all(server: AppServer, opened: ExitStack, requests: Iterable[str]) -> Sequence[socket.socket]:
    """Each on a connection of its own, and then all at once; nobody reads the answers."""
    sent = [request.encode() for request in requests]
    asking = [opened.enter_context(socket.create_connection(("127.0.0.1", server.port))) for _ in sent]
    for one, request in zip(asking, sent, strict=True):
        one.sendall(request)
    return asking


def unanswered(asking: Sequence[socket.socket]) -> int:
    """How many of them the server has said nothing to yet."""
    return len(asking) - len(select.select(asking, [], [], 0)[0])


def memory(server: AppServer) -> float:
    """Megabytes that the server holds."""
    assert server.process
    text = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    return int(text.split("VmRSS:")[1].split()[0]) / 1024


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{" + b"x" * 20_000, {1006, 1009}),
        (b"no json", {4400}),
        (b"[1, 2]", {4400}),
        (b"[" * 5000, {4400}),
        (json.dumps({"hold": ["x"]}).encode(), {4400}),
    ],
)
def test_s18_what_is_no_frame_of_ours_closes_the_socket(practice: dict[str, Any], content: bytes, code: set[int]):
    line = line_of(Person(practice["participants"][0]["url"]))
    line.socket.sendall(frame(1, content))
    assert ending(line) in code


def test_s18_a_flood_of_frames_ends_with_4429_and_the_others_notice_nothing(
    practice: dict[str, Any], others: Person, server: AppServer
):
    flooding = line_of(Person(practice["participants"][1]["url"]))
    held = memory(server)
    flooding.socket.sendall(b"".join(frame(1, b'{"beat": 1}') for _ in range(100)))
    assert_works_on(others)
    assert ending(flooding) == 4429
    assert memory(server) < held + 20
    assert "Traceback" not in server.printed()


def test_s18_of_two_hundred_projectors_some_stay_and_the_others_notice_nothing(
    practice: dict[str, Any], others: Person, server: AppServer
):
    projector, refused = Person(practice["projector"]), 0
    with ExitStack() as opened:
        for _ in range(SOCKETS):
            line = Line(projector.web.address, f"{projector.path}live/", "")
            opened.callback(line.close)
            try:
                line.read()
            except ConnectionError:
                refused += 1
        assert refused >= SOCKETS - 12
        line_of(Person(practice["participants"][2]["url"])).close()  # there is a place for every seat
        assert_works_on(others)


@pytest.mark.parametrize("page", ["", "regions/?r=own&r=table", "made up"])
def test_s18_a_hundred_and_fifty_requests_at_once_hold_up_nobody_else(
    practice: dict[str, Any], others: Person, server: AppServer, page: str
):
    """Of one's own page, of its regions, or of pages that do not exist."""
    flooding = Person(practice["participants"][1]["url"])
    paths = [f"/seat/{number}/" if page == "made up" else flooding.path + page for number in range(150)]
    head = f"Host: localhost\r\nCookie: {flooding.web.cookies}\r\n\r\n"
    with ExitStack() as opened:
        asking = send_all(server, opened, (f"GET {path} HTTP/1.1\r\n{head}" for path in paths))
        others.board.look()
        assert unanswered(asking) > 75  # they came before: in one line with them all would be answered
        assert_works_on(others)


def test_s01_guesses_that_wait_hold_up_nobody_and_lock_nobody_out(
    practice: dict[str, Any], others: Person, server: AppServer
):
    """From one address: a flood of guesses, somebody who works, and a newcomer who has the code."""
    for _ in range(5):
        assert asked(server, f"/join/{WRONG}/")[0] == 404
    with ExitStack() as opened:
        guessing = send_all(server, opened, [f"GET /join/{WRONG}/ HTTP/1.1\r\nHost: localhost\r\n\r\n"] * 100)
        assert_works_on(others)
        status, page = asked(server, f"/join/{practice['code']}/", "kr_csrf=" + "a" * 32)
        assert (status, "Hoe heet je?" in page) == (200, True)
        assert unanswered(guessing) > 50  # they came before, and are judged one a second


def asked(server: AppServer, path: str, cookie: str = "") -> tuple[int, str]:
    """What a browser that was never here gets."""
    request = urllib.request.Request(f"http://localhost:{server.port}{path}", headers={"Cookie": cookie})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_s19_half_open_handshakes_and_slow_bodies_hold_up_nobody(others: Person, server: AppServer):
    handshake = "GET /seat/x/live/ HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: "
    body = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\ncode="
    with ExitStack() as opened:
        asking = send_all(server, opened, [handshake, body] * (SOCKETS // 2))
        assert_works_on(others)
        assert unanswered(asking) == SOCKETS
    wait_until(server.answers)


LATE = """
from twisted.internet import task
from sessions.server import request_limits as bounds

class Channel:
    gone = 0
    transport = property(lambda self: self)
    def abortConnection(self):
        self.gone += 1

bounds.reactor = task.Clock()
slow, quick = (bounds.BoundedRequest.__new__(bounds.BoundedRequest) for _ in range(2))
for request in (slow, quick):
    request.channel = Channel()
    request.gotLength(100)
quick.forget_time()
bounds.reactor.advance(119)
early = slow.channel.gone
bounds.reactor.advance(1)
print(early, slow.channel.gone, quick.channel.gone)
"""


def test_s19_a_body_gets_two_minutes_and_no_longer(server: AppServer):
    assert server.manage("shell", "--no-imports", "-c", LATE).stdout.split() == ["0", "1", "0"]


@pytest.mark.parametrize("chunked", [False, True])
def test_s19_a_body_without_end_is_refused_while_it_comes(server: AppServer, chunked: bool):
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as sender:
        how = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: 1000000000"
        sender.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\n" + how + b"\r\n\r\n")
        piece, sent = b"x" * 65536, 0
        try:
            while sent < 4 * MOST:
                sender.sendall((b"10000\r\n" + piece + b"\r\n") if chunked else piece)
                sent += len(piece)
        except OSError:
            pass  # hung up already
        try:
            answer = sender.recv(100)
        except OSError:
            answer = b""
    assert answer == b"" or b" 413 " in answer
    assert sent < 4 * MOST


@pytest.mark.parametrize(
    "head",
    [b"Cookie: " + b"x" * 17_000, b"\r\n".join(b"X-%d: %s" % (n, b"y" * 90) for n in range(200)),
     b"\r\n".join(b"X-%d: y" % n for n in range(501))],
    ids=["one line", "many lines", "too many lines"],
)  # fmt: skip
def test_s19_a_head_over_16_kb_gets_431_with_a_sentence(server: AppServer, head: bytes):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as sender:
        sender.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n\r\n")
        answer = b"".join(iter(lambda: sender.recv(4000), b"")).decode()
    assert answer.startswith("HTTP/1.1 431 ")
    assert "\r\nKlanten-Ruilen: " in answer
    assert "Wis de cookies van deze site" in answer


def test_s19_a_bad_head_is_still_a_bad_request(server: AppServer):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as sender:
        sender.sendall(b"nonsense\r\n\r\n")
        assert sender.recv(100).startswith(b"HTTP/1.1 400 ")


def test_s23_who_is_removed_loses_the_socket(server: AppServer):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "3")
    ana, chair = Person(practice["participants"][0]["url"]), Person(practice["facilitator"])
    line = line_of(ana)
    chair.do("lobby.remove", seat=ana.me)
    assert (ending(line), chair.refused) == (4403, {})
    assert ana.web.get(ana.path).status_code == 403


def test_s27_a_refused_handshake_bears_the_headers_too(server: AppServer):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as knocker:
        knocker.sendall(
            b"GET /seat/x/live/ HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        answer = knocker.recv(2000).decode()
    assert answer.startswith("HTTP/1.1 403 ")
    assert "Content-Security-Policy: default-src 'none'" in answer
    assert "X-Content-Type-Options: nosniff" in answer


def test_s29_the_server_prints_no_key_and_no_address(server: AppServer, practice: dict[str, Any]):
    keys = [one["url"].rstrip("/").rpartition("/")[2] for one in practice["participants"]]
    keys.append(practice["projector"].rstrip("/").rpartition("/")[2])
    urllib.request.urlopen(practice["projector"], timeout=10).close()
    assert [key for key in keys if key in server.printed()] == []
