"""Names on every page, in every step: isolated from the text beside them, and left alone by a translating browser.

All names of a practice workshop begin with a Hebrew letter here, so that one that stands bare anywhere is found.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.template import engines
from django.test import Client
from lxml import html
from support.people import act, base_of, beamer_of, browser_of, chair_of
from support.wide import some_of

from sessions import practice
from sessions.board.figures import figure_fragment
from sessions.practice import data
from workshop.bidi import isolated
from workshop.models import EnergyRating, Participant, SwapProposal, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db

ALEF = "א"
#: What a page cannot put an element into, and nobody reads along with other words.
ALONE = ("script", "textarea")
#: The initials on a figure.
INITIALS = "i"


@pytest.fixture
def hebrew(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PEOPLE", "SHARED", "NAMED", "TASKS"):
        monkeypatch.setattr(data, name, tuple(f"{ALEF}{one}" for one in getattr(data, name)))
    for name in ("LEAD", "TEAM", "TITLE"):
        monkeypatch.setattr(data, name, f"{ALEF}{getattr(data, name)}")


@pytest.mark.parametrize("step", some_of(Step, always=[Step.SWAP]))
def test_no_name_stands_bare(hebrew: None, step: Step):
    workshop = practice.play(facilitator=None, to=step, people=3, customers=4)
    pages = list(look_everywhere(workshop))
    found = [f"{address}: {fault}" for address, page in pages for fault in bare_names(page)]
    assert found == [], "\n".join(found)
    assert sum(page.count("<bdi") for _address, page in pages) > 10


def look_everywhere(workshop: Workshop) -> Iterator[tuple[str, str]]:
    seats = list(Participant.objects.filter(workshop=workshop))
    act(workshop, "lobby.without_device", seat=seats[0].id, without=True)
    chair = chair_of(workshop)
    for path in ("", "journal/", "team-list/", "paper/", "wall/", "follow-up/", "hand-over/", "ruilvoorstel/"):
        yield from look(chair, base_of(workshop) + path)
    for one in seats:
        for path in ("", "follow-up/", "wall/", "hand-over/"):
            yield from look(browser_of(one), base_of(one) + path)
    yield from look(browser_of(seats[0]), f"/join/{workshop.code}/")
    yield from look(chair, "/dashboard/")
    for shown in on_the_screen(workshop):
        act(workshop, "projector.show", what=shown)
        yield from look(Client(), beamer_of(workshop))


def look(client: Client, address: str) -> Iterator[tuple[str, str]]:
    answer = client.get(address)
    assert answer.status_code in (200, 302, 403, 404), (address, answer.status_code)
    if answer.status_code == 200:
        yield address, answer.content.decode()


def on_the_screen(workshop: Workshop) -> Iterator[str]:
    yield ""
    figure = EnergyRating.objects.filter(workshop=workshop, zone__isnull=False).first()
    slip = SwapProposal.objects.filter(workshop=workshop, stuck=True).first()
    if figure:
        yield from (f"figure:{figure.id}", "chances", "leaks")
    if slip:
        yield f"slip:{slip.id}"


def bare_names(page: str) -> Iterator[str]:
    """Each name that is in no <bdi> that is kept from translation; in an option or an attribute: in no isolate."""
    tree: Any = html.fromstring(page)
    for node in tree.iter():
        if isinstance(node.tag, str):
            yield from (
                f"text of <{one.tag}>: {text}" for one, text in texts(node) if ALEF in text and is_bare(one, text)
            )
            yield from (f"{name} of <{node.tag}>: {text}" for name, text in node.items() if says(name, text))


def texts(node: Any) -> Iterator[tuple[Any, str]]:
    """Each piece of text of a node, with the element that it stands in."""
    yield node, node.text or ""
    yield node.getparent(), node.tail or ""


def is_bare(node: Any, text: str) -> bool:
    around = [node, *node.iterancestors()]
    kept = any(one.get("translate") == "no" for one in around)
    if node.tag in ("option", "title"):
        return f"\u2068{ALEF}" not in text or (node.tag == "option" and not kept)
    apart = node.tag == INITIALS or any(one.tag == "bdi" for one in around)
    return node.tag not in ALONE and not (kept and apart)


def says(name: str, text: str) -> bool:
    """Whether an attribute shows a bare name to somebody: what a form sends is the name itself."""
    shown = name in ("aria-label", "title", "alt", "placeholder") or name == "data-confirm"
    return shown and ALEF in text and f"\u2068{ALEF}" not in text


def test_a_name_in_a_fragment_is_apart_too(hebrew: None):
    practice.play(facilitator=None, to=Step.TABLE, people=2, customers=2)
    figure = EnergyRating.objects.filter(zone__isnull=False).select_related("customer", "participant").first()
    assert figure
    name = figure.customer.name
    assert f'<bdi translate="no" data-name="{name}">{name}</bdi>' in figure_fragment(figure)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Ana", "Ana"), ("דנה", "\u2068דנה\u2069"), ("Café عمر", "\u2068Café عمر\u2069"), ("", ""), (None, "")],
)
def test_plain_text_gets_isolates_where_it_needs_them(name: str | None, shown: str):
    assert isolated(name) == shown


def test_what_people_type_stays_text():
    page = engines["django"].from_string(
        "{% load table %}{{ a|bdi }}{{ none|bdi }}|{{ b|with_names }}|{{ c|bdi_list }}"
    )
    shown = page.render({"a": "<i>", "none": "", "b": "x & \u2068<b>\u2069!", "c": ["Ana", "<u>"]})
    bdi = '<bdi translate="no">{}</bdi>'.format
    assert shown == f"{bdi('&lt;i&gt;')}|x &amp; {bdi('&lt;b&gt;')}!|{bdi('Ana')} en {bdi('&lt;u&gt;')}"
