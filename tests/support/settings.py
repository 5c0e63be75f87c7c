"""The settings as they are, on a data folder of their own: no test may touch ./data."""

import atexit
import os
import shutil
import tempfile

scratch = tempfile.mkdtemp(prefix="klanten-")
atexit.register(shutil.rmtree, scratch, ignore_errors=True)
os.environ["DATA_DIR"] = scratch
for name in ("PORT", "PUBLIC_URL", "DEBUG", "SECRET_KEY", "METRICS_TOKEN"):
    os.environ.pop(name, None)

from workshop.settings import *  # noqa: E402, F403
from workshop.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # A test that lost its power is begun anew; the faults run on real settings.
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
    # Somebody else may be testing at the same PostgreSQL.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    DATABASES["default"]["TEST"] = {"NAME": f"test_ruilen_{run[:8]}"}

# The real one takes a tenth of a second per password, on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
