"""Erasing a workshop: its rows, its journal, and the customers and team that no other workshop uses."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from itertools import chain

from django.db import DatabaseError, connection, transaction
from django.dispatch import receiver
from django.utils import timezone

from sessions.data import backup
from workshop.anonymize import forgotten
from workshop.models import Customer, JournalEntry, Team, Workshop
from workshop.perform import one_writer

logger = logging.getLogger(__name__)


def erase(workshop: Workshop, expired_on: dt.date | None = None) -> bool:
    """Erase one workshop now, and the backups that hold it; its screens are told by their rooms that it is gone.

    It takes the lock that every action takes, of all workshops of the team, for they share customers: an action that is
    under way is finished before, and none begins between. With `expired_on` only if its retention date, as the lock
    finds it, is before that day: a comeback that is planned meanwhile moves the date. Returns whether it was erased.
    """
    team, workshop_id = workshop.team, workshop.id
    with one_writer(), transaction.atomic():
        of_team = {one.id: one for one in Workshop.objects.select_for_update().filter(team=team).order_by("pk")}
        locked = of_team.get(workshop_id)
        if locked is None or (expired_on and locked.retain_until >= expired_on):
            return False
        locked.delete()
        loose = set(Customer.objects.filter(team=team).named_by_no_row().values_list("pk", flat=True))
        Customer.objects.filter(pk__in=loose - _named_in_journals(team)).delete()
        if not team.workshops.exists():
            Team.objects.filter(pk=team.pk).delete()
    backup.remove([workshop_id])
    sweep()
    return True


def _named_in_journals(team: Team) -> set[str]:
    """The customers that an entry of one of the team's workshops names: to undo it puts their figures back."""
    changes = JournalEntry.objects.filter(workshop__team=team).values_list("changes", flat=True)
    told = (change for entry in changes for change in entry)
    return {
        str(value)
        for model, row_id, fields in told
        for value in (row_id if model == "Customer" else None, *chain(*fields.values()))
        if isinstance(value, str)
    }


def erase_expired(today: dt.date) -> list[str]:
    """Erase all workshops whose retention date has passed; returns their ids."""
    expired = list(Workshop.objects.filter(retain_until__lt=today).select_related("team"))
    ids = [workshop.id for workshop in expired if _erase_or_note(workshop, today)]
    backup.remove(today=today)
    sweep()
    return ids


def _erase_or_note(workshop: Workshop, today: dt.date) -> bool:
    """One that cannot be erased now keeps no other one past its date; it is tried again within the hour."""
    try:
        return erase(workshop, expired_on=today)
    except DatabaseError:
        logger.exception("workshop %s could not be erased", workshop.id)
        return False


@receiver(forgotten)
def forget_elsewhere(workshops: list[str], **signal: object) -> None:
    """A name that was forgotten is in no backup either, nor in what SQLite keeps beside its file."""
    backup.remove(workshops)
    sweep()


def sweep() -> None:
    """Empty SQLite's log, in which what was erased still stands.

    In the file itself `secure_delete` has put zeros (environment.py). While somebody reads an older moment the log
    cannot be emptied; it is tried again within the hour. PostgreSQL does this by itself, when it vacuums.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


#: Seconds between two looks at the retention dates while the server runs.
LOOK_AGAIN = 3600.0


def keep_erasing() -> None:
    """Erase what has expired, now and every hour, for as long as this process lives: a promised date needs no cron."""
    threading.Thread(target=_erase_for_ever, name="erasing", daemon=True).start()


def _erase_for_ever() -> None:
    while True:
        try:
            for workshop_id in erase_expired(timezone.localdate()):
                logger.warning("workshop %s is erased: its retention date has passed", workshop_id)
        except DatabaseError:
            logger.exception("erasing failed; it is tried again in an hour")
        finally:
            connection.close()
        time.sleep(LOOK_AGAIN)
