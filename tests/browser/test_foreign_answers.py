"""Answers that are not ours: a portal, a proxy or a filter speaks. Nothing is thrown away or frozen because of it."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from browser.standin import Server, enter, figure, reply, wait_fresh
from playwright.sync_api import Browser, Page, Route, expect
from support.wide import some_of

PORTAL = "<!doctype html><title>Hotel</title><p>Log in op de wifi</p>"
FOREIGN = {
    "a portal": {"status": 200, "body": PORTAL, "content_type": "text/html"},
    "a filter": {"status": 403, "body": PORTAL, "content_type": "text/html"},
    "no sign-in": {"status": 401, "body": "{}", "content_type": "application/json"},
    "no page": {"status": 404, "body": "Not Found", "content_type": "text/plain"},
    "somebody's JSON": {"status": 403, "body": '{"sentence": "Blocked."}', "content_type": "application/json"},
    "gone": {"status": 410, "body": "", "content_type": "text/html"},
}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(12_000)
    yield page
    context.close()


@pytest.fixture
def server(page: Page) -> Server:
    return Server(page)


@pytest.fixture(params=some_of(FOREIGN, always=["a portal"]))
def portal(request: pytest.FixtureRequest, server: Server) -> Iterator[None]:
    """From now on, somebody else answers all requests; the socket still works."""
    server.http = lambda route: route.fulfill(**FOREIGN[request.param]) is None
    yield
    server.http = lambda route: False


def hotel(route: Route) -> bool:
    """The sign-in page of a wifi, whatever is asked."""
    return route.fulfill(**FOREIGN["a portal"]) is None


def test_one_foreign_answer_to_a_look_freezes_nothing(page: Page, server: Server, portal: None) -> None:
    ours, answers = server.http, []
    server.http = lambda route: False
    enter(page)
    wait_fresh(page, 5)
    server.http = lambda route: not answers and not answers.append(route) and ours(route)

    server.tell("own")

    wait_fresh(page, 6)
    expect(page.locator("#region-own p")).to_have_text("6")


def test_a_page_that_cannot_fetch_its_news_does_not_say_connected(page: Page, server: Server) -> None:
    page.clock.install()
    enter(page)
    wait_fresh(page, 5)
    server.http = hotel
    server.tell("own")
    for _ in range(16):
        page.clock.run_for(500)
        page.wait_for_timeout(20)
    expect(page.locator("body")).to_have_attribute("data-connection", "stale")
    expect(page.locator("[data-connection-text]")).to_have_text("Iets anders antwoordt")

    server.http = lambda route: False
    for _ in range(10):
        page.clock.run_for(500)
        page.wait_for_timeout(20)
    wait_fresh(page, 6)
    expect(page.locator("[data-connection-text]")).to_have_text("Verbonden")


def test_a_command_that_somebody_else_answers_is_kept_and_sent_again(page: Page, server: Server, portal: None) -> None:
    strange, server.http = server.http, lambda route: False
    enter(page)
    wait_fresh(page, 5)
    server.http = strange
    page.fill("input[name=name]", "Bakker")
    page.press("input[name=name]", "Enter")
    page.click("#done")
    expect(page.locator("[data-waiting-text]")).to_have_text("2 wacht")
    assert server.posts == []

    server.http = lambda route: False

    expect(page.locator("body")).to_have_attribute("data-waiting", "0")
    assert [(post.get("name"), post.get("ready")) for post in server.posts] == [("Bakker", None), (None, "1")]
    assert page.locator("#refusal").is_hidden()


def test_a_command_that_was_sent_on_to_another_page_arrived_nowhere(page: Page, server: Server) -> None:
    """A proxy that sends http on to https turns a POST into a GET of one of our own pages."""
    enter(page)
    wait_fresh(page, 5)
    there = page.url

    def sent_on(route: Route) -> bool:
        return route.request.method == "POST" and route.fulfill(status=302, headers={"Location": there}) is None

    server.http = sent_on
    page.click("#done")
    expect(page.locator("[data-waiting-text]")).to_have_text("1 wacht")
    assert page.locator("#refusal").is_hidden()

    server.http = lambda route: False

    expect(page.locator("body")).to_have_attribute("data-waiting", "0")
    assert [post.get("ready") for post in server.posts] == ["1"]


def test_in_the_dark_a_portal_is_no_light(page: Page, server: Server) -> None:
    page.clock.install()
    enter(page)
    wait_fresh(page, 5)
    server.greets, server.http = False, hotel

    page.clock.run_for(12_000)
    page.click("#done")
    for _ in range(10):
        page.clock.run_for(500)
        page.wait_for_timeout(20)

    expect(page.locator("body")).to_have_attribute("data-waiting", "1")
    expect(page.locator("[data-connection-text]")).to_have_text("Iets anders antwoordt")


@pytest.mark.parametrize(
    "answer", some_of([*FOREIGN, "nobody", "our refusal", "our page that says no"], always=["a portal", "nobody"])
)
def test_a_preview_without_an_answer_says_so_and_shows_no_old_one(page: Page, server: Server, answer: str) -> None:
    enter(page)
    wait_fresh(page, 5)
    server.answer = lambda route: reply(route, body="<p>Twee klanten</p>", headers={"Content-Type": "text/html"})
    page.click("text=Bekijk")
    expect(page.locator("#preview")).to_have_text("Twee klanten")
    said = "Geen antwoord"
    if answer == "nobody":
        server.answer = lambda route: route.abort()
    elif answer == "our refusal":
        server.answer, said = lambda route: reply(route, status=403, json={"sentence": "Weggehaald."}), "Weggehaald."
    elif answer == "our page that says no":
        no = "<!doctype html><h1>Nee</h1><p role='alert'>Te snel.</p>"
        server.answer, said = lambda route: reply(route, status=429, body=no), "Te snel."
    else:
        server.answer = lambda route: route.fulfill(**FOREIGN[answer])

    page.click("text=Bekijk")

    expect(page.locator("#preview [role=alert]")).to_have_text(said)
    assert page.locator("#preview").inner_text() == said


def test_what_a_listener_throws_ends_no_queue(page: Page, server: Server) -> None:
    enter(page)
    wait_fresh(page, 5)
    page.evaluate("document.addEventListener('kr:sent', () => {})")
    # An answer that cannot be applied: its figure is none.
    server.answer = lambda route: reply(route, json={"seq": server.seq + 1, "html": "<li", "stale": 7, "sentence": ""})
    page.click("#done")
    expect(page.locator("body")).to_have_attribute("data-waiting", "0")

    server.answer = server.accept
    page.fill("input[name=name]", "Bakker")
    page.press("input[name=name]", "Enter")

    expect(page.locator("body")).to_have_attribute("data-waiting", "0")
    assert [post.get("name") for post in server.posts] == [None, "Bakker"]


def test_news_that_cannot_be_placed_is_fetched(page: Page, server: Server) -> None:
    enter(page)
    wait_fresh(page, 5)

    server.tell(html="<!-- no figure -->")
    wait_fresh(page, 6)
    assert server.gets == [["table"]]

    server.tell(html=figure(2, 7))
    wait_fresh(page, 7)
    expect(page.locator("#f-2")).to_have_count(1)


def test_who_waits_for_a_seat_asks_on_through_a_portal(page: Page, server: Server) -> None:
    asked: list[str] = []

    def serve(route: Route) -> None:
        if urlsplit(route.request.url).path.startswith("/js/"):
            return server.serve_script(route, route.request.url.rpartition("/")[2])
        if route.request.resource_type == "document":
            page_of_waiting = (
                '<!doctype html><p id="me">Even wachten</p><script type="module" src="/js/waiting_room.js"></script>'
            )
            return reply(route, body=page_of_waiting, headers={"Content-Type": "text/html"})
        asked.append(route.request.url)
        if len(asked) < 3:
            return route.fulfill(status=200, body=json.dumps({"ok": True}), content_type="application/json")
        return reply(route, json={"admitted": None})

    page.route("http://klanten.local/**", serve)
    page.goto("http://klanten.local/wait/x/")
    page.evaluate("document.getElementById('me').textContent = 'dezelfde pagina'")

    page.wait_for_timeout(7000)

    assert len(asked) >= 3
    expect(page.locator("#me")).to_have_text("dezelfde pagina")
