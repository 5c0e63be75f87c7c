"""Guessing is slow, from wherever, and nobody is ever locked out."""

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from support.guess_clock import GuessClock
from support.people import FLEURS_WORD, act, again, base_of, chair_of, find_fleur, join, lay_table, open_workshop, seat

from sessions.rate_limits import code_guesses
from sessions.rate_limits.guess_limit import COOKIE, SALT
from workshop.models import JournalEntry, Workshop
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HOTEL, ELSEWHERE = "203.0.113.7", "198.51.100.1"
WRONG = "ZZZZZZ"
MANY = "verkeerde codes geprobeerd"


def guess(code: str = WRONG, address: str = HOTEL, browser: Client | None = None, **headers: str) -> int:
    """Somebody types a code on the start page; the status of the answer."""
    return (browser or Client()).post("/", {"code": code}, REMOTE_ADDR=address, headers=headers).status_code


def sit_down(workshop: Workshop, name: str, address: str = HOTEL) -> Client:
    """The browser of somebody who scans the QR and takes a seat."""
    browser = Client()
    assert browser.get(f"/join/{workshop.code}/", REMOTE_ADDR=address).status_code == 200
    assert browser.post(f"/join/{workshop.code}/", {"name": name}, REMOTE_ADDR=address).status_code == 302
    return browser


# --- codes, by address -----------------------------------------------------------------------------------------------


def test_s01_after_three_wrong_codes_every_try_waits_its_second_and_none_is_refused(guess_clock: GuessClock):
    workshop = open_workshop()
    assert [guess() for _ in range(4)] == [404] * 4
    assert guess_clock.waited == []
    assert [guess() for _ in range(20)] == [404] * 20
    assert guess(workshop.code) == 302
    assert guess_clock.waited == [1.0] * 20  # the first of them found the turn free
    guess_clock.time += 61
    assert guess() == 404
    assert guess_clock.waited == [1.0] * 20


def test_s01_eight_phones_behind_one_address_join_at_once_beside_three_mistakes(guess_clock: GuessClock):
    workshop = open_workshop()
    for _ in range(3):
        guess()
    for name in "ABCDEFGH":
        sit_down(workshop, name)
    assert guess_clock.waited == []


def test_s01_right_and_wrong_codes_wait_equally_long(guess_clock: GuessClock):
    workshop = open_workshop()
    for _ in range(10):
        guess()
    guess_clock.waited.clear()
    for code in (WRONG, workshop.code) * 3:
        guess(code)
    assert guess_clock.waited == [1.0] * 6


def test_s01_who_was_in_before_has_a_lane_of_their_own(guess_clock: GuessClock):
    workshop = open_workshop()
    ana = sit_down(workshop, "Ana")
    for _ in range(30):
        guess()
    guess_clock.waited.clear()
    assert guess(workshop.code, browser=ana) == 302
    assert guess_clock.waited == []
    for _ in range(6):  # and it is no way round: in that lane tries are counted too, whatever the address
        guess(browser=ana, address=ELSEWHERE)
    assert guess_clock.waited == [1.0]


def test_s01_a_lane_cannot_be_made_up_and_knowing_the_code_gives_none(guess_clock: GuessClock):
    workshop = open_workshop()
    knower, forger = Client(), Client()
    guess(workshop.code, browser=knower)
    knower.get(f"/join/{workshop.code}/")
    assert COOKIE not in knower.cookies
    for number in range(8):
        forger.cookies[COOKIE] = f"WyJhYmMi{number}XQ:1tx:signature"
        guess(browser=forger)
    assert guess_clock.waited == [1.0] * 3


def test_s01_every_way_in_gives_the_browser_its_lane():
    workshop = lay_table(Step.LOBBY)
    find_fleur()
    ana = seat(workshop, "Ana")
    ways = [
        sit_down(workshop, "Eva"),
        (linked := Client()).get(f"/seat/{ana.id}/enter/{ana.token}/") and linked,
        (back := Client()).post("/return/", {"code": workshop.code, "return_code": ana.return_code}) and back,
        (chair := Client()).get(f"/console/{workshop.id}/enter/{workshop.console_token}/") and chair,
        (second := Client()).post("/take-over/", {"code": workshop.code, "takeover_code": workshop.takeover_code})
        and second,
        (fleur := Client()).post("/sign-in/", {"name": "fleur", "password": FLEURS_WORD}) and fleur,
    ]
    found = [browser.cookies[COOKIE] for browser in ways]
    lanes = {tuple(signing.loads(cookie.value, salt=SALT)) for cookie in found}  # whenever they were signed
    assert len(lanes) == 5  # a seat is one lane, by whichever way
    assert {(cookie["httponly"], cookie["samesite"], cookie["path"]) for cookie in found} == {(True, "Lax", "/")}
    assert "fleur" not in found[-1].value


@pytest.mark.parametrize("address", ["/join/{}/", "/join/{}/knock/", "/return/", "/take-over/", "/"])
def test_s01_every_way_to_ask_for_a_code_is_slowed(address: str, guess_clock: GuessClock):
    asked = address.format(WRONG)
    sent = {"code": WRONG, "return_code": WRONG, "takeover_code": WRONG, "seat": "abc", "name": "Mallory"}
    for _ in range(9):
        client = Client()
        answer = client.get(asked) if asked == f"/join/{WRONG}/" else client.post(asked, sent)
        assert answer.status_code == 404
    assert len(guess_clock.waited) >= 4


def test_s01_looking_at_a_form_is_no_guess(guess_clock: GuessClock):
    for _ in range(30):
        for address in ("/", "/return/", "/take-over/", "/sign-in/"):
            assert Client().get(address).status_code == 200
    assert guess() == 404
    assert guess_clock.waited == []


def test_s01_a_page_that_was_slow_says_why():
    workshop = open_workshop()
    pages = [Client().post("/", {"code": WRONG}).content.decode() for _ in range(5)]
    assert [("duurt nakijken nu" in page) for page in pages] == [False] * 3 + [True] * 2
    assert guess(workshop.code) == 302


def test_s02_an_address_that_somebody_makes_up_is_not_believed_without_a_proxy(guess_clock: GuessClock):
    for number in range(9):
        guess(**{"X-Forwarded-For": f"198.51.100.{number}"})
    assert guess_clock.waited == [1.0] * 4


def test_s02_other_addresses_do_not_wait(guess_clock: GuessClock):
    workshop = open_workshop()
    for _ in range(30):
        guess()
    guess_clock.waited.clear()
    assert (guess(workshop.code, ELSEWHERE), guess_clock.waited) == (302, [])


# --- names and doors -------------------------------------------------------------------------------------------------


def sign_in(password: str, name: str = "fleur", address: str = HOTEL, browser: Client | None = None) -> int:
    answer = (browser or Client()).post("/sign-in/", {"name": name, "password": password}, REMOTE_ADDR=address)
    return answer.status_code


def test_s21_guesses_at_one_account_grow_slower_up_to_thirty_seconds(guess_clock: GuessClock):
    find_fleur()
    assert {sign_in(f"raad {n}", address=f"198.51.100.{n}") for n in range(12)} == {422}
    assert guess_clock.waited == []  # each from an address of its own
    assert [sign_in(f"raad {n}", name=" Fleur") for n in range(4)] == [422] * 4
    assert guess_clock.waited == [30.0] * 3
    assert sign_in(FLEURS_WORD) == 302
    assert guess_clock.waited == [30.0] * 4


def test_s21_the_wait_doubles(guess_clock: GuessClock):
    find_fleur()
    for number in range(11):
        sign_in(f"raad {number}")
    assert guess_clock.waited == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_s21_a_name_that_does_not_exist_waits_as_long(guess_clock: GuessClock):
    for number in range(11):
        sign_in(f"raad {number}", name="niemand")
    assert guess_clock.waited == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_s21_a_facilitator_is_not_held_up_by_who_guesses_at_her_account(guess_clock: GuessClock):
    find_fleur()
    own, other = Client(), Client()
    sign_in(FLEURS_WORD, browser=own)
    for number in range(50):
        sign_in(f"raad {number}")
    guess_clock.waited.clear()
    assert (sign_in(FLEURS_WORD, browser=own), guess_clock.waited) == (302, [])
    assert (sign_in(FLEURS_WORD, browser=other, address=ELSEWHERE), guess_clock.waited) == (302, [])


def test_s21_a_participants_lane_is_no_way_round_the_wait_of_an_account(guess_clock: GuessClock):
    find_fleur()
    ana = sit_down(open_workshop(), "Ana")
    for number in range(11):
        sign_in(f"raad {number}", browser=ana)
    assert guess_clock.waited[:5] == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_s21_guesses_at_one_door_grow_slower_and_its_own_people_come_in(guess_clock: GuessClock):
    workshop = lay_table(Step.LOBBY)
    for _ in range(11):
        assert Client().post("/take-over/", {"code": workshop.code, "takeover_code": WRONG}).status_code == 404
    assert guess_clock.waited == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    typed = {"code": workshop.code.lower(), "takeover_code": workshop.takeover_code}
    answer = Client().post("/take-over/", typed, REMOTE_ADDR=ELSEWHERE)
    assert (answer.status_code, len(guess_clock.waited)) == (302, 7)


def come_back(workshop: Workshop, return_code: str) -> int:
    """Somebody types a return code on a new device; the status of the answer."""
    typed = {"code": workshop.code, "return_code": return_code}
    return Client().post("/return/", typed, REMOTE_ADDR=HOTEL).status_code


def test_s01_return_codes_that_were_mistyped_within_the_hour_hold_nobody_up(guess_clock: GuessClock):
    workshop = lay_table(Step.LOBBY)
    for _ in range(8):
        assert come_back(workshop, WRONG) == 404
        guess_clock.time += 7 * 60
    back = [come_back(workshop, seat(workshop, name).return_code) for name in ("Ana", "Bas", "Cem")]
    assert (back, guess_clock.waited) == ([302] * 3, [])


def test_s01_return_codes_that_were_mistyped_just_now_cost_a_second_each(guess_clock: GuessClock):
    workshop = lay_table(Step.LOBBY)
    for _ in range(8):
        come_back(workshop, WRONG)
    guess_clock.waited.clear()
    back = [come_back(workshop, seat(workshop, name).return_code) for name in ("Ana", "Bas", "Cem")]
    assert (back, guess_clock.waited) == ([302] * 3, [1.0] * 3)


# --- many guessers ---------------------------------------------------------------------------------------------------


def notices(workshop: Workshop) -> str:
    return chair_of(workshop).get(f"{base_of(workshop)}regions/?r=notices&r=door").content.decode()


def test_s02_wrong_codes_over_all_addresses_are_told_in_the_regie(guess_clock: GuessClock):
    workshop = open_workshop()
    for number in range(code_guesses.MANY - 1):
        guess(address=f"203.0.113.{number}")
    before = notices(workshop)
    guess(address=ELSEWHERE)
    assert (MANY in before, f"{code_guesses.MANY} {MANY}" in notices(workshop)) == (False, True)


def test_s02_it_is_told_once_in_five_minutes_however_many_guess(guess_clock: GuessClock):
    workshop = open_workshop()
    for number in range(100):
        guess(address=f"203.0.113.{number}")
    told = JournalEntry.objects.filter(workshop=workshop, action="lobby.count_wrong_codes")
    assert told.count() == 1
    guess_clock.time += code_guesses.TELL_AGAIN
    guess(address=ELSEWHERE)
    assert (told.count(), f"101 {MANY}" in notices(workshop)) == (2, True)


def test_s02_mistakes_of_a_whole_day_are_no_guessing(guess_clock: GuessClock):
    workshop = open_workshop()
    for number in range(60):
        guess(address=f"203.0.113.{number}")
        guess_clock.time += 60
    assert MANY not in notices(workshop)


def test_s02_the_code_can_be_renewed_and_the_old_one_is_spent():
    workshop = open_workshop()
    ana, old = join(workshop, "Ana"), workshop.code
    for number in range(code_guesses.MANY):
        guess(address=f"203.0.113.{number}")
    act(workshop, "lobby.renew_code")
    workshop.refresh_from_db()
    assert (workshop.code != old, len(workshop.code)) == (True, 6)
    assert (guess(old, ELSEWHERE), guess(workshop.code, ELSEWHERE)) == (404, 302)
    assert (MANY in notices(workshop), workshop.code in notices(workshop), old in notices(workshop)) == (
        False,
        True,
        False,
    )
    assert Client().get(f"/seat/{ana.id}/enter/{again(ana).token}/").status_code == 302


def test_s02_who_waits_at_the_door_is_let_in_after_the_code_was_renewed():
    workshop = open_workshop()
    act(workshop, "lobby.guard_door")
    eva = Client()
    waiting = eva.post(f"/join/{workshop.code}/", {"name": "Eva"})["Location"]
    act(workshop, "lobby.renew_code")
    act(workshop, "lobby.admit", knock=workshop.knocks.get().id)
    assert eva.get(waiting)["Location"] == f"/seat/{seat(workshop, 'Eva').id}/"


# --- other sites -----------------------------------------------------------------------------------------------------

PICTURE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
FRAME = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}
SIBLING = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}
#: On plain http a browser says no more than this.
OLD_PICTURE = {"Accept": "image/avif,image/webp,*/*;q=0.8"}
OLD_SCRIPT = {"Accept": "*/*", "Referer": "http://evil.example/page"}
LINK = {
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-User": "?1",
}
OLD_LINK = {"Accept": "text/html,*/*;q=0.8", "Referer": "http://mail.example/"}
TYPED = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.mark.parametrize("headers", [PICTURE, FRAME, SIBLING, OLD_PICTURE, OLD_SCRIPT])
def test_s16_what_another_site_asks_is_refused_and_not_counted(headers: dict[str, str], guess_clock: GuessClock):
    workshop = open_workshop()
    visitor = Client()
    found = {visitor.get(f"/join/{code}/", headers=headers).status_code for code in (WRONG, workshop.code) * 20}
    assert found == {403}
    assert visitor.get(f"/join/{workshop.code}/", headers=TYPED).status_code == 200
    assert (guess_clock.waited, MANY in notices(workshop)) == ([], False)


@pytest.mark.parametrize("headers", [LINK, OLD_LINK, TYPED, {}])
def test_s16_a_link_in_a_mail_leads_in(headers: dict[str, str]):
    workshop = open_workshop()
    assert Client().get(f"/join/{workshop.code}/", headers=headers).status_code == 200


def test_s16_a_form_of_another_site_is_not_counted(guess_clock: GuessClock):
    visitor = Client(enforce_csrf_checks=True)
    assert {visitor.post("/", {"code": WRONG}).status_code for _ in range(20)} == {403}
    assert (guess(), guess_clock.waited) == (404, [])


def test_the_cookie_of_a_lane_is_secure_over_https():
    workshop = open_workshop()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SESSION_COOKIE_SECURE", True)
        assert sit_down(workshop, "Ana").cookies[COOKIE]["secure"]
