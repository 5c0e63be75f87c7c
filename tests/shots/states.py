"""The face of every state: empty, first use, waiting, offline, refused, full, ended, removed, the server in trouble."""

import sqlite3
from contextlib import closing
from typing import Any

from browser.people import go_on, join, person, press, unfold, wait_live, wait_settled
from playwright.sync_api import Page
from support.server import AppServer

WAYS = (("laptop", "light"), ("phone", "dark"))


def take(camera: Any, server: AppServer) -> None:
    """Every state on a laptop by daylight and on a phone in the dark."""
    for size, theme in WAYS:
        for name, face in FACES.items():
            label = f"state-{name}-{size}-{theme}"
            if camera.wants(label):
                with camera.person("laptop") as fleur, camera.person(size, theme) as page:
                    face(server, fleur, page)
                    camera.take(page, label)


def _sit(server: AppServer, fleur: Page, page: Page, step: int, customers: int = 4) -> dict[str, Any]:
    practice = server.practice("--step", str(step), "--people", "3", "--customers", str(customers))
    fleur.goto(practice["facilitator"])
    page.goto(practice["participants"][1]["url"])
    wait_live(fleur, page)
    return practice


def first_use(server: AppServer, fleur: Page, page: Page) -> None:
    """Step 1, nothing on the list yet."""
    _sit(server, fleur, page, 0)
    go_on(fleur, page)


def empty_table(server: AppServer, fleur: Page, page: Page) -> None:
    """Step 2, and nobody has anything to place."""
    _sit(server, fleur, page, 0)
    go_on(fleur, page)
    go_on(fleur, page)


def empty_stack(server: AppServer, fleur: Page, page: Page) -> None:
    _sit(server, fleur, page, 4)
    go_on(fleur, page)


def empty_closing(server: AppServer, fleur: Page, page: Page) -> None:
    """Nobody had anything to swap."""
    _sit(server, fleur, page, 0)
    for _ in range(7):
        go_on(fleur, page)


def empty_console(server: AppServer, fleur: Page, page: Page) -> None:
    """A new workshop that nobody has entered yet, seen by its facilitator."""
    practice = server.practice("--step", "0", "--people", "2")
    page.goto(practice["facilitator"])
    wait_live(page)
    for one in practice["participants"]:
        press(person(page, one["name"]), "Haal van tafel", sure=True)
        wait_settled(page)
        page.reload()
        wait_live(page)


def waiting(server: AppServer, fleur: Page, page: Page) -> None:
    """Knocked at a guarded door."""
    practice = server.practice("--step", "0", "--people", "2")
    page.goto(f"{server.url}/join/{practice['code']}/")
    join(page, "Anouk")
    page.get_by_role("button", name="Ik ben het").click()
    page.wait_for_url("**/wait/**")


def is_it_you(server: AppServer, fleur: Page, page: Page) -> None:
    practice = server.practice("--step", "0", "--people", "2")
    page.goto(f"{server.url}/join/{practice['code']}/")
    join(page, "Anouk")


def full(server: AppServer, fleur: Page, page: Page) -> None:
    """A ninth person."""
    practice = server.practice("--step", "0", "--people", "8", "--customers", "1")
    page.goto(f"{server.url}/join/{practice['code']}/")
    join(page, "Karel")


def wrong_code(server: AppServer, fleur: Page, page: Page) -> None:
    page.goto(server.url)
    page.get_by_label("Doe mee").fill("XXXXXX")
    press(page, "Naar de tafel")


def offline(server: AppServer, fleur: Page, page: Page) -> None:
    """Moved something while the line is down."""
    _sit(server, fleur, page, 2)
    page.context.set_offline(True)
    page.wait_for_selector('body[data-connection="offline"]', timeout=20_000)
    page.locator("[data-card] [data-place]").first.click()
    page.wait_for_selector("[data-waiting-text]:not(:empty)")


def refused(server: AppServer, fleur: Page, page: Page) -> None:
    """Somebody takes what only works with help."""
    _sit(server, fleur, page, 6)
    page.evaluate(
        """() => { const button = document.createElement("button"); button.dataset.command = "table.place_all";
        button.dataset.fields = "{}"; document.querySelector("#region-own").append(button); button.click(); }"""
    )
    page.wait_for_selector("#refusal:not([hidden])")


def locked(server: AppServer, fleur: Page, page: Page) -> None:
    _sit(server, fleur, page, 2)
    box = unfold(fleur, "lock")
    box.locator("input").first.fill("Even koffie halen")
    box.locator("form button").first.click()
    page.wait_for_selector(".lock")


def removed(server: AppServer, fleur: Page, page: Page) -> None:
    practice = _sit(server, fleur, page, 2)
    press(person(fleur, practice["participants"][1]["name"]), "Haal van tafel", sure=True)
    page.wait_for_selector("main [role=alert]")


def ended(server: AppServer, fleur: Page, page: Page) -> None:
    """The workshop was closed."""
    _sit(server, fleur, page, 7)
    press(fleur, "Sluit de workshop af")
    press(fleur.locator("#confirm"), "Ja")
    wait_settled(fleur, page)


def asked(server: AppServer, fleur: Page, page: Page) -> None:
    """A question before something that cannot be undone."""
    _sit(server, fleur, page, 1)
    page.get_by_role("button", name="Ik ben klaar").click()


def away(server: AppServer, fleur: Page, page: Page) -> None:
    """The database is held by another program, and somebody wants to sit down."""
    practice = server.practice("--step", "0", "--people", "2")
    page.goto(f"{server.url}/join/{practice['code']}/")
    with closing(sqlite3.connect(server.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        join(page, "Karel")
        page.wait_for_selector("main [role=alert]", timeout=30_000)


def stale_form(server: AppServer, fleur: Page, page: Page) -> None:
    """The browser threw its cookies away."""
    practice = server.practice("--step", "0", "--people", "2")
    page.goto(f"{server.url}/join/{practice['code']}/")
    page.context.clear_cookies()
    join(page, "Karel")
    page.wait_for_selector("main [role=alert]")


FACES = {
    "first-use": first_use,
    "empty-table": empty_table,
    "empty-stack": empty_stack,
    "empty-closing": empty_closing,
    "empty-console": empty_console,
    "waiting": waiting,
    "is-it-you": is_it_you,
    "full": full,
    "wrong-code": wrong_code,
    "offline": offline,
    "refused": refused,
    "locked": locked,
    "removed": removed,
    "ended": ended,
    "asked": asked,
    "away": away,
    "stale-form": stale_form,
}
