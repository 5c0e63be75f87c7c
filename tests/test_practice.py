"""Practice: an invented team that has really played, on any table from two people with one customer each."""

import json
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from support import replay
from support.server import AppServer
from support.wide import some_of

from sessions import practice
from sessions.accounts import first_facilitator
from sessions.practice import data
from workshop.models import (
    Agreement,
    Claim,
    EnergyRating,
    Help,
    Participant,
    PrivateNote,
    SwapProposal,
    Team,
    Thread,
    Turn,
    WishMark,
    Workshop,
)
from workshop.name_matching import likeness
from workshop.steps import Answer, Heading, Kind, Outcome, Step, Zone

pytestmark = pytest.mark.django_db

PUBLIC_URL = "https://ruilen.example"
SMALL_AND_LARGE = [(2, 1), (2, 2), (2, 8), (3, 1), (3, 4), (5, 1), (8, 1), (8, 2), (8, 25), (8, 80)]


def run(*words: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("practice", *words, stdout=out)
    return out.getvalue()


def printed(step: int, *words: str) -> dict[str, Any]:
    return dict(json.loads(run("--step", str(step), "--json", *words)))


@pytest.fixture(scope="module")
def evenings(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[Step, dict[str, Any]]]:
    """What the command prints for each step; played once for all tests here."""
    with django_db_blocker.unblock():
        yield {step: printed(step) for step in Step}
        Workshop.objects.all().delete()
        Team.objects.all().delete()
        User.objects.all().delete()


@pytest.fixture
def at(evenings: dict[Step, dict[str, Any]]) -> Any:
    """The practice workshop in which a step is open."""
    return lambda step: Workshop.objects.get(pk=evenings[step]["workshop"])


# --- what it prints --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", some_of(Step, always=[Step.TABLE]))
def test_prints_one_object_with_the_addresses_of_everybody(step: Step, evenings: Any) -> None:
    found = evenings[step]
    workshop = Workshop.objects.get(pk=found["workshop"])
    seats = Participant.objects.filter(workshop=workshop, guest=False)
    lead = Participant.objects.get(workshop=workshop, guest=True)
    base = "http://localhost:8000"

    assert found == {
        "workshop": workshop.id,
        "code": workshop.code,
        "step": step,
        "facilitator": f"{base}/console/{workshop.id}/enter/{workshop.console_token}/",
        "projector": f"{base}/projector/{workshop.projector_token}/",
        "team_lead": f"{base}/seat/{lead.id}/enter/{lead.token}/",
        "participants": [
            {"name": name, "url": f"{base}/seat/{seat.id}/enter/{seat.token}/"}
            for name, seat in zip(data.PEOPLE[:5], seats, strict=True)
        ],
    }
    assert (workshop.step, workshop.practice, lead.team_lead) == (step, True, True)


def test_prints_a_readable_list_without_json() -> None:
    lines = run("--step", "0", "--people", "2").splitlines()
    workshop = Workshop.objects.latest("created_at")

    assert lines[1] == f"Oefenworkshop in stap 0 (Binnenkomen), code {workshop.code}"
    assert [line.split()[0] for line in lines[3:]] == ["Regie", "Beamer", "Teamleider", "Anouk", "Youssef"]
    assert all(line.split()[1].startswith("http://localhost:8000/") for line in lines[3:])


def test_addresses_are_absolute_on_the_public_url(settings: Any) -> None:
    settings.PUBLIC_URL = PUBLIC_URL
    found = printed(0)

    urls = [
        found["facilitator"],
        found["projector"],
        found["team_lead"],
        *(one["url"] for one in found["participants"]),
    ]
    assert [url for url in urls if not url.startswith(f"{PUBLIC_URL}/")] == []


def test_without_arguments_five_people_have_laid_eight_customers_each_on_the_table() -> None:
    found = json.loads(run("--json"))
    figures = EnergyRating.objects.filter(workshop=found["workshop"], zone__isnull=False)

    assert found["step"] == Step.TABLE
    assert Counter(figures.values_list("participant__name", flat=True)) == dict.fromkeys(data.PEOPLE[:5], 8)


@pytest.mark.parametrize("step", some_of(Step, always=[Step.SWAP]))
def test_every_address_puts_a_browser_in_its_chair_any_number_of_times(step: Step, evenings: Any) -> None:
    found = evenings[step]
    for seat in found["participants"]:
        assert_opens(seat["url"], "participant")
    assert_opens(found["team_lead"], "guest")
    assert_opens(found["facilitator"], "facilitator")
    assert_opens(found["projector"], "projector")


def assert_opens(url: str, role: str) -> None:
    """Twice in the same browser, and once in another."""
    path = url.removeprefix("http://localhost:8000")
    browser = Client()
    for one in (browser, browser, Client()):
        page = one.get(path, follow=True, headers={"host": "localhost"})
        assert page.status_code == 200
        assert f'data-role="{role}"' in page.text
        assert path.startswith(page.request["PATH_INFO"])


# --- what was played -------------------------------------------------------------------------------------------------


def test_step_0_everyone_sits_and_no_two_look_alike(at: Any) -> None:
    seats = Participant.objects.filter(workshop=at(Step.LOBBY), guest=False)

    assert [seat.name for seat in seats] == list(data.PEOPLE[:5])
    assert len({seat.colour for seat in seats}) == len({seat.shape for seat in seats}) == 5


def test_step_1_all_names_are_listed_and_none_is_on_the_table(at: Any) -> None:
    lines = EnergyRating.objects.filter(workshop=at(Step.SHEET))

    assert Counter(line.participant.name for line in lines) == dict.fromkeys(data.PEOPLE[:5], 8)
    assert [line.participant.name for line in lines.filter(column="")] == ["Youssef", "Koen"]
    assert lines.exclude(reason="").count() == 15
    assert lines.filter(customer__kind=Kind.TASK).count() == 5
    assert lines.filter(zone__isnull=False).count() == 0


def test_step_2_every_line_stands_on_the_table(at: Any) -> None:
    figures = EnergyRating.objects.filter(workshop=at(Step.TABLE))

    assert (figures.count(), figures.filter(zone=None).count()) == (40, 0)
    for seat in Participant.objects.filter(workshop=at(Step.TABLE), guest=False):
        assert {figure.zone for figure in figures.filter(participant=seat)} == set(Zone)


def test_step_3_the_first_has_told_and_the_second_is_at_the_second_question(at: Any) -> None:
    turns = Turn.objects.filter(workshop=at(Step.STORY))

    assert [(turn.participant.name, turn.state, turn.question) for turn in turns] == [
        ("Anouk", "done", 4),
        ("Youssef", "speaking", 2),
        ("Femke", "waiting", 1),
        ("Koen", "waiting", 1),
        ("Sevgi", "waiting", 1),
    ]
    notes = PrivateNote.objects.filter(workshop=at(Step.STORY))
    assert {(note.participant.name, note.text) for note in notes} == set(zip(data.PEOPLE[1:4], data.NOTES, strict=True))


def test_step_3_a_small_table_is_in_its_second_round() -> None:
    found = printed(3, "--people", "3")
    speaking = Turn.objects.get(workshop=found["workshop"], state="speaking")

    assert (speaking.participant.name, speaking.question) == ("Anouk", 2)


def test_step_4_threads_stand_under_all_five_headings(at: Any) -> None:
    threads = Thread.objects.filter(workshop=at(Step.THREAD))

    assert {thread.heading for thread in threads} == set(Heading)
    assert threads.filter(improve=True).count() == 1
    assert threads.filter(links__isnull=False).count() == 1
    assert threads.filter(text=data.NOTES[0]).count() == 1
    assert PrivateNote.objects.filter(workshop=at(Step.THREAD)).count() == 2


def test_step_5_everyone_has_stuck_a_slip_with_a_why(at: Any) -> None:
    slips = SwapProposal.objects.filter(workshop=at(Step.STACK))

    assert {slip.giver.name for slip in slips} == set(data.PEOPLE[:5])
    assert {(slip.stuck, slip.opened, slip.outcome, bool(slip.why)) for slip in slips} == {(True, False, "", True)}
    assert {slip.rating.zone for slip in slips} == {Zone.COSTS}
    assert WishMark.objects.filter(workshop=at(Step.STACK)).count() == 5


def test_step_6_everyone_has_answered_every_slip_of_the_others_and_none_is_open(at: Any) -> None:
    slips = SwapProposal.objects.filter(workshop=at(Step.SWAP))
    claims = Claim.objects.filter(slip__in=slips)

    assert {slip.claims.count() for slip in slips} == {4}
    assert {claim.answer for claim in claims} == set(Answer)
    assert {(slip.opened, slip.outcome) for slip in slips} == {(False, "")}
    assert {help.yes for help in Help.objects.filter(claim__in=claims)} == {None}


def test_step_7_the_swap_list_tells_all_that_can_happen(at: Any) -> None:
    workshop = at(Step.CLOSING)
    slips = SwapProposal.objects.filter(workshop=workshop)
    seats = Participant.objects.filter(workshop=workshop, guest=False)

    assert {slip.outcome for slip in slips} >= set(Outcome) - {Outcome.ENDED}
    assert [(bool(seat.attention_id), bool(seat.success)) for seat in seats] == [(True, True)] * 5
    agreements = Agreement.objects.filter(workshop=workshop)
    assert [(one.owner.name, one.accepted) for one in agreements] == [
        ("Anouk", True),
        ("Youssef", True),
        ("Femke", False),
    ]
    assert slips.filter(outcome=Outcome.OPEN, decide_on=None).count() == 0
    assert workshop.comeback_on is not None
    assert workshop.closed_at is None


@pytest.mark.parametrize(("people", "customers"), some_of(SMALL_AND_LARGE, always=[(2, 1), (3, 4), (8, 25)]))
def test_plays_to_the_end_on_small_and_large_tables(people: int, customers: int) -> None:
    found = printed(7, "--people", str(people), "--customers", str(customers))
    figures = EnergyRating.objects.filter(workshop=found["workshop"], zone__isnull=False)

    assert found["step"] == 7
    assert Counter(figures.values_list("participant__name", flat=True)) == dict.fromkeys(
        data.PEOPLE[:people], customers
    )
    slips = SwapProposal.objects.filter(workshop=found["workshop"])
    assert slips.exclude(outcome="").exists()
    assert list(slips.filter(taker_energy=Zone.COSTS, helper=None)) == []


@pytest.mark.parametrize(("people", "customers"), [(3, 1), (3, 2), (5, 8), (8, 1), (8, 40)])
def test_colleagues_feel_three_ways_about_a_customer_of_the_same_name(people: int, customers: int) -> None:
    found = printed(2, "--people", str(people), "--customers", str(customers))
    figures = EnergyRating.objects.filter(workshop=found["workshop"])
    felt: dict[str, set[str | None]] = {}
    for figure in figures.select_related("customer"):
        felt.setdefault(figure.customer.name, set()).add(figure.zone)

    assert felt[data.SHARED[0]] == set(Zone)
    assert figures.filter(customer__name=data.SHARED[0]).values("customer").distinct().count() == people


def test_the_same_numbers_give_the_same_table_apart_from_ids() -> None:
    first, second = (printed(7)["workshop"] for _ in range(2))

    assert first != second
    assert in_words(first) == in_words(second)


def in_words(workshop_id: str) -> list[list[tuple[Any, ...]]]:
    """Everything that was played, without an id."""
    kinds = {
        EnergyRating: ("participant__name", "customer__name", "customer__kind", "column", "zone", "reason", "placed"),
        SwapProposal: ("rating__customer__name", "stuck_at", "why", "wish", "outcome", "taker__name", "helper__name"),
        Turn: ("participant__name", "position", "question", "state"),
        Thread: ("writer__name", "heading", "text", "improve", "written", "links__customer__name"),
        Agreement: ("owner__name", "text", "first_step", "accepted", "written"),
    }
    rows = [
        [tuple(map(str, row)) for row in kind._default_manager.filter(workshop=workshop_id).values_list(*fields)]
        for kind, fields in kinds.items()
    ]
    claims = Claim.objects.filter(slip__workshop=workshop_id)
    answers = claims.values_list("slip__rating__customer__name", "participant__name", "answer", "expectation")
    return [sorted(kind) for kind in [*rows, list(answers)]]


# --- the journal -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", Step)
def test_the_journal_replays_to_the_same_rows(step: Step, at: Any) -> None:
    replay.assert_replays(at(step))


@pytest.mark.parametrize(("people", "customers"), some_of([(2, 1), (3, 4), (8, 25)], always=[(3, 4)]))
def test_the_journal_of_small_and_large_tables_replays_too(people: int, customers: int) -> None:
    workshop = practice.play(facilitator=None, to=Step.CLOSING, people=people, customers=customers)
    replay.assert_replays(workshop)


# --- who leads it ----------------------------------------------------------------------------------------------------


def test_the_practice_facilitator_does_not_count_as_one(at: Any) -> None:
    facilitator = at(Step.LOBBY).facilitator

    assert facilitator.username.startswith("oefening-")
    assert facilitator.has_usable_password() is False
    assert first_facilitator.facilitator_exists() is False


def test_the_facilitator_who_asks_for_it_leads_it() -> None:
    fleur = User.objects.create_user("fleur", password="zeven groene fietsen")
    people = User.objects.count()
    workshop = practice.play(facilitator=fleur, to=Step.LOBBY, people=2, customers=1)

    assert (workshop.facilitator, workshop.team.facilitator) == (fleur, fleur)
    assert User.objects.count() == people


# --- odd questions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--step", "9"], "--step moet een getal zijn van 0 tot en met 7, niet '9'."),
        (["--step", "-1"], "--step moet een getal zijn van 0 tot en met 7, niet '-1'."),
        (["--step", "zes"], "--step moet een getal zijn van 0 tot en met 7, niet 'zes'."),
        (["--step", ""], "--step moet een getal zijn van 0 tot en met 7, niet ''."),
        (["--step", "²"], "--step moet een getal zijn van 0 tot en met 7, niet '²'."),
        (["--people", "1"], "--people moet een getal zijn van 2 tot en met 8, niet '1'."),
        (["--people", "9"], "--people moet een getal zijn van 2 tot en met 8, niet '9'."),
        (["--customers", "0"], "--customers moet een getal zijn van 1 tot en met 80, niet '0'."),
        (["--customers", "81"], "--customers moet een getal zijn van 1 tot en met 80, niet '81'."),
        (["--customers", "2.5"], "--customers moet een getal zijn van 1 tot en met 80, niet '2.5'."),
        (["--customers", "9" * 5000], f"--customers moet een getal zijn van 1 tot en met 80, niet '{'9' * 20}'."),
    ],
)
def test_an_odd_number_is_refused_with_a_sentence(words: list[str], sentence: str) -> None:
    before = Workshop.objects.count()
    with pytest.raises(SystemExit) as refusal:
        run(f"{words[0]}={words[1]}", "--json")

    assert refusal.value.code == sentence
    assert Workshop.objects.count() == before


def test_a_refusal_is_one_line_and_an_exit_code(tmp_path: Path) -> None:
    done = AppServer(tmp_path).manage("practice", "--people", "9", "--json")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "--people moet een getal zijn van 2 tot en met 8, niet '9'.\n"


def test_without_tables_it_asks_to_start_the_server_and_makes_none(tmp_path: Path) -> None:
    server = AppServer(tmp_path)
    for _ in range(2):
        done = server.manage("practice", "--json")

        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.endswith("start eerst de server (make start).\n")
        assert done.stderr.count("\n") == 1


# --- the invented world ----------------------------------------------------------------------------------------------


def test_no_two_invented_names_look_alike() -> None:
    names = [*data.all_names(), *data.SHARED, *data.TASKS]

    assert [name for name, often in Counter(map(likeness, names)).items() if often > 1] == []
    assert len(data.all_names()) >= 8 * 80
    assert len(set(data.PEOPLE)) == 8
