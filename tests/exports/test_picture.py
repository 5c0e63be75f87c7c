"""The table as a picture: what the big screen shows, in safe text."""

import base64
import io
import re

import pytest
from django.test import Client
from exports.opened import fetch
from fontTools.ttLib import TTFont
from lxml import etree, html
from support.people import act, beamer_of, chair_of, figure, lay_table

from sessions.exports import picture_names
from sessions.panels import then_now_picture
from sessions.typeface import files, widths
from workshop.limits import LONGEST_NAME
from workshop.models import Customer, Workshop
from workshop.steps import TABLE_ORDER, Step

pytestmark = pytest.mark.django_db

_SVG = {"s": "http://www.w3.org/2000/svg"}


def picture_of(workshop: Workshop) -> etree._Element:
    return etree.fromstring(fetch(chair_of(workshop), workshop, "table.svg").content)


def drawn(picture: etree._Element) -> dict[str, list[str]]:
    """The figures of each zone in the order of drawing: customer and owner."""
    zones = picture.xpath("s:g[s:g/s:title]", namespaces=_SVG)
    heads = [zone.findtext("s:text", namespaces=_SVG).partition(" · ")[0] for zone in zones]
    return {head: zone.xpath("s:g/s:title/text()", namespaces=_SVG) for head, zone in zip(heads, zones, strict=True)}


def on_the_beamer(workshop: Workshop) -> dict[str, list[str]]:
    owners = {seat.id: seat.name for seat in workshop.participants.all()}
    page = html.fromstring(Client().get(f"{beamer_of(workshop)}regions/?r=table").content.decode())
    return {
        str(zone.label): [
            f"{button.findtext('bdi')} ({owners[button.get('data-owner')]})"
            for button in page.xpath(f'//ol[@data-zone="{zone}"]//button')
        ]
        for zone in TABLE_ORDER
    }


def test_it_shows_the_same_figures_in_the_same_zones_and_order_as_the_beamer():
    workshop = lay_table(Step.STORY)
    assert drawn(picture_of(workshop)) == on_the_beamer(workshop)
    act(workshop, "steps.go", to=Step.TABLE)
    moved = figure(workshop, "Ana", "Slager")
    act(moved.participant, "table.place", figure=moved.id, zone="gives")
    assert drawn(picture_of(workshop)) == on_the_beamer(workshop)


def test_a_name_is_text_whatever_it_says():
    workshop = lay_table(Step.STORY)
    name = '<script>alert("1")</script> & Zn. ]]>'
    Customer.objects.filter(name="Slager").update(name=name)
    picture = picture_of(workshop)
    assert f"{name} (Ana)" in drawn(picture)["kost energie"]
    assert {etree.QName(one).localname for one in picture.iter()} == {
        "svg", "style", "title", "rect", "g", "circle", "text", "tspan",
    }  # fmt: skip


def test_a_long_name_is_broken_with_hyphens_and_not_cut():
    workshop = lay_table(Step.STORY)
    name = ("Woningbouwvereniging" * 9 + " en nog een paar woorden")[:LONGEST_NAME]
    Customer.objects.filter(name="Slager").update(name=name)
    lines = picture_of(workshop).xpath(f'//s:g[starts-with(s:title, "{name}")]//s:tspan/text()', namespaces=_SVG)
    assert len(lines) > 3
    assert "".join(lines).replace("-", "").replace(" ", "") == name.replace(" ", "")
    assert all(line.endswith("-") for line in lines[:3])


def test_there_are_as_many_columns_as_leave_every_word_whole():
    workshop = lay_table(Step.STORY)
    for one in Customer.objects.all():
        Customer.objects.filter(pk=one.pk).update(name=f"Gemeente Hoogezandsemeer {one.name}")
    lines = picture_of(workshop).xpath("//s:tspan/text()", namespaces=_SVG)
    assert [line for line in lines if line.endswith("-")] == []


def test_a_name_gets_narrower_letters_before_a_word_of_it_is_broken():
    word = "Woningbouwvereniging"
    wide = {stretch: picture_names.length(word, stretch) for stretch in picture_names.STRETCHES}
    for stretch, room in wide.items():
        assert picture_names.fit(f"{word} Zuid", room) == picture_names.Name([word, "Zuid"], stretch)
    assert picture_names.fit(word, wide[75] - 1).lines == ["Woningbouwvereni-", "ging"]


def test_beside_an_arrow_a_name_gets_narrower_letters_before_it_is_cut():
    name = "Woningbouwvereniging Zuid"
    wide = {stretch: picture_names.length(name, stretch) for stretch in picture_names.STRETCHES}
    assert [then_now_picture.fitted(name, room) for room in wide.values()] == [(name, stretch) for stretch in wide]
    cut, stretch = then_now_picture.fitted(name, wide[75] - 1)
    assert (cut, stretch) == ("Woningbouwvereniging Zu…", 75)


def test_a_picture_that_leaves_brings_the_letters_by_which_it_was_laid_out():
    picture = picture_of(lay_table(Step.STORY))
    assert picture.get("font-family").startswith("Ruil,")
    said = picture.findtext("s:style", namespaces=_SVG)
    font = TTFont(io.BytesIO(base64.b64decode(re.findall(r"url\(data:font/woff2;base64,([\w+/=]+)\)", said)[0])))
    assert font["name"].getDebugName(1) == "Ruil"
    assert "http" not in said


def test_without_the_typeface_there_is_a_picture_too(monkeypatch: pytest.MonkeyPatch):
    workshop = lay_table(Step.STORY)
    monkeypatch.setattr(files, "find", lambda: None)
    monkeypatch.setattr(widths, "table", lambda: widths.NONE)
    assert drawn(picture_of(workshop)) == on_the_beamer(workshop)


def test_each_figure_bears_the_initials_of_its_owner_and_the_legend_tells_whose_they_are():
    words = picture_of(lay_table(Step.STORY)).xpath("s:g[last()]//s:text/text()", namespaces=_SVG)
    assert words == ["A", "Ana", "B", "Bas", "C", "Cem"]
