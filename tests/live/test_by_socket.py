"""A move by the page's own socket: the same door, the same answer as by POST, and nothing else comes that way."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from support.people import browser_of, figure, lay_table, place_all, seat, send
from support.sockets import Socket, Table

from sessions import access, commands
from sessions.live import socket_commands
from sessions.live.background import ask
from sessions.rate_limits.rate_limit import RateLimit
from workshop.actions.registry import ACTIONS
from workshop.models import JournalEntry, Participant, Workshop
from workshop.steps import Step, Zone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def nobody_is_remembered() -> None:
    access._lately.clear()


def lay() -> Table:
    workshop = lay_table(Step.TABLE)
    place_all(workshop)
    return Table(workshop, seat(workshop, "Ana"), seat(workshop, "Bas"))


def fields(table: Table, *, of: str = "Ana", zone: str = Zone.GIVES, action_id: str = "a1", **more: Any) -> list[Any]:
    """What a page sends when it puts the bakery elsewhere."""
    moved = figure(table.workshop, of, "Bakker").id
    sent = {"figure": moved, "zone": zone, "action_id": action_id, "step": str(int(Step.TABLE))} | more
    return [[name, str(value)] for name, value in sent.items()]


async def answer(socket: Socket) -> dict[str, Any]:
    """What the page hears of its command, whatever else it hears."""
    (found,) = [frame for frame in await socket.frames() if "done" in frame]
    return found


async def test_a_move_by_the_socket_is_answered_as_one_by_post(transactional_db: None) -> None:
    table = await ask(lay)
    ana, bas = table.seat(table.ana), table.seat(table.bas)
    await ana.open()
    await bas.open()
    await ana.say(do="table.place", fields=await ask(fields, table))
    by_socket = await answer(ana)
    (news,) = await bas.news()
    assert (by_socket["done"], by_socket["status"]) == ("a1", 200)
    assert (by_socket["seq"], by_socket["html"]) == (news["seq"], news["html"])

    by_post = await ask(lambda: send(browser_of(table.ana), table.ana, "table.place", figure=figure(
        table.workshop, "Ana", "Bakker").id, zone=Zone.COSTS).json())  # fmt: skip
    assert {*by_socket} - {"done", "status", "again"} == {*by_post}


async def test_sent_again_by_either_way_it_is_done_once(transactional_db: None) -> None:
    table = await ask(lay)
    ana = table.seat(table.ana)
    await ana.open()
    sent = await ask(fields, table)
    await ana.say(do="table.place", fields=sent)
    first = await answer(ana)
    await ana.say(do="table.place", fields=sent)
    again = await answer(ana)
    posted = await ask(lambda: browser_of(table.ana).post(f"/seat/{table.ana.id}/do/table.place/", dict(sent)).json())
    assert first["seq"] == again["seq"] == posted["seq"]
    assert (again["status"], again["html"]) == (200, "")
    assert await ask(lambda: JournalEntry.objects.filter(action_id="a1").count()) == 1


async def test_another_move_under_the_same_id_is_refused_by_either_way(transactional_db: None) -> None:
    table = await ask(lay)
    ana = table.seat(table.ana)
    await ana.open()
    await ana.say(do="table.place", fields=await ask(fields, table))
    assert (await answer(ana))["status"] == 200
    other = await ask(lambda: fields(table, zone=Zone.COSTS))
    await ana.say(do="table.place", fields=other)
    refused = await answer(ana)
    posted = await ask(lambda: browser_of(table.ana).post(f"/seat/{table.ana.id}/do/table.place/", dict(other)))
    assert (refused["status"], posted.status_code) == (409, 409)
    assert refused["code"] == posted.json()["code"] == "already-sent"
    assert await ask(lambda: figure(table.workshop, "Ana", "Bakker").zone) == Zone.GIVES


async def test_moves_are_done_in_the_order_of_asking(transactional_db: None) -> None:
    table = await ask(lay)
    ana = table.seat(table.ana)
    await ana.open()
    zones = [Zone.NEUTRAL, Zone.COSTS, Zone.GIVES] * 4
    for number, zone in enumerate(zones):
        await ana.say(do="table.place", fields=await ask(fields, table, zone=zone, action_id=f"m{number}"))
    done = [frame["done"] for frame in await ana.frames() if "done" in frame]
    assert done == [f"m{number}" for number in range(len(zones))]
    changes = await ask(
        lambda: [entry.changes[0][2] for entry in JournalEntry.objects.filter(action_id__startswith="m")]
    )
    assert [change["zone"][1] for change in changes if "zone" in change] == zones


REFUSED = {
    "a colleague's": ({"of": "Bas"}, 409),
    "no such figure": ({"figure": "nothing"}, 404),
    "no such zone": ({"zone": "heaven"}, 422),
    "no action id": ({"action_id": ""}, 422),
    "too long an id": ({"action_id": "x" * 41}, 422),
    "no step": ({"step": ""}, 422),
    "a step that has passed": ({"step": "1"}, 409),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_is_refused_is_refused_with_a_sentence(transactional_db: None, case: str) -> None:
    table = await ask(lay)
    ana = table.seat(table.ana)
    await ana.open()
    before = await ask(lambda: Workshop.objects.get().seq)
    given, status = REFUSED[case]
    await ana.say(do="table.place", fields=await ask(fields, table, **given))
    told = await answer(ana)
    assert told["status"] == status
    assert told["sentence"].endswith(".")
    assert await ask(lambda: Workshop.objects.get().seq) == before


async def test_where_a_colleague_s_figure_really_stands_comes_along(transactional_db: None) -> None:
    table = await ask(lay)
    ana = table.seat(table.ana)
    await ana.open()
    await ana.say(do="table.place", fields=await ask(fields, table, of="Bas"))
    stands = await ask(lambda: figure(table.workshop, "Bas", "Bakker").zone)
    assert f'data-in="{stands}"' in (await answer(ana))["html"]


@pytest.mark.parametrize("action", sorted({*ACTIONS} - {"table.place"}))
def test_nothing_else_comes_by_socket(action: str) -> None:
    with pytest.raises(ValueError, match="not by socket"):
        socket_commands.read({"do": action, "fields": [["action_id", "a"]]})


NONSENSE = [
    {"do": "steps.go", "fields": [["to", "3"]]},
    {"do": "table.place"},
    {"do": "table.place", "fields": {"figure": "x"}},
    {"do": "table.place", "fields": [["figure"]]},
    {"do": "table.place", "fields": [["figure", 3]]},
    {"do": "table.place", "fields": [["figure", "a\0b"]]},
    {"do": "table.place", "fields": [["figure", "a\ud800b"]]},
    {"do": "table.place", "fields": [["a\ud800b", "x"]]},
    {"do": "table.place", "fields": [["action_id", "\udfff"]]},
    {"do": ["table.place"], "fields": []},
]


@pytest.mark.parametrize("frame", NONSENSE, ids=str)
async def test_what_no_page_sends_ends_the_socket(transactional_db: None, frame: dict[str, Any]) -> None:
    table = await ask(lay)
    ana = table.seat(table.ana)
    await ana.open()
    await ana.say(**frame)
    assert await ana.closed() == 4400


async def test_a_seat_that_was_removed_does_nothing_more(transactional_db: None) -> None:
    table = await ask(lay)
    ana = table.seat(table.ana)
    await ana.open()
    sent = await ask(fields, table)
    await ask(lambda: send(browser_of(table.ana), table.ana, "table.place", figure=sent[0][1], zone=Zone.COSTS))
    await ask(lambda: Participant.objects.filter(pk=table.ana.id).update(removed_at="2026-01-01T00:00Z"))
    await ana.say(do="table.place", fields=sent)
    in_the_lock = await answer(ana)  # remembered from a moment ago
    access._lately.clear()
    await ana.say(do="table.place", fields=sent)
    before_it = await answer(ana)
    refusals = [(told["status"], told["code"]) for told in (in_the_lock, before_it)]
    assert refusals == [(403, "seat-removed")] * 2


async def test_who_has_another_secret_by_now_is_somebody_else(transactional_db: None) -> None:
    table = await ask(lay)
    ana = table.seat(table.ana)
    await ana.open()
    await ask(lambda: Participant.objects.filter(pk=table.ana.id).update(token="x" * 26))
    await ana.say(do="table.place", fields=await ask(fields, table))
    assert (await answer(ana))["status"] == 401


async def test_the_beamer_moves_nothing(transactional_db: None) -> None:
    table = await ask(lay)
    beamer = table.projector()
    await beamer.open()
    await beamer.say(do="table.place", fields=await ask(fields, table))
    assert (await answer(beamer))["status"] == 404


async def test_who_leads_moves_for_a_seat_without_a_device(transactional_db: None) -> None:
    table = await ask(lay)
    await ask(lambda: Participant.objects.filter(pk=table.ana.id).update(without_device=True))
    console = table.console()
    await console.open()
    await console.say(do="table.place", fields=await ask(fields, table, for_seat=table.ana.id))
    assert (await answer(console))["status"] == 200
    assert await ask(lambda: figure(table.workshop, "Ana", "Bakker").zone) == Zone.GIVES


async def test_faster_than_any_hands_is_told_to_wait(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "command_limit", RateLimit(1, per=60.0))
    table = await ask(lay)
    ana = table.seat(table.ana)
    await ana.open()
    await ana.say(do="table.place", fields=await ask(fields, table))
    assert (await answer(ana))["status"] == 200
    await ana.say(do="table.place", fields=await ask(fields, table, zone=Zone.COSTS, action_id="a2"))
    told = await answer(ana)
    assert (told["status"], told["again"]) == (429, 5)


@pytest.mark.parametrize(
    ("trouble", "status", "code"),
    [
        (OperationalError("database is locked"), 503, "database-away"),
        (OperationalError("database or disk is full"), 503, "disk-full"),
        (RuntimeError("Bakker"), 500, "broken"),
    ],
)
async def test_what_goes_wrong_is_an_answer_too(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, trouble: Exception,
    status: int, code: str,
) -> None:  # fmt: skip
    table = await ask(lay)
    ana = table.seat(table.ana)
    await ana.open()
    sent = await ask(fields, table)

    def fail(**given: Any) -> None:
        raise trouble

    with monkeypatch.context() as broken:
        broken.setattr(commands, "perform", fail)
        await ana.say(do="table.place", fields=sent)
        told = await answer(ana)
    assert (told["status"], told["done"], told["code"]) == (status, "a1", code)
    await ana.say(do="table.place", fields=sent)
    assert (await answer(ana))["status"] == 200


async def test_each_hears_it_in_the_language_of_the_device(transactional_db: None) -> None:
    table = await ask(lay)
    cookie = f"{access.seat_cookie(table.ana.id)}={table.ana.token}; {settings.LANGUAGE_COOKIE_NAME}=en"
    ana = Socket(f"/seat/{table.ana.id}/live/", cookie)
    await ana.open()
    await ana.say(do="table.place", fields=await ask(fields, table, step="1"))
    assert "we are now at" in (await answer(ana))["sentence"].lower()


@pytest.mark.parametrize(
    ("trouble", "dutch", "english"),
    [
        (OperationalError("database is locked"), "De server kan even niet", "The server cannot"),
        (RuntimeError("Bakker"), "Er ging iets mis", "Something went wrong"),
    ],
)
async def test_trouble_is_told_in_the_language_of_the_device(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, trouble: Exception, dutch: str, english: str
) -> None:
    table = await ask(lay)
    asked = socket_commands.read({"do": "table.place", "fields": await ask(fields, table)})
    viewer = access.Viewer(table.workshop, "participant", table.ana, f"/seat/{table.ana.id}/")

    def fail(**given: Any) -> None:
        raise trouble

    monkeypatch.setattr(commands, "perform", fail)
    for cookies, words in (({}, dutch), ({settings.LANGUAGE_COOKIE_NAME: "en"}, english)):
        told = json.loads(await ask(socket_commands.answer, lambda: viewer, cookies, asked))
        assert told["sentence"].startswith(words)


async def test_who_has_no_entry_hears_why_in_the_language_of_the_device(transactional_db: None) -> None:
    table = await ask(lay)
    asked = socket_commands.read({"do": "table.place", "fields": await ask(fields, table)})

    def refuse() -> access.Viewer:
        return access.find("seat", table.ana.id, {})

    dutch, english = [
        json.loads(await ask(socket_commands.answer, refuse, cookies, asked))
        for cookies in ({}, {settings.LANGUAGE_COOKIE_NAME: "en"})
    ]
    assert (dutch["status"], dutch["code"]) == (english["status"], english["code"]) == (401, "seat-of-another")
    assert dutch["sentence"].startswith("Deze plek is van iemand anders.")
    assert english["sentence"].startswith("This seat is someone else’s.")


async def test_a_move_by_socket_is_seven_queries(transactional_db: None) -> None:
    table = await ask(lay)
    viewer = access.Viewer(table.workshop, "participant", table.ana, f"/seat/{table.ana.id}/")

    def count() -> list[str]:
        sent = fields(table)
        with CaptureQueriesContext(connection) as queries:
            told = socket_commands.answer(
                lambda: viewer, {}, socket_commands.read({"do": "table.place", "fields": sent})
            )
        assert '"status":200' in told
        return [query["sql"] for query in queries if not query["sql"].startswith(("BEGIN", "COMMIT"))]

    assert len(await ask(count)) == 7
