"""Nine screens through a whole workshop, the beamer compared to the table after each step: four browsers, five seats
whose hands are quicker."""

from collections.abc import Callable

import pytest
from browser.people import assert_fresh, go_on, lay_all, press, read_ids, read_table, wait_live, wait_settled
from faults.bad_network import wait_until
from faults.plain_client import Person
from playwright.sync_api import Page
from support.server import AppServer
from support.wide import WIDE

pytestmark = [pytest.mark.browser, WIDE]


class Nine:
    """The regie, the beamer and two seats in browsers; five seats without one."""

    def __init__(self, server: AppServer, open_page: Callable[..., Page]) -> None:
        practice = server.practice("--step", "0", "--people", "7")
        urls = [one["url"] for one in practice["participants"]]
        self.regie, self.beamer = open_page(practice["facilitator"]), open_page(practice["projector"], height=720)
        self.ana, self.bas = (open_page(url, reduced_motion="reduce") for url in urls[:2])
        self.pages = (self.regie, self.beamer, self.ana, self.bas)
        self.plain = [Person(url).sit() for url in urls[2:]]
        wait_live(*self.pages)
        wait_until(lambda: all(one.state == "live" for one in self.plain))

    def go_on(self) -> None:
        step = str(go_on(*self.pages))
        wait_until(lambda: all(one.board.step == step for one in self.plain))

    def each(self, action: str, **fields: Callable[[Person, int], str]) -> None:
        """Every quick seat does this, and nobody is refused."""
        for number, one in enumerate(self.plain):
            one.do(action, **{name: of(one, number) for name, of in fields.items()})
        assert [one.refused for one in self.plain] == [{}] * 5

    def compare(self) -> dict[str, list[str]]:
        """All nine show the same figures in the same order, and the beamer is as if opened now."""
        seq = wait_settled(*self.pages)
        wait_until(lambda: all(one.board.seq >= seq for one in self.plain))
        table = read_table(self.beamer)
        assert [read_table(page) for page in self.pages] == [table] * 4
        ids = read_ids(self.beamer)
        if any(ids.values()):
            assert [one.board.table() for one in self.plain] == [ids] * 5
        assert_fresh(self.beamer, self.regie)
        return ids


@pytest.fixture
def nine(server: AppServer, open_page: Callable[..., Page]) -> Nine:
    return Nine(server, open_page)


def test_nine_screens_show_one_workshop_from_the_door_to_the_swap_list(nine: Nine):
    nine.compare()

    nine.go_on()
    for page in (nine.ana, nine.bas):
        page.locator("#add-name").fill("Bakker van " + page.locator(".brand").inner_text().split()[0])
        page.locator("#add-name").press("Enter")
        page.locator("[data-unsorted] .name").first.press("1")
    for column in ("costs", "gives"):
        nine.each(
            "sheet.add", names=lambda _s, n, of=column: f"Klant {n} die {of}", column=lambda _s, _n, of=column: of
        )
    nine.compare()

    nine.go_on()
    nine.each("table.place_all")
    for page in (nine.ana, nine.bas):
        lay_all(page)
    assert {zone: len(figures) for zone, figures in nine.compare().items()} == {"costs": 7, "neutral": 0, "gives": 5}

    nine.go_on()
    for _speaker in range(2):
        press(nine.regie, "Klaar – geef het woord door")
        nine.compare()

    nine.go_on()
    nine.each("thread.write", heading=lambda _s, _n: "more", text=lambda _s, n: f"Vaker doen: {n}")
    nine.compare()
    assert nine.beamer.locator("#region-threads .thread").count() == 5

    nine.go_on()
    nine.each("stack.stick", figure=lambda one, _n: next(iter({*one.own_figures()} & {*one.board.table()["costs"]})))
    nine.compare()
    assert nine.beamer.locator("#region-stack [data-slip]").count() == 5

    nine.go_on()
    slips = nine.beamer.eval_on_selector_all("[data-slip]", "all => all.map((one) => one.dataset.slip)")
    for one, slip in zip(nine.plain, [*slips[1:], slips[0]], strict=True):
        one.do("swap.answer", slip=slip, answer="take", expectation="gives")
    for _slip in slips:
        nine.regie.locator('[data-command="swap.open"]').first.click()
        nine.regie.locator('[data-command="swap.settle"]').first.click()
        nine.beamer.locator(".lit .decided").wait_for()
        nine.compare()

    nine.go_on()
    nine.compare()
    outcomes = [text.strip() for text in nine.ana.locator(".swap-list .outcome").all_text_contents()]
    assert (len(outcomes), set(outcomes) <= {"overgenomen", "geruild"}) == (5, True)
    for one in nine.plain:
        one.leave()
