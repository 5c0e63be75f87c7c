"""How people look on the table: a colour, a shape, and their initials."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

#: Eight colours that colour-blind people tell apart on a washed-out beamer (docs/decisions.md), always with initials
#: and a shape.
COLOURS: Final = ("#222288", "#22eebb", "#882222", "#3377ee", "#eeaadd", "#ccdd55", "#889955", "#997788")
COLOUR_NAMES: Final = (_("nachtblauw"), _("mint"), _("steenrood"), _("hemelsblauw"), _("roze"), _("limoen"), _("olijf"),
                       _("mauve"))  # fmt: skip
SHAPES: Final = ("round", "square", "hat", "cap", "bun", "curls", "crown", "flat")
SHAPE_NAMES: Final = (_("rond"), _("vierkant"), _("hoed"), _("pet"), _("knot"), _("krullen"), _("kroon"), _("plat"))
