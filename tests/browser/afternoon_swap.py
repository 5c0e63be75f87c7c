"""The second half of an afternoon: steps 5 to 7, done by hand on the screens, and the file that is taken home."""

import csv
import datetime as dt
import io
import re
from pathlib import Path

from browser.afternoon_talk import Room
from browser.people import answers_to, close_sheet, line, open_sheet, press, show, stick, tap, unfold, wait_settled
from playwright.sync_api import Locator, Page, expect

MAY = dt.date.today() + dt.timedelta(days=30)


# --- step 5 ----------------------------------------------------------------------------------------------------------


def give_away(room: Room) -> None:
    wishes = unfold(room.cem, "wishes")
    wish = wishes.get_by_role("listitem").filter(has_text="Gemeente Noord").get_by_role("button")
    tap(wish)
    expect(wish).to_have_attribute("aria-pressed", "true")
    tap(room.cem.locator(".close-view"))
    expect(line(room.ana, "Gemeente Noord")).to_contain_text("Een collega zou hier energie van krijgen.")
    press(line(room.ana, "Bakkerij Jansen"), "Weggeven")
    slip = line(room.ana, "Bakkerij Jansen")
    slip.get_by_label("Waarom geef je deze klant weg?").fill("Ik loop leeg")
    slip.get_by_label("Wat geef je je collega mee?").fill("Een frisse blik")
    press(slip, "Leg klaar")
    wait_settled(room.ana)
    stick(room.ana, "Bakkerij Jansen")
    give(room.ana, "Gemeente Noord")
    for name in ("Hotel Zon", "Museum"):
        press(line(room.bas, name), "Weggeven")
        expect(line(room.bas, name).get_by_role("button", name="Leg klaar")).to_be_visible()
    stick(room.bas)
    give(room.cem, "Garage Smit")
    unfold(room.fleur, "region-stack")
    for page in room.all:
        expect(page.locator("[data-stack] [data-slip]")).to_have_count(5)
        expect(page.locator("[data-stack] [data-slip]", has_text="Bakkerij Jansen")).to_contain_text("Ik loop leeg")


def give(page: Page, name: str) -> None:
    press(line(page, name), "Weggeven")
    stick(page, name)
    expect(line(page, name).get_by_role("button", name="Haal terug")).to_be_visible()


# --- step 6 ----------------------------------------------------------------------------------------------------------


def answer_in_silence(room: Room) -> None:
    answer(room.bas, "Bakkerij Jansen", "ik pak deze op")
    answer(room.cem, "Bakkerij Jansen", "niet voor mij")
    answer(room.bas, "Gemeente Noord", "ik pak deze op", "neutraal")
    answer(room.cem, "Gemeente Noord", "ik pak deze op", "geeft energie")
    answer(room.cem, "Hotel Zon", "met hulp", "kost energie", helper="Ana")
    for page, name in ((room.ana, "Hotel Zon"), (room.ana, "Museum"), (room.cem, "Museum")):
        answer(page, name, "niet voor mij")
    for page in (room.ana, room.bas):
        answer(page, "Garage Smit", "niet voor mij")
    wait_settled(*room.all)
    assert room.ana.get_by_text("vraagt jouw hulp").count() == 0


def answer(page: Page, name: str, words: str, expectation: str = "", helper: str = "") -> None:
    slip = line(page, name)
    if expectation:
        slip.get_by_role("radio", name=expectation).check()
    if helper:
        press(slip, words)  # asks who helps
        slip.get_by_role("checkbox", name=helper).check()
    with answers_to(page, "swap.answer") as given:
        press(slip, words)
    assert given.value.ok, given.value.text()
    expect(slip.get_by_role("button", name=words)).to_have_attribute("aria-pressed", "true")


def open_the_slips(room: Room) -> None:
    open_slip(room, "Bakkerij Jansen")
    press(room.fleur, "Bas pakt hem op")
    expect(lit(room.beamer)).to_contain_text("overgenomen")

    open_slip(room, "Gemeente Noord")
    press(room.fleur, "Laat kiezen wie weggeeft")
    press(room.ana, "Ik kies Cem")
    expect(lit(room.beamer)).to_contain_text("overgenomen")

    open_slip(room, "Hotel Zon")
    asked = unfold(room.ana, "asked").locator('form[data-command="swap.help"]')
    asked.get_by_role("radio", name="neutraal").check()
    press(asked, "Ja, ik help")
    press(room.fleur, "Cem pakt hem op")
    expect(lit(room.beamer)).to_contain_text("met hulp")

    open_slip(room, "Garage Smit")
    press(room.fleur, "Een laatste blik")
    for page in room.all:
        expect(lit(page)).to_contain_text("Waar wordt deze klant blij van?")
    press(lit(room.fleur), "Het team laat los", sure=True)
    expect(lit(room.beamer)).to_contain_text("Nee zeggen mag.")

    open_slip(room, "Museum")
    press(room.fleur, "Laat nog open")
    press(room.fleur, "Terug naar de stapel")
    for page in room.all:
        expect(lit(page)).to_have_count(0)


def open_slip(room: Room, name: str) -> None:
    room.fleur.locator("#region-order").get_by_role("button", name=re.compile(f"^Open {name}")).click()
    for page in room.all:
        expect(lit(page)).to_contain_text(name)


def lit(page: Page) -> Locator:
    return page.locator("[data-lit-slip]")


# --- step 7 ----------------------------------------------------------------------------------------------------------


def close_off(room: Room) -> None:
    unfold(room.ana, "close-attention")
    room.ana.get_by_label("Welke klant die je energie geeft, krijgt meer aandacht?").select_option("Bloemist Roos")
    room.ana.get_by_label("Waarmee?").fill("Elke maand koffie")
    press(room.ana.locator('form[data-command="closing.attention"]'), "Bewaar")
    expect(room.ana.get_by_label("Mijn succes")).to_be_visible()  # the next field
    unfold(room.fleur, "region-result")
    for page, success in zip(room.seats, ("Nee gezegd", "Geluisterd", "Geruild"), strict=True):
        unfold(page, "close-success")
        page.get_by_label("Mijn succes").fill(success)
        press(page, "Deel")
        expect(room.fleur.get_by_text(success)).to_be_visible()
    agree(room.ana, "Samen naar een eerste gesprek", "Cem")
    unfold(room.cem, "agreements-asked")
    press(room.cem, "Ja, dat doe ik")
    expect(room.cem.get_by_text("Zeg jij ja op deze afspraak?")).to_have_count(0)
    show(room.bas, "result")
    still_open = room.bas.get_by_role("row", name=re.compile("^Museum"))
    still_open.locator("summary").click()
    still_open.get_by_label("Wie").fill("Bas")
    still_open.get_by_label("Voor welke datum").fill(MAY.isoformat())
    press(still_open, "Bewaar")
    expect(room.beamer.locator(".swaps li", has_text="Museum")).to_contain_text("Bas beslist voor")
    close_sheet(room.fleur)
    for shown in ("loads", "attention", "agreements"):
        press(room.fleur, "Volgende dia")
        expect(room.beamer.locator(f'[data-slide="{shown}"]')).to_be_visible()
    open_sheet(room.fleur, "agreements")
    room.fleur.locator('form[data-command="closing.comeback"] input[name="on"]').fill(MAY.isoformat())
    press(room.fleur, "Prik de datum")
    expect(room.beamer.get_by_text("Terugkomsessie:")).to_be_visible()
    close_sheet(room.fleur)
    for shown in ("attention", "loads"):
        press(room.fleur, "Vorige dia")
        expect(room.beamer.locator(f'[data-slide="{shown}"]')).to_be_visible()
    press(room.fleur, "Sluit de workshop af", sure=True)
    for page in room.all:
        expect(page.locator("#region-head")).to_contain_text("De workshop is afgesloten.")
        expect(page.locator("[data-load]", has_text="Ana")).to_contain_text("van 4 naar 2 klanten")
        expect(page.locator("[data-load]", has_text="Cem")).to_contain_text("van 4 naar 5 klanten")


def agree(page: Page, text: str, owner: str) -> None:
    form = unfold(page, "close-agreement").locator('form[data-command="closing.agree"]')
    form.get_by_label("Wat spreken we af?").fill(text)
    form.get_by_label("Eerste kleine stap").fill("Datum prikken")
    form.get_by_label("Van wie").select_option(owner)
    form.get_by_label("Voor wanneer").fill(MAY.isoformat())
    press(form, "Spreek af")


def read_swap_list(fleur: Page, folder: Path) -> list[list[str]]:
    """The file as Dutch Excel would open it: customer, from, to, helper, outcome, energy of giver and taker."""
    with fleur.expect_download() as download:
        unfold(fleur, "region-result").get_by_text("Andere bestanden").click()
        fleur.get_by_role("link", name="Ruillijst als CSV (voor het team)").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    assert path.match("ruillijst-*-voor-het-team-*.csv")
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    columns = ("klant", "van", "naar", "hulp van", "uitkomst", "energie van wie weggeeft", "energie van wie overneemt")
    return [[row[column] for column in columns] for row in rows]
