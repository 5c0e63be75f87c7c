"""What everybody may see of a workshop: read once for all screens, not once for each.

A change of step makes ten screens ask at the same moment, and they all see the same table. So what is the same for all
of them is read by whoever asks first, and the others find it here. The table and the slips have files of their own
(table.py, slips.py). What is somebody's own is in none of them (viewer.py).
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace

from django.utils.translation import gettext as _

from sessions.board import cache
from sessions.board.cache import shared
from sessions.board.slips import Slips
from workshop.actions.team_list import seats_by_name
from workshop.models import Agreement, CaseAnswer, Earlier, EnergyRating, HardCase, Success, Thread, Turn, Workshop
from workshop.steps import Step
from workshop.texts import CUSTOMER_NUMBER, CUSTOMER_QUESTION, QUESTIONS, THREAD_NUMBER, THREAD_QUESTION, Question


class Public(Slips):
    """One workshop at one seq, as everybody may see it. Each shared property is one query at most.

    As with a label: what is read is at least as new as `workshop.seq`, which was read before it.
    """

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

    # --- the end ---

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
