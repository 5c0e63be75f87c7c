"""What may be refused, and how it is said: a refusal carries a code and the sentence that the person may read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from workshop.bidi import isolated
from workshop.models import EnergyRating, Participant


class Refusal(Exception):
    """Not allowed now. An everyday answer in live work, not an accident. `sentence` says why and what to do; `code` is
    the same in every language, and when the sentence is put better.

    `private`: it rests on what only one person has seen, so nobody else's page may show it before they ask.
    """

    def __init__(self, code: str, sentence: str, *, figure: EnergyRating | None = None, private: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.figure = figure
        self.private = private

    @classmethod
    def changed(cls) -> Refusal:
        return cls("changed", _("Dit is intussen veranderd. Kijk nog eens en beslis opnieuw."))


def already_undone() -> Refusal:
    """Of two people who undo the same at once, one comes second."""
    return Refusal("already-undone", _("Dit is al teruggedraaid."))


class BadInput(Refusal):
    """What was sent cannot be read: empty, too long, not one of the choices."""


class Incomplete(BadInput):
    """What a page sends by itself is not there: it is a page of an earlier version, or no page of ours."""

    def __init__(self) -> None:
        super().__init__("incomplete", _("Deze opdracht is onvolledig. Laad de pagina opnieuw."))


class Missing(Refusal):
    """It does not exist, or it is none of this person's business; both get the same answer."""

    def __init__(self) -> None:
        super().__init__("missing", _("Dit bestaat niet (meer)."))


class AlreadySent(Refusal):
    """The id of this action was used before, for something else: only a form that was changed after sending does so."""

    def __init__(self) -> None:
        super().__init__(
            "already-sent",
            _("Dit formulier was al verstuurd, met iets anders erin. Kijk na wat er staat en verstuur het nog eens."),
        )


class NameTaken(Refusal):
    """Somebody at this workshop, `seat`, has this name."""

    def __init__(self, seat: Participant, name: str) -> None:
        super().__init__("name-taken", _("Er zit al iemand die %(name)s heet.") % {"name": isolated(name)})
        self.seat = seat


class NotYours(Refusal):
    """This role never does this, in no step."""
