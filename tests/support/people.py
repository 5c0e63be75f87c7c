"""The people of the tests: Ana, Bas and Cem sit at the table, Fleur facilitates, Dirk leads, Mallory is a stranger.

A table is laid with real acts, through the real door; an arrangement that is refused fails the test loudly.
"""

import datetime as dt
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from support.snapshots import once

from sessions.access import seat_cookie
from workshop.limits import PLANS
from workshop.models import Claim, EnergyRating, Participant, SwapProposal, Team, Workshop
from workshop.perform import Done, perform
from workshop.permissions import Actor
from workshop.steps import Answer, Step, Zone

TRIO = ("Ana", "Bas", "Cem")
FLEURS_WORD = "zeven groene fietsen"

#: Bakker and Gemeente stand on several lists, and feel different to each.
LISTS: dict[str, dict[Zone, list[str]]] = {
    "Ana": {Zone.COSTS: ["Bakker", "Slager"], Zone.NEUTRAL: ["Kapper", "Gemeente"], Zone.GIVES: ["Bloemist"]},
    "Bas": {Zone.COSTS: ["Gemeente", "Hotel"], Zone.NEUTRAL: ["Garage"], Zone.GIVES: ["Bakker", "Museum"]},
    "Cem": {Zone.COSTS: ["Notaris"], Zone.NEUTRAL: ["Bakker", "Zwembad"], Zone.GIVES: ["Theater"]},
}

_numbers = count(1)


# --- acts ------------------------------------------------------------------------------------------------------------


def act(who: Participant | Workshop, action: str, /, **data: Any) -> Done:
    """A seat does something; a workshop stands for its facilitator."""
    if isinstance(who, Workshop):
        return _knock(who.id, Actor("facilitator"), action, data)
    return _knock(who.workshop_id, Actor("seat", again(who)), action, data)


def act_for(seat: Participant, action: str, /, **data: Any) -> Done:
    """The facilitator does something for a seat without a device."""
    return _knock(seat.workshop_id, Actor("facilitator", again(seat)), action, data)


def join(workshop: Workshop, name: str) -> Participant:
    """Somebody comes in by the door."""
    _knock(workshop.id, Actor("door"), "lobby.join", {"name": name})
    return seat(workshop, name)


def _knock(workshop_id: str, actor: Actor, action: str, data: dict[str, Any]) -> Done:
    action_id = f"test-{next(_numbers)}"
    return perform(workshop_id=workshop_id, actor=actor, action=action, data=data, action_id=action_id)


def go(workshop: Workshop, step: Step) -> None:
    """Fleur opens a step."""
    act(workshop, "steps.go", to=step)
    workshop.refresh_from_db()


# --- arrangements ----------------------------------------------------------------------------------------------------


def open_workshop(title: str = "Ruilen") -> Workshop:
    """A workshop of Fleur's team Zuid, without anybody in it."""
    fleur = find_fleur()
    team, _ = Team.objects.get_or_create(name="Zuid", facilitator=fleur)
    keep = dt.date(2040, 1, 1)
    return Workshop.objects.create(team=team, facilitator=fleur, title=title, minutes=list(PLANS[3]), retain_until=keep)


def find_fleur() -> User:
    """The facilitator; she can sign in."""
    return User.objects.filter(username="fleur").first() or User.objects.create_user("fleur", password=FLEURS_WORD)


@once
def lay_table(to: Step = Step.LOBBY, names: tuple[str, ...] = TRIO) -> Workshop:
    """A workshop in which step `to` has just opened: everything before it was played, nothing in it yet.

    So STACK has all figures on the table, SWAP has the leaks' slips stuck, CLOSING has the slips settled: Ana's Bakker
    taken by Bas, Bas' Gemeente kept, and what is left let go.
    """
    workshop = open_workshop()
    for name in names:
        join(workshop, name)
    for step in list(Step)[1 : to + 1]:
        _PLAYED.get(Step(step - 1), _nothing)(workshop)
        go(workshop, step)
    return workshop


def invite_dirk(workshop: Workshop) -> Participant:
    """Dirk leads the team and looks on as a guest."""
    act(workshop, "lobby.invite_guest", name="Dirk")
    return seat(workshop, "Dirk")


def _nothing(workshop: Workshop) -> None:
    """In this step they only talk."""


def write_lists(workshop: Workshop) -> None:
    """Everyone types their customers into the columns."""
    for one in seats(workshop):
        for zone, names in list_of(one.name).items():
            act(one, "sheet.add", names=names, column=zone)


def list_of(name: str) -> dict[Zone, list[str]]:
    """The customers of these people; anybody else has one of each kind."""
    return LISTS.get(name) or {
        zone: [f"{word} van {name}"] for zone, word in zip(Zone, ("Lek", "Klant", "Zon"), strict=True)
    }


def place_all(workshop: Workshop) -> None:
    """Everyone puts all their figures on the table."""
    for one in seats(workshop):
        act(one, "table.place_all")


def tell_all(workshop: Workshop) -> None:
    """Everyone has had the word, in every round."""
    while workshop.turns.filter(state="speaking").exists():
        act(workshop, "story.pass_word")


def stick_leaks(workshop: Workshop) -> None:
    """Everyone gives all leaks away."""
    for leak in EnergyRating.objects.filter(workshop=workshop, zone=Zone.COSTS).order_by(
        "participant__place", "listed"
    ):
        act(leak.participant, "stack.give_away", figure=leak.id, why=f"Waarom {leak.customer}", wish="Een frisse blik")
        act(leak.participant, "stack.stick", figure=leak.id)


def settle_all(workshop: Workshop) -> None:
    """The first slip is taken by the giver's neighbour, the third one kept, the others let go."""
    for number, one in enumerate(SwapProposal.objects.filter(workshop=workshop).order_by("stuck_at")):
        taker = next(colleague for colleague in seats(workshop) if colleague.id != one.giver_id)
        if number == 0:
            act(taker, "swap.answer", slip=one.id, answer=Answer.TAKE, expectation=Zone.GIVES)
        act(workshop, "swap.open", slip=one.id)
        if number == 0:
            act(workshop, "swap.settle", claim=Claim.objects.get(slip=one).id)
        elif number == 2:
            act(one.giver, "swap.keep", slip=one.id)
        else:
            act(workshop, "swap.look", slip=one.id)
            act(workshop, "swap.let_go", slip=one.id)


_PLAYED = {
    Step.SHEET: write_lists,
    Step.TABLE: place_all,
    Step.STORY: tell_all,
    Step.STACK: stick_leaks,
    Step.SWAP: settle_all,
}


# --- looking ---------------------------------------------------------------------------------------------------------


def seats(workshop: Workshop) -> list[Participant]:
    """Who sits at the table, in order."""
    return list(Participant.objects.filter(workshop=workshop, guest=False, removed_at=None))


def seat(workshop: Workshop, name: str) -> Participant:
    return Participant.objects.get(workshop=workshop, name=name, removed_at=None)


def again(who: Participant) -> Participant:
    """The seat as it is in the database now."""
    return Participant.objects.get(pk=who.pk)


def figure(workshop: Workshop, name: str, customer: str) -> EnergyRating:
    """Somebody's figure (or line) of a customer."""
    rows = EnergyRating.objects.select_related("customer", "participant")
    return rows.get(workshop=workshop, participant__name=name, customer__name=customer)


def slip(workshop: Workshop, customer: str) -> SwapProposal:
    """The slip of a customer."""
    return SwapProposal.objects.select_related("giver").get(workshop=workshop, rating__customer__name=customer)


# --- browsers --------------------------------------------------------------------------------------------------------


def browser_of(who: Participant) -> Client:
    """The browser in which this seat is taken."""
    client = Client()
    client.cookies[seat_cookie(who.id)] = who.token
    return client


def chair_of(workshop: Workshop) -> Client:
    """Fleur's browser, signed in."""
    client = Client()
    client.force_login(workshop.facilitator)
    return client


def base_of(who: Participant | Workshop) -> str:
    """The address of a seat's page, or of the console."""
    return f"/console/{who.id}/" if isinstance(who, Workshop) else f"/seat/{who.id}/"


def beamer_of(workshop: Workshop) -> str:
    return f"/projector/{workshop.projector_token}/"


def send(client: Client, who: Participant | Workshop, action: str, /, **fields: Any) -> Any:
    """A command as a page sends it: the answer. `step` is the present one unless it is named."""
    workshop_id = who.id if isinstance(who, Workshop) else who.workshop_id
    step = Workshop.objects.values_list("step", flat=True).get(pk=workshop_id)
    fields = {"action_id": f"send-{next(_numbers)}", "step": step} | fields
    return client.post(f"{base_of(who)}do/{action}/", fields)
