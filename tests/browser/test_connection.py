"""The scripts that keep a page fresh, against a server that says what each test lets it say.

Everything stands in for something here but the scripts, htmx and the browser: a real server never fails on cue.
"""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from browser.standin import Server, enter, figure, reply, wait_fresh
from playwright.sync_api import Browser, Page, Route, expect
from support.wide import WIDE


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    errors: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(8000)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def server(page: Page) -> Server:
    return Server(page)


def test_live_is_said_after_the_greeting_only(page: Page, server: Server) -> None:
    server.greets = False
    enter(page)
    page.wait_for_function("window.kr")
    expect(page.locator("body")).to_have_attribute("data-connection", "offline")

    server.greet()

    wait_fresh(page, 5)
    expect(page.locator("[data-connection-text]")).to_have_text("Verbonden")
    assert server.gets == []
    assert abs(page.evaluate("kr.serverNow()") - 1_000_000) < 5000


def test_a_page_that_is_behind_catches_up_before_it_is_live(page: Page, server: Server) -> None:
    server.greets = False
    enter(page)
    page.wait_for_function("window.kr")
    server.seq = 9
    server.greet()

    wait_fresh(page, 9)
    expect(page.locator("#as-of")).to_have_text("9")
    assert server.gets == [["table", "counts", "own"]]


def test_a_move_is_placed_without_a_request(page: Page, server: Server) -> None:
    enter(page)
    wait_fresh(page, 5)

    server.tell(html=figure(2, 6))

    wait_fresh(page, 6)
    expect(page.locator("#f-2")).to_have_count(1)
    assert server.gets == []


def test_waiting_names_are_folded_and_typed_text_stays(page: Page, server: Server) -> None:
    enter(page)
    wait_fresh(page, 5)
    page.fill("#note", "half af")

    server.tell("own")
    server.tell("table", "elsewhere")

    wait_fresh(page, 7)
    assert server.gets == [["own", "table"]]
    assert (page.input_value("#note"), page.evaluate("document.activeElement.id")) == ("half af", "note")
    assert ["swapped", {"region": "table"}] in page.evaluate("kr.events")


def test_counts_are_fetched_once_a_second(page: Page, server: Server) -> None:
    enter(page)
    wait_fresh(page, 5)

    for _ in range(12):
        server.tell("counts")
        page.wait_for_timeout(100)

    wait_fresh(page, 17)
    assert len(server.gets) <= 3


def test_a_move_during_a_fetch_is_not_overwritten_by_it(page: Page, server: Server) -> None:
    waiting: list[Route] = []
    server.http = lambda route: waiting.append(route) is None
    enter(page)
    wait_fresh(page, 5)
    server.tell("table")
    page.wait_for_timeout(200)
    old = server.seq
    server.tell(html=figure(2, 7))
    expect(page.locator("#f-2")).to_have_count(1)

    new, server.seq = server.seq, old
    server.http = lambda route: False
    server.serve(waiting[0])
    server.seq = new

    wait_fresh(page, 7)
    expect(page.locator("#as-of")).to_have_text("6")
    expect(page.locator("#f-2")).to_have_count(1)


def test_an_answer_that_is_too_old_is_asked_for_again(page: Page, server: Server) -> None:
    enter(page)
    wait_fresh(page, 5)

    server.say(seq=6, html="", stale=["table"])
    page.wait_for_timeout(300)
    assert page.locator("body").get_attribute("data-seq") == "5"
    server.seq = 6

    wait_fresh(page, 6)


def test_a_missed_one_fetches_everything(page: Page, server: Server) -> None:
    enter(page)
    wait_fresh(page, 5)

    server.seq = 8
    server.say(beat=8, time=1_000_000, build="b1")

    wait_fresh(page, 8)
    assert server.gets == [["table", "counts", "own"]]
    assert {"beat": 5} in server.heard


def fall_silent(page: Page, server: Server, http: Callable[[Route], bool] = lambda route: False) -> None:
    """The page is live, then its line says nothing more, and requests go to `http`."""
    page.clock.install()
    enter(page)
    wait_fresh(page, 5)
    server.greets, server.http = False, http

    page.clock.run_for(12_000)
    expect(page.locator("body")).to_have_attribute("data-connection", "offline")


def test_a_still_socket_is_abandoned_and_another_opened(page: Page, server: Server) -> None:
    fall_silent(page, server)
    page.clock.run_for(3000)
    assert len(server.sockets) == 2
    server.greet()

    wait_fresh(page, 5)


def test_in_the_dark_nothing_is_asked_but_whether_it_is_light(page: Page, server: Server) -> None:
    swallowed: list[str] = []
    fall_silent(page, server, lambda route: swallowed.append(urlsplit(route.request.url).path) is None)

    page.click("#done")
    page.clock.run_for(15_000)
    assert set(swallowed) == {"/healthz"}

    server.http = lambda route: False
    server.seq, server.greets = 6, True
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("body")).to_have_attribute("data-waiting", "0")
    wait_fresh(page, 7)
    assert [post["ready"] for post in server.posts] == ["1"]


def test_who_is_answered_in_the_dark_goes_on_without_a_socket(page: Page, server: Server) -> None:
    fall_silent(page, server)
    page.click("#done")

    expect(page.locator("body")).to_have_attribute("data-waiting", "0")
    assert [post["ready"] for post in server.posts] == ["1"]


def test_a_page_polls_while_sockets_are_blocked_and_returns(page: Page, server: Server) -> None:
    server.refuses_sockets = True
    enter(page)
    expect(page.locator("body")).to_have_attribute("data-connection", "polling")

    server.seq = 6
    wait_fresh(page, 6, "polling")
    expect(page.locator("[data-connection-text]")).to_have_text("Trage verbinding")

    server.refuses_sockets = False
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_fresh(page, 6)


def test_sockets_that_open_and_stay_mute_are_done_without_within_twelve_seconds(page: Page, server: Server) -> None:
    server.greets = False
    page.clock.install()
    enter(page)
    live_through(page, 11)

    expect(page.locator("body")).to_have_attribute("data-connection", "polling")

    server.greets = True
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_fresh(page, 5)


def test_a_line_that_comes_back_mute_is_done_without_within_twelve_seconds(page: Page, server: Server) -> None:
    page.clock.install()
    enter(page)
    wait_fresh(page, 5)
    server.greets = False
    server.sockets[-1].close(code=1011)
    live_through(page, 11)

    expect(page.locator("body")).to_have_attribute("data-connection", "polling")


@WIDE
def test_one_answered_poll_is_no_reason_to_knock_seldom(page: Page, server: Server) -> None:
    """A server that comes back answers requests before it takes sockets in."""
    server.refuses_sockets = True
    enter(page)
    expect(page.locator("body")).to_have_attribute("data-connection", "polling")
    tried = len(server.sockets)
    while len(server.sockets) == tried:
        page.wait_for_timeout(50)

    server.refuses_sockets = False

    wait_fresh(page, 5)


def test_a_request_that_hangs_is_no_connection(page: Page, server: Server) -> None:
    """What was under way when the line went has no answer yet, so nobody knows that polling works."""
    enter(page)
    wait_fresh(page, 5)
    swallowed: list[str] = []
    server.http = lambda route: swallowed.append(route.request.url) is None
    server.tell("table")
    page.wait_for_timeout(200)
    server.refuses_sockets = True
    server.sockets[-1].close(code=1011)
    told = page.evaluate("""() => new Promise((resolve) => {
        const states = [];
        document.addEventListener("kr:connection", ({ detail }) => states.push(detail.state));
        setTimeout(() => resolve(states), 6500);
    })""")

    assert swallowed
    assert len(server.sockets) > 3
    assert "polling" not in told


def test_who_polls_for_long_knocks_seldom(page: Page, server: Server) -> None:
    server.refuses_sockets = True
    page.clock.install()
    enter(page)
    live_through(page, 20)
    expect(page.locator("body")).to_have_attribute("data-connection", "polling")
    tried = len(server.sockets)

    live_through(page, 10)

    assert len(server.sockets) - tried <= 1


def live_through(page: Page, seconds: int) -> None:
    """In steps, each with a moment for the answers to what was asked."""
    for _ in range(seconds * 2):
        page.clock.run_for(500)
        page.wait_for_timeout(20)


def test_a_removed_seat_is_told_why_and_sees_nothing_more(page: Page, server: Server) -> None:
    enter(page)
    wait_fresh(page, 5)

    server.sockets[-1].close(code=4403)

    expect(page.locator("main")).to_have_text("Weggehaald")
    expect(page.locator("body")).to_have_attribute("data-connection", "offline")
    page.wait_for_timeout(1500)
    assert len(server.sockets) == 1


def test_another_build_reloads_the_page_once(page: Page, server: Server) -> None:
    loads: list[str] = []
    page.on("load", lambda page: loads.append(page.url))
    enter(page)
    wait_fresh(page, 5)

    server.build = "b2"
    server.say(beat=5, time=1_000_000, build="b2")
    page.wait_for_timeout(1500)

    wait_fresh(page, 5)
    assert len(loads) == 2


def test_a_step_is_shown_on_the_body(page: Page, server: Server) -> None:
    enter(page)
    wait_fresh(page, 5)

    server.step = 3
    server.tell("all")

    wait_fresh(page, 6)
    expect(page.locator("body")).to_have_attribute("data-step", "3")


def test_commands_go_one_by_one_in_order_with_an_id_and_the_step(page: Page, server: Server) -> None:
    enter(page)
    wait_fresh(page, 5)

    for name in ("Bakker", "Slager", "Smid"):
        page.fill("input[name=name]", name)
        page.press("input[name=name]", "Enter")

    expect(page.locator("body")).to_have_attribute("data-waiting", "0")
    assert [(post["name"], post["step"]) for post in server.posts] == [("Bakker", "2"), ("Slager", "2"), ("Smid", "2")]
    assert len({post["action_id"] for post in server.posts}) == 3
    assert page.input_value("input[name=name]") == ""


def test_what_was_done_offline_survives_a_reload_and_is_done_once(page: Page, server: Server) -> None:
    ids: list[str] = []

    def lose(route: Route) -> None:
        ids.append(server.posts[-1]["action_id"])
        route.abort()

    server.answer = lose
    enter(page)
    wait_fresh(page, 5)
    page.click("#done")
    expect(page.locator("[data-waiting-text]")).to_have_text("1 wacht")
    page.reload()
    page.wait_for_function("window.kr")

    server.answer = server.accept
    expect(page.locator("body")).to_have_attribute("data-waiting", "0")

    assert len({post["action_id"] for post in server.posts}) == 1
    assert ids
    expect(page.locator("[data-waiting-text]")).to_have_text("")


def test_a_refusal_says_why_and_gives_the_text_back(page: Page, server: Server) -> None:
    server.answer = lambda route: reply(route, status=409, json={"sentence": "Te laat.", "html": "", "stale": ["own"]})
    enter(page)
    wait_fresh(page, 5)

    page.fill("input[name=name]", "Bakker")
    page.press("input[name=name]", "Enter")

    expect(page.locator("#refusal")).to_have_text("Te laat.")
    expect(page.locator("#say")).to_have_text("Te laat.")
    expect(page.locator("input[name=name]")).to_have_value("Bakker")
    page.wait_for_timeout(200)
    assert server.gets == [["own"]]


def test_a_button_is_busy_until_its_answer_and_sends_once(page: Page, server: Server) -> None:
    held: list[Route] = []
    server.answer = held.append
    enter(page)
    wait_fresh(page, 5)

    page.click("#done")
    expect(page.locator("#done")).to_have_attribute("aria-busy", "true")
    page.click("#done", force=True)
    page.wait_for_timeout(200)
    server.answer = server.accept
    server.accept(held[0])

    expect(page.locator("#done:not([aria-busy])")).to_have_count(1)
    assert [post["ready"] for post in server.posts] == ["1"]


def test_there_and_back_and_there_again_is_three_commands(page: Page, server: Server) -> None:
    held: list[Route] = []
    server.answer = held.append
    enter(page)
    wait_fresh(page, 5)

    for ready in (1, 0, 1, 1):
        page.evaluate(f"document.getElementById('done').dataset.fields = JSON.stringify({{ ready: {ready} }})")
        page.click("#done", force=True)
    expect(page.locator("body")).to_have_attribute("data-waiting", "3")
    server.answer = server.accept
    server.accept(held[0])

    expect(page.locator("body")).to_have_attribute("data-waiting", "0")
    assert [post["ready"] for post in server.posts] == ["1", "0", "1"]


def test_an_own_change_that_overtakes_others_news_hides_none_of_it(page: Page, server: Server) -> None:
    enter(page)
    wait_fresh(page, 5)

    server.seq = 6  # somebody else's, still on its way
    page.click("#done")
    expect(page.locator("body")).to_have_attribute("data-waiting", "0")
    page.wait_for_timeout(200)
    assert page.locator("body").get_attribute("data-seq") == "5"

    server.say(seq=6, html=figure(3, 6), stale=[])
    server.say(seq=7, html="", stale=["own"])
    wait_fresh(page, 7)
    expect(page.locator("#f-3")).to_have_count(1)
