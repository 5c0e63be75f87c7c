"""After the afternoon: the follow-up and the wall, on screens and on paper, and the comeback with *toen → nu*."""

import re
from typing import Any

from browser.people import go_on, join, lay_all, open_sheet, press, unfold, wait_live, wait_settled
from playwright.sync_api import Page
from support.server import AppServer

WAYS = (("laptop", "light", ""), ("tablet", "dark", "en"), ("phone", "light", "en"), ("phone", "dark", ""))


def take(camera: Any, server: AppServer) -> None:
    """The pages of the months after, and then a comeback up to step 3."""
    if not camera.wants("after-"):
        return
    practice = server.practice("--step", "7", "--people", "4", "--customers", "6")
    with camera.person("laptop") as fleur:
        fleur.goto(practice["facilitator"])
        wait_live(fleur)
        press(fleur, "Sluit de workshop af", sure=True)
        wait_settled(fleur)
        for page_name in ("follow-up", "wall"):
            _look(camera, practice["team_lead"], page_name)
        fleur.get_by_role("link", name="Naar de opvolging").click()
        wait_live(fleur)
        press(fleur, "Begin de terugkomsessie")
        wait_live(fleur)
        _come_back(camera, server, fleur)


def _look(camera: Any, lead: str, page_name: str) -> None:
    """A page of afterwards as the team lead sees it, and on paper."""
    for size, theme, speaks in WAYS:
        with camera.person(size, theme, speaks) as page:
            _open(page, lead, page_name)
            camera.take(page, f"after-{page_name}-{size}-{theme}")
    with camera.person("paper") as page:
        _open(page, lead, page_name)
        page.emulate_media(media="print")
        camera.take(page, f"after-{page_name}-print")


def _open(page: Page, lead: str, page_name: str) -> None:
    page.goto(lead)
    page.goto(f"{page.url}{page_name}/")
    wait_live(page)


def _come_back(camera: Any, server: AppServer, fleur: Page) -> None:
    """Anouk and Youssef are here again; what stood on the table is seen on all screens and on the beamer."""
    address = fleur.get_by_role("link", name="Open de beamer").get_attribute("href")
    code = re.search(r"\b[A-Z]{6}\b", unfold(fleur, "door").inner_text())
    assert address
    assert code
    with camera.person("beamer") as beamer, camera.person("laptop") as anouk, camera.person("phone", "dark") as youssef:
        beamer.goto(address)
        for page, name in ((anouk, "Anouk"), (youssef, "Youssef")):
            page.goto(f"{server.url}/join/{code[0]}/")
            join(page, name)
        wait_live(beamer, anouk, youssef)
        press(open_sheet(fleur, "review"), "Begin met terugkijken")
        wait_settled(fleur, beamer, anouk, youssef)
        for page, label in ((beamer, "beamer-light"), (anouk, "laptop-light"), (youssef, "phone-dark")):
            camera.take(page, f"after-review-{label}", whole=page is not beamer)
        go_on(fleur, beamer, anouk, youssef)
        _sort(anouk, ("gives", "neutral", "gives", "costs"))
        _sort(youssef, ("gives", "costs", "neutral"))
        go_on(fleur, beamer, anouk, youssef)
        for page in (anouk, youssef):
            lay_all(page)
        wait_settled(fleur, beamer, anouk, youssef)
        go_on(fleur, beamer, anouk, youssef)
        for page, label in ((anouk, "laptop-light"), (youssef, "phone-dark")):
            camera.take(page, f"after-then-now-{label}")
        for words, name in (("Toon het plaatje op de beamer", "picture"), ("Toon de tabel op de beamer", "table")):
            press(open_sheet(fleur, "then-now"), words)
            wait_settled(fleur, beamer)
            for theme in ("light", "dark"):
                beamer.evaluate("(theme) => document.querySelector('.screen').dataset.theme = theme", theme)
                camera.take(beamer, f"after-then-now-{name}-beamer-{theme}", whole=False)


def _sort(page: Page, zones: tuple[str, ...]) -> None:
    """Take the own list over, and judge each customer anew."""
    press(page, "Ja, dit is mijn lijst")
    unsorted = page.locator("[data-unsorted] > li")
    unsorted.first.wait_for()
    for turn in range(unsorted.count()):
        unsorted.first.locator(f'[data-choice="{zones[turn % len(zones)]}"]').click()
        wait_settled(page)
