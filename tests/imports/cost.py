"""What reading a file costs, in a process of its own: no other test, thread or coverage counts along."""

import os
import subprocess
import sys

#: Its highest peak of memory, and seconds of the processor: other programs that are busy take none of those. Not
#: `ru_maxrss`, which begins with the peak of the process that started this one.
MEASURED = """
import re, sys, time
from pathlib import Path
import django
django.setup()
from sessions.imports import Unreadable, read_file

def peak():
    status = Path("/proc/self/status")
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1]) // 1024 if status.exists() else 0

data = sys.stdin.buffer.read()
before, begun = peak(), time.process_time()
try:
    read_file(data)
except Unreadable:
    pass
print(peak() - before, time.process_time() - begun)
"""


def cost_of(data: bytes) -> tuple[float, float]:
    """Megabytes (on Linux; elsewhere a process does not tell them) and seconds."""
    settings = {"DJANGO_SETTINGS_MODULE": "support.settings", "PYTHONPATH": os.pathsep.join((".", "tests"))}
    run = [sys.executable, "-c", MEASURED]
    done = subprocess.run(run, input=data, capture_output=True, env={**os.environ, **settings}, check=True)
    megabytes, seconds = map(float, done.stdout.split())
    return megabytes, seconds
