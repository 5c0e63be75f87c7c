"""Step 0: the practice figure stays where somebody put it when others come in, and the regie sees who moved theirs."""

from collections.abc import Callable

from browser.people import assert_fresh, join, seat_url, wait_live, wait_settled
from playwright.sync_api import Page, expect
from support.server import AppServer
from support.wide import WIDE


@WIDE
def test_the_practice_figure_stays_and_the_regie_sees_who_moved_theirs(
    server: AppServer, open_page: Callable[..., Page]
):
    practice = server.practice("--step", "0", "--people", "2")
    anouk, regie = open_page(seat_url(practice, "Anouk")), open_page(practice["facilitator"])
    wait_live(anouk, regie)
    done = regie.locator("#region-counts .done")
    expect(done).to_have_count(0)
    anouk.locator("#practice-figure button").focus()
    anouk.keyboard.press("3")
    expect(anouk.locator('[data-practice-zone="gives"] li')).to_have_count(1)
    expect(done).to_have_text("A Anouk ✓ geoefend", use_inner_text=True)

    late = open_page(f"{server.url}/join/{practice['code']}/")
    join(late, "Fenna")
    wait_live(late)
    wait_settled(anouk, regie, late)
    expect(anouk.locator(".seats")).to_contain_text("Fenna")
    expect(anouk.locator('[data-practice-zone="gives"] li')).to_have_count(1)
    assert anouk.locator("#practice-figure button").evaluate("(node) => node === document.activeElement")
    expect(done).to_have_count(1)
    assert_fresh(anouk, regie, late)
    seq = wait_settled(anouk)
    anouk.keyboard.press("1")
    expect(anouk.locator('[data-practice-zone="costs"] li')).to_have_count(1)
    assert wait_settled(anouk, regie) == seq, "practising more is nobody's business"
