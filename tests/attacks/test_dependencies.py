"""What the server leans on: pinned packages, nothing copied, databases that the network cannot see."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)

# what it leans on


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_s31_everything_is_pinned_with_hashes_and_without_an_address(name: str):
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^[A-Za-z0-9._-]+(?:\[[\w,-]+\])?==[^\n]*(?:\n {4}--hash[^\n]*)*", text, re.MULTILINE)
    assert len(blocks) > 40
    assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://|--index|--find-links|file:", text) == []


def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "requirements/audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("report", "says"),
    [
        ("", "niets nagekeken"),
        ('{"dependencies": []}', "maar 0 van 2"),
        ('{"dependencies": [{"name": "a", "skip_reason": "new"}, {"name": "b", "vulns": []}]}', "overgeslagen: a"),
        (json.dumps({"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]},
                                      {"name": "b", "version": "1", "vulns": []}]}), "a 1: CVE-1, verholpen in 2"),
    ],
)  # fmt: skip
def test_s31_an_audit_that_found_something_or_asked_nothing_is_loud(report: str, says: str):
    assert says in "\n".join(audit().judge(report, {"a", "b"}))


def test_s31_an_audit_in_order_is_quiet():
    clean = json.dumps({"dependencies": [{"name": name, "version": "1", "vulns": []} for name in "ab"]})
    assert audit().judge(clean, {"a", "b"}) == []


def test_s31_nothing_of_others_is_copied_into_the_repository():
    strangers = [file.name for file in (ROOT / "static").rglob("*") if re.search(r"\.min\.|htmx|jquery", file.name)]
    assert strangers == []


STORES = re.compile(r"image:\s*[\"']?\S*(?:postgres|redis|valkey)")


def exposed(text: str) -> list[str]:
    """What is wrong with the databases of a compose file: a port for the world, a password for everybody."""
    found = []
    for service in re.split(r"\n(?=  \w[\w-]*:\s*\n)", text):
        if STORES.search(service):
            found += re.findall(r"\n\s+ports:", service)
            found += re.findall(r"PASSWORD[=:]\s*[\"']?[a-z0-9]+", service)
    return found


def test_s32_no_sample_shows_a_database_to_the_network():
    sample = "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: geheim\n    ports:\n"
    assert len(exposed(sample)) == 2
    files = [file for kind in ("*.yml", "*.yaml", "*.md") for file in ROOT.rglob(kind) if ".venv" not in file.parts]
    assert files
    assert {file.name: exposed(file.read_text(encoding="utf-8")) for file in files
            if exposed(file.read_text(encoding="utf-8"))} == {}  # fmt: skip
