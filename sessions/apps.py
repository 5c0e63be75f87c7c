"""The app that holds the screens."""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """How a workshop reaches its screens; no models live here."""

    name = "sessions"
    label = "live"  # django.contrib.sessions owns the label "sessions"

    def ready(self) -> None:
        """Hang up the listeners for news."""
        from sessions import announce  # noqa: F401
