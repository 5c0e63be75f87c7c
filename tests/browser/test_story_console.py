"""The regie and the beamer in real browsers: taken over, one time for all, a presenter's keys, a legible table."""

from datetime import datetime, timedelta

import pytest
from browser.people import change_step, press, say_yes, seat_url, unfold, wait_live, wait_settled, wait_step
from playwright.sync_api import Page, expect
from support.wide import WIDE, some_of

pytestmark = pytest.mark.browser


def confirm(page: Page) -> None:
    page.locator("#confirm button[value=yes]").click()


def seconds(page: Page) -> int:
    """What the clock of the step shows."""
    minutes, rest = page.evaluate("[...document.querySelectorAll('[data-clock]')].at(-1).textContent").split(":")
    return int(minutes) * 60 + int(rest[:2])


@WIDE
def test_a_killed_regie_is_taken_over_while_the_beamer_stays_up(server, open_page):
    """The first laptop dies in step 3; a second facilitator leads on with the codes of the printed sheet."""
    workshop = server.practice("--step", "3", "--people", "3")
    first, beamer, ana = (open_page(workshop[who]) for who in ("facilitator", "projector", "team_lead"))
    wait_live(first, beamer, ana)
    first.goto(server.url + first.evaluate("document.body.dataset.base") + "paper/")
    code, takeover = (first.locator(".code").nth(n).text_content().strip() for n in (1, 2))
    first.context.set_offline(True)
    beamer.evaluate("window.stayed = true")
    second = open_page(server.url + "/take-over/", width=390, height=844)
    second.fill("#code", code)
    second.fill("#takeover_code", takeover)
    second.locator("main button.primary").click()
    wait_live(second)
    change_step(second, 4)
    wait_step(4, second, beamer, ana)
    assert beamer.evaluate("window.stayed")
    first.context.set_offline(False)
    first.go_back()
    wait_live(first)
    assert first.locator('[data-command="steps.go"]').count() == 0
    first.locator('[data-command="steps.take_chair"]').click()
    confirm(first)
    first.wait_for_selector('[data-command="steps.go"]', state="attached")
    second.wait_for_selector('[data-command="steps.take_chair"]')


@WIDE
def test_all_clocks_agree_within_a_second_also_a_wrong_one_and_a_late_one(server, open_page):
    """Nine screens; one whose own clock is ten minutes off, one that came late."""
    workshop = server.practice("--step", "1", "--people", "6")
    links = [workshop["facilitator"], workshop["projector"], *(one["url"] for one in workshop["participants"])]
    pages = [open_page(link) for link in links[:-1]]
    wrong = open_page()
    wrong.clock.install(time=datetime.now() + timedelta(minutes=10))
    wrong.goto(links[-1])
    wrong.clock.resume()
    pages[0].locator('[data-command="steps.extend"]').first.click()
    wait_live(*pages, wrong)
    late = open_page(workshop["team_lead"])
    screens = [*pages, wrong, late]
    wait_live(late)
    wait_settled(*screens)
    shown = [seconds(page) for page in screens]
    assert max(shown) - min(shown) <= 1 + 1, shown  # the readings themselves are a moment apart


@WIDE
def test_another_name_of_the_team_is_on_the_follow_up_at_once_and_undone_from_the_journal(server, open_page):
    workshop = server.practice("--step", "2", "--people", "2", "--customers", "2")
    fleur, anouk = open_page(workshop["facilitator"]), open_page(seat_url(workshop, "Anouk"))
    wait_live(fleur, anouk)
    anouk.goto(f"{anouk.url}follow-up/")
    wait_live(anouk)
    told = anouk.locator("#region-follow_up h1 + p bdi")
    before = told.text_content()
    people = unfold(fleur, "people")
    field = people.get_by_label("Naam van het team")
    expect(field).to_have_value(before)
    field.fill("Team Noord")
    press(people.locator("form").first, "Hernoem")
    expect(told).to_have_text("Team Noord")
    unfold(fleur, "journal")
    press(fleur.locator("#journal li").filter(has_text="Team Noord"), "terugdraaien")
    say_yes(fleur)
    expect(told).to_have_text(before)
    unfold(fleur, "people")
    expect(field).to_have_value(before)


def test_the_keys_of_a_presenter_lead_through_questions_slips_and_steps(server, open_page):
    workshop = server.practice("--step", "3", "--people", "5")
    regie = open_page(workshop["facilitator"])
    wait_live(regie)
    question = regie.locator("#region-turn h2")
    before = question.text_content()
    regie.keyboard.press("PageDown")
    regie.wait_for_function("before => document.querySelector('#region-turn h2').textContent !== before", arg=before)
    regie.keyboard.press("PageUp")
    regie.wait_for_function("before => document.querySelector('#region-turn h2').textContent === before", arg=before)
    regie.keyboard.press("Home")
    expect(regie.locator(".on-beamer")).to_contain_text("Hoe je binnenkomt")
    regie.locator("#order-tools summary").focus()
    regie.keyboard.press("PageDown")
    assert question.text_content() == before


def test_a_step_change_by_key_asks_once_while_people_are_not_done(server, open_page):
    workshop = server.practice("--step", "5", "--people", "2")
    regie = open_page(workshop["facilitator"])
    anouk = open_page(seat_url(workshop, "Anouk"))
    wait_live(regie, anouk)
    anouk.locator('[data-command="lobby.done"]').first.click()
    wait_settled(regie, anouk)
    regie.keyboard.press("PageDown")
    regie.wait_for_selector("#confirm[open]")
    regie.keyboard.press("Escape")
    regie.wait_for_selector("#confirm:not([open])", state="attached")
    assert regie.evaluate("document.body.dataset.step") == "5"
    regie.keyboard.press("ArrowRight")
    confirm(regie)
    wait_step(6, regie)


#: Of every figure that shows: its box, and the size and weight of its text (its own name, or its owner's and a count).
BOXES = """() => [...document.querySelectorAll('ol[data-zone] > li')].map((node) => {
  const box = node.getBoundingClientRect(), name = node.querySelector('bdi');
  const own = getComputedStyle(name);
  const style = parseFloat(own.fontSize) ? own : getComputedStyle(node, '::after');
  return [box.left, box.top, box.right, box.bottom, parseFloat(style.fontSize), Number(style.fontWeight)];
}).filter(([left, top, right]) => right - left > 2)"""


@pytest.mark.parametrize(
    ("people", "customers", "shown", "letters"),
    some_of([(2, 5, 10, 27), (5, 20, 100, 15), (8, 40, 110, 15)], always=[(8, 40, 110, 15)]),
)
def test_the_beamer_is_legible_from_the_back_of_the_room(server, open_page, people, customers, shown, letters):
    """At 1280 × 720: bold letters of at least so many px, nothing over another, nothing outside, no scrollbar.

    Where names would be too small to read, one zone has names and the others heads with counts; every figure stays in
    the page.
    """
    workshop = server.practice("--step", "2", "--people", str(people), "--customers", str(customers))
    beamer = open_page(workshop["projector"], width=1280, height=720)
    wait_live(beamer)
    wait_settled(beamer)
    boxes = beamer.evaluate(BOXES)
    outside = [box for box in boxes if box[0] < -1 or box[1] < -1 or box[2] > 1281 or box[3] > 721]
    overlaps = [(a, b) for index, a in enumerate(boxes) for b in boxes[index + 1 :] if _overlap(a, b)]
    size = beamer.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    assert (beamer.locator("[data-zone] [data-figure]").count(), len(boxes)) == (people * customers, shown)
    assert (outside, overlaps[:3], size) == ([], [], [720, 1280])
    assert (min(box[4] for box in boxes) >= letters, min(box[5] for box in boxes) >= 600) == (True, True), boxes


#: Boxes of the beamer with more in them than they show.
CUT = """() => [...document.querySelectorAll('.slips > .slip, .heading, .list, .after, .scroll')].filter((box) =>
  box.clientHeight && (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1)
).map((box) => `${box.className}: ${box.scrollHeight} in ${box.clientHeight}`)"""


@pytest.mark.parametrize("step", some_of([4, 5, 7], always=[5]))
def test_what_does_not_fit_on_the_beamer_becomes_smaller_and_is_not_cut(server, open_page, step: int):
    workshop = server.practice("--step", str(step), "--people", "5", "--customers", "20")
    beamer = open_page(workshop["projector"], width=1280, height=720)
    wait_live(beamer)
    wait_settled(beamer)
    assert beamer.evaluate(CUT) == []


def test_the_small_size_shows_every_name(server, open_page):
    workshop = server.practice("--step", "2", "--people", "8", "--customers", "40")
    regie, beamer = open_page(workshop["facilitator"]), open_page(workshop["projector"], width=1280, height=720)
    wait_live(regie, beamer)
    beamer.wait_for_selector(".table[data-zoom]")
    unfold(regie, "projector-desk").locator('input[value="S"]').check()
    regie.locator('form[data-command="projector.look"] button').click()
    beamer.wait_for_selector(".table:not([data-zoom], [data-counted])")
    assert len(beamer.evaluate(BOXES)) == 320


def _overlap(a: list[float], b: list[float]) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1
