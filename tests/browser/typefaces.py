"""The machines on which a layout must hold: they differ in the fonts that they have.

pytestmark = FONT_SETS  # every story of the file on one machine; in the wide run once on each
"""

import os
from pathlib import Path

import pytest
from support.wide import some_of

HERE = Path(__file__).parent / "fonts"
#: A file by which each set is known to be installed; all that is in the set stands in fonts/<set>.conf.
SETS = {"dejavu": "DejaVuSans.ttf", "liberation": "LiberationSans-Regular.ttf"}
INSTALLED = Path("/usr/share/fonts")

FONT_SETS = pytest.mark.parametrize("fonts", some_of(SETS, always=["dejavu"]), indirect=True, scope="module")


def find(name: str) -> Path:
    """The fontconfig file of a set. Without its fonts the story is left out, and fails where none may be left out."""
    if not any(INSTALLED.rglob(SETS[name])):
        lacking = f"the fonts of {name} are not installed: apt-get install fonts-dejavu-core fonts-liberation"
        (pytest.fail if os.environ.get("ALL_FONTS") else pytest.skip)(lacking)
    return HERE / f"{name}.conf"
