"""Which program this is. Copies, backups, /healthz and refusals all name this one version."""

from __future__ import annotations

import tomllib
from pathlib import Path

_PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"

#: As pyproject.toml has it: "0.1.0".
VERSION: str = tomllib.loads(_PYPROJECT.read_text(encoding="utf-8"))["project"]["version"]


def as_number(version: str) -> int:
    """A version as one whole number, for the header of an SQLite file: "1.2.3" → 10203."""
    major, minor, patch = (int(part) for part in version.split("."))
    return major * 10_000 + minor * 100 + patch


def as_text(number: int) -> str:
    """The other way about; 0, which every SQLite file has that nobody wrote a number in, is "" (unknown)."""
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}" if number else ""
