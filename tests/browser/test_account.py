"""Fleur starts the server for the first time."""

from collections.abc import Callable

from playwright.sync_api import Page
from support.server import AppServer


def test_the_link_on_the_terminal_makes_fleur_facilitator_and_opens_nothing_for_mallory(
    new_server: AppServer, open_page: Callable[..., Page]
):
    link = new_server.first_link()
    fleur = open_page(link)
    fleur.get_by_label("Gebruikersnaam").fill("Fleur de Wit")
    fleur.get_by_label("Wachtwoord").fill("een lange zin om te onthouden")
    fleur.get_by_role("button", name="Begin").click()
    fleur.wait_for_url(lambda url: "/begin/" not in url)

    mallory = open_page(link)
    assert mallory.get_by_role("heading", level=1).inner_text() == "Deze link werkt niet meer"

    elsewhere = open_page(f"{new_server.url}/sign-in/")
    elsewhere.get_by_label("Gebruikersnaam").fill("fleur de wit")
    elsewhere.get_by_label("Wachtwoord").fill("een lange zin om te onthouden")
    elsewhere.get_by_role("button", name="Inloggen").click()
    elsewhere.wait_for_url(lambda url: "/sign-in/" not in url)
