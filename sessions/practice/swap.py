"""Steps 5 to 7 of a practice workshop: give away, swap, close. Every slip gets one of six fates, in turn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sessions.practice import data
from sessions.practice.game import Game, day
from workshop.energy import is_leak
from workshop.ground_rule import on_table
from workshop.models import Agreement, Claim, DirectSwap, EnergyRating, Participant, SwapProposal
from workshop.steps import Answer, Outcome, Zone
from workshop.texts import LAST_LOOK

#: So many leaks a person gives away, at most.
_MOST_SLIPS = 3


def stick_slips(game: Game) -> None:
    """Step 5: everyone gives away leaks, with a why and a wish, and marks a colleague's customer."""
    for place, seat in enumerate(game.seats):
        for number, leak in enumerate(game.lines(seat, zone=Zone.COSTS)[:_MOST_SLIPS]):
            why = data.WHYS[(place + number) % len(data.WHYS)]
            wish = data.WISHES[(place + 2 * number) % len(data.WISHES)]
            game.act(seat, "stack.give_away", figure=leak.id, why=why, wish=wish)
    for seat in game.seats:
        _mark_wish(game, seat)
    for slip in _drafts(game):
        game.act(slip.giver_id, "stack.stick", figure=slip.rating_id)
    game.all_done()


def _drafts(game: Game) -> list[SwapProposal]:
    slips = SwapProposal.objects.filter(workshop=game.workshop, stuck=False)
    return list(slips.order_by("giver__place", "rating__listed"))


def _mark_wish(game: Game, seat: Participant) -> None:
    neighbour = game.colleagues(seat.id)[0]
    for figure in game.lines(neighbour, zone=Zone.COSTS)[-1:]:
        game.act(seat, "stack.wish", figure=figure.id)


# --- step 6 ----------------------------------------------------------------------------------------------------------


class Fate(Enum):
    """How a slip will end; the answers to it are given with this in mind."""

    TAKEN = "one colleague takes it"
    HELPED = "a colleague takes it with help"
    DROPPED = "nobody wants it"
    KEPT = "its giver keeps it after all"
    OPEN = "the helper says no, and it stays open"
    CHOSEN = "two want it, the giver chooses"


@dataclass(frozen=True)
class Case:
    """A slip, what becomes of it, who wants it, and who is asked to help."""

    slip: SwapProposal
    fate: Fate
    takers: list[Participant]
    helper: Participant | None
    zones: dict[str, str]

    def energy(self, seat: Participant) -> str:
        """What the customer is for somebody; empty when they never rated it."""
        return self.zones.get(seat.id, "")


def _cases(game: Game) -> list[Case]:
    slips = SwapProposal.objects.filter(workshop=game.workshop, stuck=True, direct_swap=None)
    return [_case(game, number, slip) for number, slip in enumerate(slips.order_by("stuck_at"))]


def _case(game: Game, number: int, slip: SwapProposal) -> Case:
    zones = _zones(slip)
    others = game.colleagues(slip.giver_id, number)
    able = [seat for seat in others if not is_leak(zones.get(seat.id))]
    fate = list(Fate)[number % len(Fate)]
    if fate in (Fate.HELPED, Fate.OPEN):
        # Whoever rated it as a leak needs help; else somebody who expects that it will be one.
        taker = next((seat for seat in others if seat not in able), others[-1])
        helper = next((seat for seat in able if seat != taker), None)
        if helper is not None:
            return Case(slip, fate, [taker], helper, zones)
        fate = Fate.TAKEN
    wanted = {Fate.DROPPED: 0, Fate.CHOSEN: 2}.get(fate, 1)
    return Case(slip, fate if able else Fate.DROPPED, able[:wanted], None, zones)


def _zones(slip: SwapProposal) -> dict[str, str]:
    figures = on_table(slip.workshop_id, slip.rating.customer_id)
    return {figure.participant_id: str(figure.zone) for figure in figures}


def answer_slips(game: Game) -> None:
    """Step 6: everyone has answered every slip of the others; none is open yet."""
    for number, case in enumerate(_cases(game)):
        for seat in game.colleagues(case.slip.giver_id):
            _answer(game, case, seat, number)
    game.all_done()


def _answer(game: Game, case: Case, seat: Participant, number: int) -> None:
    if seat not in case.takers:
        game.act(seat, "swap.answer", slip=case.slip.id, answer=Answer.NO)
    elif case.helper is not None:
        expectation = "" if case.energy(seat) else Zone.COSTS
        helpers = (case.helper.id,)
        game.act(seat, "swap.answer", slip=case.slip.id, answer=Answer.HELP, expectation=expectation, helpers=helpers)
    else:
        expectation = "" if case.energy(seat) else (Zone.GIVES, Zone.NEUTRAL)[number % 2]
        game.act(seat, "swap.answer", slip=case.slip.id, answer=Answer.TAKE, expectation=expectation)


def settle_slips(game: Game) -> None:
    """After step 6: slip by slip opened and settled, and two colleagues swapped directly."""
    for case in _cases(game):
        case.slip.refresh_from_db()
        if not case.slip.opened:  # slips of one joined customer open together
            game.lead("swap.open", slip=case.slip.id)
        _settle(game, case)
    _swap_directly(game)


def _settle(game: Game, case: Case) -> None:
    slip = case.slip.id
    claims = {claim.participant_id: claim.id for claim in Claim.objects.filter(slip=slip)}
    if case.helper is not None:
        yes = case.fate is Fate.HELPED
        expectation = "" if case.energy(case.helper) or not yes else Zone.GIVES
        game.act(case.helper, "swap.help", claim=claims[case.takers[0].id], yes=yes, expectation=expectation)
    match case.fate:
        case Fate.TAKEN | Fate.HELPED:
            game.lead("swap.settle", claim=claims[case.takers[0].id])
        case Fate.CHOSEN:
            game.lead("swap.let_giver_choose", slip=slip)
            game.act(case.slip.giver_id, "swap.choose", claim=claims[case.takers[-1].id])
        case Fate.KEPT:
            game.act(case.slip.giver_id, "swap.keep", slip=slip)
        case Fate.OPEN:
            game.lead("swap.leave_open", slip=slip)
        case Fate.DROPPED:
            for _ in LAST_LOOK:
                game.lead("swap.look", slip=slip)
            game.lead("swap.let_go", slip=slip)


def _swap_directly(game: Game) -> None:
    """The last two swap a customer about which neither feels much."""
    offering, other = game.seats[-2:]
    mine, theirs = (_spare(game, seat) for seat in (offering, other))
    if mine is None or theirs is None:
        return
    game.act(offering, "stack.propose", mine=mine.id, theirs=theirs.id, expectation=Zone.GIVES)
    direct_swap = DirectSwap.objects.get(workshop=game.workshop)
    game.act(other, "stack.accept", direct_swap=direct_swap.id, expectation=Zone.NEUTRAL)


def _spare(game: Game, seat: Participant) -> EnergyRating | None:
    neutral = game.lines(seat, zone=Zone.NEUTRAL)
    return next((figure for figure in neutral if figure.customer.name not in data.SHARED), None)


# --- step 7 ----------------------------------------------------------------------------------------------------------


def close_off(game: Game) -> None:
    """Step 7: attention, successes, agreements, a farewell, and who decides about what is open."""
    for place, seat in enumerate(game.seats):
        for figure in _stays(game, seat)[:1]:
            attention = data.ATTENTION[place % len(data.ATTENTION)]
            game.act(seat, "closing.attention", figure=figure.id, attention_with=attention)
        game.act(seat, "closing.success", success=data.SUCCESSES[place % len(data.SUCCESSES)])
    _agree(game)
    _fill_in(game)
    game.lead("closing.comeback", on=day(21))


def _stays(game: Game, seat: Participant) -> list[EnergyRating]:
    """What gives this person energy and is still theirs."""
    given = SwapProposal.objects.filter(giver=seat, stuck=True).values_list("rating", flat=True)
    return [figure for figure in game.lines(seat, zone=Zone.GIVES) if figure.id not in set(given)]


def _agree(game: Game) -> None:
    """The first agreement its owner makes; the others are proposed by the facilitator, and one is not answered yet."""
    for number, (text, first_step) in enumerate(data.AGREEMENTS):
        owner = game.seats[number % len(game.seats)]
        agreement = {"owner": owner.id, "text": text, "first_step": first_step, "on": day(7 * (number + 1))}
        if number == 0:
            game.act(owner, "closing.agree", **agreement)
        else:
            game.lead("closing.agree", **agreement)
    proposed = Agreement.objects.filter(workshop=game.workshop, accepted=False).first()
    assert proposed is not None
    game.act(proposed.owner_id, "closing.accept", agreement=proposed.id)


def _fill_in(game: Game) -> None:
    slips = SwapProposal.objects.filter(workshop=game.workshop, stuck=True).order_by("stuck_at")
    for slip in slips.filter(outcome=Outcome.OPEN):
        game.lead("closing.decide_by", slip=slip.id, who=data.LEAD, on=day(14))
    why, to = data.FAREWELL
    for slip in slips.filter(outcome__in=(Outcome.DROPPED, Outcome.ENDED))[:1]:
        teller = game.seat(slip.giver_id).name
        game.act(slip.giver_id, "closing.farewell", slip=slip.id, why=why, teller=teller, on=day(10), to=to)
