"""The app that holds the screens."""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """How a workshop reaches its screens; no models live here."""

    name = "sessions"
    label = "live"  # django.contrib.sessions owns the label "sessions"

    def ready(self) -> None:
        """Connect the listeners: for news, and for names that are forgotten."""
        from sessions.data import retention  # noqa: F401
        from sessions.live import publish  # noqa: F401
