"""Decides whose fleeting messages are passed on: in step 3 the others only listen, so only the speaker's are."""

from __future__ import annotations

from dataclasses import dataclass

from workshop.models import Turn, Workshop
from workshop.steps import Step


@dataclass(frozen=True)
class Floor:
    """`speaker`: the seat that speaks, empty between two turns; `quiet`: whether the others listen."""

    quiet: bool = False
    speaker: str = ""

    def may_hold(self, seat: str | None) -> bool:
        """Whether all may see that this seat has a figure in hand. None: the facilitator, for a seat without device."""
        return not self.quiet or seat is None or seat == self.speaker

    def may_clap(self) -> bool:
        """Whether applause is passed on."""
        return not self.quiet


def read_floor(workshop_id: str) -> Floor:
    """The floor as the database has it now; open when the workshop is gone."""
    if not Workshop.objects.filter(id=workshop_id, step=Step.STORY).exists():
        return Floor()
    turns = Turn.objects.filter(workshop=workshop_id, state=Turn.State.SPEAKING)
    return Floor(quiet=True, speaker=turns.values_list("participant_id", flat=True).first() or "")
