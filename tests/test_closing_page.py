"""Step 7 as its screens tell it: what changes for me, who gets more attention, how many customers before and after."""

from typing import Any

import pytest
from django.test import Client
from lxml import html
from support.people import act, base_of, beamer_of, browser_of, chair_of, figure, go, lay_table, seat, slip

from sessions.access import Viewer
from sessions.board.viewer import Board
from sessions.exports import content
from workshop.models import Claim, Customer, Participant, Workshop
from workshop.steps import Answer, Kind, Step

pytestmark = pytest.mark.django_db


def part(client: Client, base: str, name: str) -> Any:
    return html.fromstring(client.get(f"{base}regions/?r={name}").content.decode())


def own(who: Participant) -> Any:
    return part(browser_of(who), base_of(who), "own")


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


def changes(who: Participant) -> list[str]:
    """*Wat er voor mij verandert*, a line each."""
    lists = own(who).xpath("//h2[.='Wat er voor mij verandert']/following-sibling::ul[1]/li")
    return [words(line) for line in lists]


def join(workshop: Workshop, name: str, *owners: str) -> None:
    kept, *others = [figure(workshop, owner, name).customer_id for owner in owners]
    for other in others:
        act(workshop, "table.join", kept=kept, other=other)


def test_what_changes_for_me_includes_what_was_let_go():
    workshop = lay_table(Step.CLOSING)
    assert changes(seat(workshop, "Ana")) == ["– Bakker naar Bas", "– Slager losgelaten"]
    assert changes(seat(workshop, "Bas")) == ["+ Bakker van Ana", "– Hotel losgelaten"]
    assert changes(seat(workshop, "Cem")) == ["– Notaris losgelaten"]


def test_where_a_colleague_stays_only_my_contact_ends():
    workshop = lay_table(Step.STACK)
    join(workshop, "Bakker", "Ana", "Bas")
    act(seat(workshop, "Ana"), "stack.stick", figure=figure(workshop, "Ana", "Bakker").id)
    go(workshop, Step.SWAP)
    bakker = slip(workshop, "Bakker")
    for action in ("swap.open", "swap.look", "swap.let_go"):
        act(workshop, action, slip=bakker.id)
    go(workshop, Step.CLOSING)
    assert changes(seat(workshop, "Ana")) == ["– Bakker contact beëindigd, blijft bij Bas"]


def test_a_customer_is_offered_for_more_attention_once():
    workshop = lay_table(Step.STACK)
    join(workshop, "Bakker", "Ana", "Bas")
    act(seat(workshop, "Ana"), "stack.stick", figure=figure(workshop, "Ana", "Bakker").id)
    go(workshop, Step.SWAP)
    bakker, bas = slip(workshop, "Bakker"), seat(workshop, "Bas")
    act(bas, "swap.answer", slip=bakker.id, answer=Answer.TAKE)
    act(workshop, "swap.open", slip=bakker.id)
    act(workshop, "swap.settle", claim=Claim.objects.get(slip=bakker, participant=bas).id)
    go(workshop, Step.CLOSING)
    offered = [words(option) for option in own(bas).xpath("//select[@id='at-figure']/option[@value!='']")]
    assert offered == ["Bakker", "Museum"]


def test_ratings_and_expectations_are_told_apart_on_every_screen_and_in_every_file():
    workshop = lay_table(Step.CLOSING)
    act(workshop, "projector.view", view="loads")
    workshop.refresh_from_db()
    base, chair = base_of(workshop), chair_of(workshop)
    for page in (part(chair, base, "result"), part(Client(), beamer_of(workshop), "slides")):
        bas = page.xpath(f"//*[@data-load='{seat(workshop, 'Bas').id}']")[0]
        assert words(bas.xpath(".//*[@class='expected']")[0]) == "1 verwacht"
        assert "2 → 3 geeft (1 verwacht)" in words(bas.xpath(".//*[@class='gives']")[-1])
        assert len(bas.xpath(".//*[@class='hollow']")) == 1
    table = content.loads(Board(chair_viewer(workshop)), inside=True)
    row = dict(zip([column.name for column in table.columns], table.rows[1], strict=True))
    assert (row["geeft energie, voor"], row["geeft energie, na"], row["geeft energie, verwacht na"]) == (2, 2, 1)


def chair_viewer(workshop: Workshop) -> Viewer:
    workshop.refresh_from_db()
    return Viewer(workshop, "facilitator", None, base_of(workshop), chair=workshop.chair)


def test_the_number_of_customers_counts_customers():
    """One that three colleagues serve is one, and what is no customer is named."""
    workshop = lay_table(Step.STACK)
    join(workshop, "Bakker", "Ana", "Bas", "Cem")
    go(workshop, Step.CLOSING)
    page = part(chair_of(workshop), base_of(workshop), "result")
    assert words(page.xpath("//*[@class='after']/h2")[0]) == "Klanten per persoon"
    assert "van 12 naar 12 klanten" in words(page.xpath("//*[@class='team']")[0])
    assert "wat collega’s delen telt één keer" in words(page.xpath("//*[@class='team']/b")[0])
    Customer.objects.filter(name="Slager").update(kind=Kind.TASK)
    act(workshop, "steps.extend", minutes=1)
    page = part(chair_of(workshop), base_of(workshop), "result")
    assert words(page.xpath("//*[@class='after']/h2")[0]) == "Klanten en werkzaamheden per persoon"
    assert "van 12 naar 12 klanten en werkzaamheden" in words(page.xpath("//*[@class='team']")[0])
