"""What must be right with an installation before it may start."""

from collections.abc import Sequence
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string


@register
def check_middleware(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """No middleware that can only run in a thread: with one, Daphne may never end (P30)."""
    return [
        Error(f"{path} kan niet async draaien, en dan stopt de server niet meer.", id="live.E001")
        for path in settings.MIDDLEWARE
        if not runs_async(path)
    ]


def runs_async(path: str) -> bool:
    """Whether a middleware says that it can run async."""
    middleware = import_string(path)
    return getattr(middleware, "async_capable", False) or iscoroutinefunction(middleware)
