"""The three servers under load, each a process on a core of its own, and what the kernel says they used."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from support.server import free_port, surroundings

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
#: The server has the first core, the load the second; with one core nothing here means anything.
SERVER_CORE, LOAD_CORE = 0, 1
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

VARIANTS = ("bare", "textbook", "ours")


@dataclass
class Server:
    """One running server. `cold_start`: seconds from the start of the process to its first answer."""

    variant: str
    process: subprocess.Popen[bytes]
    port: int
    cold_start: float = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> float:
        """Seconds of its core that the process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self) -> float:
        """Megabytes that it holds."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * PAGE / 2**20


@contextmanager
def running(variant: str, folder: Path) -> Iterator[Server]:
    """Start a server on the data in `folder`; it ends with the block."""
    port = free_port()
    command = {
        "bare": [str(HERE / "baseline_asyncio.py"), str(folder), str(port)],
        "textbook": [str(HERE / "baseline_channels.py")],
        "ours": [str(ROOT / "manage.py"), "start"],
    }[variant]
    env = surroundings() | {"DATA_DIR": str(folder), "PORT": str(port)}
    began = time.perf_counter()
    with (folder / f"{variant}.log").open("ab") as log:
        process = subprocess.Popen(
            [shutil.which("taskset") or "taskset", "-c", str(SERVER_CORE), sys.executable, *command],
            env=env, cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
    server = Server(variant, process, port)
    try:
        _wait_until_up(server)
        server.cold_start = time.perf_counter() - began
        yield server
    finally:
        process.kill()
        process.wait()


def _wait_until_up(server: Server) -> None:
    for _ in range(3000):
        if server.process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{server.address}/sign-in/", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.01)
    raise SystemExit(f"The server ({server.variant}) did not come up.")
