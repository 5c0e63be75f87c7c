"""The attacks of the catalogue, S01 to S32: each test bears the number of its attack."""

import pytest


@pytest.fixture(autouse=True)
def many_browsers(one_server: None) -> None:
    """Attackers come with many."""
