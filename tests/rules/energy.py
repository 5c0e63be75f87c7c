"""How Bas and Cem feel about Ana's customer, and what they are told when the ground rule is in the way."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from support.people import act, act_for, figure, go, join, open_workshop, seat, slip

from workshop.models import Claim, Participant, Workshop
from workshop.refusals import Refusal
from workshop.steps import Step

ZONES = ("costs", "neutral", "gives")
NEVER_RATED = "expectation-first"
LEAK = "own-leak"
LEAK_SWAPPED = "own-leak-swapped"
NO_HELPER = "no-helper"
HELPERS_LEAK = "helper-leak"
HELP_NEVER_RATED = "help-expectation-first"
HELP_LEAK = "help-own-leak"
NOBODY_SAID_YES = "no-helper-yet"


@dataclass(frozen=True)
class Feeling:
    """The zone in which somebody put the customer ("": never rated), and the expectation that comes with the answer."""

    zone: str
    expectation: str

    @property
    def energy(self) -> str:
        """Who rated is bound by the rating; an expectation counts for others only."""
        return self.zone or self.expectation


def feelings(zone: str) -> list[Feeling]:
    """Who rated may send the rosiest expectation along: it must change nothing."""
    return [Feeling(zone, expectation) for expectation in (("", "gives") if zone else ("", *ZONES))]


def table_with(taker: str, helper: str) -> Workshop:
    """Step 6: Ana's Blom lies on the stack; Bas and Cem serve the same customer, or never rated it ("")."""
    workshop = open_workshop()
    for name in ("Ana", "Bas", "Cem"):
        join(workshop, name)
    go(workshop, Step.TABLE)
    zones = {"Ana": "costs", "Bas": taker, "Cem": helper}
    for name, zone in zones.items():
        if zone:
            act(seat(workshop, name), "table.lay", name="Blom", zone=zone)
            join_blom(workshop, name)
    go(workshop, Step.STACK)
    act(seat(workshop, "Ana"), "stack.stick", figure=figure(workshop, "Ana", "Blom").id)
    go(workshop, Step.SWAP)
    return workshop


def join_blom(workshop: Workshop, name: str) -> None:
    kept, other = (figure(workshop, who, "Blom").customer_id for who in ("Ana", name))
    if kept != other:
        act(workshop, "table.join", kept=kept, other=other)


def says(who: Participant, for_seat: bool, action: str, **data: object) -> str:
    """The refusal's code, "" when it was done. `for_seat`: the facilitator acts, for a seat without a device."""
    try:
        (act_for if for_seat else act)(who, action, **data)
    except Refusal as refusal:
        return refusal.code
    return ""


def ways_to_settle(workshop: Workshop, claim: Claim, for_seat: bool) -> Iterator[tuple[str, str]]:
    """Each way in which the slip could go to the taker, with the code that refused it or ""."""
    ana = seat(workshop, "Ana")
    for way in ("settle", "draw_lots", "choose"):
        mark = transaction.savepoint()
        if way == "choose":
            act(workshop, "swap.let_giver_choose", slip=claim.slip_id)
            yield way, says(ana, for_seat, "swap.choose", claim=claim.id)
        else:
            names = {"settle": {"claim": claim.id}, "draw_lots": {"slip": claim.slip_id}}
            try:
                act(workshop, f"swap.{way}", **names[way])
                yield way, ""
            except Refusal as refusal:
                yield way, refusal.code
        transaction.savepoint_rollback(mark)


def claimed(taker: str, answer: str, expectation: str = "", helper: str = "") -> tuple[Workshop, Claim]:
    """Bas has answered Ana's slip and it is open; Cem, when asked, has said yes (expecting that it gives energy)."""
    workshop = table_with(taker, helper)
    asked = (seat(workshop, "Cem").id,) if answer == "help" else ()
    data = {"answer": answer, "expectation": expectation, "helpers": asked}
    act(seat(workshop, "Bas"), "swap.answer", slip=slip(workshop, "Blom").id, **data)
    act(workshop, "swap.open", slip=slip(workshop, "Blom").id)
    claim = Claim.objects.get()
    if asked:
        act(seat(workshop, "Cem"), "swap.help", claim=claim.id, yes=True, expectation="gives")
    return workshop, claim


def lay_leak(workshop: Workshop, name: str) -> None:
    """Back to step 2: somebody remembers serving the customer too, and that it costs energy. The two are joined."""
    go(workshop, Step.TABLE)
    act(seat(workshop, name), "table.lay", name="Blom", zone="costs")
    go(workshop, Step.SWAP)
    join_blom(workshop, name)


def refusals(workshop: Workshop, claim: Claim) -> dict[str, str]:
    return dict(ways_to_settle(workshop, claim, for_seat=False))
