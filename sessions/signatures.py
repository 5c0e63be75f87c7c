"""What views and ASGI applications take and give."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.http import HttpResponse

#: A view. An address gives each the arguments that it names.
View = Callable[..., HttpResponse]  # type: ignore[explicit-any]  # of any kind

#: What an ASGI server says of a connection: its path, its headers; the router and we add to it.
Scope = Mapping[str, Any]  # type: ignore[explicit-any]  # by the specification each key has a kind of its own
#: What happens on a connection, in or out; `type` says what.
Message = Mapping[str, Any]  # type: ignore[explicit-any]  # by the specification each type has keys of its own
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
