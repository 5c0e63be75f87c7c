"""From a key press to the paint of one's own move, in Chromium on this machine: must stay under 50 ms.

    .venv/bin/python benchmarks/bench_key_to_paint.py [figures per person]

Eight people; one of them presses 1, 2 and 3 on own figures. Counted by the browser itself (Event Timing API): from the
moment of the key to the next frame on the screen, rounded to 8 ms by the API. No answer of the server is waited for.
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from browser.people import own_in, wait_live, wait_settled
from house import House, find_chromium
from playwright.sync_api import sync_playwright

PRESSES = 40
LIMIT = 50  # ms
WATCH = """
globalThis.spans = [];
new PerformanceObserver((list) => {
  for (const { name, duration } of list.getEntries()) if (name === "keydown") spans.push(duration);
}).observe({ type: "event", durationThreshold: 16 });
"""


def measure(customers: int = 25) -> dict[str, float]:
    """Milliseconds per key: `p50`, `p95`; and how many of the presses `moved` a figure."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = driver.chromium.launch(executable_path=find_chromium(), args=flags)
        house = House(Path(folder) / "data").start()
        try:
            practice = house.practice("--step", "2", "--people", "8", "--customers", str(customers))
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(practice["participants"][0]["url"])
            wait_live(page)
            page.evaluate(WATCH)
            before = wait_settled(page)
            own_in(page, "neutral").focus()
            for press in range(PRESSES):
                page.keyboard.press("132"[press % 3])
                page.wait_for_timeout(150)
            moved = wait_settled(page) - before
            spans = page.evaluate("spans")
        finally:
            house.stop()
            browser.close()
    # What is quicker than 16 ms is not told by the API.
    spans = sorted(spans + [16.0] * (PRESSES - len(spans)))
    return {"p50": statistics.median(spans), "p95": spans[int(PRESSES * 0.95) - 1], "moved": moved}


def main(customers: int) -> int:
    found = measure(customers)
    table = f"{PRESSES} presses on a table of {8 * customers}, {found['moved']} moves"
    print(f"{table}: median {found['p50']:.0f} ms, 95 % {found['p95']:.0f} ms")
    return int(found["p95"] >= LIMIT or found["moved"] < PRESSES)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 25))
