"""What axe-core finds wrong with a page, as lines that say where.

assert faults(page) == []
"""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What is folded shut is hidden, and what is hidden is not looked at.
UNFOLD = "for (const fold of document.querySelectorAll('details')) fold.open = true"
RUN = """async (chosen) => {
  const { violations } = await axe.run({ resultTypes: ["violations"], runOnly: chosen });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${id} at ${target.join(" ")}: ${failureSummary.split("\\n").slice(1).join(" ").trim()}`));
}"""


def faults(page: Page) -> list[str]:
    """Every violation of WCAG 2.2 A and AA, and of axe's best practice."""
    return _run(page, {"type": "tag", "values": TAGS})


def pale(page: Page) -> list[str]:
    """Only words that are too weak on their ground: for a second look in another light."""
    return _run(page, {"type": "rule", "values": ["color-contrast"]})


def _run(page: Page, chosen: dict[str, object]) -> list[str]:
    page.evaluate(UNFOLD)
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(RUN, chosen))
