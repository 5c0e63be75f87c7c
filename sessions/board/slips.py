"""The slips on the stack, as everybody may see them; read once for all screens (shared.py)."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from sessions.board.cache import Lists, shared
from sessions.board.table import Table
from workshop import load
from workshop.ground_rule import stands
from workshop.models import Claim, Participant, SwapProposal
from workshop.steps import Kind, Outcome, Step


class Slips(Table):
    """The slips of one workshop, the answers to those that were opened, and what they make of everybody's load."""

    @shared
    def slips(self) -> list[SwapProposal]:
        """The slips on the stack; somebody's draft is not among them."""
        slips = list(SwapProposal.objects.filter(workshop=self.workshop, stuck=True).select_related("rating__customer"))
        for slip in slips:
            self._fill_in(slip)
        return slips

    def _fill_in(self, slip: SwapProposal) -> None:
        slip.giver = slip.rating.participant = self.by_id[slip.giver_id]
        slip.taker = self.by_id.get(slip.taker_id or "")
        slip.helper = self.by_id.get(slip.helper_id or "")

    @property
    def spotlit(self) -> list[SwapProposal]:
        """The slips in the spotlight: those of one (joined) customer, together."""
        lit = self.workshop.spotlight
        return [slip for slip in self.slips if slip.opened and slip.rating.customer_id == lit] if lit else []

    @property
    def undecided(self) -> list[SwapProposal]:
        """Opened for all and not settled yet."""
        return [slip for slip in self.slips if slip.opened and not slip.settled]

    def who_stays(self, slip: SwapProposal) -> list[Participant]:
        """Who keeps serving the customer when only this contact has ended (docs/domain.md, *Letting go*)."""
        if slip.outcome != Outcome.ENDED:
            return []
        left = {one.rating_id for one in self.slips if one.outcome in load.LEFT}
        return [one.participant for one in self.figures_of[slip.rating.customer_id] if one.id not in left]

    @property
    def unopened(self) -> list[SwapProposal]:
        return [slip for slip in self.slips if not (slip.opened or slip.settled or slip.direct_swap_id)]

    @property
    def unsettled(self) -> list[SwapProposal]:
        return [slip for slip in self.slips if not slip.settled]

    @shared
    def open_claims(self) -> Lists[Claim]:
        """The answers to opened slips, per slip."""
        return self.per_slip(Claim.objects.filter(slip__workshop=self.workshop, slip__opened=True))

    def per_slip(self, rows: QuerySet[Claim]) -> Lists[Claim]:
        """Answers, with who gave them and whose help they ask."""
        by_slip = Lists[Claim]()
        for claim in rows.prefetch_related("helps"):
            claim.participant = self.by_id[claim.participant_id]
            by_slip.add(claim.slip_id, claim)
        return by_slip

    @shared
    def answer_counts(self) -> dict[str, int]:
        """How many slips each seat has answered: that somebody did, not what."""
        rows = Claim.objects.filter(slip__workshop=self.workshop, slip__stuck=True).values("participant").order_by()
        return {row["participant"]: row["n"] for row in rows.annotate(n=Count("id"))}

    def stands(self, claim: Claim, slip: SwapProposal) -> bool:
        return stands(claim, self.figures_of[slip.rating.customer_id])

    @shared
    def loads(self) -> list[load.Change]:
        return load.loads(self.seats, self.figures, self.slips)

    @property
    def most(self) -> int:
        """The heaviest load, before or after: the length of a load bar, the same for all persons."""
        return max((max(one.before.total, one.after.total) for one in self.loads), default=1) or 1

    @property
    def longest(self) -> int:
        """How many blocks a bar of customers has room for: the heaviest load, and the slip that may come."""
        return self.most + 1

    @property
    def counted(self) -> str:
        """What a load counts, in a word: a task on the table is no customer."""
        many = self.workshop.get_form_display()
        tasks = any(figure.customer.kind == Kind.TASK for figure in self.figures)
        return _("%(many)s en werkzaamheden") % {"many": many} if tasks else str(many)

    @property
    def results(self) -> list[SwapProposal]:
        """The swap list as it stands, on screens and in files: in step 7 all slips, before it those with a result."""
        closing = self.workshop.step == Step.CLOSING
        return [slip for slip in self.swap_list if closing or slip.settled]

    @property
    def swap_list(self) -> list[SwapProposal]:
        return load.swap_list(self.slips)
