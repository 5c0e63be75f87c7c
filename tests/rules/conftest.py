"""What several tests of the rules want."""

from typing import Any

import pytest

from sessions import brake


@pytest.fixture
def short_way(settings: Any) -> None:
    """Without static files and headers: for thousands of requests, of which half of the time would go there."""
    aside = ("servestatic.", "csp.", "django.middleware.gzip.")
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith(aside)]


@pytest.fixture(autouse=True)
def loose_brake() -> None:
    """The brake on guessing lives as long as the process: wrong codes of one test must not hold the next one."""
    brake.storage.reset()
