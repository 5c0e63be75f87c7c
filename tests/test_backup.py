"""A backup while people work on, and the way back."""

import datetime as dt
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from faults.bad_network import Room, Venue
from support import people
from support.server import AppServer
from support.wide import WIDE

from sessions.data import backup, retention
from workshop.models import Workshop
from workshop.steps import Step


@pytest.fixture
def server(tmp_path: Path) -> AppServer:
    return AppServer(tmp_path / "data", DATABASE_URL="")


@WIDE
def test_a_backup_brings_a_running_workshop_back_to_its_last_acknowledged_move(server: AppServer, tmp_path: Path):
    room = Venue(server.start()).open(people=3).sit()
    room.play(4)
    room.settle()
    done = server.manage("backup", str(tmp_path / "copy.sqlite3"))
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE((tmp_path / "copy.sqlite3").stat().st_mode) == 0o600
    seq, table = room.disk.seq(room.id), room.disk.table(room.id)
    acknowledged = {action for seat in room.seats for action in seat.acknowledged}
    room.leave()
    server.kill()

    # The laptop is lost. Another one, under the same address.
    shutil.rmtree(server.data_dir)
    server.start()
    done = server.manage("restore", str(tmp_path / "copy.sqlite3"))
    assert done.returncode == 0, done.stderr
    again = Room(room.practice, room.disk, lambda number: server.port).sit()
    again.settle()
    assert (again.disk.seq(room.id), again.disk.table(room.id)) == (seq, table)
    assert {*again.disk.done(room.id)} == acknowledged
    again.play(2)
    again.settle()
    again.leave()
    server.stop()


@WIDE
def test_what_is_put_back_under_open_pages_is_seen_by_them(server: AppServer, tmp_path: Path):
    room = Venue(server.start()).open(people=2).sit()
    assert server.manage("backup", str(tmp_path / "copy.sqlite3")).returncode == 0
    before = room.disk.table(room.id)
    room.play(3)
    room.settle()
    done = server.manage("restore", str(tmp_path / "copy.sqlite3"))
    assert "before-restore-" in done.stdout, done.stderr
    assert room.disk.table(room.id) == before
    room.leave()
    again = Room(room.practice, room.disk, lambda number: server.port).sit()
    again.settle()
    again.play(1)
    again.settle()
    again.leave()
    server.stop()


@pytest.mark.sqlite("PostgreSQL is backed up with its own tools")
@pytest.mark.parametrize("content", [b"SQLite format 3\0", b"SQLite format 3\0" + bytes(4096), b""])
@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_no_backup_changes_nothing(tmp_path: Path, content: bytes):
    workshop = people.lay_table(Step.LOBBY)
    (tmp_path / "copy.sqlite3").write_bytes(content)
    with pytest.raises(backup.Unfit, match="Deze kopie is niet heel"):
        backup.restore(tmp_path / "copy.sqlite3")
    assert [one.id for one in Workshop.objects.all()] == [workshop.id]


@pytest.mark.sqlite("PostgreSQL is backed up with its own tools")
@pytest.mark.django_db(transaction=True)
def test_a_backup_of_which_a_page_is_damaged_is_refused(tmp_path: Path):
    workshop = people.lay_table(Step.LOBBY)
    copy = backup.back_up(tmp_path / "copy.sqlite3")
    content = bytearray(copy.read_bytes())
    content[8192:12288] = b"\xff" * 4096
    copy.write_bytes(content)
    with pytest.raises(backup.Unfit):
        backup.restore(copy)
    assert [one.id for one in Workshop.objects.all()] == [workshop.id]


@pytest.mark.sqlite("PostgreSQL is backed up with its own tools")
@pytest.mark.django_db(transaction=True)
def test_what_is_no_database_of_ours_is_refused(tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as other:
        other.execute("CREATE TABLE recipe (id)")
    with pytest.raises(backup.Unfit):
        backup.restore(tmp_path / "copy.sqlite3")


@pytest.fixture
def shelf(tmp_path: Path, settings) -> Path:
    """Two backups: of a workshop that is kept until New Year, and of one that is kept long."""
    settings.DATA_DIR = tmp_path
    backup.folder().mkdir()
    for name, until in (("short", "2030-01-01"), ("long", "2040-01-01")):
        with closing(sqlite3.connect(backup.folder() / f"{name}.sqlite3")) as file:
            file.execute("CREATE TABLE workshop_workshop (id, retain_until)")
            file.execute("INSERT INTO workshop_workshop VALUES (?, ?)", (name, until))
            file.commit()
    return backup.folder()


@pytest.mark.django_db
def test_backups_expire_on_the_date_of_what_they_hold(shelf: Path):
    retention.erase_expired(dt.date(2030, 1, 1))
    assert sorted(file.stem for file in shelf.iterdir()) == ["long", "short"]
    retention.erase_expired(dt.date(2030, 1, 2))
    assert [file.stem for file in shelf.iterdir()] == ["long"]


@pytest.mark.django_db
def test_what_is_erased_now_is_erased_from_the_backups_too(shelf: Path):
    workshop = people.lay_table(Step.LOBBY)
    with closing(sqlite3.connect(shelf / "short.sqlite3")) as file:
        file.execute("INSERT INTO workshop_workshop VALUES (?, NULL)", (workshop.id,))
        file.commit()
    retention.erase(workshop)
    assert [file.stem for file in shelf.iterdir()] == ["long"]
