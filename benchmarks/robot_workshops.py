"""Workshops for the robots: `python benchmarks/robot_workshops.py NUMBER` on the database of the environment.

Practice workshops at the first step, with eight people who came in. Prints everybody's link, as JSON.
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")

import django

django.setup()

from sessions import network, practice
from workshop.limits import MOST_SEATS
from workshop.steps import Step


def main(number: int) -> None:
    opened = (practice.play(facilitator=None, to=Step.LOBBY, people=MOST_SEATS, customers=8) for _ in range(number))
    print(json.dumps([practice.addresses(workshop, network.own_address()) for workshop in opened]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
