"""Swaps beside the stack, in real browsers: a straight one, a ring with a refusal, a ruilvoorstel accepted in part."""

import json
import re
from collections.abc import Callable
from typing import Any

from browser.people import (
    PHONE,
    assert_fits,
    assert_fresh,
    change_step,
    close_sheet,
    offered_sheet,
    press,
    seat_url,
    unfold,
    wait_live,
    wait_settled,
)
from playwright.sync_api import Locator, Page, expect
from support.server import AppServer
from support.wide import WIDE

Open = Callable[..., Page]

#: What is laid on the table, for a workshop in step 2: (name, customer, zone); the same name is the same customer.
LAY = """
import json
from workshop.models import EnergyRating, Participant, Workshop
from workshop.perform import perform
from workshop.permissions import Actor
from itertools import count
told = json.loads({told!r})
workshop = Workshop.objects.get(pk=told["workshop"])
numbers = count()
def act(who, action, /, **data):
    seat = Participant.objects.get(workshop=workshop, name=who) if who else None
    actor = Actor("seat", seat) if seat else Actor("facilitator")
    perform(workshop_id=workshop.id, actor=actor, action=action, data=data, action_id=f"lay-{{next(numbers)}}")
def figure(name, customer):
    return EnergyRating.objects.get(workshop=workshop, participant__name=name, customer__name=customer)
for name, customer, zone in told["lay"]:
    act(name, "table.lay", name=customer, zone=zone)
for customer in {{one[1] for one in told["lay"]}}:
    first, *others = [figure(*one[:2]).customer_id for one in told["lay"] if one[1] == customer]
    for other in others:
        act("", "table.join", kept=first, other=other)
for step in (3, 4, 5):
    act("", "steps.go", to=step)
for name, customer in told["stick"]:
    act(name, "stack.stick", figure=figure(name, customer).id)
"""


def lay(server: AppServer, *feelings: tuple[str, str, str], stick: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    """A practice workshop of three in step 5, with these customers on the table besides their own."""
    practice = server.practice("--step", "2", "--people", "3", "--customers", "2")
    told = json.dumps({"workshop": practice["workshop"], "lay": feelings, "stick": stick})
    done = server.manage("shell", "-c", LAY.format(told=told))
    assert done.returncode == 0, done.stderr
    return practice


def open_all(open_page: Open, practice: dict[str, Any]) -> tuple[Page, ...]:
    """The regie, the beamer, Anouk, Youssef, and Femke on a phone."""
    fleur, beamer = open_page(practice["facilitator"]), open_page(practice["projector"])
    anouk, youssef = (open_page(seat_url(practice, name)) for name in ("Anouk", "Youssef"))
    femke = open_page(seat_url(practice, "Femke"), **PHONE)
    pages = (fleur, beamer, anouk, youssef, femke)
    wait_live(*pages)
    return pages


def chance(page: Page, kind: str) -> Locator:
    return unfold(page, "chances").locator(f'[data-chance="{kind}"]').first


def offers(page: Page) -> Locator:
    """The direct swaps that somebody is asked about, or asked for."""
    return unfold(page, "offer-swap").locator(".offered-swaps li")


def asked(page: Page) -> Locator:
    """The facilitator's question, out of a ruilvoorstel, on somebody's own page."""
    if page.locator("#asked").count():
        unfold(page, "asked")
    return page.locator('[id^="take-request-"]')


def result(page: Page, customer: str) -> Locator:
    """The line of a customer in the results, when it is settled; on the regie they lie in a sheet."""
    if page.locator("body").get_attribute("data-role") == "facilitator":
        unfold(page, "region-result")
    return page.locator("#region-result tr").filter(has_text=customer)


def test_two_swap_directly_from_a_chance_and_nobody_else_knows_before(server: AppServer, open_page: Open):
    practice = lay(
        server,
        ("Anouk", "Blom", "costs"),
        ("Youssef", "Blom", "gives"),
        ("Youssef", "Zuid", "costs"),
        ("Anouk", "Zuid", "neutral"),
    )
    _fleur, beamer, anouk, youssef, femke = pages = open_all(open_page, practice)

    press(chance(anouk, "swap"), "Stel voor")
    offer = offers(youssef)
    expect(offer).to_contain_text("Jij geeft Zuid en krijgt Blom van Anouk.")
    wait_settled(*pages)
    for other in (beamer, femke):
        expect(other.locator("body")).not_to_contain_text("Zuid →")
        expect(other.locator(".offered-swaps")).to_have_count(0)

    press(offer, "Ja, we ruilen")
    for page in pages:
        if page is beamer:  # it shows the list in the last step
            continue
        expect(result(page, "Blom")).to_contain_text("geruild")
        expect(result(page, "Zuid")).to_contain_text("geruild")
    assert_fresh(*pages)


@WIDE
def test_what_is_refused_stands_in_its_form_again(server: AppServer, open_page: Open):
    """Youssef never judged Blom, and forgets to say what he expects of it."""
    practice = lay(server, ("Anouk", "Blom", "costs"), ("Youssef", "Zuid", "costs"))
    *_others, youssef, _femke = open_all(open_page, practice)
    form = youssef.locator('form[data-command="stack.propose"]')
    unfold(youssef, "offer-swap")
    form.get_by_label("Ik geef").select_option(label="Zuid (kost energie)")
    form.get_by_label("Ik krijg").select_option(index=1)
    before = [form.locator(f"[name={name}]").input_value() for name in ("mine", "theirs")]
    press(form, "Stel voor")
    expect(youssef.locator("#refusal")).to_contain_text("Je hebt deze klant nooit beoordeeld.")
    assert [form.locator(f"[name={name}]").input_value() for name in ("mine", "theirs")] == before != ["", ""]


@WIDE
def test_a_ring_of_three_goes_round_only_when_all_three_say_yes(server: AppServer, open_page: Open):
    practice = lay(
        server,
        ("Anouk", "Blom", "costs"),
        ("Youssef", "Blom", "gives"),
        ("Youssef", "Zuid", "costs"),
        ("Femke", "Zuid", "gives"),
        ("Femke", "Oost", "costs"),
        ("Anouk", "Oost", "gives"),
    )
    fleur, _beamer, anouk, youssef, femke = pages = open_all(open_page, practice)

    press(chance(anouk, "ring"), "Stel voor")
    press(offers(youssef), "Ja, we ruilen")
    expect(offers(anouk)).to_contain_text("Wacht op een ja van Femke.")
    expect(offers(femke)).to_contain_text("Youssef geeft Zuid aan jou.")
    assert_fits(femke)
    press(offers(femke), "Nee, dank je")
    expect(offers(femke)).to_have_count(0)
    for page in (anouk, youssef):
        expect(offers(page)).to_contain_text("gaat niet door")
        expect(offers(page).get_by_role("button")).to_have_count(0)
    expect(offered_sheet(fleur, "result")).to_have_count(0)  # nothing is settled yet

    press(chance(youssef, "ring"), "Stel voor")
    for page in (femke, anouk):
        press(offers(page), "Ja, we ruilen")
    for page in (fleur, anouk, youssef, femke):
        for customer in ("Blom", "Zuid", "Oost"):
            expect(result(page, customer)).to_contain_text("geruild")
    assert_fresh(*pages)


@WIDE
def test_a_ruilvoorstel_is_accepted_in_part_by_the_people_themselves(server: AppServer, open_page: Open):
    feelings = (
        ("Anouk", "Blom", "costs"),
        ("Youssef", "Blom", "gives"),
        ("Anouk", "Zuid", "costs"),
        ("Femke", "Zuid", "gives"),
        ("Anouk", "Oost", "costs"),
    )
    given = (("Anouk", "Blom"), ("Anouk", "Zuid"), ("Anouk", "Oost"))
    fleur, _beamer, anouk, youssef, femke = pages = open_all(open_page, lay(server, *feelings, stick=given))
    change_step(fleur, 6)
    for _slip in given:
        with fleur.expect_response(lambda answer: "/do/swap.open/" in answer.url):
            fleur.locator('button[data-command="swap.open"]').first.click()
        wait_settled(*pages)

    plan = unfold(fleur, "ruilvoorstel")
    press(plan, "Maak een voorstel")
    expect(plan.locator("[data-unplaced]")).to_contain_text("Oost (Anouk) Niemand anders heeft deze klant beoordeeld")
    expect(plan.locator("[data-placed]")).to_have_count(2)
    for name in ("Youssef", "Femke"):
        press(plan, f"Vraag het {name}")
        expect(plan.get_by_role("button", name=f"Vraag het {name}")).to_have_count(0)
    expect(plan.get_by_text("gevraagd", exact=True)).to_have_count(2)
    expect(anouk.locator("#region-own")).not_to_contain_text("Zou jij")
    press(asked(youssef), "Ik pak deze op")
    assert_fits(femke)
    press(asked(femke), "Niet voor mij")
    for page in (youssef, femke):
        expect(asked(page)).to_have_count(0)
    expect(plan.locator("[data-placed]")).to_have_text([re.compile("Femke zei eerst: niet voor mij")])
    wait_settled(*pages)
    expect(offered_sheet(fleur, "result")).to_have_count(0)  # nothing is settled yet

    reopen(fleur, "Blom")
    press(fleur.locator("#region-spotlight"), "Youssef pakt hem op")
    for page in (fleur, anouk, youssef, femke):
        expect(result(page, "Blom")).to_contain_text("overgenomen")
        expect(result(page, "Zuid")).to_have_count(0)
    assert_fresh(*pages)


def reopen(fleur: Page, customer: str) -> None:
    """Bring an opened slip without a result into the spotlight again."""
    close_sheet(fleur)
    fleur.locator('button[data-command="swap.open"]').filter(has_text=f"Open {customer}").click()
    expect(fleur.locator("#region-spotlight")).to_contain_text(customer)
