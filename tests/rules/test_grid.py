"""Every action × every step × every role: allowed, or refused with its code (grid.txt, written by hand)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from rules.grid import ACTIONS, GRID, ROLES
from rules.grid_table import GridTable, fields_of
from support.asserts import rows, told
from support.people import base_of, beamer_of, browser_of, chair_of, join, open_workshop, seat
from support.wide import some_of

from sessions import forms
from sessions.commands import status_of
from workshop.actions.registry import ACTIONS as DECLARED
from workshop.models import Workshop
from workshop.perform import perform
from workshop.permissions import Actor
from workshop.refusals import Refusal
from workshop.steps import Step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("short_way"), pytest.mark.slow]

NOT_NOW = (409, "not-in-step")
GUEST = (403, "guest-looks")
#: What Dirk, a team lead without a seat of the eight, does: the follow-up of what was let go or left open.
OF_THEN = {"comeback.hand_over", "comeback.again", "comeback.hear"}
GUEST_DOES = (
    {"closing.farewell", "closing.decide_by", "closing.hand_over", "closing.forget"}
    | {"closing.agree", "closing.accept", "closing.withdraw"}
    | OF_THEN
    | {"wall.tend", "wall.add"}
    | {f"follow_up.{word}" for word in ("hand_over", "hear", "tend", "done", "tell", "untell")}
)
NOBODY = (404, "missing")
NOT_SEATED = (401, "seat-of-another")
NOT_SIGNED_IN = (401, "not-signed-in")
DEVICE = (403, "has-own-device")

#: A role that never does this: the same in all steps.
NEVER = {
    "lead": (403, "by-facilitator"),
    "self": (403, "by-participants"),
    "seat": (403, "by-each-seat"),
    "priv": (403, "private-to-seat"),
}
SAYS = NEVER | {
    "none": NOBODY,
    "his": (409, "figure-of-colleague"),
    "mine": (409, "own-customer"),
    "nobody": (409, "joined-by-owner"),
    "nosplit": (409, "split-by-owner"),
    "listen": (409, "listening"),
    "word": (409, "listening-to-move"),
    "turn": (409, "passed-by-speaker"),
    "writer": (409, "thread-reworded-by-writer"),
    "remover": (409, "thread-removed-by-writer"),
    "ownslip": (409, "own-slip"),
    "giver": (409, "giver-not-asked"),
    "keeper": (409, "kept-by-giver"),
    "nothis": (409, "attention-not-yours"),
    "notyet": (409, "forget-after-closing"),
    "owner": (409, "agreement-accepted-by-owner"),
    "offer": (409, "agreement-withdrawn-by-owner"),
    "filler": (409, "result-by-giver"),
    "hander": (409, "hand-over-by-parties"),
    "nocome": (409, "not-a-comeback"),
    "ticker": (409, "tick-of-colleague"),
    "hearer": (409, "answer-by-parties"),
    "nocase": (409, "case-not-now"),
    "onecase": (409, "case-already-asked"),
    "hiscase": (409, "case-is-own"),
    "layer": (409, "case-withdrawn-by-owner"),
    "teller": (409, "success-by-teller"),
    "led": (409, "undo-never"),
    "private": (409, "undo-is-private"),
    "notlast": (409, "undo-own-last"),
}

# --- the grid as it stands in the file -------------------------------------------------------------------------------


def expected(action: str, role: str, step: int) -> tuple[int, str] | str:
    """`yes`, `idle`, or the status and code of a refusal."""
    lines = [line for line in GRID if line.action == action]
    if role == "late":
        # Who catches up is a participant like another, and does some things in a step where the others do not.
        late = any(str(step) in line.words["late"] for line in lines)
        return "yes" if late else expected(action, "other", step)
    here = [line.words[role] for line in lines if str(step) in line.steps]
    never = [line.words[role] for line in lines if line.words[role] in NEVER]
    for word in here + never:
        return SAYS.get(word, word)
    return NOT_NOW


def for_a_seat_with_a_device(action: str) -> tuple[int, str]:
    private = any(line.action == action and line.words["for"] == "priv" for line in GRID)
    return NEVER["priv"] if private else DEVICE


def for_the_guest(action: str, step: int) -> tuple[int, str] | str:
    if action not in GUEST_DOES:
        return GUEST
    if action in OF_THEN or (action == "wall.tend" and step == Step.LOBBY):
        return NOBODY if step == Step.LOBBY else NOT_NOW
    if step != Step.CLOSING:
        return NOT_NOW
    if action in ("closing.accept", "closing.withdraw"):
        return SAYS["owner" if action == "closing.accept" else "offer"]  # it is Ana's
    return SAYS["notyet"] if action == "closing.forget" else "yes"


# --- asking ----------------------------------------------------------------------------------------------------------

Answer = tuple[int, str] | str
Ask = Callable[[str, dict[str, Any]], Answer]
numbers = count(1)


def judged(workshop: Workshop, status: int, code: str, before: int) -> Answer:
    """The answer as the grid writes it; a refusal that left a trace is told apart."""
    risen = Workshop.objects.values_list("seq", flat=True).get(pk=workshop.pk) - before
    if status != 200:
        return (status, code) if not risen else f"{status}, and seq rose by {risen}"
    return {0: "idle", 1: "yes"}.get(risen, f"200, and seq rose by {risen}")


def over_http(table: GridTable, client: Client, base: str, for_seat: str = "") -> Ask:
    """As a page asks."""

    def ask(action: str, fields: dict[str, Any]) -> Answer:
        now = Workshop.objects.get(pk=table.workshop.pk)
        sent = fields | {"step": now.step, "action_id": f"grid-{next(numbers)}", "for_seat": for_seat}
        answer = client.post(f"{base}do/{action}/", sent)
        return judged(now, *told(answer), now.seq)

    return ask


def at_the_door(table: GridTable, actor: Actor) -> Ask:
    """As the view asks the one door."""

    def ask(action: str, fields: dict[str, Any]) -> Answer:
        now = Workshop.objects.get(pk=table.workshop.pk)
        sent = QueryDict(mutable=True)
        for name, value in fields.items():
            sent.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
        status, code = 200, ""
        try:
            perform(workshop_id=now.id, actor=actor, action=action, data=forms.read(action, sent),
                    action_id=f"grid-{next(numbers)}", step=now.step)  # fmt: skip
        except Refusal as refusal:
            status, code = status_of(refusal), refusal.code
        return judged(now, status, code, now.seq)

    return ask


@dataclass(frozen=True)
class Judge:
    """One role: how it asks, about whose things, and what the grid says."""

    name: str
    ask: Ask
    about: str
    says: Callable[[str], Answer]


def wrong_cells(table: GridTable, judges: list[Judge]) -> Iterator[str]:
    """Every cell that is not as the grid has it. Each is asked on the same table: what was done is rolled back."""
    names = {role: table.of(role) for role in ROLES}
    for judge in judges:
        for action in ACTIONS:
            mark = transaction.savepoint()
            found = judge.ask(action, fields_of(action, names[judge.about]))
            transaction.savepoint_rollback(mark)
            if found != (wanted := judge.says(action)):
                yield f"{action} by {judge.name}: {found!r}, wanted {wanted!r}"


def at_table(step: Step, ask_as: Callable[[str, str], Ask]) -> list[Judge]:
    """The roles that sit at the table or lead it. `ask_as`: who asks, and for whom."""

    def by_the_grid(role: str) -> Callable[[str], Answer]:
        return lambda action: expected(action, role, step)

    judges = [
        Judge("Ana, who owns it", ask_as("Ana", ""), "own", by_the_grid("own")),
        Judge("Bas", ask_as("Bas", ""), "other", by_the_grid("other")),
        Judge("Fleur", ask_as("Fleur", ""), "fleur", by_the_grid("fleur")),
        Judge("Fleur for Eva without a device", ask_as("Fleur", "Eva"), "for", by_the_grid("for")),
        Judge("Fleur for Ana with one", ask_as("Fleur", "Ana"), "own", for_a_seat_with_a_device),
        Judge("Dirk, a guest", ask_as("Dirk", ""), "own", lambda action: for_the_guest(action, step)),
    ]
    if Step.STORY <= step <= Step.STACK:
        judges.append(Judge("Cem, who catches up", ask_as("Cem", ""), "late", by_the_grid("late")))
    return judges


def outside(table: GridTable, step: Step) -> list[Judge]:
    """Who only looks, and who has no business here; the beamer and a stranger are refused whatever they ask."""
    elsewhere = join(open_workshop("Een andere workshop"), "Mallory")
    mallory = Client()
    mallory.force_login(User.objects.get_or_create(username="mallory")[0])
    ana, workshop = seat(table.workshop, "Ana"), table.workshop
    judges = [
        Judge("the beamer", over_http(table, Client(), beamer_of(workshop)), "own", lambda action: NOBODY),
        Judge("a stranger", over_http(table, Client(), base_of(ana)), "own", lambda action: NOT_SEATED),
    ]
    if step == Step.STACK:  # the lookup that refuses them knows neither step nor action
        judges += [
            Judge(
                "a colleague", over_http(table, browser_of(elsewhere), base_of(ana)), "own", lambda action: NOT_SEATED
            ),
            Judge(
                "nobody at the console", over_http(table, Client(), base_of(workshop)), "own", lambda a: NOT_SIGNED_IN
            ),
            Judge("another facilitator", over_http(table, mallory, base_of(workshop)), "own", lambda a: NOT_SIGNED_IN),
        ]
    return judges


# --- the tests -------------------------------------------------------------------------------------------------------


def test_the_grid_names_every_action_and_no_other():
    assert set(ACTIONS) == {name for name, one in DECLARED.items() if not one.at_the_door}


def test_no_line_of_the_grid_says_two_things_about_one_step():
    for action in ACTIONS:
        steps = "".join(line.steps for line in GRID if line.action == action)
        assert len(set(steps)) == len(steps), action


@pytest.mark.parametrize("step", some_of(Step, always=[Step.STACK]))
def test_over_http_every_role_may_what_the_grid_says(step: Step):
    table = GridTable(step)
    before = rows()
    chair = chair_of(table.workshop)

    def ask_as(who: str, for_whom: str) -> Ask:
        for_seat = seat(table.workshop, for_whom).id if for_whom else ""
        if who == "Fleur":
            return over_http(table, chair, base_of(table.workshop), for_seat)
        one = seat(table.workshop, who)
        return over_http(table, browser_of(one), base_of(one))

    assert list(wrong_cells(table, at_table(step, ask_as))) == []
    assert rows() == before


@pytest.mark.parametrize("step", some_of(Step, always=[Step.TABLE, Step.STACK, Step.SWAP]))
def test_at_the_door_every_role_may_what_the_grid_says(step: Step):
    table = GridTable(step)
    before = rows()

    def ask_as(who: str, for_whom: str) -> Ask:
        if who == "Fleur":
            return at_the_door(table, Actor("facilitator", seat(table.workshop, for_whom) if for_whom else None))
        return at_the_door(table, Actor("seat", seat(table.workshop, who)))

    assert list(wrong_cells(table, at_table(step, ask_as))) == []
    assert rows() == before


@pytest.mark.parametrize("step", some_of(Step, always=[Step.STACK]))
def test_the_beamer_and_strangers_may_nothing(step: Step):
    table = GridTable(step)
    judges = outside(table, step)
    before = rows()
    assert list(wrong_cells(table, judges)) == []
    assert rows() == before
