"""An afternoon of these people, stopped in the middle of any step: everything that can be half done is half done.

Ana, Bas and Cem have a device, Eva has none; Dirk leads the team and looks on; somebody has knocked at the door as Bas.
"""

from support import people
from support.people import act, act_for, figure, go, seat, slip

from workshop.models import Claim, DirectSwap, Participant, Thread, Workshop
from workshop.perform import perform
from workshop.permissions import Actor
from workshop.steps import Answer, Step, Zone

FOUR = ("Ana", "Bas", "Cem", "Eva")


def play(to: Step) -> Workshop:
    """The workshop in the middle of step `to`; what lies behind it was finished."""
    workshop = people.open_workshop()
    workshop.retain_until = people.dt.date.today() + people.dt.timedelta(days=90)
    workshop.save(update_fields=["retain_until"])
    _come_in(workshop)
    for step in list(Step)[1 : to + 1]:
        _END.get(Step(step - 1), _nothing)(workshop)
        go(workshop, step)
        _MIDDLE[step](workshop)
    return workshop


def back(to: Step) -> Workshop:
    """The workshop at the end, from where the facilitator went back to step `to`."""
    workshop = play(Step.CLOSING)
    go(workshop, to)
    return workshop


def knock(workshop: Workshop, who: Participant) -> None:
    """Somebody at the door says to be this person."""
    data = {"seat": who.id, "secret": "s" * 26}
    number = workshop.knocks.count()
    perform(workshop_id=workshop.id, actor=Actor("door"), action="lobby.knock", data=data, action_id=f"knock-{number}")


def claim(workshop: Workshop, name: str, customer: str) -> Claim:
    """Somebody's answer to a slip."""
    return Claim.objects.get(slip=slip(workshop, customer), participant__name=name)


def _nothing(workshop: Workshop) -> None:
    """This step needs no finish."""


def _come_in(workshop: Workshop) -> None:
    for name in FOUR:
        people.join(workshop, name)
    people.invite_dirk(workshop)
    act(workshop, "lobby.without_device", seat=seat(workshop, "Eva").id)
    knock(workshop, seat(workshop, "Bas"))


def _write_lists(workshop: Workshop) -> None:
    people.write_lists(workshop)
    act(seat(workshop, "Ana"), "sheet.add", names=["Bibliotheek"])
    act(seat(workshop, "Ana"), "sheet.reason", figure=figure(workshop, "Ana", "Bakker").id, reason="Zo vroeg op")
    act(seat(workshop, "Bas"), "lobby.done", done=True)


def _lay_table(workshop: Workshop) -> None:
    for name in ("Ana", "Cem", "Eva"):
        act(seat(workshop, name), "table.place_all")
    act(seat(workshop, "Bas"), "table.place", figure=figure(workshop, "Bas", "Bakker").id, zone=Zone.GIVES)


def _lay_all(workshop: Workshop) -> None:
    act(seat(workshop, "Bas"), "table.place_all")
    kept, other = (figure(workshop, name, "Bakker").customer_id for name in ("Ana", "Bas"))
    act(workshop, "table.join", kept=kept, other=other)


def _listen(workshop: Workshop) -> None:
    for text in ("Vrijdagmiddag", "Bellen"):
        act(seat(workshop, "Bas"), "story.keep_note", text=text)


def _harvest(workshop: Workshop) -> None:
    act(seat(workshop, "Ana"), "thread.write", heading="gives", text="Meedenken")
    act(workshop, "thread.write", heading="costs", text="Facturen")
    act(seat(workshop, "Bas"), "thread.write", heading="costs", text="Spoed")
    linked = Thread.objects.get(workshop=workshop, text="Meedenken")
    act(seat(workshop, "Ana"), "thread.link", thread=linked.id, customer=figure(workshop, "Ana", "Slager").customer_id)


def _give_away(workshop: Workshop) -> None:
    ana, bas, cem = (seat(workshop, name) for name in ("Ana", "Bas", "Cem"))
    slager = figure(workshop, "Ana", "Slager").id
    act(ana, "stack.give_away", figure=slager, why="Altijd vrijdag", wish="Begin opnieuw")
    act(ana, "stack.stick", figure=figure(workshop, "Ana", "Bakker").id)
    act(bas, "stack.give_away", figure=figure(workshop, "Bas", "Gemeente").id)
    act(bas, "stack.stick", figure=figure(workshop, "Bas", "Hotel").id)
    act(cem, "stack.wish", figure=slager)
    mine, theirs = figure(workshop, "Cem", "Zwembad").id, figure(workshop, "Bas", "Garage").id
    act(cem, "stack.propose", mine=mine, theirs=theirs, expectation=Zone.GIVES)
    act_for(seat(workshop, "Eva"), "stack.lay", figure=figure(workshop, "Eva", "Lek van Eva").id, why="Van papier")


def _stick_all(workshop: Workshop) -> None:
    for name in ("Ana", "Bas"):
        act(seat(workshop, name), "stack.stick_all")
    act(seat(workshop, "Cem"), "stack.stick", figure=figure(workshop, "Cem", "Notaris").id)


def _answer(workshop: Workshop) -> None:
    ana, bas, cem = (seat(workshop, name) for name in ("Ana", "Bas", "Cem"))
    slager, hotel, notaris = (slip(workshop, name).id for name in ("Slager", "Hotel", "Notaris"))
    act(bas, "swap.answer", slip=slager, answer=Answer.TAKE, expectation=Zone.GIVES)
    act(cem, "swap.answer", slip=slager, answer=Answer.TAKE, expectation=Zone.NEUTRAL)
    act(ana, "swap.answer", slip=hotel, answer=Answer.HELP, expectation=Zone.COSTS, helpers=(cem.id,))
    act(ana, "swap.answer", slip=notaris, answer=Answer.NO)
    for opened in (hotel, slager):
        act(workshop, "swap.open", slip=opened)


def _settle(workshop: Workshop) -> None:
    act(workshop, "swap.settle", claim=claim(workshop, "Bas", "Slager").id)
    helped = claim(workshop, "Ana", "Hotel").id
    act(seat(workshop, "Cem"), "swap.help", claim=helped, yes=True, expectation=Zone.NEUTRAL)
    act(workshop, "swap.settle", claim=helped)
    for name in ("Notaris", "Gemeente"):
        act(workshop, "swap.open", slip=slip(workshop, name).id)
    act(workshop, "swap.look", slip=slip(workshop, "Notaris").id)
    act(workshop, "swap.let_go", slip=slip(workshop, "Notaris").id)
    act(workshop, "swap.leave_open", slip=slip(workshop, "Gemeente").id)
    act_for(seat(workshop, "Eva"), "swap.keep", slip=slip(workshop, "Lek van Eva").id)
    direct_swap = DirectSwap.objects.get(workshop=workshop)
    act(seat(workshop, "Bas"), "stack.accept", direct_swap=direct_swap.id, expectation=Zone.GIVES)


def _close(workshop: Workshop) -> None:
    bas = seat(workshop, "Bas")
    act(
        workshop,
        "closing.agree",
        owner=bas.id,
        text="Vaker nee zeggen",
        first_step="Oefenen",
        on=people.dt.date(2039, 5, 1),
    )
    act(seat(workshop, "Ana"), "closing.success", success="Ik zei nee")
    act(workshop, "closing.comeback", on=people.dt.date.today() + people.dt.timedelta(days=21))


_MIDDLE = {
    Step.SHEET: _write_lists,
    Step.TABLE: _lay_table,
    Step.STORY: _listen,
    Step.THREAD: _harvest,
    Step.STACK: _give_away,
    Step.SWAP: _answer,
    Step.CLOSING: _close,
}
_END = {Step.TABLE: _lay_all, Step.STORY: people.tell_all, Step.STACK: _stick_all, Step.SWAP: _settle}
