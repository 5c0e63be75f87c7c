"""What Daphne runs: pages over HTTP, news over sockets, and a word to the machines that look after it."""

import os
from typing import Any

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")

# Before the imports below: they need the models.
pages = get_asgi_application()

from sessions import announce, probes, sockets  # noqa: E402

routes = ProtocolTypeRouter({"http": probes.before(pages), "websocket": sockets.application})


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve one connection; on the way tell the announcer on which loop this server runs."""
    announce.remember_loop()
    await routes(scope, receive, send)
