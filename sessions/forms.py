"""What a browser may send, read once: a form per action. What a form does not name does not reach the workshop."""

from __future__ import annotations

import json
from contextlib import suppress
from copy import copy
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshop.limits import LONGEST_NAME, LONGEST_NOTE, LONGEST_OWNER, LONGEST_SIGNAL, LONGEST_TEXT, MOST_HOURS
from workshop.looks import COLOURS, SHAPES
from workshop.names import clean_line, lines_of
from workshop.permissions import PERMITS
from workshop.refusals import BadInput, Missing
from workshop.steps import Answer, Heading, Kind, Progress, Side, Step, StoryMode, Wall, WeighBy, Zone
from workshop.texts import CUSTOMER_NUMBER

EMPTY = gettext_lazy("Vul dit eerst in: %(field)s.")
TOO_LONG = gettext_lazy("Te lang: %(field)s mag hoogstens %(most)d tekens hebben.")


class Line(forms.Field):
    """One line of text, cleaned (names.clean_line). Its label is the word that a sentence about it uses."""

    def __init__(self, *, most: int = LONGEST_TEXT, required: bool = True, label: Any = gettext_lazy("tekst")) -> None:
        super().__init__(required=required, label=label)
        self.most = most

    def clean(self, value: Any) -> str:
        line = clean_line(value or "")
        if self.required and not line:
            raise forms.ValidationError(EMPTY % {"field": self.label})
        if len(line) > self.most:
            raise forms.ValidationError(TOO_LONG % {"field": self.label, "most": self.most})
        return line


class KeptLine(Line):
    """A line that stays as it is when it was not sent: None, which is not the same as empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> Any:
        return None if value is None else super().clean(value)


class Lines(forms.Field):
    """Several lines, the field sent several times; an empty one is one too."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        line = Line(required=False)
        return [line.clean(str(text)) for text in value or []]


class Names(forms.Field):
    """Names of customers: the field sent several times, or one text with a name per line."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        texts = [str(text) for text in value or []]
        names = [clean_line(text) for text in texts] if len(texts) > 1 else lines_of(texts[0] if texts else "")
        names = [name for name in names if name]
        if self.required and not names:
            raise forms.ValidationError(EMPTY % {"field": _("naam")})
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(TOO_LONG % {"field": _("een naam"), "most": LONGEST_NAME})
        return names


class ListedRows(forms.Field):
    """Lines of the team's list, the field sent once for each ticked one: JSON of [name, kind, owner, note, signal]; the
    last may be missing. One list of all lines, as pages sent it before, is read too."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[dict[str, str]]:
        try:
            rows = [[clean_line(cell) for cell in line] for sent in value or [] for line in self._lines(sent)]
        except (ValueError, TypeError, RecursionError):
            raise forms.ValidationError(EMPTY % {"field": _("lijst")}) from None
        cells = ("name", "kind", "owner_name", "note", "signal")
        read = [dict(zip(cells, row, strict=False)) for row in rows if len(row) in (4, 5)]
        if not read or len(read) < len(rows) or not all(self._is_line(row) for row in read):
            raise forms.ValidationError(EMPTY % {"field": _("lijst")})
        return read

    def _lines(self, sent: str) -> list[Any]:
        read = json.loads(sent)
        return read if read and all(isinstance(line, list) for line in read) else [read]

    def _is_line(self, row: dict[str, str]) -> bool:
        longest = {"name": LONGEST_NAME, "owner_name": LONGEST_OWNER, "note": LONGEST_NOTE, "signal": LONGEST_SIGNAL}
        fits = all(len(row.get(field, "")) <= most for field, most in longest.items())
        return fits and bool(row["name"]) and row["kind"] in Kind.values


class Signals(forms.Field):
    """What customers said, as JSON, as the preview sent it: name → sentence."""

    def clean(self, value: Any) -> dict[str, str]:
        try:
            read = {clean_line(name): clean_line(said) for name, said in json.loads(value or "{}").items()}
        except (ValueError, AttributeError, RecursionError):
            raise forms.ValidationError(EMPTY % {"field": _("klantsignaal")}) from None
        if any(len(said) > LONGEST_SIGNAL for said in read.values()):
            raise forms.ValidationError(TOO_LONG % {"field": _("klantsignaal"), "most": LONGEST_SIGNAL})
        return read


class Id(forms.CharField):
    """The id of something; whether it exists is for the action to find out."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(required=required, max_length=10, label=_("keuze"))


class Seen(forms.Field):
    """The id of what somebody saw in a place, empty when there was nothing; None when the page did not say."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> str | None:
        return None if value is None else str(value)[:10]


class Ids(forms.Field):
    """Several ids, possibly none."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> tuple[str, ...]:
        ids = [clean_line(one)[:10] for one in value or []]
        return tuple(one for one in ids if one)


class Minutes(forms.Field):
    """The minutes of all steps, in their order: the field sent eight times."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[int]:
        texts = [str(one).strip() for one in value or []]
        if len(texts) != len(Step) or not all(text.isascii() and text.isdigit() and len(text) < 4 for text in texts):
            raise forms.ValidationError(_("Geef voor elke stap een aantal minuten, van 0 tot 999."))
        return [int(text) for text in texts]


class OnOff(forms.Field):
    """Yes or no, sent as 1 or 0; absent is yes (the action's name says what is done)."""

    def clean(self, value: Any) -> bool:
        return value not in ("0", "false", "off")


class Day(forms.DateField):
    """A date as browsers send it (2026-11-21) or as people type it (21-11-2026)."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(required=required, input_formats=["%Y-%m-%d", "%d-%m-%Y"], label=_("datum"))


def _choice(choices: Any, *, required: bool = True, label: Any = gettext_lazy("keuze")) -> forms.ChoiceField:
    return forms.ChoiceField(choices=choices.choices, required=required, label=label)


def _number(low: int, high: int) -> forms.IntegerField:
    return forms.IntegerField(min_value=low, max_value=high)


def _seq() -> forms.IntegerField:
    """The seq of what somebody answers, as their page showed it (DESIGN.md, rule 10)."""
    return forms.IntegerField(min_value=0, max_value=10**15, required=False)


def _question() -> forms.IntegerField:
    """Which question the person saw."""
    return forms.IntegerField(min_value=1, max_value=CUSTOMER_NUMBER, required=False)


def _name(label: Any = gettext_lazy("naam"), most: int = LONGEST_NAME) -> Line:
    return Line(most=most, label=label)


SEAT_NAME = 40

#: The fields of each action. An action that is not here takes none.
FIELDS: dict[str, dict[str, forms.Field]] = {
    "lobby.choose_look": {"colour": _number(0, len(COLOURS) - 1), "shape": _number(0, len(SHAPES) - 1)},
    "lobby.done": {"done": OnOff()},
    "lobby.admit": {"knock": Id()},
    "lobby.turn_away": {"knock": Id()},
    "lobby.seat_without_device": {"name": _name(most=SEAT_NAME)},
    "lobby.invite_guest": {"name": _name(most=SEAT_NAME)},
    "lobby.without_device": {"seat": Id(), "without": OnOff()},
    "lobby.lead": {"seat": Id(), "lead": OnOff()},
    "lobby.rename": {"seat": Id(), "name": _name(most=SEAT_NAME)},
    "lobby.remove": {"seat": Id()},
    "lobby.catch_up": {"seat": Id(), "on": OnOff()},
    "steps.go": {"to": _number(Step.LOBBY, Step.CLOSING)},
    "lobby.choose_address": {"address": Line(most=200, required=False)},
    "lobby.share_wifi": {"wifi_name": Line(most=64, required=False), "wifi_password": Line(most=64, required=False)},
    "projector.show": {"what": Line(most=32, required=False)},
    "projector.look": {"size": Line(most=1), "theme": Line(most=5), "language": Line(most=5, required=False)},
    "steps.plan": {"minutes": Minutes(), "break_minutes": _number(0, 120)},
    "steps.ask": {"number": _number(1, CUSTOMER_NUMBER), "text": Line(required=False)},
    "steps.weigh": {"by": _choice(WeighBy, required=False)},
    "story.move": {"turn": Id(), "by": _number(-1, 1)},
    "steps.extend": {"minutes": _number(-60, 60)},
    "steps.lock": {"reason": Line(most=200, label=gettext_lazy("reden"))},
    "journal.take_back": {"entry": _number(0, 10**9)},
    "sheet.add": {
        "names": Names(required=False),
        "tasks": Names(required=False),
        "column": _choice(Zone, required=False),
        "kind": _choice(Kind, required=False),
        "signals": Signals(required=False),
    },
    "sheet.sort": {"figure": Id(), "column": _choice(Zone, required=False), "seen": _seq()},
    "sheet.rename": {"figure": Id(), "name": _name(), "kind": _choice(Kind, required=False)},
    "sheet.remove": {"figure": Id()},
    "sheet.reason": {"figure": Id(), "reason": Line(required=False, label=gettext_lazy("reden"))},
    "sheet.signal": {
        "figure": Id(),
        "signal": Line(most=LONGEST_SIGNAL, required=False, label=gettext_lazy("klantsignaal")),
    },
    "sheet.weigh": {"figure": Id(), "weight": _number(0, MOST_HOURS)},
    "team_list.fill": {"rows": ListedRows(label=gettext_lazy("lijst"))},
    "team_list.accept": {"owner": Line(most=LONGEST_OWNER)},
    "team_list.decline": {"owner": Line(most=LONGEST_OWNER)},
    "table.place": {"figure": Id(), "zone": _choice(Zone), "seen": _seq()},
    "table.lay": {"name": _name(), "zone": _choice(Zone), "kind": _choice(Kind, required=False)},
    "table.join": {"kept": Id(), "other": Id()},
    "table.differ": {"kept": Id(), "other": Id()},
    "table.split": {"pair": Id()},
    "story.mode": {"mode": _choice(StoryMode)},
    "story.next_question": {"turn": Id(required=False), "question": _question()},
    "story.previous_question": {"turn": Id(required=False), "question": _question()},
    "story.pass_word": {"turn": Id(required=False)},
    "story.skip": {"turn": Id(required=False)},
    "story.give_turn": {"turn": Id(), "speaking": Seen()},
    "story.keep_note": {"text": Line()},
    "thread.write": {"heading": _choice(Heading), "text": Line()},
    "thread.share_note": {"note": Id(), "heading": _choice(Heading), "text": Line(required=False)},
    "thread.forget_note": {"note": Id()},
    "thread.reword": {"thread": Id(), "text": Line()},
    "thread.remove": {"thread": Id()},
    "thread.improve": {"thread": Id(), "improve": OnOff()},
    "thread.link": {"thread": Id(), "customer": Id(), "linked": OnOff()},
    "thread.group": {"thread": Id(), "under": Id(required=False)},
    "case.park": {"figure": Id()},
    "case.ask": {"case": Id()},
    "case.answer": {"case": Id(), "text": Line(label=gettext_lazy("antwoord"))},
    "case.reveal": {"case": Id()},
    "case.withdraw": {"case": Id()},
    "stack.give_away": {"figure": Id(), "why": Line(required=False), "wish": Line(required=False), "seen": _seq()},
    "stack.keep": {"figure": Id(), "seen": _seq()},
    "stack.stick": {"figure": Id(), "why": KeptLine(), "wish": KeptLine(), "seen": _seq()},
    "stack.stick_all": {"figure": Ids(), "why": Lines(), "wish": Lines()},
    "stack.lay": {"figure": Id(), "why": Line(required=False), "wish": Line(required=False)},
    "stack.take_back": {"figure": Id(), "seen": _seq()},
    "stack.wish": {"figure": Id(), "on": OnOff(), "seen": _seq()},
    "stack.propose": {"mine": Id(), "theirs": Id(), "expectation": _choice(Zone, required=False)},
    "stack.ring": {"figures": Ids(), "expectation": _choice(Zone, required=False)},
    "stack.accept": {"exchange": Id(), "expectation": _choice(Zone, required=False)},
    "stack.decline": {"exchange": Id()},
    "swap.answer": {
        "slip": Id(),
        "answer": _choice(Answer, label=gettext_lazy("antwoord")),
        "expectation": _choice(Zone, required=False),
        "helpers": Ids(),
        "slip_seq": _seq(),
        "seen": _seq(),
    },
    "swap.help": {
        "claim": Id(),
        "yes": OnOff(),
        "expectation": _choice(Zone, required=False),
        "slip_seq": _seq(),
        "seen": _seq(),
    },
    "swap.open": {"slip": Id(required=False), "spotlight": Seen()},
    "swap.close": {"spotlight": Seen()},
    "swap.ask": {"slip": Id(), "seat": Id()},
    "swap.settle": {"claim": Id(), "slip_seq": _seq()},
    "swap.draw_lots": {"slip": Id(), "slip_seq": _seq()},
    "swap.let_giver_choose": {"slip": Id(), "slip_seq": _seq()},
    "swap.choose": {"claim": Id(), "slip_seq": _seq()},
    "swap.keep": {"slip": Id(), "slip_seq": _seq()},
    "swap.look": {"slip": Id(), "slip_seq": _seq()},
    "swap.let_go": {"slip": Id(), "slip_seq": _seq()},
    "swap.leave_open": {"slip": Id(), "slip_seq": _seq()},
    "closing.attention": {"figure": Id(), "attention_with": Line(required=False)},
    "closing.success": {"success": Line()},
    "closing.agree": {
        "owner": Id(),
        "text": Line(),
        "first_step": Line(label=gettext_lazy("eerste stap")),
        "on": Day(),
    },
    "closing.accept": {"agreement": Id()},
    "closing.withdraw": {"agreement": Id()},
    "closing.farewell": {
        "slip": Id(),
        "why": Line(required=False),
        "teller": Line(most=80, required=False),
        "on": Day(required=False),
        "to": Line(required=False),
    },
    "closing.decide_by": {"slip": Id(), "who": Line(most=80, label=gettext_lazy("wie")), "on": Day()},
    "closing.hand_over": {
        "slip": Id(),
        "teller": Line(most=80, required=False),
        "talk_on": Day(required=False),
        "must_know": Line(required=False),
        "first_contact_before": Day(required=False),
    },
    "closing.comeback": {"on": Day()},
    "comeback.hand_over": {"earlier": Id(), "side": _choice(Side), "done": OnOff()},
    "comeback.again": {"earlier": Id(), "again": OnOff()},
    "comeback.hear": {"earlier": Id(), "said": Line(required=False)},
    "follow_up.hear": {"slip": Id(), "said": Line(required=False)},
    "follow_up.hand_over": {"slip": Id(), "side": _choice(Side), "done": OnOff()},
    "follow_up.tend": {"agreement": Id(), "on": Day(required=False)},
    "follow_up.done": {"agreement": Id(), "done": OnOff()},
    "wall.tend": {"thread": Id(), "state": _choice(Progress), "owner": Line(most=LONGEST_OWNER, required=False)},
    "wall.add": {"column": _choice(Wall), "text": Line()},
    "follow_up.tell": {"text": Line()},
    "follow_up.untell": {"success": Id()},
}


#: Forms that write over what stands there; they say what that was.
WRITES_OVER = frozenset(
    {
        "closing.attention", "closing.success", "closing.farewell", "closing.decide_by", "closing.hand_over",
        "closing.comeback", "comeback.hear", "follow_up.hear", "follow_up.tend", "wall.tend", "thread.reword",
        "case.answer", "sheet.reason", "sheet.signal", "sheet.weigh", "sheet.rename", "stack.give_away", "stack.stick",
        "stack.stick_all", "steps.ask", "steps.plan", "lobby.rename", "lobby.share_wifi",
    }
)  # fmt: skip


def read(action: str, sent: MultiValueDict[str, str]) -> dict[str, Any]:
    """The arguments of an action, cleaned.

    Raises:
        rules.Missing: there is no such action.
        rules.BadInput: a field is empty, too long or not one of the choices; the sentence says which.
    """
    if action not in PERMITS:
        raise Missing()
    form = forms.Form(sent)
    form.fields = dict(FIELDS.get(action, {}))
    if not form.is_valid():
        raise BadInput(_first_error(form))
    data = {name: value for name, value in form.cleaned_data.items() if _was_given(form.fields[name], value)}
    was = _was(form.fields, sent) if action in WRITES_OVER else {}
    return data | {"was": was} if was else data


def _was(fields: dict[str, forms.Field], sent: MultiValueDict[str, str]) -> dict[str, Any]:
    """What stood in these fields when the person began to change them, as far as the page says: `was_why` for `why`."""
    told: dict[str, Any] = {}
    for name, field in fields.items():
        if f"was_{name}" in sent:
            optional = copy(field)
            optional.required = False
            with suppress(forms.ValidationError):
                told[name] = optional.clean(field.widget.value_from_datadict(sent, {}, f"was_{name}"))
    return told


def _was_given(field: forms.Field, value: Any) -> bool:
    """An optional choice or date that was left empty is left to the action's default."""
    if isinstance(field, (KeptLine, Seen)):
        return value is not None
    return field.required or value not in ("", None)


def _first_error(form: forms.Form) -> str:
    return str(next(iter(form.errors.values()))[0])
