"""What people do to a server without meaning to: all at once, half, twice, from two devices."""

import socket
import threading
import time
from collections.abc import Callable

import pytest
from faults.bad_network import Room, Venue, wait_until
from faults.http_client import Web
from faults.plain_client import Person, hands

Measure = Callable[..., None]


@pytest.mark.fault("T-F13")
def test_twenty_requests_that_are_given_up_half_way(room: Room, measure: Measure) -> None:
    for number in range(20):
        person = room.seats[number % 8]
        with socket.create_connection(("127.0.0.1", room.lines["Anouk"].target)) as half:
            head = f"GET {person.path} HTTP/1.1\r\nHost: localhost\r\nCookie: {person.web.cookies}\r\n\r\n"
            half.sendall(head.encode())
    began = time.monotonic()
    room.people["Anouk"].do("lobby.done", done=1)
    measure("the next request", time.monotonic() - began, most=0.5)
    room.settle()


@pytest.mark.fault("T-F19")
def test_one_seat_on_two_devices(room: Room, measure: Measure) -> None:
    anouk = room.people["Anouk"]
    phone = Person(room.urls["Anouk"], room.lines["Anouk"].port).sit()
    tab = Person(room.urls["Anouk"], room.lines["Anouk"].port, web=anouk.web).sit()
    room.people |= {"Anouk's phone": phone, "Anouk's tab": tab}
    wait_until(lambda: phone.state == tab.state == "live")
    assert phone.me == tab.me == anouk.me
    assert sorted(set(room.fleur.here)) == sorted(room.fleur.here)
    figures = anouk.own_figures()
    devices = (anouk, phone, tab)
    threads = [hands([one], moves=6, figures=[figure])[0] for one, figure in zip(devices, figures, strict=False)]
    for thread in threads:
        thread.join(30)
    anouk.do("sheet.add", names="Geheim van Anouk")
    measure("equal screens", room.settle(), most=3)
    assert room.assert_once() == 3 * 6 + 1
    # What is private is on all three of her own, and on nobody else's.
    shown = {name for name, person in room.people.items() if "Geheim van Anouk" in text(person)}
    assert shown == {"Anouk", "Anouk's phone", "Anouk's tab"}
    for name in ("Anouk's phone", "Anouk's tab"):
        room.people.pop(name).leave()


def text(person: Person) -> str:
    with person.lock:
        return "\n".join(person.board.lines())


@pytest.mark.fault("T-F19")
def test_a_lost_cookie_is_mended_by_the_personal_link(room: Room) -> None:
    anouk = room.people["Anouk"]
    stranger = Web(anouk.web.address)
    assert stranger.get(anouk.path).status_code == 401
    again = Person(room.urls["Anouk"], room.lines["Anouk"].port)
    assert (again.me, again.board.lines()) == (anouk.me, anouk.board.fresh())


@pytest.mark.fault("T-F18")
def test_the_next_step_opens_under_eight_busy_hands(venue: Venue, measure: Measure, stop: threading.Event) -> None:
    room = venue.open().sit()
    threads = hands(room.seats, until=stop.is_set)
    wait_until(lambda: all(len(seat.acknowledged) > 3 for seat in room.seats))
    room.fleur.do("steps.go", to=3)
    wait_until(lambda: all(seat.refused for seat in room.seats))
    stop.set()
    for thread in threads:
        thread.join(20)
    measure("equal screens", room.settle(), most=3)
    steps = room.disk.steps(room.id)
    assert {steps[action] for seat in room.seats for action in seat.acknowledged} == {2}
    sentences = {sentence for seat in room.seats for sentence in seat.refused.values()}
    late = "De stap is intussen veranderd: we zijn nu bij Verhalen."
    # Whoever acted on the new page already, was told what the new step does not allow.
    assert late in sentences
    assert all(sentence.endswith(".") for sentence in sentences)
    room.assert_once()
    room.leave()
