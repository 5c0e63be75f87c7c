"""Step 4, Rode draad: talk together and harvest under five headings."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.actions.context import ActionContext, NothingToDo
from workshop.actions.fields import Choice, Id, Line, OnOff
from workshop.actions.registry import Switch, Undo, action, steps_from
from workshop.edits import Was, edited
from workshop.ground_rule import on_table
from workshop.models import Customer, PrivateNote, Thread, ThreadLink
from workshop.permissions import Who
from workshop.refusals import Missing, Refusal
from workshop.steps import Heading, Step


@action(
    "thread.write",
    who=Who.SEAT | Who.FACILITATOR | Who.FOR_SEAT,
    steps={Step.THREAD},
    fields={"heading": Choice(Heading), "text": Line()},
    told=gettext_lazy("%(who)s schreef: %(about)s"),
)
def write(act: ActionContext, *, heading: str, text: str) -> None:
    """Everyone may write, the facilitator too."""
    act.create(_thread(act, heading, text))
    act.about = text


@action(
    "thread.share_note",
    who=Who.SEAT,
    steps={Step.THREAD},
    fields={"note": Id(), "heading": Choice(Heading), "text": Line(required=False)},
    told=gettext_lazy("%(who)s deelde: %(about)s"),
    undo=Undo(allowed=False),
)
def share_note(act: ActionContext, *, note: str, heading: str, text: str = "") -> None:
    """An own private note becomes a thread, in the words the writer now chooses."""
    kept = _own_note(act, note)
    thread = _thread(act, heading, text or kept.text)
    act.create(thread)
    act.erase(kept)
    act.about = thread.text
    act.invalidate_seats(act.seat)


@action(
    "thread.forget_note",
    who=Who.SEAT,
    steps=steps_from(Step.STORY, Step.THREAD),
    fields={"note": Id()},
)
def forget_note(act: ActionContext, *, note: str) -> None:
    act.delete(_own_note(act, note))
    act.mark_private()


@action(
    "thread.reword",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.THREAD},
    fields={"thread": Id(), "text": Line()},
    told=gettext_lazy("%(who)s verwoordde anders: %(about)s"),
)
def reword(act: ActionContext, *, thread: str, text: str, was: Was = None) -> None:
    """Writer or facilitator finds better words."""
    line = _line(act, thread)
    _guard_writer(
        act, line, Refusal("thread-reworded-by-writer", _("Alleen de schrijver of de begeleider verandert deze tekst."))
    )
    act.change(line, edited(line, was, text=text))
    act.about = text


@action(
    "thread.remove",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.THREAD},
    fields={"thread": Id()},
    told=gettext_lazy("%(who)s haalde weg: %(about)s"),
)
def remove(act: ActionContext, *, thread: str) -> None:
    line = _line(act, thread)
    _guard_writer(
        act, line, Refusal("thread-removed-by-writer", _("Alleen de schrijver of de begeleider haalt dit weg."))
    )
    for member in line.members.all():
        act.update(member, under=None)
    for link in line.links.all():
        act.delete(link)
    act.about = line.text
    act.delete(line)


@action(
    "thread.improve",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.THREAD},
    fields={"thread": Id(), "improve": OnOff()},
    told=Switch(
        fields=("improve",),
        on=gettext_lazy("te verbeteren: %(about)s"),
        off=gettext_lazy("niet meer te verbeteren: %(about)s"),
    ),
)
def improve(act: ActionContext, *, thread: str, improve: bool = True) -> None:
    """Mark a thread as something to improve (*verbeteren*)."""
    line = _line(act, thread)
    if line.improve == improve:
        raise NothingToDo
    act.update(line, improve=improve)
    act.about = line.text


@action(
    "thread.link",
    who=Who.SEAT | Who.FACILITATOR,
    steps={Step.THREAD},
    fields={"thread": Id(), "customer": Id(), "linked": OnOff()},
    told=gettext_lazy("gekoppeld aan: %(about)s"),
)
def link(act: ActionContext, *, thread: str, customer: str, linked: bool = True) -> None:
    """Link a customer of the table to a thread, or take the link off."""
    line = _line(act, thread)
    _guard_on_table(act, customer)
    existing = line.links.filter(customer_id=customer).first()
    if bool(existing) == linked:
        raise NothingToDo
    if existing:
        act.delete(existing)
    else:
        act.create(ThreadLink(thread=line, customer=Customer.objects.get(pk=customer)))
    act.about = line.text


@action(
    "thread.group",
    who=Who.FACILITATOR,
    steps={Step.THREAD},
    fields={"thread": Id(), "under": Id(required=False)},
    told=gettext_lazy("gegroepeerd: %(about)s"),
)
def group(act: ActionContext, *, thread: str, under: str = "") -> None:
    """The facilitator puts a thread under another one (one level deep), or on its own again."""
    line = _line(act, thread)
    head = _line(act, under) if under else None
    if head is not None and (head.id == line.id or head.under_id):
        raise Refusal("group-under-head", _("Kies een hoofdregel om dit onder te zetten."))
    heading = head.heading if head else line.heading
    for member in line.members.all() if head else ():
        act.update(member, under=head, heading=heading)
    act.update(line, under=head, heading=heading)
    act.about = line.text


def _thread(act: ActionContext, heading: str, text: str) -> Thread:
    writer = act.actor.seat
    return Thread(workshop=act.workshop, writer=writer, heading=heading, text=text, written=act.seq)


def _line(act: ActionContext, thread_id: str) -> Thread:
    return act.find(Thread.objects.select_related("writer"), thread_id)


def _own_note(act: ActionContext, note_id: str) -> PrivateNote:
    note = act.find(PrivateNote.objects.all(), note_id)
    if note.participant_id != act.seat.id:
        raise Missing()
    return note


def _guard_writer(act: ActionContext, line: Thread, refusal: Refusal) -> None:
    if not act.actor.facilitates and line.writer_id != act.seat.id:
        raise refusal


def _guard_on_table(act: ActionContext, customer_id: str) -> None:
    if not on_table(act.workshop.id, customer_id).exists():
        raise Missing()
