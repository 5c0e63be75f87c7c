"""A page that keeps itself fresh as connection.js, regions.js and place.js do, without a browser.

The page is what a GET gives. News comes as a frame of the room: a fragment is put by its own marks, a stale name is
fetched when the page shows that region, for this viewer, and replaces it whole.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from lxml import html
from lxml.html import HtmlElement

from sessions.board.news import News

Frame = dict[str, Any]

#: Refusals that end a page; what stands on it then is the sentence.
FINAL = {401, 403, 404, 410}


class Browser(Protocol):
    """What a page asks of its browser; the answers are those of Django's test client."""

    def get(self, path: str, data: dict[str, Any] | None = None) -> Any: ...
    def post(self, path: str, data: dict[str, Any]) -> Any: ...


class Page:
    """One browser's page at `base`. `asked`: the names of all regions that it has fetched since it was opened."""

    def __init__(self, client: Browser, base: str, seat: str = "") -> None:
        self.client, self.base, self.seat = client, base, seat
        self.asked: list[str] = []
        self.sentence = ""
        self.page = self._get()
        assert _is_board(self.page), base
        self.heard = int(self._body.get("data-seq", "0"))

    def fresh(self) -> list[str]:
        """The lines of the page as a GET gives it now; of a page that lets nobody in only the reason."""
        page = self._get()
        return lines(page) if _is_board(page) else [_words(page.find(".//p[@role='alert']").text)]

    def lines(self) -> list[str]:
        """The lines of the page as it became."""
        return [self.sentence] if self.sentence else lines(self.page)

    def _get(self) -> HtmlElement:
        return html.document_fromstring(self.client.get(self.base).content.decode())

    # --- connection.js ---

    def hear(self, news: News) -> None:
        """Take one news from the room, which says `own` to the seats that it concerns."""
        own = ["own"] if self.seat in news["seats"] else []
        self.take({"seq": news["seq"], "html": news["html"], "stale": [*news["stale"], *own]})

    def take(self, frame: Frame) -> None:
        """`takeNews`: a number that was left out makes everything stale."""
        stale = ["all"] if frame["seq"] > self.heard + 1 else frame["stale"]
        self.heard = max(self.heard, frame["seq"])
        self._note(frame | {"stale": stale})

    def send(self, action: str, **fields: Any) -> Any:
        """A command of this page, whose answer is applied as `applyAnswer` does; returns the response."""
        sent = {"step": self._body.get("data-step"), "action_id": f"screen-{id(fields)}-{self.heard}"} | fields
        response = self.client.post(f"{self.base}do/{action}/", sent)
        if response.status_code == 200:
            self.answered(response.json())
        return response

    def answered(self, answer: Frame) -> None:
        """`applyAnswer`: it may come before the news or after it."""
        if answer["seq"] == self.heard + 1 and (answer["html"] or answer["stale"]):
            self.heard = answer["seq"]
        self._note(answer)

    # --- regions.js ---

    def _note(self, frame: Frame) -> None:
        if frame["html"] and self._label("table") < frame["seq"]:
            self._place(frame["html"])
        named = self._shown() if "all" in frame["stale"] else self._with_followers(frame["stale"])
        self._fetch([name for name in named if name in self._shown() and self._label(name) < frame["seq"]])

    def _fetch(self, names: list[str]) -> None:
        if names and not self.sentence:
            self.asked += names
            response = self.client.get(f"{self.base}regions/", {"r": names})
            if response.status_code in FINAL:
                self._stop(response.json()["sentence"])
                return
            assert response.status_code == 200, response.content
            self._paint(response)
        self._body.set("data-seq", str(self.heard))

    def _paint(self, response: Any) -> None:
        for fresh in html.fragments_fromstring(response.content.decode()):
            old = self._region(fresh.get("data-region"))
            if old is not None and int(fresh.get("data-seq")) >= int(old.get("data-seq", "0")):
                fresh.tail = old.tail
                old.getparent().replace(old, fresh)
        self._body.set("data-step", response["X-Step"])
        if response["Content-Language"] != self.page.get("lang"):
            self.page = self._get()  # `noteLanguage`: the words around the regions follow with the page

    def _stop(self, sentence: str) -> None:
        """No entry any more: the reason is all that is left."""
        self.sentence = sentence

    def _shown(self) -> list[str]:
        return [region.get("data-region", "") for region in self.page.iterfind(".//section[@data-region]")]

    def _with_followers(self, names: list[str]) -> list[str]:
        """A region that follows others is stale whenever one of them is."""
        return [name for name in self._shown() if name in names or {*self._follows(name)} & {*names}]

    def _follows(self, name: str) -> list[str]:
        return str(self._region(name).get("data-stale-with", "")).split()

    def _label(self, name: str) -> int:
        region = self._region(name)
        return 0 if region is None else int(region.get("data-seq", "0"))

    def _region(self, name: str) -> Any:
        return self.page.find(f".//section[@data-region='{name}']")

    @property
    def _body(self) -> HtmlElement:
        return self.page.body

    # --- place.js ---

    def _place(self, fragment: str) -> None:
        """`applyFragment`: older never overwrites newer; the figure stands in its zone by the order of the table."""
        fresh = html.fragment_fromstring(fragment)
        node = self.page.find(f".//li[@id='{fresh.get('id')}']")
        if node is not None and _seq_of(node) > _seq_of(fresh):
            return
        if node is not None:
            node.getparent().remove(node)
        self._insert(fresh)

    def _insert(self, fresh: HtmlElement) -> None:
        zone = self.page.find(f".//ol[@data-zone='{fresh.get('data-in')}']")
        if zone is not None:
            zone.insert(sum(order_of(one) < order_of(fresh) for one in zone), fresh)


def _is_board(page: HtmlElement) -> bool:
    return page.find(".//body[@data-base]") is not None


def order_of(node: HtmlElement) -> tuple[bool, str, int, str, int, str]:
    """What `static/js/table_order.js` sorts a node by."""
    joined = node.get("data-joined", "")
    place, placed = int(node.get("data-seat-place")), int(node.get("data-placed"))
    return (not joined, joined, place, node[0].get("data-owner"), placed, node.get("id"))


def _seq_of(node: HtmlElement) -> int:
    return int(node[0].get("data-seq"))


# --- what two pages are compared by --------------------------------------------------------------------------------


def lines(page: HtmlElement) -> list[str]:
    """A page as lines, one for each tag and each text. Left out: the CSRF token, and the labels of regions."""
    return [line for line in _lines(page) if line]


def _lines(node: HtmlElement) -> Iterable[str]:
    yield _tag(node)
    yield _words(node.text)
    for child in node:
        yield from _lines(child)
        yield _words(child.tail)
    yield f"</{node.tag}>"


def _tag(node: HtmlElement) -> str:
    """Attributes by name: a browser does not mind their order."""
    unlike = {"hx-headers:inherited", "data-bare"}  # static/js/table_marks.js keeps the second
    if "data-region" in node.attrib:
        unlike.add("data-seq")
    if node.get("name") in ("csrf-token", "csrfmiddlewaretoken"):
        unlike |= {"content", "value"}
    kept = sorted((name, value) for name, value in node.attrib.items() if name not in unlike)
    return " ".join([f"<{node.tag}", *(f'{name}="{value}"' for name, value in kept)]) + ">"


def _words(text: str | None) -> str:
    """Text as it is read: blanks between tags are not."""
    return " ".join((text or "").split())
