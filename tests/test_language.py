"""Dutch unless somebody chooses English: on a device, or for a whole workshop."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import strip_tags
from django.utils.translation import get_language, override
from pytest_django.asserts import assertInHTML
from support.people import act, base_of, beamer_of, browser_of, chair_of, figure, lay_table, open_workshop, seat, send

from sessions.board import figures
from workshop.models import Workshop
from workshop.steps import Kind, Step, Zone

pytestmark = pytest.mark.django_db

COOKIE = settings.LANGUAGE_COOKIE_NAME


#: What chooses the other language.
OTHER = '<button class="link" form="language" name="language" value="en" lang="en">English</button>'


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def english(client: Client) -> Client:
    client.cookies[COOKIE] = "en"
    return client


def in_english(workshop: Workshop) -> Workshop:
    workshop.language = "en"
    workshop.save(update_fields=["language"])
    return workshop


# --- choosing --------------------------------------------------------------------------------------------------------


def test_a_page_speaks_english_once_somebody_chose_it(client: Client):
    assert ('<html lang="nl">' in (before := read(client, "/")), "Doe mee" in before) == (True, True)
    answer = client.post("/language/", {"language": "en", "next": "/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    after = read(client, "/")
    assert ('<html lang="en">' in after, "Join in" in after, "Doe mee" in after) == (True, True, False)


def test_the_choice_outlives_the_browser_and_is_no_business_of_scripts_or_other_sites(client: Client):
    cookie = client.post("/language/", {"language": "en", "next": "/"}).cookies[COOKIE]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (31536000, True, "Lax", "/")


@pytest.mark.parametrize("path", ["//elsewhere.example/", "https://elsewhere.example/", "javascript:alert(1)"])
def test_choosing_never_leads_to_another_site(client: Client, path: str):
    assert client.post("/language/", {"language": "en", "next": path}).headers["Location"] == "/"


def test_a_link_chooses_nothing_and_neither_does_another_site():
    assert COOKIE not in Client().get("/language/", {"language": "en"}).cookies
    assert Client(enforce_csrf_checks=True).post("/language/", {"language": "en"}).status_code == 403


def test_the_choice_brings_you_back_to_where_you_stood(client: Client):
    page = read(client, "/return/?code=ABCDEF")
    assert '<input type="hidden" name="next" value="/return/?code=ABCDEF">' in page
    assertInHTML(OTHER, page)


def test_a_refused_form_offers_no_choice_that_would_lose_what_was_typed(client: Client):
    page = client.post("/", {"code": "XXXXXX"}).content.decode()
    assert 'name="language"' not in page


def test_a_seat_and_the_regie_choose_in_their_own_region_and_stay_on_their_page():
    workshop = lay_table(Step.SHEET)
    ana = seat(workshop, "Ana")
    for client, who in [(browser_of(ana), ana), (chair_of(workshop), workshop)]:
        assert f'name="next" value="{base_of(who)}"' in read(client, base_of(who))
        regions_now = read(client, f"{base_of(who)}regions/?r=more&r=menu")
        assertInHTML(OTHER, regions_now)


# --- what is said in it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", list(Step))
def test_every_step_is_said_in_english_on_that_device_and_in_dutch_on_the_others(step: Step):
    workshop = lay_table(step)
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    with override("en"):
        name, task = str(step.label), "Only you see"
    page = read(english(browser_of(ana)), base_of(ana))
    assert (name in page, 'lang="en"' in page, "Mijn plek" in page) == (True, True, False)
    assert task in page or step != Step.SHEET
    assert "Mijn plek" in read(browser_of(bas), base_of(bas))


def test_regions_and_refusals_are_in_the_language_of_the_page_that_asks():
    workshop = lay_table(Step.SHEET)
    ana = seat(workshop, "Ana")
    client = english(browser_of(ana))
    assert "My seat" in read(client, f"{base_of(ana)}regions/?r=more")
    answer = send(client, ana, "stack.stick", figure="nothing")
    assert "cannot be done in this step (My customers)" in answer.json()["sentence"]


def test_dates_and_plurals_are_in_the_language():
    workshop = open_workshop()
    assert "1 januari 2040" in read(Client(), f"/join/{workshop.code}/")
    assert "1 January 2040" in read(english(Client()), f"/join/{workshop.code}/")
    seat_of_ana = seat(lay_table(Step.SHEET), "Ana")
    act(seat_of_ana, "sheet.add", names=["Bakker"])
    own = f"{base_of(seat_of_ana)}regions/?r=own"
    assert "1 customer is not sorted yet" in read(english(browser_of(seat_of_ana)), own)
    act(seat_of_ana, "sheet.add", names=["Slager"])
    assert "2 customers are not sorted yet" in read(english(browser_of(seat_of_ana)), own)


# --- the workshop's own language -------------------------------------------------------------------------------------


def test_a_projector_speaks_the_workshops_language_whatever_its_laptop_chose():
    workshop = lay_table(Step.TABLE)
    assert "Op tafel" in read(english(Client()), beamer_of(workshop))
    client = Client()
    client.cookies[COOKIE] = "nl"
    answer = client.get(beamer_of(in_english(workshop)))
    page = answer.content.decode()
    assert ("On the table" in page, "Op tafel" in page, '<html lang="en">' in page) == (True, False, True)
    assert answer.headers["Content-Language"] == "en"
    assert "The table" in read(client, f"{beamer_of(workshop)}regions/?r=table")


def test_who_chose_nothing_reads_the_language_of_the_workshop():
    workshop = in_english(lay_table(Step.TABLE))
    ana = seat(workshop, "Ana")
    assert "My seat" in read(browser_of(ana), base_of(ana))
    assert "What is your name?" in read(Client(), f"/join/{workshop.code}/")
    dutch = browser_of(ana)
    dutch.cookies[COOKIE] = "nl"
    assert "Mijn plek" in read(dutch, base_of(ana))


def test_the_regie_gives_the_projector_another_language_and_all_screens_hear_of_it():
    workshop = lay_table(Step.TABLE)
    fleur = chair_of(workshop)
    assert "Taal van de beamer (en van wie zelf niets kiest)" in read(fleur, f"{base_of(workshop)}regions/?r=beamer")
    look = {"size": "M", "theme": "light"}
    assert "all" not in send(fleur, workshop, "projector.look", **look, language="nl").json()["stale"]
    assert "all" not in send(fleur, workshop, "projector.look", **look, language="fr").json()["stale"]
    assert "all" in send(fleur, workshop, "projector.look", **look, language="en").json()["stale"]
    assert "On the table" in read(Client(), beamer_of(workshop))


def test_a_workshop_that_is_made_in_english_is_english():
    workshop = open_workshop()
    client = english(chair_of(workshop))
    fields = {"team": "South", "title": "Swapping", "hours": "3", "retain_until": "2027-06-01"}
    assert client.post("/dashboard/workshops/", fields).status_code == 302
    assert client.post("/dashboard/practice/", {"step": "0"}).status_code == 302
    made = Workshop.objects.exclude(pk=workshop.pk).values_list("language", flat=True)
    assert (list(made), workshop.language) == (["en", "en"], "nl")


def test_no_request_leaves_its_language_behind():
    workshop = in_english(lay_table(Step.TABLE))
    read(Client(), beamer_of(workshop))
    read(english(Client()), "/")
    assert get_language() == "nl"


# --- what goes to every screen at once -------------------------------------------------------------------------------


def test_news_holds_no_word_of_the_interface():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    act(ana, "table.place_all")
    fields = {"figure": figure(workshop, "Ana", "Bakker").id, "zone": "gives"}
    news = send(english(browser_of(ana)), ana, "table.place", **fields).json()
    assert news["sentence"] == ""
    words = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            assert figures.figure_fragment(figure(workshop, "Ana", "Bakker")) == news["html"]
            words |= {str(word) for word in (*Zone.labels, *Kind.labels, *Step.labels)}
    assert not [word for word in words if word in strip_tags(news["html"])]
