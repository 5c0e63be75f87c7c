"""The line drops, or lets no socket through: nothing that was done is lost, and everybody sees how things stand."""

from collections.abc import Callable

from browser.people import (
    assert_equal_tables,
    forgotten,
    go_on,
    own_in,
    press,
    seat_url,
    standing,
    wait_live,
    wait_settled,
)
from playwright.sync_api import Page, WebSocketRoute, expect
from support.server import AppServer
from support.wide import WIDE

#: A network that lets no socket through: every attempt ends as a refused one does.
NO_SOCKETS = """
globalThis.WebSocket = class extends EventTarget {
  static OPEN = 1;
  readyState = 0;
  constructor() {
    super();
    setTimeout(() => this.onclose?.({ code: 1006 }), 20);
  }
  send() {}
  close() {}
};
"""


def test_what_is_done_without_a_line_waits_and_is_done_once(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "4")
    fleur = open_page(practice["facilitator"])
    anouk, youssef = (open_page(seat_url(practice, name)) for name in ("Anouk", "Youssef"))
    wait_live(fleur, anouk, youssef)
    before = wait_settled(fleur, anouk, youssef)

    anouk.context.set_offline(True)
    moved = own_in(anouk, "costs").get_attribute("data-figure") or ""
    standing(anouk, moved, "costs").focus()
    anouk.keyboard.press("3")
    expect(standing(anouk, moved, "gives")).to_be_focused()
    expect(anouk.locator("[data-waiting-text]")).to_contain_text("wacht op verbinding")
    anouk.wait_for_selector('body:not([data-connection="live"])', timeout=20_000)
    expect(anouk.locator("[data-connection-text]")).to_contain_text("geen verbinding")
    press(anouk, "✓ Ik ben klaar")
    expect(anouk.locator("[data-waiting-text]")).to_contain_text("(2)")
    expect(standing(youssef, moved, "costs")).to_have_count(1)

    anouk.context.set_offline(False)
    wait_live(anouk)
    expect(standing(youssef, moved, "gives")).to_have_count(1)
    expect(anouk.locator("[data-waiting-text]")).to_have_text("")
    assert_equal_tables(fleur, anouk, youssef)
    assert wait_settled(fleur, anouk, youssef) == before + 2


def test_what_comes_too_late_goes_back_with_a_sentence(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "4")
    fleur = open_page(practice["facilitator"])
    anouk, youssef = (open_page(seat_url(practice, name)) for name in ("Anouk", "Youssef"))
    wait_live(fleur, anouk, youssef)
    before = assert_equal_tables(fleur, anouk, youssef)

    anouk.context.set_offline(True)
    moved = own_in(anouk, "costs").get_attribute("data-figure") or ""
    standing(anouk, moved, "costs").focus()
    anouk.keyboard.press("3")
    forgotten(anouk).fill("Te laat BV")
    press(anouk, "Zet op tafel")
    expect(anouk.locator("[data-waiting-text]")).to_contain_text("(2)")
    go_on(fleur, youssef)
    anouk.context.set_offline(False)

    wait_live(anouk)
    expect(anouk.locator("#refusal")).to_contain_text("De stap is intussen veranderd: we zijn nu bij Verhalen.")
    expect(anouk.locator("#drafts textarea")).to_have_value("Te laat BV")
    assert assert_equal_tables(fleur, anouk, youssef) == before


@WIDE
def test_without_sockets_the_page_asks_by_itself(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "4")
    anouk, youssef = open_page(), open_page(seat_url(practice, "Youssef"))
    anouk.add_init_script(NO_SOCKETS)
    anouk.goto(seat_url(practice, "Anouk"))
    anouk.wait_for_selector('body[data-connection="polling"]')
    expect(anouk.locator("[data-connection-text]")).to_have_text("verbonden, iets trager")
    wait_live(youssef)

    moved = own_in(youssef, "costs").get_attribute("data-figure") or ""
    standing(youssef, moved, "costs").focus()
    youssef.keyboard.press("3")
    expect(standing(anouk, moved, "gives")).to_have_count(1, timeout=15_000)
    own = own_in(anouk, "costs").get_attribute("data-figure") or ""
    standing(anouk, own, "costs").focus()
    anouk.keyboard.press("2")
    expect(standing(youssef, own, "neutral")).to_have_count(1)
    expect(anouk.locator("#region-seats [data-seat][data-here]")).to_have_count(1)


def posts_of(page: Page) -> list[str]:
    """The commands that this page sends by POST from now on, by their address."""
    found: list[str] = []
    page.on("request", lambda request: "/do/" in request.url and found.append(request.url.rpartition("/do/")[2]))
    return found


def lose_what_is_asked(socket: WebSocketRoute) -> None:
    """A line that brings all news, and on which every command gets lost."""
    server = socket.connect_to_server()
    socket.on_message(lambda text: None if '"do"' in text else server.send(text))


@WIDE
def test_a_move_goes_by_the_line_and_by_post_when_the_line_does_not_answer(
    server: AppServer, open_page: Callable[..., Page]
):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "4")
    anouk, youssef = (open_page(seat_url(practice, name)) for name in ("Anouk", "Youssef"))
    wait_live(anouk, youssef)
    before, posts = wait_settled(anouk, youssef), posts_of(anouk)
    moved = own_in(anouk, "costs").get_attribute("data-figure") or ""
    standing(anouk, moved, "costs").focus()
    anouk.keyboard.press("3")
    expect(standing(youssef, moved, "gives")).to_have_count(1)
    assert posts == []

    anouk.route_web_socket("**/live/", lose_what_is_asked)
    anouk.reload()
    wait_live(anouk)
    standing(anouk, moved, "gives").focus()
    anouk.keyboard.press("2")
    expect(standing(youssef, moved, "neutral")).to_have_count(1, timeout=15_000)
    assert posts == ["table.place/"]
    assert_equal_tables(anouk, youssef)
    assert wait_settled(anouk, youssef) == before + 2


@WIDE
def test_a_move_that_waited_does_not_undo_one_of_the_seats_other_device(
    server: AppServer, open_page: Callable[..., Page]
):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "4")
    phone, laptop = (open_page(seat_url(practice, "Anouk")) for _ in range(2))
    youssef = open_page(seat_url(practice, "Youssef"))
    wait_live(phone, laptop, youssef)
    before = wait_settled(phone, laptop, youssef)
    moved = own_in(phone, "costs").get_attribute("data-figure") or ""
    other = own_in(phone, "gives").get_attribute("data-figure") or ""

    phone.context.set_offline(True)
    for figure, zone, key in ((moved, "costs", "2"), (other, "gives", "2"), (other, "neutral", "1")):
        standing(phone, figure, zone).focus()
        phone.keyboard.press(key)
    for figure in (moved, other):
        expect(phone.locator(f"#f-{figure}")).to_have_attribute("data-waits", "wacht")
    expect(phone.locator("[data-connection-text]")).not_to_contain_text("verbonden")
    assert phone.locator("ol[data-zone] > [data-waits]").count() == 2
    standing(laptop, moved, "costs").focus()
    laptop.keyboard.press("3")
    expect(standing(youssef, moved, "gives")).to_have_count(1)

    phone.context.set_offline(False)
    wait_live(phone)
    refusal = phone.locator("#refusal")
    expect(refusal).to_contain_text("staat bij ‘geeft energie’. Jouw zet naar ‘neutraal’ is niet gedaan.")
    for page in (phone, laptop, youssef):
        expect(standing(page, moved, "gives")).to_have_count(1)
        expect(standing(page, other, "costs")).to_have_count(1)
    assert_equal_tables(phone, laptop, youssef)
    assert wait_settled(phone, laptop, youssef) == before + 3
    expect(phone.locator("[data-waits]")).to_have_count(0)
    expect(phone.locator("[data-connection-text]")).to_have_text("verbonden")

    standing(phone, moved, "gives").focus()
    phone.keyboard.press("2")
    expect(standing(youssef, moved, "neutral")).to_have_count(1)


def test_what_was_typed_without_a_line_stands_under_its_form_until_it_is_answered(
    server: AppServer, open_page: Callable[..., Page]
):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "4")
    anouk = open_page(seat_url(practice, "Anouk"))
    wait_live(anouk)

    anouk.context.set_offline(True)
    for name in ("Molen De Hoop", "Vuurtoren Noord"):
        forgotten(anouk).fill(name)
        press(anouk, "Zet op tafel")
    press(anouk, "✓ Ik ben klaar")
    expect(anouk.locator("[data-typed][data-waits]")).to_have_text(["Molen De Hoop", "Vuurtoren Noord"])
    expect(anouk.get_by_role("button", name="Ik ben klaar")).to_have_attribute("data-waits", "wacht")

    anouk.context.set_offline(False)
    wait_live(anouk)
    expect(anouk.locator("[data-typed], [data-waits]")).to_have_count(0)
    expect(anouk.locator("ol[data-zone]").get_by_text("Vuurtoren Noord")).to_have_count(1)
