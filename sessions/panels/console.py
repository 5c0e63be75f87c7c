"""What only the regie shows around its desk: notices, the order of people or slips, the afternoon, and the sheets.

A sheet holds the regions that a button of the dock or the menu names; it is fetched when it is opened. All of them are
stale whenever the desk is, so that no action needs to know in which sheet it shows (`FOLLOWS`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sessions import links
from sessions.board.viewer import Board
from sessions.panels import chances, facilitator, slides
from workshop import wall
from workshop.limits import MOST_SEATS
from workshop.plan import advice
from workshop.projector_views import SEAT
from workshop.run_sheet import RUN_SHEET
from workshop.steps import LAST_CATCH_UP, TABLE_ORDER, Heading, Step, StoryMode, WeighBy
from workshop.texts import AIM, CUSTOMER_NUMBER, HOUSE_RULES

Context = dict[str, object]
Panel = Callable[[Board], Context | None]


def _for_leader(panel: Panel) -> Panel:
    """Who only looks on has nothing to press."""

    def led(board: Board) -> Context | None:
        return panel(board) if board.viewer.leads else None

    return led


def _until_closed(panel: Panel) -> Panel:
    """What an afternoon needs and a closed workshop does not."""

    def open_only(board: Board) -> Context | None:
        return None if board.workshop.closed_at else panel(board)

    return open_only


def _bare(board: Board) -> Context:
    return {}


# --- on the page -----------------------------------------------------------------------------------------------------


def _notices(board: Board) -> Context | None:
    """What waits for the facilitator; for whom only looks on: that, and the way back."""
    workshop = board.workshop
    if not board.viewer.facilitates:
        return None
    if not board.viewer.leads:
        return {"reads_only": True}
    strains = chances.strains(board)
    waits = strains or board.knocks or workshop.outside_at or workshop.wrong_codes_at
    return {"strains": strains} if waits else None


def _cues(board: Board) -> Context:
    """One line to say and one to watch, and in the lobby what the day is for."""
    lobby = {"aim": AIM, "house_rules": HOUSE_RULES} if board.workshop.step == Step.LOBBY else {}
    return {"page": RUN_SHEET[Step(board.workshop.step)], "waiting_for": facilitator.waiting_for(board)} | lobby


def _talk(board: Board) -> Context | None:
    """What the facilitator writes down while the room talks, in steps 4 and 7."""
    step, closed = board.workshop.step, board.workshop.closed_at
    return {"headings": list(Heading)} if step in (Step.THREAD, Step.CLOSING) and not closed else None


def _order(board: Board) -> Context | None:
    """Whose turn it is, or which slip comes next."""
    step = board.workshop.step
    if step == Step.STORY:
        turn = board.turn.id if board.turn else ""
        return {"modes": list(StoryMode), "speaking_turn": turn, "untold": facilitator.untold(board)}
    if step == Step.SWAP:
        return {"to_open": facilitator.opening_order(board), "settled": sum(slip.settled for slip in board.slips)}
    return None


def _rail(board: Board) -> Context:
    """The afternoon in minutes, and the steps before and after this one."""
    return facilitator.step_changes(board) | {"segments": _segments(board)}


def _segments(board: Board) -> list[Context]:
    """Each step with its minutes; the break comes after the stories."""
    now, pause = board.workshop.step, board.workshop.break_minutes
    steps = [{"step": one, "minutes": board.workshop.minutes[one], "state": _state(one, now)} for one in Step]
    rest = {"step": None, "minutes": pause, "state": "past" if now > Step.STORY else ""}
    return [*steps[: Step.STORY + 1], *([rest] if pause else []), *steps[Step.STORY + 1 :]]


def _state(step: Step, now: int) -> str:
    return "past" if step < now else "here" if step == now else ""


def _on_beamer(board: Board) -> Context:
    shown = board.workshop.projector_shows.partition(":")[0]
    slide = slides.slides(board) if board.workshop.step == Step.CLOSING and not shown else {}
    zoomed = board.by_id.get(board.workshop.projector_view.removeprefix(SEAT))
    return slide | {
        "shows": SHOWS.get(shown, ""),
        "zooms": [("Escape", "", _("Hele tafel")), *((zone.key, zone.value, zone.label) for zone in TABLE_ORDER)],
        "zoomed": None if shown else zoomed,
        "heading": _large_heading(board) if board.workshop.step == Step.THREAD else {},
        "projector_link": links.projector_link(board.workshop),
    }


def _large_heading(board: Board) -> Context:
    """The heading that stands large in step 4, and those before and after it; by itself the beamer shows the first."""
    headings = list(Heading)
    place = headings.index(Heading(board.workshop.projector_view or headings[0]))
    return {
        "now": headings[place],
        "before": headings[place - 1],
        "after": headings[(place + 1) % len(headings)],
    }


#: What stands large on the beamer, in words.
SHOWS: dict[str, Promise] = {
    "join": _("hoe je binnenkomt"),
    "wall": _("de verbetermuur"),
    "chances": _("de ruilkansen"),
    "leaks": _("waar het lekt"),
    "case": _("een moeilijk geval"),
    "review": _("de terugblik"),
    "then_now": _("toen en nu"),
    "then_table": _("toen en nu"),
    "energy": _("toen en nu"),
    "figure": _("één poppetje"),
    "slip": _("één briefje"),
    "thread": _("één regel van de rode draad"),
    "question": _("één vraag"),
}


# --- in sheets -------------------------------------------------------------------------------------------------------


def _door(board: Board) -> Context:
    workshop = board.workshop
    return {
        "addresses": links.choices(),
        "address": links.workshop_address(workshop),
        "hello_address": f"{links.workshop_address(workshop)}/hello/{workshop.code}/",
        "takeover_address": f"{links.workshop_address(workshop)}/take-over/",
        "join_address": links.join_address(workshop),
        "guest_links": [(guest, links.seat_link(guest)) for guest in board.guests],
        "projector_link": links.projector_link(workshop),
    }


def _people(board: Board) -> Context:
    may_catch_up = Step.TABLE <= board.workshop.step <= LAST_CATCH_UP
    return {"free_seats": MOST_SEATS - len(board.seats), "may_catch_up": may_catch_up}


def _plan(board: Board) -> Context:
    workshop = board.workshop
    return {
        "plan": [(one, workshop.minutes[one]) for one in Step],
        "advice": advice(workshop, len(board.seats), len(board.unsettled)),
    }


def _questions(board: Board) -> Context:
    return {"questions": [board.asked(number) for number in range(1, CUSTOMER_NUMBER + 1)]}


def _run_sheet(board: Board) -> Context:
    return {"page": RUN_SHEET[Step(board.workshop.step)]}


def _beamer(board: Board) -> Context:
    return _questions(board) | {
        "sizes": (("S", _("klein")), ("M", _("gewoon")), ("L", _("groot"))),
        "themes": (("light", _("licht")), ("dark", _("donker"))),
        "languages": settings.LANGUAGES,
        "wall_hangs": bool(wall.cards(board.threads)),
        "projector_link": links.projector_link(board.workshop),
    }


def _proxies(board: Board) -> Context | None:
    found = facilitator.proxies(board)
    return {"proxies": found, "table_zones": TABLE_ORDER} if found else None


def _leaks(board: Board) -> Context | None:
    return {"gathering": chances.leaks(board)} if board.workshop.step == Step.THREAD else None


def _assignment(board: Board) -> Context | None:
    """Chances in steps 5 and 6, and in 6 a plan for the slips that nobody takes."""
    step = board.workshop.step
    if step not in (Step.STACK, Step.SWAP):
        return None
    return {"take_requests": chances.unanswered_take_requests(board) if step == Step.SWAP else []}


def _interim(board: Board) -> Context | None:
    """The files as a *tussenstand*, until there is a result, whose region has these links too."""
    return None if has_result(board) else {}


def has_result(board: Board) -> bool:
    return board.workshop.step == Step.CLOSING or bool(board.results)


def _weigh(board: Board) -> Context:
    return {"measures": list(WeighBy)}


#: Whose regions are stale with what: the desk's, and what else they count.
FOLLOWS = {
    "notices": "desk",
    "talk": "desk",
    "cues": "desk",
    "order": "desk",
    "on_beamer": "desk",
    "dock": "same",
    "rail": "desk",
    "run_sheet": "desk",
    "lock": "desk",
    "people": "desk",
    "questions": "desk",
    "door": "desk",
    "plan": "desk",
    "journal": "desk",
    "menu": "desk",
    "beamer": "desk",
    "proxies": "desk",
    "assignment": "desk",
    "leaks": "desk",
    "interim": "desk",
    "weigh": "desk",
}


# --- which sheets there are ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """`title`: on its button and above it. `regions`: what it holds. `wide`: it lies over what happens now, too."""

    name: str
    title: Promise
    regions: tuple[str, ...]
    docked: bool = False
    wide: bool = False
    shows: Callable[[Board], bool] = lambda board: True

    @property
    def names(self) -> str:
        return " ".join(self.regions)


def _from(step: Step) -> Callable[[Board], bool]:
    return lambda board: board.workshop.furthest_step >= step


def _is_step(*steps: Step) -> Callable[[Board], bool]:
    return lambda board: board.workshop.step in steps


def _is_open(board: Board) -> bool:
    return not board.workshop.closed_at


def _has_proxies(board: Board) -> bool:
    return bool(facilitator.proxies(board))


def _looks_back(board: Board) -> bool:
    return board.workshop.step == Step.LOBBY and bool(board.workshop.comes_back)


def _closes(board: Board) -> bool:
    return board.workshop.step == Step.CLOSING and _is_open(board)


#: Those of the dock first, in its order, and then what the menu has more.
SHEETS = (
    Sheet("run-sheet", _("Draaiboek"), ("run_sheet",), docked=True),
    Sheet("table", pgettext_lazy("dock", "Tafel"), ("table",), docked=True, wide=True),
    Sheet("people", _("Deelnemers"), ("people",), docked=True),
    Sheet("asks", _("Vragen"), ("same", "questions"), docked=True, shows=_is_open),
    Sheet("door", pgettext_lazy("dock", "Deur"), ("door",), docked=True),
    Sheet("time", _("Tijd"), ("plan",), docked=True, shows=_is_open),
    Sheet("journal", _("Journaal"), ("journal",), docked=True),
    Sheet("menu", _("Alles"), ("menu",), docked=True),
    Sheet("proxies", _("Zonder apparaat"), ("proxies",), shows=_has_proxies),
    Sheet("beamer", _("Beamer"), ("beamer",)),
    Sheet("lock", _("Tafel stilzetten"), ("lock",), shows=_is_open),
    Sheet("threads", _("Rode draad"), ("threads",), wide=True, shows=_from(Step.THREAD)),
    Sheet("stack", _("De stapel"), ("stack",), wide=True, shows=_from(Step.STACK)),
    Sheet("leaks", _("Waar het lekt"), ("leaks",), shows=_is_step(Step.THREAD)),
    Sheet("chances", _("Ruilkansen"), ("assignment",), shows=_is_step(Step.STACK, Step.SWAP)),
    Sheet("result", _("Ruillijst"), ("result",), wide=True, shows=has_result),
    Sheet("interim", _("Tussenstand meenemen"), ("interim",), shows=lambda board: not has_result(board)),
    Sheet("review", _("Terugblik"), ("review",), wide=True, shows=_looks_back),
    Sheet("then-now", _("Toen en nu"), ("then_now",), wide=True, shows=lambda board: board.workshop.shows_then),
    Sheet("talk", _("Schrijf mee"), ("talk",), shows=_is_step(Step.THREAD)),
    Sheet("agreements", _("Afspraken"), ("talk",), shows=_closes),
    Sheet("weigh", _("Klanten wegen"), ("weigh",), shows=_is_open),
)


def _dock(board: Board) -> Context:
    docked = [sheet for sheet in SHEETS if sheet.docked and sheet.shows(board)]
    return {"sheets": docked, "asked": len(board.same_questions) if board.viewer.leads else 0}


def _menu(board: Board) -> Context:
    return {"sheets": [one for one in SHEETS if one.name != "menu" and one.shows(board)]}


#: By whom they are shown: who looks on sees what is, and has no sheet with acts in it.
REGIONS: dict[str, Panel] = {
    "notices": _notices,
    "talk": _for_leader(_talk),
    "cues": _for_leader(_cues),
    "order": _for_leader(_order),
    "on_beamer": _on_beamer,
    "dock": _dock,
    "rail": _rail,
    "run_sheet": _run_sheet,
    "lock": _for_leader(_until_closed(_bare)),
    "people": _for_leader(_people),
    "questions": _for_leader(_until_closed(_questions)),
    "door": _for_leader(_door),
    "plan": _for_leader(_until_closed(_plan)),
    "journal": _for_leader(_bare),
    "menu": _menu,
    "beamer": _for_leader(_beamer),
    "proxies": _for_leader(_proxies),
    "assignment": _for_leader(_assignment),
    "leaks": _for_leader(_leaks),
    "interim": _for_leader(_interim),
    "weigh": _for_leader(_until_closed(_weigh)),
}

#: What the page has by itself, and a sheet borrows.
ON_PAGE = ("table", "same", "threads")
#: What is asked for when a sheet is opened.
IN_SHEETS = tuple(dict.fromkeys(name for sheet in SHEETS for name in sheet.regions if name not in ON_PAGE))
