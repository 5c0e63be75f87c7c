"""What several tests of the rules want."""

from typing import Any

import pytest


@pytest.fixture
def short_way(settings: Any) -> None:
    """Without static files and headers: for thousands of requests, of which half of the time would go there."""
    aside = ("servestatic.", "csp.", "django.middleware.gzip.")
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith(aside)]
