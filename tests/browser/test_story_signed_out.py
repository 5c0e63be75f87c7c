"""Fleur has two tabs, and signs out in one of them: what she typed in the other is there when she signs in again."""

from collections.abc import Callable

from browser.people import open_sheet, press, wait_live
from playwright.sync_api import Page, expect
from support.server import AppServer
from support.wide import WIDE

WORD = "zeven groene fietsen"
MAKE = f"""
from django.contrib.auth.models import User
from sessions import practice
from workshop.steps import Step
fleur = User.objects.create_user("fleur-met-tabs", password="{WORD}")
print(practice.play(facilitator=fleur, to=Step.THREAD, people=2, customers=2).id)
"""


def sign_in(page: Page) -> None:
    page.get_by_label("Naam").or_(page.get_by_label("Gebruikersnaam")).first.fill("fleur-met-tabs")
    page.get_by_label("Wachtwoord").fill(WORD)
    page.locator("main").get_by_role("button", name="Inloggen").click()


@WIDE
def test_what_was_typed_outlives_signing_out_in_another_tab(server: AppServer, open_page: Callable[..., Page]):
    workshop = server.manage("shell", "--no-imports", "-c", MAKE).stdout.split()[-1]
    dashboard = open_page(f"{server.url}/sign-in/")
    sign_in(dashboard)
    expect(dashboard).to_have_url(f"{server.url}/dashboard/")
    dashboard.locator("input[name=title]").fill("Ruilen in mei")
    dashboard.locator("input[name=team]").fill("Noord")
    console = dashboard.context.new_page()
    console.goto(f"{server.url}/console/{workshop}/")
    wait_live(console)
    open_sheet(console, "talk")
    words = console.locator("form[data-command='thread.write'] [name=text]")
    words.fill("Wij zeggen te vaak ja")

    other = dashboard.context.new_page()
    other.goto(f"{server.url}/dashboard/")
    press(other, "Uitloggen")
    expect(console.locator("main")).to_contain_text("wat je invulde is bewaard", timeout=20_000)
    expect(words).to_have_count(0)
    console.locator("main").get_by_role("link", name="Inloggen").click()
    sign_in(console)
    wait_live(console)
    open_sheet(console, "talk")
    expect(words).to_have_value("Wij zeggen te vaak ja")
    words.press("Enter")
    expect(console.locator("#region-threads")).to_contain_text("Wij zeggen te vaak ja")

    other.goto(f"{server.url}/dashboard/")
    press(other, "Uitloggen")
    dashboard.locator("form").filter(has=dashboard.locator("input[name=title]")).locator("button").last.click()
    expect(dashboard.locator("main")).to_contain_text("wat je invulde is bewaard")
    sign_in(dashboard)
    press(dashboard, "Verstuur het nu")
    wait_live(dashboard)
    expect(dashboard.locator("body")).to_contain_text("Ruilen in mei")
