"""The addresses of the sockets: one beside each page."""

from channels.routing import URLRouter
from django.urls import path, re_path

import sessions.converters  # noqa: F401 - teaches the router what a key looks like
from sessions.live.consumers import ScreenConsumer
from sessions.live.room import GONE
from sessions.origin import SameOrigin
from sessions.signatures import Receive, Scope, Send


async def no_page(scope: Scope, receive: Receive, send: Send) -> None:
    """A socket beside no page: open and close it, so that the browser hears the reason."""
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": GONE})


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    """The self-test of a phone: one frame says that sockets get through."""
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": "{}"})
    await send({"type": "websocket.close", "code": 1000})


screen = ScreenConsumer.as_asgi()

application = SameOrigin(
    URLRouter(
        [
            path("seat/<key:key>/live/", screen, {"kind": "seat"}),
            path("console/<key:key>/live/", screen, {"kind": "console"}),
            path("projector/<key:key>/live/", screen, {"kind": "projector"}),
            path("hello/live/", hello),  # type: ignore[arg-type]  # a socket, where Django counts on a view
            re_path("", no_page),  # type: ignore[arg-type]  # a socket, where Django counts on a view
        ]
    )
)
