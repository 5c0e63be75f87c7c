"""The arithmetic of docs/scale.md and the simulation that checks it, by what is known about queues without either."""

import json
import math
from dataclasses import replace
from pathlib import Path

import capacity_model
import pytest
import scale
import simulation

COSTS = capacity_model.Costs(
    command=0.01, command_database=0.002, fetch=0.005, fetch_database=0.001, fetches=8.0, paint=0.03,
    paint_database=0.005, idle=0.0002, enter=0.05, message=0.0001, process_mb=150.0, screen_mb=0.1,
)  # fmt: skip
ASSUMED = capacity_model.Assumed()


def test_a_queue_of_one_server_waits_as_long_as_the_book_says() -> None:
    clock = simulation.Simulation()
    server, spent = simulation.Server(clock), []

    def arrive() -> None:
        began = clock.now
        server.do(clock.drawn(1.0), lambda: spent.append(clock.now - began))
        clock.later(clock.drawn(2.0), arrive)

    arrive()
    clock.run(40_000)
    assert sum(spent) / len(spent) == pytest.approx(2.0, rel=0.05)  # 1 / (1 - a half)


def test_two_cores_serve_two_at_once_and_the_third_waits() -> None:
    clock = simulation.Simulation()
    server, ended = simulation.Server(clock, cores=2), []
    for seconds in (1.0, 2.0, 3.0):
        server.do(seconds, lambda: ended.append(clock.now))
    clock.run(10)
    assert (ended, server.work) == ([1.0, 2.0, 4.0], 6.0)


def test_the_slowest_of_eight_is_in_time_as_often_as_was_asked() -> None:
    late = capacity_model.last_of(8, 0.2, 0.99)
    assert (1 - math.exp(-late / 0.2)) ** 8 == pytest.approx(0.99)


def test_a_workshop_is_in_one_process_or_in_as_many_as_it_has_screens() -> None:
    assert [round(capacity_model.spread_over(8, many), 1) for many in (1, 3, 10_000)] == [1.0, 2.9, 8.0]


def test_what_is_needed_adds_up() -> None:
    found = capacity_model.need(COSTS, replace(ASSUMED, step_seconds=1000.0), 100, 0.5)
    # 50 acts of 10 ms and eight fetches of 5 ms; 0.1 steps of eight times 30 ms; 800 screens that listen
    assert found.cores == pytest.approx(50 * 0.05 + 0.1 * 8 * 0.03 + 800 * 0.0002)
    assert found.database_cores == pytest.approx(50 * 0.01 + 0.1 * 8 * 0.005)
    assert (found.processes, found.commits) == (math.ceil(found.cores / 0.5), pytest.approx(50.1))


def test_the_simulated_shard_is_loaded_as_the_arithmetic_says() -> None:
    wanted = capacity_model.need(COSTS, ASSUMED, 60, 0.4)
    shown = simulation.Shard(COSTS, ASSUMED, workshops=60, acts=0.4, processes=wanted.processes).play(200)
    told = capacity_model.predicted(
        COSTS, wanted.cores / wanted.processes, wanted.database_cores / ASSUMED.database_cores
    )
    assert shown.load == pytest.approx(wanted.cores / wanted.processes, rel=0.08)
    assert shown.redis_load == pytest.approx(wanted.redis, rel=0.15)
    assert shown.rank(0.5) == pytest.approx(told["p50"], rel=0.25)


def test_screens_of_a_process_that_died_are_elsewhere_and_right() -> None:
    shard = simulation.Shard(COSTS, ASSUMED, workshops=60, acts=0.1, processes=4)
    shown = shard.play(30, dies_at=10)
    assert {place for screens in shard.places for place in screens} == {0, 1, 2}
    # 120 screens, 30 ms each, on three processes: 1.2 s of work that cannot be done faster
    assert 1.2 < shown.back < 5


def test_the_page_says_what_the_measured_costs_make() -> None:
    read = json.loads(scale.COSTS.read_text())
    costs, page = capacity_model.Costs.read(read), Path(scale.PAGE).read_text()
    lines = [*scale.inputs(read), *scale.arithmetic(costs, ASSUMED), *scale.breaking(costs, ASSUMED)]
    assert [line for line in [*lines, scale.bill(costs, ASSUMED)] if line not in page] == [], "make scale ARGS=--write"
