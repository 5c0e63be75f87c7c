"""Many browsers, one server behind them."""

import pytest


@pytest.fixture(autouse=True)
def together(one_server: None) -> None:
    """All browsers of these tests share one server."""
