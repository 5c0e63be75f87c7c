"""A copy of the running workshop, and its restore on another machine."""

import zlib

import pytest
from lxml import html
from support.asserts import Rows, rows
from support.people import TRIO, base_of, browser_of, chair_of, find_fleur, lay_table, open_workshop, seat

from sessions.data import retention, workshop_file
from sessions.data.workshop_file import MARK, OLD_MARK, Unreadable
from sessions.practice import play
from workshop.models import Workshop
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def numberless_rows() -> Rows:
    """All rows; journal entries are numbered per database, so their own numbers do not count."""
    found = rows()
    for entry in found["JournalEntry"]:
        del entry["id"]
    return found


def test_a_restored_workshop_is_the_same_to_the_last_row():
    workshop = play(facilitator=find_fleur(), to=Step.CLOSING, people=4, customers=6)
    before = numberless_rows()
    file = workshop_file.copy_of(workshop)
    retention.erase(workshop)
    workshop_file.restore(file, find_fleur())
    assert numberless_rows() == before


def test_seats_and_the_console_open_as_before():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    file = workshop_file.copy_of(workshop)
    retention.erase(workshop)
    back = workshop_file.restore(file, find_fleur())
    opened = [browser_of(ana).get(base_of(ana)), chair_of(back).get(base_of(back))]
    assert [page.status_code for page in opened] == [200, 200]


def test_what_is_here_already_is_not_overwritten():
    workshop = lay_table(Step.TABLE)
    with pytest.raises(Unreadable, match="staat hier al"):
        workshop_file.restore(workshop_file.copy_of(workshop), find_fleur())


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"PK\x03\x04",
        MARK,
        MARK + b"nonsense",
        OLD_MARK + b"nonsense",
        OLD_MARK + zlib.compress(b"[]"),
        OLD_MARK + zlib.compress(b'{"a": 1}'),
        OLD_MARK + zlib.compress(b'[{"model": "auth.user", "pk": 1, "fields": {}}]'),
    ],
)
def test_what_is_no_copy_gets_a_sentence_and_changes_nothing(file: bytes):
    before = rows()
    with pytest.raises(Unreadable, match="kopie"):
        workshop_file.restore(file, find_fleur())
    assert rows() == before


def test_a_copy_that_unpacks_to_more_than_a_workshop_can_be_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workshop_file, "LARGEST", 1000)
    file = OLD_MARK + zlib.compress(b"[]".ljust(1001))
    with pytest.raises(Unreadable, match="niet heel"):
        workshop_file.restore(file, find_fleur())


def test_only_the_console_gets_a_copy_and_paper():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    codes = [browser_of(ana).get(f"/seat/{ana.id}/{page}/").status_code for page in ("copy", "paper", "journal")]
    own = [chair_of(workshop).get(f"{base_of(workshop)}{page}/").status_code for page in ("copy", "paper", "journal")]
    assert (codes, own) == ([404, 404, 404], [200, 200, 200])


def leaves(workshop: Workshop) -> list[str]:
    """The printed leaves, as text."""
    page = chair_of(workshop).get(f"{base_of(workshop)}paper/").content.decode()
    return [leaf.text_content() for leaf in html.fromstring(page).find_class("leaf")]


def test_the_take_over_code_stands_on_a_leaf_of_its_own():
    workshop = lay_table(Step.LOBBY)
    printed = leaves(workshop)
    assert [workshop.takeover_code in leaf for leaf in printed] == [False] * 7 + [True]
    assert workshop.code in printed[0]
    assert (workshop.code in printed[-1], "Meedoen" in printed[-1]) == (True, False)


def test_everybody_gets_an_a4_and_eight_slips():
    workshop = lay_table(Step.LOBBY)
    sheets, slips = leaves(workshop)[1:-1:2], leaves(workshop)[2:-1:2]
    assert [name in sheet for name, sheet in zip(TRIO, sheets, strict=True)] == [True] * 3
    assert [slip.count("Waarom") for slip in slips] == [8] * 3


def test_before_anybody_is_there_paper_is_for_eight():
    printed = leaves(open_workshop())
    assert (len(printed), sum(leaf.count("Waarom") for leaf in printed)) == (2 + 2 * 8, 8 * 8)


def test_the_self_test_page_opens_for_a_phone_with_the_code():
    workshop = lay_table(Step.LOBBY)
    page = browser_of(seat(workshop, "Ana")).get(f"/hello/{workshop.code}/").content.decode()
    assert "Dit apparaat kan meedoen" in page
