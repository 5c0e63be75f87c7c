"""Markup that somebody types is text: on every page, in every fragment, in every step."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from support.people import act, base_of, beamer_of, browser_of, chair_of, figure, lay_table, seat, send

from workshop.models import Participant, Thread, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def test_markup_is_text_on_every_page_and_in_every_fragment():
    workshop = lay_table(Step.LOBBY, ())
    for name in ("<b>Ana</b>", "Bas"):
        Client().post(f"/join/{workshop.code}/", {"name": name})
    ana = seat(workshop, "<b>Ana</b>")
    act(workshop, "steps.go", to=Step.TABLE)
    laid = send(browser_of(ana), ana, "table.lay", name=MARKUP, zone="gives")
    act(workshop, "steps.go", to=Step.THREAD)
    send(browser_of(ana), ana, "thread.write", heading="more", text=MARKUP)
    assert Thread.objects.get().text == MARKUP
    act(workshop, "steps.go", to=Step.STACK)
    stuck = figure(workshop, ana.name, MARKUP).id
    send(browser_of(ana), ana, "stack.give_away", figure=stuck, why=MARKUP, wish=MARKUP)
    send(browser_of(ana), ana, "stack.stick", figure=stuck)
    act(workshop, "steps.lock", reason=MARKUP)
    shown = [laid.json()["html"]]
    for step in list(Step)[2:]:
        act(workshop, "steps.go", to=step) if step != Step.STACK else None
        shown += [one.content.decode() for one in look_everywhere(workshop)]
    assert all("<script>alert" not in page and "<img src=x" not in page and "<b>Ana" not in page for page in shown)
    assert sum("&lt;script&gt;alert" in page for page in shown) > len(shown) / 2


def look_everywhere(workshop: Workshop) -> Iterator[Any]:
    chair = chair_of(workshop)
    for one in Participant.objects.all():
        yield browser_of(one).get(base_of(one))
    yield chair.get(base_of(workshop))
    yield chair.get(f"{base_of(workshop)}journal/")
    yield Client().get(beamer_of(workshop))
