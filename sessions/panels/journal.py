"""How the journal is told: who did what, in words; what is private is a count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.board.viewer import Board
from workshop import undo
from workshop.bidi import isolate
from workshop.journal import about
from workshop.models import JournalEntry, Participant

#: What was done, per action; `%(who)s` did it, `%(about)s` it was about.
TELLINGS = {
    "lobby.join": gettext_lazy("%(about)s kwam binnen"),
    "lobby.seat_without_device": gettext_lazy("%(about)s kwam binnen, zonder apparaat"),
    "lobby.invite_guest": gettext_lazy("%(about)s is gast"),
    "lobby.choose_look": gettext_lazy("%(who)s koos een kleur en vorm"),
    "lobby.practise": gettext_lazy("%(who)s oefende met een poppetje"),
    "lobby.done": gettext_lazy("%(who)s meldde: klaar, of toch niet"),
    "lobby.without_device": gettext_lazy("%(about)s: met of zonder apparaat"),
    "lobby.back_on_device": gettext_lazy("%(who)s heeft weer een apparaat"),
    "lobby.lead": gettext_lazy("%(about)s: teamleider of niet"),
    "lobby.rename": gettext_lazy("een plek heet nu %(about)s"),
    "lobby.remove": gettext_lazy("%(about)s ging van tafel"),
    "lobby.catch_up": gettext_lazy("%(about)s mag inhalen"),
    "lobby.knock": gettext_lazy("iemand klopte aan als %(about)s"),
    "lobby.stand_outside": gettext_lazy("iemand stond voor een dichte deur of een volle tafel"),
    "lobby.admit": gettext_lazy("iemand werd binnengelaten"),
    "lobby.turn_away": gettext_lazy("iemand werd niet binnengelaten"),
    "lobby.open_door": gettext_lazy("de deur ging open"),
    "lobby.close_door": gettext_lazy("de deur ging dicht"),
    "steps.go": gettext_lazy("we gingen naar %(about)s"),
    "steps.pause": gettext_lazy("de klok werd stilgezet"),
    "steps.resume": gettext_lazy("de klok liep verder"),
    "steps.extend": gettext_lazy("de tijd werd veranderd"),
    "steps.plan": gettext_lazy("het tijdplan werd veranderd"),
    "steps.ask": gettext_lazy("een vraag kreeg andere woorden"),
    "steps.weigh": gettext_lazy("het wegen van klanten ging aan of uit"),
    "steps.take_chair": gettext_lazy("een andere regie leidt nu"),
    "projector.show": gettext_lazy("de beamer toont iets anders"),
    "projector.look": gettext_lazy("de beamer ziet er anders uit"),
    "projector.renew": gettext_lazy("de beamer kreeg een nieuwe link"),
    "story.move": gettext_lazy("de volgorde werd veranderd"),
    "lobby.guard_door": gettext_lazy("wie binnenkomt, klopt nu eerst aan"),
    "lobby.renew_code": gettext_lazy("de workshop kreeg een nieuwe code"),
    "lobby.count_wrong_codes": gettext_lazy("er werden veel verkeerde codes geprobeerd"),
    "lobby.choose_address": gettext_lazy("de QR kreeg een ander adres"),
    "lobby.share_wifi": gettext_lazy("de wifi op de beamer veranderde"),
    "steps.lock": gettext_lazy("de tafel werd stilgezet"),
    "steps.unlock": gettext_lazy("de tafel werd vrijgegeven"),
    "journal.take_back": gettext_lazy("%(who)s draaide iets terug: %(about)s"),
    "sheet.rename": gettext_lazy("%(who)s gaf een andere naam: %(about)s"),
    "team_list.fill": gettext_lazy("de lijst van het team kreeg %(about)s klanten"),
    "team_list.clear": gettext_lazy("de lijst van het team werd leeggemaakt"),
    "table.place": gettext_lazy("%(who)s zette %(about)s neer"),
    "table.place_all": gettext_lazy("%(who)s zette alles op tafel"),
    "table.lay": gettext_lazy("%(who)s legde %(about)s op tafel"),
    "table.join": gettext_lazy("%(about)s: samengevoegd"),
    "table.differ": gettext_lazy("twee namen blijven apart"),
    "table.split": gettext_lazy("%(about)s: antwoord ingetrokken"),
    "story.mode": gettext_lazy("een andere manier van vertellen"),
    "story.draw": gettext_lazy("de volgorde werd geloot"),
    "story.next_question": gettext_lazy("de volgende vraag"),
    "story.previous_question": gettext_lazy("de vorige vraag"),
    "story.pass_word": gettext_lazy("%(about)s gaf het woord door"),
    "story.skip": gettext_lazy("%(about)s paste"),
    "story.give_turn": gettext_lazy("%(about)s kreeg het woord"),
    "thread.write": gettext_lazy("%(who)s schreef: %(about)s"),
    "thread.share_note": gettext_lazy("%(who)s deelde: %(about)s"),
    "thread.reword": gettext_lazy("%(who)s verwoordde anders: %(about)s"),
    "thread.remove": gettext_lazy("%(who)s haalde weg: %(about)s"),
    "thread.improve": gettext_lazy("verbeteren of niet: %(about)s"),
    "thread.link": gettext_lazy("gekoppeld aan: %(about)s"),
    "thread.group": gettext_lazy("gegroepeerd: %(about)s"),
    "case.park": gettext_lazy("%(who)s legde een moeilijk geval voor: %(about)s"),
    "case.ask": gettext_lazy("wat zou jij doen met %(about)s?"),
    "case.reveal": gettext_lazy("de antwoorden over %(about)s gingen open"),
    "case.withdraw": gettext_lazy("%(about)s wordt niet meer voorgelegd"),
    "stack.stick": gettext_lazy("%(who)s plakte een briefje: %(about)s"),
    "stack.stick_all": gettext_lazy("%(who)s plakte de briefjes"),
    "stack.lay": gettext_lazy("%(who)s plakte een briefje: %(about)s"),
    "stack.take_back": gettext_lazy("%(who)s haalde een briefje terug: %(about)s"),
    "stack.accept": gettext_lazy("geruild: %(about)s"),
    "swap.answer": gettext_lazy("%(who)s antwoordde op %(about)s"),
    "swap.help": gettext_lazy("%(who)s antwoordde op een vraag om hulp bij %(about)s"),
    "swap.open": gettext_lazy("het briefje van %(about)s ging open"),
    "swap.ask": gettext_lazy("%(about)s werd aan een collega voorgelegd"),
    "swap.close": gettext_lazy("terug naar de stapel"),
    "swap.settle": gettext_lazy("beslist: %(about)s"),
    "swap.draw_lots": gettext_lazy("geloot: %(about)s"),
    "swap.let_giver_choose": gettext_lazy("de gever kiest: %(about)s"),
    "swap.choose": gettext_lazy("%(who)s koos: %(about)s"),
    "swap.keep": gettext_lazy("%(who)s houdt %(about)s"),
    "swap.look": gettext_lazy("een laatste blik: %(about)s"),
    "swap.let_go": gettext_lazy("losgelaten: %(about)s"),
    "swap.leave_open": gettext_lazy("nog open: %(about)s"),
    "closing.attention": gettext_lazy("%(who)s geeft aandacht aan %(about)s"),
    "closing.success": gettext_lazy("%(who)s vertelde een succes: %(about)s"),
    "closing.agree": gettext_lazy("een afspraak: %(about)s"),
    "closing.accept": gettext_lazy("%(who)s zei ja op: %(about)s"),
    "closing.withdraw": gettext_lazy("een afspraak ging weg: %(about)s"),
    "closing.farewell": gettext_lazy("afscheid van %(about)s ingevuld"),
    "closing.decide_by": gettext_lazy("wie beslist over %(about)s"),
    "closing.hand_over": gettext_lazy("overdracht van %(about)s ingevuld"),
    "closing.comeback": gettext_lazy("de terugkomsessie kreeg een datum"),
    "closing.close": gettext_lazy("de workshop werd afgesloten"),
    "comeback.begin": gettext_lazy("we keken terug"),
    "comeback.hand_over": gettext_lazy("%(who)s vinkte de overdracht van %(about)s af, of toch niet"),
    "comeback.again": gettext_lazy("%(about)s wordt weer een briefje, of toch niet"),
    "comeback.hear": gettext_lazy("%(who)s schreef op wat %(about)s zei"),
    "follow_up.hear": gettext_lazy("%(who)s schreef op wat %(about)s zei"),
    "follow_up.hand_over": gettext_lazy("%(who)s vinkte de overdracht van %(about)s af, of toch niet"),
    "follow_up.tend": gettext_lazy("%(who)s is bezig met: %(about)s"),
    "follow_up.done": gettext_lazy("%(who)s meldde of dit klaar is: %(about)s"),
    "wall.tend": gettext_lazy("%(who)s werkte de verbetermuur bij: %(about)s"),
    "wall.add": gettext_lazy("%(who)s hing iets op de verbetermuur: %(about)s"),
    "follow_up.tell": gettext_lazy("%(who)s vertelde een succes: %(about)s"),
    "follow_up.untell": gettext_lazy("een succes ging weg: %(about)s"),
    "closing.forget": gettext_lazy("een naam ging weg; die heet nu %(about)s"),
}


def lines(entries: Iterable[JournalEntry | None], board: Board) -> list[dict[str, Any]]:
    """The journal for the facilitator's eyes. Private entries (None) are a count: who did one and when, beside what
    changes on a screen, would tell what it was."""
    told_lines: list[dict[str, Any]] = []
    for _private, group in groupby(entries, key=lambda entry: entry is None):
        together = list(group)
        public = [told(entry, board) for entry in together if entry]
        told_lines += public or [{"private": len(together)}]
    return told_lines


def told(entry: JournalEntry, board: Board) -> dict[str, Any]:
    """One line of the journal; names in its text are marked."""
    words = {"who": _who(entry, board.by_id), "about": _about(entry)}
    undoable = board.viewer.leads and undo.is_offered(board.workshop, entry)
    return {"entry": entry, "text": TELLINGS[entry.action] % words, "undoable": undoable}


def _about(entry: JournalEntry) -> str:
    """What the entry was about; a step and a number are no name."""
    said = about(entry)
    return said if entry.action in ("steps.go", "team_list.fill") else isolate(said)


def _who(entry: JournalEntry, seats: Mapping[str, Participant]) -> str:
    if entry.actor.startswith("seat:"):
        seat = seats.get(entry.actor.removeprefix("seat:"))
        return isolate(seat.name) if seat else _("iemand")
    if entry.acted_for_id:
        seat = seats.get(entry.acted_for_id)
        return _("de begeleider namens %(name)s") % {"name": isolate(seat.name) if seat else _("iemand")}
    return _("de begeleider")
