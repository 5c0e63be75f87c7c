"""A page on Django's test client: no network, no thread."""

from functools import cache

from django.test import Client
from django.test.client import ClientHandler
from live.page import Page, lines

__all__ = ["Screen", "lines", "server"]


@cache
def server() -> ClientHandler:
    """One server for all browsers: each of Django's starts its own, which looks for all static files anew."""
    handler = ClientHandler(enforce_csrf_checks=False)
    handler.load_middleware()
    return handler


class Screen(Page):
    """One browser's page at `base`."""

    def __init__(self, client: Client, base: str, seat: str = "") -> None:
        client.handler = server()
        super().__init__(client, base, seat)
