"""What each step permits, to whom: every action of the workshop by its name. The source is PRODUCT.md ("The steps").

Whether this one person may do it to this one figure is for `rules.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto
from typing import Final

from workshop.method import LAST_CATCH_UP, Step


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
