"""Who has a seat, and wants more than it gives."""

import pytest
from django.test import Client
from rules.grid import GRID
from secrecy.sight import look, look_all, seen
from support.asserts import nothing_changes, told
from support.people import (
    act,
    again,
    base_of,
    beamer_of,
    browser_of,
    chair_of,
    figure,
    go,
    invite_dirk,
    join,
    lay_table,
    open_workshop,
    seat,
    send,
    slip,
)

from sessions import commands
from sessions.access import seat_cookie
from sessions.views import pages
from workshop.actions.registry import ACTIONS
from workshop.models import Claim, EnergyRating
from workshop.models.base import Row
from workshop.steps import Step, Zone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MARK = "zwijgzaam-merkteken"
PAGES = ("", "regions/?r=own&r=table&r=desk&r=people&r=door", "hand-over/", "swap-list.csv",
         "swap-list.xlsx?form=team", "table.svg", "journal/", "paper/", "copy/", "ruilvoorstel/", "team-list/",
         "hand-over.pdf", "hand-over.ics")  # fmt: skip


# in somebody else's name, or with somebody else's things


@pytest.mark.parametrize("field", ["participant_id", "participant", "seat", "me", "owner", "actor", "for_seat", "role"])
def test_s07_who_acts_is_decided_by_the_cookie_alone(field: str):
    workshop = lay_table(Step.SHEET)
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    answer = send(browser_of(ana), ana, "sheet.add", names="Kwekerij", **{field: bas.id})
    assert answer.status_code == 200
    assert EnergyRating.objects.get(customer__name="Kwekerij").participant == ana


def test_s07_who_was_let_in_a_moment_ago_is_judged_anew():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    moved = figure(workshop, "Ana", "Bakker").id
    browser, stranger = browser_of(ana), Client()
    assert send(browser, ana, "table.place", figure=moved, zone="costs").status_code == 200
    stranger.cookies[seat_cookie(ana.id)] = "a" * 26
    assert send(stranger, ana, "table.place", figure=moved, zone="gives").status_code == 401
    act(workshop, "steps.lock", reason="Even pauze")
    with nothing_changes():
        assert send(browser, ana, "table.place", figure=moved, zone="gives").status_code == 409
    act(workshop, "steps.unlock")
    act(workshop, "lobby.remove", seat=ana.id)
    with nothing_changes():
        assert send(browser, ana, "table.place", figure=moved, zone="gives").status_code == 403


def test_s10_a_public_figure_of_a_colleague_stays_and_a_private_one_does_not_exist():
    workshop = lay_table(Step.TABLE)
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    private = figure(workshop, "Bas", "Hotel").id
    browser = browser_of(ana)
    with nothing_changes():
        found = [send(browser, ana, "table.place", figure=one, zone="costs") for one in (private, "abcdefghjk")]
        assert {(one.status_code, one.content) for one in found} == {(404, found[1].content)}
    act(bas, "table.place_all")
    with nothing_changes():
        answer = send(browser, ana, "table.place", figure=private, zone="gives")
    assert told(answer) == (409, "figure-of-colleague")


# what is private


def test_s08_a_private_list_reaches_nobody_else_anywhere():
    workshop = lay_table(Step.SHEET)
    invite_dirk(workshop)
    ana = seat(workshop, "Ana")
    act(seat(workshop, "Cem"), "lobby.done", done=True)
    act(ana, "sheet.add", names=[f"Klant {MARK}"], column=Zone.COSTS)
    line = figure(workshop, "Ana", f"Klant {MARK}")
    act(ana, "sheet.reason", figure=line.id, reason=f"Omdat {MARK}")
    assert seen(look(workshop, "Fleur"), MARK) == []
    assert {role: seen(sight, MARK) for role, sight in look_all(workshop).items() if seen(sight, MARK)} == {}
    assert seen({"own": browser_of(ana).get(base_of(ana)).content.decode()}, MARK) == ["own"]
    for address in (f"{base_of(ana)}nergens/", f"/seat/{ana.id}/do/sheet.fly/"):
        assert MARK not in browser_of(seat(workshop, "Bas")).get(address).content.decode()


# out of step, against the rule


@pytest.mark.parametrize(
    ("step", "action", "fields"),
    [
        (Step.SHEET, "table.place", {"zone": "costs"}),
        (Step.STORY, "stack.stick", {}),
        (Step.STACK, "swap.answer", {"answer": "take"}),
        (Step.SWAP, "sheet.add", {"names": "Te laat"}),
        (Step.CLOSING, "swap.keep", {}),
    ],
)
def test_s09_out_of_step_nothing_happens_and_nobody_is_told(step: Step, action: str, fields: dict[str, str]):
    workshop = lay_table(step)
    ana = seat(workshop, "Ana")
    found = EnergyRating.objects.filter(participant=ana).first()
    ids = {"figure": found.id if found else "abcdefghjk", "slip": "abcdefghjk"}
    with nothing_changes():
        answer = send(browser_of(ana), ana, action, **(ids | fields))
    assert told(answer) == (409, "not-in-step")


def test_s09_the_grid_of_steps_and_roles_names_every_action():
    assert {line.action for line in GRID} == {name for name, one in ACTIONS.items() if not one.at_the_door}


def test_s09_an_old_page_does_not_act_in_a_later_step():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    with nothing_changes():
        answer = send(browser_of(ana), ana, "table.place_all", step=int(Step.SHEET))
    assert answer.status_code == 409


@pytest.mark.parametrize("expectation", ["", "gives", "neutral"])
def test_s11_a_leak_is_not_taken_whatever_is_sent(expectation: str):
    workshop = lay_table(Step.SWAP)
    bas, slager, hotel = seat(workshop, "Bas"), figure(workshop, "Ana", "Slager"), figure(workshop, "Bas", "Hotel")
    act(workshop, "table.join", kept=slager.customer_id, other=hotel.customer_id)
    sent = {"slip": seat(workshop, "Ana").slips.get(rating=slager).id, "answer": "take", "expectation": expectation}
    with nothing_changes():
        answer = send(browser_of(bas), bas, "swap.answer", **sent)
    assert told(answer) == (409, "own-leak")


def test_s11_of_two_takers_one_wins_and_the_other_hears_who():
    workshop = lay_table(Step.SWAP)
    one = slip(workshop, "Slager")
    for name in ("Bas", "Cem"):
        act(seat(workshop, name), "swap.answer", slip=one.id, answer="take", expectation="gives")
    act(workshop, "swap.open", slip=one.id)
    chair = chair_of(workshop)
    seen_as = slip(workshop, "Slager").seq
    claims = list(Claim.objects.filter(slip=one).order_by("participant__place"))
    answers = [send(chair, workshop, "swap.settle", claim=claim.id, slip_seq=seen_as) for claim in claims]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert slip(workshop, "Slager").taker == claims[0].participant


def test_s11_an_answer_to_a_slip_that_has_changed_is_not_taken():
    workshop = lay_table(Step.SWAP)
    one, bas = slip(workshop, "Slager"), seat(workshop, "Bas")
    act(workshop, "swap.open", slip=one.id)
    sent = {"slip": one.id, "answer": "take", "expectation": "gives"}
    with nothing_changes():
        refused = send(browser_of(bas), bas, "swap.answer", **sent, slip_seq=one.seq)
    assert told(refused) == (409, "changed")
    assert send(browser_of(bas), bas, "swap.answer", **sent, slip_seq=slip(workshop, "Slager").seq).status_code == 200


# from one workshop into another


@pytest.mark.parametrize("below", PAGES)
def test_s12_one_workshop_opens_nothing_of_another(below: str):
    here, there = lay_table(Step.SHEET), lay_table(Step.SHEET)
    act(seat(there, "Ana"), "sheet.add", names=[MARK])
    ana, other = seat(here, "Ana"), seat(there, "Ana")
    browser = browser_of(ana)
    for base in (base_of(other), base_of(there), "/projector/abcdefghjkabcdefghjkabcdef/"):
        answer = browser.get(base + below)
        assert answer.status_code in (302, 401, 404), answer
        assert MARK not in answer.content.decode()


def test_s12_ids_of_another_workshop_do_not_exist_here():
    here, there = lay_table(Step.TABLE), lay_table(Step.TABLE)
    act(seat(there, "Ana"), "table.place_all")
    ana = seat(here, "Ana")
    with nothing_changes():
        foreign = figure(there, "Ana", "Bakker").id
        assert send(browser_of(ana), ana, "table.place", figure=foreign, zone="costs").status_code == 404
        chair = chair_of(here)
        assert send(chair, here, "lobby.remove", seat=seat(there, "Ana").id).status_code == 404
        assert send(chair, here, "table.place", figure=foreign, zone="costs",
                    for_seat=seat(there, "Ana").id).status_code == 404  # fmt: skip


def test_s12_what_stands_in_an_address_is_random():
    ids = {Row._meta.get_field("id").default() for _ in range(1000)}
    assert (len(ids), {len(one) for one in ids}) == (1000, {10})


@pytest.mark.parametrize("odd", ["%00", "a%00b", "%F0%9F%A6%A9", "..%2f..%2fdata", "A" * 300, "%0d%0aSet-Cookie:x=1"])
def test_s12_an_odd_address_is_no_address(odd: str):
    workshop = lay_table(Step.LOBBY)
    client = chair_of(workshop)
    addresses = [f"/seat/{odd}/", f"/console/{odd}/regions/?r={odd}", f"/projector/{odd}/", f"/join/{odd}/",
                 f"/dashboard/workshops/{odd}/erase/", f"{base_of(workshop)}do/{odd}/", f"/begin/{odd}/",
                 f"{base_of(workshop)}regions/?r={odd}", f"{base_of(workshop)}hand-over/?seat={odd}"]  # fmt: skip
    for address in addresses:
        assert client.get(address).status_code < 500, address
        assert client.post(address, {"seat": odd, "for_seat": odd, "action_id": "x", "step": 0}).status_code < 500


@pytest.mark.parametrize("name", ["kr_session", "kr_last_seat", "kr_browser", "kr_csrf", "kr_chair_abc"])
def test_s12_an_odd_cookie_is_no_cookie(name: str):
    workshop = lay_table(Step.LOBBY)
    for odd in ('"\\000"', '"a\\000b"', "x" * 3000, "'; DROP TABLE"):
        answer = Client().get(f"/join/{workshop.code}/", headers={"Cookie": f"{name}={odd}"})
        assert answer.status_code in (200, 400)


def test_s12_an_odd_header_is_passed_over():
    workshop = lay_table(Step.LOBBY)
    for odd in ("²", '"²"', "9" * 5000, 'W/"1"'):
        answer = chair_of(workshop).get(f"{base_of(workshop)}regions/?r=desk", headers={"If-None-Match": odd})
        assert answer.status_code in (200, 304)


def test_s12_what_is_sent_in_a_command_may_be_anything():
    workshop = lay_table(Step.SHEET)
    ana, chair = seat(workshop, "Ana"), chair_of(workshop)
    with nothing_changes():
        for odd in ("\0", "a\0b", "\ud7ff", "x" * 5000):
            assert send(chair, workshop, "sheet.add", names="x", for_seat=odd).status_code == 404
            assert send(browser_of(ana), ana, "sheet.remove", figure=odd).status_code in (404, 422)


# the export


def test_s22_the_swap_list_needs_a_role_and_stays_in_no_cache():
    workshop = lay_table(Step.CLOSING)
    dirk, ana = invite_dirk(workshop), seat(workshop, "Ana")
    assert Client().get(f"{base_of(dirk)}swap-list.pdf").status_code == 401
    assert browser_of(ana).get(f"{base_of(ana)}swap-list.csv").status_code == 403
    assert Client().get(f"{beamer_of(workshop)}swap-list.csv").status_code == 403
    answer = browser_of(dirk).get(f"{base_of(dirk)}swap-list.csv")
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)


def test_s22_the_team_leads_link_can_be_withdrawn_also_after_closing():
    workshop = lay_table(Step.CLOSING)
    dirk = invite_dirk(workshop)
    browser = browser_of(dirk)
    act(workshop, "closing.close")
    assert browser.get(f"{base_of(dirk)}swap-list.csv").status_code == 200
    act(workshop, "lobby.remove", seat=dirk.id)
    assert browser.get(f"{base_of(dirk)}swap-list.csv").status_code == 403
    assert browser.get(f"/seat/{dirk.id}/enter/{dirk.token}/", follow=True).status_code == 403


# who left


def test_s23_who_was_removed_gets_nothing_more():
    workshop = lay_table(Step.TABLE)
    ana = seat(workshop, "Ana")
    browser = browser_of(ana)
    act(workshop, "lobby.remove", seat=ana.id)
    with nothing_changes():
        assert {browser.get(base_of(ana) + below).status_code for below in PAGES} == {403}
        assert send(browser, ana, "table.place_all").status_code == 403
    assert Client().post("/return/", {"code": workshop.code, "return_code": again(ana).return_code}).status_code == 404


@pytest.mark.parametrize("who", ["seat", "console", "projector"])
def test_s24_no_page_of_a_workshop_stays_behind_in_a_browser(who: str):
    workshop = lay_table(Step.SHEET)
    ana = seat(workshop, "Ana")
    browser, base = {
        "seat": (browser_of(ana), base_of(ana)),
        "console": (chair_of(workshop), base_of(workshop)),
        "projector": (Client(), beamer_of(workshop)),
    }[who]
    for below in PAGES:
        assert "no-store" in browser.get(base + below).headers.get("Cache-Control", ""), below
    for address in ("/", "/return/", "/take-over/", "/sign-in/", f"/join/{workshop.code}/", "/dashboard/"):
        assert "no-store" in browser.get(address).headers["Cache-Control"], address


# floods


def test_s18_a_script_that_floods_is_slowed_and_its_colleague_is_not(monkeypatch: pytest.MonkeyPatch):
    workshop = lay_table(Step.SHEET)
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    monkeypatch.setattr(commands, "command_limit", commands.RateLimit(5, per=60.0))
    browser = browser_of(ana)
    found = [send(browser, ana, "sheet.add", names=f"Klant {n}") for n in range(7)]
    assert [answer.status_code for answer in found] == [200] * 5 + [429] * 2
    assert (found[-1]["Retry-After"], told(found[-1])) == ("5", (429, "too-fast"))
    assert send(browser_of(bas), bas, "sheet.add", names="Bakker Bas").status_code == 200


def test_s18_files_and_lists_that_cost_time_are_rationed_too(monkeypatch: pytest.MonkeyPatch):
    workshop = lay_table(Step.SHEET)
    ana, chair = seat(workshop, "Ana"), chair_of(workshop)
    monkeypatch.setattr(pages, "costly_limit", pages.RateLimit(3, per=60.0))
    browser = browser_of(ana)
    found = [browser.post(f"{base_of(ana)}preview/", {"text": "Bakker"}).status_code for _ in range(4)]
    assert found == [200, 200, 200, 429]
    assert [chair.get(f"{base_of(workshop)}swap-list.csv").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_s18_a_list_and_a_field_have_an_end():
    workshop = open_workshop()
    ana, _bas = join(workshop, "Ana"), join(workshop, "Bas")
    go(workshop, Step.SHEET)
    with nothing_changes():
        assert send(browser_of(ana), ana, "sheet.add", names="\n".join(f"k{n}" for n in range(500))).status_code == 409
        assert send(browser_of(ana), ana, "sheet.add", names="x" * 10_000).status_code == 422
        assert send(browser_of(ana), ana, "sheet.add", names="x" * 300_000).status_code == 400
