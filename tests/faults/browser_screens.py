"""What the faults ask of a real browser among the plain clients."""

import time

from browser.people import read_ids
from faults.bad_network import Room
from playwright.sync_api import Page


def wait_state(page: Page, *states: str, patience: float = 10) -> float:
    """Wait until the page says that it is live (polling, offline); the seconds it took."""
    began = time.monotonic()
    wanted = ", ".join(f'body[data-connection="{state}"]' for state in states)
    page.wait_for_selector(wanted, timeout=patience * 1000)
    return time.monotonic() - began


def settle_page(page: Page, room: Room, patience: float = 30) -> float:
    """Wait until a page shows what is on disk, and compare its table; the seconds it took."""
    began = time.monotonic()
    page.wait_for_selector(
        f'body:not([data-connection="offline"])[data-seq="{room.disk.seq(room.id)}"]', timeout=patience * 1000
    )
    seconds = time.monotonic() - began
    assert read_ids(page) == room.disk.table(room.id)
    return seconds
