"""A stranger's afternoon: from the link on the terminal to a swap list in a file, by what is on the screens."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.afternoon_swap import answer_in_silence, close_off, give_away, open_the_slips, read_swap_list
from browser.afternoon_talk import (
    Room,
    come_in,
    find_threads,
    lay_table,
    make_workshop,
    open_beamer,
    tell_stories,
    write_lists,
)
from browser.people import Watch, go_on
from playwright.sync_api import Page
from support.server import AppServer

from sessions import network


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert watch.complaints == []
    assert watch.hosts <= {"localhost", "data", *network.addresses()}


def test_a_strangers_afternoon_ends_with_a_swap_list(
    new_server: AppServer, open_page: Callable[..., Page], watch: Watch, tmp_path: Path
):
    fleur = watch.follow(open_page())
    make_workshop(new_server, fleur)
    room = Room(
        fleur, open_beamer(fleur, watch.follow(open_page(height=720))), *come_in(new_server, fleur, open_page, watch)
    )
    room.look()

    go_on(*room.all)
    write_lists(room)
    assert room.look() == {}

    go_on(*room.all)
    lay_table(room)
    assert {name: len(figures) for name, figures in room.look().items()} == {"costs": 4, "neutral": 4, "gives": 4}

    go_on(*room.all)
    tell_stories(room)
    room.look()

    go_on(*room.all)
    find_threads(room)
    room.look()

    go_on(*room.all)
    give_away(room)
    room.look()

    go_on(*room.all)
    answer_in_silence(room)
    room.look()
    open_the_slips(room)
    room.look()

    go_on(*room.all)
    close_off(room)
    room.look()
    assert read_swap_list(fleur, tmp_path) == [
        ["Bakkerij Jansen", "Ana", "Bas", "", "overgenomen", "kost energie", "geeft energie"],
        ["Gemeente Noord", "Ana", "Cem", "", "overgenomen", "kost energie", "verwachting: geeft energie"],
        ["Hotel Zon", "Bas", "Cem", "Ana", "met hulp", "kost energie", "verwachting: kost energie"],
        ["Garage Smit", "Cem", "", "", "afgestoten", "kost energie", ""],
        ["Museum", "Bas", "", "", "nog open", "kost energie", ""],
    ]
