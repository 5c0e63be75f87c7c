"""Who sits where: the same seat on every device, nobody's seat for a stranger, and a way back in for everyone."""

import re
from collections.abc import Callable

from browser.people import (
    PHONE,
    assert_equal_tables,
    assert_fresh,
    figure,
    forgotten,
    join,
    open_sheet,
    own_in,
    person,
    press,
    read_regions,
    seat_url,
    standing,
    tap,
    unfold,
    wait_live,
    wait_settled,
    zone,
)
from playwright.sync_api import Page, expect
from support.server import AppServer
from support.wide import WIDE

#: What screen readers were told last; a sentence waits 50 ms for others to join it (static/js/say.js).
SAID = "new Promise((done) => setTimeout(() => done(document.getElementById('say').textContent), 100))"


def test_the_same_seat_on_three_devices_by_knock_by_code_and_by_reload(
    server: AppServer, open_page: Callable[..., Page]
):
    practice = server.practice("--step", "2", "--people", "3", "--customers", "3")
    fleur, laptop = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, laptop)

    phone = open_page(f"{server.url}/join/{practice['code']}/", **PHONE)
    join(phone, "anouk")
    expect(phone.get_by_role("heading", name="Ben jij Anouk?")).to_be_visible()
    press(phone, "Ik ben het, maar heb mijn code niet: vraag de begeleider")
    press(fleur, "Ja, dat is Anouk")
    wait_live(phone)

    codes = re.findall(r"\b[A-Z]{6}\b", unfold(laptop, "my-seat").inner_text())
    tablet = open_page(f"{server.url}/return/")
    tablet.get_by_label("Code van de workshop").fill(codes[0])
    tablet.get_by_label("Terugkeercode").fill(codes[1].lower())
    press(tablet, "Naar mijn plek")
    wait_live(tablet)
    second_tab = tablet.context.new_page()
    second_tab.goto(tablet.url)
    wait_live(second_tab)

    devices = (laptop, phone, tablet, second_tab)
    assert len({page.locator("body").get_attribute("data-me") for page in devices}) == 1
    moved = own_in(laptop, "costs").get_attribute("data-figure") or ""
    standing(laptop, moved, "costs").focus()
    laptop.keyboard.press("3")
    for page in devices:
        expect(standing(page, moved, "gives")).to_have_count(1)
    forgotten(second_tab).fill("Vergeten klant")
    press(second_tab, "Zet op tafel")
    for page in devices:
        expect(figure(page, "Vergeten klant")).to_have_count(1)
    assert_equal_tables(fleur, *devices)
    assert [read_regions(page) for page in devices] == [read_regions(laptop)] * 4

    laptop.reload()
    wait_live(laptop)
    assert read_regions(laptop) == read_regions(phone)


def test_the_ninth_is_told_that_the_table_is_full_and_a_stranger_gets_no_seat(
    server: AppServer, open_page: Callable[..., Page]
):
    practice = server.practice("--step", "0", "--people", "8")
    ninth = open_page(f"{server.url}/join/{practice['code']}/")
    join(ninth, "Dirk")
    expect(ninth.get_by_role("alert")).to_have_text("De tafel is vol: er zijn al acht plekken bezet.")

    fleur, mallory = open_page(practice["facilitator"]), open_page(f"{server.url}/join/{practice['code']}/")
    wait_live(fleur)
    join(mallory, "Koen")
    press(mallory, "Ik ben het, maar heb mijn code niet: vraag de begeleider")
    press(fleur, "Nee")
    expect(mallory.get_by_role("heading", level=1)).to_have_text("De begeleider herkende je niet")
    seat = re.sub(r"/enter/.*", "/", seat_url(practice, "Koen"))
    mallory.goto(seat)
    expect(mallory.get_by_role("alert")).to_contain_text("Deze plek is van iemand anders.")


@WIDE
def test_a_removed_seat_is_emptied_and_told_why(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "3", "--customers", "3")
    fleur = open_page(practice["facilitator"])
    anouk, youssef = (open_page(seat_url(practice, name)) for name in ("Anouk", "Youssef"))
    wait_live(fleur, anouk, youssef)
    before = assert_equal_tables(fleur, anouk, youssef)
    forgotten(youssef).press_sequentially("half getypt")

    press(person(fleur, "Youssef"), "Haal van tafel", sure=True)

    expect(youssef.get_by_role("alert")).to_contain_text("De begeleider heeft deze plek weggehaald.")
    # Nothing else: the news and the answer to a request each have a sentence of their own.
    told = r"\s*De begeleider heeft deze plek weggehaald\.( Loop even naar de begeleider\.)?\s*Naar het begin\s*"
    expect(youssef.locator("main")).to_have_text(re.compile(f"^{told}$"))
    expect(youssef.locator("body")).to_have_attribute("data-connection", "offline")
    assert "geen verbinding" not in youssef.evaluate(SAID)
    assert youssef.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))") == []
    youssef.reload()
    expect(youssef.get_by_role("alert")).to_contain_text("De begeleider heeft deze plek weggehaald.")

    expect(anouk.locator("#region-seats [data-seat]", has_text="Youssef")).to_have_count(0)
    assert assert_equal_tables(fleur, anouk) == before
    assert_fresh(fleur, anouk)


def test_a_seat_whose_device_died_is_undone_with_one_tap(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "2", "--people", "2", "--customers", "3")
    fleur, anouk, youssef = (
        open_page(practice["facilitator"]),
        open_page(seat_url(practice, "Anouk"), **PHONE),
        open_page(seat_url(practice, "Youssef")),
    )
    wait_live(fleur, anouk, youssef)

    press(person(fleur, "Anouk"), "Zet op ‘zonder apparaat’")
    expect(youssef.locator("#region-seats [data-seat]", has_text="Anouk")).to_contain_text("zonder apparaat")
    open_sheet(fleur, "proxies")
    fleur.get_by_label("Klant van papier").fill("Van papier")
    press(fleur, "Zet op tafel")
    expect(figure(anouk, "Van papier")).to_have_count(1)

    tap(anouk.get_by_role("button", name="Ik heb weer een apparaat"))
    expect(youssef.locator("#region-seats [data-seat]", has_text="Anouk")).not_to_contain_text("zonder apparaat")
    expect(fleur.get_by_label("Klant van papier")).to_have_count(0)
    wait_settled(fleur, anouk, youssef)
    assert_fresh(fleur, anouk, youssef)


@WIDE
def test_a_late_joiner_catches_up_while_the_others_listen(server: AppServer, open_page: Callable[..., Page]):
    practice = server.practice("--step", "3", "--people", "2", "--customers", "3")
    fleur, youssef, cem = (
        open_page(practice["facilitator"]),
        open_page(seat_url(practice, "Youssef")),
        open_page(f"{server.url}/join/{practice['code']}/", **PHONE),
    )
    join(cem, "Cem")
    wait_live(fleur, youssef, cem)

    expect(youssef.locator("#region-seats [data-seat]", has_text="Cem")).to_contain_text("haalt in")
    forgotten(cem).fill("Laatkomer BV")
    cem.get_by_label("Vak").select_option("gives")
    tap(cem.get_by_role("button", name="Zet op tafel"))
    expect(zone(youssef, "gives").get_by_text("Laatkomer BV")).to_have_count(1)
    tap(unfold(cem, "mine").get_by_role("button", name="kost energie"))
    expect(zone(youssef, "costs").get_by_text("Laatkomer BV")).to_have_count(1)
    assert youssef.get_by_label("Een klant vergeten?").count() == 0
    before = assert_equal_tables(fleur, youssef, cem)
    own_in(youssef, "gives").focus()
    youssef.keyboard.press("1")

    press(person(fleur, "Cem"), "Klaar met inhalen")
    expect(cem.get_by_label("Een klant vergeten?")).to_have_count(0)
    expect(youssef.locator("#region-seats [data-seat]", has_text="Cem")).not_to_contain_text("haalt in")
    assert assert_equal_tables(fleur, youssef, cem) == before
    assert_fresh(fleur, youssef, cem)
