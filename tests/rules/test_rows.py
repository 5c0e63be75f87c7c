"""What the door reads and writes by hand is what the ORM reads and writes, for every row of a played afternoon."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from support.asserts import counted
from support.people import lay_table
from support.snapshots import kinds, once

from sessions import practice
from workshop import fast_sql
from workshop.models import EnergyRating, JournalEntry, Participant, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.django_db


@once
def played() -> Workshop:
    return practice.play(facilitator=None, to=Step.CLOSING, people=3, customers=4)


def all_rows() -> Iterator[models.Model]:
    for kind in kinds():
        yield from kind._base_manager.all()


def values(row: models.Model) -> dict[str, Any]:
    """Every field, with the kind of its value: a date that comes back as text is not the same."""
    return {field.attname: (type(getattr(row, field.attname)), getattr(row, field.attname))
            for field in row._meta.concrete_fields}  # fmt: skip


def test_every_row_is_read_as_the_orm_reads_it():
    played()
    read = 0
    for row in all_rows():
        found = fast_sql.get(type(row), **{row._meta.pk.attname: row.pk})
        assert values(found) == values(row)
        assert not found._state.adding
        read += 1
    assert read > 100


def test_every_row_is_written_as_the_orm_writes_it():
    played()
    for row in all_rows():
        names = [field.name for field in row._meta.concrete_fields if not field.primary_key]
        fast_sql.write(row, names)
        assert values(type(row)._base_manager.get(pk=row.pk)) == values(row)


def test_what_is_written_is_what_the_orm_finds():
    workshop = played()
    figure = EnergyRating.objects.filter(zone="costs").first()
    figure.zone, figure.reason = None, "het “gedoe” van '; DROP TABLE"
    fast_sql.write(figure, ["zone", "reason", "zone"])
    found = EnergyRating.objects.get(pk=figure.pk)
    assert (found.zone, found.reason, found.placed) == (None, figure.reason, figure.placed)
    workshop.closed_at, workshop.minutes = None, [1, 2]
    fast_sql.write(workshop, ["closed_at", "minutes"])
    again = Workshop.objects.get()
    assert (again.closed_at, again.minutes, again.title) == (None, [1, 2], workshop.title)


def test_a_new_row_is_put_in_as_the_orm_does():
    played()
    one = JournalEntry.objects.exclude(private_to=None).first()
    was = values(one)
    JournalEntry.objects.filter(pk=one.pk).delete()
    one.pk = None
    fast_sql.insert(one)
    found = JournalEntry.objects.get(workshop=one.workshop_id, seq=one.seq)
    assert {**values(found), "id": None} == {**was, "id": None}
    with pytest.raises(DatabaseError), transaction.atomic():
        fast_sql.insert(one)  # one entry for each seq, for the hand-made statement too


def test_a_row_with_the_one_beside_it_is_one_query():
    played()
    figure = EnergyRating.objects.first()
    with counted(1):
        found = fast_sql.get(EnergyRating, beside="customer", id=figure.id, workshop_id=figure.workshop_id)
        name = found.customer.name
    assert name == figure.customer.name
    assert values(found.customer) == values(figure.customer)


@pytest.mark.parametrize("there", [True, False])
def test_a_seat_and_what_it_asked_by_this_id_is_one_query(there: bool):
    played()
    entry = JournalEntry.objects.filter(actor__startswith="seat:").first()
    seat = Participant.objects.get(pk=entry.actor.removeprefix("seat:"))
    known = {"actor": entry.actor, "action_id": entry.action_id if there else "never"}
    with counted(1):
        found, asked = fast_sql.get_and_text(Participant, JournalEntry, "fingerprint", known, id=seat.id)
    assert asked == (entry.fingerprint if there else None)
    assert len(entry.fingerprint) == 64
    assert values(found) == values(seat)


def test_what_is_not_there_is_said():
    workshop = played()
    with pytest.raises(Participant.DoesNotExist):
        fast_sql.get(Participant, id="nobody", workshop_id=workshop.id)
    with pytest.raises(Participant.DoesNotExist):
        fast_sql.get_and_text(Participant, JournalEntry, "fingerprint", {"action_id": "x"}, id="nobody")
    with pytest.raises(DatabaseError):
        fast_sql.write(EnergyRating(id="nobody"), ["zone"])


def stored(workshop: Workshop, column: str) -> Any:
    """What stands in the database itself, before anybody makes a date of it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {Workshop._meta.db_table} WHERE id = %s", [workshop.id])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("column", ["outside_at", "closed_at", "started_at", "step_ends_at", "comeback_on"])
def test_a_date_in_words_is_stored_as_the_orm_stores_it(column: str):
    workshop = lay_table(Step.LOBBY)
    words = "2026-11-30" if column.endswith("_on") else "2026-11-30T23:30:00Z"
    setattr(workshop, column, words)
    workshop.save(update_fields=[column])
    by_the_orm = stored(workshop, column)
    setattr(workshop, column, words)
    fast_sql.write(workshop, [column])
    assert stored(workshop, column) == by_the_orm


def test_another_row_is_found_as_the_orm_finds_it():
    played()
    found = set()
    for one in EnergyRating.objects.all():
        key = {"workshop_id": one.workshop_id, "customer_id": one.customer_id}
        others = EnergyRating.objects.filter(zone__isnull=False, **key).exclude(pk=one.pk)
        assert fast_sql.has_other(one, given="zone", **key) is others.exists()
        found.add(others.exists())
    assert found == {True, False}
