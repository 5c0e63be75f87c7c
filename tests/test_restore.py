"""When a laptop dies: every way back, begun in an empty folder; each refusal a sentence, and nothing half done."""

import json
import shutil
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from support.asserts import rows
from support.people import base_of, chair_of, lay_table
from support.server import AppServer
from support.wide import WIDE

from sessions.data import backup, retention, schema, workshop_file
from workshop.version import VERSION, as_number

pytestmark = pytest.mark.sqlite("the file of a laptop")

PEOPLE = """
from django.contrib.auth.models import User
for name in {names!r}: User.objects.create_user(name, password="zeven groene fietsen")
"""
#: Writes the copy of the only workshop to a file.
COPY = """
from pathlib import Path
from sessions.data.workshop_file import copy_of
from workshop.models import Workshop
Path({file!r}).write_bytes(copy_of(Workshop.objects.get()))
"""
WHO = "from workshop.models import Workshop; print(Workshop.objects.get(pk='{id}').facilitator.username)"
NEWER = "INSERT INTO django_migrations (app, name, applied) VALUES ('workshop', '9999_later', '2027-01-01')"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> AppServer:
    """The laptop that will die, with a workshop in step 2; it is not running."""
    server = AppServer(tmp_path_factory.mktemp("first") / "data", DATABASE_URL="").with_tables()
    server.practice("--step", "2", "--people", "2", "--customers", "2")
    return server


@pytest.fixture(scope="module")
def workshop_id(first: AppServer) -> str:
    with closing(sqlite3.connect(first.database)) as database:
        return str(database.execute("SELECT id FROM workshop_workshop").fetchone()[0])


@pytest.fixture(scope="module")
def copy(first: AppServer, workshop_id: str) -> Path:
    """The copy that its facilitator kept."""
    file = first.data_dir.parent / "workshop.ruilen"
    done = first.manage("shell", "-c", COPY.format(file=str(file)))
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture(scope="module")
def whole(first: AppServer) -> Path:
    """The backup of everything."""
    file = first.data_dir.parent / "alles.sqlite3"
    done = first.manage("backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture
def second(tmp_path: Path) -> AppServer:
    """Another laptop: an empty folder."""
    return AppServer(tmp_path / "data", DATABASE_URL="")


def with_facilitators(server: AppServer, *names: str) -> AppServer:
    """Its tables are made, and these people can sign in; a practice stand-in was there before them."""
    server.with_tables().practice("--step", "0", "--people", "2", "--customers", "1")
    done = server.manage("shell", "-c", PEOPLE.format(names=names))
    assert done.returncode == 0, done.stderr
    return server


def refusal(server: AppServer, file: Path, *words: str) -> str:
    """The one sentence with which the command refuses."""
    done = server.manage("restore", str(file), *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    (sentence,) = done.stderr.strip().splitlines()
    return sentence


def changed_copy(whole: Path, to: Path, statement: str) -> Path:
    """A backup in which somebody did something more."""
    shutil.copy(whole, to)
    with closing(sqlite3.connect(to)) as database:
        database.execute(statement)
        database.commit()
    return to


# --- a backup of everything ------------------------------------------------------------------------------------------


def test_a_backup_comes_back_in_an_empty_folder_and_is_served(second: AppServer, whole: Path, workshop_id: str):
    done = second.manage("restore", str(whole))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Alles is terug zoals in de reservekopie. Hier stond nog niets.\n"
    second.start()
    second.stop()
    with closing(sqlite3.connect(second.database)) as database:
        assert database.execute("SELECT id FROM workshop_workshop").fetchall() == [(workshop_id,)]


def test_a_backup_of_a_newer_program_is_refused_and_leaves_the_folder_empty(
    second: AppServer, whole: Path, tmp_path: Path
):
    newer = changed_copy(whole, tmp_path / "newer.sqlite3", NEWER)
    with closing(sqlite3.connect(newer)) as database:
        database.execute(f"PRAGMA user_version = {as_number('2.3.4')}")
    sentence = f"Deze kopie is van versie 2.3.4, en dit programma is versie {VERSION}. Werk het programma eerst bij."
    assert refusal(second, newer) == sentence
    assert not Path(second.database).exists()


@WIDE
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER steal AFTER INSERT ON workshop_workshop BEGIN DELETE FROM workshop_team; END",
        "CREATE VIEW spy AS SELECT 1",
    ],
)
def test_a_backup_that_does_something_by_itself_is_refused(
    second: AppServer, whole: Path, tmp_path: Path, statement: str
):
    odd = changed_copy(whole, tmp_path / "odd.sqlite3", statement)
    sentence = "In deze kopie staat iets wat uit zichzelf werkt. Van ons is ze niet; ze is niet teruggezet."
    assert refusal(second, odd) == sentence
    assert not Path(second.database).exists()


def test_a_backup_bears_the_version_in_its_name_and_in_itself(first: AppServer):
    done = first.manage("backup")
    (file,) = (first.data_dir / "backups").glob(f"klanten-ruilen-{VERSION}-*.sqlite3")
    assert str(file) in done.stdout
    with closing(sqlite3.connect(file)) as database:
        assert schema.version_in(database) == VERSION


# --- the copy of one workshop ----------------------------------------------------------------------------------------


@WIDE
def test_a_copy_in_an_empty_folder_says_what_to_do_first(second: AppServer, copy: Path):
    assert refusal(second, copy) == (
        "Hier staan nog geen gegevens, of van een oudere versie. Start eerst (make start), kies een gebruikersnaam en "
        "wachtwoord als daarom wordt gevraagd, en geef deze opdracht dan opnieuw."
    )


@WIDE
def test_a_copy_waits_for_a_facilitator(second: AppServer, copy: Path):
    second.with_tables().practice("--step", "0", "--people", "2", "--customers", "1")
    assert (
        refusal(second, copy)
        == "Er is hier nog geen begeleider. Start eerst (make start), en kies een gebruikersnaam en wachtwoord."
    )


@WIDE
def test_a_copy_goes_to_the_only_one_who_can_sign_in(second: AppServer, copy: Path, workshop_id: str):
    with_facilitators(second, "Marijke de Wit")
    done = second.manage("restore", str(copy))
    assert done.stdout.startswith("De workshop is terug: http"), done.stderr
    assert second.manage("shell", "-v0", "-c", WHO.format(id=workshop_id)).stdout == "Marijke de Wit\n"


@WIDE
def test_of_two_facilitators_one_must_be_named(second: AppServer, copy: Path, workshop_id: str):
    with_facilitators(second, "Fleur", "Marijke de Wit")
    asks = "Voor welke begeleider? Geef de naam mee met --facilitator. Kies uit: Fleur, Marijke de Wit."
    assert refusal(second, copy) == asks
    unknown = "Er is hier geen begeleider die zo heet. Kies uit: Fleur, Marijke de Wit."
    assert refusal(second, copy, "--facilitator", "Mallory") == unknown
    done = second.manage("restore", str(copy), "--facilitator", "marijke de wit")
    assert done.stdout.startswith("De workshop is terug: http"), done.stderr
    assert second.manage("shell", "-v0", "-c", WHO.format(id=workshop_id)).stdout == "Marijke de Wit\n"


def packed(rows: object, **program: object) -> bytes:
    """A copy as a program could have made it; by default this one."""
    about = {"version": VERSION, "migrations": ["0001_the_workshop"]} | program
    text = rows if isinstance(rows, bytes) else json.dumps(rows).encode()
    return workshop_file.MARK + json.dumps(about).encode() + b"\n" + zlib.compress(text)


WORKSHOP = {"model": "workshop.workshop", "pk": "aaaaaaaaaa", "fields": {}}
BROKEN = "Deze kopie is niet heel."
NO_COPY = "Dit is geen kopie van een workshop."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (packed([1, None]), NO_COPY),
        (packed([[]]), NO_COPY),
        (packed([{"model": [], "pk": "a", "fields": {}}]), NO_COPY),
        (packed([{"model": "workshop.workshop"}]), NO_COPY),
        (packed([WORKSHOP | {"fields": []}]), NO_COPY),
        (packed([WORKSHOP | {"pk": []}]), BROKEN),
        (packed([WORKSHOP | {"fields": {"team": {}}}]), BROKEN),
        (packed([WORKSHOP | {"fields": {"step": "later"}}]), BROKEN),
        (packed([WORKSHOP | {"fields": {"team": "niemand"}}]), BROKEN),
        (packed([WORKSHOP | {"fields": {"seq": 10**40}}]), BROKEN),
        (packed([WORKSHOP, WORKSHOP]), NO_COPY),
        (packed(b"[" * 100_000), BROKEN),
        (packed(b"\xff\xfe"), BROKEN),
        (packed([WORKSHOP], migrations=7), BROKEN),
        (workshop_file.MARK + b"[]\n", BROKEN),
        (workshop_file.MARK + b"\xff\n", BROKEN),
    ],
)
def test_odd_content_gets_a_sentence(file: bytes, sentence: str, django_user_model: type):
    fleur = django_user_model.objects.create_user("fleur")
    before = rows()
    with pytest.raises(workshop_file.Unreadable) as refused:
        workshop_file.restore(file, fleur)
    assert refused.value.sentence == sentence
    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        (
            {"version": "2.3.4", "migrations": ["9999_later"]},
            f"Deze kopie is van versie 2.3.4, en dit programma is versie {VERSION}. Werk het programma eerst bij.",
        ),
        (
            {"version": "0.0.9"},
            f"Deze kopie is van versie 0.0.9, en dit programma is versie {VERSION}. "
            "Zet haar terug met de versie waarmee ze is gemaakt.",
        ),
    ],
)
def test_a_copy_of_another_version_says_so(program: dict[str, object], sentence: str, django_user_model: type):
    fleur = django_user_model.objects.create_user("fleur")
    with pytest.raises(workshop_file.Unreadable) as refused:
        workshop_file.restore(packed([WORKSHOP | {"fields": {"was_here_then": 1}}], **program), fleur)
    assert refused.value.sentence == sentence


@pytest.mark.django_db
def test_a_copy_that_could_not_be_restored_is_not_made(monkeypatch: pytest.MonkeyPatch):
    workshop = lay_table()
    monkeypatch.setattr(workshop_file, "LARGEST", 1000)
    page = chair_of(workshop).get(f"{base_of(workshop)}copy/")
    sentence = "Deze workshop is te groot voor een kopie. Maak een reservekopie van alles (make backup)."
    assert (page.status_code, sentence in page.content.decode()) == (409, True)


@WIDE
@pytest.mark.django_db
def test_a_long_workshop_comes_back(django_user_model: type):
    """Over 50 MiB unpacked: months of journal."""
    workshop = lay_table()
    workshop.journal.filter(seq=1).update(changes=[["Participant", "x", {"name": ["", "lang " * 11_000_000]}]])
    file = workshop_file.copy_of(workshop)
    retention.erase(workshop)
    fleur = django_user_model.objects.get(username="fleur")
    assert len(workshop_file.restore(file, fleur).journal.get(seq=1).changes[0][2]["name"][1]) == 55_000_000


# --- a newer program on older data, and the other way about ----------------------------------------------------------


def test_a_start_on_older_data_makes_a_backup_first_and_says_where(second: AppServer):
    second.manage("migrate", "workshop", "0011")
    second.start()
    second.stop()
    (file,) = (second.data_dir / "backups").glob(f"before-update-{VERSION}-*.sqlite3")
    assert f"De gegevens zijn van een oudere versie. Een reservekopie staat in {file}." in second.printed()
    with closing(sqlite3.connect(file)) as database:
        assert max(name for app, name in schema.applied_in(database) if app == "workshop").startswith("0011")


@WIDE
def test_a_start_on_newer_data_is_refused_and_changes_nothing(second: AppServer, whole: Path, tmp_path: Path):
    second.manage("restore", str(changed_copy(whole, tmp_path / "same.sqlite3", "SELECT 1")))
    with closing(sqlite3.connect(second.database)) as database:
        database.execute(NEWER)
        database.execute(f"PRAGMA user_version = {as_number('2.3.4')}")
        database.commit()
    before = Path(second.database).read_bytes()
    done = second.manage("start")
    assert (done.returncode, done.stderr.strip()) == (
        1,
        f"De gegevens zijn van versie 2.3.4, en dit programma is versie {VERSION}. Werk het programma eerst bij.",
    )
    assert Path(second.database).read_bytes() == before


def test_an_update_that_fails_leaves_the_old_data_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    here, before = tmp_path / "db.sqlite3", tmp_path / "before.sqlite3"
    for file in (here, before):
        with closing(sqlite3.connect(file)) as database:
            database.execute("CREATE TABLE kept (word)")
    monkeypatch.setattr(backup, "_database", lambda: here)
    with pytest.raises(backup.Unfit) as refused:
        fail_half_way(here, before)
    assert refused.value.sentence == ("Bijwerken lukte niet (no such column: nieuw). Alles staat er nog zoals het was.")
    with closing(sqlite3.connect(here)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("kept",)]


def fail_half_way(here: Path, before: Path) -> None:
    """An update that had changed something already."""
    with backup.put_back_if_it_fails(before):
        with closing(sqlite3.connect(here)) as database:
            database.execute("DROP TABLE kept")
        raise RuntimeError("no such column: nieuw\nin statement 7")
