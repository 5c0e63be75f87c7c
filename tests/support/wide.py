"""What only `make test-all` plays: a test once more, in another step, at another size, by another hand.

# Every run plays the table, the wide one all steps.
@pytest.mark.parametrize("step", some_of(Step, always=[Step.TABLE]))
"""

from collections.abc import Collection, Iterable
from typing import Any

import pytest

WIDE = pytest.mark.wide


def some_of(values: Iterable[Any], *, always: Collection[Any]) -> list[Any]:
    """Values for `parametrize`: those of `always` in every run, the others in the wide one."""
    return [value if value in always else _widely(value) for value in values]


def _widely(value: Any) -> Any:
    return pytest.param(*value, marks=WIDE) if isinstance(value, tuple) else pytest.param(value, marks=WIDE)


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --wide: what is."""
    if config.getoption("--wide"):
        return
    wide = [item for item in items if item.get_closest_marker("wide")]
    if wide:
        config.hook.pytest_deselected(items=wide)
        items[:] = [item for item in items if not item.get_closest_marker("wide")]
