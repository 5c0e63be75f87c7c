"""What everybody may see of a workshop: read once for all screens, not once for each.

A change of step makes ten screens ask at the same moment, and they all see the same table. So what is the same for all
of them is read by whoever asks first, and the others find it here; what is somebody's own is never in this file
(sessions/board/viewer.py).
"""

from __future__ import annotations

from collections import Counter
from copy import copy
from dataclasses import replace

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sessions.board import cache
from sessions.board.cache import Lists, Sharer, shared
from sessions.board.figures import figure_list, name_with_owner, options
from workshop import load, name_matching
from workshop.actions.team_list import seats_by_name
from workshop.bidi import isolated
from workshop.ground_rule import stands
from workshop.models import (
    Agreement,
    CaseAnswer,
    Claim,
    Customer,
    Earlier,
    EnergyRating,
    HardCase,
    Participant,
    SameCustomer,
    Success,
    SwapProposal,
    Thread,
    Turn,
    Workshop,
)
from workshop.steps import Kind, Step, Zone
from workshop.texts import CUSTOMER_NUMBER, CUSTOMER_QUESTION, QUESTIONS, THREAD_NUMBER, THREAD_QUESTION, Question


class SeatsById(dict[str, Participant]):
    """All seats by id. A seat that was made after these were read is looked up by itself: rows that are read later in
    the same painting may name it already. It leaves no trace, since other threads walk through this."""

    def __missing__(self, key: str) -> Participant:
        return Participant.objects.get(pk=key)


class Public(Sharer):
    """One workshop at one seq, as everybody may see it. Each shared property is one query at most.

    As with a label: what is read is at least as new as `workshop.seq`, which was read before it.
    """

    # --- who is here ---

    @shared
    def everyone(self) -> list[Participant]:
        """All seats that ever were, guests and removed ones too: public results name them."""
        return list(Participant.objects.filter(workshop=self.workshop))

    @shared
    def seats(self) -> list[Participant]:
        return [seat for seat in self.everyone if not seat.guest and not seat.removed]

    @shared
    def guests(self) -> list[Participant]:
        return [seat for seat in self.everyone if seat.guest and not seat.removed]

    @shared
    def agreement_owners(self) -> list[Participant]:
        """Whose an agreement can be: who sits at the table, and a team lead who is a guest."""
        return self.seats + [guest for guest in self.guests if guest.team_lead]

    @shared
    def by_id(self) -> dict[str, Participant]:
        return SeatsById({seat.id: seat for seat in self.everyone})

    # --- the table ---

    @shared
    def figures(self) -> list[EnergyRating]:
        """All figures on the table, in the order in which they were placed."""
        rows = EnergyRating.objects.filter(workshop=self.workshop, zone__isnull=False).select_related("customer")
        for figure in (figures := list(rows.defer("reason", "signal", "column"))):
            figure.participant = self.by_id[figure.participant_id]
        return figures

    @shared
    def figure_by_id(self) -> dict[str, EnergyRating]:
        return {figure.id: figure for figure in self.figures}

    @shared
    def zones(self) -> dict[str, list[EnergyRating]]:
        return {zone: [figure for figure in self.figures if figure.zone == zone] for zone in Zone}

    @shared
    def painted(self) -> dict[str, SafeString]:
        """The figures of each zone as HTML: the same bytes for every screen."""
        return {zone: figure_list(figures) for zone, figures in self.zones.items()}

    @shared
    def figures_of(self) -> Lists[EnergyRating]:
        """The figures of each customer; more than one where colleagues share it."""
        by_customer = Lists[EnergyRating]()
        # Not in the order of the table: a move is no news for what names its owners.
        for figure in sorted(self.figures, key=lambda figure: figure.participant.place):
            by_customer.add(figure.customer_id, figure)
        return by_customer

    @shared
    def customers(self) -> list[Customer]:
        """The customers on the table, by name; of one name always in the same order, by their random ids: when each was
        typed is private."""
        shown = {figure.customer_id: figure.customer for figure in self.figures}
        return sorted(shown.values(), key=lambda customer: (customer.name.casefold(), customer.id))

    @shared
    def customer_options(self) -> SafeString:
        """The customers on the table to choose from; the same bytes under each thread and on every screen."""
        return options((customer.id, isolated(customer.name)) for customer in self.customers)

    @shared
    def figure_options(self) -> SafeString:
        """The figures on the table to choose from, by the names of their customers."""
        figures = sorted(self.figures, key=lambda figure: (figure.customer.name.casefold(), figure.id))
        return options((f"figure:{figure.id}", name_with_owner(figure)) for figure in figures)

    @shared
    def list_counts(self) -> dict[str, Counter[str]]:
        """Per seat: customers on the list, sorted ones, and those on the table. Numbers only."""
        rows = EnergyRating.objects.filter(workshop=self.workshop).values("participant").order_by()
        counted = rows.annotate(all=Count("id"), sorted=Count("id", filter=~Q(column="")), placed=Count("zone"))
        return {
            row["participant"]: Counter(all=row["all"], sorted=row["sorted"], placed=row["placed"]) for row in counted
        }

    # --- same customer? ---

    @shared
    def same_answers(self) -> list[SameCustomer]:
        return list(SameCustomer.objects.filter(workshop=self.workshop).select_related("kept", "other"))

    @shared
    def unjudged(self) -> list[name_matching.Pair]:
        """Look-alike names on the table of which nobody has said whether they are one customer: their places among
        `customers`, the most alike first. Of one person's two customers nobody asks: they know."""
        answered = {frozenset((answer.kept_id, answer.other_id)) for answer in self.same_answers}
        found = name_matching.pairs([customer.name for customer in self.customers])
        pairs = [(pair, [self.customers[place].id for place in pair]) for pair in found]
        return [pair for pair, ids in pairs if frozenset(ids) not in answered and not self._share_owner(*ids)]

    def _share_owner(self, one: str, other: str) -> bool:
        owners = ({figure.participant_id for figure in self.figures_of[customer]} for customer in (one, other))
        return bool(set.intersection(*owners))

    # --- stories and threads ---

    @shared
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

    @shared
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

    @shared
    def threads(self) -> list[Thread]:
        """The harvest, each line with those that are `grouped` under it."""
        threads = list(Thread.objects.filter(workshop=self.workshop).prefetch_related("links__customer"))
        for thread in threads:
            thread.writer = self.by_id.get(thread.writer_id or "")
            grouped = [one for one in threads if one.under_id == thread.id]
            thread.grouped = grouped  # type: ignore[attr-defined]  # for the template, which shows them under it
        return threads

    # --- difficult cases ---

    @shared
    def cases(self) -> list[HardCase]:
        """Leaks that were laid before the others, in the order of it."""
        figures = self.figure_by_id
        cases = [case for case in HardCase.objects.filter(workshop=self.workshop) if case.rating_id in figures]
        for case in cases:
            case.rating = figures[case.rating_id]
        return cases

    @property
    def asked_case(self) -> HardCase | None:
        return next((case for case in self.cases if case.state == HardCase.State.ASKED), None)

    @shared
    def case_answered(self) -> set[str]:
        """Who has answered the case that is asked: that they did, not what."""
        return set(CaseAnswer.objects.filter(case=self.asked_case).values_list("participant", flat=True))

    # --- slips ---

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

    # --- the end ---

    @shared
    def loads(self) -> list[load.Change]:
        return load.loads(self.seats, self.figures, self.slips)

    @property
    def most(self) -> int:
        """The heaviest load, before or after: the length of a load bar, the same for all persons."""
        return max((max(one.before.total, one.after.total) for one in self.loads), default=1) or 1

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

    @shared
    def agreements(self) -> list[Agreement]:
        agreements = list(Agreement.objects.filter(workshop=self.workshop))
        for agreement in agreements:
            agreement.owner = self.by_id[agreement.owner_id]
        return sorted(agreements, key=lambda agreement: not agreement.owner.team_lead)

    @shared
    def successes(self) -> list[Success]:
        """Told since the workshop; those of the afternoon itself stand with their seats."""
        successes = list(Success.objects.filter(workshop=self.workshop))
        for one in successes:
            one.teller = self.by_id.get(one.teller_id or "")
        return successes

    # --- a comeback ---

    @shared
    def earlier(self) -> list[Earlier]:
        """The customers of then. What is private to nobody yet, their zones, the templates show when they may."""
        return list(Earlier.objects.filter(workshop=self.workshop)) if self.workshop.energy_before else []

    @shared
    def seat_of(self) -> dict[str, str]:
        """The seat of today for each name of then, as far as that person is here."""
        names = {name for row in self.earlier for name in (row.person, row.taker) if name}
        return {name: seat.id for name, seat in seats_by_name(names, self.seats).items()}


def public_of(workshop: Workshop) -> Public:
    """What all may see of this workshop at its seq: the same for everybody who asks while it has a room here."""
    kept = cache.kept_of(workshop)
    # A copy: a viewer reads its own workshop anew when it changed meanwhile.
    return kept if isinstance(kept, Public) else cache.keep(Public(copy(workshop)))
