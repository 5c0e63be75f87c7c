"""A copy of the running workshop, and its restore on another machine."""

import zlib

import pytest
from cast import base_of, browser_of, chair_of, find_fleur, lay_table, seat
from judge import Rows, rows

from sessions import copying, erasing
from sessions.copying import MARK, OLD_MARK, Unreadable
from sessions.practice import play
from workshop.method import Step

pytestmark = pytest.mark.django_db


def numberless_rows() -> Rows:
    """All rows; journal entries are numbered per database, so their own numbers do not count."""
    found = rows()
    for entry in found["JournalEntry"]:
        del entry["id"]
    return found


def test_a_restored_workshop_is_the_same_to_the_last_row():
    workshop = play(facilitator=find_fleur(), to=Step.CLOSING, people=4, customers=6)
    before = numberless_rows()
    file = copying.copy_of(workshop)
    erasing.erase(workshop)
    copying.restore(file, find_fleur())
    assert numberless_rows() == before


def test_seats_and_the_console_open_as_before():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    file = copying.copy_of(workshop)
    erasing.erase(workshop)
    back = copying.restore(file, find_fleur())
    opened = [browser_of(ana).get(base_of(ana)), chair_of(back).get(base_of(back))]
    assert [page.status_code for page in opened] == [200, 200]


def test_what_is_here_already_is_not_overwritten():
    workshop = lay_table(Step.TABLE)
    with pytest.raises(Unreadable, match="staat hier al"):
        copying.restore(copying.copy_of(workshop), find_fleur())


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
        OLD_MARK + zlib.compress(b" " * (copying.LARGEST + 1)),
    ],
)
def test_what_is_no_copy_gets_a_sentence_and_changes_nothing(file: bytes):
    before = rows()
    with pytest.raises(Unreadable, match="kopie"):
        copying.restore(file, find_fleur())
    assert rows() == before


def test_only_the_console_gets_a_copy_and_paper():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    codes = [browser_of(ana).get(f"/seat/{ana.id}/{page}/").status_code for page in ("copy", "paper", "journal")]
    own = [chair_of(workshop).get(f"{base_of(workshop)}{page}/").status_code for page in ("copy", "paper", "journal")]
    assert (codes, own) == ([404, 404, 404], [200, 200, 200])


def test_paper_bears_the_codes_that_a_second_facilitator_needs():
    workshop = lay_table(Step.LOBBY)
    page = chair_of(workshop).get(f"{base_of(workshop)}paper/").content.decode()
    assert (workshop.code in page, workshop.takeover_code in page) == (True, True)


def test_the_self_test_page_opens_for_a_phone_with_the_code():
    workshop = lay_table(Step.LOBBY)
    page = browser_of(seat(workshop, "Ana")).get(f"/hello/{workshop.code}/").content.decode()
    assert "Dit apparaat kan meedoen" in page
