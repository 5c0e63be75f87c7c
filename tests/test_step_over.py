"""A step that is over says so; who comes late reads what to do first; sentences that are put together are sentences."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from lxml import html
from support.people import (
    act,
    base_of,
    beamer_of,
    browser_of,
    chair_of,
    figure,
    go,
    lay_table,
    seat,
    settle_all,
    slip,
    tell_all,
)

from sessions.i18n.bidi import bdi_list
from workshop.models import Participant, Workshop
from workshop.steps import Answer, Step

pytestmark = pytest.mark.django_db

CLOCKS = "//*[@data-clock] | " + " | ".join(
    f"//*[@data-command='steps.{act}']" for act in ("pause", "resume", "extend")
)
CLOSED = "De workshop is afgesloten. De ruillijst staat vast."


def pages_of(workshop: Workshop, *names: str) -> dict[str, Any]:
    """These regions of Ana, the regie and the beamer, as each of them sees them."""
    ana = seat(workshop, "Ana")
    query = "&".join(f"r={name}" for name in names)
    asked = {"ana": (browser_of(ana), base_of(ana)), "regie": (chair_of(workshop), base_of(workshop)),
             "beamer": (Client(), beamer_of(workshop))}  # fmt: skip
    return {
        who: html.fromstring(f"<div>{client.get(f'{base}regions/?{query}').content.decode()}</div>")
        for who, (client, base) in asked.items()
    }


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


def tasks(workshop: Workshop) -> dict[str, list[str]]:
    return {who: [words(one) for one in page.xpath("//*[@class='task' or @class='lock']")]
            for who, page in pages_of(workshop, "head").items()}  # fmt: skip


def test_after_closing_there_is_no_clock_and_nobody_still_at_it():
    workshop = lay_table(Step.CLOSING)
    before = pages_of(workshop, "head", "clock", "own", "desk", "cues", "counts")
    assert before["regie"].xpath("//*[@data-command='steps.pause']")
    act(workshop, "closing.close")
    assert set(map(tuple, tasks(workshop).values())) == {(CLOSED,)}
    for page in pages_of(workshop, "head", "clock", "own", "desk", "cues", "counts").values():
        assert page.xpath(CLOCKS) == []
        assert page.xpath("//*[@class='counts']") == []
        assert "Nog bezig" not in words(page)


@pytest.mark.parametrize(("step", "named"), [(Step.TABLE, True), (Step.STORY, False), (Step.SWAP, False)])
def test_who_is_still_at_it_is_told_where_people_say_that_they_are_done(step: Step, named: bool):
    assert ("Nog bezig Ana" in words(pages_of(lay_table(step), "cues")["regie"])) is named


def test_stories_and_swaps_that_are_over_say_so():
    workshop = lay_table(Step.STORY)
    assert tasks(workshop)["ana"] == ["Eén vertelt, de anderen luisteren en reageren niet."]
    tell_all(workshop)
    assert set(map(tuple, tasks(workshop).values())) == {("Iedereen heeft verteld. De begeleider gaat verder.",)}
    for following in (Step.THREAD, Step.STACK):
        go(workshop, following)
    bakker = figure(workshop, "Ana", "Bakker").id
    act(seat(workshop, "Ana"), "stack.give_away", figure=bakker)
    act(seat(workshop, "Ana"), "stack.stick", figure=bakker)
    go(workshop, Step.SWAP)
    assert tasks(workshop)["beamer"] == ["Beantwoord elk briefje in stilte. Daarna gaan ze één voor één open."]
    settle_all(workshop)
    assert set(map(tuple, tasks(workshop).values())) == {("Over alle briefjes is beslist. De begeleider gaat verder.",)}


def test_the_first_line_of_a_latecomer_is_to_catch_up():
    workshop = lay_table(Step.STORY)
    ana = seat(workshop, "Ana")
    assert "head" in act(workshop, "lobby.catch_up", seat=ana.id).change.stale
    told = tasks(workshop)
    assert told["ana"] == ["Inhalen: zet eerst je eigen klanten op tafel. De anderen zijn al verder."]
    assert told["beamer"] == ["Eén vertelt, de anderen luisteren en reageren niet."]
    page = pages_of(workshop, "own")["ana"]
    first = page.xpath("//*[@class='own']/*[contains(@class, 'card')]")[0]
    assert first.get("id") == "catch-up"


def test_the_beamer_says_who_has_no_device():
    workshop = lay_table(Step.SHEET)
    act(workshop, "lobby.without_device", seat=seat(workshop, "Bas").id)
    beamer = pages_of(workshop, "seats", "counts")["beamer"]
    marked = beamer.xpath("//*[contains(@class, 'no-device')]/ancestor::li")
    assert [words(one)[:9] for one in marked] == ["B Bas zon", "B Bas zon"]
    style = Path(settings.BASE_DIR, "static/css/projector.css").read_text()
    assert ".seats .mark:not(.no-device)" in style, "the beamer shows no other marks"


def test_names_in_a_sentence_are_joined_as_people_say_them():
    bdi = '<bdi translate="no">{}</bdi>'.format
    names = [Participant(name=name) for name in ("Ana", "Bas", "Cem")]
    assert bdi_list(names) == f"{bdi('Ana')}, {bdi('Bas')} en {bdi('Cem')}"
    assert (bdi_list(["Ana"]), bdi_list([])) == (bdi("Ana"), "")


def test_a_slip_in_the_light_tells_its_giver_and_who_stays_in_sentences():
    workshop = lay_table(Step.STACK)
    kept, *others = [figure(workshop, name, "Bakker").customer_id for name in ("Ana", "Bas", "Cem")]
    for other in others:
        act(workshop, "table.join", kept=kept, other=other)
    act(seat(workshop, "Ana"), "stack.stick", figure=figure(workshop, "Ana", "Bakker").id)
    go(workshop, Step.SWAP)
    bakker = slip(workshop, "Bakker")
    act(seat(workshop, "Bas"), "swap.answer", slip=bakker.id, answer=Answer.NO)
    act(workshop, "swap.open", slip=bakker.id)
    pages = pages_of(workshop, "spotlight")
    assert "Ana geeft deze klant weg en heeft nu 5 klanten" in words(pages["regie"])
    assert "Ana geeft weg 5 → 4" in words(pages["beamer"])
    act(workshop, "swap.look", slip=bakker.id)
    act(workshop, "swap.let_go", slip=bakker.id)
    assert "Deze klant houdt Bas en Cem." in words(pages_of(workshop, "spotlight")["beamer"])
