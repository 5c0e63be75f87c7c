"""The catalogue is whole: every attack has a test."""

import re
from pathlib import Path

HERE = Path(__file__).parent
WANTED = {f"s{number:02}" for number in range(1, 33)}


def test_every_attack_of_the_catalogue_is_tried():
    found = [
        name
        for file in HERE.glob("test_*.py")
        for name in re.findall(r"^(?:async )?def test_(s\d\d)_", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert set(found) == WANTED
