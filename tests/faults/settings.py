"""The settings as they are, and something wrong with the server: what the environment names.

FAULT_LAYER: a channel layer of `faults.layers`. FAULT_BUILD: another build id, as after a deploy. FAULT_CLOCK: a file
with the seconds by which the clock is wrong. FAULT_POISON: a file with the seat for which a handler fails.
"""

import os

from workshop.settings import *  # noqa: F403
from workshop.settings import BUILD_ID, CHANNEL_LAYERS, INSTALLED_APPS, STATIC_URL

INSTALLED_APPS = [*INSTALLED_APPS, "faults.broken_parts.BrokenServer"]

if layer := os.environ.get("FAULT_LAYER", ""):
    CHANNEL_LAYERS = {"default": {"BACKEND": f"faults.layers.{layer}"}}

if build := os.environ.get("FAULT_BUILD", ""):
    STATIC_URL = STATIC_URL.replace(BUILD_ID, build)
    BUILD_ID = build
