"""Make .venv from a locked, hashed list: `python3 requirements/install.py base` (or `dev`).

Standard library only, and no syntax newer than Python 3.4: an old Python must
be able to read this file to say that it is too old.
"""

import glob
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
OLDEST = (3, 11)
LISTS = ("base", "dev")
# What Python itself puts into an environment.
FROM_PYTHON = ("pip", "setuptools")
TOO_OLD = (
    "Python {0}.{1} is te oud: Klanten ruilen heeft Python 3.11 of nieuwer nodig. "
    "Staat die ernaast, geef dan de naam mee, bijvoorbeeld: make start PYTHON=python3.12"
)
NO_VENV = (
    "Deze Python ({0}) mist het onderdeel venv: installeer het en probeer opnieuw, "
    "op Debian en Ubuntu met: sudo apt install python{1}.{2}-venv"
)
NO_FOLDER = "De map {0} is niet beschrijfbaar, dus hier kan geen .venv komen: zet het project in een eigen map."
NO_PARTS = "De onderdelen konden niet worden opgehaald (zie hierboven): kijk of er internet is en probeer het opnieuw."


class Refused(Exception):
    """Why this machine cannot go on, in one sentence for the person at the keyboard."""


def main(names):
    """Install the named lists; the exit code is 1 with one sentence when that cannot be."""
    try:
        check_version(sys.version_info)
        for name in names:
            install(name)
    except Refused as refused:
        sys.stderr.write("{0}\n".format(refused))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def check_version(version):
    """Refuse a Python older than 3.11; `version` is a tuple like sys.version_info."""
    if tuple(version[:2]) < OLDEST:
        raise Refused(TOO_OLD.format(version[0], version[1]))


def install(name):
    """Bring .venv up to the list requirements/<name>.txt; nothing to do costs no pip and no network."""
    if read(stamp(name)) == read(lock(name)) and python_works():
        return
    make_venv()
    fetch(lock(name))
    prune(name)
    # The dev list holds the whole base list, so it settles both.
    for settled in {name, "base"}:
        write(stamp(settled), read(lock(settled)))


def make_venv():
    """Make .venv, or make it again when its Python no longer runs or has no pip to give."""
    if python_works() and (pip_works() or (run_quietly([venv_python(), "-m", "ensurepip"]) and pip_works())):
        return
    if not os.access(ROOT, os.W_OK):
        raise Refused(NO_FOLDER.format(ROOT))
    try:
        import ensurepip  # noqa: F401  (Debian ships venv without it)
        import venv  # noqa: F401
    except ImportError:
        raise Refused(no_venv())
    say("Een eigen Python-omgeving maken in .venv ...")
    if not run_quietly([sys.executable, "-m", "venv", "--clear", VENV]):
        raise Refused(no_venv())


def no_venv():
    """The sentence for a Python that cannot make environments."""
    return NO_VENV.format(sys.executable, sys.version_info[0], sys.version_info[1])


def fetch(path):
    """Install exactly what a list pins; pip refuses whatever has another hash."""
    say("Onderdelen ophalen (eenmalig, een paar minuten) ...")
    command = [venv_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call(command + ["--require-hashes", "-r", path]):
        raise Refused(NO_PARTS)


def prune(name):
    """Remove what an earlier list brought and none names now, then what Python brought, pip last: ensurepip gives it
    back when a list changes. What somebody added by hand stays, but for once: version 0.1 wrote down no names, so all
    that stands beside such a stamp counts as brought. What stays behind when this fails does no harm."""
    here = [other for other in LISTS if other == name or os.path.exists(stamp(other))]
    wanted = set().union(*[named(lock(other)) for other in here])
    brought = set(FROM_PYTHON).union(*[named(stamp(other)) for other in LISTS])
    if any(os.path.exists(stamp(other)) and not named(stamp(other)) for other in LISTS):
        brought = installed()
    leaving = sorted(installed() & brought - wanted, key=lambda package: (package == "pip", package))
    if leaving:
        run_quietly([venv_python(), "-m", "pip", "uninstall", "--yes"] + leaving)


def named(path):
    """The names of the packages that a list pins."""
    return {normalized(name) for name in re.findall(r"^([\w.-]+)==", read(path), re.MULTILINE)}


def installed():
    """The names of the packages in .venv."""
    found = glob.glob(os.path.join(VENV, "lib", "python*", "site-packages", "*.dist-info"))
    return {normalized(os.path.basename(path).split("-")[0]) for path in found}


def normalized(name):
    """A name as the package index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def venv_python():
    """Where the Python of the environment stands."""
    return os.path.join(VENV, "bin", "python")


def python_works():
    """Whether .venv has a Python that starts: after a system upgrade it may point to nothing."""
    return os.path.exists(venv_python()) and run_quietly([venv_python(), "-c", ""])


def pip_works():
    """Whether .venv has a pip that runs."""
    return run_quietly([venv_python(), "-m", "pip", "--version"])


def run_quietly(command):
    """Run without showing output; True when it went well."""
    with open(os.devnull, "w") as nowhere:
        return subprocess.call(command, stdout=nowhere, stderr=nowhere) == 0


def lock(name):
    """The list of this name."""
    return os.path.join(ROOT, "requirements", name + ".txt")


def stamp(name):
    """Inside .venv, the list of this name as it was when it was last installed."""
    return os.path.join(VENV, "installed-" + name)


def read(path):
    """The text of a file, empty when it is not there."""
    if not os.path.exists(path):
        return ""
    with open(path) as file:
        return file.read()


def write(path, text):
    """Write a small text file."""
    with open(path, "w") as file:
        file.write(text)


def say(sentence):
    """Tell what takes a while, at once also when the output is a pipe."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["base"]))
