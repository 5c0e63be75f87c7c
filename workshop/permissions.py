"""What each step permits, to whom: every action of the workshop by its name. The source is PRODUCT.md ("The steps").

Then whether this person may do it now: to this figure, this slip, in this turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from workshop.bidi import isolated
from workshop.models import Claim, EnergyRating, Help, Participant, SwapProposal, Turn, Workshop
from workshop.refusals import Missing, NotYours, Refusal
from workshop.steps import LAST_CATCH_UP, Answer, Step, Zone
from workshop.texts import DOUBT_QUESTION


class Who(Flag):
    """Who may ask for an action. FOR_SEAT: the facilitator, for a seat without a device."""

    SEAT = auto()
    FACILITATOR = auto()
    FOR_SEAT = auto()


@dataclass(frozen=True)
class Permit:
    """In which steps an action exists, and for whom. `catch_up`: also for a seat that is catching up."""

    steps: frozenset[Step]
    who: Who
    catch_up: bool = False

    @property
    def names_step(self) -> bool:
        """Whether the action belongs to the step it was made in; what is open in all steps does not."""
        return len(self.steps) < len(Step)


def _permit(first: Step, last: Step | None = None, *, who: Who, catch_up: bool = False) -> Permit:
    last = first if last is None else last
    return Permit(frozenset(Step(number) for number in range(first, last + 1)), who, catch_up)


_ANY = (Step.LOBBY, Step.CLOSING)
_S, _F, _FOR = Who.SEAT, Who.FACILITATOR, Who.FOR_SEAT

#: Every action of the workshop: in which step, by whom. What stands nowhere here does not exist.
PERMITS: Final[dict[str, Permit]] = {
    # 0 Binnenkomen
    "lobby.choose_look": _permit(Step.LOBBY, who=_S),
    "lobby.practise": _permit(Step.LOBBY, who=_S),
    "lobby.done": _permit(Step.SHEET, Step.CLOSING, who=_S | _FOR),
    "lobby.back_on_device": _permit(*_ANY, who=_S),
    "lobby.admit": _permit(*_ANY, who=_F),
    "lobby.turn_away": _permit(*_ANY, who=_F),
    "lobby.open_door": _permit(*_ANY, who=_F),
    "lobby.close_door": _permit(*_ANY, who=_F),
    "lobby.guard_door": _permit(*_ANY, who=_F),
    "lobby.renew_code": _permit(*_ANY, who=_F),
    "lobby.choose_address": _permit(*_ANY, who=_F),
    "lobby.share_wifi": _permit(*_ANY, who=_F),
    "lobby.seat_without_device": _permit(*_ANY, who=_F),
    "lobby.without_device": _permit(*_ANY, who=_F),
    "lobby.lead": _permit(*_ANY, who=_F),
    "lobby.invite_guest": _permit(*_ANY, who=_F),
    "lobby.rename": _permit(*_ANY, who=_F),
    "lobby.remove": _permit(*_ANY, who=_F),
    "lobby.catch_up": _permit(Step.TABLE, LAST_CATCH_UP, who=_F),
    # the facilitator leads
    "steps.go": _permit(*_ANY, who=_F),
    "steps.pause": _permit(*_ANY, who=_F),
    "steps.resume": _permit(*_ANY, who=_F),
    "steps.extend": _permit(*_ANY, who=_F),
    "steps.plan": _permit(*_ANY, who=_F),
    "steps.ask": _permit(*_ANY, who=_F),
    "steps.weigh": _permit(*_ANY, who=_F),
    "steps.take_chair": _permit(*_ANY, who=_F),
    "projector.show": _permit(*_ANY, who=_F),
    "projector.look": _permit(*_ANY, who=_F),
    "projector.renew": _permit(*_ANY, who=_F),
    "steps.lock": _permit(*_ANY, who=_F),
    "steps.unlock": _permit(*_ANY, who=_F),
    "journal.take_back": _permit(*_ANY, who=_F | _S),
    # 1 Mijn klanten
    "sheet.add": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    "sheet.sort": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    "sheet.rename": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    "sheet.remove": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    "sheet.reason": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    "sheet.signal": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    "sheet.weigh": Permit(frozenset({Step.SHEET, Step.TABLE, Step.STACK}), _S, catch_up=True),
    # the team's list that the facilitator made; its owners take their own part
    "team_list.fill": _permit(Step.LOBBY, Step.TABLE, who=_F),
    "team_list.clear": _permit(*_ANY, who=_F),
    "team_list.accept": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    "team_list.decline": _permit(Step.SHEET, Step.TABLE, who=_S, catch_up=True),
    # 2 Op tafel
    "table.place": _permit(Step.TABLE, Step.STORY, who=_S | _FOR, catch_up=True),
    "table.place_all": _permit(Step.TABLE, who=_S, catch_up=True),
    "table.lay": _permit(Step.TABLE, who=_S | _FOR, catch_up=True),
    "table.join": _permit(Step.TABLE, Step.CLOSING, who=_S | _F),
    "table.differ": _permit(Step.TABLE, Step.CLOSING, who=_S | _F),
    "table.split": _permit(Step.TABLE, Step.CLOSING, who=_S | _F),
    # 3 Verhalen
    "story.mode": _permit(Step.STORY, who=_F),
    "story.draw": _permit(Step.STORY, who=_F),
    "story.move": _permit(Step.STORY, who=_F),
    "story.next_question": _permit(Step.STORY, who=_S | _F),
    "story.previous_question": _permit(Step.STORY, who=_S | _F),
    "story.pass_word": _permit(Step.STORY, who=_S | _F),
    "story.skip": _permit(Step.STORY, who=_S | _F),
    "story.give_turn": _permit(Step.STORY, who=_F),
    "story.keep_note": _permit(Step.STORY, who=_S),
    # 4 Rode draad
    "thread.write": _permit(Step.THREAD, who=_S | _F | _FOR),
    "thread.share_note": _permit(Step.THREAD, who=_S),
    "thread.forget_note": _permit(Step.STORY, Step.THREAD, who=_S),
    "thread.reword": _permit(Step.THREAD, who=_S | _F),
    "thread.remove": _permit(Step.THREAD, who=_S | _F),
    "thread.improve": _permit(Step.THREAD, who=_S | _F),
    "thread.link": _permit(Step.THREAD, who=_S | _F),
    "thread.group": _permit(Step.THREAD, who=_F),
    # a difficult customer as a case: in step 4, and at the end of a comeback (actions/case.py)
    "case.park": Permit(frozenset({Step.THREAD, Step.CLOSING}), _S | _FOR),
    "case.ask": Permit(frozenset({Step.THREAD, Step.CLOSING}), _F),
    "case.answer": Permit(frozenset({Step.THREAD, Step.CLOSING}), _S),
    "case.reveal": Permit(frozenset({Step.THREAD, Step.CLOSING}), _F),
    "case.withdraw": Permit(frozenset({Step.THREAD, Step.CLOSING}), _S | _F),
    # 5 Weggeven
    "stack.give_away": _permit(Step.STACK, who=_S),
    "stack.keep": _permit(Step.STACK, who=_S),
    "stack.stick": _permit(Step.STACK, who=_S),
    "stack.stick_all": _permit(Step.STACK, who=_S),
    "stack.lay": _permit(Step.STACK, who=_FOR),
    "stack.take_back": _permit(Step.STACK, who=_S | _FOR),
    "stack.wish": _permit(Step.STACK, who=_S),
    "stack.propose": _permit(Step.STACK, Step.SWAP, who=_S | _FOR),
    "stack.ring": _permit(Step.STACK, Step.SWAP, who=_S | _FOR),
    "stack.accept": _permit(Step.STACK, Step.SWAP, who=_S | _FOR),
    "stack.decline": _permit(Step.STACK, Step.SWAP, who=_S | _FOR),
    # 6 Ruilen
    "swap.answer": _permit(Step.SWAP, who=_S | _FOR),
    "swap.help": _permit(Step.SWAP, who=_S | _FOR),
    "swap.open": _permit(Step.SWAP, who=_F),
    "swap.close": _permit(Step.SWAP, who=_F),
    "swap.settle": _permit(Step.SWAP, who=_F),
    "swap.draw_lots": _permit(Step.SWAP, who=_F),
    "swap.let_giver_choose": _permit(Step.SWAP, who=_F),
    "swap.choose": _permit(Step.SWAP, who=_S | _FOR),
    "swap.keep": _permit(Step.SWAP, who=_S | _FOR),
    "swap.look": _permit(Step.SWAP, who=_F),
    "swap.let_go": _permit(Step.SWAP, who=_F),
    "swap.leave_open": _permit(Step.SWAP, who=_F),
    "swap.ask": _permit(Step.SWAP, who=_F),
    # 7 Afsluiten
    "closing.attention": _permit(Step.CLOSING, who=_S | _FOR),
    "closing.success": _permit(Step.CLOSING, who=_S | _FOR),
    "closing.agree": _permit(Step.CLOSING, who=_S | _F | _FOR),
    "closing.accept": _permit(Step.CLOSING, who=_S | _FOR),
    "closing.withdraw": _permit(Step.CLOSING, who=_S | _F),
    "closing.farewell": _permit(Step.CLOSING, who=_S | _F),
    "closing.decide_by": _permit(Step.CLOSING, who=_S | _F),
    "closing.hand_over": _permit(Step.CLOSING, who=_S | _F),
    "closing.comeback": _permit(Step.CLOSING, who=_F),
    "closing.close": _permit(Step.CLOSING, who=_F),
    # a comeback looks back first
    "comeback.begin": _permit(Step.LOBBY, who=_F),
    "comeback.hand_over": _permit(Step.LOBBY, who=_S | _F),
    "comeback.again": _permit(Step.LOBBY, who=_S | _F),
    "comeback.hear": _permit(Step.LOBBY, who=_S | _F),
    # the wall of change, also after closing; at a comeback it is open again from the start
    "wall.tend": Permit(frozenset({Step.LOBBY, Step.CLOSING}), _S | _F),
    "wall.add": _permit(Step.CLOSING, who=_S | _F),
    # the follow-up, also after closing
    "follow_up.hand_over": _permit(Step.CLOSING, who=_S | _F),
    "follow_up.hear": _permit(Step.CLOSING, who=_S | _F),
    "follow_up.tend": _permit(Step.CLOSING, who=_S | _F),
    "follow_up.done": _permit(Step.CLOSING, who=_S | _F),
    "follow_up.tell": _permit(Step.CLOSING, who=_S | _F),
    "follow_up.untell": _permit(Step.CLOSING, who=_S | _F),
    "closing.forget": _permit(Step.CLOSING, who=_S),
}

#: What somebody without a seat does: nobody who has one does it, and the page of no role offers it.
AT_THE_DOOR: Final = frozenset({"lobby.join", "lobby.knock", "lobby.stand_outside", "lobby.count_wrong_codes"})
#: What a team lead without a seat of the eight (a guest) may do, besides looking and exporting.
GUEST_MAY: Final = frozenset(
    {"closing.farewell", "closing.decide_by", "closing.hand_over", "closing.forget"}
    | {"closing.agree", "closing.accept", "closing.withdraw"}
    | {"comeback.hand_over", "comeback.again", "comeback.hear"}
    | {name for name in PERMITS if name.startswith(("follow_up.", "wall."))}
)
#: What stays possible after closing: the follow-up.
AFTER_CLOSING: Final = frozenset(
    {
        "closing.farewell",
        "closing.decide_by",
        "closing.hand_over",
        "closing.accept",
        "closing.comeback",
        "lobby.invite_guest",
        "lobby.lead",
        "lobby.renew_code",
        "closing.forget",
        "lobby.remove",
        "steps.take_chair",
        "projector.show",
        "projector.look",
        "projector.renew",
    }
    | {name for name in PERMITS if name.startswith(("follow_up.", "wall."))}
)


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
