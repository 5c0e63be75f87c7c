"""What was promised to be erased is erased: all of it, and nothing else."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError
from django.db.models import ManyToOneRel
from django.utils import timezone
from support import people

from sessions import practice
from sessions.data import retention
from workshop.models import Customer, Team, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db


def run() -> list[str]:
    """What the command prints."""
    out = StringIO()
    call_command("erase", stdout=out)
    return out.getvalue().splitlines()


def expire(workshop: Workshop, days: int = 1) -> None:
    """Its retention date was so many days ago."""
    past = timezone.localdate() - dt.timedelta(days=days)
    Workshop.objects.filter(pk=workshop.pk).update(retain_until=past)


def rows() -> dict[str, int]:
    """How many rows each table of the workshop holds; empty ones are left out."""
    kinds = apps.get_app_config("workshop").get_models()
    counts = {str(kind._meta.object_name): kind._default_manager.count() for kind in kinds}
    return {name: count for name, count in counts.items() if count}


def test_erases_all_rows_of_a_workshop_that_has_expired() -> None:
    workshop = practice.play(facilitator=people.find_fleur(), to=Step.CLOSING, people=4, customers=6)
    expire(workshop)

    assert run() == [f"Workshop {workshop.id} is gewist: de bewaartermijn is voorbij."]
    assert rows() == {}
    assert list(User.objects.all()) == [people.find_fleur()]


def test_leaves_alone_what_may_stay_until_today() -> None:
    workshop = people.lay_table(Step.TABLE)
    expire(workshop, days=0)
    before = rows()

    assert run() == ["Er was niets te wissen."]
    assert rows() == before


def test_one_line_for_each_workshop_and_no_name_in_any() -> None:
    workshops = [people.lay_table(Step.TABLE) for _ in range(2)]
    for workshop in workshops:
        expire(workshop)

    assert sorted(run()) == sorted(f"Workshop {one.id} is gewist: de bewaartermijn is voorbij." for one in workshops)


def test_the_team_and_its_customers_stay_for_another_workshop() -> None:
    kept, gone = people.lay_table(Step.STACK), people.lay_table(Step.STACK)
    names = sorted(kept.team.customers.filter(ratings__workshop=kept).values_list("name", flat=True))
    expire(gone)
    run()

    assert list(Workshop.objects.all()) == [kept]
    assert list(Team.objects.all()) == [kept.team]
    assert sorted(kept.team.customers.values_list("name", flat=True)) == names


def test_erasing_twice_finds_nothing_the_second_time() -> None:
    expire(people.lay_table(Step.SWAP))

    assert len(run()) == 1
    assert run() == ["Er was niets te wissen."]


def test_a_practice_facilitator_goes_with_the_last_workshop() -> None:
    expired = practice.play(facilitator=None, to=Step.LOBBY, people=2, customers=1)
    running = practice.play(facilitator=None, to=Step.LOBBY, people=2, customers=1)
    fleur = people.find_fleur()
    expire(expired)
    run()

    assert set(User.objects.all()) == {fleur, running.facilitator}


def test_a_facilitator_who_is_called_like_practice_stays() -> None:
    user = User.objects.create_user("oefening-ria", password=people.FLEURS_WORD)
    run()

    assert list(User.objects.all()) == [user]


def test_erase_now_takes_only_that_workshop() -> None:
    kept, gone = people.lay_table(Step.SHEET), people.lay_table(Step.SHEET)
    retention.erase(gone)

    assert list(Workshop.objects.all()) == [kept]


def test_erasing_waits_for_the_lock_and_looks_at_the_date_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A comeback is planned, which moves the date, while the hourly look waits for its turn."""
    workshop = people.lay_table(Step.TABLE)
    expire(workshop)
    before = rows()

    @contextmanager
    def after_another_act() -> Iterator[None]:
        expire(workshop, days=-400)
        yield

    monkeypatch.setattr(retention, "one_writer", after_another_act)
    assert retention.erase_expired(timezone.localdate()) == []
    assert rows() == before


def test_erasing_locks_the_workshop_before_it_deletes_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    workshop = people.lay_table(Step.TABLE)
    order: list[str] = []

    @contextmanager
    def one_writer() -> Iterator[None]:
        order.append("lock")
        yield
        order.append("done")

    monkeypatch.setattr(retention, "one_writer", one_writer)
    delete = Workshop.delete
    monkeypatch.setattr(Workshop, "delete", lambda row: (order.append("delete"), delete(row))[1])
    assert retention.erase(workshop)
    assert not retention.erase(workshop)
    assert order == ["lock", "delete", "done", "lock", "done"]


# --- another workshop of the same team ------------------------------------------------------------------------------

#: Each link to a customer: a new one must be thought of here.
LINKS = {"EnergyRating.customer", "SameCustomer.kept", "SameCustomer.other", "ThreadLink.customer"}


def links_to_customers() -> dict[str, dict[str, str]]:
    """Which rows name which customer: link → id of the row → id of the customer."""
    return {
        f"{link.related_model.__name__}.{link.field.name}": dict(
            link.related_model._base_manager.values_list("pk", link.field.attname)
        )
        for link in Customer._meta.get_fields(include_hidden=True)
        if isinstance(link, ManyToOneRel)
    }


def two_workshops() -> tuple[Workshop, Workshop]:
    """One that has expired, and a running one of the same team: two customers are joined there, a thread is about one,
    and the last thing that Ana did was to remove a line."""
    old, new = people.lay_table(Step.TABLE), people.open_workshop("Terug")
    ana, bas = people.join(new, "Ana"), people.join(new, "Bas")
    people.go(new, Step.SHEET)
    people.act(ana, "sheet.add", names=["Kiosk"], column="costs")
    people.act(bas, "sheet.add", names=["De Kiosk"], column="gives")
    people.go(new, Step.TABLE)
    for one in (ana, bas):
        people.act(one, "table.place_all")
    kept, other = (people.figure(new, *of).customer_id for of in (("Ana", "Kiosk"), ("Bas", "De Kiosk")))
    people.act(new, "table.join", kept=kept, other=other)
    people.go(new, Step.THREAD)
    people.act(ana, "thread.write", heading="more", text="Vaker langs")
    people.act(ana, "thread.link", thread=new.threads.get().id, customer=kept)
    people.act(new, "lobby.catch_up", seat=ana.id)
    people.act(ana, "sheet.add", names=["Toch niet"], column="costs")
    people.act(ana, "sheet.remove", figure=people.figure(new, "Ana", "Toch niet").id)
    expire(old)
    return old, new


def test_what_another_workshop_of_the_team_names_stays() -> None:
    old, _new = two_workshops()
    customers = {"Kiosk", "De Kiosk"}
    wanted = {
        name: {row: one for row, one in rows.items() if Customer.objects.get(pk=one).name in customers}
        for name, rows in links_to_customers().items()
    }
    assert {name for name, rows in wanted.items() if rows} == LINKS
    assert run() == [f"Workshop {old.id} is gewist: de bewaartermijn is voorbij."]
    assert links_to_customers() == wanted
    assert set(Customer.objects.values_list("name", flat=True)) == customers


def test_after_erasing_the_first_the_other_workshop_can_undo_what_it_did() -> None:
    _old, new = two_workshops()
    removed = new.journal.order_by("seq").last()
    run()
    people.act(people.seat(new, "Ana"), "journal.take_back", entry=removed.seq)
    people.act(new, "table.split", pair=new.same_customers.get().id)
    assert people.figure(new, "Bas", "De Kiosk").zone == "gives"
    assert people.figure(new, "Ana", "Toch niet").column == "costs"


def test_with_the_last_workshop_all_customers_go() -> None:
    _old, new = two_workshops()
    run()
    expire(new)
    run()
    assert rows() == {}


def test_one_that_cannot_be_erased_keeps_no_other_past_its_date(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = people.lay_table(Step.TABLE), people.open_workshop("Heel")
    for workshop in (broken, whole):
        expire(workshop)
    delete = Workshop.delete

    def fail_on_one(row: Workshop) -> object:
        if row.pk == broken.pk:
            raise DatabaseError("too many SQL variables")
        return delete(row)

    monkeypatch.setattr(Workshop, "delete", fail_on_one)
    assert retention.erase_expired(timezone.localdate()) == [whole.id]
    assert list(Workshop.objects.all()) == [broken]
