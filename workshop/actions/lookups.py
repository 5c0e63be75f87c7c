"""Looks up rows of the workshop for the one who acts: the lookup carries the permission."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from workshop import fast_sql, wording
from workshop.models import Claim, EnergyRating, Participant, SwapProposal, Workshop
from workshop.models.base import Row
from workshop.permissions import Actor, guard_owner
from workshop.refusals import Missing, Refusal

Found = TypeVar("Found", bound=models.Model)
AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass
class Lookups:
    """What one person may act on in one workshop. What they may not see does not exist (`Missing`)."""

    workshop: Workshop
    actor: Actor

    @property
    def seat(self) -> Participant:
        """The seat that acts, or for which the facilitator acts."""
        if self.actor.seat is None:
            raise Missing()
        return self.actor.seat

    def own_figure(self, figure_id: str) -> EnergyRating:
        """The acting seat's figure or list line. Another's public figure is refused, another's private line does
        not exist."""
        try:
            rating = fast_sql.get(EnergyRating, beside="customer", id=figure_id, workshop_id=self.workshop.id)
        except EnergyRating.DoesNotExist:
            raise Missing() from None
        if rating.participant_id != self.seat.id and not rating.public:
            raise Missing()
        guard_owner(rating, self.seat)
        rating.participant = self.seat  # in hand already; the fragment shows its initials
        wording.speak_of(rating.customer)
        return rating

    def public_figure(self, figure_id: str) -> EnergyRating:
        rating = self.find(EnergyRating.objects.select_related("customer", "participant"), figure_id)
        if not rating.public:
            raise Missing()
        return rating

    def slip(self, slip_id: str) -> SwapProposal:
        """A slip on the stack; a colleague's draft does not exist."""
        slip = self.find(SwapProposal.objects.select_related("rating__customer", "giver"), slip_id)
        if not slip.stuck and slip.giver_id != (self.actor.seat.id if self.actor.seat else ""):
            raise Missing()
        wording.speak_of(slip.rating.customer)
        return slip

    def claim(self, claim_id: str) -> Claim:
        """An answer that all may see: one to an opened slip."""
        claims = Claim.objects.select_related("slip__rating__customer", "slip__giver", "participant")
        try:
            claim = claims.get(pk=claim_id, slip__workshop=self.workshop, slip__opened=True)
        except Claim.DoesNotExist:
            raise Missing() from None
        wording.speak_of(claim.slip.rating.customer)
        return claim

    def participant(self, participant_id: str) -> Participant:
        seat = self.find(Participant.objects.all(), participant_id)
        if seat.removed:
            raise Missing()
        return seat

    def participants(self, ids: Iterable[str]) -> list[Participant]:
        """Several seats, in one query; each once, in the order of `ids`."""
        wanted = dict.fromkeys(ids)
        found = Participant.objects.in_bulk(list(wanted))
        if any(one not in found or found[one].workshop_id != self.workshop.id or found[one].removed for one in wanted):
            raise Missing()
        return [found[one] for one in wanted]

    def find(self, rows: models.QuerySet[Found], row_id: str) -> Found:
        """A row of this workshop.

        Raises:
            Missing: it does not exist, or belongs to another workshop; the answer is the same.
        """
        try:
            return rows.get(pk=row_id, workshop=self.workshop)
        except ObjectDoesNotExist:
            raise Missing() from None

    def guard_seq(self, row: Row, seen: int | None) -> None:
        """Refuse an answer to something that has changed since the person saw it (docs/live.md, *Step and sight*)."""
        if seen is not None and seen != row.seq:
            raise Refusal.changed()


def seats_of(workshop: Workshop) -> list[Participant]:
    """The two to eight seats that are taken, in order; guests and removed ones are not among them."""
    return list(Participant.objects.filter(workshop=workshop, guest=False, removed_at=None))


def find_by_id(rows: Iterable[AnyRow], row_id: str) -> AnyRow:
    for row in rows:
        if row.id == row_id:
            return row
    raise Missing()
