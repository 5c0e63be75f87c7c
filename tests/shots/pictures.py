"""The few pictures that are committed: on the start page (static/img/start/) and, the same ones, in the README.

Taken by `make screenshots ARGS=start`, small and as WebP.
"""

import base64
from typing import Any

from browser.people import wait_live
from playwright.sync_api import Page
from support.server import ROOT, AppServer

FOLDER = ROOT / "static" / "img" / "start"
QUALITY = 60


def take(camera: Any, server: AppServer) -> None:
    """Only when asked for by name: they stand in the repository."""
    if "start" not in camera.wanted:
        return
    FOLDER.mkdir(exist_ok=True)
    numbers = ("--people", "4", "--customers", "5")
    table = server.practice("--step", "2", *numbers)
    stack = server.practice("--step", "5", *numbers)
    closing = server.practice("--step", "7", *numbers)
    for name, size, url in (
        ("table", "beamer", table["projector"]),
        ("phone", "phone", stack["participants"][1]["url"]),
        ("result", "beamer", closing["projector"]),
    ):
        with camera.person(size, device_scale_factor=1) as page:
            page.goto(url)
            wait_live(page)
            page.evaluate("document.fonts.ready")
            page.wait_for_timeout(500)
            keep(page, name, 0.75 if size == "beamer" else 1)
            camera.taken += 1


def keep(page: Page, name: str, scale: float) -> None:
    size = page.viewport_size
    assert size
    clip = {"x": 0, "y": 0, **size, "scale": scale}
    chromium = page.context.new_cdp_session(page)
    taken = chromium.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY, "clip": clip})
    (FOLDER / f"{name}.webp").write_bytes(base64.b64decode(taken["data"]))
