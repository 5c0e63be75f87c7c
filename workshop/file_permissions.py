"""Permissions of the data folder: what people confide is for the owner of the files only."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

#: What we write into the data folder, as patterns; a file of somebody else in the same folder is left alone.
OURS = ("db.sqlite3*", "secret-key*", "*.lock", "backups", "backups/*")


def close_to_others(folder: Path) -> None:
    """Take every right of group and others from the data folder and from what is ours in it, however it was made."""
    # A sticky folder such as /tmp is shared on purpose: there only our files are closed.
    if not folder.stat().st_mode & stat.S_ISVTX:
        _close(folder)
    for path in _ours(folder):
        _close(path)


def _ours(folder: Path) -> Iterator[Path]:
    for pattern in OURS:
        yield from folder.glob(pattern)


def _close(path: Path) -> None:
    """Never follows a link, and leaves what belongs to another user to them."""
    try:
        found = path.lstat()
        if not stat.S_ISLNK(found.st_mode) and found.st_uid == os.geteuid() and found.st_mode & 0o077:
            path.chmod(stat.S_IMODE(found.st_mode) & 0o700)
    except FileNotFoundError:
        pass  # another process was quicker
    except PermissionError:
        pass  # a file system without permissions, such as a shared folder of a virtual machine
