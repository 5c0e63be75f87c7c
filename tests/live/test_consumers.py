"""One socket: who gets in, what it hears, and when it is shown the door."""

import asyncio
import json
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse
from support.sockets import Socket, Table

from sessions import access
from sessions.live import consumers, room, room_places
from sessions.live.background import ask
from sessions.rate_limits import rate_limit
from workshop.models import Participant, Turn, Workshop
from workshop.perform import perform
from workshop.permissions import Actor
from workshop.steps import Step

pytestmark = pytest.mark.django_db(transaction=True)


async def test_everyone_is_greeted_with_where_we_are(table: Table) -> None:
    await ask(table.write)

    for socket in (table.seat(table.ana), table.console(), table.projector()):
        hello = await socket.open()
        assert (hello["hello"], hello["here"], set(hello)) == (1, [table.ana.id], {"hello", "time", "build", "here"})


async def test_no_entry_is_an_open_socket_that_closes_with_the_reason(table: Table) -> None:
    await ask(remove, table.bas)

    assert await Socket(f"/seat/{table.ana.id}/live/").refusal() == 4401
    assert await Socket(f"/console/{table.workshop.id}/live/").refusal() == 4401
    assert await table.seat(table.bas).refusal() == 4403
    assert await Socket("/seat/nobody/live/").refusal() == 4404
    assert await Socket("/projector/guess/live/").refusal() == 4404
    assert await Socket("/elsewhere/").refusal() == 4404
    assert room.rooms == {}


async def test_trouble_at_the_door_is_for_later(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_read_first", lambda workshop: 1 / 0)

    assert await table.seat(table.ana).refusal() == 4503
    assert room.rooms == {}


async def test_a_seat_hears_that_its_own_region_changed_and_the_others_do_not(table: Table) -> None:
    ana, bas, projector = table.seat(table.ana), table.seat(table.bas), table.projector()
    for socket in (ana, bas, projector):
        await socket.open()

    await ask(table.change, "counts", seats=(table.ana,))

    assert await ana.news() == [{"seq": 1, "html": "", "stale": ["counts", "own"]}]
    assert await bas.news() == await projector.news() == [{"seq": 1, "html": "", "stale": ["counts"]}]


async def test_nothing_is_said_before_the_greeting(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    read = room._read_first

    def read_and_change(workshop_id: str) -> Any:
        table.change("turn")
        return read(workshop_id)

    monkeypatch.setattr(room, "_read_first", read_and_change)
    ana = table.seat(table.ana)

    assert (await ana.open())["hello"] == 1
    assert await ana.news() == []


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        "7",
        "null",
        '"text"',
        '{"hold": 7}',
        '{"hold": "<b>"}',
        '{"hold": {}}',
        '{"clap": null}',
        '{"clap": "<b>"}',
        "[" * 5000 + "]" * 5000,
    ],
)
async def test_nonsense_closes_the_socket(table: Table, text: str) -> None:
    ana = table.seat(table.ana)
    await ana.open()

    await ana.send_to(text_data=text)

    assert await ana.closed() == 4400
    assert room.rooms == {}


async def test_bytes_are_nonsense_too(table: Table) -> None:
    ana = table.seat(table.ana)
    await ana.open()

    await ana.send_to(bytes_data=b"\x00\xff")

    assert await ana.closed() == 4400


async def test_what_we_do_not_know_is_passed_over(table: Table) -> None:
    ana = table.seat(table.ana)
    await ana.open()

    await ana.say(wave="hello")

    assert await ana.receive_nothing(timeout=0.2)


async def test_a_flood_closes_the_one_who_makes_it(table: Table) -> None:
    ana, bas = table.seat(table.ana), table.seat(table.bas)
    await ana.open()
    await bas.open()

    for _ in range(25):
        await ana.say(beat=0)

    assert await ana.closed() == 4429
    await ask(table.change, "turn")
    assert await bas.news() == [{"seq": 1, "html": "", "stale": ["turn"]}]


async def test_two_answers_in_ten_seconds_never_are_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(rate_limit, "monotonic", lambda: now)
    bucket = rate_limit.TokenBucket(consumers.FRAMES, consumers.SECONDS)

    taken = []
    for now in range(0, 14_400, 5):  # noqa: B007 - the clock
        taken.append(bucket.take())

    assert all(taken)
    assert [bucket.take() for _ in range(21)].count(True) == 19


async def test_forty_projectors_leave_a_place_for_who_leads_and_for_every_seat(table: Table) -> None:
    sockets = [table.projector() for _ in range(40)]
    opened = [await socket.opens() for socket in sockets]
    assert opened.count(True) == room_places.PROJECTORS

    beamer = Socket(f"/projector/{table.workshop.projector_token}/live/", beamer_cookies(table.workshop))
    for socket in (table.console(), beamer, table.seat(table.ana), table.seat(table.bas), table.seat(table.bas)):
        assert (await socket.open())["hello"] == 0


async def test_seats_that_open_screen_after_screen_keep_nobody_out(table: Table) -> None:
    sockets = [table.seat(table.ana) for _ in range(30)]
    opened = [await socket.opens() for socket in sockets]
    assert opened.count(True) == room_places.ALWAYS + room_places.PER_SEAT
    projectors = [table.projector() for _ in range(30)]
    assert not all([await socket.opens() for socket in projectors])
    others = [await ask(sit_down, table.workshop, f"Gast {number}") for number in range(9)]

    for socket in (*map(table.seat, others), table.seat(table.bas), table.console(), table.console()):
        assert (await socket.open())["hello"] == 0


async def test_a_place_is_free_again_when_its_screen_leaves(table: Table) -> None:
    sockets = [table.projector() for _ in range(room_places.PROJECTORS)]
    for socket in sockets:
        await socket.open()
    assert await table.projector().refusal() == 4429

    await sockets[0].disconnect()
    assert (await table.projector().open())["hello"] == 0


async def test_a_beamer_is_known_by_a_cookie_that_nobody_makes_up(table: Table) -> None:
    sockets = [table.projector() for _ in range(room_places.PROJECTORS)]
    for socket in sockets:
        await socket.open()

    for cookie in (f"kr_beamer_{table.workshop.id}=made-up", beamer_cookies(Workshop(id="elsewhere"))):
        assert await Socket(f"/projector/{table.workshop.projector_token}/live/", cookie).refusal() == 4429


def beamer_cookies(workshop: Workshop) -> str:
    """What a browser has that showed the console."""
    response = HttpResponse()
    access.mark_beamer(response, workshop)
    return response.cookies.output(header="", attrs=[]).strip()


def sit_down(workshop: Workshop, name: str) -> Participant:
    return Participant.objects.create(workshop=workshop, name=name)


async def test_a_screen_that_answers_no_beat_is_given_up(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, bas = table.seat(table.ana), table.seat(table.bas)
    await ana.open()
    await bas.open()
    now = consumers.monotonic()
    monkeypatch.setattr(consumers, "monotonic", lambda: now + 16)

    await bas.say(beat=0)
    await asyncio.sleep(0.05)
    (place,) = room.rooms.values()
    place.beat()

    assert await ana.closed() == 4408
    assert [set(frame) for frame in await bas.frames() if "beat" in frame] == [{"beat", "time", "build"}]


async def test_a_screen_that_reads_nothing_costs_a_bounded_amount(table: Table) -> None:
    ana = table.seat(table.ana)
    await ana.open()
    (place,) = room.rooms.values()

    place._show({"html": "x" * consumers.BACKLOG})

    assert await ana.closed() == 4408
    assert room.rooms == {}


async def test_a_held_figure_is_shown_to_the_others(table: Table) -> None:
    ana, bas, projector = table.seat(table.ana), table.seat(table.bas), table.projector()
    for socket in (ana, bas, projector):
        await socket.open()
    for socket in (ana, bas, projector):
        await socket.frames()
    held = {"hold": {"figure": "abc234", "seat": table.ana.id}}
    free = {"hold": {"figure": None, "seat": table.ana.id}}

    await ana.say(hold="abc234")
    assert (await ana.frames(), await bas.frames(), await projector.frames()) == ([], [held], [held])

    await ana.disconnect()
    assert (await bas.frames())[0] == (await projector.frames())[0] == free


async def test_a_held_figure_frees_itself(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "HOLD", 0.1)
    ana, bas = table.seat(table.ana), table.seat(table.bas)
    await ana.open()
    await bas.open()

    await ana.say(hold="abc234")

    holds = [frame["hold"]["figure"] for frame in await bas.frames() + await bas.frames() if "hold" in frame]
    assert holds == ["abc234", None]


async def test_the_projector_has_no_hands(table: Table) -> None:
    projector, ana = table.projector(), table.seat(table.ana)
    await projector.open()
    await ana.open()
    await ana.frames()

    await projector.say(hold="abc234")

    assert await ana.frames() == []


@pytest.mark.parametrize("ending", ["disconnect", "cancel"])
async def test_a_screen_leaves_however_it_ends(table: Table, ending: str) -> None:
    ana = table.seat(table.ana)
    await ana.open()

    if ending == "disconnect":
        await ana.disconnect()
    else:
        ana.future.cancel()
        await asyncio.sleep(0.05)

    assert room.rooms == {}


async def test_handlers_do_not_pass_through_the_shared_thread(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.consumer.aclose_old_connections", lambda: 1 / 0)
    ana = table.seat(table.ana)

    assert (await ana.open())["hello"] == 0


async def test_frames_are_json_without_blanks(table: Table) -> None:
    ana = table.seat(table.ana)
    await ana.open()

    await ask(table.change, "turn")

    assert await ana.receive_from() == json.dumps({"seq": 1, "html": "", "stale": ["turn"]}, separators=(",", ":"))


def remove(seat: Any) -> None:
    seat.removed_at = seat.workshop.created_at
    seat.save()


def test_sockets_close_with_codes_that_daphne_sends() -> None:
    codes = {room.REMOVED, room.GONE, room.LOST, room.TOO_MUCH, consumers.NONSENSE, consumers.TROUBLE}

    assert all(3000 <= code <= 4999 for code in codes)


async def test_applause_is_seen_by_the_others_and_kept_by_nobody(table: Table) -> None:
    ana, bas, projector = table.seat(table.ana), table.seat(table.bas), table.projector()
    for socket in (ana, bas, projector):
        await socket.open()
    for socket in (ana, bas, projector):
        await socket.frames()
    rows = await ask(count_rows)

    await ana.say(clap="s-abc234")
    await projector.say(clap="s-abc234")

    assert (await ana.frames(), await bas.frames(), await projector.frames()) == (
        [],
        [{"clap": "s-abc234"}],
        [{"clap": "s-abc234"}],
    )
    assert await ask(count_rows) == rows


async def test_too_much_applause_is_not_passed_on_and_sends_nobody_away(table: Table) -> None:
    ana, bas = table.seat(table.ana), table.seat(table.bas)
    await ana.open()
    await bas.open()
    await bas.frames()

    for _ in range(15):
        await ana.say(clap="s-abc234")

    assert await bas.frames() == [{"clap": "s-abc234"}] * consumers.CLAPS
    assert [frame for frame in await ana.frames() if "here" not in frame] == []


async def test_who_listens_in_step_3_holds_nothing_up_and_applauds_nobody(table: Table) -> None:
    ana, bas, console = table.seat(table.ana), table.seat(table.bas), table.console()
    for socket in (ana, bas, console):
        await socket.open()
    await ask(let_speak, table.ana)
    await ask(table.change, "all")
    for socket in (ana, bas, console):
        await socket.frames()

    await bas.say(hold="bas234")
    await bas.say(clap="s-abc234")
    await ana.say(clap="s-abc234")
    await ana.say(hold="ana234")

    assert await console.frames() == [{"hold": {"figure": "ana234", "seat": table.ana.id}}]
    assert await ana.frames() == []


async def test_a_renewed_beamer_link_closes_the_screens_of_the_old_one_at_once(table: Table) -> None:
    old, console, ana = table.projector(), table.console(), table.seat(table.ana)
    for socket in (old, console, ana):
        await socket.open()

    await ask(renew_link, table.workshop)

    assert await old.closed() == 4404
    assert (await ana.news(), len(await console.news())) == ([{"seq": 1, "html": "", "stale": ["all"]}], 1)
    assert len(room.rooms[table.workshop.id].screens) == 2


def let_speak(seat: Participant) -> None:
    """Step 3 has begun, and this seat has the word."""
    Workshop.objects.filter(id=seat.workshop_id).update(step=Step.STORY)
    Turn.objects.create(workshop_id=seat.workshop_id, participant=seat, position=0, state=Turn.State.SPEAKING)


def renew_link(workshop: Workshop) -> None:
    perform(workshop_id=workshop.id, actor=Actor("facilitator"), action="projector.renew", data={}, action_id="new")


def count_rows() -> dict[str, int]:
    """Every row of this server, and the seq of every workshop."""
    return {model.__name__: model._default_manager.count() for model in apps.get_models()} | {
        "seq": sum(Workshop.objects.values_list("seq", flat=True))
    }
