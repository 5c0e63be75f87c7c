"""What a server is set up with, as far as that can be held true without a container engine."""

import json
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from faults.database_reader import POSTGRES, Disk
from faults.server_group import database
from ruamel.yaml import YAML
from support.server import ROOT, AppServer
from support.wide import WIDE
from test_process_lock import needs_postgres

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
RECIPE = (DEPLOY / "Containerfile").read_text()
PLACE = "/opt/klanten-ruilen"


def run(*command: str | Path, **extra: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120, **extra)


def tool(name: str) -> Path:
    """A program of the environment in which the tests run."""
    return Path(sys.executable).with_name(name)


def postgres_tools() -> str:
    """The folder of pg_dump and pg_restore; empty without one."""
    places = [shutil.which("pg_dump") or "", *map(str, Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))]
    return next((str(Path(place).parent) for place in places if place), "")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(YAML(typ="safe").load(DEPLOY / "compose.yaml"))


# The recipe of the container


def test_the_recipe_has_nothing_that_a_linter_would_do_otherwise():
    done = run(tool("hadolint"), DEPLOY / "Containerfile")
    assert (done.returncode, done.stdout) == (0, "")


@WIDE
def test_what_the_recipe_copies_is_a_whole_app_that_writes_nowhere_but_in_its_data_folder(tmp_path: Path):
    app = tmp_path / "app"
    app.mkdir()
    without_waste = shutil.ignore_patterns("__pycache__", "*.mo")
    for name in re.findall(r"^COPY (?!--from)(\S+) (?!/requirements)", RECIPE, re.MULTILINE):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, app / name, ignore=without_waste)
        else:
            shutil.copy2(ROOT / name, app / name)
    server = AppServer(tmp_path / "data", DATABASE_URL="", PYTHONDONTWRITEBYTECODE="1")
    server.root = app
    words = next(iter(re.findall(r"^RUN DATA_DIR=\S+ python (manage.py \w+)", RECIPE, re.MULTILINE))).split()
    prepared = run(sys.executable, *words, cwd=app, env=server.env)
    assert prepared.returncode == 0, prepared.stderr
    before = contents(app)
    server.start()
    page = run(sys.executable, "-c", f"import urllib.request as r; print(r.urlopen('{server.url}/sign-in/').read())")
    assert f"/static/{settings.BUILD_ID}/" in page.stdout
    healthy = json.loads(re.findall(r"^  CMD (\[.*\])$", RECIPE, re.MULTILINE)[0])
    asked = [sys.executable, *[word.replace(":8000", f":{server.port}") for word in healthy[1:]]]
    assert run(*asked).returncode == 0
    server.stop()
    assert run(*asked).returncode != 0
    assert contents(app) == before


def contents(folder: Path) -> dict[Path, int]:
    """Each file, and when it was written last."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_the_container_runs_as_nobody_special():
    assert re.findall(r"^USER (.+)$", RECIPE, re.MULTILINE) == ["10001"]


# Compose


def test_compose_has_the_shape_that_compose_wants():
    done = run(tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml")
    assert done.returncode == 0, done.stdout


def test_only_the_proxy_has_ports_and_the_databases_have_no_way_out(compose: dict[str, Any]):
    services = compose["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert {name for name, service in services.items() if "front" in service["networks"]} == {"proxy", *apps(compose)}
    assert compose["networks"]["back"] == {"internal": True}


def apps(compose: dict[str, Any]) -> list[str]:
    return [name for name in compose["services"] if name.startswith("app-")]


def test_every_process_has_a_read_only_root_and_no_rights_to_give_away(compose: dict[str, Any]):
    for name in apps(compose):
        service = compose["services"][name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["volumes"] == ["data:/data"]
    for service in compose["services"].values():
        assert "no-new-privileges:true" in service["security_opt"]
        assert "privileged" not in service


def test_the_proxy_knows_every_process_and_keeps_the_probes_inside(compose: dict[str, Any]):
    said = (DEPLOY / "Caddyfile").read_text()
    upstreams = re.search(r"reverse_proxy (.*) \{", said)
    assert upstreams is not None
    assert upstreams[1].split() == [f"{name}:8000" for name in apps(compose)]
    assert "@machines path /metrics /readyz /healthz\n\trespond @machines 404\n" in said
    assert (said.count("{\n"), said.count("health_uri /healthz")) == (said.count("}\n"), 1)


def test_every_name_in_the_environment_of_a_process_is_a_setting(compose: dict[str, Any]):
    known = (ROOT / "workshop" / "environment.py").read_text()
    names = compose["services"]["app-1"]["environment"]
    assert [name for name in names if f'os.environ.get("{name}"' not in known] == []


def test_passwords_are_made_on_the_spot_for_one_reader_and_not_twice(tmp_path: Path, compose: dict[str, Any]):
    make_env = Path(shutil.copy2(DEPLOY / "make-env", tmp_path))
    assert run(make_env).returncode != 0
    assert run(make_env, "ruilen.voorbeeld.nl").returncode == 0
    written = tmp_path / ".env"
    made = dict(line.split("=") for line in written.read_text().splitlines())
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert made.pop("SITE") == "ruilen.voorbeeld.nl"
    assert all(re.fullmatch("[0-9a-f]{64}", secret) for secret in made.values())
    assert len(set(made.values())) == len(made) == 4
    refused = run(make_env, "elders.voorbeeld.nl")
    assert (refused.returncode, "is there already" in refused.stderr) == (1, True)
    assert "ruilen.voorbeeld.nl" in written.read_text()
    asked = set(re.findall(r"\$\{(\w+):\?", (DEPLOY / "compose.yaml").read_text()))
    assert asked == {"SITE", *made}
    assert "/deploy/.env" in (ROOT / ".gitignore").read_text().splitlines()


# The nightly dump


@WIDE
@needs_postgres
@pytest.mark.skipif(not postgres_tools(), reason="no pg_dump")
def test_a_dump_brings_everything_back_and_old_ones_go(tmp_path: Path):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    with database() as there, database() as here:
        server = AppServer(tmp_path / "data", DATABASE_URL=there, REDIS_URL="").start()
        workshop = server.practice("--step", "2", "--people", "3", "--customers", "3")["workshop"]
        old = shelf / "ruilen-20200101-033000.dump"
        old.touch()
        run("touch", "-d", "30 days ago", old)
        env = server.env | libpq(there) | {"BACKUPS": str(shelf), "PATH": f"{postgres_tools()}:{server.env['PATH']}"}
        done = run(DEPLOY / "backup", env=env)
        assert done.returncode == 0, done.stderr
        (dump,) = shelf.iterdir()
        assert (str(dump), stat.S_IMODE(dump.stat().st_mode)) == (done.stdout.strip(), 0o600)
        server.stop()
        back = run("pg_restore", "--no-owner", f"--dbname={libpq(here)['PGDATABASE']}", dump, env=env | libpq(here))
        assert back.returncode == 0, back.stderr
        assert Disk(here).table(workshop) == Disk(there).table(workshop)
        assert Disk(here).seq(workshop) == Disk(there).seq(workshop) > 0


def libpq(address: str) -> dict[str, str]:
    """The environment that names a database to the tools of PostgreSQL."""
    parts = psycopg.conninfo.conninfo_to_dict(address)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    return {name: str(parts[key]) for key, name in names.items() if parts.get(key)}


@needs_postgres
@pytest.mark.skipif(not postgres_tools(), reason="no pg_dump")
def test_a_dump_that_fails_leaves_nothing_that_looks_like_one(tmp_path: Path):
    env = libpq(POSTGRES) | {
        "PGDATABASE": "not_there",
        "BACKUPS": str(tmp_path),
        "PATH": f"{postgres_tools()}:/usr/bin:/bin",
    }
    assert run(DEPLOY / "backup", env=env).returncode != 0
    assert list(tmp_path.iterdir()) == []


# systemd


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units as on a machine on which the server stands where these tests do."""
    written = []
    for unit in UNITS:
        name = unit.name.replace("@.", "@8001.")
        text = unit.read_text().replace(f"{PLACE}/.venv/bin/python", sys.executable).replace(PLACE, str(ROOT))
        (tmp_path / name).write_text(text)
        written.append(tmp_path / name)
    return written


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze")
def test_systemd_understands_every_unit(units: list[Path]):
    done = run("systemd-analyze", "verify", "--man=no", *units)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "klanten-ruilen" in line]) == (0, [])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze")
def test_systemd_finds_little_that_a_process_could_do_beside_its_work(units: list[Path]):
    service = next(unit for unit in units if "@" in unit.name)
    done = run("systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=25", service)
    assert done.returncode == 0, done.stdout
