"""What the scripts say stands in the page, in its language."""

import re
from pathlib import Path

from django.template.loader import render_to_string

ROOT = Path(__file__).resolve().parents[2]
#: Names that a script puts together.
COMPOSED = {"live", "offline", "polling", "closed-4401", "closed-4403", "closed-4404"}


def test_every_word_of_a_script_is_in_the_page() -> None:
    scripts = "".join(path.read_text() for path in (ROOT / "static" / "js").glob("*.js"))
    said = set(re.findall(r"\bword\(\"([\w-]+)\"", scripts))
    page = set(re.findall(r"data-word=\"([\w-]+)\"\s*>[^<]", render_to_string("parts/words.html")))

    assert said | COMPOSED <= page


def test_no_word_waits_in_the_page_that_no_script_says() -> None:
    scripts = "".join(path.read_text() for path in (ROOT / "static" / "js").glob("*.js"))
    page = set(re.findall(r"data-word=\"([\w-]+)\"\s*>", render_to_string("parts/words.html")))
    composed = COMPOSED | {"zone-costs", "zone-neutral", "zone-gives"}
    assert sorted(name for name in page - composed if f'"{name}"' not in scripts) == []
