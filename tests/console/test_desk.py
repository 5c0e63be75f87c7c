"""What the regie shows besides the step: who was last seen on what, files before the end."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from lxml import html
from support.people import act, base_of, browser_of, chair_of, go, lay_table, seat

from sessions.live.presence import Device, device_of, note_device
from workshop.models import Participant, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari"
ANDROID_TABLET = "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
IPAD = "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 Version/12.1 Mobile/15E148 Safari/604.1"
LINUX = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


def desk_of(workshop: Workshop, client: Client | None = None) -> str:
    return (client or chair_of(workshop)).get(base_of(workshop)).content.decode()


# --- last seen, and on what ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agent", "device"),
    [(IPHONE, "phone"), (ANDROID_TABLET, "tablet"), (IPAD, "tablet"), (LINUX, "laptop"), ("", "laptop")],
)
def test_a_browser_says_what_it_runs_on(agent: str, device: str):
    assert device_of(agent) == device


def test_the_regie_learns_when_each_seat_was_last_seen_and_on_what():
    workshop = lay_table(Step.TABLE)
    moment = timezone.now() - dt.timedelta(minutes=3)
    Participant.objects.filter(workshop=workshop).update(last_seen=None)
    Participant.objects.filter(pk=seat(workshop, "Ana").pk).update(last_seen=moment)
    note_device(seat(workshop, "Ana"), Device.PHONE)
    told = chair_of(workshop).get(f"{base_of(workshop)}seen/").json()
    assert told[seat(workshop, "Ana").id] == {"seen": int(moment.timestamp() * 1000), "device": "telefoon"}
    assert told[seat(workshop, "Bas").id] == {"seen": None, "device": ""}


def test_nobody_else_learns_who_was_last_seen():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    assert browser_of(ana).get(f"{base_of(ana)}seen/").status_code == 404


def test_a_lease_is_no_change_of_the_workshop():
    workshop = lay_table(Step.TABLE)
    note_device(seat(workshop, "Ana"), Device.LAPTOP)
    assert Workshop.objects.get(pk=workshop.pk).seq == workshop.seq


# --- the way back ----------------------------------------------------------------------------------------------------


def test_the_regie_leads_back_to_the_workshops_of_who_is_signed_in():
    workshop = lay_table(Step.TABLE)
    by_link = Client()
    by_link.get(f"{base_of(workshop)}enter/{workshop.console_token}/")
    back = '<a class="way-back" href="/dashboard/">← <span>Mijn workshops</span></a>'
    pages = [desk_of(workshop), desk_of(workshop, by_link), desk_of(workshop, browser_of(seat(workshop, "Ana")))]
    assert [back in page for page in pages] == [True, False, False]


# --- the journal -----------------------------------------------------------------------------------------------------


def test_a_step_stands_in_the_journal_in_the_language_of_who_reads_it():
    workshop = lay_table(Step.TABLE)
    go(workshop, Step.STORY)
    chair = chair_of(workshop)
    dutch = chair.get(f"{base_of(workshop)}journal/").content.decode()
    chair.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = chair.get(f"{base_of(workshop)}journal/").content.decode()
    assert ("we gingen naar Verhalen" in dutch, "Verhalen" in english, "Stories" in english) == (True, False, True)


# --- the files as a tussenstand --------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", list(Step))
def test_the_swap_list_can_be_taken_along_in_every_step(step: Step):
    workshop = lay_table(step)
    taken = chair_of(workshop).get(f"{base_of(workshop)}regions/?r=interim&r=result").content.decode()
    assert taken.count('swap-list.pdf"') == 1


# --- a late joiner ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [Step.TABLE, Step.STORY, Step.THREAD, Step.STACK])
def test_who_catches_up_can_fill_a_private_list_first(step: Step):
    workshop = lay_table(step)
    act(workshop, "lobby.catch_up", seat=seat(workshop, "Ana").id)
    page = browser_of(seat(workshop, "Ana")).get(base_of(seat(workshop, "Ana"))).content.decode()
    assert (page.count('data-command="sheet.add"'), page.count('id="known-names"') <= 1) == (1, True)
    act(seat(workshop, "Ana"), "sheet.add", names=["Bakker Late"])
    assert "Bakker Late" not in desk_of(workshop)


# --- the dock --------------------------------------------------------------------------------------------------------


def test_the_dock_of_a_closed_workshop_has_no_sheet_with_nothing_in_it():
    workshop = lay_table(Step.CLOSING)
    assert docked(workshop) >= {"asks", "time"}
    assert 'class="badge"' in desk_of(workshop)
    act(workshop, "closing.close")
    assert docked(workshop) == {"run-sheet", "table", "people", "door", "journal", "menu"}
    assert 'class="badge"' not in desk_of(workshop)


def docked(workshop: Workshop) -> set[str]:
    """The sheets that have a button in the dock."""
    page = html.fromstring(desk_of(workshop))
    return {*page.xpath("//nav[contains(@class, 'dock')]/button/@data-sheet")}
