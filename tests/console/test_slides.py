"""Step 7 on the beamer: four slides, with as many pages as they need, that the facilitator turns."""

from typing import Any

import pytest
from django.test import Client
from lxml import html
from support.people import act, base_of, beamer_of, chair_of, figure, go, join, lay_table, open_workshop, seat

from workshop.models import Workshop
from workshop.refusals import Missing, Refusal
from workshop.steps import Step

pytestmark = pytest.mark.django_db


def slide(workshop: Workshop) -> Any:
    workshop.refresh_from_db()
    page = html.fromstring(Client().get(f"{beamer_of(workshop)}regions/?r=slides").content.decode())
    return page.xpath("//*[@data-slide]")[0]


def turned(workshop: Workshop) -> list[str]:
    """The slides in the order in which the button *volgende dia* leads through them."""
    seen = [slide(workshop).get("data-slide")]
    while True:
        desk = html.fromstring(chair_of(workshop).get(f"{base_of(workshop)}regions/?r=desk").content.decode())
        following = desk.xpath("//button[@data-shortcut='next']/@data-fields")
        if not following:
            return seen
        act(workshop, "projector.view", view=following[0].split('"')[3])
        seen.append(slide(workshop).get("data-slide"))


def full_list(many: int) -> Workshop:
    """Step 7 with so many slips of Ana."""
    workshop = open_workshop()
    ana, _bas = join(workshop, "Ana"), join(workshop, "Bas")
    go(workshop, Step.SHEET)
    act(ana, "sheet.add", names=[f"Klant {number}" for number in range(many)], column="costs")
    go(workshop, Step.TABLE)
    act(ana, "table.place_all")
    go(workshop, Step.STACK)
    for number in range(many):
        act(ana, "stack.stick", figure=figure(workshop, "Ana", f"Klant {number}").id)
    go(workshop, Step.CLOSING)
    return workshop


def test_the_facilitator_turns_four_slides():
    assert turned(lay_table(Step.CLOSING)) == ["swaps", "loads", "attention", "agreements"]


@pytest.mark.parametrize(("many", "rows", "columns"), [(12, [12], "1"), (13, [13], "2"), (29, [15, 14], "2")])
def test_a_long_swap_list_stands_in_two_columns_and_then_on_two_pages(many: int, rows: list[int], columns: str):
    workshop = full_list(many)
    first = slide(workshop)
    pages = [name for name in turned(workshop) if name.startswith("swaps")]
    assert (pages, first.xpath(".//ol/@data-columns")) == (["swaps", "swaps-2"][: len(rows)], [columns])
    for name, length in zip(pages, rows, strict=True):
        act(workshop, "projector.view", view=name)
        assert len(slide(workshop).xpath(".//li")) == length


def test_a_page_that_has_gone_makes_room_for_the_first_of_its_kind():
    workshop = lay_table(Step.CLOSING)
    act(workshop, "projector.view", view="attention-3")
    assert slide(workshop).get("data-slide") == "attention"


def test_turning_takes_away_what_was_put_large():
    workshop = lay_table(Step.CLOSING)
    act(workshop, "projector.show", what="wall")
    act(workshop, "projector.view", view="loads")
    workshop.refresh_from_db()
    assert workshop.projector_shows == ""


def test_another_step_begins_at_its_first_part():
    workshop = lay_table(Step.CLOSING)
    act(workshop, "projector.view", view="loads")
    go(workshop, Step.SWAP)
    go(workshop, Step.CLOSING)
    assert slide(workshop).get("data-slide") == "swaps"


@pytest.mark.parametrize("view", ["costs", "loads-1", "loads-2x", "everything"])
def test_a_slide_that_is_none_does_not_exist(view: str):
    with pytest.raises(Missing):
        act(lay_table(Step.CLOSING), "projector.view", view=view)


def test_only_the_facilitator_turns_them():
    workshop = lay_table(Step.CLOSING)
    with pytest.raises(Refusal):
        act(seat(workshop, "Ana"), "projector.view", view="loads")
