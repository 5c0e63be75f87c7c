"""Every action of the workshop, done once or more in the middle of an afternoon: who, in which step, and with what."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from live import afternoon
from support import people

from workshop.models import (
    Agreement,
    DirectSwap,
    HardCase,
    JournalEntry,
    Knock,
    PrivateNote,
    SameCustomer,
    Success,
    Thread,
    Turn,
    Workshop,
)
from workshop.steps import Step

LOBBY, SHEET, TABLE, STORY, THREAD, STACK, SWAP, CLOSING = Step
Fields = dict[str, Any]
Make = Callable[[Workshop], Fields]

#: In two weeks.
SOON = (dt.date.today() + dt.timedelta(days=14)).isoformat()


def nothing(workshop: Workshop) -> Fields:
    return {}


@dataclass(frozen=True)
class Case:
    """`who` does `action` in the middle of `step`.

    "Fleur/Eva" is Fleur for Eva, who has no device; "second" the other console; "door" somebody who comes in.

    `first`: cases that are played before it. `back`: the facilitator has come back to this step from the end.
    `by_all`: it is the first case of its action, for which every kind of screen is looked at.
    """

    action: str
    step: Step
    who: str
    make: Make = nothing
    first: "tuple[Case, ...]" = ()
    back: bool = False
    by_all: bool = False

    def __str__(self) -> str:
        after = "".join(f"-after-{case.action}" for case in self.first)
        return f"{self.action}-{self.step.value}{'-back' if self.back else ''}-{self.who}{after}"

    @property
    def eyes(self) -> set[str]:
        """Whose screens are looked at: all kinds, or else who acts, a colleague, the console and the projector."""
        acting = {"second"} if "second" in [self.who, *(case.who for case in self.first)] else {*self.who.split("/")}
        others = {"Ana", "Bas", "Cem", "Dirk"} if self.by_all else {_COLLEAGUE.get(self.who, "Ana")}
        return (acting | others | {"Fleur", "beamer"}) - {"door"}


_COLLEAGUE = {"Ana": "Bas", "Cem": "Bas"}


CASES: list[Case] = []


def case(
    action: str,
    who: str,
    steps: Step | Iterable[Step],
    make: Make = nothing,
    first: Iterable[Case] = (),
    back: bool = False,
) -> Case:
    """Enter a case for each of the steps; returns the last one."""
    for step in [steps] if isinstance(steps, Step) else steps:
        by_all = action not in {case.action for case in CASES}
        CASES.append(Case(action, step, who, make, tuple(first), back, by_all))
    return CASES[-1]


# --- what a case is about ------------------------------------------------------------------------------------------


def of(kind: str, name: str) -> Make:
    """The id of a seat, in the field `kind`."""
    return lambda workshop: {kind: people.seat(workshop, name).id}


def figure(name: str, customer: str, /, **more: Any) -> Make:
    return lambda workshop: {"figure": people.figure(workshop, name, customer).id} | more


def figures(*owned: tuple[str, str]) -> Make:
    return lambda workshop: {"figures": [people.figure(workshop, *one).id for one in owned]}


def slip(customer: str, /, **more: Any) -> Make:
    return lambda workshop: {"slip": people.slip(workshop, customer).id} | more


def claim(name: str, customer: str, /, **more: Any) -> Make:
    return lambda workshop: {"claim": afternoon.claim(workshop, name, customer).id} | more


def thread(text: str, /, **more: Any) -> Make:
    return lambda workshop: {"thread": Thread.objects.get(workshop=workshop, text=text).id} | more


def hard(customer: str) -> Make:
    """The case that somebody made of a customer."""
    return lambda workshop: {"case": HardCase.objects.get(workshop=workshop, rating__customer__name=customer).id}


def note(text: str, /, **more: Any) -> Make:
    return lambda workshop: {"note": PrivateNote.objects.get(workshop=workshop, text=text).id} | more


def entry(action: str) -> Make:
    """The last entry of the journal with this action."""
    entries = JournalEntry.objects.filter(action=action, undone_by=None).order_by("-seq")
    return lambda workshop: {"entry": entries.filter(workshop=workshop).values_list("seq", flat=True)[0]}


def given(**fields: Any) -> Make:
    return lambda workshop: fields


def also(*makes: Make) -> Make:
    """Several makes' fields together."""
    return lambda workshop: {name: value for make in makes for name, value in make(workshop).items()}


def link(text: str, name: str, customer: str, /) -> Make:
    """A thread and somebody's customer."""
    return also(thread(text), lambda workshop: {"customer": people.figure(workshop, name, customer).customer_id})


def under(text: str, head: str, /) -> Make:
    """A thread and the one under which it comes."""
    return also(thread(text), lambda workshop: {"under": thread(head)(workshop)["thread"]})


def swap_of(mine: tuple[str, str], theirs: tuple[str, str]) -> Make:
    """A direct swap of two figures; the one who offers it expects that it gives energy."""
    return lambda workshop: {
        "mine": people.figure(workshop, *mine).id,
        "theirs": people.figure(workshop, *theirs).id,
        "expectation": "gives",
    }


def helpers(*names: str) -> Make:
    return lambda workshop: {"helpers": [people.seat(workshop, name).id for name in names]}


def shown(kind: str, make: Make, field: str) -> Make:
    """What is put on the big screen: a row that another make names."""
    return lambda workshop: {"what": f"{kind}:{make(workshop)[field]}"}


def pair(first: tuple[str, str], second: tuple[str, str]) -> Make:
    """Two customers, in the fields `kept` and `other`."""
    return lambda workshop: {
        "kept": people.figure(workshop, *first).customer_id,
        "other": people.figure(workshop, *second).customer_id,
    }


def _id_of(rows: Any, field: str) -> Make:
    return lambda workshop: {field: rows.filter(workshop=workshop).values_list("id", flat=True)[0]}


direct_swap = _id_of(DirectSwap.objects.filter(state=DirectSwap.State.OFFERED).order_by("-seq"), "direct_swap")
agreement = _id_of(Agreement.objects, "agreement")
success = _id_of(Success.objects, "success")
same = _id_of(SameCustomer.objects, "pair")
waiting = _id_of(Turn.objects.filter(state=Turn.State.WAITING).order_by("-position"), "turn")
knocked = _id_of(Knock.objects, "knock")
