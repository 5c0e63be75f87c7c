"""Pure: the time plan. Who gets how long, when a step should have ended, and what is too tight."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from workshop.models import Workshop
from workshop.steps import Step, StoryMode
from workshop.texts import QUESTIONS

#: Less than this is no story, and no talk about a slip (docs/domain.md, *Time*).
SHORTEST_STORY = dt.timedelta(minutes=3)
SHORTEST_SLIP = dt.timedelta(minutes=1)
#: The break comes after the stories.
BREAK_AFTER = Step.STORY


def planned_end(workshop: Workshop, step: int) -> dt.datetime | None:
    """When this step would end if the whole afternoon went by the plan; None before it began."""
    if workshop.started_at is None:
        return None
    minutes = sum(workshop.minutes[: step + 1]) + (workshop.break_minutes if step > BREAK_AFTER else 0)
    return workshop.started_at + dt.timedelta(minutes=minutes)


def speaking_time(workshop: Workshop, seats: int) -> dt.timedelta:
    """What the plan gives one speaker in all, over all rounds."""
    return dt.timedelta(minutes=workshop.minutes[Step.STORY]) / max(seats, 1)


def turn_time(workshop: Workshop, seats: int) -> dt.timedelta:
    """What the plan gives one turn: everything (*persoon voor persoon*), or a question's part of it."""
    parts = 1 if workshop.story_mode == StoryMode.PERSON else len(QUESTIONS)
    return speaking_time(workshop, seats) / parts


@dataclass(frozen=True)
class Advice:
    """What is too tight, how much it would get, and the step with the most minutes to take from."""

    about: Step
    each: dt.timedelta
    needed: int
    shorten: Step


def advice(workshop: Workshop, seats: int, slips: int) -> list[Advice]:
    """Where the plan leaves a speaker under 3 minutes in all, or a slip under 1 minute."""
    found = []
    if seats and workshop.step <= Step.STORY and speaking_time(workshop, seats) < SHORTEST_STORY:
        needed = seats * int(SHORTEST_STORY.total_seconds() // 60)
        found.append(_advice(workshop, Step.STORY, speaking_time(workshop, seats), needed))
    each = dt.timedelta(minutes=workshop.minutes[Step.SWAP]) / max(slips, 1)
    if slips and workshop.step <= Step.SWAP and each < SHORTEST_SLIP:
        found.append(_advice(workshop, Step.SWAP, each, slips))
    return found


def _advice(workshop: Workshop, about: Step, each: dt.timedelta, minutes: int) -> Advice:
    to_come = [step for step in Step if step > workshop.step and step != about] or [Step.CLOSING]
    longest = max(to_come, key=lambda step: workshop.minutes[step])
    return Advice(about, each, minutes - workshop.minutes[about], longest)
