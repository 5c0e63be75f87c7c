"""Step 7: what is still open, attention, agreements, the comeback and farewells."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html
from support.asserts import outcomes, refused
from support.people import act, base_of, beamer_of, browser_of, chair_of, figure, go, invite_dirk, lay_table, seat, slip

from sessions.panels import console
from workshop.actions.registry import ACTIONS
from workshop.models import Participant, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db


def test_nobody_is_dropped_by_silence():
    workshop = lay_table(Step.SWAP)
    go(workshop, Step.CLOSING)
    assert set(outcomes(workshop).values()) == {("", None)}
    decided = {"slip": slip(workshop, "Hotel").id, "who": "Dirk", "on": dt.date(2039, 1, 1)}
    act(seat(workshop, "Bas"), "closing.decide_by", **decided)
    assert (slip(workshop, "Hotel").decide_who, slip(workshop, "Hotel").outcome) == ("Dirk", "")


def test_attention_goes_to_a_customer_that_is_now_ones_own_and_gives_energy():
    workshop = lay_table(Step.CLOSING)
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    bakker = figure(workshop, "Ana", "Bakker").id
    assert outcomes(workshop)["Bakker"] == ("taken", "Bas")
    assert refused(ana, "closing.attention", figure=bakker) == "attention-not-giving"
    neutral = figure(workshop, "Ana", "Kapper").id
    assert refused(ana, "closing.attention", figure=neutral) == "attention-not-giving"
    act(bas, "closing.attention", figure=bakker, attention_with="Een bezoek")
    act(ana, "closing.attention", figure=figure(workshop, "Ana", "Bloemist").id)
    assert {one.name: one.attention.customer.name for one in Participant.objects.exclude(attention=None)} == {
        "Ana": "Bloemist",
        "Bas": "Bakker",
    }


def test_attention_does_not_go_to_an_own_customer_that_was_given_away():
    workshop = lay_table(Step.STACK)
    ana, sun = seat(workshop, "Ana"), figure(workshop, "Ana", "Bloemist").id
    act(ana, "stack.stick", figure=sun)
    go(workshop, Step.SWAP)
    act(workshop, "swap.open", slip=slip(workshop, "Bloemist").id)
    for action in ("swap.look", "swap.let_go"):
        act(workshop, action, slip=slip(workshop, "Bloemist").id)
    go(workshop, Step.CLOSING)
    assert refused(ana, "closing.attention", figure=sun) == "attention-not-yours"


def test_an_agreement_stands_when_its_owner_has_said_yes():
    workshop = lay_table(Step.CLOSING)
    ana, bas = seat(workshop, "Ana"), seat(workshop, "Bas")
    terms = {"text": "Bellen", "first_step": "Nummer zoeken", "on": dt.date(2039, 1, 1)}
    act(ana, "closing.agree", owner=bas.id, **terms)
    act(ana, "closing.agree", owner=ana.id, **terms)
    assert [(one.owner.name, one.accepted) for one in workshop.agreements.all()] == [("Bas", False), ("Ana", True)]
    act(bas, "closing.accept", agreement=workshop.agreements.get(owner=bas).id)
    assert workshop.agreements.get(owner=bas).accepted
    assert refused(ana, "closing.agree", owner=bas.id, **(terms | {"on": dt.date(2020, 1, 1)})) == "date-in-past"


def test_a_comeback_after_the_retention_date_moves_it_and_says_so():
    workshop = lay_table(Step.CLOSING)
    done = act(workshop, "closing.comeback", on=dt.date(2028, 6, 1))
    assert (Workshop.objects.get().retain_until, done.sentence) == (workshop.retain_until, "")
    Workshop.objects.update(retain_until=dt.date(2027, 1, 1))
    done = act(workshop, "closing.comeback", on=dt.date(2028, 6, 1))
    assert (Workshop.objects.get().retain_until, done.sentence) == (
        dt.date(2028, 7, 2), "De bewaardatum schuift mee naar een maand na de terugkomsessie.",
    )  # fmt: skip
    assert refused(workshop, "closing.comeback", on=dt.date(9999, 12, 31)) == "comeback-date"


def test_an_earlier_comeback_gives_back_the_date_that_was_promised():
    workshop = lay_table(Step.CLOSING)
    promised = dt.date(2027, 1, 1)
    Workshop.objects.update(retain_until=promised)
    for on, kept in (
        (dt.date(2028, 2, 1), dt.date(2028, 3, 3)),
        (dt.date(2027, 6, 1), dt.date(2027, 7, 2)),
        (dt.date(2026, 12, 20), promised),
    ):
        done = act(workshop, "closing.comeback", on=on)
        assert Workshop.objects.get().retain_until == kept
    assert done.sentence == "De bewaardatum is weer zoals afgesproken."


def test_a_farewell_is_filled_in_by_giver_team_lead_or_facilitator_and_only_for_who_goes():
    workshop = lay_table(Step.CLOSING)
    slager = slip(workshop, "Slager")
    act(workshop, "lobby.lead", seat=seat(workshop, "Cem").id)
    for who in (seat(workshop, "Ana"), seat(workshop, "Cem"), workshop):
        act(who, "closing.farewell", slip=slager.id, why=f"Geen klik {who}")
    assert refused(seat(workshop, "Bas"), "closing.farewell", slip=slager.id, why="Nee") == "result-by-giver"
    taken = slip(workshop, "Bakker").id
    assert refused(workshop, "closing.farewell", slip=taken) == "no-farewell"
    assert refused(workshop, "closing.decide_by", slip=taken, who="Dirk", on=dt.date(2039, 1, 1)) == "slip-decided"


#: Half past midnight in Amsterdam on 1 December, when it is still 30 November in Greenwich.
AFTER_MIDNIGHT = dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC)


@pytest.fixture
def after_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AFTER_MIDNIGHT)


@pytest.mark.usefixtures("after_midnight")
def test_after_midnight_an_agreement_for_yesterday_is_refused():
    workshop = lay_table(Step.CLOSING)
    ana = seat(workshop, "Ana")
    plan = {"owner": ana.id, "text": "Minder mail", "first_step": "Bellen"}
    assert refused(ana, "closing.agree", on=dt.date(2026, 11, 30), **plan) == "date-in-past"
    act(ana, "closing.agree", on=dt.date(2026, 12, 1), **plan)
    agreed = workshop.agreements.get()
    assert (agreed.on, agreed.touched_on) == (dt.date(2026, 12, 1), dt.date(2026, 12, 1))


@pytest.mark.usefixtures("after_midnight")
def test_after_midnight_today_is_no_date_for_a_comeback():
    workshop = lay_table(Step.CLOSING)
    assert refused(workshop, "closing.comeback", on=dt.date(2026, 12, 1)) == "comeback-date"
    act(workshop, "closing.comeback", on=dt.date(2026, 12, 2))
    assert Workshop.objects.get(pk=workshop.pk).comeback_on == dt.date(2026, 12, 2)


# --- a team lead who is a guest ---------------------------------------------------------------------------------------


def test_the_first_agreement_is_of_a_team_lead_who_is_a_guest():
    workshop = lay_table(Step.CLOSING)
    dirk = invite_dirk(workshop)
    page = html.fromstring(browser_of(dirk).get(base_of(dirk)).content)
    assert page.xpath("//form[@data-command='closing.agree']//option[@selected]/@value") == [dirk.id]
    plan = {"text": "Minder mail", "first_step": "Bellen", "on": dt.date(2039, 1, 1)}
    act(dirk, "closing.agree", owner=dirk.id, **plan)
    assert [(one.owner, one.accepted) for one in workshop.agreements.all()] == [(dirk, True)]


def test_a_team_lead_who_is_a_guest_is_asked_and_says_yes_or_no():
    workshop = lay_table(Step.CLOSING)
    dirk, ana = invite_dirk(workshop), seat(workshop, "Ana")
    plan = {"first_step": "Bellen", "on": dt.date(2039, 1, 1)}
    asked = act(ana, "closing.agree", owner=dirk.id, text="Minder mail", **plan)
    assert "own" in asked.change.stale
    assert "Zeg jij ja op deze afspraak?" in browser_of(dirk).get(base_of(dirk)).content.decode()
    act(dirk, "closing.accept", agreement=workshop.agreements.get().id)
    assert workshop.agreements.get().accepted
    act(ana, "closing.agree", owner=dirk.id, text="Meer bellen", **plan)
    act(dirk, "closing.withdraw", agreement=workshop.agreements.get(accepted=False).id)
    assert [one.text for one in workshop.agreements.all()] == ["Minder mail"]


def test_a_guest_who_does_not_lead_the_team_owns_no_agreement():
    workshop = lay_table(Step.CLOSING)
    dirk = invite_dirk(workshop)
    act(workshop, "lobby.lead", seat=dirk.id, lead=False)
    plan = {"text": "Minder mail", "first_step": "Bellen", "on": dt.date(2039, 1, 1)}
    assert refused(seat(workshop, "Ana"), "closing.agree", owner=dirk.id, **plan) == "owner-not-at-table"
    assert "closing.agree" not in browser_of(dirk).get(base_of(dirk)).content.decode()


# --- closed ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def closed() -> Workshop:
    """Closed while the table was locked; Cem, who has no device, has not said yes to an agreement, nor has Ana."""
    workshop = lay_table(Step.CLOSING)
    invite_dirk(workshop)
    act(workshop, "lobby.without_device", seat=seat(workshop, "Cem").id)
    terms = {"text": "Bellen", "first_step": "Nummer zoeken", "on": dt.date(2039, 1, 1)}
    for name in ("Ana", "Cem"):
        act(seat(workshop, "Bas"), "closing.agree", owner=seat(workshop, name).id, **terms)
    act(workshop, "steps.lock", reason="Even luisteren")
    act(workshop, "closing.close")
    workshop.refresh_from_db()
    return workshop


def commands(client: Client, address: str) -> set[str]:
    """What the forms and buttons of a page send."""
    return set(html.fromstring(client.get(address).content.decode()).xpath("//@data-command"))


@pytest.mark.parametrize("page", ["", "follow-up/", "wall/"])
def test_what_is_always_refused_after_closing_is_offered_on_no_page(closed: Workshop, page: str):
    people = [seat(closed, name) for name in ("Ana", "Bas", "Dirk")]
    offered = commands(chair_of(closed), base_of(closed) + page) | commands(Client(), beamer_of(closed) + page)
    offered |= {one for who in people for one in commands(browser_of(who), base_of(who) + page)}
    offered |= commands(chair_of(closed), f"{base_of(closed)}regions/?r={'&r='.join(console.REGIONS)}")
    assert offered
    assert {name for name in offered if not ACTIONS[name].after_closing} == set()


def test_who_has_no_device_still_says_yes_through_the_facilitator(closed: Workshop):
    assert "closing.accept" in commands(chair_of(closed), f"{base_of(closed)}regions/?r=proxies")


def test_a_locked_table_does_not_keep_the_follow_up_locked(closed: Workshop):
    act(seat(closed, "Ana"), "closing.accept", agreement=closed.agreements.get(owner__name="Ana").id)
