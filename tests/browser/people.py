"""What the people of the stories do with a screen, and what a screen shows: by its marks and its words, never by looks.

def test_a_move_is_seen(server, open_page):
    ana, bas = sit(open_page(url_of_ana), open_page(url_of_bas))
    put(ana, "Bakker", "gives")
    wait_equal(ana, bas)
"""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

READ = (Path(__file__).parent / "read_page.js").read_text()
ZONES = {"costs": "kost energie", "neutral": "neutraal", "gives": "geeft energie"}
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
#: What the page itself says: what it waits for, and whether it hears the server.
QUIET = 'body[data-connection="live"][data-waiting="0"]'
#: The table is set when its letters are there, in the frame after a change.
MEASURED = """document.fonts.ready.then(async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const table = [...document.querySelectorAll("#region-table .table")].find((one) => one.checkVisibility());
  const large = matchMedia("(min-width: 62rem) and (min-height: 33rem)").matches;
  const isLaid = () => table.matches("[data-dimmed], [data-counted]") || table.style.getPropertyValue("--letter");
  const isSet = () => !large || !table?.isConnected || isLaid();
  for (let frames = 0; frames < 200 && !isSet(); frames += 1) await frame(); // what sets it is fetched by large screens
  await frame();
  return true;
})"""
SEQ_NOW = "fetch(document.body.dataset.base + 'regions/?r=head').then((answer) => answer.headers.get('X-Seq'))"


# --- waiting for what is so ------------------------------------------------------------------------------------------


def wait_live(*pages: Page, timeout: float = 10_000) -> None:
    """Every page hears the server."""
    for page in pages:
        page.wait_for_selector('body[data-connection="live"]', timeout=timeout)


def wait_settled(*pages: Page, timeout: float = 15_000) -> int:
    """Nobody acts, everything is answered, and every page shows the workshop as it is now: its seq."""
    for page in pages:
        page.wait_for_selector(QUIET, timeout=timeout)
    seq = pages[0].evaluate(SEQ_NOW)
    for page in pages:
        page.wait_for_function("(seq) => Number(document.body.dataset.seq) >= seq", arg=int(seq), timeout=timeout)
        page.evaluate(MEASURED)
    return int(seq)


def wait_step(step: int, *pages: Page) -> None:
    for page in pages:
        page.wait_for_selector(f'body[data-step="{step}"]')


# --- what stands on a screen -----------------------------------------------------------------------------------------


def read_table(page: Page) -> dict[str, list[str]]:
    """The figures of each zone in their order, as `owner/id/name`."""
    return dict(page.evaluate(f"({READ}).table()"))


def read_ids(page: Page) -> dict[str, list[str]]:
    """The ids of the figures in each zone, in their order."""
    return {zone: [name.split("/")[1] for name in names] for zone, names in read_table(page).items()}


def read_regions(page: Page) -> dict[str, str]:
    """The inside of every region, without labels and without what scripts put on it afterwards."""
    return dict(page.evaluate(f"({READ}).regions(document)"))


def fetch_regions(page: Page) -> dict[str, str]:
    """The same, as this page would get it when it were loaded now."""
    return dict(page.evaluate(f"({READ}).fresh()"))


def assert_equal_tables(*pages: Page) -> dict[str, list[str]]:
    """All pages show the same workshop, with the same figures in the same order; what they show."""
    wait_settled(*pages)
    tables = [read_table(page) for page in pages]
    assert tables == [tables[0]] * len(pages), tables
    return tables[0]


def assert_fresh(*pages: Page) -> None:
    """What came live is what a fresh look at the server gives."""
    wait_settled(*pages)
    for page in pages:
        differing = tell_apart(read_regions(page), fetch_regions(page))
        assert not differing, f"{page.url} is not fresh: {differing}"


def tell_apart(one: dict[str, str], other: dict[str, str]) -> dict[str, tuple[str, str]]:
    """The regions that differ: what each has from just before the first difference on."""
    return {name: _from_difference(text, other[name]) for name, text in one.items() if text != other[name]}


def _from_difference(one: str, other: str) -> tuple[str, str]:
    apart = (number for number, (mark, its_like) in enumerate(zip(one, other, strict=False)) if mark != its_like)
    start = max(0, next(apart, min(len(one), len(other))) - 40)
    return one[start : start + 200], other[start : start + 200]


def assert_fits(page: Page) -> None:
    """Nothing sticks out sideways: a phone scrolls one way."""
    wide = page.evaluate(f"({READ}).tooWide()")
    assert wide == [], f"{page.url} is too wide: {wide}"


# --- hands -----------------------------------------------------------------------------------------------------------


def press(place: Page | Locator, words: str, *, sure: bool = False) -> None:
    """Press the button with these words; `sure`: and say yes to the question that follows."""
    place.get_by_role("button", name=words, exact=True).click()
    if sure:
        say_yes(place if isinstance(place, Page) else place.page)


def tap(place: Locator) -> None:
    """Touch something with a thumb, as people do: when the page has come to rest."""
    wait_settled(place.page)
    place.tap()


def say_yes(page: Page) -> None:
    page.locator("#confirm").get_by_role("button", name="Ja", exact=True).click()


#: Where the regie keeps what elsewhere is a fold: in which of its sheets.
SHEETS = {"people": "people", "door": "door", "plan": "time", "questions": "asks", "joined": "asks",
          "region-same": "asks", "run-sheet": "run-sheet", "journal": "journal", "lock": "lock", "weigh": "weigh",
          "projector-desk": "beamer", "leaks": "leaks", "ruilvoorstel": "chances", "interim": "interim",
          "more-exports": "interim", "region-table": "table", "region-stack": "stack", "region-result": "result",
          "region-review": "review", "region-then_now": "then-now"}  # fmt: skip


def unfold(page: Page, fold: str) -> Locator:
    """Open one of the folds of a page, or on the regie the sheet that holds it, unless it is open; the fold."""
    sheet = "proxies" if fold.startswith("proxy-") else SHEETS.get(fold)
    if sheet and page.locator("body").get_attribute("data-role") == "facilitator":
        open_sheet(page, sheet)
    box = page.locator(f"#{fold}")
    box.wait_for(state="attached")
    if box.evaluate("(box) => box.localName === 'details' && !box.open"):
        box.locator("summary").first.click()
    return box


def open_sheet(console: Page, name: str) -> Locator:
    """A sheet of the regie, by its button in the dock or else by way of *Alles*."""
    sheet = console.locator("#sheet")
    if sheet.get_attribute("data-shows") != name or not sheet.is_visible():
        if not console.locator(f'.dock [data-sheet="{name}"]').is_visible():
            open_sheet(console, "menu")
        console.locator(f'.dock [data-sheet="{name}"], #sheet [data-sheet="{name}"]').locator("visible=true").click()
    expect(sheet.locator("[data-region]").first).not_to_have_attribute("data-seq", "-1")
    return sheet


def offered_sheet(console: Page, name: str) -> Locator:
    """The button of a sheet in the list of all that there are now."""
    open_sheet(console, "menu")
    return console.locator(f'#sheet [data-sheet="{name}"]')


def close_sheet(console: Page) -> None:
    """What lies under the sheet can be pressed again."""
    if console.locator("#sheet").is_visible():
        console.locator("[data-close-sheet]").click()


def person(console: Page, name: str) -> Locator:
    """Somebody in the facilitator's list of seats, with what can be done for them folded open."""
    found = unfold(console, "people").locator("li[data-seat]").filter(has=console.get_by_text(name, exact=True))
    if found.locator("details").get_attribute("open") is None:
        found.locator("summary").click()
    return found


def go_on(console: Page, *others: Page) -> int:
    """The facilitator opens the next step, and it stands on all screens."""
    step = int(console.locator("body").get_attribute("data-step") or "0") + 1
    change_step(console, step)
    wait_step(step, console, *others)
    wait_settled(console, *others)
    return step


def change_step(console: Page, step: int) -> None:
    """Press the button of another step, and say yes where it asks."""
    close_sheet(console)
    button = console.locator(f"""button[data-command="steps.go"][data-fields*='"{step}"']""")
    asks = button.get_attribute("data-confirm") is not None
    button.click()
    if asks:
        say_yes(console)


def line(page: Page, name: str) -> Locator:
    """A customer on somebody's own list, whatever the step; where one card shows at a time, it is brought up."""
    if card(page, name).count() == 1:
        return bring_up(page, name)
    named = page.get_by_role("button", name=re.compile(rf"^{re.escape(name)}\b"))
    return page.locator("#region-own li").filter(has=named)


def forgotten(page: Page) -> Locator:
    """The field for a customer that somebody forgot, with its fold open."""
    if page.locator("#forgotten").count():
        unfold(page, "forgotten")
    return page.get_by_label("Een klant vergeten?")


def lay_all(page: Page) -> None:
    """Put all that is sorted on the table at once."""
    page.locator(".all-at-once").get_by_role("button").click()


def card(page: Page, name: str) -> Locator:
    """The card of a customer, whether it shows or not."""
    named = page.locator(f'[data-name="{name}"]')
    return page.locator("#region-own [data-cards] > li").filter(has=named)


def bring_up(page: Page, name: str) -> Locator:
    """The card of a customer, by its name among all cards, as people do it; on a phone these are a tap away."""
    wanted = card(page, name)
    later = page.locator('[data-deck="sheet"] > [data-turn="1"], [data-deck="table"] > [data-turn="1"]')
    if later.is_visible():  # no strip: one card after the other, once what was done is there
        wait_settled(page)
        for _ in page.locator("#region-own [data-cards] > li").all():
            if not wanted.is_visible() and later.get_attribute("aria-disabled") == "false":
                later.click()
    elif wanted.count() == 1 and not wanted.is_visible():
        button = page.locator(f"[data-to-card={wanted.get_attribute('id')}]")
        listed = page.locator("[data-deck-list]")
        if listed.is_visible() and listed.get_attribute("aria-expanded") == "false":
            listed.click()
        button.click()
        expect(wanted).to_be_visible()
    return wanted


def staying(page: Page) -> list[str]:
    """One's own customers of which no slip is written, as their strip lists them (step 5)."""
    stay = page.locator("#region-own [data-to-card]:not([data-state]) [data-name]")
    return [str(name.get_attribute("data-name")) for name in stay.all()]


def stick(page: Page, name: str = "") -> None:
    """Look at the slips that lie ready, and stick the one of this customer, or all of them."""
    ready = unfold(page, "ready")
    press(ready.locator("[data-ready]").filter(has_text=name) if name else ready,
          "Plak op de stapel" if name else "Plak al mijn briefjes")  # fmt: skip
    page.keyboard.press("Escape")


def write_thread(page: Page, heading: str, text: str) -> None:
    """Write a line under a heading of step 4."""
    field = page.get_by_label(heading, exact=True)
    field.fill(text)
    press(page.locator('form[data-command="thread.write"]').filter(has=field), "Zet erbij")


def item(page: Page, name: str) -> Locator:
    """The button that one picks up: in the own list."""
    return page.locator("#region-own").get_by_role("button", name=re.compile(rf"^{re.escape(name)}\b"))


def show(page: Page, view: str) -> None:
    """Go to another view of the page by its tab, if it does not show."""
    shown = page.locator("body").get_attribute("data-view")
    if view == "task" and page.locator(".close-view").is_visible():
        page.locator(".close-view").click()
    elif shown != view:
        page.locator(f'.tabs [data-tab="{view}"]').click()


def show_zone(page: Page, name: str) -> None:
    """The zone of the table that a narrow screen shows."""
    button = page.locator(f'button[data-segment="{name}"]')
    if button.is_visible():
        button.click()


def figure(page: Page, name: str) -> Locator:
    """An own figure on the table."""
    me = page.locator("body").get_attribute("data-me")
    return page.locator(f'ol[data-zone] button[data-figure][data-owner="{me}"]').filter(has_text=name)


def own_in(page: Page, name: str) -> Locator:
    """The first own figure in a zone."""
    me = page.locator("body").get_attribute("data-me")
    return zone(page, name).locator(f'button[data-owner="{me}"]').first


def standing(page: Page, figure_id: str, name: str) -> Locator:
    """That figure, if it stands in that zone."""
    return zone(page, name).locator(f'button[data-figure="{figure_id}"]')


def zone(page: Page, name: str) -> Locator:
    return page.locator(f'ol[data-zone="{name}"]')


def join(page: Page, name: str, colour: str = "", shape: str = "") -> None:
    """Give a name at the door, perhaps a colour and a shape, and sit down."""
    page.get_by_label("Hoe heet je?").fill(name)
    if colour or shape:
        page.get_by_text("Kies zelf een kleur en vorm").click()
    for look in filter(None, (colour, shape)):
        page.get_by_role("radio", name=look, exact=True).check(force=True)
    press(page, "Aan tafel")


def seat_url(practice: dict[str, Any], name: str) -> str:
    """The address of somebody's seat in a practice workshop."""
    return next(str(one["url"]) for one in practice["participants"] if one["name"] == name)


def answers_to(page: Page, action: str) -> Any:
    """Wait for the answer to a command that is given inside: `with answers_to(ana, "table.place"): …`."""

    def is_ours(response: Response) -> bool:
        return f"/do/{action}/" in response.url

    return page.expect_response(is_ours)


# --- watching --------------------------------------------------------------------------------------------------------


class Watch:
    """What pages ask for, and what they complain about."""

    def __init__(self) -> None:
        self.hosts: set[str] = set()
        self.complaints: list[str] = []

    def follow(self, page: Page) -> Page:
        """Watch a page, from before its first request on."""
        page.on("request", lambda request: self.hosts.add(host_of(request.url)))
        page.on("websocket", lambda socket: self.hosts.add(host_of(socket.url)))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._note(page, said.type, said.text))
        return page

    def _note(self, page: Page, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"{page.url}: {text}")


def host_of(url: str) -> str:
    """The host of an address; the scheme, for what never leaves the page."""
    scheme, rest = url.split(":", 1)
    return scheme if scheme in ("data", "blob") else rest.lstrip("/").split("/")[0].rsplit(":", 1)[0]
