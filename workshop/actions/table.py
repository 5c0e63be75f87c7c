"""Step 2, Op tafel: everyone puts their own figures on the table; nobody moves another's."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop import name_matching
from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Choice, Id, Name, Seq
from workshop.actions.registry import action, steps_from
from workshop.actions.seen import changed_elsewhere
from workshop.actions.sheet import new_line
from workshop.bidi import isolated
from workshop.limits import MOST_CUSTOMERS
from workshop.models import Customer, EnergyRating
from workshop.permissions import Who, guard_move
from workshop.refusals import Missing, Refusal
from workshop.steps import Kind, Step, Zone


@action(
    "table.place",
    who=Who.SEAT | Who.FOR_SEAT,
    steps=steps_from(Step.TABLE, Step.STORY),
    catch_up=True,
    by_socket=True,
    fields={"figure": Id(), "zone": Choice(Zone), "seen": Seq()},
    told=gettext_lazy("%(who)s zette %(about)s neer"),
)
def place(act: ActionContext, *, figure: str, zone: str, seen: int | None = None) -> None:
    """Put one's own figure on the table or move it to another zone (hot: its fragment is all the news).

    `seen`: the figure's seq on the page that moves it.
    """
    rating = act.own_figure(figure)
    guard_move(act.workshop, act.actor, rating)
    if rating.zone == zone:
        raise NothingToDo
    first = rating.zone is None
    if first and act.actor.facilitates:
        raise Missing()  # what is private to the seat does not exist for who acts for it
    if changed_elsewhere(act, rating, "zone", seen):
        raise _moved_elsewhere(rating, zone)
    act.update(rating, zone=zone, placed=act.order_number())
    act.about = rating.customer.name
    act.broadcast_figure(rating, first=first)
    if act.workshop.step == Step.STORY:  # the beamer lists what the question is about
        act.invalidate("turn")
    if first or act.seat.without_device:  # the desk names what stands on the table, and moves for who has no device
        act.invalidate("desk")
    if first:
        act.invalidate_seats(act.seat)
        if _alike_stand(act, rating.customer):
            act.invalidate("same")


def _moved_elsewhere(rating: EnergyRating, zone: str) -> Refusal:
    """Both places are said: where it stands, and where it would have gone."""
    sentence = _(
        "%(name)s is intussen op een ander scherm verzet en staat bij ‘%(stands)s’. "
        "Jouw zet naar ‘%(asked)s’ is niet gedaan."
    )
    places = {"stands": Zone(rating.zone or zone).label, "asked": Zone(zone).label}
    return Refusal("moved-elsewhere", sentence % {"name": isolated(rating.customer.name), **places}, figure=rating)


def _alike_stand(act: ActionContext, customer: Customer) -> bool:
    """Whether another customer on the table has a name so alike that the question *zelfde klant?* rises."""
    standing = EnergyRating.objects.filter(workshop=act.workshop, zone__isnull=False).exclude(customer=customer)
    return name_matching.any_alike(customer.name, set(standing.values_list("customer__name", flat=True)))


@action(
    "table.place_all",
    who=Who.SEAT,
    steps={Step.TABLE},
    catch_up=True,
    told=gettext_lazy("%(who)s zette alles op tafel"),
)
def place_all(act: ActionContext) -> None:
    """Put all own sorted lines on the table, each in the zone of its column. What is unsorted stays private."""
    lines = EnergyRating.objects.filter(workshop=act.workshop, participant=act.seat, zone=None).exclude(column="")
    for index, line in enumerate(lines.order_by("listed")):
        act.update(line, zone=line.column, placed=act.order_number(index))
    if not act.changes:
        act.sentence = _("Er is niets meer om op tafel te zetten.")
        raise NothingToDo
    act.invalidate_seats(act.seat)
    act.invalidate_choices()


@action(
    "table.lay",
    who=Who.SEAT | Who.FOR_SEAT,
    steps={Step.TABLE},
    catch_up=True,
    fields={"name": Name(), "zone": Choice(Zone), "kind": Choice(Kind, required=False)},
    told=gettext_lazy("%(who)s legde %(about)s op tafel"),
)
def lay(act: ActionContext, *, name: str, zone: str, kind: str = Kind.CUSTOMER) -> None:
    """Put a forgotten customer on the table at once; also how the facilitator types in paper for a seat without a
    device. What stands on its private list already is that customer: it goes to the table, nothing is laid twice."""
    own = EnergyRating.objects.filter(workshop=act.workshop, participant=act.seat).select_related("customer")
    # The facilitator types for a seat without a device: a refusal may not betray what stands on its private list.
    known = own.filter(zone__isnull=False) if act.actor.facilitates else own
    if any(rating.customer.name.casefold() == name.casefold() for rating in known):
        raise Refusal("already-on-list", _("Deze klant staat al op de lijst."))
    listed = next((line for line in own if line.customer.name.casefold() == name.casefold()), None)
    if listed is None and len(own) >= MOST_CUSTOMERS:
        raise Refusal("list-full-at-table", _("Een lijst heeft hoogstens %(most)d klanten.") % {"most": MOST_CUSTOMERS})
    figure = _from_list(act, listed, zone) if listed else _new_figure(act, name, zone, kind)
    act.about = name
    act.broadcast_figure(figure, first=True)
    act.invalidate("counts", "desk")
    act.invalidate_seats(act.seat)
    if _alike_stand(act, figure.customer):
        act.invalidate("same")


def _from_list(act: ActionContext, line: EnergyRating, zone: str) -> EnergyRating:
    line.participant = act.seat
    act.update(line, zone=zone, placed=act.order_number())
    return line


def _new_figure(act: ActionContext, name: str, zone: str, kind: str) -> EnergyRating:
    customer = Customer(team_id=act.workshop.team_id, name=name, kind=kind)
    act.create(customer)
    figure = new_line(act, customer, column=zone)
    figure.zone, figure.placed = zone, act.order_number()
    act.create(figure)
    return figure
