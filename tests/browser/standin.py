"""A server that says what a test lets it say: a real one never fails on cue."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django_htmx
from playwright.sync_api import Page, Route, WebSocketRoute, expect

HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-4.js"
SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"
HOME = "http://klanten.local"
#: What an answer of ours bears (sessions/middleware/request_log.py).
MARK = {"Klanten-Ruilen": "b1"}

PLACE = """
export function applyFragment(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  document.getElementById(fresh.id)?.remove();
  document.querySelector("[data-zone]").append(fresh);
}
export function restore() {}
"""
ENTRY = """
import * as command from "./command.js";
import * as connection from "./connection.js";
import * as forms from "./forms.js";
import * as fragments from "./fragments.js";
import * as place from "./place.js";
import { prepare } from "./regions.js";
window.kr = { ...command, ...connection, events: [] };
for (const name of ["swapped", "here", "hold", "step", "answered", "sent", "stopped"]) {
  document.addEventListener(`kr:${name}`, ({ detail }) => kr.events.push([name, detail]));
}
forms.start();
command.start();
fragments.start();
prepare(place);
connection.start();
"""
PAGE = """<!doctype html><meta name="csrf-token" content="token"><title>Tafel</title>
<script src="/js/htmx.js"></script>
<body data-base="/seat/a/" data-me="a" data-role="participant" data-step="2" data-seq="5" data-build="b1"
 data-connection="offline">
<p data-connection-text role="status"></p><p data-waiting-text></p>
<div id="say" role="status"></div><p id="refusal" hidden></p>
<main>
{regions}
<form data-command="add"><input name="name" required><button>Erbij</button></form>
<button id="done" data-command="done" data-fields='{{"ready": 1}}'>Klaar</button>
<form hx-post="/seat/a/preview/" hx-target="#preview" hx-swap="innerHTML"><button>Bekijk</button></form>
<div id="preview"></div>
</main>
<template id="words"><span data-word="live">Verbonden</span><span data-word="offline">Geen verbinding</span>
<span data-word="polling">Trage verbinding</span><span data-word="waiting">{{n}} wacht</span>
<span data-word="waits">wacht</span><span data-word="failed">Mislukt</span><span data-word="stale">Loopt achter</span>
<span data-word="foreign">Iets anders antwoordt</span><span data-word="no-answer">Geen antwoord</span>
<span data-word="closed-4403">Weggehaald</span></template>
<script type="module" src="/js/page.js"></script>"""


def section(name: str, seq: int, inner: str) -> str:
    return f'<section id="region-{name}" data-region="{name}" data-seq="{seq}">{inner}</section>'


def figure(number: int, seq: int) -> str:
    return f'<li id="f-{number}"><button data-figure="{number}" data-seq="{seq}">{number}</button></li>'


def reply(route: Route, headers: dict[str, str] | None = None, **given: Any) -> None:
    """An answer as our server gives it."""
    if "json" in given:
        given["body"] = json.dumps(given.pop("json"))
        headers = {"Content-Type": "application/json"} | (headers or {})
    route.fulfill(headers=MARK | (headers or {}), **given)


class Server:
    """What the page believes to be the server."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seq, self.step, self.build = 5, 2, "b1"
        self.gets: list[list[str]] = []
        self.posts: list[dict[str, str]] = []
        self.heard: list[dict[str, Any]] = []
        self.sockets: list[WebSocketRoute] = []
        self.greets = True
        self.refuses_sockets = False
        self.http: Callable[[Route], bool] = lambda route: False
        self.answer: Callable[[Route], None] = lambda route: self.accept(route)
        page.route(f"{HOME}/**", self.serve)
        page.route_web_socket("**/live/", self.open)

    def serve(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/seat/a/":
            route.fulfill(body=PAGE.format(regions=self.regions(["table", "counts", "own"])), content_type="text/html")
        elif path.startswith("/js/"):
            self.serve_script(route, path.removeprefix("/js/"))
        elif self.http(route):
            return
        elif path == "/healthz":
            reply(route)
        elif path.endswith("/regions/"):
            self.serve_regions(route)
        else:
            self.posts.append({name: value[0] for name, value in parse_qs(route.request.post_data).items()})
            self.answer(route)

    def serve_script(self, route: Route, name: str) -> None:
        known = {"place.js": PLACE, "page.js": ENTRY, "htmx.js": HTMX.read_text()}
        body = known.get(name) or (SCRIPTS / name).read_text()
        route.fulfill(body=body, content_type="text/javascript")

    def serve_regions(self, route: Route) -> None:
        names = parse_qs(urlsplit(route.request.url).query)["r"]
        self.gets.append(names)
        if route.request.headers.get("if-none-match") == f'"{self.seq}"':
            return reply(route, status=304)
        headers = {"X-Seq": self.seq, "X-Step": self.step, "X-Build": self.build, "ETag": f'"{self.seq}"'}
        texts = {name: str(value) for name, value in headers.items()}
        return reply(route, body=self.regions(names), headers=texts | {"Content-Type": "text/html"})

    def regions(self, names: list[str]) -> str:
        inner = {
            "table": f'<ol data-zone="costs">{figure(1, 5)}</ol><p id="as-of">{self.seq}</p>',
            "counts": f"<p>{self.seq} gedaan</p>",
            "own": f'<input id="note"><p>{self.seq}</p>',
        }
        return "".join(section(name, self.seq, inner[name]) for name in names if name in inner)

    def accept(self, route: Route) -> None:
        self.seq += 1
        reply(route, json={"seq": self.seq, "html": "", "stale": ["own"], "sentence": ""})

    def open(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)
        socket.on_message(lambda text: self.heard.append(json.loads(text)))
        if self.refuses_sockets:
            socket.close(code=4503)
        elif self.greets:
            self.greet()

    def greet(self) -> None:
        self.say(hello=self.seq, time=1_000_000, build=self.build, here=["a"])

    def say(self, **frame: Any) -> None:
        self.sockets[-1].send(json.dumps(frame))

    def tell(self, *stale: str, html: str = "") -> None:
        self.seq += 1
        self.say(seq=self.seq, html=html, stale=list(stale))


def enter(page: Page) -> None:
    page.goto(f"{HOME}/seat/a/")


def wait_fresh(page: Page, seq: int, connection: str = "live") -> None:
    expect(page.locator(f'body[data-seq="{seq}"][data-connection="{connection}"]')).to_have_count(1)
