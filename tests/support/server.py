"""The real server in a process of its own, started with the real command.

Tests talk to it as the world does: over HTTP, sockets, signals and what it prints.
"""

import atexit
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
#: The shell first: the same engine without the windows of a whole browser, which cost a third more.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MANAGE = [sys.executable, str(ROOT / "manage.py")]
PLAYER = [sys.executable, str(ROOT / "tests" / "support" / "player.py")]


def find_chromium() -> str:
    """The Chromium that the stories run in; empty when there is none."""
    named = os.environ.get("CHROMIUM", "")
    return named or next((path for path in map(shutil.which, BROWSERS) if path), "")


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_by_proxy(url: str, **headers: str) -> urllib.request.Request:
    """A request as a reverse proxy passes it on; who knows of no proxy looks past its word."""
    return urllib.request.Request(url, headers={"X-Forwarded-Proto": "https"} | headers)


_made: list[str] = []


def make_database(beside: str) -> str:
    """The address of an empty database at the PostgreSQL of the address `beside`."""
    name = f"ruilen_server_{secrets.token_hex(4)}"
    with psycopg.connect(beside, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    _made.append(urlunsplit(urlsplit(beside)._replace(path=f"/{name}")))
    return _made[-1]


def drop_database(address: str) -> None:
    """Take it away, whoever is still connected."""
    parts = urlsplit(address)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {parts.path[1:]} WITH (FORCE)")
    _made.remove(address)


def drop_databases() -> None:
    """At the end of the tests: what servers made for themselves."""
    for address in tuple(_made):
        drop_database(address)


class AppServer:
    """One installation: a data folder, a port, and perhaps a server that runs on them."""

    root = ROOT

    def __init__(self, data_dir: Path, **extra: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.env = surroundings() | {"DATA_DIR": str(data_dir), "PORT": str(self.port)} | extra
        if "DATABASE_URL" not in extra and self.env.get("DATABASE_URL"):
            self.env["DATABASE_URL"] = make_database(self.env["DATABASE_URL"])
        self.process: subprocess.Popen[str] | None = None
        self.player: subprocess.Popen[str] | None = None

    @property
    def database(self) -> Path | str:
        """Where its data are: the file, or the address at PostgreSQL."""
        return self.env.get("DATABASE_URL") or self.data_dir / "db.sqlite3"

    def with_tables(self) -> "AppServer":
        """Its tables are there before the first start, which spares that start seconds; on PostgreSQL it makes them."""
        if not self.env.get("DATABASE_URL"):
            self.data_dir.mkdir(mode=0o700)
            shutil.copy(empty_tables(), self.database)
        return self

    def start(self) -> "AppServer":
        """Start the server and wait until it answers."""
        self.output = self.data_dir.parent / f"{self.data_dir.name}.log"
        with self.output.open("a") as log:
            command = [sys.executable, str(self.root / "manage.py"), "start"]
            self.process = subprocess.Popen(command, env=self.env, cwd=self.root, stdout=log, stderr=log, text=True)
        self.wait_until_up()
        return self

    def wait_until_up(self, patience: float = 90) -> None:
        """Return when a page comes back; fail with what the server printed."""
        limit = time.monotonic() + patience
        while time.monotonic() < limit:
            if self.process and self.process.poll() is not None:
                break
            if self.answers():
                return
            time.sleep(0.05)
        raise AssertionError(f"the server did not come up:\n{self.printed()}")

    def answers(self) -> bool:
        """Whether anything at all is said on the port."""
        try:
            urllib.request.urlopen(as_by_proxy(f"{self.url}/sign-in/"), timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def stop(self, how: signal.Signals = signal.SIGINT, patience: float = 10) -> int:
        """End the server as Ctrl-C does (or with another signal), and who plays beside it; the exit code."""
        if self.player is not None:
            self.player.communicate()  # it ends when nobody speaks to it any more
            self.player = None
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(patience)
        finally:
            self.process.kill()
            self.process.wait()
            self.process = None

    def kill(self) -> None:
        """End the process that holds the port as a power cut would."""
        self.stop(signal.SIGKILL)

    def printed(self) -> str:
        """Everything the server said on its terminal."""
        return self.output.read_text(errors="replace") if self.output.exists() else ""

    def first_link(self) -> str:
        """The one-time link that it printed last, empty when there was none."""
        found = re.findall(r"http\S+/begin/\S+", self.printed())
        return found[-1] if found else ""

    def manage(self, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run another command of the server on the same data."""
        return subprocess.run(
            [*MANAGE, *words], env=self.env | extra, cwd=ROOT, capture_output=True, text=True, timeout=120
        )

    def practice(self, *words: str) -> dict[str, Any]:
        """A practice workshop on this installation: its addresses, as `manage.py practice` prints them."""
        if self.player is None:
            environment = self.env | {"DJANGO_SETTINGS_MODULE": "workshop.settings"}
            pipe = subprocess.PIPE
            self.player = subprocess.Popen(PLAYER, env=environment, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        assert self.player.stdin
        assert self.player.stdout
        self.player.stdin.write(json.dumps(words) + "\n")
        self.player.stdin.flush()
        played = dict(json.loads(self.player.stdout.readline()))
        assert "stopped" not in played, played["stopped"]
        return played


@cache
def empty_tables() -> Path:
    """The SQLite file of a server that was started once: every table, and nothing in them."""
    folder = tempfile.mkdtemp(prefix="klanten-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    used = AppServer(Path(folder) / "data", DATABASE_URL="").start()
    used.stop()
    return Path(used.database)


def surroundings() -> dict[str, str]:
    """The environment of the tests without the settings that a server takes from it."""
    ours = {"PORT", "DATA_DIR", "PUBLIC_URL", "DEBUG", "SECRET_KEY", "METRICS_TOKEN", "DJANGO_SETTINGS_MODULE"}
    # A test that calls make must not inherit the jobs of the make that runs the tests.
    make = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES"}
    return {name: value for name, value in os.environ.items() if name not in ours | make}
