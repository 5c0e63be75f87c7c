"""How the table is laid out, in numbers (static/js/table_layout.js), and how calm it stays on the beamer."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from browser.people import wait_live, wait_settled
from playwright.sync_api import Page
from support.server import AppServer

#: Makes tiles out of nothing: every name has two words, of so many em; each look at what it needs is counted.
LAY_OUT = """async ({ counts, room, limits, long = 0 }) => {
  const styles = document.querySelector('link[href*="css/"]').href;
  const { holds, layOut, smaller } = await import(new URL("../js/table_layout.js", styles));
  let looks = 0;
  const shrunk = { 100: 1, 87.5: 0.93, 75: 0.86 };
  const tile = (at) => {
    const word = 4 + (at * 7) % 5;
    const widths = at < long ? { whole: [30, 30, 30], hyphens: [30, 16, 11] } : { whole: [2 * word, word, word], hyphens: [2 * word, word, word] };
    const needs = Object.fromEntries(Object.entries(shrunk).map(([stretch, part]) => {
      return [stretch, { whole: widths.whole.map((em) => em * part), hyphens: widths.hyphens.map((em) => em * part) }];
    }));
    return { get needs() { looks += 1; return needs; }, heads: 1, signs: 0 };
  };
  const zones = Object.fromEntries(Object.entries(counts).map(([zone, count]) => [zone, Array.from({ length: count }, (_, at) => tile(at))]));
  const layout = layOut(zones, room, limits);
  const looked = looks;
  const more = layout && Object.fromEntries(Object.entries(zones).map(([zone, tiles]) => [zone, [...tiles, tile(1)]]));
  return { layout, looked, holds: layout && holds(layout, zones, room), more: layout && holds(smaller(layout, 0), more, room) };
}"""  # noqa: E501
BEAMER = {"width": 1260, "height": 556}
LIMITS = {"smallest": 6, "largest": 28, "figures": False}


@pytest.fixture
def lay_out(server: AppServer, open_page: Callable[..., Page]) -> Callable[..., dict[str, Any]]:
    page = open_page(server.url)

    def lay_out_zones(costs: int, neutral: int, gives: int, **given: Any) -> dict[str, Any]:
        counts = {"costs": costs, "neutral": neutral, "gives": gives}
        return dict(page.evaluate(LAY_OUT, {"counts": counts, "room": BEAMER, "limits": LIMITS} | given))

    return lay_out_zones


def test_a_full_table_is_laid_out_with_little_work(lay_out: Callable[..., dict[str, Any]]):
    """320 figures: each name is looked at once for each size of letters that is tried, 60 at most."""
    found = lay_out(94, 97, 129)
    assert found["holds"]
    assert found["looked"] <= 60 * 320


def test_zones_fill_the_table_and_each_has_its_share(lay_out: Callable[..., dict[str, Any]]):
    zones = lay_out(28, 46, 46)["layout"]["zones"]
    widths = [zone["width"] for zone in zones.values()]
    assert sum(widths) == pytest.approx(BEAMER["width"] - 24)
    assert min(widths) >= 0.19 * BEAMER["width"]
    assert all(
        zone["columns"] * (zone["column"] + 6) - 6 + 12 == pytest.approx(zone["width"]) for zone in zones.values()
    )


def test_a_zone_with_next_to_nothing_takes_less(lay_out: Callable[..., dict[str, Any]]):
    zones = lay_out(120, 0, 2)["layout"]["zones"]
    assert zones["neutral"]["width"] < 0.19 * BEAMER["width"]
    assert zones["costs"]["columns"] > 2


def test_few_figures_have_the_largest_letters_and_air(lay_out: Callable[..., dict[str, Any]]):
    layout = lay_out(3, 0, 4, limits=LIMITS | {"figures": True})["layout"]
    assert (layout["size"], layout["stretch"], layout["hyphens"], layout["gap"]) == (28, 100, False, 13)
    assert [zone["columns"] for zone in layout["zones"].values()] == [1, 1, 1]


def test_one_more_figure_still_stands(lay_out: Callable[..., dict[str, Any]]):
    assert lay_out(5, 6, 7)["more"]


def test_words_get_hyphens_only_where_letters_gain_by_it(lay_out: Callable[..., dict[str, Any]]):
    """One long word on an empty table stands whole; so many that letters would be small do not."""
    assert lay_out(1, 0, 0, long=1)["layout"]["hyphens"] is False
    assert lay_out(12, 12, 12, long=12)["layout"]["hyphens"] is True


def test_what_cannot_stand_is_not_laid_out(lay_out: Callable[..., dict[str, Any]]):
    assert lay_out(2000, 2000, 2000)["layout"] is None


#: Puts copies of a figure on the table, one at a time; the size of letters after each.
FILL = """async (count) => {
  const list = document.querySelector('#region-table ol[data-zone="gives"]');
  const table = list.closest('.table');
  const sizes = [];
  for (let turn = 0; turn < count; turn += 1) {
    const node = list.lastElementChild.cloneNode(true);
    node.id = `copy-${turn}`;
    list.append(node);
    document.dispatchEvent(new CustomEvent('kr:placed'));
    await new Promise((resolve) => setTimeout(resolve));
    sizes.push(parseFloat(table.style.getPropertyValue('--letter')));
  }
  return sizes;
}"""
CLEAR = """() => {
  for (const node of document.querySelectorAll('[id^="copy-"]')) node.remove();
  document.dispatchEvent(new CustomEvent('kr:placed'));
  return new Promise((resolve) => setTimeout(() => resolve(parseFloat(document.querySelector('.table').style.getPropertyValue('--letter')))));
}"""  # noqa: E501


def test_letters_shrink_in_steps_and_grow_after_a_rest(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "5", "--customers", "8")
    beamer = open_page(practice["projector"], width=1280, height=720)
    wait_live(beamer)
    wait_settled(beamer)
    sizes = beamer.evaluate(FILL, 30)
    steps = sorted(set(sizes), reverse=True)
    assert sizes == sorted(sizes, reverse=True), "nothing grows while somebody moves"
    assert 1 < len(steps) <= 12
    assert all(small <= 0.965 * large for large, small in pairwise(steps)), steps
    assert beamer.evaluate(CLEAR) == sizes[-1], "not at once"
    beamer.wait_for_function(
        "(before) => parseFloat(document.querySelector('.table').style.getPropertyValue('--letter')) > before",
        arg=1.08 * sizes[-1],
    )
