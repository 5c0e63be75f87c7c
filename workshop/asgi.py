"""The ASGI application: pages over HTTP, news over sockets, and health checks."""

import os

import django
from channels.routing import ProtocolTypeRouter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")

# Before the imports below: they need the models.
django.setup(set_prefix=False)

from sessions.live import publish, routing  # noqa: E402
from sessions.server import health  # noqa: E402
from sessions.server.http_handler import Pages  # noqa: E402
from sessions.signatures import Receive, Scope, Send  # noqa: E402

routes = ProtocolTypeRouter({"http": health.before(Pages()), "websocket": routing.application})


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one connection; on the way tell the announcer on which loop this server runs."""
    publish.remember_loop()
    await routes(scope, receive, send)
