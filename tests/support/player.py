"""Plays practice workshops on one installation: the words of `manage.py practice` in, a line each; its JSON out.

A process that stays spares every story the start of Django.
"""

import io
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def play(words: list[str]) -> dict[str, Any]:
    """What the command printed, or why it stopped."""
    from django.core.management import call_command
    from django.db import connections

    printed = io.StringIO()
    try:
        call_command("practice", *words, "--json", stdout=printed)
    except SystemExit as stopped:
        return {"stopped": str(stopped)}
    finally:
        connections.close_all()  # between two workshops the database belongs to the server alone
    return dict(json.loads(printed.getvalue()))


def main() -> None:
    """Until the tests hang up."""
    import django

    django.setup()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(play(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
