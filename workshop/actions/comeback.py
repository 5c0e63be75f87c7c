"""The comeback: the team meets again, looks back first, and judges anew."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.closing import nameless
from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Choice, Id, Line, OnOff
from workshop.actions.lookups import seats_of
from workshop.actions.registry import NEVER, Switch, action
from workshop.actions.team_list import seats_by_name
from workshop.edits import Was, edited
from workshop.load import LEFT, PASSED_ON
from workshop.models import Earlier, EnergyRating, ListedCustomer, Participant, Success, SwapProposal, Thread, Workshop
from workshop.names import plain, same_name
from workshop.permissions import Who
from workshop.refusals import Refusal
from workshop.steps import Progress, Side, Step
from workshop.then_now import energy
from workshop.wall import cards


@action(
    "comeback.begin",
    who=Who.FACILITATOR,
    steps={Step.LOBBY},
    told=gettext_lazy("we keken terug"),
    undo=NEVER,
)
def begin(act: ActionContext) -> None:
    """Look back together: what is needed of the earlier workshop is copied, and stands on all screens."""
    if not act.workshop.comes_back:
        raise Refusal("not-a-comeback", _("Dit is geen terugkomsessie."))
    if act.workshop.energy_before:
        raise NothingToDo
    carry_over(act)
    act.update_workshop(projector_shows="review")


@action(
    "comeback.hand_over",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.LOBBY},
    guests=True,
    fields={"earlier": Id(), "side": Choice(Side), "done": OnOff()},
    told=Switch(
        fields=("given", "received"),
        on=gettext_lazy("%(who)s vinkte de overdracht van %(about)s af"),
        off=gettext_lazy("%(who)s haalde het vinkje weg bij de overdracht van %(about)s"),
    ),
)
def tick_hand_over(act: ActionContext, *, earlier: str, side: str, done: bool = True) -> None:
    """One side of a hand-over of then is done, or not after all."""
    row = _handed(act, earlier)
    if not act.actor.sees_to(_seat_of(act, row.person if side == Side.GIVER else row.taker)):
        raise Refusal("tick-of-colleague", _("Dit vinkt je collega zelf af, of de teamleider of de begeleider."))
    name = "given" if side == Side.GIVER else "received"
    if getattr(row, name) == done:
        raise NothingToDo
    act.update(row, **{name: done})
    act.about = row.name


@action(
    "comeback.again",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.LOBBY},
    guests=True,
    fields={"earlier": Id(), "again": OnOff()},
    told=Switch(
        fields=("again",),
        on=gettext_lazy("%(about)s wordt weer een briefje"),
        off=gettext_lazy("%(about)s wordt toch geen briefje"),
    ),
)
def begin_anew(act: ActionContext, *, earlier: str, again: bool = True) -> None:
    """A hand-over that was never finished becomes a slip again, or not after all: the customer is on the giver's list,
    and its slip lies on the stack when step 5 opens."""
    row = _handed(act, earlier)
    if not act.actor.sees_to(_seat_of(act, row.person), _seat_of(act, row.taker)):
        raise Refusal("again-by-parties", _("Dit beslist wie gaf of wie kreeg, of de teamleider of de begeleider."))
    if again and row.given and row.received:
        raise Refusal("hand-over-done", _("Deze overdracht is klaar."))
    if row.again == again:
        raise NothingToDo
    was, holder = (row.taker, row.person) if again else (row.person, row.taker)
    _put_on_list(act, row, was, holder)
    act.update(row, again=again)
    act.about = row.name


@action(
    "comeback.hear",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.LOBBY},
    guests=True,
    fields={"earlier": Id(), "said": Line(required=False)},
    told=gettext_lazy("%(who)s schreef op wat %(about)s zei"),
)
def write_answer(act: ActionContext, *, earlier: str, said: str = "", was: Was = None) -> None:
    """What a customer that went over then answered when asked how it goes."""
    row = _handed(act, earlier)
    if not act.actor.sees_to(_seat_of(act, row.person), _seat_of(act, row.taker)):
        raise Refusal(
            "answer-by-parties", _("Dit schrijft op wie weggaf of wie overnam, of de teamleider of de begeleider.")
        )
    act.change(row, edited(row, was, {"said": "heard"}, said=said))
    act.about = row.name


def _put_on_list(act: ActionContext, row: Earlier, was: str, holder: str) -> None:
    """The customer waits for somebody else from now on; unless a second colleague gave it to the same taker."""
    others = Earlier.objects.filter(workshop=act.workshop, name=row.name, taker=was).exclude(pk=row.pk)
    listed = ListedCustomer.objects.filter(workshop=act.workshop, name=row.name, owner_name=was, taken=None).first()
    if listed is not None and not others.exists():
        act.update(listed, owner_name=holder)
    elif not ListedCustomer.objects.filter(workshop=act.workshop, name=row.name, owner_name=holder).exists():
        act.create(ListedCustomer(workshop=act.workshop, name=row.name, kind=row.kind, owner_name=holder))


def _handed(act: ActionContext, row_id: str) -> Earlier:
    row = act.find(Earlier.objects.all(), row_id)
    if row.outcome not in PASSED_ON:
        raise Refusal("nothing-to-hand-over", _("Hier valt niets over te dragen."))
    return row


def _seat_of(act: ActionContext, name: str) -> str | None:
    """The seat of today of the person of then with this name, when they are here."""
    person = _seats_by_name(act).get(name)
    return person.id if person else None


def _seats_by_name(act: ActionContext) -> dict[str, Participant]:
    names = Earlier.objects.filter(workshop=act.workshop).values_list("person", "taker")
    return seats_by_name((name for both in names for name in both), seats_of(act.workshop))


# --- who was there then --------------------------------------------------------------------------------------------


def names_of_then(workshop: Workshop) -> list[tuple[str, bool]]:
    """The names of the workshop before, and whether somebody sits under it by now: people choose theirs instead of
    typing it, and who finds it taken is asked whether that is them."""
    if workshop.previous is None:
        return []
    then = Participant.objects.filter(workshop=workshop.previous, removed_at=None, guest=False)
    here = list(Participant.objects.filter(workshop=workshop, removed_at=None).values_list("name", flat=True))
    named = [seat.name for seat in then if seat.name != nameless(seat)]
    return [(name, any(same_name(name, one) for one in here)) for name in named]


# --- what is taken along -------------------------------------------------------------------------------------------


def carry_over(act: ActionContext) -> None:
    """Copy what a comeback needs of the workshop before it, and nothing else: the table of then and what became of it,
    what customers that went over said of it, who has which customer now (each finds them in step 1), what still hangs
    on the wall, successes, and the team's energy in numbers.

    No reason, note, answer or private list comes along, and nothing that was not on the table or on the stack.
    """
    before = act.workshop.previous
    if before is None or act.workshop.energy_before:
        return
    figures = list(EnergyRating.objects.filter(workshop=before, zone__isnull=False).select_related("customer"))
    people = {seat.id: seat for seat in Participant.objects.filter(workshop=before)}
    slips = {slip.rating_id: slip for slip in SwapProposal.objects.filter(workshop=before, stuck=True)}
    figures.sort(key=lambda one: (people[one.participant_id].place, plain(one.customer.name), one.id))
    rows = [_earlier(act, place, one, people, slips.get(one.id)) for place, one in enumerate(figures)]
    if rows:
        act.create(*rows)
    listed = _listed(act, rows)
    if listed:
        act.create(*listed)
    told = _successes(act, before, list(people.values()))
    if told:
        act.create(*told)
    _hang_again(act, before)
    now = {"on": held_on(before).isoformat()} | energy(str(one.zone) for one in figures)
    act.update_workshop(energy_before=[*before.energy_before, now])


def _earlier(
    act: ActionContext, place: int, figure: EnergyRating, people: dict[str, Participant], slip: SwapProposal | None
) -> Earlier:
    row = Earlier(workshop=act.workshop, place=place, name=figure.customer.name, kind=figure.customer.kind)
    row.person, row.zone = people[figure.participant_id].name, str(figure.zone)
    if slip is not None:
        row.outcome, row.talk_on, row.heard = slip.outcome, slip.talk_on, slip.heard
        row.taker = people[slip.taker_id].name if slip.taker_id else ""
        row.given, row.received = bool(slip.given_on), bool(slip.received_on)
    return row


def _listed(act: ActionContext, rows: list[Earlier]) -> list[ListedCustomer]:
    """The customers that each person has now, waiting for their *ja, dit is mijn lijst*; without a zone."""
    holders = [(row, row.taker if row.outcome in PASSED_ON else row.person) for row in rows]
    kept = [(row, who) for row, who in holders if row.outcome not in LEFT or row.outcome in PASSED_ON]
    each = {(plain(row.name), plain(who)): (row, who) for row, who in kept}
    return [
        ListedCustomer(workshop=act.workshop, name=row.name, kind=row.kind, owner_name=who, place=place)
        for place, (row, who) in enumerate(each.values())
    ]


def _hang_again(act: ActionContext, before: Workshop) -> None:
    """What was to be done, or is under way, hangs there again; what was given up stays behind."""
    hung = [(head, under) for head, under in cards(Thread.objects.filter(workshop=before)) if head.state in _OPEN]
    heads = {head.id: _hung(act, head, held_on(before)) for head, _under in hung}
    if heads:
        act.create(*heads.values())
    members = [_hung(act, one, held_on(before), under=heads[head.id]) for head, under in hung for one in under]
    if members:
        act.create(*members)


_OPEN = (Progress.TODO, Progress.BUSY)


def _hung(act: ActionContext, line: Thread, day: dt.date, under: Thread | None = None) -> Thread:
    kept = {name: getattr(line, name) for name in ("heading", "text", "improve", "owner", "state", "written")}
    return Thread(workshop=act.workshop, since=line.since or day, under=under, **kept)


def held_on(workshop: Workshop) -> dt.date:
    return timezone.localdate(workshop.started_at or workshop.created_at)


def _successes(act: ActionContext, before: Workshop, people: list[Participant]) -> list[Success]:
    """Those of the afternoon, what worked of the wall, and those told since; not the ones that it had from an earlier
    one itself."""
    names = {seat.id: seat.name for seat in people}
    held = held_on(before)
    said = [(seat.name, seat.success, held) for seat in people if seat.success and not seat.removed]
    worked = Thread.objects.filter(workshop=before, state=Progress.DONE)
    said += [(line.owner or _("het team"), line.text, held) for line in worked]
    since = Success.objects.filter(workshop=before, by="")
    said += [(names.get(one.teller_id or "", ""), one.text, one.on) for one in since]
    return [
        Success(workshop=act.workshop, by=name or _("de begeleider"), text=text, on=on, written=number)
        for number, (name, text, on) in enumerate(said)
    ]


def stick_again(act: ActionContext) -> None:
    """When step 5 opens: the slips of hand-overs that begin anew, as far as the giver put the customer on the table."""
    seat_of = _seats_by_name(act)
    taken = set(SwapProposal.objects.filter(workshop=act.workshop).values_list("rating", flat=True))
    figures = EnergyRating.objects.filter(workshop=act.workshop, zone__isnull=False).select_related("customer")
    by_owner = {(one.participant_id, plain(one.customer.name)): one for one in figures if one.id not in taken}
    for row in Earlier.objects.filter(workshop=act.workshop, again=True):
        giver = seat_of.get(row.person)
        figure = by_owner.pop((giver.id, plain(row.name)), None) if giver else None
        if figure is not None:
            act.create(SwapProposal(workshop=act.workshop, rating=figure, giver=giver, stuck=True, stuck_at=act.seq))
