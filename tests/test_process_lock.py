"""Several processes on the same data: only when they hear each other."""

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from faults.bad_network import wait_until
from faults.database_reader import POSTGRES
from faults.server_group import database, through
from support.server import MANAGE, ROOT, AppServer
from support.wide import WIDE
from test_start import refusal

from sessions.server.process_lock import Taken

#: Names of a Redis are enough: who has one promises that the others have it too.
SHARED = {"REDIS_URL": "redis://127.0.0.1:1/0"}


def postgres_runs() -> bool:
    try:
        psycopg.connect(POSTGRES, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


needs_postgres = pytest.mark.skipif(not postgres_runs(), reason=f"no PostgreSQL at {POSTGRES}")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[needs_postgres, WIDE])])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """DATABASE_URL of an empty database."""
    if request.param == "sqlite":
        yield ""
        return
    with database() as found:
        yield found


def test_who_has_no_redis_has_the_place_alone_until_the_end_however_that_comes(tmp_path: Path, address: str):
    first, second = (AppServer(tmp_path / "data", DATABASE_URL=address, REDIS_URL="") for _ in range(2))
    first.start()
    assert refusal(second) == Taken.sentence
    assert refusal(AppServer(tmp_path / "data", DATABASE_URL=address, **SHARED)) == Taken.sentence
    assert first.answers()
    first.stop(signal.SIGKILL)
    second.start().stop(signal.SIGTERM)
    first.start().stop()


@WIDE
def test_who_has_redis_shares_and_lets_nobody_in_who_has_none(tmp_path: Path, address: str):
    extra = {"DATABASE_URL": address}
    first, second = (AppServer(tmp_path / "data", **extra, **SHARED).start() for _ in range(2))
    assert refusal(AppServer(tmp_path / "data", **extra, REDIS_URL="")) == Taken.sentence
    assert first.answers()
    assert second.answers()
    first.stop()
    second.stop()


@WIDE
def test_processes_that_start_at_once_make_the_tables_one_after_another(tmp_path: Path, address: str):
    servers = [AppServer(tmp_path / "data", DATABASE_URL=address, **SHARED) for _ in range(3)]
    started = [
        subprocess.Popen([*MANAGE, "start"], env=server.env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for server in servers
    ]
    try:
        for server in servers:
            wait_until(server.answers, patience=90, what="a server")
        assert [one.poll() for one in started] == [None] * 3
    finally:
        for one in started:
            one.kill()
            one.communicate()


@WIDE
def test_other_commands_work_beside_a_running_server(tmp_path: Path, address: str):
    server = AppServer(tmp_path / "data", DATABASE_URL=address, REDIS_URL="").start()
    assert server.practice("--people", "2", "--customers", "2")["participants"]
    for words in (["check"], ["erase"], ["migrate", "--check"]):
        done = server.manage(*words)
        assert done.returncode == 0, done.stderr
    server.stop()


@WIDE
@needs_postgres
def test_a_place_that_postgresql_lost_is_taken_again(tmp_path: Path):
    with database() as found:
        line, behind = through(found)
        first = AppServer(tmp_path / "data", DATABASE_URL=behind, REDIS_URL="").start()
        second = AppServer(tmp_path / "other", DATABASE_URL=found, REDIS_URL="")
        line.cut()
        wait_until(lambda: places(found) == 0, what="the loss")
        wait_until(lambda: places(found) == 1, what="the place")
        assert refusal(second) == Taken.sentence
        first.stop()
        line.close()


def places(address: str) -> int:
    """How many hold a place there."""
    asked = (
        "SELECT count(*) FROM pg_locks JOIN pg_database ON database = pg_database.oid"
        " WHERE locktype = 'advisory' AND datname = current_database()"
    )
    with psycopg.connect(address) as session:
        return int(session.execute(asked).fetchall()[0][0])


def test_a_postgresql_that_is_not_there_is_said_in_one_line(tmp_path: Path):
    server = AppServer(tmp_path / "data", DATABASE_URL="postgres://fleur@127.0.0.1:1/ruilen", REDIS_URL="")
    assert refusal(server).startswith("De database is niet te gebruiken: ")
