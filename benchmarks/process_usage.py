"""What the kernel says that processes used."""

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def cpu_of(pid: int | str, *, children: bool = False) -> float:
    """Seconds of a core that a process used; with those of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11 : 15 if children else 13])) / TICK


def cpu_of_all(name: str) -> float:
    """The same for all processes of this name, also those that have ended."""
    used = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "comm").read_text().strip() == name:
                used += cpu_of(folder.name, children=True)
        except OSError:
            continue
    return used


def machine_busy() -> tuple[float, float]:
    """Seconds of all cores: used, and in all."""
    fields = [int(one) / TICK for one in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(fields) - fields[3] - fields[4], sum(fields)
