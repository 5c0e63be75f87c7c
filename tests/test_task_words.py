"""A task (*werkzaamheid*) is never called a customer in what is said of it; what lies beside it keeps its word."""

import re

import pytest
from django.test import Client
from django.utils.translation import get_language, override
from lxml import html
from support.people import act, base_of, browser_of, chair_of, figure, go, join, open_workshop, seat

from workshop.models import Participant, SwapProposal, Workshop
from workshop.refusals import Refusal
from workshop.steps import Step

pytestmark = pytest.mark.django_db

TASK, CUSTOMER = "Facturen", "Kiosk"


@pytest.fixture
def workshop() -> Workshop:
    """Step 5: Ana may give a task away, and a customer."""
    workshop = open_workshop()
    ana, _bas = join(workshop, "Ana"), join(workshop, "Bas")
    go(workshop, Step.SHEET)
    act(ana, "sheet.add", names=[CUSTOMER], tasks=[TASK], column="costs")
    go(workshop, Step.TABLE)
    act(ana, "table.place_all")
    go(workshop, Step.STACK)
    return workshop


def text_of(client: Client, base: str, element: str) -> str:
    page = html.fromstring(client.get(base).content.decode())
    found = page.get_element_by_id(element)
    attributes = " ".join(value for one in found.iter() for name, value in one.attrib.items() if name == "data-confirm")
    return f"{found.text_content()} {attributes}"


def own(who: Participant, element: str) -> str:
    return text_of(browser_of(who), base_of(who), element)


def test_whoever_decides_about_a_task_reads_so(workshop: Workshop):
    ana = seat(workshop, "Ana")
    for name in (TASK, CUSTOMER):
        act(ana, "stack.give_away", figure=figure(workshop, "Ana", name).id)
    lines = {name: own(ana, f"l-{figure(workshop, 'Ana', name).id}") for name in (TASK, CUSTOMER)}
    assert "Waarom geef je deze werkzaamheid weg?" in lines[TASK]
    assert "Waarom geef je deze klant weg?" in lines[CUSTOMER]
    assert re.findall(r"\bklant\b", lines[TASK], re.IGNORECASE) == []


def lit(workshop: Workshop, name: str) -> str:
    """What the giver reads of a slip in the spotlight, and the regie."""
    slip = SwapProposal.objects.get(rating__customer__name=name)
    act(workshop, "swap.open", slip=slip.id)
    act(workshop, "swap.look", slip=slip.id)
    regie = text_of(chair_of(workshop), base_of(workshop), f"lit-{slip.id}")
    return regie + own(seat(workshop, "Ana"), f"lit-{slip.id}")


def test_a_slip_of_a_task_speaks_of_a_task(workshop: Workshop):
    for name in (TASK, CUSTOMER):
        act(seat(workshop, "Ana"), "stack.stick", figure=figure(workshop, "Ana", name).id)
    go(workshop, Step.SWAP)
    told = {name: lit(workshop, name) for name in (TASK, CUSTOMER)}
    assert "Niemand pakt deze werkzaamheid op." in told[TASK]
    assert "Deze werkzaamheid toch zelf houden?" in told[TASK]
    assert "Een laatste blik, vanuit de werkzaamheid" in told[TASK]
    assert re.findall(r".{25}\b(?:de|deze|jouw) klant\b", told[TASK], re.IGNORECASE) == []
    assert "Niemand pakt deze klant op." in told[CUSTOMER]


def test_in_english_too(workshop: Workshop):
    ana = seat(workshop, "Ana")
    act(ana, "stack.give_away", figure=figure(workshop, "Ana", TASK).id)
    browser = browser_of(ana)
    browser.cookies["django_language"] = "en"
    line = text_of(browser, base_of(ana), f"l-{figure(workshop, 'Ana', TASK).id}")
    assert (re.findall(r"\bcustomer\b", line), "task" in line) == ([], True)


def refusal(actor: Participant | Workshop, action: str, **asked: object) -> str:
    with pytest.raises(Refusal) as refused:
        act(actor, action, **asked)
    return refused.value.sentence


def test_a_refusal_about_a_task_speaks_of_a_task(workshop: Workshop):
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    for name in (TASK, CUSTOMER):
        act(ana, "stack.stick", figure=figure(workshop, "Ana", name).id)
    own_wish = {name: refusal(ana, "stack.wish", figure=figure(workshop, "Ana", name).id) for name in (TASK, CUSTOMER)}
    assert own_wish == {TASK: "Dit is je eigen werkzaamheid.", CUSTOMER: "Dit is je eigen klant."}

    go(workshop, Step.SWAP)
    slips = {slip.rating.customer.name: slip.id for slip in SwapProposal.objects.select_related("rating__customer")}
    with override("nl"):
        told = {name: refusal(bas, "swap.answer", slip=slips[name], answer="take") for name in (TASK, CUSTOMER)}
        assert get_language() == "nl"
    assert "Je hebt deze werkzaamheid nooit beoordeeld." in told[TASK]
    assert "Je hebt deze klant nooit beoordeeld." in told[CUSTOMER]

    act(workshop, "swap.open", slip=slips[TASK])
    assert (
        refusal(workshop, "swap.let_go", slip=slips[TASK])
        == "Neem eerst samen een laatste blik vanuit de werkzaamheid."
    )
