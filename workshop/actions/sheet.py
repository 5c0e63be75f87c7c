"""Step 1, Mijn klanten: the private list. Only its owner receives the content; everyone else gets counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Choice, Id, Line, Name, Names, Number, Seq, Signals
from workshop.actions.registry import Undo, action, steps_from
from workshop.actions.seen import changed_elsewhere
from workshop.bidi import isolated
from workshop.edits import Was, edited
from workshop.limits import LONGEST_SIGNAL, MOST_CUSTOMERS, MOST_HOURS
from workshop.models import Customer, EnergyRating
from workshop.names import without_doubles
from workshop.permissions import Who
from workshop.refusals import BadInput, Refusal
from workshop.steps import Kind, Size, Step, WeighBy, Zone


@action(
    "sheet.add",
    who=Who.SEAT,
    steps=steps_from(Step.SHEET, Step.TABLE),
    catch_up=True,
    fields={
        "names": Names(required=False),
        "tasks": Names(required=False),
        "column": Choice(Zone, required=False),
        "kind": Choice(Kind, required=False),
        "signals": Signals(required=False),
    },
)
def add(
    act: ActionContext,
    *,
    names: Sequence[str] = (),
    tasks: Sequence[str] = (),
    column: str = "",
    kind: str = Kind.CUSTOMER,
    signals: Mapping[str, str] | None = None,
) -> None:
    """Put names on one's own list, in `column` or (empty) under *nog te verdelen*. How many came is said, and how many
    were left out because they stood there.

    `tasks`: names of work, from a list that tells both kinds apart. `signals`: what customers said, by name.
    """
    own = list(EnergyRating.objects.filter(workshop=act.workshop, participant=act.seat).select_related("customer"))
    known = {rating.customer.name.casefold() for rating in own}
    wanted = without_doubles([*names, *tasks])
    if not wanted:
        raise BadInput("empty", _("Vul dit eerst in: %(field)s.") % {"field": _("naam")})
    new = [name for name in wanted if name.casefold() not in known]
    _say_count(act, len(new), len(names) + len(tasks) - len(new))
    if not new:
        raise NothingToDo
    if len(own) + len(new) > MOST_CUSTOMERS:
        raise Refusal(
            "list-full",
            _("Een lijst heeft hoogstens %(most)d klanten; je hebt er %(own)d en wilt er %(new)d bij.")
            % {"most": MOST_CUSTOMERS, "own": len(own), "new": len(new)},
        )
    work = {name.casefold() for name in tasks}
    customers = [
        Customer(team_id=act.workshop.team_id, name=name, kind=Kind.TASK if name.casefold() in work else kind)
        for name in new
    ]
    act.create(*customers)
    said = {name.casefold(): signal for name, signal in (signals or {}).items()}
    lines = [
        new_line(act, customer, index, column=column, signal=said.get(customer.name.casefold(), ""))
        for index, customer in enumerate(customers)
    ]
    act.create(*lines)
    act.mark_private()


def new_line(
    act: ActionContext, customer: Customer, index: int = 0, column: str = "", signal: str = ""
) -> EnergyRating:
    """A line of the acting seat's list; `listed` keeps the order in which the names were given."""
    line = EnergyRating(workshop=act.workshop, participant=act.seat, customer=customer, column=column, signal=signal)
    line.listed = act.order_number(index)
    return line


def _say_count(act: ActionContext, new: int, doubles: int) -> None:
    added = ngettext("%(n)d klant staat nu op je lijst.", "%(n)d klanten staan nu op je lijst.", new) % {"n": new}
    known = ngettext("%(count)d naam stond al op je lijst.", "%(count)d namen stonden al op je lijst.", doubles)
    act.sentence = " ".join([added] * bool(new) + [known % {"count": doubles}] * bool(doubles))


@action(
    "sheet.sort",
    who=Who.SEAT,
    steps=steps_from(Step.SHEET, Step.TABLE),
    catch_up=True,
    fields={"figure": Id(), "column": Choice(Zone, required=False), "seen": Seq()},
)
def sort(act: ActionContext, *, figure: str, column: str = "", seen: int | None = None) -> None:
    """Lay a line in a column; `seen`: its seq on the page that sorts."""
    line = _unplaced(act, figure)
    if line.column == column:
        raise NothingToDo
    if changed_elsewhere(act, line, "column", seen):
        raise _sorted_elsewhere(line, column)
    act.update(line, column=column)
    act.mark_private()


def _sorted_elsewhere(line: EnergyRating, column: str) -> Refusal:
    sentence = _(
        "%(name)s is intussen op een ander apparaat verdeeld en ligt bij ‘%(lies)s’. "
        "Jouw keuze voor ‘%(asked)s’ is niet gedaan."
    )
    places = {"lies": _column_label(line.column), "asked": _column_label(column)}
    return Refusal("sorted-elsewhere", sentence % {"name": isolated(line.customer.name), **places})


def _column_label(column: str) -> str:
    return str(Zone(column).label) if column else _("nog te verdelen")


@action(
    "sheet.rename",
    who=Who.SEAT,
    steps=steps_from(Step.SHEET, Step.TABLE),
    catch_up=True,
    fields={"figure": Id(), "name": Name(), "kind": Choice(Kind, required=False)},
    told=gettext_lazy("%(who)s gaf een andere naam: %(about)s"),
)
def rename(act: ActionContext, *, figure: str, name: str, kind: str = "", was: Was = None) -> None:
    """Rename one's own customer. On the table it is a public act, and only while nobody else serves the customer."""
    line = act.own_figure(figure)
    others = EnergyRating.objects.filter(customer=line.customer).exclude(pk=line.pk)
    if others.exists():
        raise Refusal(
            "customer-shared",
            _("Deze klant is ook van een collega. Zeg eerst dat het verschillende klanten zijn."),
            figure=line,
        )
    act.change(line.customer, edited(line.customer, was, name=name, kind=kind or line.customer.kind))
    if line.public:
        act.update(line, placed=line.placed)  # the figure shows the name, so it bears the seq of this change
        act.about = name
        act.broadcast_figure(line)
        act.invalidate_seats(act.seat)
        act.invalidate("same", "desk")
        if act.workshop.furthest_step >= Step.THREAD:
            act.invalidate("all")  # threads, slips and results say the name too
    else:
        act.mark_private()


@action(
    "sheet.remove",
    who=Who.SEAT,
    steps=steps_from(Step.SHEET, Step.TABLE),
    catch_up=True,
    fields={"figure": Id()},
)
def remove(act: ActionContext, *, figure: str) -> None:
    line = _unplaced(act, figure)
    customer = line.customer
    act.delete(line)
    if not customer.ratings.exists():
        act.delete(customer)
    act.mark_private()


@action(
    "sheet.reason",
    who=Who.SEAT,
    steps=steps_from(Step.SHEET, Step.TABLE),
    catch_up=True,
    fields={"figure": Id(), "reason": Line(required=False, label=gettext_lazy("reden"))},
    undo=Undo(column="reason"),
)
def give_reason(act: ActionContext, *, figure: str, reason: str = "", was: Was = None) -> None:
    """One optional line of why; it stays with its owner, also when the figure stands on the table."""
    line = act.own_figure(figure)
    _change_unseen(act, line, edited(line, was, reason=reason))
    act.mark_private()


@action(
    "sheet.signal",
    who=Who.SEAT,
    steps=steps_from(Step.SHEET, Step.TABLE),
    catch_up=True,
    fields={
        "figure": Id(),
        "signal": Line(most=LONGEST_SIGNAL, required=False, label=gettext_lazy("klantsignaal")),
    },
    undo=Undo(column="signal"),
)
def write_signal(act: ActionContext, *, figure: str, signal: str = "", was: Was = None) -> None:
    """*Klantsignaal*: a sentence that the customer said. It stands with the figure when that is talked about: in step 3
    while it is lit, and with its slip in step 6; until then it is its owner's."""
    line = act.own_figure(figure)
    _change_unseen(act, line, edited(line, was, signal=signal))
    act.mark_private()


@action(
    "sheet.weigh",
    who=Who.SEAT,
    steps={Step.SHEET, Step.TABLE, Step.STACK},
    catch_up=True,
    fields={"figure": Id(), "weight": Number(0, MOST_HOURS)},
    undo=Undo(column="weight"),
)
def weigh(act: ActionContext, *, figure: str, weight: int, was: Was = None) -> None:
    """What one's own customer weighs, in the measure that the facilitator chose; 0: not said.

    Private to its owner: of what is public others see a person's sum.
    """
    line = act.own_figure(figure)
    if not act.workshop.weigh_by:
        raise Refusal("weighing-off", _("De begeleider heeft het wegen niet aangezet."))
    if weight > (Size.HEAVY if act.workshop.weigh_by == WeighBy.SIZE else MOST_HOURS):
        raise Refusal("weighs-too-much", _("Dat is te veel voor één klant."))
    _change_unseen(act, line, edited(line, was, weight=weight))
    act.mark_private()


def _change_unseen(act: ActionContext, line: EnergyRating, fields: dict[str, object]) -> None:
    """The row's seq is shown with the figure: what is private of it may not be seen to change, not even by a number."""
    if all(getattr(line, name) == value for name, value in fields.items()):
        raise NothingToDo
    shown = line.seq
    act.update(line, **fields)
    if line.public:
        EnergyRating.objects.filter(pk=line.pk).update(seq=shown)


def _unplaced(act: ActionContext, figure: str) -> EnergyRating:
    line = act.own_figure(figure)
    if line.public:
        raise Refusal("already-on-table", _("Dit poppetje staat al op tafel; verzet het daar."), figure=line)
    return line
