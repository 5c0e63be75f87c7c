"""What one viewer may see of a workshop, read at most once per painting. Each property is one query.

What is private to somebody else is never read here: the lookups carry the permission.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from sessions import links
from sessions.access import Viewer
from workshop import alike, load
from workshop.actions.team_list import belongs_to
from workshop.method import (
    CUSTOMER_NUMBER,
    CUSTOMER_QUESTION,
    QUESTIONS,
    THREAD_NUMBER,
    THREAD_QUESTION,
    Answer,
    Question,
    Step,
    Zone,
)
from workshop.models import (
    Agreement,
    CaseAnswer,
    Claim,
    Earlier,
    EnergyRating,
    ExchangeLeg,
    HardCase,
    Help,
    JournalEntry,
    Knock,
    Participant,
    PrivateNote,
    SameCustomer,
    Success,
    SwapProposal,
    Thread,
    Turn,
    WishMark,
    Workshop,
)
from workshop.permits import PERMITS
from workshop.rules import stands

#: Questions *zelfde klant?* at once; more would be a form to fill in.
MOST_QUESTIONS = 5


class Board:
    """One workshop for one viewer, at one moment."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.workshop: Workshop = viewer.workshop
        self.me = viewer.me

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

    @cached_property
    def everyone(self) -> list[Participant]:
        """All seats that ever were, guests and removed ones too: public results name them."""
        return list(Participant.objects.filter(workshop=self.workshop))

    @cached_property
    def seats(self) -> list[Participant]:
        return [seat for seat in self.everyone if not seat.guest and not seat.removed]

    @cached_property
    def guests(self) -> list[Participant]:
        return [seat for seat in self.everyone if seat.guest and not seat.removed]

    @cached_property
    def by_id(self) -> dict[str, Participant]:
        return {seat.id: seat for seat in self.everyone}

    @property
    def colleagues(self) -> list[Participant]:
        return [seat for seat in self.seats if seat.id != self.me]

    @cached_property
    def knocks(self) -> list[Knock]:
        return list(Knock.objects.filter(workshop=self.workshop, admitted=None).select_related("participant"))

    # --- the table ---

    @cached_property
    def figures(self) -> list[EnergyRating]:
        """All figures on the table, in the order in which they were placed."""
        rows = EnergyRating.objects.filter(workshop=self.workshop, zone__isnull=False).select_related("customer")
        for figure in (figures := list(rows.defer("reason", "signal", "column"))):
            figure.participant = self.by_id[figure.participant_id]
        return figures

    @cached_property
    def zones(self) -> dict[str, list[EnergyRating]]:
        zones: dict[str, list[EnergyRating]] = {zone: [] for zone in Zone}
        for figure in self.figures:
            zones[str(figure.zone)].append(figure)
        return zones

    @cached_property
    def figures_of(self) -> dict[str, list[EnergyRating]]:
        """The figures of each customer; more than one where colleagues share it."""
        by_customer = defaultdict(list)
        # Not in the order of the table: a move is no news for what names its owners.
        for figure in sorted(self.figures, key=lambda figure: figure.participant.place):
            by_customer[figure.customer_id].append(figure)
        return by_customer

    @property
    def customers(self) -> list[Any]:
        """The customers on the table, by name; of one name always in the same order: that in which they were listed."""
        shown = {figure.customer_id: figure.customer for figure in sorted(self.figures, key=lambda one: one.listed)}
        return sorted(shown.values(), key=lambda customer: customer.name.casefold())

    @cached_property
    def own_lines(self) -> list[EnergyRating]:
        """The viewer's own list, private lines too."""
        if self.viewer.seat is None:
            return []
        rows = EnergyRating.objects.filter(workshop=self.workshop, participant=self.viewer.seat)
        for line in (lines := list(rows.select_related("customer").order_by("listed", "id"))):
            line.participant = self.viewer.seat
        return lines

    @cached_property
    def list_counts(self) -> dict[str, Counter[str]]:
        """Per seat: customers on the list, sorted ones, and those on the table. Numbers only."""
        rows = EnergyRating.objects.filter(workshop=self.workshop).values("participant").order_by()
        counted = rows.annotate(all=Count("id"), sorted=Count("id", filter=~Q(column="")), placed=Count("zone"))
        seats = defaultdict[str, Counter[str]](Counter)
        for row in counted:
            seats[row["participant"]] = Counter(all=row["all"], sorted=row["sorted"], placed=row["placed"])
        return seats

    # --- same customer? ---

    @cached_property
    def same_answers(self) -> list[SameCustomer]:
        return list(SameCustomer.objects.filter(workshop=self.workshop).select_related("kept", "other"))

    @property
    def same_questions(self) -> list[tuple[Any, Any]]:
        """Pairs of customers on the table with look-alike names that nobody has judged, for who may judge them; the
        most alike first. Of one person's two customers nobody asks: they know."""
        answered = {frozenset((answer.kept_id, answer.other_id)) for answer in self.same_answers}
        customers = self.customers
        open_pairs = []
        for first, other in alike.pairs([customer.name for customer in customers]):
            pair = customers[first], customers[other]
            is_open = frozenset(one.id for one in pair) not in answered and not self._share_owner(pair)
            if is_open and self._may_judge(pair):
                open_pairs.append((first, other))
        return [(customers[first], customers[other]) for first, other in alike.enough(open_pairs)][:MOST_QUESTIONS]

    @property
    def joined(self) -> list[SameCustomer]:
        """Answers that this viewer may turn back."""
        return [answer for answer in self.same_answers if self._may_judge((answer.kept, answer.other))]

    def _share_owner(self, pair: tuple[Any, Any]) -> bool:
        first, other = ({figure.participant_id for figure in self.figures_of[one.id]} for one in pair)
        return bool(first & other)

    def _may_judge(self, pair: tuple[Any, Any]) -> bool:
        owners = {figure.participant_id for customer in pair for figure in self.figures_of.get(customer.id, ())}
        return self.viewer.facilitates or self.me in owners

    # --- stories and threads ---

    @cached_property
    def turns(self) -> list[Turn]:
        turns = list(Turn.objects.filter(workshop=self.workshop))
        for turn in turns:
            turn.participant = self.by_id[turn.participant_id]
        return [turn for turn in turns if not turn.participant.removed or turn.state == Turn.State.DONE]

    @property
    def turn(self) -> Turn | None:
        return next((turn for turn in self.turns if turn.state == Turn.State.SPEAKING), None)

    @property
    def question(self) -> Question | None:
        """The question of the turn, in the facilitator's words if there are."""
        return self.asked(self.turn.question) if self.turn else None

    def asked(self, number: int) -> Question:
        """Question 1 to 4 of the stories, 5 of the thread, 6 to a customer that went over."""
        thread = Question(THREAD_NUMBER, Step.THREAD.label, THREAD_QUESTION, None)
        customer = Question(CUSTOMER_NUMBER, _("Vraag aan de klant"), CUSTOMER_QUESTION, None)
        form = (*QUESTIONS, thread, customer)[number - 1]
        own = self.workshop.questions.get(str(number))
        return replace(form, text=own) if own else form

    @cached_property
    def signals(self) -> dict[str, str]:
        """What customers said, by figure, as far as all may read it now: of the lit figures in step 3, and of what lies
        on the stack in step 6."""
        said = EnergyRating.objects.filter(workshop=self.workshop, zone__isnull=False).exclude(signal="")
        if self.workshop.step == Step.STORY and self.turn and self.question:
            said = said.filter(participant=self.turn.participant_id, zone=self.question.zone)
        elif self.workshop.step == Step.SWAP:
            said = said.filter(customer__in={slip.rating.customer_id for slip in self.slips})
        else:
            return {}
        return dict(said.values_list("id", "signal"))

    def told_of(self, customer_id: str) -> list[str]:
        """What this customer said, each figure's sentence once."""
        said = (self.signals.get(figure.id, "") for figure in self.figures_of[customer_id])
        return list(dict.fromkeys(sentence for sentence in said if sentence))

    @property
    def next_turns(self) -> list[Turn]:
        return [turn for turn in self.turns if turn.state == Turn.State.WAITING][:2]

    @cached_property
    def notes(self) -> list[PrivateNote]:
        if self.viewer.seat is None:
            return []
        return list(PrivateNote.objects.filter(workshop=self.workshop, participant=self.viewer.seat).order_by("seq"))

    @cached_property
    def threads(self) -> list[Thread]:
        threads = list(Thread.objects.filter(workshop=self.workshop).prefetch_related("links__customer"))
        for thread in threads:
            thread.writer = self.by_id.get(thread.writer_id or "")
        return threads

    # --- difficult cases ---

    @cached_property
    def cases(self) -> list[HardCase]:
        """Leaks that were laid before the others, in the order of it."""
        figures = {figure.id: figure for figure in self.figures}
        cases = [case for case in HardCase.objects.filter(workshop=self.workshop) if case.rating_id in figures]
        for case in cases:
            case.rating = figures[case.rating_id]
        return cases

    @property
    def asked_case(self) -> HardCase | None:
        return next((case for case in self.cases if case.state == HardCase.State.ASKED), None)

    @cached_property
    def case_answered(self) -> set[str]:
        """Who has answered the case that is asked: that they did, not what."""
        return set(CaseAnswer.objects.filter(case=self.asked_case).values_list("participant", flat=True))

    # --- slips ---

    @cached_property
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

    @cached_property
    def drafts(self) -> dict[str, SwapProposal]:
        """The viewer's own slips by figure, drafts too."""
        if self.viewer.seat is None:
            return {}
        own = SwapProposal.objects.filter(workshop=self.workshop, giver=self.viewer.seat)
        return {slip.rating_id: slip for slip in own}

    @property
    def spotlit(self) -> list[SwapProposal]:
        """The slips in the spotlight: those of one (joined) customer, together."""
        return [slip for slip in self.slips if slip.opened and slip.rating.customer_id == self.workshop.spotlight]

    @property
    def undecided(self) -> list[SwapProposal]:
        """Opened for all and not settled yet."""
        return [slip for slip in self.slips if slip.opened and not slip.settled]

    @property
    def unopened(self) -> list[SwapProposal]:
        return [slip for slip in self.slips if not (slip.opened or slip.settled or slip.exchange_id)]

    @property
    def unsettled(self) -> list[SwapProposal]:
        return [slip for slip in self.slips if not slip.settled]

    @cached_property
    def open_claims(self) -> dict[str, list[Claim]]:
        """The answers to opened slips, per slip."""
        rows = Claim.objects.filter(slip__workshop=self.workshop, slip__opened=True)
        return self._per_slip(rows)

    @cached_property
    def own_claims(self) -> dict[str, Claim]:
        """The viewer's own answers, per slip."""
        if self.viewer.seat is None:
            return {}
        rows = Claim.objects.filter(slip__workshop=self.workshop, participant=self.viewer.seat)
        return {slip: claims[0] for slip, claims in self._per_slip(rows).items()}

    def _per_slip(self, rows: Any) -> dict[str, list[Claim]]:
        by_slip: dict[str, list[Claim]] = defaultdict(list)
        for claim in rows.prefetch_related("helps"):
            claim.participant = self.by_id[claim.participant_id]
            by_slip[claim.slip_id].append(claim)
        return by_slip

    @cached_property
    def answer_counts(self) -> dict[str, int]:
        """How many slips each seat has answered: that somebody did, not what."""
        rows = Claim.objects.filter(slip__workshop=self.workshop, slip__stuck=True).values("participant").order_by()
        return {row["participant"]: row["n"] for row in rows.annotate(n=Count("id"))}

    @cached_property
    def help_requests(self) -> list[Help]:
        """Claims to opened, unsettled slips for which the viewer was asked to help."""
        if self.viewer.seat is None:
            return []
        open_slips = [slip.id for slip in self.slips if slip.opened and not slip.settled]
        asked = Help.objects.filter(helper=self.viewer.seat, claim__slip__in=open_slips, claim__answer=Answer.HELP)
        return list(asked.select_related("claim__participant", "claim__slip__rating__customer"))

    def stands(self, claim: Claim, slip: SwapProposal) -> bool:
        return stands(claim, self.figures_of[slip.rating.customer_id])

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
    def proposals(self) -> list[list[ExchangeLeg]]:
        """Direct swaps under way in which the viewer is a party, a list of legs each."""
        if self.viewer.seat is None:
            return []
        legs = ExchangeLeg.objects.filter(exchange__workshop=self.workshop, exchange__state="proposed")
        by_exchange: dict[str, list[ExchangeLeg]] = defaultdict(list)
        for leg in legs.select_related("exchange", "rating__customer", "rating__participant", "taker"):
            by_exchange[leg.exchange_id].append(leg)
        return [legs for legs in by_exchange.values() if any(leg.taker_id == self.me for leg in legs)]

    @cached_property
    def unanswered_swaps(self) -> Counter[str]:
        """How many direct swaps wait for each seat's own answer; that they do, not what they are."""
        legs = ExchangeLeg.objects.filter(exchange__workshop=self.workshop, exchange__state="proposed", yes=False)
        return Counter(legs.values_list("taker", flat=True))

    # --- the end ---

    @cached_property
    def loads(self) -> list[load.Change]:
        return load.loads(self.seats, self.figures, self.slips)

    @property
    def most(self) -> int:
        """The heaviest load, before or after: the length of a load bar."""
        return max((max(one.before.total, one.after.total) for one in self.loads), default=1) or 1

    @property
    def results(self) -> list[SwapProposal]:
        """The swap list as it stands, on screens and in files: in step 7 all slips, before it those with a result."""
        closing = self.workshop.step == Step.CLOSING
        return [slip for slip in self.swap_list if closing or slip.settled]

    @property
    def swap_list(self) -> list[SwapProposal]:
        return load.swap_list(self.slips)

    @cached_property
    def agreements(self) -> list[Agreement]:
        agreements = list(Agreement.objects.filter(workshop=self.workshop))
        for agreement in agreements:
            agreement.owner = self.by_id[agreement.owner_id]
        return sorted(agreements, key=lambda agreement: not agreement.owner.team_lead)

    @cached_property
    def successes(self) -> list[Success]:
        """Told since the workshop; those of the afternoon itself stand with their seats."""
        successes = list(Success.objects.filter(workshop=self.workshop))
        for one in successes:
            one.teller = self.by_id.get(one.teller_id or "")
        return successes

    # --- a comeback ---

    @cached_property
    def earlier(self) -> list[Earlier]:
        """The customers of then. What is private to nobody yet, their zones, the templates show when they may."""
        return list(Earlier.objects.filter(workshop=self.workshop)) if self.workshop.energy_before else []

    @cached_property
    def seat_of(self) -> dict[str, str]:
        """The seat of today for each name of then, as far as that person is here."""
        names = {name for row in self.earlier for name in (row.person, row.taker) if name}
        found = {name: belongs_to(name, self.seats) for name in names}
        return {name: seat.id for name, seat in found.items() if seat}

    def entries(self, most: int) -> list[JournalEntry]:
        """The last entries of the journal, newest first."""
        return list(JournalEntry.objects.filter(workshop=self.workshop).order_by("-seq")[:most])

    # --- what this viewer may do now ---

    def may(self, action: str) -> bool:
        """Whether the step and the viewer's role permit an action; the rules decide about the case."""
        permit, seat = PERMITS[action], self.viewer.seat
        if self.workshop.closed_at or not (self.viewer.role == "participant" or self.viewer.leads):
            return False
        catches_up = bool(
            seat and seat.catching_up and permit.catch_up and Step.TABLE <= self.workshop.step <= Step.STACK
        )
        return self.workshop.step in permit.steps or catches_up
