"""Known holes in what we lean on: `make audit` asks pip-audit about every pinned package.

Fails when there is one, and just as loudly when nothing was asked: without the network pip-audit itself may end well.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
LISTS = ("base.txt", "dev.txt")


def pinned(text: str) -> set[str]:
    """The names in a lock file."""
    return {name.lower() for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}


def audit(file: Path) -> str:
    """What pip-audit says about a lock file, as JSON; empty when it did not get to the end."""
    asked = ["--strict", "--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json", "-r"]
    done = subprocess.run([sys.executable, "-m", "pip_audit", *asked, str(file)], capture_output=True, text=True)
    if done.stderr.strip():
        print(done.stderr.strip()[-2000:], file=sys.stderr)
    return done.stdout


def judge(report: str, wanted: set[str]) -> list[str]:
    """What is wrong, a line each; none when every package for this machine was asked about and has no known hole."""
    try:
        found = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return ["er is niets nagekeken: de dienst met bekende lekken is niet bereikbaar"]
    asked = {one["name"].lower() for one in found if "vulns" in one}
    # A few are for another system or Python, and are left out by their markers.
    lines = [] if len(asked) >= 0.8 * len(wanted) else [f"maar {len(asked)} van {len(wanted)} pakketten zijn nagekeken"]
    lines += [f"overgeslagen: {one['name']} ({one['skip_reason']})" for one in found if "skip_reason" in one]
    return lines + [
        f"{one['name']} {one['version']}: {hole['id']}, verholpen in {', '.join(hole['fix_versions']) or 'nog niets'}"
        for one in found
        for hole in one.get("vulns", ())
    ]


def main() -> int:
    """0 when all is well."""
    wrong = 0
    for name in LISTS:
        wanted = pinned((HERE / name).read_text(encoding="utf-8"))
        lines = judge(audit(HERE / name), wanted)
        print(f"{name}: {len(wanted)} pakketten, {'in orde' if not lines else f'{len(lines)} keer mis'}")
        print("\n".join(f"  {line}" for line in lines), end="\n" if lines else "")
        wrong += len(lines)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
