"""The cases of rings, of what customers weigh, of slips put to somebody, and of chances and leaks on the big screen."""

from typing import Any

from live.case import SHEET, STACK, SWAP, THREAD, Make, also, case, entry, figure, given, of, slip, thread
from support import people

from workshop.models import DirectSwap, Workshop


def ring(*names: tuple[str, str]) -> Make:
    """The figures of a ring, and what who offers it expects."""
    return lambda workshop: {"figures": [people.figure(workshop, *one).id for one in names], "expectation": "gives"}


def ring_under_way(workshop: Workshop) -> dict[str, Any]:
    rings = [one for one in DirectSwap.objects.filter(workshop=workshop) if one.legs.count() == 3]
    return {"direct_swap": rings[0].id, "expectation": "gives"}


THREE = ring(("Ana", "Kapper"), ("Bas", "Museum"), ("Cem", "Theater"))
for step in (STACK, SWAP):
    offered = case("stack.ring", "Ana", step, THREE)
    one_yes = case("stack.accept", "Bas", step, ring_under_way, [offered])
    case("stack.accept", "Cem", step, ring_under_way, [offered, one_yes])
    case("stack.decline", "Cem", step, ring_under_way, [offered, one_yes])
case("stack.ring", "Fleur/Eva", STACK, ring(("Eva", "Klant van Eva"), ("Bas", "Museum"), ("Cem", "Theater")))

for_eva = case(
    "stack.propose", "Ana", STACK,
    lambda workshop: {"mine": people.figure(workshop, "Ana", "Kapper").id, "expectation": "gives",
                      "theirs": people.figure(workshop, "Eva", "Klant van Eva").id},
)  # fmt: skip
case(
    "stack.decline",
    "Ana",
    STACK,
    lambda workshop: {"direct_swap": DirectSwap.objects.filter(workshop=workshop).latest("seq").id},
    [for_eva],
)
case("journal.take_back", "Ana", STACK, entry("stack.propose"), [for_eva])

for step in (SHEET, STACK):
    by_size = case("steps.weigh", "Fleur", step, given(by="size"))
    case("sheet.weigh", "Ana", step, figure("Ana", "Slager", weight=3), [by_size])
case("steps.weigh", "Fleur", SWAP, given(by="hours"))

doubts = case("swap.answer", "Bas", SWAP, slip("Notaris", answer="no", expectation="gives"))
opened = case("swap.open", "Fleur", SWAP, slip("Notaris"), [doubts])
put = case("swap.ask", "Fleur", SWAP, also(slip("Notaris"), of("seat", "Bas")), [doubts, opened])
case("swap.answer", "Bas", SWAP, slip("Notaris", answer="take", expectation="gives"), [doubts, opened, put])

chances = case("projector.show", "Fleur", STACK, given(what="chances"))
case("stack.stick", "Ana", STACK, figure("Ana", "Slager"), [chances])
leaks = case("projector.show", "Fleur", THREAD, given(what="leaks"))
case("thread.improve", "Ana", THREAD, thread("Meedenken"), [leaks])
