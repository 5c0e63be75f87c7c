"""May this person do this now? One small function per rule; a refusal carries the sentence that the person may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from workshop.bidi import isolated
from workshop.method import DOUBT_QUESTION, LAST_CATCH_UP, Answer, Step, Zone
from workshop.models import Claim, EnergyRating, Help, Participant, SwapProposal, Turn, Workshop
from workshop.permissions import AFTER_CLOSING, AT_THE_DOOR, GUEST_MAY, PERMITS, Who


class Refusal(Exception):
    """Not allowed now. An everyday answer in live work, not an accident. `sentence` says why and what to do.

    `private`: it rests on what only one person has seen, so nobody else's page may show it before they ask.
    """

    def __init__(self, sentence: str, *, figure: EnergyRating | None = None, private: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.figure = figure
        self.private = private

    @classmethod
    def changed(cls) -> Refusal:
        return cls(_("Dit is intussen veranderd. Kijk nog eens en beslis opnieuw."))


class BadInput(Refusal):
    """What was sent cannot be read: empty, too long, not one of the choices."""


class Missing(Refusal):
    """It does not exist, or it is none of this person's business; both get the same answer."""

    def __init__(self) -> None:
        super().__init__(_("Dit bestaat niet (meer)."))


class AlreadySent(Refusal):
    """The id of this action was used before, for something else: only a form that was changed after sending does so."""

    def __init__(self) -> None:
        super().__init__(
            _("Dit formulier was al verstuurd, met iets anders erin. Kijk na wat er staat en verstuur het nog eens.")
        )


class NameTaken(Refusal):
    """Somebody at this workshop, `seat`, has this name."""

    def __init__(self, seat: Participant, name: str) -> None:
        super().__init__(_("Er zit al iemand die %(name)s heet.") % {"name": isolated(name)})
        self.seat = seat


class NotYours(Refusal):
    """This role never does this, in no step."""


@dataclass(frozen=True)
class Actor:
    """Who acts: a seat, the facilitator, the facilitator for a seat without a device, or somebody at the door."""

    role: str
    seat: Participant | None = None
    #: Which console speaks, "first" or "second" (PRODUCT.md, "second facilitator"); empty: none, so it need not lead.
    chair: str = ""
    #: Of somebody at the door, who has no seat to be known by: the digest of a key that only their browser has.
    browser: str = ""

    @property
    def key(self) -> str:
        """The actor in the journal; idempotency is per key (DESIGN.md, rule 9)."""
        if self.role == "seat" and self.seat is not None:
            return f"seat:{self.seat.id}"
        return f"door:{self.browser}" if self.browser else self.role

    @property
    def facilitates(self) -> bool:
        return self.role == "facilitator"

    def sees_to(self, *people: str | None) -> bool:
        """Whether what comes after the swap is this one's to fill in and tick: theirs, or who leads (PRODUCT.md)."""
        return self.facilitates or (self.seat is not None and self.seat.sees_to(*people))

    @property
    def who(self) -> Who:
        if self.role == "seat":
            return Who.SEAT
        return Who.FOR_SEAT if self.seat is not None else Who.FACILITATOR


# --- the step and the role -------------------------------------------------------------------------------------------


def guard_action(workshop: Workshop, actor: Actor, name: str, step_named: int | None) -> None:
    """Refuse what this role may not do in this step (PRODUCT.md, "The steps").

    Raises:
        Missing: there is no such action.
        NotYours: this role never does this.
        Refusal: not in this step, or the table is locked or closed.
    """
    if actor.role == "door" and name in AT_THE_DOOR:
        return
    permit = PERMITS.get(name)
    if permit is None or actor.role == "door":
        raise Missing()
    _guard_role(actor, name, permit.who)
    if actor.chair and actor.chair != workshop.chair and name != "steps.take_chair":
        raise Refusal(_("Iemand anders leidt nu de workshop. Neem eerst de regie terug."))
    if workshop.closed_at and name not in AFTER_CLOSING:
        raise Refusal(_("De workshop is afgesloten; de ruillijst staat vast."))
    if (permit.names_step or name == "steps.go") and step_named is not None and step_named != workshop.step:
        raise Refusal(
            _("De stap is intussen veranderd: we zijn nu bij %(step)s.") % {"step": Step(workshop.step).label}
        )
    if workshop.step not in permit.steps and not _catches_up(workshop, actor, permit.catch_up):
        raise Refusal(_("Dit kan niet in deze stap (%(step)s).") % {"step": Step(workshop.step).label})
    if workshop.locked_because and not actor.facilitates and name != "lobby.back_on_device":
        raise Refusal(_("De tafel staat even stil: %(reason)s") % {"reason": workshop.locked_because})


def _guard_role(actor: Actor, name: str, who: Who) -> None:
    if actor.role == "seat" and actor.seat and actor.seat.guest:
        if name not in GUEST_MAY:
            raise NotYours(_("Je kijkt mee als gast; alleen de mensen aan tafel doen dit."))
        return
    if actor.who not in who:
        raise NotYours(_sentence_for(actor, who))
    if actor.facilitates and actor.seat is not None and not actor.seat.without_device:
        raise NotYours(_("%(name)s heeft een eigen apparaat en doet dit zelf.") % {"name": isolated(actor.seat.name)})


def _sentence_for(actor: Actor, who: Who) -> str:
    if actor.role == "seat":
        return _("Dit doet de begeleider.")
    if actor.seat is not None:
        return _("Dit kan niet namens een ander: het is privé.")
    if Who.FOR_SEAT in who:
        return _("Dit doet ieder zelf. Jij doet het alleen voor een plek zonder apparaat.")
    return _("Dit doen de deelnemers zelf.")


def _catches_up(workshop: Workshop, actor: Actor, permitted: bool) -> bool:
    catching_up = permitted and actor.seat is not None and actor.seat.catching_up
    return catching_up and Step.TABLE <= workshop.step <= LAST_CATCH_UP


def guard_owner(rating: EnergyRating, seat: Participant) -> None:
    if rating.participant_id != seat.id:
        raise Refusal(_("Dit poppetje is van een collega; alleen die verzet het."), figure=rating)


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
        raise Refusal(_("Nu luisteren we. Dit kan weer als jij vertelt, of na deze stap."))


def _speaking(workshop: Workshop) -> Turn | None:
    return Turn.objects.filter(workshop=workshop, state=Turn.State.SPEAKING).first()


def _guard_doubt(workshop: Workshop, figure: EnergyRating) -> None:
    turn = _speaking(workshop)
    if turn is None or turn.participant_id != figure.participant_id or turn.question != DOUBT_QUESTION:
        raise Refusal(
            _("Nu luisteren we. Alleen wie vertelt verzet een neutraal poppetje, bij vraag 3."), figure=figure
        )
    if figure.zone != Zone.NEUTRAL:
        raise Refusal(_("Bij vraag 3 verzet je alleen poppetjes die neutraal staan."), figure=figure)


def guard_no_later_result(figure: EnergyRating, *, in_silence: bool = False) -> None:
    """A zone may not move under a claim or a result that rests on it; the result is turned back first.

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
            raise Refusal(_("Er is al iets besloten dat hierop steunt. Laat dat eerst terugdraaien."), figure=figure)
        if in_silence and not slip.opened and not slip.settled and slip.giver_id != person:
            raise Refusal(_("Op een briefje van deze klant wordt in stilte geantwoord. Open dat eerst."), figure=figure)
        if not slip.settled and (slip.claimed or slip.promised):
            raise Refusal(_("Je hebt op deze klant geantwoord. Trek eerst je antwoord in."), figure=figure)


# --- the ground rule (energielek-regel) ------------------------------------------------------------------------------


def on_table(workshop_id: str, customer_id: str) -> QuerySet[EnergyRating]:
    """The public figures of a (joined) customer: all that everybody may know of it."""
    return EnergyRating.objects.filter(workshop=workshop_id, customer=customer_id, zone__isnull=False)


def energy_of(figures: Iterable[EnergyRating], person_id: str, expectation: str) -> str:
    """What a customer is for this person: the zone on the table, else the expectation that was given, else "".

    `figures`: the public figures of that (joined) customer.
    """
    for figure in figures:
        if figure.participant_id == person_id and figure.zone:
            return figure.zone
    return expectation


def guard_answer(energy: str, answer: str, helpers: int) -> None:
    """You may not take a customer that is a leak for you, unless a colleague helps (PRODUCT.md, "The ground rule")."""
    if answer == Answer.NO:
        return
    if not energy:
        raise Refusal(
            _("Je hebt deze klant nooit beoordeeld. Kies eerst je verwachting: geeft, neutraal of kost energie.")
        )
    if answer == Answer.TAKE and energy == Zone.COSTS:
        raise Refusal(_("Voor jou is dit een energielek. Kies ‘met hulp’ en vraag een collega om je te helpen."))
    if answer == Answer.HELP and not helpers:
        raise Refusal(_("Kies minstens één collega die je helpt."))


def guard_helper(energy: str, name: str) -> None:
    """A helper for whom it is a leak too cannot help (our addition to the form)."""
    if energy == Zone.COSTS:
        raise Refusal(
            _("Voor %(name)s is deze klant ook een energielek; die kan hier niet helpen.") % {"name": isolated(name)}
        )


def guard_help(energy: str) -> None:
    if not energy:
        raise Refusal(_("Je hebt deze klant nooit beoordeeld. Kies eerst je verwachting voordat je ja zegt."))
    if energy == Zone.COSTS:
        raise Refusal(_("Voor jou is deze klant ook een energielek; dan kun je niet helpen."))


def standing_helper(claim: Claim, figures: list[EnergyRating]) -> Help | None:
    """The first colleague who said yes and for whom the customer is no leak."""
    for help in claim.helps.all():
        if help.yes and energy_of(figures, help.helper_id, help.expectation) not in ("", Zone.COSTS):
            return help
    return None


def stands(claim: Claim, figures: list[EnergyRating]) -> bool:
    """Whether a claim could be settled now: the one place where the ground rule is decided."""
    energy = energy_of(figures, claim.participant_id, claim.expectation)
    if claim.answer == Answer.NO or not energy or claim.participant.removed:
        return False
    if claim.answer == Answer.HELP:
        return standing_helper(claim, figures) is not None
    return energy != Zone.COSTS


def guard_standing(claim: Claim, figures: list[EnergyRating]) -> None:
    if stands(claim, figures):
        return
    if claim.answer == Answer.NO or claim.participant.removed:
        raise Refusal(_("Deze collega pakt deze klant niet op."))
    if not energy_of(figures, claim.participant_id, claim.expectation):
        raise Refusal(_("Deze collega heeft deze klant nooit beoordeeld. Vraag eerst naar de verwachting."))
    if claim.answer == Answer.HELP:
        raise Refusal(_("Er is nog geen collega die ja heeft gezegd om te helpen."))
    raise Refusal(_("Dit kan niet: voor deze collega is de klant een energielek, en er is geen hulp."))


# --- slips -----------------------------------------------------------------------------------------------------------


def guard_unsettled(slip: SwapProposal) -> None:
    if slip.settled:
        raise Refusal(_("Dit briefje is al afgehandeld. Laat dat eerst terugdraaien."))


def guard_opened(slip: SwapProposal) -> None:
    if not slip.opened:
        raise Refusal(_("Dit briefje is nog niet geopend."))


def guard_speaker(turn: Turn | None, actor: Actor) -> None:
    """Speaker or facilitator passes the word."""
    if turn is None:
        raise Refusal(_("Er is nu niemand aan het woord."))
    if not actor.facilitates and turn.participant_id != (actor.seat.id if actor.seat else ""):
        raise Refusal(_("Alleen wie aan het woord is, of de begeleider, geeft het woord door."))
