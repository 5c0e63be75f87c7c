"""What a screen reader gets: what each step reads as, kept in docs/screen-reader.md, and what is said by itself.

`WRITE=1 make test ARGS=tests/browser/test_read_aloud.py` writes the page anew; else it must be true.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from browser.people import go_on, own_in, read_ids, seat_url, wait_live, wait_settled
from playwright.sync_api import Page, expect
from support.server import AppServer
from support.wide import WIDE

from workshop.steps import Step

DOC = Path(__file__).resolve().parents[2] / "docs" / "screen-reader.md"
INTRO = """# What a screen reader reads

What the browser hands to a screen reader on the page of one participant, in every step of a practice workshop: the
headings, lists, fields and buttons with their names and states. Folds are shut, of a long list only the first line
stands here. `tests/browser/test_read_aloud.py` writes this page (`WRITE=1`) and fails when it is no longer true; what
is said by itself, without looking for it, is tested in the same file.
"""
MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
#: What is different every day.
VARYING = [
    (r"\d+:\d\d\b", "0:00"),
    (rf"\d+ (?:{MONTHS})(?: \d{{4}})?", "(datum)"),
    (r"(?:maan|dins|woens|donder|vrij|zater|zon)dag (?=\()", ""),
    # Customers of one name stand in the order of their random ids.
    (r"(Bakkerij De Korenaar) Youssef en \1 Anouk", r"\1 Anouk en \1 Youssef"),
]
LISTENS = """() => {
  globalThis.heard = [];
  const place = document.getElementById("say");
  new MutationObserver(() => place.textContent && heard.push(place.textContent)).observe(place, { childList: true });
}"""


@WIDE
def test_every_step_reads_as_the_page_says(server: AppServer, open_page: Callable[..., Page]):
    told = [INTRO]
    for step in Step:
        practice = server.practice("--step", str(step.value), "--people", "2", "--customers", "2")
        anouk = open_page(seat_url(practice, "Anouk"))
        wait_settled(anouk)
        told.append(f"## {step.value} {step.label}\n\n```yaml\n{read(anouk)}\n```\n")
        anouk.context.close()
    text = "\n".join(told)
    if os.environ.get("WRITE"):
        DOC.write_text(text, encoding="utf-8")
    assert text == DOC.read_text(encoding="utf-8")


def read(page: Page) -> str:
    """The accessibility tree, without addresses, with the first line of each list, and with what varies made even."""
    text = "\n".join(briefly(page.locator("body").aria_snapshot().splitlines()))
    for pattern, even in VARYING:
        text = re.sub(pattern, even, text)
    return text


def briefly(lines: list[str]) -> Iterator[str]:
    """Leave out addresses, and every list item but the first of its list."""
    seen: set[int] = set()  # depths at which an item has been read
    skipped: int | None = None
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if skipped is not None and depth > skipped:
            continue
        skipped = None
        seen = {one for one in seen if one < depth} | ({depth} & seen)
        if line.lstrip().startswith("- listitem"):
            if depth in seen:
                skipped = depth
                continue
            seen.add(depth)
        if not line.lstrip().startswith("- /url"):
            yield line


def test_own_acts_are_said_at_once_and_those_of_others_together(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "6")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    youssef = open_page(seat_url(practice, "Youssef"))
    wait_live(fleur, anouk, youssef)
    wait_settled(fleur, anouk, youssef)
    assert live_regions(anouk) == ["say"]
    anouk.evaluate(LISTENS)

    mine = own_in(anouk, "costs")
    name = mine.locator("bdi").get_attribute("data-name")
    mine.press("3")
    expect(anouk.locator("#say")).to_have_text(f"{name} staat nu bij ‘geeft energie’")
    me = youssef.locator("body").get_attribute("data-me")
    theirs = youssef.locator(
        f'ol[data-zone="neutral"] button[data-owner="{me}"], ol[data-zone="gives"] button[data-owner="{me}"]'
    )
    for key in [one.get_attribute("data-figure") for one in theirs.all()[:3]]:
        youssef.locator(f'ol[data-zone] [data-figure="{key}"]').press("1")
    wait_settled(fleur, anouk, youssef)
    moved = len(set(read_ids(youssef)["costs"]))
    assert moved >= 3
    expect(anouk.locator("#say")).to_have_text("3 poppetjes verzet door collega’s", timeout=8000)
    go_on(fleur, anouk, youssef)
    expect(anouk.locator("#say")).to_contain_text("Stap 3 is begonnen")
    heard = anouk.evaluate("heard")
    assert heard[:2] == [f"{name} staat nu bij ‘geeft energie’", "3 poppetjes verzet door collega’s"]
    assert any("Stap 3 is begonnen" in one for one in heard[2:])
    assert len(heard) <= 4

    # Whose turn it is, is news too; and a line that is gone.
    speaker = "#region-turn .speaker"
    before = anouk.locator(speaker).inner_text()
    fleur.locator('button[data-command="story.skip"]').click()
    expect(anouk.locator(speaker)).not_to_have_text(before)
    expect(anouk.locator("#say")).to_contain_text(
        "aan het woord" if "Jij" in anouk.locator(speaker).inner_text() else "vertelt"
    )
    anouk.context.set_offline(True)
    expect(anouk.locator("#say")).to_contain_text("geen verbinding", timeout=20_000)


def live_regions(page: Page) -> list[str]:
    """The ids of all that speaks by itself."""
    speakers = page.locator("[aria-live], [role=status], [role=alert], [role=log]")
    return [one.get_attribute("id") or "" for one in speakers.all()]
