"""The team's list before the workshop: the facilitator lays it ready, each owner takes their own part, in secret."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Line, ListedRows
from workshop.actions.lookups import seats_of
from workshop.actions.registry import NEVER, action, steps_from
from workshop.actions.sheet import new_line
from workshop.journal import forget_actions
from workshop.limits import LONGEST_OWNER, MOST_CUSTOMERS, MOST_LISTED
from workshop.models import Customer, EnergyRating, ListedCustomer, ListRefusal, Participant, Workshop
from workshop.names import match_people, plain
from workshop.permissions import Who
from workshop.refusals import Missing, Refusal
from workshop.steps import Step


@action(
    "team_list.fill",
    who=Who.FACILITATOR,
    steps=steps_from(Step.LOBBY, Step.TABLE),
    fields={"rows": ListedRows()},
    told=gettext_lazy("de lijst van het team kreeg %(about)s klanten"),
    undo=NEVER,
)
def fill(act: ActionContext, *, rows: Sequence[dict[str, str]]) -> None:
    """Add lines (name, kind, owner_name, note, perhaps signal) to the team's list; what is on it already is left out
    and said."""
    listed = list(ListedCustomer.objects.filter(workshop=act.workshop))
    known = {_key(one.name, one.owner_name) for one in listed}
    new = [row for row in rows if _key(row["name"], row["owner_name"]) not in known]
    if len(listed) + len(new) > MOST_LISTED:
        raise Refusal("team-list-full", too_many(len(listed), len(new)))
    if not new:
        act.sentence = _("Alles hieruit staat al op de lijst van het team.")
        raise NothingToDo
    last = max((one.place for one in listed), default=0)
    lines = [ListedCustomer(workshop=act.workshop, place=last + number, **row) for number, row in enumerate(new, 1)]
    act.create(*lines)
    act.about = str(len(new))
    _show_owners(act, {line.owner_name for line in lines})


def too_many(listed: int, new: int) -> str:
    """The sentence when a list would become longer than a team's list may be."""
    return _("Een team heeft hoogstens %(most)d klanten; er staan er %(listed)d en je wilt er %(new)d bij.") % {
        "most": MOST_LISTED, "listed": listed, "new": new,
    }  # fmt: skip


def _key(name: str, owner_name: str) -> tuple[str, str]:
    """Two colleagues may serve the same customer: that is no double."""
    return name.casefold(), owner_name.casefold()


@action(
    "team_list.clear",
    who=Who.FACILITATOR,
    told=gettext_lazy("de lijst van het team werd leeggemaakt"),
    undo=NEVER,
)
def clear(act: ActionContext) -> None:
    """Take the whole list away. What owners have taken is theirs by now and stays on their lists."""
    lines = list(ListedCustomer.objects.filter(workshop=act.workshop))
    if not lines:
        raise NothingToDo
    # Erased, not deleted: the rows know who took them.
    act.erase(*lines)
    _show_owners(act, {line.owner_name for line in lines})


@action(
    "team_list.accept",
    who=Who.SEAT,
    steps=steps_from(Step.SHEET, Step.TABLE),
    catch_up=True,
    fields={"owner": Line(most=LONGEST_OWNER)},
)
def accept(act: ActionContext, *, owner: str) -> None:
    """*Ja, dit is mijn lijst*: the waiting lines come on one's own list, under *nog te verdelen*. Private."""
    lines = _waiting_for(act, owner)
    own = EnergyRating.objects.filter(workshop=act.workshop, participant=act.seat).select_related("customer")
    known = {rating.customer.name.casefold() for rating in own}
    new = list({line.name.casefold(): line for line in lines if line.name.casefold() not in known}.values())
    if len(known) + len(new) > MOST_CUSTOMERS:
        raise Refusal(
            "list-full-to-accept",
            _("Een lijst heeft hoogstens %(most)d klanten; je hebt er %(own)d en er staan er %(new)d klaar.")
            % {"most": MOST_CUSTOMERS, "own": len(known), "new": len(new)},
        )
    _write(act, new)
    for line in lines:
        act.update(line, taken=act.seat)
    act.sentence = ngettext("%(n)d klant staat op je lijst.", "%(n)d klanten staan op je lijst.", len(new)) % {
        "n": len(new)
    }
    act.mark_private()


def _write(act: ActionContext, lines: Sequence[ListedCustomer]) -> None:
    customers = [Customer(team_id=act.workshop.team_id, name=line.name, kind=line.kind) for line in lines]
    if customers:
        act.create(*customers)
        act.create(
            *[
                new_line(act, customer, index, signal=line.signal)
                for index, (customer, line) in enumerate(zip(customers, lines, strict=True))
            ]
        )


@action(
    "team_list.decline",
    who=Who.SEAT,
    steps=steps_from(Step.SHEET, Step.TABLE),
    catch_up=True,
    fields={"owner": Line(most=LONGEST_OWNER)},
)
def decline(act: ActionContext, *, owner: str) -> None:
    """*Nee*: this list is somebody else's; it is not offered to this seat again. Private."""
    _waiting_for(act, owner)
    act.create(ListRefusal(workshop=act.workshop, participant=act.seat, owner_name=owner))
    act.mark_private()


def _waiting_for(act: ActionContext, owner: str) -> list[ListedCustomer]:
    for name, lines in offers(act.workshop, act.seat).items():
        if plain(name) == plain(owner):
            return lines
    raise Missing()


# --- whose list it is ------------------------------------------------------------------------------------------------


def offers(workshop: Workshop, seat: Participant) -> dict[str, list[ListedCustomer]]:
    """Lines that wait for this seat's yes, by the name of their owner as it is spelled first; what a seat that left had
    taken waits again."""
    lines = list(ListedCustomer.objects.filter(workshop=workshop).exclude(owner_name="").select_related("taken"))
    waiting = [line for line in lines if line.taken is None or line.taken.removed]
    if not waiting:
        return {}
    seat_of = seats_by_name((line.owner_name for line in lines), seats_of(workshop))
    answered = ListRefusal.objects.filter(participant=seat).values_list("owner_name", flat=True)
    refused = {plain(name) for name in answered}
    found: dict[str, list[ListedCustomer]] = {}
    for line in waiting:
        if plain(line.owner_name) not in refused and seat_of.get(line.owner_name) == seat:
            found.setdefault(plain(line.owner_name), []).append(line)
    return {lines[0].owner_name: lines for lines in found.values()}


def seats_by_name(names: Iterable[str], seats: Sequence[Participant]) -> dict[str, Participant]:
    """The seat of each name, of all names on a list at once: a name is somebody's only when it is nobody else's."""
    found = match_people((name for name in names if name), [seat.name for seat in seats])
    return {name: seats[position] for name, position in found.items()}


def _show_owners(act: ActionContext, owners: set[str]) -> None:
    """Whose own page now offers more or less: a name can also take away what another one was offered. Without owners
    the names are suggested to everyone."""
    seats = seats_of(act.workshop)
    first_names = {plain(owner).split()[:1][0] for owner in owners if plain(owner).split()}
    named = [seat for seat in seats if first_names.intersection(plain(seat.name).split()[:1])]
    act.invalidate_seats(*(seats if "" in owners else named))


def suggestions(workshop: Workshop, seat: Participant) -> list[str]:
    """Names to complete what somebody types: from the facilitator's list only, and of those the ones without an owner.

    A name that has another owner would betray who serves whom; one's own are offered whole.
    """
    names = ListedCustomer.objects.filter(workshop=workshop, owner_name="").values_list("name", flat=True)
    own = EnergyRating.objects.filter(workshop=workshop, participant=seat).values_list("customer__name", flat=True)
    known = {name.casefold() for name in own} if names else set()
    return sorted({name for name in names if name.casefold() not in known}, key=str.casefold)


def forget_list(workshop: Workshop) -> None:
    """At closing: who took what is private, and what nobody laid on the table is nobody's business any more."""
    ListRefusal.objects.filter(workshop=workshop).delete()
    ListedCustomer.objects.filter(workshop=workshop).delete()
    forget_actions(workshop, "team_list.")
