"""Step 4, Rode draad: talk together and harvest under five headings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from workshop.actions.context import Act, NothingToDo, action
from workshop.edits import Was, edited
from workshop.ground_rule import on_table
from workshop.models import Customer, PrivateNote, Thread, ThreadLink
from workshop.refusals import Missing, Refusal


@action("thread.write")
def write(act: Act, *, heading: str, text: str) -> None:
    """Everyone may write, the facilitator too."""
    act.create(_thread(act, heading, text))
    act.about = text
    act.shows("threads")


@action("thread.share_note")
def share_note(act: Act, *, note: str, heading: str, text: str = "") -> None:
    """An own private note becomes a thread, in the words the writer now chooses."""
    kept = _own_note(act, note)
    thread = _thread(act, heading, text or kept.text)
    act.create(thread)
    act.erase(kept)
    act.about = thread.text
    act.shows("threads")
    act.shows_seats(act.seat)


@action("thread.forget_note")
def forget_note(act: Act, *, note: str) -> None:
    act.delete(_own_note(act, note))
    act.keeps_private()


@action("thread.reword")
def reword(act: Act, *, thread: str, text: str, was: Was = None) -> None:
    """Writer or facilitator finds better words."""
    line = _line(act, thread)
    _guard_writer(act, line, _("Alleen de schrijver of de begeleider verandert deze tekst."))
    act.change(line, edited(line, was, text=text))
    act.about = text
    act.shows("threads")


@action("thread.remove")
def remove(act: Act, *, thread: str) -> None:
    line = _line(act, thread)
    _guard_writer(act, line, _("Alleen de schrijver of de begeleider haalt dit weg."))
    for member in line.members.all():
        act.update(member, under=None)
    for link in line.links.all():
        act.delete(link)
    act.about = line.text
    act.delete(line)
    act.shows("threads")


@action("thread.improve")
def improve(act: Act, *, thread: str, improve: bool = True) -> None:
    """Mark a thread as something to improve (*verbeteren*)."""
    line = _line(act, thread)
    act.update(line, improve=improve)
    act.about = line.text
    act.shows("threads")


@action("thread.link")
def link(act: Act, *, thread: str, customer: str, linked: bool = True) -> None:
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
    act.shows("threads")


@action("thread.group")
def group(act: Act, *, thread: str, under: str = "") -> None:
    """The facilitator puts a thread under another one (one level deep), or on its own again."""
    line = _line(act, thread)
    head = _line(act, under) if under else None
    if head is not None and (head.id == line.id or head.under_id):
        raise Refusal(_("Kies een hoofdregel om dit onder te zetten."))
    heading = head.heading if head else line.heading
    for member in line.members.all() if head else ():
        act.update(member, under=head, heading=heading)
    act.update(line, under=head, heading=heading)
    act.about = line.text
    act.shows("threads")


def _thread(act: Act, heading: str, text: str) -> Thread:
    writer = act.actor.seat
    return Thread(workshop=act.workshop, writer=writer, heading=heading, text=text, written=act.seq)


def _line(act: Act, thread_id: str) -> Thread:
    return act.find(Thread.objects.select_related("writer"), thread_id)


def _own_note(act: Act, note_id: str) -> PrivateNote:
    note = act.find(PrivateNote.objects.all(), note_id)
    if note.participant_id != act.seat.id:
        raise Missing()
    return note


def _guard_writer(act: Act, line: Thread, sentence: str) -> None:
    if not act.actor.facilitates and line.writer_id != act.seat.id:
        raise Refusal(sentence)


def _guard_on_table(act: Act, customer_id: str) -> None:
    if not on_table(act.workshop.id, customer_id).exists():
        raise Missing()
