"""Whether this person may do this now: in this step, to this figure, this slip, in this turn.

What each action permits stands on the action itself (workshop/actions/registry.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from workshop.bidi import isolated
from workshop.models import Claim, EnergyRating, Help, Participant, SwapProposal, Team, Turn, Workshop
from workshop.refusals import Missing, NotYours, Refusal
from workshop.steps import LAST_CATCH_UP, Answer, Step, Zone
from workshop.texts import DOUBT_QUESTION


class Who(Flag):
    """Who may ask for an action. FOR_SEAT: the facilitator, for a seat without a device."""

    SEAT = auto()
    FACILITATOR = auto()
    FOR_SEAT = auto()


@dataclass(frozen=True, kw_only=True)
class Permit:
    """In which steps an action exists, and for whom.

    Args:
        catch_up: also for a seat that is catching up.
        after_closing: stays possible after closing: the follow-up.
        guests: also for a team lead without a seat of the eight (a guest), who else only looks and exports.
        at_the_door: by somebody without a seat; nobody who has one does it, and the page of no role offers it.
    """

    name: str
    who: Who
    steps: frozenset[Step]
    catch_up: bool = False
    after_closing: bool = False
    guests: bool = False
    at_the_door: bool = False

    @property
    def names_step(self) -> bool:
        """Whether the action belongs to the step it was made in; what is open in all steps does not."""
        return len(self.steps) < len(Step)


@dataclass(frozen=True)
class Actor:
    """Who acts: a seat, the facilitator, the facilitator for a seat without a device, or somebody at the door."""

    role: str
    seat: Participant | None = None
    #: Which console speaks, "first" or "second" (docs/domain.md, *People*); empty: none, so it need not lead.
    chair: str = ""
    #: Of somebody at the door, who has no seat to be known by: the digest of a key that only their browser has.
    browser: str = ""

    @property
    def key(self) -> str:
        """The actor in the journal; idempotency is per key (docs/live.md, *Idempotency*)."""
        if self.role == "seat" and self.seat is not None:
            return f"seat:{self.seat.id}"
        return f"door:{self.browser}" if self.browser else self.role

    @property
    def facilitates(self) -> bool:
        return self.role == "facilitator"

    def sees_to(self, *people: str | None) -> bool:
        """Whether what comes after the swap is this one's to fill in and tick: theirs, or the facilitator's."""
        return self.facilitates or (self.seat is not None and self.seat.sees_to(*people))

    @property
    def who(self) -> Who:
        if self.role == "seat":
            return Who.SEAT
        return Who.FOR_SEAT if self.seat is not None else Who.FACILITATOR


# --- the step and the role -------------------------------------------------------------------------------------------


def guard_action(workshop: Workshop, actor: Actor, permit: Permit, step_named: int | None) -> None:
    """Refuse what this role may not do in this step (docs/domain.md, *The steps*).

    Raises:
        Missing: for this actor there is no such action.
        NotYours: this role never does this.
        Refusal: not in this step, or the table is locked or closed.
    """
    if permit.at_the_door != (actor.role == "door"):
        raise Missing()
    if permit.at_the_door:
        return
    name = permit.name
    _guard_role(actor, permit)
    if actor.chair and actor.chair != workshop.chair and name != "steps.take_chair":
        raise Refusal("chair-elsewhere", _("Iemand anders leidt nu de workshop. Neem eerst de regie terug."))
    if workshop.closed_at and not permit.after_closing:
        raise Refusal("closed", _("De workshop is afgesloten; de ruillijst staat vast."))
    if (permit.names_step or name == "steps.go") and step_named is not None and step_named != workshop.step:
        raise Refusal(
            "step-changed",
            _("De stap is intussen veranderd: we zijn nu bij %(step)s.") % {"step": Step(workshop.step).label},
        )
    if workshop.step not in permit.steps and not _catches_up(workshop, actor, permit.catch_up):
        raise Refusal("not-in-step", _("Dit kan niet in deze stap (%(step)s).") % {"step": Step(workshop.step).label})
    if workshop.locked_because and not actor.facilitates and name != "lobby.back_on_device":
        raise Refusal("locked", _("De tafel staat even stil: %(reason)s") % {"reason": workshop.locked_because})


def _guard_role(actor: Actor, permit: Permit) -> None:
    if actor.role == "seat" and actor.seat and actor.seat.guest:
        if not permit.guests:
            raise NotYours("guest-looks", _("Je kijkt mee als gast; alleen de mensen aan tafel doen dit."))
        return
    if actor.who not in permit.who:
        raise _not_for(actor, permit.who)
    if actor.facilitates and actor.seat is not None and not actor.seat.without_device:
        raise NotYours(
            "has-own-device",
            _("%(name)s heeft een eigen apparaat en doet dit zelf.") % {"name": isolated(actor.seat.name)},
        )


def _not_for(actor: Actor, who: Who) -> NotYours:
    if actor.role == "seat":
        return NotYours("by-facilitator", _("Dit doet de begeleider."))
    if actor.seat is not None:
        return NotYours("private-to-seat", _("Dit kan niet namens een ander: het is privé."))
    if Who.FOR_SEAT in who:
        return NotYours("by-each-seat", _("Dit doet ieder zelf. Jij doet het alleen voor een plek zonder apparaat."))
    return NotYours("by-participants", _("Dit doen de deelnemers zelf."))


def _catches_up(workshop: Workshop, actor: Actor, permitted: bool) -> bool:
    catching_up = permitted and actor.seat is not None and actor.seat.catching_up
    return catching_up and Step.TABLE <= workshop.step <= LAST_CATCH_UP


def guard_owner(rating: EnergyRating, seat: Participant) -> None:
    if rating.participant_id != seat.id:
        raise Refusal(
            "figure-of-colleague", _("Dit poppetje is van een collega; alleen die verzet het."), figure=rating
        )


# --- moving figures --------------------------------------------------------------------------------------------------


def guard_move(workshop: Workshop, actor: Actor, figure: EnergyRating) -> None:
    """In step 3 only the speaker moves, and only a neutral figure during the question about doubt."""
    if workshop.step == Step.STORY and not (actor.seat and actor.seat.catching_up):
        _guard_doubt(workshop, figure)
    if workshop.furthest_step >= Step.STACK:
        guard_no_later_result(figure, in_silence=actor.facilitates and workshop.furthest_step >= Step.SWAP)


def guard_listening(workshop: Workshop, actor: Actor) -> None:
    """In step 3 the others only listen: what can wait waits."""
    if workshop.step != Step.STORY or actor.facilitates:
        return
    turn = _speaking(workshop)
    if turn is not None and (actor.seat is None or turn.participant_id != actor.seat.id):
        raise Refusal("listening", _("Nu luisteren we. Dit kan weer als jij vertelt, of na deze stap."))


def _speaking(workshop: Workshop) -> Turn | None:
    return Turn.objects.filter(workshop=workshop, state=Turn.State.SPEAKING).first()


def _guard_doubt(workshop: Workshop, figure: EnergyRating) -> None:
    turn = _speaking(workshop)
    if turn is None or turn.participant_id != figure.participant_id or turn.question != DOUBT_QUESTION:
        raise Refusal(
            "listening-to-move",
            _("Nu luisteren we. Alleen wie vertelt verzet een neutraal poppetje, bij vraag 3."),
            figure=figure,
        )
    if figure.zone != Zone.NEUTRAL:
        raise Refusal(
            "moves-neutral-only", _("Bij vraag 3 verzet je alleen poppetjes die neutraal staan."), figure=figure
        )


def guard_no_later_result(figure: EnergyRating, *, in_silence: bool = False) -> None:
    """A zone may not move under a claim or a result that rests on it; the result is undone first.

    `in_silence`: slips are being answered, and somebody besides the owner reads the refusal. Then a closed slip keeps
    the figure where it is whether its owner answered or not.
    """
    person, customer = figure.participant_id, figure.customer_id
    claims = Claim.objects.filter(slip=OuterRef("pk"), participant=person).exclude(answer=Answer.NO)
    helps = Help.objects.filter(claim__slip=OuterRef("pk"), helper=person, yes=True)
    slips = SwapProposal.objects.filter(workshop=figure.workshop_id, rating__customer=customer, stuck=True)
    # One query: this is asked at every move once step 5 has begun.
    for slip in slips.annotate(claimed=Exists(claims), promised=Exists(helps)):
        if slip.settled and person in (slip.giver_id, slip.taker_id, slip.helper_id):
            raise Refusal(
                "result-stands",
                _("Er is al iets besloten dat hierop steunt. Laat dat eerst terugdraaien."),
                figure=figure,
            )
        if in_silence and not slip.opened and not slip.settled and slip.giver_id != person:
            raise Refusal(
                "answered-in-silence",
                _("Op een briefje van deze klant wordt in stilte geantwoord. Open dat eerst."),
                figure=figure,
            )
        if not slip.settled and (slip.claimed or slip.promised):
            raise Refusal(
                "answered-already", _("Je hebt op deze klant geantwoord. Trek eerst je antwoord in."), figure=figure
            )


# --- slips -----------------------------------------------------------------------------------------------------------


def has_namesake(team: Team, name: str) -> bool:
    """Whether another team of this facilitator has this name."""
    return Team.objects.filter(facilitator=team.facilitator_id, name__iexact=name).exclude(pk=team.pk).exists()


def guard_team_name(team: Team, name: str) -> None:
    """A facilitator finds a team by its name, so no two of theirs get the same."""
    if has_namesake(team, name):
        raise Refusal("team-name-taken", _("Je hebt al een team dat zo heet. Kies een andere naam."))


def guard_unsettled(slip: SwapProposal) -> None:
    if slip.settled:
        raise Refusal("slip-settled", _("Dit briefje is al afgehandeld. Laat dat eerst terugdraaien."))


def guard_on_stack(slip: SwapProposal) -> None:
    if not slip.stuck:
        raise Missing()
    guard_unsettled(slip)


def guard_opened(slip: SwapProposal) -> None:
    if not slip.opened:
        raise Refusal("slip-not-open", _("Dit briefje is nog niet geopend."))


def guard_speaker(turn: Turn | None, actor: Actor) -> None:
    """Speaker or facilitator passes the word."""
    if turn is None:
        raise Refusal("nobody-speaks", _("Er is nu niemand aan het woord."))
    if not actor.facilitates and turn.participant_id != (actor.seat.id if actor.seat else ""):
        raise Refusal("passed-by-speaker", _("Alleen wie aan het woord is, of de begeleider, geeft het woord door."))
