"""Names as HTML: isolated from the text around them, and left alone by a browser that translates the page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from workshop.bidi import FIRST_STRONG_ISOLATE, POP_ISOLATE

_NAME = re.compile(f"{FIRST_STRONG_ISOLATE}([^{FIRST_STRONG_ISOLATE}{POP_ISOLATE}]*){POP_ISOLATE}")


def bdi(name: object) -> str:
    """A name; nothing at all for no name."""
    return format_html('<bdi translate="no">{}</bdi>', name) if name else ""


def customer_name(name: object, shown: object = "") -> str:
    """A customer's name where it stands as content: scripts read the plain name from the value of `data-name`.

    Args:
        shown: the same name with soft hyphens, where it has any.
    """
    return format_html('<bdi translate="no" data-name="{}">{}</bdi>', name, shown or name) if name else ""


def bdi_list(names: Iterable[object]) -> SafeString:
    """Names in a sentence: Ana, Bas en Cem. Of what has a name that is taken."""
    *most, last = [bdi(getattr(name, "name", name)) for name in names] or [""]
    commas = format_html_join(", ", "{}", ((name,) for name in most))
    return format_html(_("{most} en {last}"), most=commas, last=last) if most else format_html("{}", last)


def with_names(sentence: object) -> SafeString:
    """A sentence in which workshop.bidi.isolate() marked the names."""
    pieces = enumerate(_NAME.split(str(sentence)))
    return format_html_join("", "{}", ((bdi(piece) if at % 2 else conditional_escape(piece),) for at, piece in pieces))
