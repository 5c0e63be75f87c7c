"""Random bad luck on real lines (T-P2): cuts, silence, networks that change, steps that go back and forth, commands
that are sent twice; and then every screen shows what is on disk. A seed that failed goes into KEPT.
"""

import os
import random
import threading
import time
from collections.abc import Callable

import pytest
from faults.bad_network import Room, Venue
from faults.plain_client import ZONES, Person

Measure = Callable[..., None]
pytestmark = pytest.mark.long

OPERATIONS = 100
KEPT: tuple[int, ...] = ()
NEW = [random.SystemRandom().randrange(10**6) for _ in range(int(os.environ.get("FAULTS_SEEDS", "5")))]


@pytest.mark.fault("T-P2")
@pytest.mark.parametrize("seed", [*KEPT, *NEW])
def test_random_bad_luck_on_every_line(venue: Venue, measure: Measure, seed: int) -> None:
    luck = random.Random(seed)
    room = venue.open(people=luck.randint(2, 8)).sit()
    working = [threading.Thread(target=work, args=(seat, luck.random()), daemon=True) for seat in room.seats]
    for thread in working:
        thread.start()
    for _ in range(OPERATIONS // 4):
        time.sleep(luck.uniform(0.05, 0.4))
        misfortune(room, luck)
    for line in room.lines.values():
        line.heal()
    for thread in working:
        thread.join(60)
    measure("equal screens", room.settle(), most=15)  # who changed networks finds out after ten seconds
    room.assert_once(room.seats)  # Fleur may go to the step where everybody is: acknowledged, and nothing to note
    room.leave()


def work(seat: Person, seed: float) -> None:
    """Moves, and now and then the same command once more."""
    luck = random.Random(seed)
    stands = {figure: zone for zone, figures in seat.board.table().items() for figure in figures}
    figures = seat.own_figures()
    for _ in range(OPERATIONS // 8):
        figure = luck.choice(figures)
        zone = luck.choice([zone for zone in ZONES if zone != stands[figure]])
        action_id = seat.do("table.place", figure=figure, zone=zone)
        if action_id in seat.acknowledged:
            stands[figure] = zone
            if luck.random() < 0.2:
                again(seat, action_id, luck)
        time.sleep(luck.uniform(0, 0.3))


def again(seat: Person, action_id: str, luck: random.Random) -> None:
    """A retry whose first answer was heard after all."""
    try:
        fields = {"figure": luck.choice(seat.own_figures()), "zone": "gives", "action_id": action_id, "step": 2}
        seat.web.post(f"{seat.path}do/table.place/", fields)
    except OSError:
        return


def misfortune(room: Room, luck: random.Random) -> None:
    """Something happens to somebody's line, or the facilitator changes the step."""
    line = room.lines[luck.choice(list(room.urls))]
    fate = luck.choice(["cut", "cut", "cut", "silence", "strand", "refuse", "step"])
    if fate == "step":
        threading.Thread(target=room.fleur.do, args=("steps.go",), kwargs={"to": luck.choice([2, 2, 3])}).start()
    elif fate == "silence":
        line.swallow()
        time.sleep(luck.uniform(0.1, 1))
        line.heal()
    elif fate == "refuse":
        line.refuse()
        time.sleep(luck.uniform(0.1, 1))
        line.heal()
    else:
        getattr(line, fate)()
