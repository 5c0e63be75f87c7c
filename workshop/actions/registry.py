"""The list of actions: all that is to be said of an action stands on its function.

What an action permits (`who`, `steps` and what follows) is explained at `permissions.Permit`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise

from workshop.actions.fields import Field
from workshop.models.journal import Written
from workshop.permissions import Permit, Who
from workshop.steps import Step

#: What an action does. Its other arguments are the fields that it declares.
Function = Callable[..., None]  # type: ignore[explicit-any]  # of any kind


@dataclass(frozen=True, kw_only=True)
class Undo:
    """How an entry of the journal is undone.

    Args:
        allowed: whether it ever is.
        counts: whether it counts as somebody's last act; what is led, not done, does not.
        column: the private column that it writes of a figure that may be public; such a figure keeps its seq.
        drops_answers: answers to its slip that nobody has seen fall away with it.
        restores_drafts: it put other words on a slip that was a draft; its giver's own come back.
    """

    allowed: bool = True
    counts: bool = True
    column: str = ""
    drops_answers: bool = False
    restores_drafts: bool = False


#: While its rows still are as the entry left them.
ALWAYS: Final = Undo()
#: What is led, not done: a step, a lock or a removed seat is not undone through the journal.
NEVER: Final = Undo(allowed=False, counts=False)


#: What a field holds when it is turned off; -1 is the step that somebody is done with, of none.
_NOTHING: Final = (None, False, "", -1)


@dataclass(frozen=True, kw_only=True)
class Switch:
    """Two lines for the journal, of an action that turns something on or off. `fields`: what it writes to do so."""

    fields: tuple[str, ...]
    on: Promise
    off: Promise

    def told(self, changes: Iterable[Written]) -> Promise:
        """The line for what was written: nothing there now is off."""
        written = [fields[name][1] for _model, _row, fields in changes for name in self.fields if name in fields]
        return self.on if any(value not in _NOTHING for value in written) else self.off


@dataclass(frozen=True, kw_only=True)
class Action(Permit):
    """One action: the function that does it, and what the rest of the code has to know about it.

    Args:
        fields: what may be sent with it; what is not named here does not reach the function.
        told: its line in the journal: `%(who)s` did it, `%(about)s` it was about. Empty: it is always private, and
            the journal only counts it.
        by_socket: a page may also send it by its socket; only what must be quick.
    """

    function: Function
    fields: Mapping[str, Field]
    told: str | Promise | Switch
    undo: Undo
    by_socket: bool

    @property
    def writes_over(self) -> bool:
        """Whether its form writes over what stands there, so that the page says what that was."""
        return "was" in inspect.signature(self.function).parameters


NOBODY: Final = Who(0)
EVERY_STEP: Final = frozenset(Step)
#: Every action by its name. Complete once `workshop.actions` is imported.
ACTIONS: Final[dict[str, Action]] = {}


def action(
    name: str,
    *,
    who: Who = NOBODY,
    steps: Collection[Step] = EVERY_STEP,
    fields: Mapping[str, Field] | None = None,
    told: str | Promise | Switch = "",
    undo: Undo = ALWAYS,
    catch_up: bool = False,
    after_closing: bool = False,
    guests: bool = False,
    at_the_door: bool = False,
    by_socket: bool = False,
) -> Callable[[Function], Function]:
    """Enter a function in the list of actions. Names are stored in the journal, so they never change."""

    def enter(function: Function) -> Function:
        ACTIONS[name] = Action(
            name=name,
            function=function,
            who=who,
            steps=frozenset(steps),
            fields=fields or {},
            told=told,
            undo=undo,
            catch_up=catch_up,
            after_closing=after_closing,
            guests=guests,
            at_the_door=at_the_door,
            by_socket=by_socket,
        )
        return function

    return enter


def steps_from(first: Step, last: Step) -> frozenset[Step]:
    """The steps from `first` to `last`, both included."""
    return frozenset(Step(number) for number in range(first, last + 1))
