"""What must be gone is gone: a name, a workshop, from every row and from the database's own file."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils import timezone
from support.asserts import everything, nothing_changes, rows
from support.comeback import make
from support.people import (
    act,
    again,
    base_of,
    browser_of,
    chair_of,
    figure,
    go,
    invite_dirk,
    join,
    lay_table,
    open_workshop,
    seat,
    send,
)

from sessions.data import retention
from workshop.journal import replay
from workshop.models import Customer, Earlier, Team, Workshop
from workshop.steps import Step

pytestmark = pytest.mark.slow

MARK = "Zeldzamina"


def spoken_of() -> Workshop:
    """A closed workshop in which Ana, who has a rare name, took part, was renamed, and was written about."""
    workshop = open_workshop()
    ana, bas = join(workshop, f"{MARK}-oud"), join(workshop, "Bas")
    join(workshop, f"{MARK} Maria")
    act(workshop, "lobby.rename", seat=ana.id, name=MARK)
    go(workshop, Step.SHEET)
    act(ana, "sheet.add", names=["Bakker", "Slager"], column="costs")
    act(bas, "sheet.add", names=["Hotel"], column="gives")
    go(workshop, Step.TABLE)
    for one in (ana, bas):
        act(one, "table.place_all")
    go(workshop, Step.THREAD)
    act(bas, "thread.write", heading="more", text=f"Lunchen met {MARK}, en met {MARK} Maria")
    go(workshop, Step.STACK)
    act(ana, "stack.stick", figure=figure(workshop, MARK, "Bakker").id)
    go(workshop, Step.SWAP)
    one = ana.slips.get()
    act(bas, "swap.answer", slip=one.id, answer="take", expectation="gives")
    act(workshop, "swap.open", slip=one.id)
    act(workshop, "swap.settle", claim=one.claims.get().id)
    go(workshop, Step.CLOSING)
    act(workshop, "closing.hand_over", slip=one.id, teller=MARK, must_know=f"Vraag {MARK}.")
    act(bas, "closing.agree", owner=ana.id, text=f"{MARK} belt", first_step="Bellen", on=dt.date(2039, 1, 1))
    act(bas, "closing.success", success=f"Dank aan {MARK}!")
    return workshop


@pytest.mark.django_db
def test_s30_who_wants_to_be_forgotten_becomes_a_number_everywhere():
    workshop = spoken_of()
    ana = seat(workshop, MARK)
    browser = browser_of(ana)
    with nothing_changes():
        assert send(browser, ana, "closing.forget").status_code == 409
    act(workshop, "closing.close")
    invite_dirk(workshop)
    act(workshop, "lobby.remove", seat=seat(workshop, f"{MARK} Maria").id)
    assert browser.get(base_of(ana)).content.decode().count("closing.forget") == 1
    assert send(browser, ana, "closing.forget").status_code == 200

    kept = everything().replace(f"{MARK} Maria", "")
    assert MARK not in kept
    assert (again(ana).name, "Lunchen met Deelnemer 1" in kept, "Dank aan Deelnemer 1!" in kept) == (
        "Deelnemer 1", True, True,
    )  # fmt: skip
    chair = chair_of(workshop)
    for below in ("", "journal/", "swap-list.csv?form=team", "hand-over/", "table.svg", "regions/?r=table&r=threads"):
        page = chair.get(base_of(workshop) + below).content.decode()
        assert MARK not in page.replace(f"{MARK} Maria", ""), below
    assert "closing.forget" not in browser.get(base_of(ana)).content.decode()
    with nothing_changes():
        assert send(browser, ana, "closing.forget").status_code == 200  # there is nothing left to forget


@pytest.mark.django_db
def test_s30_a_forgotten_name_leaves_a_journal_that_still_tells_the_truth():
    workshop = spoken_of()
    ana = seat(workshop, MARK)
    act(workshop, "closing.close")
    act(ana, "closing.forget")
    assert [entry.about for entry in workshop.journal.filter(action="closing.forget")] == ["Deelnemer 1"]
    told = replay(workshop.journal.all())
    assert told["Participant", ana.id]["name"] == "Deelnemer 1"
    assert [row["text"] for (model, _id), row in told.items() if model == "Agreement"] == ["Deelnemer 1 belt"]


@pytest.mark.django_db
def test_s30_the_facilitator_erases_a_workshop_now():
    workshop = lay_table(Step.CLOSING)
    other = open_workshop()
    chair = chair_of(workshop)
    assert chair.get(f"/dashboard/workshops/{workshop.id}/erase/").status_code == 405
    assert chair.post(f"/dashboard/workshops/{workshop.id}/erase/").status_code == 302
    assert list(Workshop.objects.all()) == [other]
    assert not Customer.objects.exists()
    assert chair.get(base_of(workshop)).status_code == 404


def on_disk() -> bytes:
    """Everything that the database has on disk: its file, its log, its index of the log."""
    file = Path(str(connection.settings_dict["NAME"]))
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


@pytest.mark.sqlite("the files of PostgreSQL are its own")
@pytest.mark.django_db(transaction=True)
def test_s30_an_expired_workshop_is_nowhere_in_the_files_of_the_database():
    kept, gone = open_workshop("Blijft staan"), write_at_length()
    assert MARK.encode() in on_disk()
    Workshop.objects.filter(pk=gone.pk).update(retain_until=timezone.localdate() - dt.timedelta(days=1))
    assert retention.erase_expired(timezone.localdate()) == [gone.id]
    assert MARK.encode() not in on_disk()
    assert (list(Workshop.objects.all()), Team.objects.count(), b"Blijft staan" in on_disk()) == ([kept], 1, True)


@pytest.mark.sqlite("the files of PostgreSQL are its own")
@pytest.mark.django_db(transaction=True)
def test_s30_what_closing_erases_is_gone_from_the_files_too():
    workshop = write_at_length()
    go(workshop, Step.CLOSING)
    act(workshop, "closing.close")
    retention.sweep()
    assert MARK.encode() not in on_disk()


def write_at_length() -> Workshop:
    """A workshop with many private lines, rewritten often: pages of the file that split and join."""
    workshop = lay_table(Step.SHEET)
    for name in ("Ana", "Bas", "Cem"):
        one: Any = seat(workshop, name)
        act(one, "sheet.add", names=[f"{MARK} {name} {number} {'x' * 60}" for number in range(40)], column="costs")
        for number in range(0, 40, 2):
            line = one.ratings.get(customer__name__startswith=f"{MARK} {name} {number} ")
            act(one, "sheet.reason", figure=line.id, reason=f"{MARK} {'reden ' * number}")
            if number % 4:
                act(one, "sheet.remove", figure=line.id)
    return workshop


# --- everywhere the name went -----------------------------------------------------------------------------------------


def came_back() -> tuple[Workshop, Workshop]:
    """A closed workshop of somebody with a rare name, and its comeback, where everything of then is laid ready."""
    first = spoken_of()
    thread = first.threads.get(text__startswith="Lunchen")
    act(first, "wall.tend", thread=thread.id, state="busy", owner=MARK)
    act(first, "closing.close")
    act(seat(first, "Bas"), "follow_up.tell", text=f"{MARK} belde zelf")
    comeback = make(first)
    act(comeback, "comeback.begin")
    return first, comeback


def holding(word: str) -> set[str]:
    """Each column of each table in which a word stands."""
    return {
        f"{model}.{field}"
        for model, found in rows().items()
        for row in found
        for field, value in row.items()
        if word in json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    }


@pytest.mark.django_db
@pytest.mark.parametrize("closed", [False, True])
def test_a_forgotten_name_is_in_no_column_of_a_comeback(closed: bool):
    first, comeback = came_back()
    join(comeback, "Bas")
    again_here = join(comeback, MARK)
    go(comeback, Step.THREAD)
    act(seat(comeback, "Bas"), "thread.write", heading="more", text=f"{MARK} vaker bellen")
    if closed:
        go(comeback, Step.CLOSING)
        act(comeback, "closing.close")
    planted = {"Earlier.person", "Thread.owner", "Participant.name", "Success.text"}
    assert planted | (set() if closed else {"ListedCustomer.owner_name"}) <= holding(MARK)
    before = Workshop.objects.get(pk=comeback.pk).seq
    act(seat(first, MARK), "closing.forget")
    assert MARK not in everything().replace(f"{MARK} Maria", "")
    assert again(again_here).name == "Deelnemer 2"
    assert set(Earlier.objects.values_list("person", flat=True)) == {"Deelnemer 2", "Bas"}
    assert Workshop.objects.get(pk=comeback.pk).seq == before + 1


@pytest.mark.django_db
def test_who_is_forgotten_in_the_comeback_is_forgotten_in_the_first_workshop():
    _first, comeback = came_back()
    mine, _bas = join(comeback, MARK), join(comeback, "Bas")
    go(comeback, Step.CLOSING)
    act(comeback, "closing.close")
    act(mine, "closing.forget")
    assert MARK not in everything().replace(f"{MARK} Maria", "")


@pytest.mark.django_db(transaction=True)
def test_a_forgotten_name_takes_the_backups_along(monkeypatch: pytest.MonkeyPatch):
    first, comeback = came_back()
    removed: list[list[str]] = []
    monkeypatch.setattr(retention.backup, "remove", removed.append)
    act(seat(first, MARK), "closing.forget")
    assert removed == [[first.id, comeback.id]]


@pytest.mark.django_db
@pytest.mark.parametrize("first_is_erased", [False, True])
def test_a_colleague_who_did_not_come_back_keeps_a_longer_name(first_is_erased: bool):
    first = open_workshop()
    people = [join(first, name) for name in ("Ana", "Ana Maria", "Bas")]
    go(first, Step.SHEET)
    for one in people:
        act(one, "sheet.add", names=[f"Klant {one.place}"], column="costs")
    go(first, Step.TABLE)
    for one in people:
        act(one, "table.place_all")
    go(first, Step.CLOSING)
    act(first, "closing.close")
    comeback = make(first)
    ana, _bas = join(comeback, "Ana"), join(comeback, "Bas")
    act(comeback, "comeback.begin")
    if first_is_erased:
        retention.erase(Workshop.objects.get(pk=first.pk))
    go(comeback, Step.CLOSING)
    act(comeback, "closing.close")
    act(ana, "closing.forget")
    assert sorted(Earlier.objects.values_list("person", flat=True)) == ["Ana Maria", "Bas", "Deelnemer 1"]


@pytest.mark.django_db
def test_who_was_called_jan_before_another_jan_came_takes_only_the_own_name_along():
    workshop = open_workshop()
    first = join(workshop, "Jan")
    act(workshop, "lobby.rename", seat=first.id, name="Jan Bakker")
    second = join(workshop, "Jan")
    go(workshop, Step.THREAD)
    act(second, "thread.write", heading="more", text="Jan en Jan Bakker bellen samen")
    go(workshop, Step.CLOSING)
    act(workshop, "closing.close")
    act(first, "closing.forget")
    assert [again(one).name for one in (first, second)] == ["Deelnemer 1", "Jan"]
    assert workshop.threads.get().text == "Jan en Deelnemer 1 bellen samen"
