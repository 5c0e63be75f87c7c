"""A customer's name of one very long word runs over no edge, on no screen of any step."""

from collections.abc import Callable

import pytest
from browser.people import MEASURED, PHONE, seat_url, wait_live
from browser.typefaces import FONT_SETS
from playwright.sync_api import Page
from support.server import AppServer
from support.wide import some_of

pytestmark = FONT_SETS

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
NAME = f"Stichting Samenwerkingsverband Passend Onderwijs Noordoost-Veluwe {WORD}"
#: All customers of a workshop are called by it, each by a number of its own.
RENAME = f"""
from workshop.models import Customer, Workshop
workshop = Workshop.objects.order_by("-created_at").first()
for number, one in enumerate(Customer.objects.filter(team=workshop.team)):
    Customer.objects.filter(pk=one.pk).update(name=f"{{number}} {NAME}" if number % 3 == 0 else one.name)
"""
#: What sticks out: what is in sight and ends beyond the window, or beyond the card or pane that it stands in. A list of
#: the regie that is longer than its place turns pages; what is on this one ends within its page.
STICKING_OUT = """() => {
  const groups = [...document.querySelectorAll(".facilitator > main > :is(.now, .side), [data-pages]")];
  const isPaged = (group) => group.scrollWidth > group.clientWidth || getComputedStyle(group).columnCount === "1";
  const paged = groups.filter(isPaged);
  const pageOf = (node) => paged.find((group) => group.contains(node))?.getBoundingClientRect();
  const isOnAnotherPage = (node) => node.getBoundingClientRect().left >= (pageOf(node)?.right ?? Infinity)
    || node.getBoundingClientRect().right <= (pageOf(node)?.left ?? -Infinity);
  const unseen = (node) => node && (getComputedStyle(node).clipPath === "inset(50%)" || unseen(node.parentElement));
  const nodes = [...document.querySelectorAll("main :is(bdi, button, select, .card, li)")];
  const seen = nodes.filter((node) => node.checkVisibility() && node.getBoundingClientRect().width && !unseen(node));
  const shown = seen.filter((node) => !isOnAnotherPage(node));
  return shown.flatMap((node) => {
    const frame = node.parentElement.closest(".card, .pane, .panel, .slip, .board");
    const edges = [frame?.getBoundingClientRect(), pageOf(node)].flatMap((rect) => rect?.right || []);
    const edge = Math.min(innerWidth, ...edges);
    const over = Math.round(node.getBoundingClientRect().right - edge);
    return over > 2 ? [`${over}px ${node.localName}.${node.className} ${node.textContent.trim().slice(0, 30)}`] : [];
  });
}"""


@pytest.mark.parametrize("step", some_of(range(1, 8), always=[2, 7]))
def test_a_very_long_word_stays_inside(server: AppServer, open_page: Callable[..., Page], step: int):
    practice = server.practice("--step", str(step), "--people", "3", "--customers", "4")
    assert server.manage("shell", "-c", RENAME).returncode == 0
    anouk = seat_url(practice, "Anouk")
    pages = {
        "phone": open_page(anouk, **PHONE),
        "laptop": open_page(anouk, width=1366, height=768),
        "regie": open_page(practice["facilitator"], width=1366, height=768),
        "beamer": open_page(practice["projector"], width=1280, height=720),
    }
    if step == 7:
        pages["follow-up"] = open_page(practice["facilitator"], width=1366, height=768)
        pages["follow-up"].goto(f"{pages['follow-up'].url}follow-up/")
    for page in pages.values():
        wait_live(page)
        page.evaluate(MEASURED)
    assert {name: out for name, page in pages.items() if (out := page.evaluate(STICKING_OUT))} == {}
    turn_page = pages["regie"].locator("main > .pager > button:last-child:enabled").locator("visible=true")
    while turn_page.count():
        turn_page.first.click()
        assert pages["regie"].evaluate(STICKING_OUT) == []
