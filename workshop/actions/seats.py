"""Step 0, Binnenkomen: seats, what they look like, and who has a device."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Id, Name, Number, OnOff
from workshop.actions.lookups import seats_of
from workshop.actions.registry import NEVER, Switch, action, steps_from
from workshop.actions.story import add_turns, leave_turn
from workshop.edits import Was, edited
from workshop.journal import forget_private, forget_slips
from workshop.limits import LONGEST_SEAT_NAME, MOST_SEATS
from workshop.looks import COLOURS, SHAPES
from workshop.models import (
    CaseAnswer,
    Claim,
    Customer,
    DirectSwap,
    EnergyRating,
    HardCase,
    Help,
    Participant,
    PrivateNote,
    SwapProposal,
    TakeRequest,
    Thread,
    WishMark,
)
from workshop.names import same_name
from workshop.permissions import Who
from workshop.refusals import NameTaken, Refusal
from workshop.steps import LAST_CATCH_UP, Outcome, Step


@action(
    "lobby.join",
    at_the_door=True,
    told=gettext_lazy("%(about)s kwam binnen"),
    undo=NEVER,
)
def join(act: ActionContext, *, name: str, colour: int | None = None, shape: int | None = None) -> None:
    """A colleague comes in by code or QR (actor: the door). A taken colour gives the first free one."""
    seats = seats_of(act.workshop)
    if not act.workshop.door_open:
        raise Refusal("door-shut", _("De deur is dicht. Vraag de begeleider om hem open te zetten."))
    guard_name(act, name)
    guard_room(seats)
    seat = new_seat(act, seats, name, colour, shape)
    act.create(seat)
    come_in(act, seat)


@action(
    "lobby.seat_without_device",
    who=Who.FACILITATOR,
    fields={"name": Name(most=LONGEST_SEAT_NAME)},
    told=gettext_lazy("%(about)s kwam binnen, zonder apparaat"),
    undo=NEVER,
)
def seat_without_device(act: ActionContext, *, name: str) -> None:
    """A colleague who takes part without a device, marked so for all to see."""
    seats = seats_of(act.workshop)
    guard_room(seats)
    guard_name(act, name)
    seat = new_seat(act, seats, name, None, None)
    seat.without_device = True
    act.create(seat)
    come_in(act, seat)


@action(
    "lobby.invite_guest",
    who=Who.FACILITATOR,
    after_closing=True,
    fields={"name": Name(most=LONGEST_SEAT_NAME)},
    told=gettext_lazy("%(about)s is gast"),
    undo=NEVER,
)
def invite_guest(act: ActionContext, *, name: str) -> None:
    """A team lead without customers: no seat of the eight; sees what the beamer shows, and takes the swap list home."""
    guard_name(act, name)
    act.create(Participant(workshop=act.workshop, name=name, guest=True, team_lead=True, place=90))
    act.about = name


def guard_room(seats: list[Participant]) -> None:
    if len(seats) >= MOST_SEATS:
        raise Refusal("table-full", _("De tafel is vol: er zijn al acht plekken bezet."))


def guard_name(act: ActionContext, name: str) -> None:
    # Compared here: SQLite knows capitals of plain ASCII only, so there would be an Élise and an élise.
    for seat in Participant.objects.filter(workshop=act.workshop, removed_at=None):
        if same_name(seat.name, name):
            raise NameTaken(seat, name)


def new_seat(
    act: ActionContext, seats: list[Participant], name: str, colour: int | None, shape: int | None
) -> Participant:
    place = max((seat.place for seat in seats), default=-1) + 1
    return Participant(
        workshop=act.workshop,
        name=name,
        place=place,
        colour=_free(colour, {seat.colour for seat in seats}, len(COLOURS)),
        shape=place % len(SHAPES) if shape is None else shape,
        catching_up=Step.TABLE <= act.workshop.step <= Step.STACK,
    )


def _free(wanted: int | None, taken: set[int], size: int) -> int:
    if wanted is not None and wanted not in taken:
        return wanted
    return next(number for number in range(size) if number not in taken)


def come_in(act: ActionContext, seat: Participant) -> None:
    if act.workshop.furthest_step >= Step.STORY:
        add_turns(act, seat)
    act.about = seat.name


@action(
    "lobby.choose_look",
    who=Who.SEAT,
    steps={Step.LOBBY},
    fields={"colour": Number(0, len(COLOURS) - 1), "shape": Number(0, len(SHAPES) - 1)},
    told=gettext_lazy("%(who)s koos een kleur en vorm"),
    undo=NEVER,
)
def choose_look(act: ActionContext, *, colour: int, shape: int) -> None:
    if colour in {seat.colour for seat in seats_of(act.workshop) if seat.id != act.seat.id}:
        raise Refusal("colour-taken", _("Die kleur is net gekozen door een collega. Kies een andere."))
    act.update(act.seat, colour=colour, shape=shape)


@action(
    "lobby.practise",
    who=Who.SEAT,
    steps={Step.LOBBY},
    told=gettext_lazy("%(who)s oefende met een poppetje"),
    undo=NEVER,
)
def practise(act: ActionContext) -> None:
    """The practice figure was moved for the first time: the facilitator sees who knows how."""
    if act.seat.done_step == Step.LOBBY:
        raise NothingToDo
    act.update(act.seat, done_step=Step.LOBBY)
    act.invalidate_seats(act.seat)


@action(
    "lobby.done",
    who=Who.SEAT | Who.FOR_SEAT,
    steps=steps_from(Step.SHEET, Step.CLOSING),
    fields={"done": OnOff()},
    told=Switch(
        fields=("done_step",),
        on=gettext_lazy("%(who)s meldde zich klaar"),
        off=gettext_lazy("%(who)s is nog bezig"),
    ),
    undo=NEVER,
)
def done(act: ActionContext, *, done: bool) -> None:
    """*Klaar* with this step, or not yet; all see who is."""
    step = act.workshop.step if done else -1
    if act.seat.done_step == step:
        raise NothingToDo
    act.update(act.seat, done_step=step)
    act.invalidate_seats(act.seat)


@action(
    "lobby.without_device",
    who=Who.FACILITATOR,
    fields={"seat": Id(), "without": OnOff()},
    told=Switch(
        fields=("without_device",),
        on=gettext_lazy("%(about)s heeft geen apparaat"),
        off=gettext_lazy("%(about)s heeft weer een apparaat"),
    ),
    undo=NEVER,
)
def without_device(act: ActionContext, *, seat: str, without: bool = True) -> None:
    """A seat whose device died; all see it, and its owner says with one tap that it has one again."""
    participant = act.participant(seat)
    if participant.without_device == without:
        raise NothingToDo
    act.update(participant, without_device=without)
    act.about = participant.name
    act.invalidate_seats(participant)


@action(
    "lobby.back_on_device",
    who=Who.SEAT,
    told=gettext_lazy("%(who)s heeft weer een apparaat"),
    undo=NEVER,
)
def back_on_device(act: ActionContext) -> None:
    if not act.seat.without_device:
        raise NothingToDo
    act.update(act.seat, without_device=False)
    act.invalidate_seats(act.seat)


@action(
    "lobby.lead",
    who=Who.FACILITATOR,
    after_closing=True,
    fields={"seat": Id(), "lead": OnOff()},
    told=Switch(
        fields=("team_lead",),
        on=gettext_lazy("%(about)s is teamleider"),
        off=gettext_lazy("%(about)s is geen teamleider meer"),
    ),
    undo=NEVER,
)
def lead(act: ActionContext, *, seat: str, lead: bool = True) -> None:
    """Mark a seat as the team lead's: it may export the swap list."""
    participant = act.participant(seat)
    if participant.team_lead == lead:
        raise NothingToDo
    act.update(participant, team_lead=lead)
    act.about = participant.name
    act.invalidate_seats(participant)


@action(
    "lobby.rename",
    who=Who.FACILITATOR,
    fields={"seat": Id(), "name": Name(most=LONGEST_SEAT_NAME)},
    told=gettext_lazy("een deelnemer heet nu %(about)s"),
    undo=NEVER,
)
def rename(act: ActionContext, *, seat: str, name: str, was: Was = None) -> None:
    participant = act.participant(seat)
    if not edited(participant, was, name=name):
        raise NothingToDo
    if not same_name(participant.name, name):
        guard_name(act, name)
    for line in Thread.objects.filter(workshop=act.workshop, owner=participant.name):
        act.update(line, owner=name)
    act.update(participant, name=name)
    act.about = name


@action(
    "lobby.catch_up",
    who=Who.FACILITATOR,
    steps=steps_from(Step.TABLE, LAST_CATCH_UP),
    fields={"seat": Id(), "on": OnOff()},
    told=gettext_lazy("%(about)s mag inhalen"),
    undo=NEVER,
)
def catch_up(act: ActionContext, *, seat: str, on: bool = True) -> None:
    """*Inhalen*: this seat does steps 1 and 2 for itself, without moving the others."""
    participant = act.participant(seat)
    act.update(participant, catching_up=on)
    act.about = participant.name
    act.invalidate_seats(participant)


@action(
    "lobby.remove",
    who=Who.FACILITATOR,
    after_closing=True,
    fields={"seat": Id()},
    told=gettext_lazy("%(about)s ging van tafel"),
    undo=NEVER,
)
def remove(act: ActionContext, *, seat: str) -> None:
    """A seat leaves: its public figures, slips and results stay, its private part is erased, its screens close."""
    participant = act.participant(seat)
    act.update(participant, removed_at=act.now)
    leave_turn(act, participant)
    # A yes from somebody who left carries nobody; a result that rests on it stays.
    Help.objects.filter(helper=participant, claim__slip__outcome__in=("", Outcome.OPEN)).delete()
    erase_private(participant)
    forget_private(act.workshop, participant)
    forget_slips(act.workshop)
    act.about = participant.name


def erase_private(*people: Participant) -> None:
    """What nobody but these people themselves has seen: unplaced lines, notes, drafts, wish marks, answers to slips
    still closed."""
    PrivateNote.objects.filter(participant__in=people).delete()
    WishMark.objects.filter(participant__in=people).delete()
    SwapProposal.objects.filter(giver__in=people, stuck=False).delete()
    DirectSwap.objects.filter(legs__taker__in=people).exclude(state=DirectSwap.State.AGREED).delete()
    Claim.objects.filter(participant__in=people, slip__opened=False).delete()
    CaseAnswer.objects.filter(participant__in=people).exclude(case__state=HardCase.State.OPEN).delete()
    TakeRequest.objects.filter(participant__in=people).delete()
    lines = EnergyRating.objects.filter(participant__in=people, zone=None)
    customers = list(lines.values_list("customer", flat=True))
    lines.delete()
    Customer.objects.filter(pk__in=customers).named_by_no_row().delete()
    figures = EnergyRating.objects.filter(participant__in=people)
    figures.update(reason="", column="")
    figures.exclude(slips__stuck=True).update(signal="")
