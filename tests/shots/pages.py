"""The pages around a workshop: the start, the door, the account, the list of workshops, paper."""

from typing import Any

from playwright.sync_api import Page
from support.server import AppServer

#: Size, theme and language.
WAYS = (("laptop", "light", ""), ("laptop", "dark", "en"), ("tablet", "light", ""), ("phone", "light", "en"),
        ("phone", "dark", ""))  # fmt: skip
SECRET = "een lange zin om te onthouden"


def take(camera: Any, server: AppServer) -> None:
    """A picture of each in every size and theme."""
    if not camera.wants("page-"):
        return
    practice = server.practice("--step", "7", "--people", "4", "--customers", "6")
    open_one = server.practice("--step", "0", "--people", "4", "--customers", "6")
    link = server.first_link()
    seat = practice["participants"][0]["url"]
    with camera.person("laptop") as page:
        page.goto(link)
        camera.take(page, "page-begin-laptop-light")
        sign_up(page)
        camera.take(page, "page-dashboard-empty-laptop-light")
        page.get_by_role("button", name="Start een oefening").click()
        page.goto(f"{server.url}/dashboard/")
        make_workshop(page)
        page.goto(f"{server.url}/dashboard/")
        kept = page.context.storage_state()
    addresses = {
        "home": server.url,
        "sign-in": f"{server.url}/sign-in/",
        "join": f"{server.url}/join/{open_one['code']}/",
        "return": f"{server.url}/return/",
        "take-over": f"{server.url}/take-over/",
        "hello": f"{server.url}/hello/{open_one['code']}/",
        "not-found": f"{server.url}/nowhere/",
        "no-entry": seat.split("enter/")[0],
        "spent": link,
        "gone": f"{server.url}/seat/{'0' * 12}/",
        "accessibility": f"{server.url}/accessibility/",
    }
    for size, theme, speaks in WAYS:
        for name, address in addresses.items():
            with camera.person(size, theme, speaks) as page:
                page.goto(address)
                camera.take(page, f"page-{name}-{size}-{theme}")
        with camera.person(size, theme, speaks, storage_state=kept) as page:
            page.goto(f"{server.url}/dashboard/")
            camera.take(page, f"page-dashboard-{size}-{theme}")
            page.locator('a[href$="/team-list/"]').first.click()
            camera.take(page, f"page-team-list-{size}-{theme}")
        with camera.person(size, theme, speaks) as page:
            page.goto(seat)
            page.goto(f"{page.url}hand-over/")
            camera.take(page, f"page-hand-over-{size}-{theme}")
    with camera.person("paper") as page:
        page.goto(open_one["facilitator"])
        page.goto(f"{page.url}paper/")
        page.emulate_media(media="print")
        camera.take(page, "page-paper-print")


def sign_up(page: Page) -> None:
    page.get_by_label("Naam").fill("fleur")
    page.get_by_label("Wachtwoord").fill(SECRET)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(lambda url: "/begin/" not in url)


def make_workshop(page: Page) -> None:
    page.get_by_label("Team").fill("Team Zuid")
    page.get_by_label("Titel").fill("Klanten ruilen in het najaar")
    page.get_by_role("button", name="Maak workshop").click()
    page.wait_for_url("**/console/**")
