"""The same customer of several owners is one tile with several heads; in other zones a sign says that it is there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from browser.people import assert_fresh, unfold, wait_live, wait_settled
from playwright.sync_api import Page
from support.server import AppServer

READ_TILES = (Path(__file__).parent / "read_tiles.js").read_text()
JOIN = '[data-command="table.join"]'
#: Heads on somebody else's tile: whether each lies on it, in its column, and is what a pointer finds there.
HEADS = """() => [...document.querySelectorAll('#region-table [data-follows]')].map((node) => {
  let leader = node.previousElementSibling;
  while (leader.matches('[data-follows]')) leader = leader.previousElementSibling;
  const head = node.firstElementChild.getBoundingClientRect(), tile = leader.firstElementChild.getBoundingClientRect();
  const inside = head.left > tile.left && head.right < tile.right;
  const on = inside && head.top >= tile.top - 1 && head.bottom <= tile.bottom + 1;
  const found = document.elementFromPoint(head.left + head.width / 2, head.top + head.height / 2)?.closest('li');
  return [on, found === node, node.dataset.joined === leader.dataset.joined];
})"""
#: Tiles of joined customers: in which other zones they say that they stand, and do.
SIGNS = """() => [...document.querySelectorAll('#region-table [data-joined]:not([data-follows])')].map((node) => {
  const others = document.querySelectorAll(`#region-table [data-joined="${node.dataset.joined}"]`);
  const zones = new Set(Array.from(others, (one) => one.parentElement.dataset.zone));
  zones.delete(node.parentElement.dataset.zone);
  return [node.dataset.also ?? '', [...zones].join(' ')];
})"""


@pytest.fixture
def pages(server: AppServer, open_page: Callable[..., Page]) -> tuple[Page, Page]:
    """The beamer and the regie."""
    practice = server.practice("--step", "2", "--people", "5", "--customers", "8")
    beamer, regie = open_page(practice["projector"], width=1280, height=720), open_page(practice["facilitator"])
    wait_live(beamer, regie)
    wait_settled(beamer, regie)
    return beamer, regie


def test_joined_customers_share_a_tile_until_they_are_split(pages: tuple[Page, Page]):
    beamer, regie = pages
    names = beamer.locator("#region-table [data-name]").count()
    assert beamer.evaluate(HEADS) == []
    unfold(regie, "region-same")
    while regie.locator(JOIN).count():
        regie.locator(JOIN).first.click()
        wait_settled(regie, beamer)
    heads = beamer.evaluate(HEADS)
    assert len(heads) >= 2
    assert heads == [[True, True, True]] * len(heads)
    signs = beamer.evaluate(SIGNS)
    assert any(told for told, _ in signs)
    assert [told for told, _ in signs] == [there for _, there in signs]
    assert beamer.evaluate(READ_TILES, 25) == []
    assert beamer.locator("#region-table [data-name]").count() == names
    assert_fresh(beamer)

    unfold(regie, "joined")
    while regie.locator('[data-command="table.split"]').count():
        regie.locator('[data-command="table.split"]').first.click()
        wait_settled(regie, beamer)
    assert (beamer.evaluate(HEADS), beamer.evaluate(SIGNS)) == ([], [])
    assert beamer.evaluate(READ_TILES, 25) == []
