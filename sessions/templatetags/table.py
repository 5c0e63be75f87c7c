"""What templates say often: a face, the attributes of a command, a code as a picture."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sessions import links
from sessions.exports import content
from sessions.i18n.bidi import bdi, bdi_list, customer_name, with_names
from sessions.network import is_overheard
from sessions.submissions import new_action_id
from workshop import wording
from workshop.bidi import isolated
from workshop.load import Change
from workshop.models import EnergyRating, Participant
from workshop.names import initials as initials_of
from workshop.steps import Outcome, WeighBy, Zone

register = template.Library()
for _filter in (bdi, bdi_list, customer_name, is_overheard, isolated, with_names):
    register.filter(_filter)


@register.tag
def about(parser: Parser, token: Token) -> AboutNode:
    """`{% about slip.rating.customer %}…{% endabout %}`: what is said within calls a task a task, and no customer."""
    _name, customer = token.split_contents()
    within = parser.parse(("endabout",))
    parser.delete_first_token()
    return AboutNode(parser.compile_filter(customer), within)


class AboutNode(template.Node):
    """The sentences of a block in the words of what they are about (wording.about)."""

    def __init__(self, customer: FilterExpression, nodelist: NodeList) -> None:
        self.customer, self.nodelist = customer, nodelist

    def render(self, context: Context) -> SafeString:
        with wording.about(self.customer.resolve(context)):
            return self.nodelist.render(context)


@register.simple_tag
def action_id() -> SafeString:
    """The id of a form that is sent as a page: pressed twice it is done once."""
    return format_html('<input type="hidden" name="action_id" value="{}">', new_action_id())


_AFTER_MARKS = re.compile(r"(?<=[./:])(?![./:]|$)")


@register.filter
def initials(name: str) -> str:
    return initials_of(name)


@register.filter
def zone_label(zone: str | None) -> str:
    """The words of a zone; empty for no zone."""
    return str(Zone(zone).label) if zone else ""


@register.filter
def outcome_label(outcome: str) -> str:
    """How a slip ended, as screens say it: *afgestoten* is for the swap list only (docs/domain.md, *Words*). Empty for
    no outcome yet."""
    if outcome == Outcome.DROPPED:
        return _("losgelaten")
    return str(Outcome(outcome).label) if outcome else ""


@register.filter
def breakable(address: str) -> SafeString:
    """An address that may go on in the next line after a dot, slash or colon, and nowhere inside a word or a number."""
    *pieces, last = _AFTER_MARKS.split(address)
    return format_html("{}{}", format_html_join("", "{}<wbr>", ((piece,) for piece in pieces)), last)


@register.filter
def as_shown(cell: content.Cell) -> str:
    """A cell of an export as people read it."""
    return content.shown(cell)


@register.simple_tag
def face(seat: Participant) -> SafeString:
    """A seat's mark: colour, shape and initials, never one of them alone (WCAG 1.4.1). The name stands beside it."""
    text = '<i class="face c{} s{}" aria-hidden="true" translate="no">{}</i>'
    return format_html(text, seat.colour, seat.shape, initials_of(seat.name))


#: What passes on or turns round: the second half of a double click would pass on once more, or undo.
_ONCE = {
    "story.next_question", "story.previous_question", "story.pass_word", "story.skip", "story.give_turn",
    "swap.open", "swap.close", "swap.look", "swap.let_go", "swap.leave_open", "swap.draw_lots",
    "swap.let_giver_choose", "swap.settle", "swap.choose", "swap.keep", "case.ask", "case.reveal",
    "steps.go", "steps.pause", "steps.resume", "steps.lock", "steps.unlock", "steps.take_chair",
    "lobby.done", "lobby.lead", "lobby.without_device", "lobby.back_on_device", "lobby.catch_up", "lobby.admit",
    "lobby.turn_away", "lobby.renew_code", "lobby.open_door", "lobby.guard_door", "lobby.close_door", "thread.improve",
    "follow_up.done", "follow_up.tend", "follow_up.hand_over", "comeback.hand_over", "comeback.again", "projector.show",
    "projector.view", "journal.take_back",
}  # fmt: skip


@register.simple_tag
def command(action: str, **fields: object) -> SafeString:
    """The attributes that make a button send an action with these fields."""
    sent = {name: _sent(value) for name, value in fields.items()}
    once = "data-once " if action in _ONCE else ""
    return format_html('{}data-command="{}" data-fields="{}"', once, action, json.dumps(sent, ensure_ascii=False))


def _sent(value: object) -> object:
    return int(value) if isinstance(value, bool) else str(value)


@register.simple_tag
def wishes(others: Iterable[tuple[EnergyRating, bool]]) -> SafeString:
    """Colleagues' figures to be wished for, and whether each is. In Python, for there are nearly as many as figures."""
    said, labels = _("daar zou ik energie van krijgen"), {zone: str(zone.label) for zone in Zone}
    text = (
        '<li>{} {} <span class="mark {}">{}</span> <button type="button" aria-pressed="{}" data-sees {}>'
        '<span aria-hidden="true">{}</span><span class="unseen">{}: {}</span></button></li>'
    )
    return format_html_join("\n", text, (_wish(figure, wished, labels, said) for figure, wished in others))


def _wish(figure: EnergyRating, wished: bool, labels: dict[Zone, str], said: str) -> tuple[object, ...]:
    zone, name = Zone(str(figure.zone)), bdi(figure.customer.name)
    pressed, heart = ("true", "♥") if wished else ("false", "♡")
    turned = command("stack.wish", figure=figure.id, on=not wished)
    return face(figure.participant), name, zone.value, labels[zone], pressed, turned, heart, name, said


@register.simple_tag
def qr(address: str) -> SafeString:
    """A QR code of an address; segno makes the markup, of an address that is ours."""
    return SafeString(links.qr_code(address))


@register.simple_tag
def weight(number: int, measure: str) -> str:
    """The sum of somebody's customers, in the measure that the facilitator chose."""
    if measure == WeighBy.HOURS:
        return _("%(n)d uur") % {"n": number}
    return _("gewicht %(n)d") % {"n": number}


@register.simple_tag
def blocks(most: int, filled: int, added: int = 0, unfilled: int = 0, hollow: int = 0) -> SafeString:
    """A bar of blocks, one for each customer: those there are, those that come, and those that are not there.

    `most`: how many blocks are as long as the bar, the same for all bars that are compared. `hollow`: the last so many
    of those there are rest on an expectation.
    """
    starts = {"filled": (0, filled), "added": (filled, added), "open": (filled + added, unfilled)}
    paths = [(kind, _squares(start, many)) for kind, (start, many) in starts.items() if many > 0]
    if hollow:
        paths.append(("hollow", _squares(filled + added - hollow, hollow, side=0.38)))
    return format_html(
        '<svg class="blocks" viewBox="0 0 {} 1" preserveAspectRatio="xMinYMid meet" aria-hidden="true">{}</svg>',
        max(most, 1),
        format_html_join("", '<path class="{}" d="{}"/>', paths),
    )


@register.simple_tag
def change_blocks(change: Change, most: int) -> SafeString:
    """Somebody's customers before and after the swaps: those that stayed, and those that came or went."""
    before, after = change.before.total, change.after.total
    added, gone = max(0, after - before), max(0, before - after)
    return blocks(most, min(before, after), added, gone, change.after.expectations)


def _squares(start: int, many: int, side: float = 0.86) -> str:
    """The path of so many squares in a row, each in the middle of a place of 1 × 1."""
    edge = (1 - side) / 2
    corners = ((start + place + edge, edge) for place in range(many))
    return "".join(f"M{x:.2f} {y:.2f}h{side}v{side}h-{side}z" for x, y in corners)
