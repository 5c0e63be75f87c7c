"""Renders the figures of the table, and lists to choose one from, in Python: two hundred in a few milliseconds."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sessions.i18n.bidi import customer_name
from sessions.i18n.hyphens import with_soft_hyphens
from workshop.bidi import isolated
from workshop.models import EnergyRating
from workshop.names import initials


def figure_fragment(figure: EnergyRating) -> SafeString:
    """One figure, the same bytes for every screen: no form, no interface word, nothing about the viewer."""
    owner, name = figure.participant, figure.customer.name
    shown = with_soft_hyphens(name)
    return format_html(
        '<li id="f-{0}" class="figure c{1} s{2}" data-in="{8}" data-placed="{9}" data-seat-place="{10}"{11}>'
        '<button type="button" data-figure="{0}" data-owner="{3}" data-seq="{4}"'
        ' aria-describedby="o-{3}" data-kind="{5}"{12}>'
        '<i aria-hidden="true" translate="no">{6}</i>{7}</button></li>',
        figure.id,
        owner.colour,
        owner.shape,
        owner.id,
        figure.seq,
        figure.customer.kind,
        initials(owner.name),
        customer_name(name, shown),
        figure.zone,
        figure.placed,
        owner.place,
        format_html(' data-joined="{}"', figure.joined) if figure.joined else "",
        # Screen readers would stop at a soft hyphen, or say it.
        format_html(' aria-label="{}"', isolated(name)) if shown != name else "",
    )


def figure_list(figures: Iterable[EnergyRating]) -> SafeString:
    return format_html_join("\n", "{}", ((figure_fragment(figure),) for figure in figures))


def options(rows: Iterable[tuple[str, str]]) -> SafeString:
    """Choices of a list of names: what is sent, and what is read."""
    return format_html_join("", '<option translate="no" value="{}">{}</option>', rows)


def name_with_owner(figure: EnergyRating) -> str:
    """A customer of which there may be more figures than one."""
    return f"{isolated(figure.customer.name)} ({isolated(figure.participant.name)})"
