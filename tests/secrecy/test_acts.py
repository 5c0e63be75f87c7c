"""A private act shows nothing to the others but that something was done, and what is private answers like what is not.

Words are one thing (test_secrecy.py); that a wish, a draft, an answer or an offer of a swap exists at all is another.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client, TestCase
from live import afternoon, cases_grid  # noqa: F401 - the cases are entered
from live.case import CASES, Case
from live.cases_swap import WANTED
from live.screen import Screen, lines
from lxml import html
from secrecy.sight import read
from support import people
from support.wide import some_of

from sessions.views.pages import costly_limit
from workshop.models import Claim, DirectSwap, EnergyRating, JournalEntry, PrivateNote, SwapProposal, Team, Workshop
from workshop.perform import changed
from workshop.steps import Answer, Step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Tables = dict[Step, Workshop]


@pytest.fixture(scope="module")
def tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[Tables]:
    """An afternoon in the middle of each step; played once."""
    with django_db_blocker.unblock():
        yield {step: afternoon.play(step) for step in Step if step > Step.LOBBY}
        Workshop.objects.all().delete()
        Team.objects.all().delete()
        User.objects.all().delete()


def browser_of(workshop: Workshop, who: str) -> tuple[Client, str]:
    """Somebody's browser, and the address of their page."""
    if who == "Fleur":
        return people.chair_of(workshop), people.base_of(workshop)
    if who == "beamer":
        return Client(), people.beamer_of(workshop)
    seat = people.seat(workshop, who)
    return people.browser_of(seat), people.base_of(seat)


# --- that something was done, never what ---------------------------------------------------------------------------

#: What each browser can get besides its page; the counts among the regions are left out.
FILES = ("regions/?r=order&r=proxies&r=enlarged&r=table&r=stack", "swap-list.csv?form=team", "swap-list.xlsx?form=team",
         "table.svg", "hand-over/", "follow-up/", "journal/")  # fmt: skip

#: Always private; the others are public on the table, or once a slip is open.
ALWAYS = {
    "team_list.accept",
    "team_list.decline",
    "sheet.add",
    "sheet.sort",
    "sheet.remove",
    "sheet.reason",
    "sheet.signal",
    "sheet.weigh",
    "story.keep_note",
} | {
    "thread.forget_note",
    "case.answer",
    "stack.give_away",
    "stack.keep",
    "stack.wish",
    "stack.propose",
    "stack.ring",
    "stack.decline",
}


def is_private(case: Case) -> bool:
    if case.action == "journal.take_back":
        return is_private(case.first[-1])
    renames = case.action == "sheet.rename" and case.step == Step.SHEET
    return case.action in ALWAYS or renames or case.make is WANTED


#: What is done on a list is the same for who catches up, in steps 3 and 4 as in step 5.
PRIVATE = [
    case
    for case in CASES
    if is_private(case) and not (case.action.startswith("sheet.") and case.step in (Step.STORY, Step.THREAD))
]


def play(case: Case, workshop: Workshop) -> JournalEntry:
    """Do it on the page of who does it; returns what the journal holds."""
    who, _, seat = case.who.partition("/")
    client, base = browser_of(workshop, who)
    fields = {"action_id": f"play-{workshop.journal.count()}", "step": case.step.value} | case.make(workshop)
    fields |= {"for_seat": people.seat(workshop, seat).id} if seat else {}
    answer = client.post(f"{base}do/{case.action}/", fields)
    assert answer.status_code == 200, answer.content.decode()
    return workshop.journal.latest("seq")


def parties(workshop: Workshop, case: Case) -> set[str]:
    """Whom a private act concerns: its doer, the parties of a direct swap, the owner of a leak that is wished for.

    For Eva, who has no device, the facilitator sees what she should.
    """
    swaps = set(DirectSwap.objects.filter(workshop=workshop).values_list("legs__taker__name", flat=True))
    told = [case, *case.first]
    if any(one.action in ("stack.propose", "stack.ring", "stack.accept", "stack.decline") for one in told):
        return {case.who, *swaps} | ({"Fleur"} if "Eva" in swaps else set())
    wished = [one.make(workshop)["figure"] for one in told if one.action == "stack.wish"]
    leaks = EnergyRating.objects.filter(pk__in=wished, zone="costs").values_list("participant__name", flat=True)
    return {case.who, *leaks}


def shown(workshop: Workshop, who: str) -> list[str]:
    """A page as it is now, without its counts and the number of the last change, and all files and pages below it."""
    costly_limit.buckets.clear()  # the files of many looks in a row
    client, base = browser_of(workshop, who)
    page = Screen(client, base).page
    page.body.attrib.pop("data-seq")
    for counts in page.xpath("//section[@data-region='counts']"):
        counts.getparent().remove(counts)
    return lines(page) + [_without_numbers(read(client, base + below).partition("\n")[2]) for below in FILES]


#: What any change changes: labels of regions, tokens of forms, the journal's count of what is private, and moments
#: in files.
_NUMBERS = (
    r'data-seq="\d+"',
    r"\b[A-Za-z0-9]{64}\b",
    r"<li[^>]*>\s*<span>\d+ keer iets wat privé is</span>\s*</li>",
    r"\d{4}-\d\d-\d\dT[\d:]+Z",
)


def _without_numbers(text: str) -> str:
    for number in _NUMBERS:
        text = re.sub(number, "", text)
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("case", some_of(PRIVATE, always=[case for case in PRIVATE if case.by_all]), ids=str)
def test_a_private_act_shows_others_nothing_but_counts(case: Case, tables: Tables) -> None:
    workshop = tables[case.step]
    for one in case.first:
        play(one, workshop)
    others = {*people.TRIO, "Dirk", "Fleur", "beamer"} - {case.who}
    before, concerned = {who: shown(workshop, who) for who in others}, parties(workshop, case)
    entry = play(case, workshop)

    changed = {who for who in others if shown(workshop, who) != before[who]}
    assert entry.private_to == people.seat(workshop, case.who.rpartition("/")[2])
    assert changed <= concerned | parties(workshop, case)


def test_a_wish_is_told_to_the_owner_of_a_leak_without_a_name(tables: Tables) -> None:
    workshop = tables[Step.STACK]
    bas = people.seat(workshop, "Bas")
    page = Screen(*browser_of(workshop, "Ana")).page.text_content()
    assert "Een collega zou hier energie van krijgen." in page  # Cem's wish

    for customer in ("Slager", "Bloemist"):
        people.act(bas, "stack.wish", figure=people.figure(workshop, "Ana", customer).id)

    told = Screen(*browser_of(workshop, "Ana")).page.text_content()
    assert "2 collega’s zouden hier energie van krijgen." in " ".join(told.split())
    assert told.count("energie van krijgen.") == page.count("energie van krijgen.")


# --- what is private answers like what does not exist --------------------------------------------------------------

Find = Callable[[Workshop], str]


def line(workshop: Workshop) -> str:
    """Ana's line that never came on the table."""
    return people.figure(workshop, "Ana", "Bibliotheek").id


def line_customer(workshop: Workshop) -> str:
    return people.figure(workshop, "Ana", "Bibliotheek").customer_id


def note(workshop: Workshop) -> str:
    return PrivateNote.objects.get(workshop=workshop, text="Bellen", participant__name="Bas").id


def direct_swap(workshop: Workshop) -> str:
    """Cem's offer to Bas."""
    return DirectSwap.objects.get(workshop=workshop, offered_by__name="Cem").id


def draft(workshop: Workshop) -> str:
    """A slip that Ana has not stuck, in whatever step."""
    kapper = people.figure(workshop, "Ana", "Kapper")
    values = {"workshop": workshop, "rating": kapper, "giver": kapper.participant, "why": "Te ver"}
    return SwapProposal.objects.get_or_create(rating=kapper, defaults=values)[0].id


def answer(workshop: Workshop) -> str:
    """Ana's answer to a slip that nobody has opened."""
    slip = SwapProposal.objects.get(workshop=workshop, rating__customer__name="Notaris", opened=False)
    return Claim.objects.get(slip=slip, participant__name="Ana", answer=Answer.NO).id


def line_of_eva(workshop: Workshop) -> str:
    """Typed by Eva on a lent screen; she has no device of her own."""
    eva = people.seat(workshop, "Eva")
    if workshop.step > Step.TABLE:
        people.act(workshop, "lobby.catch_up", seat=eva.id)
    people.act(eva, "sheet.add", names=["Van papier"])
    return people.figure(workshop, "Eva", "Van papier").id


PROBES: list[tuple[Step, str, str, str, Find]] = [
    *[
        (Step.TABLE, "Bas", f"sheet.{word}", "figure", line)
        for word in ("sort", "rename", "remove", "reason", "signal")
    ],
    (Step.TABLE, "Bas", "table.place", "figure", line),
    (Step.TABLE, "Fleur", "table.place", "figure", line_of_eva),
    *[
        (Step.TABLE, who, f"table.{word}", "other", line_customer)
        for who in ("Bas", "Fleur")
        for word in ("join", "differ")
    ],
    (Step.TABLE, "Fleur", "projector.show", "what", lambda workshop: f"figure:{line(workshop)}"),
    (Step.STORY, "Ana", "thread.forget_note", "note", note),
    (Step.THREAD, "Ana", "thread.share_note", "note", note),
    (Step.THREAD, "Bas", "thread.link", "customer", line_customer),
    (Step.THREAD, "Bas", "case.park", "figure", line),
    *[
        (Step.STACK, "Bas", f"stack.{word}", "figure", line)
        for word in ("give_away", "keep", "stick", "take_back", "wish")
    ],
    (Step.STACK, "Bas", "stack.propose", "theirs", line),
    (Step.STACK, "Bas", "stack.ring", "figures", line),
    *[(Step.STACK, "Ana", f"stack.{word}", "direct_swap", direct_swap) for word in ("accept", "decline")],
    (Step.STACK, "Fleur", "stack.lay", "figure", line_of_eva),
    (Step.STACK, "Fleur", "projector.show", "what", lambda workshop: f"slip:{draft(workshop)}"),
    (Step.SWAP, "Bas", "swap.answer", "slip", draft),
    *[
        (Step.SWAP, "Fleur", f"swap.{word}", "slip", draft)
        for word in ("open", "draw_lots", "let_giver_choose", "look", "let_go", "leave_open", "ask")
    ],
    (Step.SWAP, "Fleur", "swap.settle", "claim", answer),
    *[(Step.SWAP, "Cem", f"swap.{word}", "claim", answer) for word in ("help", "choose")],
    (Step.CLOSING, "Bas", "closing.attention", "figure", line),
    *[(Step.CLOSING, who, "closing.farewell", "slip", draft) for who in ("Bas", "Dirk", "Fleur")],
    *[(Step.CLOSING, who, "closing.decide_by", "slip", draft) for who in ("Bas", "Dirk", "Fleur")],
    (Step.CLOSING, "Fleur", "closing.hand_over", "slip", draft),
]

#: What else the probes send; an action takes of it what it knows.
REST = {
    "column": "gives",
    "zone": "gives",
    "name": "Nieuw",
    "heading": "more",
    "answer": "take",
    "expectation": "gives",
}
REST |= {"yes": "1", "who": "Bas", "on": "2039-05-05", "reason": "Zomaar"}


@pytest.mark.parametrize(
    ("step", "who", "action", "field", "find"), PROBES, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_private_id_of_somebody_else_answers_like_one_that_is_not(
    step: Step, who: str, action: str, field: str, find: Find, tables: Tables
) -> None:
    workshop = tables[step]
    private = find(workshop)
    asks = [private, private[:-10] + "zzzzzzzzzz"]
    first, second = (probe(workshop, who, action, {field: one}) for one in asks)

    assert first == second
    assert first == (404, {"code": "missing", "sentence": "Dit bestaat niet (meer).", "html": "", "stale": ["own"]})


def probe(workshop: Workshop, who: str, action: str, fields: dict[str, Any]) -> tuple[int, Any]:
    client, base = browser_of(workshop, who)
    mine = {
        "mine": people.figure(workshop, "Bas", "Hotel").id,
        "kept": people.figure(workshop, "Bas", "Bakker").customer_id,
    }
    thread = workshop.threads.first()
    sent = REST | mine | ({"thread": thread.id} if thread else {}) | {"action_id": "probe", "step": workshop.step}
    if who == "Fleur" and action in ("table.place", "stack.lay"):
        sent["for_seat"] = people.seat(workshop, "Eva").id
    if action == "swap.ask":
        sent["seat"] = people.seat(workshop, "Cem").id
    if action == "closing.attention":
        sent.pop("expectation")
    if action == "stack.ring":
        fields = {"figures": [*fields.values(), mine["mine"], people.figure(workshop, "Cem", "Theater").id]}
    response = client.post(f"{base}do/{action}/", sent | fields)
    return response.status_code, response.json()


def test_a_name_on_a_private_list_is_not_betrayed_to_who_types_for_the_seat(tables: Tables) -> None:
    workshop = tables[Step.TABLE]
    eva = people.seat(workshop, "Eva")
    people.act(eva, "sheet.add", names=["Van papier"])
    done = people.act_for(eva, "table.lay", name="Van papier", zone="gives")

    assert (done.change is not None, done.sentence) == (True, "")


# --- nothing follows what is private: no order, no name of a region, no line of the journal ------------------------


def to_open(workshop: Workshop) -> list[str]:
    """The slips on the desk, in its order."""
    items = Screen(*browser_of(workshop, "Fleur")).page.xpath("//ol[@class='to-open']/li/button/span")
    return [one.text_content().split()[1].strip("\u2066\u2069") for one in items]


def take(workshop: Workshop, customer: str, *names: str) -> None:
    for name in names:
        fields = {"slip": people.slip(workshop, customer).id, "answer": Answer.TAKE, "expectation": "gives"}
        people.act(people.seat(workshop, name), "swap.answer", **fields)


def test_closed_slips_stand_as_they_were_stuck_and_are_sorted_once_when_opening_begins() -> None:
    workshop = people.lay_table(Step.SWAP)
    stuck = to_open(workshop)
    answered = {"Hotel": ("Ana", "Cem"), "Notaris": ("Bas",)}
    for customer, names in answered.items():
        take(workshop, customer, *names)
        assert to_open(workshop) == stuck

    people.act(workshop, "swap.open")
    begun = to_open(workshop)
    assert (people.slip(workshop, "Notaris").opened, begun[0]) == (True, "Hotel")
    take(workshop, "Slager", "Cem")
    people.act(workshop, "journal.take_back", entry=workshop.journal.get(action="swap.open").seq)
    assert [one for one in to_open(workshop) if one != "Notaris"] == begun


def test_the_facilitator_who_goes_back_begins_anew_with_a_fixed_order() -> None:
    workshop = people.lay_table(Step.SWAP)
    stuck = to_open(workshop)
    take(workshop, "Notaris", "Bas")
    people.act(workshop, "swap.open", slip=people.slip(workshop, stuck[0]).id)
    assert to_open(workshop)[0] == "Notaris"

    people.go(workshop, Step.STACK)
    people.go(workshop, Step.SWAP)
    assert [one for one in to_open(workshop) if one in stuck[1:]] == stuck[1:]


def test_the_journal_counts_what_is_private_without_a_name_or_a_moment() -> None:
    workshop = people.lay_table(Step.SWAP)
    client, base = browser_of(workshop, "Fleur")
    take(workshop, "Hotel", "Cem", "Ana")
    first = html.fromstring(client.get(f"{base}journal/").content.decode()).find("li")
    assert (first.text_content().strip(), first.find("time")) == ("2 keer iets wat privé is", None)


@pytest.mark.parametrize("step", [Step.STACK, Step.SWAP])
def test_all_private_acts_of_a_step_name_the_same_regions(step: Step, tables: Tables) -> None:
    told = {}
    for case in PRIVATE:
        if case.step == step and not case.action.startswith(("sheet.", "journal.")):
            workshop = tables[step]
            with transaction.atomic():
                for one in case.first:
                    play(one, workshop)
                told[str(case)] = stale(workshop, case)
                transaction.set_rollback(True)
    assert len(told) > 3
    assert {name: regions for name, regions in told.items() if regions != {"counts", "desk"}} == {}


def stale(workshop: Workshop, case: Case) -> frozenset[str]:
    """The shared regions that the news of it names, on every screen."""
    heard = []
    changed.connect(hear := lambda change, **kwargs: heard.append(change), weak=False)
    try:
        with TestCase.captureOnCommitCallbacks(execute=True):
            play(case, workshop)
    finally:
        changed.disconnect(hear)
    return frozenset(heard[-1].stale)
