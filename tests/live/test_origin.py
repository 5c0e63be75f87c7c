"""A socket is opened by a page of this very address, or not at all."""

from typing import Any

import pytest
from support.sockets import Socket

from sessions.origin import is_same_origin


def scope(origin: str | None, host: str | None = "localhost:8000", *more: tuple[bytes, bytes], **extra: Any) -> Any:
    named = {"origin": origin, "host": host}
    headers = [(name.encode(), value.encode()) for name, value in named.items() if value is not None]
    return {"type": "websocket", "path": "/", "headers": headers + list(more), **extra}


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8000", "localhost:8000"),
        ("http://127.0.0.1", "127.0.0.1"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("http://LOCALHOST:8000", "localhost:8000"),
    ],
)
def test_our_own_pages_may(origin: str, host: str) -> None:
    assert is_same_origin(scope(origin, host))


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, "localhost:8000"),
        ("", "localhost:8000"),
        ("null", "localhost:8000"),
        ("http://evil.example", "localhost:8000"),
        ("http://evil.example", "evil.example"),
        ("http://localhost:9000", "localhost:8000"),
        ("http://localhost", "localhost:8000"),
        ("https://localhost:8000", "localhost:8000"),
        ("http://localhost:8000.evil.example", "localhost:8000"),
        ("http://localhost:8000/", "localhost:8000"),
        ("http://localhost:8000", None),
        ("http://localhost:8000", ""),
        ("http://", ""),
    ],
)
def test_nobody_else_may(origin: str | None, host: str | None) -> None:
    assert not is_same_origin(scope(origin, host))


def test_a_header_that_comes_twice_is_none() -> None:
    assert not is_same_origin(scope("http://localhost:8000", "localhost:8000", (b"origin", b"http://evil.example")))
    assert not is_same_origin(scope("http://localhost:8000", "localhost:8000", (b"host", b"localhost:8000")))


def test_a_proxy_is_believed_only_when_the_settings_say_so(settings: Any) -> None:
    secure = scope("https://localhost", "localhost", (b"x-forwarded-proto", b"https"))
    assert not is_same_origin(secure)

    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert is_same_origin(secure)
    assert not is_same_origin(scope("http://localhost", "localhost", (b"x-forwarded-proto", b"https")))


def test_a_server_that_speaks_tls_itself_counts_as_https() -> None:
    assert is_same_origin(scope("https://localhost", "localhost", scheme="wss"))


async def test_a_foreign_page_does_not_even_get_an_open_socket() -> None:
    assert await Socket("/seat/x/live/", origin="http://evil.example").connect() == (False, 1000)
    assert await Socket("/seat/x/live/", origin="").connect() == (False, 1000)
