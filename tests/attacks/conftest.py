"""The attacks of the catalogue, S01 to S32: each test bears the number of its attack."""

from collections.abc import Iterator

import pytest

from sessions import brake


@pytest.fixture(autouse=True)
def fresh_brakes(one_server: None) -> Iterator[None]:
    """What one attack counts does not hold up the next."""
    brake.storage.reset()
    yield
    brake.storage.reset()
