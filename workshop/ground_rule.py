"""The ground rule (*energielek-regel*): nobody takes a customer that drains them, unless a colleague helps.

Stated once, here, for answers, helpers, customers of several owners, swaps and what the facilitator settles; who can
carry a customer, in `energy.py`, for chances and the *ruilvoorstel* too.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workshop.bidi import isolated
from workshop.energy import can_carry, is_leak
from workshop.models import Claim, EnergyRating, Help, SwapProposal
from workshop.refusals import Refusal
from workshop.steps import Answer


def on_table(workshop_id: str, customer_id: str) -> QuerySet[EnergyRating]:
    """The public figures of a (joined) customer: all that everybody may know of it."""
    return EnergyRating.objects.filter(workshop=workshop_id, customer=customer_id, zone__isnull=False)


def energy_of(figures: Iterable[EnergyRating], person_id: str, expectation: str) -> str:
    """What a customer is for this person: the zone on the table, else the expectation that was given, else "".

    `figures`: the public figures of that (joined) customer.
    """
    for figure in figures:
        if figure.participant_id == person_id and figure.zone:
            return figure.zone
    return expectation


def guard_answer(energy: str, answer: str, helpers: int) -> None:
    """You may not take a customer that is a leak for you, unless a colleague helps (docs/domain.md)."""
    if answer == Answer.NO:
        return
    _guard_known(energy)
    if answer == Answer.TAKE and not can_carry(energy):
        raise Refusal(
            "own-leak", _("Voor jou is dit een energielek. Kies ‘met hulp’ en vraag een collega om je te helpen.")
        )
    if answer == Answer.HELP and not helpers:
        raise Refusal("no-helper", _("Kies minstens één collega die je helpt."))


def guard_direct_swap(energy: str) -> None:
    """In a direct swap or a ring nobody helps, so no leak changes hands."""
    _guard_known(energy)
    if not can_carry(energy):
        raise Refusal(
            "own-leak-swapped",
            _(
                "Voor jou is dit een energielek, en bij een directe ruil kan niemand je helpen. "
                "Wil je het toch? Vraag om een briefje op de stapel: daar kan het met hulp."
            ),
        )


def _guard_known(energy: str) -> None:
    if not energy:
        raise Refusal(
            "expectation-first",
            _("Je hebt deze klant nooit beoordeeld. Kies eerst je verwachting: geeft, neutraal of kost energie."),
        )


def guard_helper(energy: str, name: str) -> None:
    """A helper for whom it is a leak too cannot help (our addition to the form); who never rated it may be asked."""
    if is_leak(energy):
        raise Refusal(
            "helper-leak",
            _("Voor %(name)s is deze klant ook een energielek; die kan hier niet helpen.") % {"name": isolated(name)},
        )


def guard_help(energy: str) -> None:
    if not energy:
        raise Refusal(
            "help-expectation-first",
            _("Je hebt deze klant nooit beoordeeld. Kies eerst je verwachting voordat je ja zegt."),
        )
    if not can_carry(energy):
        raise Refusal("help-own-leak", _("Voor jou is deze klant ook een energielek; dan kun je niet helpen."))


def standing_helper(claim: Claim, figures: list[EnergyRating]) -> Help | None:
    """The first colleague who said yes and for whom the customer is no leak."""
    for help in claim.helps.all():
        if help.yes and can_carry(energy_of(figures, help.helper_id, help.expectation)):
            return help
    return None


def stands(claim: Claim, figures: list[EnergyRating]) -> bool:
    """Whether a claim could be settled now: the one place where the ground rule is decided."""
    energy = energy_of(figures, claim.participant_id, claim.expectation)
    if claim.answer == Answer.NO or not energy or claim.participant.removed:
        return False
    if claim.answer == Answer.HELP:
        return standing_helper(claim, figures) is not None
    return can_carry(energy)


def guard_standing(claim: Claim, figures: list[EnergyRating]) -> None:
    if stands(claim, figures):
        return
    if claim.answer == Answer.NO or claim.participant.removed:
        raise Refusal("not-a-taker", _("Deze collega pakt deze klant niet op."))
    if not energy_of(figures, claim.participant_id, claim.expectation):
        raise Refusal(
            "taker-without-expectation",
            _("Deze collega heeft deze klant nooit beoordeeld. Vraag eerst naar de verwachting."),
        )
    if claim.answer == Answer.HELP:
        raise Refusal("no-helper-yet", _("Er is nog geen collega die ja heeft gezegd om te helpen."))
    raise Refusal("taker-leak", _("Dit kan niet: voor deze collega is de klant een energielek, en er is geen hulp."))


def public_figures(slip: SwapProposal) -> list[EnergyRating]:
    """All figures of the slip's (joined) customer on this table."""
    return list(on_table(slip.workshop_id, slip.rating.customer_id))


def standing_claims(slip: SwapProposal) -> list[Claim]:
    figures = public_figures(slip)
    claims = slip.claims.exclude(answer=Answer.NO).select_related("participant").prefetch_related("helps")
    return [claim for claim in claims if stands(claim, figures)]
