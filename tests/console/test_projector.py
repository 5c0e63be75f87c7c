"""The beamer: what the facilitator puts on it, how it looks, and by which link."""

import pytest
from django.test import Client
from support.people import act, base_of, beamer_of, browser_of, chair_of, figure, lay_table, seat, slip

from workshop.models import Workshop
from workshop.refusals import Missing, Refusal
from workshop.steps import Answer, Step

pytestmark = pytest.mark.django_db


def beamer_page(workshop: Workshop) -> str:
    workshop.refresh_from_db()
    return Client().get(beamer_of(workshop)).content.decode()


def test_the_way_in_comes_on_the_big_screen_in_any_step_and_goes_with_the_next_step():
    workshop = lay_table(Step.TABLE)
    act(workshop, "projector.show", what="join")
    shown = beamer_page(workshop)
    act(workshop, "steps.go", to=Step.STORY)
    assert (workshop.code in shown, workshop.code in beamer_page(workshop)) == (True, False)


def test_the_wifi_stands_beside_the_way_in_and_its_marks_are_escaped():
    workshop = lay_table(Step.LOBBY)
    act(workshop, "lobby.share_wifi", wifi_name="Zaal; vier", wifi_password='kof"fie')
    from sessions import links

    workshop.refresh_from_db()
    assert links.wifi_code(workshop) == 'WIFI:T:WPA;S:Zaal\\; vier;P:kof\\"fie;;'
    assert "Zaal; vier" in beamer_page(workshop)


def test_a_figure_a_slip_and_a_question_can_be_shown_large():
    workshop = lay_table(Step.SWAP)
    shown = []
    for what in (f"figure:{figure(workshop, 'Bas', 'Museum').id}", f"slip:{slip(workshop, 'Slager').id}", "question:1"):
        act(workshop, "projector.show", what=what)
        page = beamer_page(workshop)
        shown.append(page[page.index('data-shows="') :][:40].split('"')[1])
    assert shown == ["figure", "slip", "question"]


def test_the_others_are_told_to_look_at_the_beamer():
    workshop = lay_table(Step.TABLE)
    act(workshop, "projector.show", what="question:2")
    ana = seat(workshop, "Ana")
    assert "Kijk naar de beamer" in browser_of(ana).get(f"/seat/{ana.id}/").content.decode()


@pytest.mark.parametrize("what", ["figure:xxxxxxxxxx", "slip:xxxxxxxxxx", "question:9", "seat:1", "figure:", ":"])
def test_what_is_not_on_the_table_does_not_exist_for_the_big_screen(what: str):
    workshop = lay_table(Step.SWAP)
    with pytest.raises(Missing):
        act(workshop, "projector.show", what=what)


@pytest.mark.parametrize("view", ["costs", "neutral", "gives", "all", "Ana"])
def test_the_table_opens_for_a_zone_or_a_person(view: str):
    workshop = lay_table(Step.TABLE)
    chosen = f"seat:{seat(workshop, view).id}" if view == "Ana" else view
    act(workshop, "projector.view", view=chosen)
    page = beamer_page(workshop)
    assert (f'data-view="{chosen}"' in page, "De klanten van" in page) == (True, view == "Ana")
    ana = seat(workshop, "Ana")
    assert "De klanten van" not in browser_of(ana).get(f"/seat/{ana.id}/").content.decode()


@pytest.mark.parametrize("view", ["seat:xxxxxxxxxx", "seat:", "loads", "figure:x"])
def test_the_table_has_no_other_parts(view: str):
    with pytest.raises(Missing):
        act(lay_table(Step.TABLE), "projector.view", view=view)


def test_the_thread_shows_one_heading_large_and_its_own_question():
    workshop = lay_table(Step.THREAD)
    assert ('data-view=""' in beamer_page(workshop), "Waar laden we van op?" in beamer_page(workshop)) == (True, True)
    act(workshop, "projector.view", view="more")
    assert 'data-view="more"' in beamer_page(workshop)
    act(workshop, "steps.ask", number=5, text="Wat valt ons op?")
    page = beamer_page(workshop)
    assert ("Wat valt ons op?" in page, "Waar laden we van op?" in page) == (True, False)


def test_the_regie_leads_through_the_headings():
    workshop = lay_table(Step.THREAD)
    base, chair = base_of(workshop), chair_of(workshop)
    assert "Wat steeds terugkomt" in chair.get(f"{base}regions/?r=on_beamer").content.decode()
    act(workshop, "projector.view", view="no_more")
    page = chair.get(f"{base}regions/?r=on_beamer").content.decode()
    assert ("Niet meer doen" in page, "&quot;view&quot;: &quot;returns&quot;" in page) == (True, True)


def test_several_who_take_a_slip_are_counted_in_a_sentence():
    workshop = lay_table(Step.SWAP)
    bakker = slip(workshop, "Bakker")
    for name in ("Bas", "Cem"):
        act(seat(workshop, name), "swap.answer", slip=bakker.id, answer=Answer.TAKE, expectation="gives")
    act(workshop, "swap.open", slip=bakker.id)
    said = beamer_page(workshop)
    assert ("Twee pakken deze klant op" in said, "Niemand pakt" in said) == (True, False)


def test_a_private_line_and_a_draft_cannot_be_put_on_the_big_screen():
    workshop = lay_table(Step.SHEET)
    act(seat(workshop, "Ana"), "sheet.add", names=["Geheim"])
    with pytest.raises(Missing):
        act(workshop, "projector.show", what=f"figure:{figure(workshop, 'Ana', 'Geheim').id}")


def test_it_has_its_own_size_and_theme():
    workshop = lay_table(Step.TABLE)
    act(workshop, "projector.look", size="L", theme="dark")
    page = beamer_page(workshop)
    assert ('data-size="L"' in page, 'data-theme="dark"' in page) == (True, True)


def test_an_odd_size_is_refused():
    with pytest.raises(Refusal, match="projector-look"):
        act(lay_table(Step.TABLE), "projector.look", size="X", theme="dark")


def test_a_link_that_was_made_invalid_opens_nothing():
    workshop = lay_table(Step.TABLE)
    old = beamer_of(workshop)
    act(workshop, "projector.renew")
    workshop.refresh_from_db()
    assert (Client().get(old).status_code, beamer_page(workshop).count('data-role="projector"')) == (404, 1)
