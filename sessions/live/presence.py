"""Who is here: a lease on each seat that has a screen open (docs/live.md, *Fleeting*).

A lease and no counter, because a process that dies never says goodbye.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workshop.models import Participant

#: How long a seat counts as present after its last renewal.
LEASE = timedelta(seconds=15)
#: How often one process renews the leases of all its seats, in one UPDATE.
RENEWAL = timedelta(seconds=10)

#: Per workshop: each seat that was not removed, and when it was last seen.
Leases = Mapping[str, Mapping[str, datetime | None]]


class Device(models.TextChoices):
    """On what a seat looks; the facilitator wants to know whom to help with what."""

    PHONE = "phone", _("telefoon")
    TABLET = "tablet", _("tablet")
    LAPTOP = "laptop", _("laptop")
    LENT = "lent", _("geleend scherm")


def device_of(agent: str) -> Device:
    """What a browser says it runs on. An iPad that says it is a Mac counts as a laptop: it has the width of one."""
    if "Mobi" in agent and "iPad" not in agent:
        return Device.PHONE
    return Device.TABLET if "iPad" in agent or "Android" in agent or "Tablet" in agent else Device.LAPTOP


def note_device(seat: Participant, device: Device) -> None:
    """Write down on what this seat looks now, if that is something else than before."""
    if seat.device != device:
        Participant.objects.filter(pk=seat.pk).update(device=device)


def read_leases(workshop_ids: Iterable[str]) -> Leases:
    """All seats of these workshops, in one query; a seat that was removed is missing."""
    seats = Participant.objects.filter(workshop_id__in=workshop_ids, removed_at=None)
    leases: dict[str, dict[str, datetime | None]] = {}
    for workshop_id, seat, last_seen in seats.values_list("workshop_id", "id", "last_seen"):
        leases.setdefault(workshop_id, {})[seat] = last_seen
    return leases


def find_present(watched: Collection[str], leases: Mapping[str, datetime | None]) -> frozenset[str]:
    """Of these seats: those with a screen in this process, or with a fresh lease from any process."""
    limit = timezone.now() - LEASE
    return frozenset(seat for seat, seen in leases.items() if seat in watched or (seen and seen > limit))


class Renewer:
    """Knows which leases this process has to renew, so that it writes seldom."""

    def __init__(self) -> None:
        self.seats: frozenset[str] = frozenset()
        self.at = timezone.now() - RENEWAL

    def renew(self, seats: Collection[str]) -> None:
        """Renew all leases when the last time is too long ago or when somebody new has come."""
        if not self.is_due(seats):
            return
        now = timezone.now()
        Participant.objects.filter(id__in=seats, removed_at=None).update(last_seen=now)
        self.seats, self.at = frozenset(seats), now

    def is_due(self, seats: Collection[str]) -> bool:
        if not seats:
            return False
        return not self.seats.issuperset(seats) or timezone.now() - self.at >= RENEWAL
