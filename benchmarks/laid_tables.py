"""What lay_tables.py lays, and says of it as JSON."""

from typing import TypedDict


class LaidSeat(TypedDict):
    """A seat of a table; `figures`: (id, zone) each."""

    id: str
    token: str
    figures: list[tuple[str, str]]


class Laid(TypedDict):
    """A workshop with its table."""

    workshop: str
    step: int
    console: str
    seats: list[LaidSeat]
