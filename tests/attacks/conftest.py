"""Attacks on a workshop, by where they come from (SECURITY.md)."""

import pytest


@pytest.fixture(autouse=True)
def many_browsers(one_server: None) -> None:
    """Attackers come with many."""
