"""The facilitator's room in real browsers: who was seen on what, a lent screen, a tone, and a language that changes."""

import re

import pytest
from browser.people import (
    PHONE,
    assert_fresh,
    line,
    open_sheet,
    person,
    press,
    read_table,
    say_yes,
    seat_url,
    staying,
    unfold,
    wait_live,
    wait_settled,
    wait_step,
)
from playwright.sync_api import Page, expect
from support.wide import WIDE, some_of

pytestmark = pytest.mark.browser


def test_the_regie_sees_who_is_here_and_on_what(server, open_page):
    workshop = server.practice("--step", "2", "--people", "3")
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
    regie, ana = open_page(workshop["facilitator"]), open_page(workshop["participants"][0]["url"], user_agent=phone)
    wait_live(regie, ana)
    people = unfold(regie, "people")
    expect(people.locator("[data-seen-of]").first).to_have_text(re.compile("is hier · telefoon"))
    expect(people.locator("[data-seen-of]").nth(1)).to_have_text("nog niet binnen")


@WIDE
def test_a_lent_screen_covers_itself_when_it_is_left(server, open_page):
    """Anouk has no device: she decides on the facilitator's laptop, and nobody finds her list there afterwards."""
    workshop = server.practice("--step", "5", "--people", "2")
    regie = open_page(workshop["facilitator"])
    wait_live(regie)
    name = workshop["participants"][0]["name"]
    row = person(regie, name)
    code = row.locator(".code").text_content().strip()
    press(row, "Zet op ‘zonder apparaat’")
    open_sheet(regie, "proxies")
    with regie.expect_popup() as opened:
        regie.get_by_role("link", name=f"Leen {name} dit scherm").click()
    lent = opened.value
    lent.fill("#return_code", code)
    lent.locator("main button.primary").click()
    wait_live(lent)
    seat = lent.url
    lent.locator("#region-own .decide").wait_for()
    press(line(lent, staying(lent)[0]), "Weggeven")
    why = lent.locator(".slip-text [name=why]").first
    why.fill("Half get")
    press(lent, "Dek nu af")
    expect(lent.locator("#confirm")).to_contain_text("Wat je typte is nog niet bewaard en gaat weg.")
    press(lent, "Nee, terug")
    expect(why).to_have_value("Half get")
    # Put away: another tab in front, or the lid shut.
    lent.evaluate(
        "Object.defineProperty(document, 'hidden', {get: () => true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    lent.wait_for_url("**/return/?lent")
    expect(lent.get_by_role("heading", name="Dit scherm is afgedekt")).to_be_visible()
    lent.goto(seat)
    expect(lent.get_by_text("Deze plek is van iemand anders")).to_be_visible()
    assert (
        lent.evaluate(f"Object.keys({{...localStorage, ...sessionStorage}}).filter(k => k.includes('{seat[-12:]}'))")
        == []
    )


@WIDE
def test_a_tone_sounds_when_time_runs_out_for_who_asked_only(server, open_page):
    workshop = server.practice("--step", "1", "--people", "2")
    regie, ana = open_page(workshop["facilitator"]), open_page(workshop["participants"][0]["url"])
    for page in (regie, ana):
        page.evaluate(
            "window.tones = 0; const start = OscillatorNode.prototype.start;"
            "OscillatorNode.prototype.start = function (at) { window.tones += 1; return start.call(this, at); };"
            "undefined"
        )
    wait_live(regie, ana)
    sound = open_sheet(regie, "menu").locator("[data-sound]")
    sound.click()
    expect(sound.locator("[data-sound-text]")).to_have_text("Geluid: aan")
    heard = regie.evaluate("window.tones")
    for page in (regie, ana):
        page.evaluate("document.querySelector('[data-clock]').dataset.ends = Date.now() + 900")
    regie.wait_for_function("heard => window.tones > heard", arg=heard)
    assert (heard, ana.evaluate("window.tones")) == (2, 0)


@WIDE
def test_the_page_around_the_regions_follows_the_workshops_language(server, open_page):
    workshop = server.practice("--step", "1", "--people", "2")
    regie, beamer, ana = (open_page(workshop[who]) for who in ("facilitator", "projector", "team_lead"))
    wait_live(regie, beamer, ana)
    unfold(regie, "projector-desk").locator('input[value="en"]').check()
    press(regie, "Toon het zo op de beamer")
    for page in (regie, beamer, ana):
        page.wait_for_selector('html[lang="en"]')
    wait_live(regie, beamer, ana)
    assert_fresh(regie, beamer, ana)


# --- the others go on ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", some_of(range(1, 8), always=[5]))
def test_somebody_who_comes_late_sees_and_does_what_this_step_asks(server, open_page, step: int):
    """A colleague comes in at any step by the code, on a phone; until step 5 is over with customers of their own."""
    workshop = server.practice("--step", str(step), "--people", "3")
    ana = open_page(workshop["participants"][0]["url"])
    late = open_page(f"{server.url}/join/{workshop['code']}/", **PHONE)
    wait_live(ana)
    late.get_by_label("Hoe heet je?").fill("Laatkomer")
    press(late, "Aan tafel")
    wait_live(late)
    assert late.locator("body").get_attribute("data-step") == str(step)
    if step <= 5:
        _bring_a_customer(late, step)
    wait_settled(ana, late)
    assert ("Laatkomer" in ana.locator("#region-seats").inner_text(), read_table(ana)) == (True, read_table(late))
    assert_fresh(ana, late)


def _bring_a_customer(late: Page, step: int) -> None:
    """On the own list first, where nobody sees it; from step 2 on it goes to the table."""
    late.locator("#add-name").fill("Drukkerij Laat")
    late.locator("#add-name").press("Enter")
    late.locator("#region-own .line", has_text="Drukkerij Laat").first.wait_for()
    if step > 1:
        late.locator("#region-own [data-place=costs]").first.click()
        late.wait_for_selector('ol[data-zone="costs"] .mine', state="attached")


@WIDE
def test_a_claim_that_was_settled_is_undone_with_one_press(server, open_page):
    """The journal of the regie: a result goes, every screen sees it undecided again; then the answer may go too."""
    workshop = server.practice("--step", "6", "--people", "3", "--customers", "6")
    regie, beamer = open_page(workshop["facilitator"]), open_page(workshop["projector"], height=720)
    ana = open_page(workshop["participants"][0]["url"])
    wait_live(regie, beamer, ana)
    regie.locator('[data-command="swap.open"]').first.click()
    regie.locator('[data-command="swap.settle"]').first.click()
    for page in (regie, beamer, ana):
        page.locator(".lit .decided").wait_for()
    journal = unfold(regie, "journal")
    settled = journal.locator("li", has_text="beslist:").first
    settled.get_by_role("button", name="terugdraaien").click()
    regie.locator("#confirm button[value=yes]").click()
    for page in (regie, beamer, ana):
        page.locator(".lit .takers").wait_for()
    assert_fresh(regie, beamer, ana)


@WIDE
def test_what_something_later_rests_on_is_not_offered(server, open_page):
    workshop = server.practice("--step", "2", "--people", "2", "--customers", "3")
    regie, ana = open_page(workshop["facilitator"]), open_page(seat_url(workshop, workshop["participants"][0]["name"]))
    wait_live(regie, ana)
    name = ana.locator("#mine [data-card] .name").first.text_content().strip()
    unfold(ana, "mine")
    card = ana.locator("#mine [data-card]").first
    for zone in ("neutral", "gives", "costs"):
        card.locator(f"[data-place={zone}]").click()
        wait_settled(ana)
    journal = unfold(regie, "journal")
    # Newest first: the earlier ones are offered when what rests on them is undone, one after the other.
    lines, offered = journal.locator("li", has_text=name), {"name": "terugdraaien"}
    expect(lines.get_by_role("button", **offered)).to_have_count(1)
    lines.nth(0).get_by_role("button", **offered).click()
    regie.locator("#confirm button[value=yes]").click()
    expect(ana.locator("ol[data-zone=gives] li", has_text=name)).to_be_visible()
    wait_step(2, regie, ana)


def test_an_open_journal_goes_on_and_offers_nothing_that_is_no_more(server, open_page):
    """A colleague's act and the facilitator's own, without pressing anything."""
    workshop = server.practice("--step", "2", "--people", "2", "--customers", "3")
    regie, ana = open_page(workshop["facilitator"]), open_page(seat_url(workshop, workshop["participants"][0]["name"]))
    wait_live(regie, ana)
    place(ana, "neutral")
    wait_settled(regie, ana)
    lines = unfold(regie, "journal").locator("li")
    offers = lines.get_by_role("button", name="terugdraaien")
    moved = lines.first.locator("span").text_content()
    expect(offers.first).to_be_visible()
    before = lines.count()
    place(ana, "gives")
    expect(lines).to_have_count(before + 1)
    expect(lines.nth(1)).to_contain_text(moved)
    expect(lines.nth(1).get_by_role("button")).to_have_count(0)
    lines.first.get_by_role("button").click()
    say_yes(regie)
    expect(lines.nth(1)).to_contain_text("teruggedraaid")
    expect(regie.locator("#region-journal")).to_be_focused()


@pytest.mark.parametrize("size", [{}, PHONE], ids=["laptop", "phone"])
def test_the_field_that_renames_a_seat_shows_a_long_name_whole(server, open_page, size):
    workshop = server.practice("--step", "0", "--people", "2")
    regie = open_page(workshop["facilitator"], **size)
    wait_live(regie)
    field = person(regie, workshop["participants"][0]["name"]).get_by_label("Naam", exact=True)
    field.fill("Willem-Alexander van den Broeke-Ørsted")
    assert field.evaluate("(field) => field.scrollWidth <= field.clientWidth")


def place(page: Page, zone: str) -> None:
    """Put the first own customer of the fold in a zone."""
    unfold(page, "mine").locator(f"[data-card] [data-place={zone}]").first.click()
