"""The table on which the grid is judged: in each step everything that an action could be about."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from rules.grid import SENT
from support.people import act, figure, go, join, open_workshop, place_all, seat, seats, slip, write_lists

from workshop.models import (
    Agreement,
    Claim,
    DirectSwap,
    HardCase,
    Knock,
    PrivateNote,
    SameCustomer,
    Success,
    Thread,
    Turn,
    Workshop,
)
from workshop.perform import perform
from workshop.permissions import Actor
from workshop.steps import Step

#: What stands for a row that is not there (yet).
NOTHING = "xxxxxxxxxx"
Named = dict[str, Any]


def fields_of(action: str, names: dict[str, Any]) -> dict[str, Any]:
    sent = SENT[action]
    return {name: names[value[1:]] if str(value).startswith("@") else value for name, value in sent.items()}


class GridTable:
    """Ana, Bas, Cem and Eva at the table, Dirk as a guest; the work of the steps up to and with `to` has been done."""

    def __init__(self, to: Step) -> None:
        self.workshop = open_workshop()
        for name in ("Ana", "Bas", "Cem", "Eva"):
            join(self.workshop, name)
        listed = [
            {"name": f"Wacht op {name}", "kind": "customer", "owner_name": name, "note": ""} for name in ("Ana", "Cem")
        ]
        act(self.workshop, "team_list.fill", rows=listed)
        act(self.workshop, "steps.weigh", by="size")
        for step in list(Step)[: to + 1]:
            if step:
                go(self.workshop, step)
            getattr(self, f"play_{step.name.lower()}", lambda: None)()
        self.finish(to)

    def finish(self, to: Step) -> None:
        """Eva's device dies, Cem may catch up, Dirk looks on, somebody knocks; at last Ana does something to undo."""
        workshop = self.workshop
        act(workshop, "lobby.without_device", seat=self.seat("Eva").id)
        act(workshop, "lobby.invite_guest", name="Dirk")
        knock = {"seat": self.seat("Bas").id, "secret": "klop"}
        perform(workshop_id=workshop.id, actor=Actor("door"), action="lobby.knock", data=knock, action_id="knock")
        if Step.TABLE <= to <= Step.STACK:
            act(workshop, "lobby.catch_up", seat=self.seat("Cem").id)
        action, data = self.last_act(to)
        self.entry = act(self.seat("Ana"), action, **data).seq

    # --- what is played in each step -------------------------------------------------------------------------------

    def play_sheet(self) -> None:
        write_lists(self.workshop)
        for one in seats(self.workshop):
            act(one, "sheet.add", names=[f"Geheim van {one.name}"])

    def play_table(self) -> None:
        act(self.seat("Eva"), "sheet.add", names=["De Bloemist"], column="gives")  # looks like Ana's
        place_all(self.workshop)
        for one in seats(self.workshop):
            act(one, "sheet.add", names=[f"Later van {one.name}"], column="gives")
        kept, other = self.customer("Ana", "Kapper"), self.customer("Eva", "Klant van Eva")
        act(self.workshop, "table.join", kept=kept, other=other)

    def play_story(self) -> None:
        act(self.workshop, "story.mode", mode="person")
        act(self.seat("Ana"), "story.keep_note", text="Daar wil ik op terugkomen")
        for _ in range(2):
            act(self.seat("Ana"), "story.next_question")

    def play_thread(self) -> None:
        for name in ("Ana", "Bas"):
            act(self.seat(name), "thread.write", heading="costs", text=f"Een draad van {name}")
        act(self.workshop, "thread.write", heading="more", text="Vaker bellen")
        for name, customer in (("Ana", "Slager"), ("Bas", "Hotel")):
            act(self.seat(name), "case.park", figure=self.figure(name, customer))
        act(self.workshop, "case.ask", case=self._case("Slager"))
        act(self.seat("Cem"), "case.answer", case=self._case("Slager"), text="Bezoeken")

    def play_stack(self) -> None:
        act(self.seat("Ana"), "stack.give_away", figure=self.figure("Ana", "Slager"), why="Ik loop erop leeg")
        act(self.seat("Ana"), "stack.stick", figure=self.figure("Ana", "Bakker"))
        act(self.seat("Eva"), "stack.stick", figure=self.figure("Eva", "Lek van Eva"))
        act(self.seat("Bas"), "stack.stick", figure=self.figure("Bas", "Hotel"))
        for theirs in (self.figure("Ana", "Bloemist"), self.figure("Eva", "Zon van Eva")):
            mine = self.figure("Cem", "Theater")
            act(self.seat("Cem"), "stack.propose", mine=mine, theirs=theirs, expectation="gives")

    def play_swap(self) -> None:
        workshop, bas, cem = self.workshop, self.seat("Bas"), self.seat("Cem")
        go(workshop, Step.STACK)
        act(self.seat("Ana"), "stack.stick", figure=self.figure("Ana", "Slager"))
        go(workshop, Step.SWAP)
        for name in ("Bakker", "Lek van Eva"):
            act(bas, "swap.answer", slip=self.slip(name), answer="take", expectation="gives")
        asked = (bas.id, self.seat("Eva").id)
        act(cem, "swap.answer", slip=self.slip("Bakker"), answer="help", expectation="neutral", helpers=asked)
        act(cem, "swap.answer", slip=self.slip("Hotel"), answer="no", expectation="gives")
        for name in ("Bakker", "Lek van Eva", "Hotel"):
            act(workshop, "swap.open", slip=self.slip(name))
            if name != "Hotel":
                act(workshop, "swap.let_giver_choose", slip=self.slip(name))
        act(workshop, "swap.look", slip=self.slip("Hotel"))

    def play_closing(self) -> None:
        go(self.workshop, Step.SWAP)
        for action in ("swap.open", "swap.look", "swap.let_go"):
            act(self.workshop, action, slip=self.slip("Slager"))
        act(self.workshop, "swap.settle", claim=self.claim("Bas", "Lek van Eva"))
        go(self.workshop, Step.CLOSING)
        for name in ("Ana", "Eva"):
            agreement = {"text": "Bellen", "first_step": "Nummer zoeken", "on": self.workshop.retain_until}
            act(self.workshop, "closing.agree", owner=self.seat(name).id, **agreement)
            act(self.seat(name), "closing.accept", agreement=self._agreement(name))
        act(self.seat("Ana"), "follow_up.tell", text="Het scheelt een middag")

    def last_act(self, to: Step) -> tuple[str, Named]:
        acts: dict[Step, tuple[str, Named]] = {
            Step.LOBBY: ("lobby.choose_look", {"colour": 6, "shape": 2}),
            Step.SHEET: ("sheet.add", {"names": ["Bijna vergeten"]}),
            Step.TABLE: ("table.place", {"figure": self.figure("Ana", "Slager"), "zone": "neutral"}),
            Step.STORY: ("table.place", {"figure": self.figure("Ana", "Gemeente"), "zone": "gives"}),
            Step.THREAD: ("thread.write", {"heading": "more", "text": "Nog iets"}),
            Step.STACK: ("stack.stick", {"figure": self.figure("Ana", "Gemeente")}),
            Step.SWAP: ("swap.answer", {"slip": self.slip("Hotel"), "answer": "no"}),
            Step.CLOSING: ("closing.success", {"success": "Samen gelachen"}),
        }
        return acts[to]

    # --- what stands on it -----------------------------------------------------------------------------------------

    def seat(self, name: str) -> Any:
        return seat(self.workshop, name)

    def figure(self, name: str, customer: str) -> str:
        return self._id(figure, name, customer)

    def customer(self, name: str, customer: str) -> str:
        return self._id(figure, name, customer, attribute="customer_id")

    def slip(self, customer: str) -> str:
        return self._id(slip, customer)

    def claim(self, name: str, customer: str) -> str:
        slips = {"slip__workshop": self.workshop, "slip__rating__customer__name": customer}
        return self._first(Claim.objects.filter(participant__name=name, **slips))

    def _id(self, look_up: Any, *names: str, attribute: str = "id") -> str:
        """The id of a row that may not be there in this step."""
        try:
            return str(getattr(look_up(self.workshop, *names), attribute))
        except ObjectDoesNotExist:
            return NOTHING

    def of(self, role: str) -> Named:
        """What the @names in the fields of an action mean for a role."""
        return self._shared() | {"for": self._evas, "late": self._cems}.get(role, self._anas)()

    def _shared(self) -> Named:
        step = Workshop.objects.get(pk=self.workshop.pk).step
        threads = dict(Thread.objects.filter(workshop=self.workshop).values_list("text", "id"))
        return {
            "seat": self.seat("Cem").id, "next": (step + 1) % 8, "entry": self.entry, "knock": self._one(Knock),
            "pair": self._one(SameCustomer), "note": self._one(PrivateNote),
            "turn": self._one(Turn, participant__name="Bas"),
            "waiting": self._one(Turn, state=Turn.State.WAITING),
            "kept": self.customer("Ana", "Bloemist"), "other": self.customer("Eva", "De Bloemist"),
            "thread": threads.get("Een draad van Ana", NOTHING), "under": threads.get("Een draad van Bas", NOTHING),
            "asked": self._case("Slager"), "parked": self._case("Hotel"),
            "more": threads.get("Vaker bellen", NOTHING),
            "museum": self.figure("Bas", "Museum"), "bakker": self.slip("Bakker"), "hotel": self.slip("Hotel"),
            "unopened": self.slip("Slager"), "dropped": self.slip("Slager"), "taken": self.slip("Lek van Eva"),
            "asking": self.claim("Cem", "Bakker"), "success": self._one(Success),
        }  # fmt: skip

    def _anas(self) -> Named:
        story = self.workshop.step == Step.STORY
        return {
            "line": self.figure("Ana", "Geheim van Ana"), "figure": self.figure("Ana", "Kapper" if story else "Bakker"),
            "zone": "costs" if story else "neutral", "free": self.figure("Ana", "Kapper"), "listed": "Ana",
            "draft": self.figure("Ana", "Slager"), "stuck": self.figure("Ana", "Bakker"),
            "giving": self.figure("Ana", "Bloemist"), "slip": self.slip("Bakker"), "claim": self.claim("Bas", "Bakker"),
            "direct_swap": self._direct_swap("Ana"), "agreement": self._agreement("Ana"), "owner": self.seat("Ana").id,
            "ring": [self.figure("Ana", "Kapper"), self.figure("Bas", "Museum"), self.figure("Cem", "Theater")],
        }  # fmt: skip

    def _evas(self) -> Named:
        return self._anas() | {
            "figure": self.figure("Eva", "Lek van Eva"), "zone": "neutral", "free": self.figure("Eva", "Kapper"),
            "stuck": self.figure("Eva", "Lek van Eva"), "giving": self.figure("Eva", "Zon van Eva"),
            "slip": self.slip("Lek van Eva"), "claim": self.claim("Bas", "Lek van Eva"),
            "direct_swap": self._direct_swap("Eva"), "agreement": self._agreement("Eva"), "owner": self.seat("Eva").id,
            "ring": [self.figure("Eva", "Kapper"), self.figure("Bas", "Museum"), self.figure("Cem", "Theater")],
        }  # fmt: skip

    def _cems(self) -> Named:
        own = {"line": self.figure("Cem", "Geheim van Cem"), "figure": self.figure("Cem", "Notaris"), "zone": "neutral",
               "listed": "Cem"}  # fmt: skip
        return self._anas() | own | {"direct_swap": NOTHING}

    def _case(self, customer: str) -> str:
        return self._one(HardCase, rating__customer__name=customer)

    def _direct_swap(self, name: str) -> str:
        return self._one(DirectSwap, legs__taker__name=name)

    def _agreement(self, name: str) -> str:
        return self._one(Agreement, owner__name=name)

    def _one(self, model: Any, **which: Any) -> str:
        return self._first(model.objects.filter(workshop=self.workshop, **which))

    def _first(self, found: Any) -> str:
        return found.values_list("id", flat=True).first() or NOTHING
