"""What one viewer may see of a workshop, read at most once per painting. Each property is one query.

What is private to somebody else is never read here: the lookups carry the permission.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from django.db.models import QuerySet

from sessions import links
from sessions.access import Viewer
from sessions.board.cache import Lists
from sessions.board.shared import Public, public_of
from workshop import name_matching
from workshop.actions.registry import ACTIONS
from workshop.models import (
    Claim,
    Customer,
    DirectSwap,
    DirectSwapLeg,
    EnergyRating,
    Help,
    JournalEntry,
    Knock,
    Participant,
    PrivateNote,
    SameCustomer,
    SwapProposal,
    WishMark,
)
from workshop.steps import Answer, Step, Zone

#: Questions *zelfde klant?* at once; more would be a form to fill in.
MOST_QUESTIONS = 5


class Board(Public):
    """One workshop for one viewer, at one moment."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.workshop = viewer.workshop
        self.me = viewer.me

    @cached_property
    def public(self) -> Public:
        """Read by the first who looks, and the same for all."""
        return public_of(self.workshop)

    # --- addresses ---

    @property
    def join_address(self) -> str:
        return links.join_address(self.workshop)

    @property
    def short_address(self) -> str:
        """What people type: the address without the scheme."""
        return links.workshop_address(self.workshop).partition("://")[2]

    @property
    def wifi_code(self) -> str:
        return links.wifi_code(self.workshop)

    @property
    def return_address(self) -> str:
        return f"{self.short_address}/return/"

    @property
    def projector_address(self) -> str:
        return f"/projector/{self.workshop.projector_token}/"

    # --- who is here ---

    @property
    def colleagues(self) -> list[Participant]:
        return [seat for seat in self.seats if seat.id != self.me]

    @cached_property
    def knocks(self) -> list[Knock]:
        return list(Knock.objects.filter(workshop=self.workshop, admitted=None).select_related("participant"))

    # --- the table ---

    @cached_property
    def own_lines(self) -> list[EnergyRating]:
        """The viewer's own list, private lines too."""
        if self.viewer.seat is None:
            return []
        rows = EnergyRating.objects.filter(workshop=self.workshop, participant=self.viewer.seat)
        for line in (lines := list(rows.select_related("customer").order_by("listed", "id"))):
            line.participant = self.viewer.seat
        return lines

    # --- same customer? ---

    @property
    def same_questions(self) -> list[tuple[Customer, Customer]]:
        """Pairs of customers on the table with look-alike names that nobody has judged, for who may judge them."""
        named = [(pair, (self.customers[pair[0]], self.customers[pair[1]])) for pair in self.unjudged]
        asked = name_matching.enough(pair for pair, customers in named if self._may_judge(customers))
        return [(self.customers[first], self.customers[other]) for first, other in asked[:MOST_QUESTIONS]]

    @property
    def joined(self) -> list[SameCustomer]:
        """Answers that this viewer may undo; no *no* of which one customer is on a private list again."""
        return [
            answer
            for answer in self.same_answers
            if self._may_judge((answer.kept, answer.other))
            and (answer.same or (self.figures_of[answer.kept_id] and self.figures_of[answer.other_id]))
        ]

    def _may_judge(self, pair: tuple[Customer, Customer]) -> bool:
        owners = {figure.participant_id for customer in pair for figure in self.figures_of[customer.id]}
        return self.viewer.facilitates or self.me in owners

    # --- one's own, step by step ---

    @cached_property
    def notes(self) -> list[PrivateNote]:
        if self.viewer.seat is None:
            return []
        return list(PrivateNote.objects.filter(workshop=self.workshop, participant=self.viewer.seat).order_by("seq"))

    @cached_property
    def drafts(self) -> dict[str, SwapProposal]:
        """The viewer's own slips by figure, drafts too."""
        if self.viewer.seat is None:
            return {}
        own = SwapProposal.objects.filter(workshop=self.workshop, giver=self.viewer.seat)
        return {slip.rating_id: slip for slip in own}

    @cached_property
    def own_claims(self) -> dict[str, Claim]:
        """The viewer's own answers, per slip."""
        if self.viewer.seat is None:
            return {}
        rows = Claim.objects.filter(slip__workshop=self.workshop, participant=self.viewer.seat)
        return {slip: claims[0] for slip, claims in self.per_slip(rows).items()}

    @cached_property
    def help_requests(self) -> list[Help]:
        """Claims to opened, unsettled slips for which the viewer was asked to help."""
        if self.viewer.seat is None:
            return []
        slips = {slip.id: slip for slip in self.undecided}
        asked = Help.objects.filter(helper=self.viewer.seat, claim__slip__in=slips, claim__answer=Answer.HELP)
        for help in (requests := list(asked.select_related("claim"))):
            help.claim.participant, help.claim.slip = self.by_id[help.claim.participant_id], slips[help.claim.slip_id]
        return requests

    def own_energy(self, slip: SwapProposal) -> str:
        """The zone in which the viewer put this customer; "" when never rated."""
        own = (figure for figure in self.figures_of[slip.rating.customer_id] if figure.participant_id == self.me)
        return next((str(figure.zone) for figure in own), "")

    @cached_property
    def wish_marks(self) -> set[str]:
        """The figures that the viewer marked."""
        if self.viewer.seat is None:
            return set()
        return set(WishMark.objects.filter(participant=self.viewer.seat).values_list("rating", flat=True))

    @cached_property
    def wished_leaks(self) -> Counter[str]:
        """How many colleagues marked each of the viewer's own leaks; never who."""
        if self.viewer.seat is None:
            return Counter()
        marks = WishMark.objects.filter(rating__participant=self.viewer.seat, rating__zone=Zone.COSTS)
        return Counter(marks.values_list("rating", flat=True))

    @cached_property
    def offered_swaps(self) -> list[list[DirectSwapLeg]]:
        """Direct swaps under way in which the viewer is a party, a list of legs each."""
        return self._swaps(self._offered_legs())

    @cached_property
    def confirmed_swaps(self) -> list[list[DirectSwapLeg]]:
        """Direct swaps to which the viewer said yes, however they ended: a list of legs each, the latest last."""
        mine = DirectSwap.objects.filter(workshop=self.workshop, legs__taker=self.viewer.seat, legs__yes=True)
        return self._swaps(DirectSwapLeg.objects.filter(direct_swap__in=mine).order_by("direct_swap__seq", "id"))

    def _swaps(self, rows: QuerySet[DirectSwapLeg]) -> list[list[DirectSwapLeg]]:
        if self.viewer.seat is None:
            return []
        by_swap = Lists[DirectSwapLeg]()
        for leg in rows.select_related("direct_swap"):
            by_swap.add(leg.direct_swap_id, leg)
        return [self._with_figures(legs) for legs in by_swap.values() if self._is_mine(legs)]

    def _is_mine(self, legs: list[DirectSwapLeg]) -> bool:
        """Whether the viewer is a party, and all figures were on the table when it was read: a later one shows at the
        next painting, which its seq brings about."""
        known = all(leg.rating_id in self.figure_by_id for leg in legs)
        return known and any(leg.taker_id == self.me for leg in legs)

    def _with_figures(self, legs: list[DirectSwapLeg]) -> list[DirectSwapLeg]:
        for leg in legs:
            leg.rating, leg.taker = self.figure_by_id[leg.rating_id], self.by_id[leg.taker_id]
        return legs

    @cached_property
    def unanswered_swaps(self) -> Counter[str]:
        """How many direct swaps wait for each seat's own answer; that they do, not what they are."""
        return Counter(self._offered_legs().filter(yes=False).values_list("taker", flat=True))

    def _offered_legs(self) -> QuerySet[DirectSwapLeg]:
        """The legs of all direct swaps that wait for a yes."""
        offered = DirectSwap.State.OFFERED
        return DirectSwapLeg.objects.filter(direct_swap__workshop=self.workshop, direct_swap__state=offered)

    def entries(self, most: int) -> list[JournalEntry | None]:
        """The last public entries of the journal and what lies between, newest first; a private one is None."""
        rows = JournalEntry.objects.filter(workshop=self.workshop)
        public = {entry.seq: entry for entry in rows.filter(private_to=None).order_by("-seq")[:most]}
        oldest = min(public, default=0) if len(public) == most else 0
        seqs = rows.filter(seq__gte=oldest).order_by("-seq").values_list("seq", flat=True)
        return [public.get(seq) for seq in seqs]

    # --- what this viewer may do now ---

    def may(self, action: str) -> bool:
        """Whether the step and the viewer's role permit an action; the rules decide about the case."""
        permit, seat = ACTIONS[action], self.viewer.seat
        if self.workshop.closed_at or not (self.viewer.role == "participant" or self.viewer.leads):
            return False
        catches_up = bool(
            seat and seat.catching_up and permit.catch_up and Step.TABLE <= self.workshop.step <= Step.STACK
        )
        return self.workshop.step in permit.steps or catches_up
