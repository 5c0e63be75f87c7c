"""Bad input gets a sentence or a 4xx, never a 500 and never a changed table."""

from collections.abc import Iterator
from itertools import count
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from rules.grid import ACTIONS, GRID, SENT
from rules.grid_table import GridTable, fields_of
from support.asserts import nothing_changes, rows, told
from support.people import base_of, browser_of, chair_of, figure, lay_table, seat, send
from support.wide import some_of

from workshop.models import Participant, Workshop
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("short_way"), pytest.mark.slow]

ODD = ("", " \t ", "x" * 10_000, "a\x00\x07b", "\u202e\u200b", "<script>alert(1)</script>", "zzzzzzzzzz", "-1",
       "99999999999999999999", "NaN", "'; DROP TABLE workshop_claim; --", "../../etc/passwd", "{{ 7*7 }}", "é" * 11,
       "10000-01-01", "0001-01-01", "9999-12-31", "²")  # fmt: skip
WHO = ("own", "other", "fleur", "for")
GONE = (404, "missing")
INCOMPLETE = (422, "incomplete")
numbers = count(1)


def first_steps() -> dict[str, int]:
    """For each action the first step in which its owner, or the facilitator, may do it."""
    return {action: int(next(line.steps for line in GRID if line.action == action)[-1]) for action in ACTIONS}


def in_step(step: int) -> list[tuple[str, str]]:
    """The actions to be tried in this step, and a role that may do it; of what nobody may yet the facilitator."""
    lines = {line.action: line.words for line in reversed(GRID)}
    here = [action for action, at in first_steps().items() if at == step]
    may = ("yes", "idle", "led")
    return [(action, next((role for role in WHO if lines[action][role] in may), "fleur")) for action in here]


def post(client: Client, base: str, action: str, fields: dict[str, Any], step: int) -> tuple[int, str]:
    sent = {"action_id": f"odd-{next(numbers)}", "step": step} | fields
    answer = client.post(f"{base}do/{action}/", urlencode(sent, doseq=True), "application/x-www-form-urlencoded")
    return told(answer)


def variants(fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each field in turn: odd, left out, sent twice; and all of them with strangers among them."""
    for name, value in fields.items():
        others = {key: one for key, one in fields.items() if key != name}
        yield others
        yield from (others | {name: odd} for odd in ODD)
        yield others | {name: [value, "x" * 10_000]}
        yield others | {name: ["zzzzzzzzzz"] * 50}
    yield fields | {"workshop": "zzzzzzzzzz", "participant": "zzzzzzzzzz", "seq": "0", "act": "1", "self": "x"}


class Pages:
    """The pages from which the roles of the grid ask."""

    def __init__(self, table: GridTable) -> None:
        self.ana, self.bas, self.workshop = table.seat("Ana"), table.seat("Bas"), table.workshop
        self.browsers = {"own": browser_of(self.ana), "other": browser_of(self.bas), "fleur": chair_of(self.workshop)}
        self.eva = table.seat("Eva").id

    def ask(self, role: str, action: str, fields: dict[str, Any]) -> tuple[int, str]:
        for_seat = {"for_seat": self.eva} if role == "for" else {}
        page = {"own": self.ana, "other": self.bas}.get(role, self.workshop)
        browser = self.browsers["fleur" if role == "for" else role]
        return post(browser, base_of(page), action, for_seat | fields, self.workshop.step)


@pytest.mark.parametrize("step", some_of(Step, always=[Step.TABLE]))
def test_no_odd_value_of_any_field_of_any_action_breaks_or_slips_through(step: Step):
    table = GridTable(step)
    before, pages = rows(), Pages(table)
    for action, role in in_step(step):
        for fields in variants(fields_of(action, table.of(role))):
            mark = transaction.savepoint()
            status, sentence = pages.ask(role, action, fields)
            told = f"{action} {fields!r:.200}: {status} {sentence}"
            assert status == 200 or (status in (403, 404, 409, 422) and sentence), told
            if status != 200:
                assert Workshop.objects.get(pk=table.workshop.pk).seq == seq_of(before, table), told
            transaction.savepoint_rollback(mark)
    assert rows() == before


def seq_of(found: dict[str, list[dict[str, Any]]], table: GridTable) -> int:
    return next(row["seq"] for row in found["Workshop"] if row["id"] == table.workshop.id)


#: What stands for a number or a word; the same one may be found in any workshop.
NAMES_NO_ROW = ("@entry", "@next", "@zone", "@listed")


@pytest.mark.parametrize("step", some_of(Step, always=[Step.STACK]))
def test_what_belongs_to_another_workshop_does_not_exist(step: Step):
    table, other = GridTable(step), GridTable(step)
    pages = Pages(table)
    before = rows()
    for action, role in in_step(step):
        theirs = fields_of(action, other.of(role))
        ids = [name for name, value in SENT[action].items() if str(value).startswith("@")]
        named = {name: theirs[name] for name in ids if SENT[action][name] not in NAMES_NO_ROW}
        if named:
            fields = fields_of(action, table.of(role)) | named
            assert (action, *pages.ask(role, action, fields)) == (action, *GONE)
        if role in ("fleur", "for"):
            for_seat = {"for_seat": other.seat("Eva").id}
            assert (action, *pages.ask(role, action, fields_of(action, table.of(role)) | for_seat)) == (action, *GONE)
    assert rows() == before


def test_each_field_is_tried_somewhere():
    assert {action for step in Step for action, _role in in_step(step)} == set(ACTIONS)


# --- the envelope ----------------------------------------------------------------------------------------------------


def ready() -> tuple[Workshop, Participant, dict[str, Any]]:
    """Ana could put her Slager on the table."""
    workshop = lay_table(Step.TABLE)
    move = {"figure": figure(workshop, "Ana", "Slager").id, "zone": "costs"}
    return workshop, seat(workshop, "Ana"), move


@pytest.mark.parametrize("action_id", ["", "x" * 41, "é", "a\nb", "a\x00"])
def test_a_command_needs_a_number_of_its_own(action_id: str):
    _workshop, ana, move = ready()
    with nothing_changes():
        answer = post(browser_of(ana), base_of(ana), "table.place", move | {"action_id": action_id}, Step.TABLE)
    assert answer == INCOMPLETE


@pytest.mark.parametrize("step", ["", "abc", "-1", "²", "100", "2.0", " 2"])
def test_a_command_says_in_which_step_it_was_made(step: str):
    _workshop, ana, move = ready()
    with nothing_changes():
        answer = post(browser_of(ana), base_of(ana), "table.place", move | {"step": step}, Step.TABLE)
    assert answer == INCOMPLETE


def test_a_page_of_an_earlier_version_with_an_old_field_is_to_be_loaded_again():
    workshop = lay_table(Step.STACK)
    bas, of_then = seat(workshop, "Bas"), {"exchange": "aaaaaaaaaa", "expectation": "gives"}
    with nothing_changes():
        answer = post(browser_of(bas), base_of(bas), "stack.accept", of_then, Step.STACK)
    assert answer == INCOMPLETE


@pytest.mark.parametrize("step", ["8", "99"])
def test_a_step_that_does_not_exist_has_passed(step: str):
    _workshop, ana, move = ready()
    with nothing_changes():
        answer = post(browser_of(ana), base_of(ana), "table.place", move | {"step": step}, Step.TABLE)
    assert answer == (409, "step-changed")


@pytest.mark.parametrize("action", ["table.fly", "lobby.join", "lobby.knock", "__class__", "x" * 300, "table", "é"])
def test_an_action_that_does_not_exist_does_not_exist(action: str):
    workshop, ana, move = ready()
    with nothing_changes():
        assert post(browser_of(ana), base_of(ana), action, move | {"name": "Nieuw"}, Step.TABLE) == GONE
        assert post(chair_of(workshop), base_of(workshop), action, {"name": "Nieuw"}, Step.TABLE) == GONE


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"figure=%ff%fe&zone=costs&action_id=1&step=2", "application/x-www-form-urlencoded"),
        (b"figure=\xff\xfe&zone=costs&action_id=1&step=2", "application/x-www-form-urlencoded"),
        (b"figure=x&zone=costs&action_id=1&step=2", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"&&&===%%%zz", "application/x-www-form-urlencoded"),
        (b'{"figure": "x"}', "application/json"),
        (b"no boundary at all", "multipart/form-data"),
        (b"--b\r\nContent-Disposition: form-data; name=\"figure\"\r\n\r\nx", "multipart/form-data; boundary=b"),
        (b"a=1&" * 300, "application/x-www-form-urlencoded"),
        (b"figure=" + b"x" * 300_000, "application/x-www-form-urlencoded"),
        (b"", "text/plain"),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_changes_nothing(body: bytes, content_type: str):
    _workshop, ana, _move = ready()
    with nothing_changes():
        answer = browser_of(ana).post(f"{base_of(ana)}do/table.place/", body, content_type)
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "options"])
def test_only_a_post_is_a_command(method: str):
    _workshop, ana, move = ready()
    with nothing_changes():
        answer = getattr(browser_of(ana), method)(f"{base_of(ana)}do/table.place/", move)
    assert answer.status_code == 405


def test_without_the_pages_token_nothing_is_done():
    workshop, ana, move = ready()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser_of(ana).cookies
    chair = Client(enforce_csrf_checks=True)
    chair.force_login(workshop.facilitator)
    with nothing_changes():
        assert send(strict, ana, "table.place", **move).status_code == 403
        assert send(chair, workshop, "steps.go", to=3).status_code == 403


@pytest.mark.parametrize(
    "address",
    ["/seat/zzz/do/table.place/", "/seat/%00/do/table.place/", "/seat/%ff/", "/console/zzz/do/steps.go/",
     "/projector/zzz/do/steps.go/", "/projector/zzz/", "/seat/zzz/regions/", "/kitchen/zzz/", "/seat//do/table.place/",
     "/join/zzz/", "/join/ABCDEF/wait/zzz/", "/seat/zzz/enter/zzz/", "/console/zzz/enter/zzz/", "/begin/zzz/",
     "/seat/zzz/swap-list.csv", "/console/zzz/journal/", "/seat/" + "x" * 2000 + "/"],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_a_4xx(address: str):
    with nothing_changes():
        answers = [Client().get(address).status_code, Client().post(address, {"step": "1"}).status_code]
    assert all(400 <= status < 500 for status in answers), answers


@pytest.mark.parametrize("asked", ["r=table&r=own", "r=", "r=zzz&r=%ff", "r=desk", "&".join(["r=table"] * 150), "x=1"])
def test_regions_answer_whatever_is_asked_and_only_what_the_page_shows(asked: str):
    workshop, ana, _move = ready()
    answer = browser_of(ana).get(f"{base_of(ana)}regions/?{asked}", headers={"If-None-Match": 'W/"x9²"'})
    assert (answer.status_code, b"region-desk" in answer.content) == (200, False)
    assert answer.content.count(b'data-region="table"') == ("r=table" in asked)
    assert workshop.seq == int(answer["X-Seq"])


# --- the door and the dashboard --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", " ", "\x00", "\u200b", "x" * 41, "x" * 10_000, "Ana", "ana"])
def test_nobody_comes_in_without_a_name_of_their_own(name: str):
    workshop = lay_table(Step.LOBBY)
    with nothing_changes():
        answer = Client().post(f"/join/{workshop.code}/", {"name": name, "colour": "3", "shape": "1"})
    assert answer.status_code in (409, 422)


@pytest.mark.parametrize("look", ["", "-1", "8", "99", "x", "²", "1.5", "9" * 500])
def test_an_odd_colour_becomes_a_free_one(look: str):
    workshop = lay_table(Step.LOBBY)
    answer = Client().post(f"/join/{workshop.code}/", {"name": "Eva", "colour": look, "shape": look})
    assert (answer.status_code, seat(workshop, "Eva").colour) == (302, 3)


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/", {"code": ""}), ("/", {"code": "x" * 10_000}), ("/", {"code": "\x00" * 6}), ("/", {}),
        ("/return/", {"code": "ABCDEF", "return_code": ""}), ("/return/", {"code": "\x00", "return_code": "\x00"}),
        ("/return/", {}), ("/take-over/", {}), ("/take-over/", {"code": "\x00", "name": "x" * 10_000}),
    ],
)  # fmt: skip
def test_wrong_codes_open_nothing(address: str, fields: dict[str, str]):
    lay_table(Step.LOBBY)
    with nothing_changes():
        assert 400 <= Client().post(address, fields).status_code < 500


@pytest.mark.parametrize("seat_id", ["", "zzz", "\x00", "x" * 10_000])
def test_a_knock_for_a_seat_that_is_not_there_is_not_heard(seat_id: str):
    workshop = lay_table(Step.LOBBY)
    with nothing_changes():
        assert 400 <= Client().post(f"/join/{workshop.code}/knock/", {"seat": seat_id}).status_code < 500


@pytest.mark.parametrize("odd", ["", "x" * 10_000, "\x00", "2020-01-01", "9999-12-31", "<b>"])
def test_an_odd_workshop_is_not_made(odd: str):
    chair = chair_of(lay_table(Step.LOBBY))
    sound = {"team": "Zuid", "title": "Ruilen", "hours": "3", "retain_until": "2027-06-01"}
    with nothing_changes():
        for name in ("hours", "retain_until"):
            assert chair.post("/dashboard/workshops/", sound | {name: odd}).status_code == 422
        if odd in ("", "x" * 10_000):
            for name in ("team", "title"):
                assert chair.post("/dashboard/workshops/", sound | {name: odd}).status_code == 422


@pytest.mark.parametrize(
    "text", ["", "\x00\x07", "x" * 10_000, "- \n" * 1000, "<script>\n</script>", "\ud7ff", "a\tb\tc"]
)
def test_a_pasted_list_shows_what_would_become_of_it_and_stores_nothing(text: str):
    _workshop, ana, _move = ready()
    with nothing_changes():
        answer = browser_of(ana).post(f"{base_of(ana)}preview/", {"text": text})
    assert (answer.status_code, b"<script>" in answer.content) == (200, False)


@pytest.mark.parametrize("charset", ["utf-7", "UTF-16", '"utf-7"', "zlib", "idna", "latin-1", "nonsense"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_a_form_in_another_charset_is_refused(kind: str, charset: str):
    workshop = lay_table(Step.SHEET)
    ana = seat(workshop, "Ana")
    fields = {"names": "+2AA-", "name": "+2AA-", "action_id": "x", "step": "1"}
    with nothing_changes():
        for address in (f"{base_of(ana)}do/sheet.add/", f"/join/{workshop.code}/", "/sign-in/"):
            sent = in_parts(fields) if "multipart" in kind else urlencode(fields).encode()
            answer = browser_of(ana).generic("POST", address, sent, f"{kind}; charset={charset}")
            assert answer.status_code == 415, address


@pytest.mark.parametrize("charset", ["utf-8", '"UTF-8"'])
def test_utf_8_may_be_named(charset: str):
    workshop = lay_table(Step.SHEET)
    ana = seat(workshop, "Ana")
    sent = in_parts({"names": "Café", "action_id": "x", "step": "1"})
    kind = f"multipart/form-data; boundary=b; charset={charset}"
    assert browser_of(ana).generic("POST", f"{base_of(ana)}do/sheet.add/", sent, kind).status_code == 200
    assert workshop.team.customers.filter(name="Café").exists()


def in_parts(fields: dict[str, str]) -> bytes:
    """A form as multipart, with `b` between its parts."""
    heads = {
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    }
    return ("".join(heads) + "--b--\r\n").encode()
