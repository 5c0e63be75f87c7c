"""Where the files of the typeface lie, and how they come there.

They are made once for each checkout, which takes seconds: `manage.py start` does it when nobody did before. A checkout
that is read-only gets them in its data folder. The name of their folder changes with all that they are made of.
"""

import hashlib
import logging
import os
import shutil
import tempfile
import time
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

SOURCES = ("fontpkg-encode-sans", "fonttools")
#: Days that the files of another version stay: a process that has not restarted yet may still serve them.
KEEP_DAYS = 7

logger = logging.getLogger(__name__)


def prepare() -> None:
    """Make the typeface where no folder has it yet. Without it the app works, in the letters of the machine."""
    if find():
        return
    # The library costs a sixth of a second, and nearly every start finds the files in their place.
    from sessions.typeface import build

    try:
        _write(build.make())
    except Exception as problem:  # whatever is wrong with a font, the afternoon goes on
        logger.warning("The typeface was not made, so pages use the letters of each machine: %r", problem)


def find() -> Path | None:
    """The folder with the files (build.py says which), None when they were not made."""
    return next((place for place in places() if os.access(place / "served", os.R_OK | os.X_OK)), None)


def places() -> list[Path]:
    """Where the files may lie, the best place first."""
    return [Path(settings.BASE_DIR) / "built" / _name(), Path(settings.DATA_DIR) / "built" / _name()]


@cache
def _name() -> str:
    """The name of the folder: another one as soon as the font, the library or the way of making changes."""
    digest = hashlib.sha256(Path(__file__).with_name("build.py").read_bytes())
    digest.update(" ".join(version(package) for package in SOURCES).encode())
    return f"typeface-{digest.hexdigest()[:10]}"


def _write(made: dict[str, bytes]) -> None:
    """Write the files in the first place that takes them; raises OSError when none does."""
    problem: OSError | None = None
    for place in places():
        try:
            return write(place, made)
        except OSError as refusal:
            problem = problem or refusal
    assert problem is not None
    raise problem


def write(place: Path, made: dict[str, bytes]) -> None:
    """Write a folder of files in one go: another process may be reading it, or writing the same."""
    place.parent.mkdir(parents=True, exist_ok=True)
    _clear_away(place)
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=place.parent))
    try:
        for name, content in made.items():
            _write_file(draft / name, content)
        draft.chmod(0o755)  # the letters are no secret: who installs may be another user than who serves
        with suppress(FileExistsError):
            draft.rename(place)
    except OSError:
        if not place.exists():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _clear_away(place: Path) -> None:
    """Remove what other versions, and processes that were ended, left beside `place` long ago."""
    limit = time.time() - KEEP_DAYS * 24 * 3600
    for old in place.parent.iterdir():
        if old != place and old.stat().st_mtime < limit:
            shutil.rmtree(old, ignore_errors=True)
