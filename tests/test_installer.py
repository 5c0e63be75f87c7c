"""The environment that `make` fills: without filling one, as that takes minutes and the network."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from support.server import ROOT, free_port, surroundings
from support.wide import WIDE


@pytest.fixture
def installer(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("installer", ROOT / "requirements" / "install.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_old_python_is_refused_with_a_sentence(installer: ModuleType):
    with pytest.raises(installer.Refused, match=r"^Python 3\.9 is te oud: .* Python 3\.11 of nieuwer"):
        installer.check_version((3, 9, 18, "final", 0))


def test_the_installer_uses_no_syntax_that_an_old_python_cannot_read():
    import ast

    ast.parse((ROOT / "requirements" / "install.py").read_text(), feature_version=(3, 4))


def test_what_is_installed_is_not_installed_again(installer: ModuleType, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(installer, "VENV", str(tmp_path))
    monkeypatch.setattr(installer, "python_works", lambda: True)
    ran = []
    monkeypatch.setattr(installer.subprocess, "call", lambda command, **_: ran.append(command) or 0)
    installer.install("dev")
    installed = len(ran)
    installer.install("dev")
    installer.install("base")
    assert (installed > 0, len(ran)) == (True, installed)


def test_a_changed_list_is_installed_again(installer: ModuleType, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(installer, "VENV", str(tmp_path))
    monkeypatch.setattr(installer, "python_works", lambda: True)
    ran = []
    monkeypatch.setattr(installer.subprocess, "call", lambda command, **_: ran.append(command) or 0)
    installer.install("base")
    (tmp_path / "installed-base").write_text("django==5.1\n")
    ran.clear()
    installer.install("base")
    assert [word for word in ran[-1] if word in {"install", "--require-hashes"}] == [
        "install",
        "--require-hashes",
    ]


@pytest.fixture
def empty_project(installer: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose lists name no package, and with no environment yet."""
    monkeypatch.setattr(installer, "ROOT", str(tmp_path))
    monkeypatch.setattr(installer, "VENV", str(tmp_path / ".venv"))
    (tmp_path / "requirements").mkdir()
    for name in ("base", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text("# no package\n")
    return tmp_path


@WIDE
def test_pip_comes_back_from_python_for_as_long_as_a_list_is_installed(installer: ModuleType, empty_project: Path):
    environment = empty_project / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    (environment / "kept").write_text("not made anew")
    installer.install("base")
    (packages,) = environment.glob("lib/python*/site-packages")
    found = {path.name for path in environment.iterdir()}
    assert ([*packages.iterdir()], {"kept", "installed-base"} - found) == ([], set())


def removed(installer: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> list[str]:
    """The packages that are removed after installing a list, in this order, from an environment that has several."""
    packages = project / ".venv" / "lib" / "python3.11" / "site-packages"
    for package in (
        "pip-24.0",
        "setuptools-65.5.0",
        "scipy-1.17.1",
        "Django-5.2.19",
        "zope_interface-8.7",
        "ruff-0.14",
    ):
        (packages / f"{package}.dist-info").mkdir(parents=True)
    ran: list[list[str]] = []
    monkeypatch.setattr(installer, "python_works", lambda: True)
    monkeypatch.setattr(installer.subprocess, "call", lambda command, **_: ran.append(command) or 0)
    installer.install(name)
    return next((command[command.index("--yes") + 1 :] for command in ran if "uninstall" in command), [])


def installed_before(project: Path, name: str, packages: str) -> None:
    """A list of that name was installed here, and named these packages."""
    (project / ".venv").mkdir(exist_ok=True)
    (project / ".venv" / f"installed-{name}").write_text(packages)


def test_what_the_list_no_longer_names_is_removed_and_pip_at_the_end(installer, empty_project, monkeypatch):
    lists = empty_project / "requirements"
    (lists / "base.txt").write_text(
        "django==5.2.19 \\\n    --hash=sha256:0\nzope-interface==8.7 ; python_version > '3'\n"
    )
    installed_before(empty_project, "base", "django==5.2.18\nscipy==1.17.1\n")
    assert removed(installer, empty_project, monkeypatch, "base") == ["scipy", "setuptools", "pip"]


def test_what_somebody_added_to_the_environment_stays(installer, empty_project, monkeypatch):
    installed_before(empty_project, "base", "django==5.2.19\n")
    assert not {"ruff", "scipy"} & {*removed(installer, empty_project, monkeypatch, "base")}


def test_what_stands_beside_a_stamp_without_names_counts_as_brought(installer, empty_project, monkeypatch):
    """Version 0.1 wrote the fingerprint of a list, not its names."""
    (empty_project / "requirements" / "base.txt").write_text("django==5.2.19\nzope-interface==8.7\n")
    installed_before(empty_project, "base", "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9\n")
    assert removed(installer, empty_project, monkeypatch, "base") == ["ruff", "scipy", "setuptools", "pip"]


def test_what_the_other_list_brought_stays(installer, empty_project, monkeypatch):
    lists = empty_project / "requirements"
    (lists / "base.txt").write_text("django==5.2.19\nzope-interface==8.7\n")
    (lists / "dev.txt").write_text("ruff==0.14\npip==24.0\n")
    installed_before(empty_project, "dev", "ruff==0.13\nscipy==1.17.1\n")
    assert removed(installer, empty_project, monkeypatch, "base") == ["scipy", "setuptools"]


def test_a_python_without_venv_is_refused_with_a_sentence(installer: ModuleType, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(installer, "VENV", str(tmp_path / "none"))
    monkeypatch.setattr(installer, "run_quietly", lambda command: False)
    with pytest.raises(installer.Refused, match="mist het onderdeel venv"):
        installer.install("base")


def test_every_locked_requirement_has_a_hash_and_no_address():
    for name in ("base", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        pinned = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith(("#", "--"))]
        assert pinned
        assert all(line.endswith("\\") for line in pinned)
        assert "://" not in text


@pytest.mark.skipif(not shutil.which("make"), reason="no make")
def test_make_refuses_a_python_that_is_not_there():
    done = subprocess.run(
        ["make", "start", "PYTHON=python-that-is-not-there", f"PORT={free_port()}"],
        cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert done.stderr.startswith("Geen python-that-is-not-there gevonden: installeer Python 3.11 of nieuwer")
