"""Two people, or two devices of one, in the same form: no words are lost, and none are written over unseen."""

from collections.abc import Callable

from browser.people import PHONE, bring_up, open_sheet, say_yes, seat_url, show, unfold, wait_live, wait_settled
from playwright.sync_api import Locator, Page, expect
from support.server import AppServer
from support.wide import WIDE

Open = Callable[..., Page]


def save(form: Locator, button: str = "Bewaar") -> None:
    form.get_by_role("button", name=button).click()
    wait_settled(form.page)


def test_who_types_what_a_colleague_saves_meanwhile_reads_both_and_decides(server: AppServer, open_page: Open):
    """Anouk has her slip on the laptop and on the phone."""
    practice = server.practice("--step", "5", "--people", "2", "--customers", "6")
    laptop, phone = open_page(seat_url(practice, "Anouk")), open_page(seat_url(practice, "Anouk"), **PHONE)
    wait_live(laptop, phone)
    laptop.locator('[data-shown] [data-command="stack.give_away"]').click()
    wait_settled(laptop, phone)
    why = [page.locator(".slip-text [name=why]").first for page in (laptop, phone)]
    wish = [page.locator(".slip-text [name=wish]").first for page in (laptop, phone)]
    forms = [page.locator("[data-shown]") for page in (laptop, phone)]

    before = why[1].input_value()
    why[1].fill("Van de telefoon")
    why[0].fill("Van de laptop")
    save(forms[0], "Leg klaar")
    wait_settled(laptop, phone)
    assert why[1].input_value() == "Van de telefoon" != before  # typed, and not taken away by the news

    save(forms[1], "Leg klaar")
    refusal = phone.locator("#refusal")
    expect(refusal).to_contain_text("Er staat nu: “Van de laptop”. Jij schreef: “Van de telefoon”.")
    wait_settled(laptop, phone)
    expect(why[1]).to_have_value("Van de telefoon")
    expect(why[0]).to_have_value("Van de laptop")

    save(forms[1], "Leg klaar")  # having read both
    expect(refusal).to_be_hidden()
    wait_settled(laptop, phone)
    expect(why[0]).to_have_value("Van de telefoon")

    # Different fields are no quarrel; and who goes on typing before the answer comes does not quarrel with oneself.
    wish[0].fill("Geduld")
    why[1].fill("Van de telefoon, beter")
    save(forms[0], "Leg klaar")
    save(forms[1], "Leg klaar")
    wait_settled(laptop, phone)
    for page in (laptop, phone):
        expect(page.locator(".slip-text [name=why]").first).to_have_value("Van de telefoon, beter")
        expect(page.locator(".slip-text [name=wish]").first).to_have_value("Geduld")
    phone.route("**/do/**", lambda route: route.abort())
    for text in ("Eén", "Twee"):
        why[1].fill(text)
        forms[1].get_by_role("button", name="Leg klaar").click()
    phone.unroute("**/do/**")
    wait_settled(laptop, phone)
    expect(refusal).to_be_hidden()
    expect(why[0]).to_have_value("Twee")


@WIDE
def test_a_draft_that_comes_back_after_a_reload_still_knows_what_it_was_written_over(
    server: AppServer, open_page: Open
):
    practice = server.practice("--step", "5", "--people", "2", "--customers", "6")
    laptop, phone = open_page(seat_url(practice, "Anouk")), open_page(seat_url(practice, "Anouk"), **PHONE)
    wait_live(laptop, phone)
    laptop.locator('[data-shown] [data-command="stack.give_away"]').click()
    wait_settled(laptop, phone)
    name = str(phone.locator("[data-shown] [data-name]").get_attribute("data-name"))
    phone.locator(".slip-text [name=why]").first.fill("Van de telefoon")
    phone.context.set_offline(True)
    laptop.locator(".slip-text [name=why]").first.fill("Van de laptop")
    save(laptop.locator("[data-shown]"), "Leg klaar")
    phone.context.set_offline(False)
    phone.reload()
    wait_live(phone)
    why = phone.locator(".slip-text [name=why]").first
    expect(why).to_have_value("Van de telefoon")
    bring_up(phone, name)
    save(phone.locator("[data-shown]"), "Leg klaar")
    expect(phone.locator("#refusal")).to_contain_text("Van de laptop")


@WIDE
def test_giver_and_facilitator_fill_in_one_hand_over_at_the_same_time(server: AppServer, open_page: Open):
    practice = server.practice("--step", "7", "--people", "3", "--customers", "4")
    fleur, anouk = open_page(practice["facilitator"]), open_page(seat_url(practice, "Anouk"))
    wait_live(fleur, anouk)
    open_sheet(fleur, "result")
    slip = anouk.locator('form[data-command="closing.hand_over"] [name=slip]').first.get_attribute("value")
    forms = [page.locator(f'form[data-command="closing.hand_over"]:has([value="{slip}"])') for page in (fleur, anouk)]
    unfold(fleur, "region-result")
    show(anouk, "result")
    for form in forms:
        form.locator("xpath=ancestor::details").locator("summary").first.click()
    forms[0].locator("[name=must_know]").fill("Belt liever")
    forms[1].locator("[name=teller]").fill("Anouk zelf")
    save(forms[0])
    wait_settled(fleur, anouk)
    expect(forms[1].locator("[name=teller]")).to_have_value("Anouk zelf")
    save(forms[1])
    wait_settled(fleur, anouk)
    for page, form in zip((fleur, anouk), forms, strict=True):
        expect(form.locator("[name=must_know]")).to_have_value("Belt liever")
        expect(form.locator("[name=teller]")).to_have_value("Anouk zelf")
        expect(page.locator("#refusal")).to_be_hidden()


@WIDE
def test_a_decision_that_waited_on_the_phone_gives_way_to_the_laptop(server: AppServer, open_page: Open):
    practice = server.practice("--step", "5", "--people", "2", "--customers", "6")
    laptop, phone = open_page(seat_url(practice, "Anouk")), open_page(seat_url(practice, "Anouk"), **PHONE)
    wait_live(laptop, phone)
    line = laptop.locator("[data-shown]").get_attribute("id")
    give = [page.locator(f"#{line} [data-choice=give]") for page in (laptop, phone)]
    phone.route("**/do/**", lambda route: route.abort())
    give[1].click()
    give[0].click()
    laptop.locator(f"#{line} [data-choice=keep]").click()
    say_yes(laptop)
    wait_settled(laptop)
    expect(laptop.locator(f"#{line}[data-state='']")).to_be_visible()

    phone.unroute("**/do/**")
    wait_settled(phone)
    expect(phone.locator("#refusal")).to_contain_text("dat koos je op een ander scherm. ‘Weggeven’ is niet gedaan.")
    wait_settled(laptop, phone)
    for page in (laptop, phone):
        expect(page.locator(f"#{line}[data-state='']")).to_be_visible()
